/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps exceptions of other dissectors, and what they leave behind, away from ours. */

#include "showing/call_protected.h"

#include <epan/exceptions.h>

/* The protocol that was added last is taken out of what Wireshark knows of the packet's layers. */
static void remove_layer(packet_info *pinfo)
{
    wmem_list_frame_t *last = wmem_list_tail(pinfo->layers);
    int *count = pinfo->proto_layers
                     ? wmem_map_lookup(pinfo->proto_layers, wmem_list_frame_data(last))
                     : NULL;

    if (count && *count > 0)
        (*count)--;
    wmem_list_remove_frame(pinfo->layers, last);
}

/* A frame has room for a number of layers only, and whoever needs one more fails. */
static void restore_layers(packet_info *pinfo, const packet_info *before, unsigned count)
{
    while (wmem_list_count(pinfo->layers) > count)
        remove_layer(pinfo);
    pinfo->curr_layer_num = before->curr_layer_num;
    pinfo->curr_proto_layer_num = before->curr_proto_layer_num;
    pinfo->dissection_depth = before->dissection_depth;
}

static void restore_addresses(packet_info *pinfo, const packet_info *before)
{
    pinfo->dl_src = before->dl_src;
    pinfo->dl_dst = before->dl_dst;
    pinfo->net_src = before->net_src;
    pinfo->net_dst = before->net_dst;
    pinfo->src = before->src;
    pinfo->dst = before->dst;
    pinfo->ptype = before->ptype;
    pinfo->srcport = before->srcport;
    pinfo->destport = before->destport;
}

/* What grows with the packet (its data sources, what is kept for it) stays. */
static void restore(packet_info *pinfo, const packet_info *before)
{
    restore_addresses(pinfo, before);
    pinfo->cinfo = before->cinfo;
    pinfo->current_proto = before->current_proto;
    pinfo->fragmented = before->fragmented;
    pinfo->noreassembly_reason = before->noreassembly_reason;
    pinfo->flags = before->flags;
    pinfo->match_uint = before->match_uint;
    pinfo->match_string = before->match_string;
    pinfo->heur_list_name = before->heur_list_name;
    pinfo->can_desegment = before->can_desegment;
    pinfo->saved_can_desegment = before->saved_can_desegment;
    pinfo->desegment_offset = before->desegment_offset;
    pinfo->desegment_len = before->desegment_len;
    pinfo->want_pdu_tracking = before->want_pdu_tracking;
    pinfo->bytes_until_next_pdu = before->bytes_until_next_pdu;
}

static const char *reason_of(packet_info *pinfo, const char *message)
{
    return message ? wmem_strdup(pinfo->pool, message) : "it expects more octets than there are";
}

const char *ikelog_call_protected(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo,
                                  proto_tree *tree)
{
    const packet_info before = *pinfo;
    const unsigned layers = wmem_list_count(pinfo->layers);
    const char *volatile why = NULL; /* set between setjmp and longjmp */

    pinfo->cinfo = NULL; /* whoever has no columns can change none */
    TRY
    {
        call_dissector_only(handle, tvb, pinfo, tree, NULL);
    }
    CATCH_ALL
    {
        why = reason_of(pinfo, GET_MESSAGE);
    }
    ENDTRY;
    restore(pinfo, &before);
    restore_layers(pinfo, &before, layers);
    return why;
}
