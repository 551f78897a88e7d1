/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A postdissector: what it finds is fed on the first pass, kept with the frame and shown. */

#include "compat.h"

#include "outside.h"

#include "annotate.h"
#include "capture.h"
#include "esp.h"
#include "icmp.h"
#include "keys.h"
#include "origin.h"
#include "proto.h"
#include "tap.h"
#include "tree.h"

#define IP_ESP 50u

static int proto_icmp, proto_icmpv6, proto_esp, proto_ip, proto_ipv6, proto_ipv6_fragment,
    proto_data;

enum {
    HAS_ICMP = 1,
    HAS_ESP = 2,
    BARE_IP = 4, /* nothing is known of what IP carries: it may be a fragment */
};

/* Cheaper than asking for each by name: this is called for every frame. */
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
        if (proto == proto_ip || proto == proto_ipv6)
            bare = true;
        else if (proto != proto_data && proto != proto_ipv6_fragment && proto != ikelog_proto())
            bare = false;
    }
    return found | (bare ? BARE_IP : 0);
}

static void note_esp(packet_info *pinfo, tvbuff_t *frame)
{
    const struct ikelog_octets octets = ikelog_origin_octets(frame);
    struct ikelog_ip_header ip;
    struct ikelog_octets rest;

    if (PINFO_FD_VISITED(pinfo) || !ikelog_origin_in_frame(frame, IP_ESP, &ip))
        return;
    rest.data = octets.data + ip.payload;
    rest.length = octets.length - ip.payload;
    ikelog_esp_note(pinfo, rest, &ip.src, &ip.dst);
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

static void show(struct ikelog_shown *shown, tvbuff_t *tvb, proto_tree *parent)
{
    proto_item *item = proto_tree_add_item(parent, ikelog_proto(), tvb, 0, 0, ENC_NA);
    proto_tree *tree = proto_item_add_subtree(item, ikelog_ett(IKELOG_ETT_MESSAGE));

    ikelog_annotate(shown, tree, item);
    ikelog_tap_message(shown);
}

static struct ikelog_shown *look_at(packet_info *pinfo, tvbuff_t *tvb, unsigned layers)
{
    if (layers & HAS_ICMP) {
        const struct ikelog_icmp_note *note = ikelog_icmp_note(pinfo, tvb);

        if (note)
            return ikelog_shown_icmp(pinfo, &note->icmp, note->record);
    }
    if (layers & HAS_ESP) {
        note_esp(pinfo, tvb);
        if (ikelog_esp_noted(pinfo))
            return ikelog_shown_esp(pinfo, ikelog_esp_noted(pinfo));
    }
    return NULL;
}

static int dissect_outside(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    unsigned layers = layers_of(pinfo);
    struct ikelog_shown *shown;

    (void)data;
    if (!PINFO_FD_VISITED(pinfo))
        note_frame(pinfo, tvb, layers);
    shown = layers ? look_at(pinfo, tvb, layers) : NULL;
    if (!shown)
        return 0;
    show(shown, tvb, tree);
    return (int)tvb_captured_length(tvb);
}

void ikelog_outside_register(int proto)
{
    register_postdissector(create_dissector_handle(dissect_outside, proto));
}

void ikelog_outside_handoff(void)
{
    proto_icmp = proto_get_id_by_filter_name("icmp");
    proto_icmpv6 = proto_get_id_by_filter_name("icmpv6");
    proto_esp = proto_get_id_by_filter_name("esp");
    proto_ip = proto_get_id_by_filter_name("ip");
    proto_ipv6 = proto_get_id_by_filter_name("ipv6");
    proto_ipv6_fragment = proto_get_id_by_filter_name("ipv6.fraghdr");
    proto_data = proto_get_id_by_filter_name("data");
}
