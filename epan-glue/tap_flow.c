/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z flow,ikelog,standard and the flow graph: an arrow a message, labelled by its payloads. */

#include "tap.h"

#include "proto.h"
#include "sequence.h"

/* The label: the summary, and what happened if it is not good news. */
static char *label_of(const struct ikelog_tap_packet *message)
{
    GString *text = g_string_new(NULL);

    if (message->shown->kind == IKELOG_SHOWN_MESSAGE)
        ikelog_view_summarise(&message->shown->view, text);
    else
        g_string_append(text, message->shown->icmp ? "ICMP error" : "ESP");
    if (message->record && message->record->original && !message->shown->icmp)
        g_string_append_printf(text, " (repeat of %u)", message->record->original->frame);
    return g_string_free(text, FALSE);
}

static char *comment_of(const struct ikelog_tap_packet *message)
{
    GString *text = g_string_new(NULL);

    ikelog_events_describe(&message->shown->view, ikelog_tap_events(message), text);
    return g_string_free(text, FALSE);
}

static tap_packet_status packet(void *graph, packet_info *pinfo, epan_dissect_t *edt,
                                const void *tapped, tap_flags_t flags)
{
    const struct ikelog_tap_packet *message = tapped;
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
    item->frame_label = label_of(message);
    item->comment = comment_of(message);
    item->line_style = message->record && message->record->original ? 2 : 1;
    item->conv_num = message->sa ? (uint16_t)message->sa->number : 0;
    item->display = TRUE;
    g_queue_push_tail(sequence->items, item);
    return TAP_PACKET_REDRAW;
}

void ikelog_tap_flow_register(void)
{
    register_seq_analysis("ikelog", "IKE Log", ikelog_proto(), IKELOG_TAP, TL_REQUIRES_COLUMNS,
                          packet);
}
