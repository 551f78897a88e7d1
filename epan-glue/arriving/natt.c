/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes ISAKMP version 1 out of UDP port 4500 and leaves everything else to the stock handler. */

#include "arriving/natt.h"

#include "arriving/capture.h"
#include "arriving/dissect.h"
#include "arriving/esp.h"
#include "arriving/hand_on.h"
#include "arriving/origin.h"
#include "showing/hf.h"
#include "showing/stock_items.h"

#define PORT 4500u

static int proto_natt = -1;
static int ett_natt = -1;
static dissector_handle_t handle, ike_handle, stock_handle;

bool ikelog_natt_has_marker(tvbuff_t *tvb)
{
    const struct ikelog_octets octets = ikelog_origin_octets(tvb);

    return octets.length >= IKELOG_MARKER_LENGTH && octets.data[0] == 0 && octets.data[1] == 0 &&
           octets.data[2] == 0 && octets.data[3] == 0;
}

static void judge_esp(tvbuff_t *tvb, packet_info *pinfo)
{
    struct ikelog_endpoint src, dst;

    ikelog_origin_endpoints(pinfo, &src, &dst);
    ikelog_esp_judge(pinfo, ikelog_origin_octets(tvb), &src, &dst);
}

static int dissect_natt(tvbuff_t *tvb, packet_info *pinfo, proto_tree *parent, void *data)
{
    proto_item *item;
    proto_tree *tree;

    if (!ikelog_natt_has_marker(tvb)) {
        judge_esp(tvb, pinfo);
        return ikelog_hand_on(stock_handle, proto_natt, tvb, tvb_captured_length(tvb), pinfo,
                              parent, data);
    }
    if (!ikelog_dissect_is_ours(tvb, IKELOG_MARKER_LENGTH)) {
        ikelog_capture_other(pinfo, tvb_new_subset_remaining(tvb, IKELOG_MARKER_LENGTH));
        return ikelog_hand_on(stock_handle, proto_natt, tvb, IKELOG_MARKER_LENGTH, pinfo, parent,
                              data);
    }
    item = proto_tree_add_item(parent, proto_natt, tvb, 0, IKELOG_MARKER_LENGTH, ENC_NA);
    tree = proto_item_add_subtree(item, ett_natt);
    proto_tree_add_item(tree, ikelog_hf_analysis(IKELOG_A_MARKER), tvb, 0, IKELOG_MARKER_LENGTH,
                        ENC_NA);
    ikelog_stock_items_add_marker(parent, tvb, IKELOG_MARKER_LENGTH);
    call_dissector_only(ike_handle, tvb_new_subset_remaining(tvb, IKELOG_MARKER_LENGTH), pinfo,
                        parent, NULL);
    return (int)tvb_captured_length(tvb);
}

void ikelog_natt_register(void)
{
    static int *etts[] = {&ett_natt};

    proto_natt = proto_register_protocol("IKE Log NAT Traversal", "IKELOG-NATT", "ikelog_natt");
    proto_register_subtree_array(etts, array_length(etts));
    handle = register_dissector("ikelog_natt", dissect_natt, proto_natt);
}

void ikelog_natt_handoff(dissector_handle_t ike)
{
    ike_handle = ike;
    /* It has no name to find it by. */
    stock_handle = dissector_get_default_uint_handle("udp.port", PORT);
}

dissector_handle_t ikelog_natt_handle(void)
{
    return handle;
}

dissector_handle_t ikelog_natt_stock_handle(void)
{
    return stock_handle;
}
