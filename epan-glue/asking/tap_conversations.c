/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z conv,ikelog, -z endpoints,ikelog and their windows: which devices negotiate, and how much. */

#include "asking/taps.h"
#include "proto.h"
#include "showing/tap.h"

#include <epan/conversation_table.h>

/* The fields by which a row of the window filters. */
static const char *field_of(conv_filter_type_e type, address_type family)
{
    bool v6 = family == AT_IPv6;

    switch (type) {
    case CONV_FT_SRC_ADDRESS:
        return v6 ? "ipv6.src" : "ip.src";
    case CONV_FT_DST_ADDRESS:
        return v6 ? "ipv6.dst" : "ip.dst";
    case CONV_FT_ANY_ADDRESS:
        return v6 ? "ipv6.addr" : "ip.addr";
    case CONV_FT_SRC_PORT:
        return "udp.srcport";
    case CONV_FT_DST_PORT:
        return "udp.dstport";
    case CONV_FT_ANY_PORT:
        return "udp.port";
    default:
        return CONV_FILTER_INVALID;
    }
}

static const char *conversation_field(conv_item_t *item, conv_filter_type_e type)
{
    return field_of(type, (address_type)item->src_address.type);
}

static const char *endpoint_field(endpoint_item_t *item, conv_filter_type_e type)
{
    return field_of(type, (address_type)item->myaddress.type);
}

static bool counts(const void *tapped)
{
    return ikelog_tapped(tapped)->packet.kind == IKELOG_PACKET_MESSAGE;
}

static tap_packet_status conversation(void *table, packet_info *pinfo, epan_dissect_t *edt,
                                      const void *tapped, tap_flags_t flags)
{
    static ct_dissector_info_t fields = {conversation_field};
    conv_hash_t *hash = table;

    (void)edt;
    if (!counts(tapped))
        return TAP_PACKET_DONT_REDRAW;
    hash->flags = flags;
    add_conversation_table_data(hash, &pinfo->src, &pinfo->dst, pinfo->srcport, pinfo->destport, 1,
                                (int)pinfo->fd->pkt_len, &pinfo->rel_ts, &pinfo->abs_ts, &fields,
                                CONVERSATION_UDP);
    return TAP_PACKET_REDRAW;
}

static tap_packet_status endpoint(void *table, packet_info *pinfo, epan_dissect_t *edt,
                                  const void *tapped, tap_flags_t flags)
{
    static et_dissector_info_t fields = {endpoint_field};
    conv_hash_t *hash = table;
    int octets = (int)pinfo->fd->pkt_len;

    (void)edt;
    if (!counts(tapped))
        return TAP_PACKET_DONT_REDRAW;
    hash->flags = flags;
    add_endpoint_table_data(hash, &pinfo->src, pinfo->srcport, TRUE, 1, octets, &fields,
                            ENDPOINT_UDP);
    add_endpoint_table_data(hash, &pinfo->dst, pinfo->destport, FALSE, 1, octets, &fields,
                            ENDPOINT_UDP);
    return TAP_PACKET_REDRAW;
}

/* The library asks the tap that has the protocol's name: ours. */
void ikelog_tap_conversations_register(void)
{
    register_conversation_table(ikelog_proto(), FALSE, conversation, endpoint);
}
