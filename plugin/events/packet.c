/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens what a packet carries, asks what happened, and keeps a copy for later. */
#include "events/packet.h"

#include <string.h>

const struct ikelog_sa *ikelog_packet_sa(const struct ikelog_packet *packet)
{
    if (packet->record)
        return packet->record->exchange->sa;
    if (packet->kind == IKELOG_PACKET_ESP && packet->esp.exchange)
        return packet->esp.exchange->sa;
    return NULL;
}

bool ikelog_packet_has_message(const struct ikelog_packet *packet)
{
    return packet->kind == IKELOG_PACKET_MESSAGE || packet->kind == IKELOG_PACKET_QUOTE;
}

void ikelog_packet_open(struct ikelog_packet *packet)
{
    if (packet->view)
        return;
    packet->view = packet->room ? packet->room : g_new(struct ikelog_view, 1);
    if (ikelog_packet_has_message(packet))
        ikelog_view_open(packet->session, packet->record, packet->message, packet->view);
    else
        memset(packet->view, 0, sizeof *packet->view);
}

/* Where each side is: as this message shows it, or the one that an ICMP error quotes. */
static void note_ends(struct ikelog_packet *packet)
{
    bool quoted = packet->kind == IKELOG_PACKET_ICMP;
    unsigned sender = packet->record ? packet->record->side : 0;

    if (!packet->record)
        return;
    packet->events.ends[sender] = quoted ? packet->icmp.quoted_src : packet->src;
    packet->events.ends[sender ^ 1u] = quoted ? packet->icmp.quoted_dst : packet->dst;
}

static void collect(struct ikelog_packet *packet, const struct ikelog_policy *policy, bool final)
{
    switch (packet->kind) {
    case IKELOG_PACKET_MESSAGE:
        if (packet->record)
            ikelog_events_collect(packet->session, packet->view, policy, final, &packet->events);
        break;
    case IKELOG_PACKET_QUOTE:
        break;
    case IKELOG_PACKET_ICMP:
        ikelog_events_collect_icmp(packet->session, &packet->icmp, packet->record, policy, final,
                                   &packet->events);
        break;
    case IKELOG_PACKET_ESP:
        ikelog_events_collect_esp(packet->session, &packet->esp.packet, packet->esp.finding,
                                  packet->esp.exchange, &packet->events);
        break;
    }
}

const struct ikelog_events *ikelog_packet_events(struct ikelog_packet *packet,
                                                 const struct ikelog_policy *policy, bool final)
{
    if (!packet->has_events) {
        collect(packet, policy, final);
        if (!packet->events.rows) /* nothing happened: an empty array all the same */
            ikelog_events_begin(&packet->events, NULL);
        note_ends(packet);
        packet->has_events = true;
    }
    return &packet->events;
}

void ikelog_packet_close(struct ikelog_packet *packet)
{
    if (packet->has_events)
        ikelog_events_clear(&packet->events);
    packet->has_events = false;
    packet->events = (struct ikelog_events){.rows = NULL};
    if (packet->view)
        ikelog_view_close(packet->view);
    if (packet->view != packet->room)
        g_free(packet->view);
    packet->view = NULL;
}

struct ikelog_packet ikelog_packet_closed(const struct ikelog_packet *packet)
{
    struct ikelog_packet closed = *packet;

    closed.room = closed.view = NULL;
    closed.has_events = false;
    closed.events = (struct ikelog_events){.rows = NULL};
    if (packet->kind == IKELOG_PACKET_ICMP)
        closed.icmp.quoted = (struct ikelog_octets){NULL, 0};
    return closed;
}

/* The octets of its message follow the copy in the same piece of memory. */
struct ikelog_packet *ikelog_packet_keep(const struct ikelog_packet *packet)
{
    const uint32_t length = ikelog_packet_has_message(packet) ? packet->message.length : 0;
    struct ikelog_packet *kept = g_malloc(sizeof *kept + length);

    *kept = ikelog_packet_closed(packet);
    if (ikelog_packet_has_message(packet))
        kept->message.data = length ? memcpy(kept + 1, packet->message.data, length) : NULL;
    return kept;
}

void ikelog_packet_free(struct ikelog_packet *packet)
{
    if (!packet)
        return;
    ikelog_packet_close(packet);
    g_free(packet);
}
