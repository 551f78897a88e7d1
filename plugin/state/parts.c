/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IP fragments: what begins to arrive, and in how many parts a message came. */
#include "state/packet_context.h"

#include <string.h>

#define MOST_FRAGMENTS 15u /* what ip_fragments of a record can hold */

/* Fragments of one packet follow each other; those of another packet begin a new count. */
static void count_fragment(struct pair_traffic *traffic, bool from_low, uint32_t ip_id)
{
    if (traffic->fragment_count == 0 || traffic->fragment_id != ip_id ||
        traffic->fragments_from_low != from_low)
        traffic->fragment_count = 0;
    traffic->fragment_id = ip_id;
    traffic->fragments_from_low = from_low;
    if (traffic->fragment_count < UINT16_MAX)
        traffic->fragment_count++;
}

static void note_beginning(struct ikelog_parts *parts, const struct ikelog_header *header,
                           uint32_t frame)
{
    if (parts->begun++ == 0)
        parts->first_frame = frame;
    parts->last_frame = frame;
    parts->exchange_type = header->exchange_type;
    parts->encrypted = (header->flags & IKELOG_FLAG_ENCRYPTION) != 0;
}

/* A message that begins here belongs to an IKE SA whose cookies are known, or still half open. */
static struct sa_entry *entry_of(struct ikelog_session *session, const struct ikelog_header *header,
                                 const struct ikelog_ip_fragment *fragment)
{
    if (!ikelog_cookie_is_zero(header->cky_r))
        return tables_find_cookies(&session->tables, header->cookies);
    return tables_find_half(&session->tables, header->cky_i, &fragment->dst);
}

void ikelog_session_fragment(struct ikelog_session *session,
                             const struct ikelog_ip_fragment *fragment)
{
    struct pair_entry *pair = tables_pair(&session->tables, &fragment->src, &fragment->dst, false);
    struct ikelog_header header;
    struct sa_entry *entry;
    enum ikelog_side side;

    if (pair)
        count_fragment(tables_pair_traffic(&session->tables, pair),
                       ikelog_endpoint_same_address(&pair->low, &fragment->src), fragment->ip_id);
    if (fragment->message.length < IKELOG_HEADER_LEN ||
        ikelog_header_read(fragment->message.data, fragment->message.length, &header) ==
            IKELOG_BAD_VERSION)
        return;
    entry = entry_of(session, &header, fragment);
    if (!entry)
        return;
    side = ikelog_endpoint_same_address(&entry->sa.sides[IKELOG_RESPONDER].last, &fragment->src)
               ? IKELOG_RESPONDER
               : IKELOG_INITIATOR;
    note_beginning(&tables_trace(&session->tables, &entry->sa.sides[side])->parts, &header,
                   fragment->frame);
}

/* The fragment that completes the message is fed as the message: it is not counted yet. */
uint8_t ip_fragments(const struct packet_context *p)
{
    const struct ikelog_datagram *d = p->datagram;
    const struct pair_entry *pair = p->entry->pair;

    if (!d->rejoined)
        return 0;
    if (!pair->traffic ||
        pair->traffic->fragments_from_low != ikelog_endpoint_same_address(&pair->low, &d->src))
        return 2;
    return (uint8_t)CLAMP(pair->traffic->fragment_count + 1u, 2u, MOST_FRAGMENTS);
}
