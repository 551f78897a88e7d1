/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds each message to the session on the first pass and shows it whenever somebody looks. */

#include "dissect.h"

#include "annotate.h"
#include "capture.h"
#include "esp.h"
#include "fragments.h"
#include "natt.h"
#include "origin.h"
#include "proto.h"
#include "stock.h"
#include "tap.h"
#include "tree.h"

#include "wire/message.h"

#define VERSION_OFFSET 17u /* in the ISAKMP header */

bool ikelog_dissect_is_ours(tvbuff_t *tvb, unsigned offset)
{
    const struct ikelog_octets octets = ikelog_origin_octets(tvb);

    return octets.length >= offset + IKELOG_HEADER_LEN &&
           octets.data[offset + VERSION_OFFSET] >> 4 == 1;
}

static void show(struct ikelog_shown *shown, proto_tree *parent, unsigned n, tvbuff_t **completed)
{
    proto_item *item = proto_tree_add_item(parent, ikelog_proto(), shown->tvb, 0, -1, ENC_NA);
    proto_tree *tree = proto_item_add_subtree(item, ikelog_ett(IKELOG_ETT_MESSAGE));

    ikelog_annotate_columns(shown);
    ikelog_annotate(shown, tree, item);
    ikelog_tree_decode(shown, tree);
    ikelog_annotate_analysis(shown, tree);
    if (shown->record && (shown->record->flags & IKELOG_RECORD_FRAGMENT))
        *completed = ikelog_fragments_take(shown, n, tree);
    ikelog_stock_append(shown, parent, tree);
    ikelog_tap_message(shown);
}

static void dissect_message(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree,
                            struct ikelog_arrival arrival)
{
    bool quote = pinfo->flags.in_error_pkt;
    const struct ikelog_record *record = NULL;
    tvbuff_t *completed = NULL;

    if (!quote) {
        arrival.n = ikelog_capture_next_message(pinfo);
        record = ikelog_capture_record(pinfo, tvb, &arrival);
        ikelog_esp_hand_over_keys(pinfo, record);
    }
    show(ikelog_shown_message(pinfo, tvb, record, quote), tree, arrival.n, &completed);
    /* A whole message is no fragment again: this ends after one step. */
    if (completed && !arrival.whole && ikelog_dissect_is_ours(completed, 0)) {
        arrival.whole = true;
        dissect_message(completed, pinfo, tree, arrival);
    }
}

/* Away from port 500 daemons put the marker in front on every port that they are told to use. */
static bool is_marked(tvbuff_t *tvb)
{
    return ikelog_natt_has_marker(tvb) && ikelog_dissect_is_ours(tvb, IKELOG_MARKER_LENGTH);
}

int ikelog_dissect_plain(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct ikelog_arrival arrival = {.marker = false};

    if (is_marked(tvb))
        return call_dissector_only(ikelog_natt_handle(), tvb, pinfo, tree, data);
    if (!ikelog_dissect_is_ours(tvb, 0))
        return ikelog_stock_dissect(tvb, pinfo, tree, data);
    dissect_message(tvb, pinfo, tree, arrival);
    return (int)tvb_captured_length(tvb);
}

int ikelog_dissect_marked(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    const struct ikelog_arrival arrival = {.marker = true};

    (void)data;
    dissect_message(tvb, pinfo, tree, arrival);
    return (int)tvb_captured_length(tvb);
}
