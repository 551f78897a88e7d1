/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets that are not IKE but tell about it: ICMP errors, ESP and AH. */
#include "state/session_priv.h"

#include <string.h>

#define WINDOW 64u /* of the replay check, RFC 2401 appendix C */

static struct sa_entry *entry_of_quote(const struct ikelog_session *session,
                                       const struct ikelog_icmp *icmp)
{
    struct half_entry *half;

    if (icmp->quoted.length >= 2 * IKELOG_COOKIE_LEN &&
        !ikelog_cookie_is_zero(icmp->quoted.data + IKELOG_COOKIE_LEN))
        return session_find_cookies(session, icmp->quoted.data);
    if (icmp->quoted.length < IKELOG_COOKIE_LEN)
        return NULL;
    half = session_find_half(session, icmp->quoted.data, &icmp->quoted_dst);
    if (!half)
        half = session_find_half(session, icmp->quoted.data, &icmp->quoted_src);
    return half ? half->entry : NULL;
}

const struct ikelog_record *ikelog_session_icmp(struct ikelog_session *session,
                                                const struct ikelog_icmp *icmp)
{
    struct sa_entry *entry = entry_of_quote(session, icmp);
    const struct pair_entry *pair;

    if (!entry && icmp->quoted.length < IKELOG_COOKIE_LEN) {
        pair = session_pair(session, &icmp->quoted_src, &icmp->quoted_dst, false);
        entry = pair ? pair->latest : NULL;
    }
    if (!entry)
        return NULL;
    if (entry->sa.icmp_count++ == 0) {
        entry->sa.icmp_frame = icmp->frame;
        entry->sa.icmp_type = icmp->type;
        entry->sa.icmp_code = icmp->code;
    }
    return entry->sa.last;
}

/* True when the sequence number was seen before, or is older than the window. */
static bool replayed(struct spi_entry *entry, uint32_t sequence)
{
    uint32_t behind;

    if (!entry->counted || sequence > entry->highest) {
        uint32_t ahead = entry->counted ? sequence - entry->highest : WINDOW;

        entry->window = ahead < WINDOW ? entry->window << ahead : 0;
        entry->window |= 1;
        entry->highest = sequence;
        entry->counted = true;
        return false;
    }
    behind = entry->highest - sequence;
    if (behind >= WINDOW || (entry->window >> behind & 1))
        return true;
    entry->window |= UINT64_C(1) << behind;
    return false;
}

/* The packet before once more, at once: captured twice rather than sent twice. */
static bool captured_twice(struct spi_entry *entry, const struct ikelog_esp *esp)
{
    bool twice = entry->counted && entry->latest == esp->sequence &&
                 esp->time_ns - entry->time_ns <= COPY_WINDOW_NS;

    entry->latest = esp->sequence;
    entry->time_ns = esp->time_ns;
    return twice;
}

enum ikelog_esp_finding ikelog_session_esp(struct ikelog_session *session,
                                           const struct ikelog_esp *esp,
                                           const struct ikelog_exchange **exchange)
{
    struct spi_entry *entry = session_find_spi(session, esp->spi);
    const struct pair_entry *pair;

    *exchange = entry ? entry->exchange : NULL;
    if (entry && captured_twice(entry, esp))
        return IKELOG_ESP_KNOWN;
    if (entry)
        return replayed(entry, esp->sequence) ? IKELOG_ESP_REPLAYED : IKELOG_ESP_KNOWN;
    pair = session_pair(session, &esp->src, &esp->dst, false);
    if (!pair || pair->unread || !pair->read)
        return IKELOG_ESP_UNJUDGED;
    return IKELOG_ESP_UNKNOWN;
}
