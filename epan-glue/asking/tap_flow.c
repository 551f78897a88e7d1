/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z flow,ikelog,standard and the flow graph: an arrow a message, labelled by its payloads. */

#include "asking/sequence.h"
#include "asking/taps.h"
#include "proto.h"
#include "showing/tap.h"

/* The label: the summary, and what happened if it is not good news. */
static char *label_of(const struct ikelog_packet *packet)
{
    GString *text = g_string_new(NULL);

    if (packet->kind == IKELOG_PACKET_MESSAGE)
        ikelog_view_summarise(packet->view, text);
    else
        g_string_append(text, packet->kind == IKELOG_PACKET_ICMP ? "ICMP error" : "ESP");
    if (packet->kind == IKELOG_PACKET_MESSAGE && packet->record &&
        ikelog_record_repeats(packet->record))
        g_string_append_printf(text, " (repeat of %u)",
                               ikelog_record_repeats(packet->record)->frame);
    return g_string_free(text, FALSE);
}

static char *comment_of(struct ikelog_dissection *message)
{
    GString *text = g_string_new(NULL);

    ikelog_events_describe(message->packet.view, ikelog_dissection_events(message), text);
    return g_string_free(text, FALSE);
}

static tap_packet_status packet(void *graph, packet_info *pinfo, epan_dissect_t *edt,
                                const void *tapped, tap_flags_t flags)
{
    struct ikelog_dissection *message = ikelog_tapped(tapped);
    const struct ikelog_sa *sa = ikelog_packet_sa(&message->packet);
    seq_analysis_info_t *sequence = graph;
    seq_analysis_item_t *item = sequence_analysis_create_sai_with_addresses(pinfo, sequence);

    (void)edt;
    (void)flags;
    if (!item)
        return TAP_PACKET_DONT_REDRAW;
    item->frame_number = pinfo->num;
    sequence_analysis_use_color_filter(pinfo, item);
    item->port_src = (uint16_t)pinfo->srcport;
    item->port_dst = (uint16_t)pinfo->destport;
    item->frame_label = label_of(&message->packet);
    item->comment = comment_of(message);
    item->line_style =
        message->packet.record && ikelog_record_repeats(message->packet.record) ? 2 : 1;
    item->conv_num = sa ? (uint16_t)sa->number : 0;
    item->display = TRUE;
    g_queue_push_tail(sequence->items, item);
    return TAP_PACKET_REDRAW;
}

void ikelog_tap_flow_register(void)
{
    register_seq_analysis("ikelog", "IKE Log", ikelog_proto(), IKELOG_TAP, TL_REQUIRES_COLUMNS,
                          packet);
}
