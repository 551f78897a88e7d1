/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ICMP errors about IKE packets. */
#include "state/session_struct.h"

static struct sa_entry *entry_of_quote(const struct ikelog_session *session,
                                       const struct ikelog_icmp *icmp)
{
    struct sa_entry *half;

    if (icmp->quoted.length >= 2 * IKELOG_COOKIE_LEN &&
        !ikelog_cookie_is_zero(icmp->quoted.data + IKELOG_COOKIE_LEN))
        return tables_find_cookies(&session->tables, icmp->quoted.data);
    if (icmp->quoted.length < IKELOG_COOKIE_LEN)
        return NULL;
    half = tables_find_half(&session->tables, icmp->quoted.data, &icmp->quoted_dst);
    if (!half)
        half = tables_find_half(&session->tables, icmp->quoted.data, &icmp->quoted_src);
    return half;
}

const struct ikelog_record *ikelog_session_icmp(struct ikelog_session *session,
                                                const struct ikelog_icmp *icmp)
{
    struct sa_entry *entry = entry_of_quote(session, icmp);
    const struct pair_entry *pair;

    if (!entry && icmp->quoted.length < IKELOG_COOKIE_LEN) {
        pair = tables_pair(&session->tables, &icmp->quoted_src, &icmp->quoted_dst, false);
        entry = pair ? pair->latest : NULL;
    }
    if (!entry)
        return NULL;
    if (entry->sa.icmp_count++ == 0) {
        entry->sa.icmp_frame = icmp->frame;
        entry->sa.icmp_type = icmp->type;
        entry->sa.icmp_code = icmp->code;
    }
    entry->sa.icmp_last_frame = icmp->frame;
    entry->sa.icmp_about = entry->sa.last;
    return entry->sa.last;
}
