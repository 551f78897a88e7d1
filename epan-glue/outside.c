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

static int proto_icmp, proto_icmpv6, proto_esp;

enum {
    HAS_ICMP = 1,
    HAS_ESP = 2,
};

/* Cheaper than asking for each by name: this is called for every frame. */
static unsigned layers_of(const packet_info *pinfo)
{
    unsigned found = 0;

    for (wmem_list_frame_t *layer = wmem_list_head(pinfo->layers); layer;
         layer = wmem_list_frame_next(layer)) {
        int proto = GPOINTER_TO_INT(wmem_list_frame_data(layer));

        if (proto == proto_icmp || proto == proto_icmpv6)
            found |= HAS_ICMP;
        else if (proto == proto_esp)
            found |= HAS_ESP;
    }
    return found;
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

static void show(struct ikelog_shown *shown, tvbuff_t *tvb, proto_tree *parent)
{
    proto_item *item = proto_tree_add_item(parent, ikelog_proto(), tvb, 0, 0, ENC_NA);
    proto_tree *tree = proto_item_add_subtree(item, ikelog_ett(IKELOG_ETT_MESSAGE));

    ikelog_tap_message(shown);
    ikelog_annotate(shown, tree, item);
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
        ikelog_keys_read_comments(pinfo);
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
}
