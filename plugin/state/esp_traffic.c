/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ESP and AH packets: which Quick Mode set up their SPI, and whether they come a second time. */
#include "state/session_struct.h"

#define WINDOW 64u /* of the replay check, RFC 2401 appendix C */

/* The packets of an SPI as far as they came. */
struct esp_traffic {
    uint32_t latest;  /* sequence number of the packet before */
    int64_t time_ns;  /* and when it was seen */
    uint32_t highest; /* sequence number */
    uint64_t window;  /* bit n: highest - n was seen */
};

/* True when the sequence number was seen before, or is older than the window. */
static bool replayed(struct esp_traffic *traffic, uint32_t sequence)
{
    uint32_t behind;

    if (sequence > traffic->highest) {
        uint32_t ahead = sequence - traffic->highest;

        traffic->window = ahead < WINDOW ? traffic->window << ahead : 0;
        traffic->window |= 1;
        traffic->highest = sequence;
        return false;
    }
    behind = traffic->highest - sequence;
    if (behind >= WINDOW || (traffic->window >> behind & 1))
        return true;
    traffic->window |= UINT64_C(1) << behind;
    return false;
}

/* The packet before once more, at once: captured twice rather than sent twice. */
static bool captured_twice(struct esp_traffic *traffic, const struct ikelog_esp *esp)
{
    bool twice =
        traffic->latest == esp->sequence && esp->time_ns - traffic->time_ns <= COPY_WINDOW_NS;

    traffic->latest = esp->sequence;
    traffic->time_ns = esp->time_ns;
    return twice;
}

static enum ikelog_esp_finding follow_traffic(struct ikelog_session *session,
                                              const struct ikelog_esp *esp)
{
    struct esp_traffic *traffic = g_hash_table_lookup(session->traffic, GUINT_TO_POINTER(esp->spi));

    if (traffic)
        return !captured_twice(traffic, esp) && replayed(traffic, esp->sequence)
                   ? IKELOG_ESP_REPLAYED
                   : IKELOG_ESP_KNOWN;
    traffic = g_new0(struct esp_traffic, 1);
    traffic->latest = traffic->highest = esp->sequence;
    traffic->time_ns = esp->time_ns;
    traffic->window = 1;
    g_hash_table_insert(session->traffic, GUINT_TO_POINTER(esp->spi), traffic);
    return IKELOG_ESP_KNOWN;
}

enum ikelog_esp_finding ikelog_session_esp(struct ikelog_session *session,
                                           const struct ikelog_esp *esp,
                                           const struct ikelog_exchange **exchange)
{
    const struct pair_entry *pair;

    *exchange = tables_find_spi(&session->tables, esp->spi);
    if (*exchange)
        return follow_traffic(session, esp);
    pair = tables_pair(&session->tables, &esp->src, &esp->dst, false);
    if (!pair || pair->unread || !pair->read)
        return IKELOG_ESP_UNJUDGED;
    return IKELOG_ESP_UNKNOWN;
}
