/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z ikelog,tree and Statistics > IKE Log: how many messages of which kind, and what happened. */

#include "asking/taps.h"
#include "showing/tap.h"

#include "wire/numbers.h"

#include <epan/stats_tree.h>

static const char messages[] = "Messages", protection[] = "Protection", repeats[] = "Repeats",
                  happened[] = "Events", senders[] = "Senders", others[] = "Not annotated";

static int node_messages, node_protection, node_repeats, node_happened, node_senders, node_others;

static void init(stats_tree *tree)
{
    node_messages = stats_tree_create_node(tree, messages, 0, STAT_DT_INT, TRUE);
    node_protection = stats_tree_create_node(tree, protection, 0, STAT_DT_INT, TRUE);
    node_repeats = stats_tree_create_node(tree, repeats, 0, STAT_DT_INT, TRUE);
    node_happened = stats_tree_create_node(tree, happened, 0, STAT_DT_INT, TRUE);
    node_others = stats_tree_create_node(tree, others, 0, STAT_DT_INT, TRUE);
    node_senders = stats_tree_create_pivot(tree, senders, 0);
}

static void count(stats_tree *tree, const char *group, int node, const char *what)
{
    tick_stat_node(tree, group, 0, TRUE);
    tick_stat_node(tree, what, node, FALSE);
}

static const char *exchange_name(uint8_t type)
{
    const char *name = ikelog_number_name(&ikelog_registry_exchange_type, type);

    return name ? name : "unknown exchange";
}

static const char *protection_name(const struct ikelog_record *record)
{
    if (!(record->flags & IKELOG_RECORD_ENCRYPTED))
        return "in clear";
    return ikelog_status_text(ikelog_record_decryption(record));
}

static void count_message(stats_tree *tree, const struct ikelog_packet *packet)
{
    const struct ikelog_record *record = packet->record;
    GString *sender = g_string_new(NULL);

    count(tree, messages, node_messages, exchange_name(record->exchange->type));
    count(tree, protection, node_protection, protection_name(record));
    if (ikelog_record_repeats(record))
        count(tree, repeats, node_repeats,
              record->flags & IKELOG_RECORD_COPY ? "captured once more" : "sent again");
    ikelog_endpoint_describe(&packet->src, sender);
    stats_tree_tick_pivot(tree, node_senders, sender->str);
    g_string_free(sender, TRUE);
}

static void count_events(stats_tree *tree, const struct ikelog_events *events)
{
    const GArray *rows = events->rows;

    for (guint i = 0; rows && i < rows->len; i++) {
        enum ikelog_event_kind kind = g_array_index(rows, struct ikelog_event, i).kind;

        if (kind != IKELOG_EVENT_PACKET && kind != IKELOG_EVENT_PACKET_COPY)
            count(tree, happened, node_happened, ikelog_event_name(kind));
    }
}

static void count_other(stats_tree *tree, enum ikelog_other other)
{
    static const char *const names[] = {
        [IKELOG_OTHER_IKEV2] = "IKEv2",
        [IKELOG_OTHER_CUT] = "cut inside the ISAKMP header",
        [IKELOG_OTHER_STRANGE] = "neither IKEv1 nor IKEv2",
    };

    if (other != IKELOG_OTHER_KEEPALIVE)
        count(tree, others, node_others, names[other]);
}

static tap_packet_status packet(stats_tree *tree, packet_info *pinfo, epan_dissect_t *edt,
                                const void *tapped, tap_flags_t flags)
{
    const struct ikelog_tapped_any *any = tapped;
    struct ikelog_dissection *message = any->dissection;

    (void)pinfo;
    (void)edt;
    (void)flags;
    if (!message) {
        count_other(tree, any->other);
        return TAP_PACKET_REDRAW;
    }
    if (message->packet.record && message->packet.kind == IKELOG_PACKET_MESSAGE)
        count_message(tree, &message->packet);
    count_events(tree, ikelog_dissection_events(message));
    return TAP_PACKET_REDRAW;
}

void ikelog_tap_tree_register(void)
{
    stats_tree_register_plugin(IKELOG_TREE_TAP, "ikelog", "IKE Log", 0, packet, init, NULL);
}
