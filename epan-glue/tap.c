/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tap: a packet for its listeners, and copies of packets for those who report at the end. */

#include "tap.h"

#include "capture.h"
#include "dialects.h"
#include "origin.h"
#include "prefs.h"
#include "tap_export.h"

static int tap;

static uint8_t *copy_octets(struct ikelog_octets octets)
{
    uint8_t *copy = g_malloc(octets.length);

    if (octets.length)
        memcpy(copy, octets.data, octets.length);
    return copy;
}

void ikelog_tap_register(void)
{
    tap = register_tap(IKELOG_TAP);
    ikelog_tap_export_register();
    ikelog_tap_flow_register();
    ikelog_tap_conversations_register();
    ikelog_tap_window_register();
}

void ikelog_tap_register_listeners(void)
{
    ikelog_tap_log_register();
    ikelog_tap_negotiations_register();
    ikelog_tap_keys_register();
    ikelog_tap_ladder_register();
    ikelog_tap_lesson_register();
    ikelog_tap_tree_register();
}

void ikelog_tap_message(struct ikelog_shown *shown)
{
    packet_info *pinfo = shown->pinfo;
    struct ikelog_tap_packet *packet;
    bool tapped = have_tap_listener(tap), exported = have_tap_listener(ikelog_tap_export_id());

    if ((!tapped && !exported) || shown->kind == IKELOG_SHOWN_QUOTE)
        return;
    packet = wmem_new0(pinfo->pool, struct ikelog_tap_packet);
    packet->frame = pinfo->num;
    packet->time_ns = ikelog_capture_time(pinfo);
    packet->session = ikelog_capture_session();
    packet->policy = ikelog_prefs_policy();
    packet->dialect = ikelog_voice_chosen();
    packet->record = shown->record;
    packet->sa = ikelog_shown_sa(shown);
    ikelog_origin_endpoints(pinfo, &packet->src, &packet->dst);
    packet->shown = shown;
    if (tapped)
        tap_queue_packet(tap, pinfo, packet);
    if (exported)
        tap_queue_packet(ikelog_tap_export_id(), pinfo, packet);
}

const struct ikelog_events *ikelog_tap_events(const struct ikelog_tap_packet *packet)
{
    return ikelog_shown_events(packet->shown);
}

struct ikelog_tap_kept *ikelog_tap_keep(const struct ikelog_tap_packet *packet)
{
    const struct ikelog_shown *shown = packet->shown;
    struct ikelog_tap_kept *kept = g_new0(struct ikelog_tap_kept, 1);

    kept->kind = shown->kind;
    kept->packet = *packet;
    kept->packet.shown = NULL;
    if (shown->tvb) {
        kept->message.length = shown->view.message.length;
        kept->message.data = copy_octets(shown->view.message);
    }
    if (shown->icmp)
        kept->icmp = *shown->icmp;
    if (shown->esp)
        kept->esp = *shown->esp;
    return kept;
}

void ikelog_tap_kept_free(void *data)
{
    struct ikelog_tap_kept *kept = data;

    g_free((void *)(uintptr_t)kept->message.data);
    g_free(kept);
}

void ikelog_tap_open(const struct ikelog_tap_kept *kept, const struct ikelog_policy *policy,
                     struct ikelog_view *view, struct ikelog_events *events)
{
    const struct ikelog_tap_packet *packet = &kept->packet;

    memset(view, 0, sizeof *view);
    memset(events, 0, sizeof *events);
    ikelog_session_end(packet->session); /* this is done when all was read */
    switch (kept->kind) {
    case IKELOG_SHOWN_MESSAGE:
        ikelog_view_open(packet->session, packet->record, kept->message, view);
        if (packet->record)
            ikelog_events_collect(packet->session, view, policy, true, events);
        break;
    case IKELOG_SHOWN_ICMP:
        ikelog_events_collect_icmp(packet->session, &kept->icmp, packet->record, policy, events);
        break;
    case IKELOG_SHOWN_ESP:
        ikelog_events_collect_esp(packet->session, &kept->esp.packet, kept->esp.finding,
                                  kept->esp.exchange, events);
        break;
    case IKELOG_SHOWN_QUOTE:
        break;
    }
    if (!events->rows)
        events->rows = g_array_new(FALSE, TRUE, sizeof(struct ikelog_event));
}

void ikelog_tap_close(struct ikelog_view *view, struct ikelog_events *events)
{
    ikelog_events_clear(events);
    ikelog_view_close(view);
}
