/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ICMP errors about IKE packets. */
#include "state/session_struct.h"

static struct sa_entry *entry_of_quote(struct ikelog_session *session,
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

/* The message that is quoted, by the lengths in the headers; else the latest one. */
static const struct ikelog_record *quoted_message(const struct ikelog_session *session,
                                                  const struct sa_entry *entry,
                                                  const struct ikelog_icmp *icmp)
{
    const struct ikelog_record *found =
        entry->sa.last ? ikelog_record_original(entry->sa.last) : NULL;
    const struct ikelog_exchange *exchange;
    struct ikelog_header header;

    if (icmp->quoted.length < IKELOG_HEADER_LEN ||
        ikelog_header_read(icmp->quoted.data, icmp->quoted.length, &header) == IKELOG_BAD_VERSION)
        return found;
    exchange =
        tables_find_exchange(&session->tables, entry, header.exchange_type, header.message_id);
    for (const struct ikelog_record *r = exchange ? exchange->first : NULL; r;
         r = ikelog_record_next(r))
        if (r->length == header.length && r->next_payload == header.next_payload)
            found = r;
    return found;
}

const struct ikelog_record *ikelog_session_icmp(struct ikelog_session *session,
                                                const struct ikelog_icmp *icmp)
{
    struct sa_entry *entry = entry_of_quote(session, icmp);
    const struct pair_entry *pair;
    struct ikelog_course *course;

    if (!entry && icmp->quoted.length < IKELOG_COOKIE_LEN) {
        pair = tables_pair(&session->tables, &icmp->quoted_src, &icmp->quoted_dst, false);
        entry = pair ? pair->latest : NULL;
    }
    if (!entry)
        return NULL;
    course = tables_course(&session->tables, &entry->sa);
    course->icmp_about = quoted_message(session, entry, icmp);
    if (course->icmp_count++ == 0) {
        course->icmp_frame = icmp->frame;
        course->icmp_type = icmp->type;
        course->icmp_code = icmp->code;
    }
    course->icmp_last_frame = icmp->frame;
    course->icmp_after = entry->sa.last;
    return entry->sa.last;
}
