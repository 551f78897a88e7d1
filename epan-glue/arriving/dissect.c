/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds each message to the session on the first pass and shows it whenever somebody looks. */

#include "arriving/dissect.h"

#include "arriving/capture.h"
#include "arriving/esp.h"
#include "arriving/fragments.h"
#include "arriving/hand_on.h"
#include "arriving/natt.h"
#include "arriving/origin.h"
#include "proto.h"
#include "showing/analysis.h"
#include "showing/annotate.h"
#include "showing/columns.h"
#include "showing/stock.h"
#include "showing/tap.h"
#include "showing/tree.h"

#include "wire/message.h"

#define VERSION_OFFSET 17u /* in the ISAKMP header */

bool ikelog_dissect_is_ours(tvbuff_t *tvb, unsigned offset)
{
    const struct ikelog_octets octets = ikelog_origin_octets(tvb);

    return octets.length >= offset + IKELOG_HEADER_LEN &&
           octets.data[offset + VERSION_OFFSET] >> 4 == 1;
}

/* The tap comes first: whatever fails later, the message is in the log. */
static void show(struct ikelog_dissection *dissection, proto_tree *parent, unsigned n,
                 tvbuff_t **completed)
{
    const struct ikelog_record *record = dissection->packet.record;
    proto_item *item = NULL;
    proto_tree *tree;

    ikelog_tap_queue(dissection);
    ikelog_esp_hand_over_keys(dissection->pinfo, record);
    if (parent)
        item = proto_tree_add_item(parent, ikelog_proto(), dissection->tvb, 0, -1, ENC_NA);
    tree = proto_item_add_subtree(item, ikelog_ett(IKELOG_ETT_MESSAGE));
    if (ikelog_fields_wanted(tree, IKELOG_A_LOG))
        ikelog_dissection_lines(dissection); /* the title is one of them */
    ikelog_columns_fill(dissection);
    ikelog_annotate(dissection, tree, item);
    ikelog_tree_decode(dissection, tree);
    ikelog_analysis_add(dissection, tree);
    ikelog_annotate_events(dissection, tree);
    if (record && (record->flags & IKELOG_RECORD_FRAGMENT))
        *completed = ikelog_fragments_take(dissection, n, tree);
    ikelog_stock_append(dissection, parent, tree);
}

static void dissect_message(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                            struct ikelog_origin origin)
{
    struct ikelog_packet packet = ikelog_capture_packet(
        pinfo, pinfo->flags.in_error_pkt ? IKELOG_PACKET_QUOTE : IKELOG_PACKET_MESSAGE);
    tvbuff_t *completed = NULL;

    packet.message = ikelog_origin_octets(tvb);
    if (packet.kind == IKELOG_PACKET_MESSAGE) {
        origin.n = ikelog_dissection_next_message(pinfo);
        ikelog_capture_message(pinfo, tvb, &origin, &packet);
    }
    show(ikelog_dissection_new(pinfo, tvb, &packet), tree, origin.n, &completed);
    /* A whole message is no fragment again: this ends after one step. */
    if (completed && !origin.whole && ikelog_dissect_is_ours(completed, 0)) {
        origin.whole = true;
        dissect_message(completed, pinfo, tree, origin);
    }
}

/* Away from port 500 daemons put the marker in front on every port that they are told to use. */
static bool is_marked(tvbuff_t *tvb)
{
    return ikelog_natt_has_marker(tvb) && ikelog_dissect_is_ours(tvb, IKELOG_MARKER_LENGTH);
}

int ikelog_dissect_plain(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct ikelog_origin origin = {.marker = false};

    if (is_marked(tvb))
        return call_dissector_only(ikelog_natt_handle(), tvb, pinfo, tree, data);
    if (!ikelog_dissect_is_ours(tvb, 0)) {
        ikelog_capture_other(pinfo, tvb);
        return ikelog_hand_on(ikelog_stock_handle(), ikelog_proto(), tvb, 0, pinfo, tree, data);
    }
    dissect_message(tvb, pinfo, tree, origin);
    return (int)tvb_captured_length(tvb);
}

int ikelog_dissect_marked(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct ikelog_origin origin = {.marker = true};

    (void)data;
    dissect_message(tvb, pinfo, tree, origin);
    return (int)tvb_captured_length(tvb);
}
