/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A postdissector: what it finds is fed on the first pass, kept with the frame and shown. */

#include "compat.h"

#include "arriving/postdissector.h"

#include "arriving/capture.h"
#include "arriving/esp.h"
#include "arriving/icmp.h"
#include "arriving/origin.h"
#include "arriving/other_port.h"
#include "proto.h"
#include "settings/key_sources.h"
#include "showing/annotate.h"
#include "showing/tap.h"
#include "showing/tree.h"

#define IP_ESP 50u

static int proto_icmp, proto_icmpv6, proto_esp, proto_ip, proto_ipv6, proto_ipv6_fragment,
    proto_data;

enum {
    HAS_ICMP = 1,
    HAS_ESP = 2,
    HAS_IKE = 4,
    BARE_IP = 8, /* nothing is known of what IP carries: it may be a fragment */
};

/* Cheaper than asking for each by name: this is called for every frame. The last layer is this
 * postdissector. */
static unsigned layers_of(const packet_info *pinfo)
{
    unsigned found = 0;
    bool bare = false;

    for (wmem_list_frame_t *layer = wmem_list_head(pinfo->layers); layer;
         layer = wmem_list_frame_next(layer)) {
        int proto = GPOINTER_TO_INT(wmem_list_frame_data(layer));

        if (proto == proto_icmp || proto == proto_icmpv6)
            found |= HAS_ICMP;
        else if (proto == proto_esp)
            found |= HAS_ESP;
        else if (proto == ikelog_proto() && wmem_list_frame_next(layer))
            found |= HAS_IKE;
        if (proto == proto_ip || proto == proto_ipv6)
            bare = true;
        else if (proto != proto_data && proto != proto_ipv6_fragment && proto != ikelog_proto())
            bare = false;
    }
    return found | (bare ? BARE_IP : 0);
}

static void judge_esp(packet_info *pinfo, tvbuff_t *frame)
{
    const struct ikelog_octets octets = ikelog_origin_octets(frame);
    struct ikelog_ip_header ip;
    struct ikelog_octets rest;

    if (PINFO_FD_VISITED(pinfo) || !ikelog_origin_in_frame(frame, IP_ESP, &ip))
        return;
    rest.data = octets.data + ip.payload;
    rest.length = octets.length - ip.payload;
    ikelog_esp_judge(pinfo, rest, &ip.src, &ip.dst);
}

static void note_fragment(tvbuff_t *frame, uint32_t number)
{
    struct ikelog_ip_fragment fragment;

    if (!ikelog_origin_fragment(frame, &fragment))
        return;
    fragment.frame = number;
    ikelog_session_fragment(ikelog_capture_session(), &fragment);
}

/* What is noted of a frame when it is met first. */
static void note_frame(packet_info *pinfo, tvbuff_t *frame, unsigned layers)
{
    ikelog_keys_read_comments(pinfo);
    ikelog_session_reach(ikelog_capture_session(), ikelog_capture_time(pinfo));
    if (layers & BARE_IP)
        note_fragment(frame, pinfo->num);
}

static void show(struct ikelog_dissection *dissection, tvbuff_t *tvb, proto_tree *parent)
{
    proto_item *item;
    proto_tree *tree;

    ikelog_tap_queue(dissection);
    item = proto_tree_add_item(parent, ikelog_proto(), tvb, 0, 0, ENC_NA);
    tree = proto_item_add_subtree(item, ikelog_ett(IKELOG_ETT_MESSAGE));
    ikelog_annotate(dissection, tree, item);
    ikelog_annotate_events(dissection, tree);
}

/* What the frame says, into *packet. False: nothing that is our business. */
static bool look_at(packet_info *pinfo, tvbuff_t *tvb, unsigned layers,
                    struct ikelog_packet *packet)
{
    const struct ikelog_icmp_error *error = layers & HAS_ICMP ? ikelog_icmp_find(pinfo, tvb) : NULL;
    const struct ikelog_esp_judged *esp;

    if (error) {
        *packet = ikelog_capture_packet(pinfo, IKELOG_PACKET_ICMP);
        packet->icmp = error->icmp;
        packet->record = error->record;
        return true;
    }
    if (!(layers & HAS_ESP))
        return false;
    judge_esp(pinfo, tvb);
    esp = ikelog_esp_recall(pinfo);
    if (!esp)
        return false;
    *packet = ikelog_capture_packet(pinfo, IKELOG_PACKET_ESP);
    packet->esp = *esp;
    return true;
}

static int dissect_rest(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    unsigned layers = layers_of(pinfo);
    struct ikelog_packet packet;

    (void)data;
    if (!PINFO_FD_VISITED(pinfo))
        note_frame(pinfo, tvb, layers);
    if (!(layers & (HAS_ICMP | HAS_IKE)) && ikelog_other_port_dissect(pinfo, tvb, tree))
        return (int)tvb_captured_length(tvb);
    if (!layers || !look_at(pinfo, tvb, layers, &packet))
        return 0;
    show(ikelog_dissection_new(pinfo, NULL, &packet), tvb, tree);
    return (int)tvb_captured_length(tvb);
}

void ikelog_postdissector_register(int proto)
{
    register_postdissector(create_dissector_handle(dissect_rest, proto));
}

void ikelog_postdissector_handoff(void)
{
    proto_icmp = proto_get_id_by_filter_name("icmp");
    proto_icmpv6 = proto_get_id_by_filter_name("icmpv6");
    proto_esp = proto_get_id_by_filter_name("esp");
    proto_ip = proto_get_id_by_filter_name("ip");
    proto_ipv6 = proto_get_id_by_filter_name("ipv6");
    proto_ipv6_fragment = proto_get_id_by_filter_name("ipv6.fraghdr");
    proto_data = proto_get_id_by_filter_name("data");
}
