/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Adds what the stock dissectors would add of a header and of a non-ESP marker, by their fields. */

#include "showing/stock_items.h"

#include "showing/hf.h"
#include "showing/tree.h"

#include "wire/message.h"

/* X(field of the header, its offset, its length): in the order of RFC 2408 3.1. */
#define HEADER_ROWS(X)              \
    X("isakmp.ispi", 0, 8)          \
    X("isakmp.rspi", 8, 8)          \
    X("isakmp.nextpayload", 16, 1)  \
    X("isakmp.version", 17, 1)      \
    X("isakmp.mjver", 17, 1)        \
    X("isakmp.mnver", 17, 1)        \
    X("isakmp.exchangetype", 18, 1) \
    X("isakmp.flags", 19, 1)        \
    X("isakmp.flag_e", 19, 1)       \
    X("isakmp.flag_c", 19, 1)       \
    X("isakmp.flag_a", 19, 1)       \
    X("isakmp.messageid", 20, 4)    \
    X("isakmp.length", 24, 4)

static const struct {
    const char *filter;
    int offset, length;
} header_rows[] = {
#define X(filter, offset, length) {filter, offset, length},
    HEADER_ROWS(X)
#undef X
};

static int header_ids[array_length(header_rows)]; /* 0: this Wireshark has no such field */
static int proto_isakmp = -1, proto_udpencap = -1, marker_id;

static int id_of(const char *filter)
{
    const header_field_info *info = proto_registrar_get_byname(filter);

    return info ? info->id : 0;
}

void ikelog_stock_items_handoff(void)
{
    for (unsigned i = 0; i < array_length(header_rows); i++)
        header_ids[i] = id_of(header_rows[i].filter);
    marker_id = id_of("udpencap.non_esp_marker");
    proto_isakmp = proto_get_id_by_filter_name("isakmp");
    proto_udpencap = proto_get_id_by_filter_name("udpencap");
}

bool ikelog_stock_items_named(void)
{
    return proto_isakmp >= 0 &&
           ikelog_fields_named(proto_registrar_get_nth((unsigned)proto_isakmp));
}

bool ikelog_stock_items_wanted(proto_tree *tree)
{
    return ikelog_fields_protocol_wanted(tree, proto_isakmp);
}

/* A protocol that is switched off has no items. */
static bool is_enabled(int proto)
{
    return proto >= 0 && proto_is_protocol_enabled(find_protocol_by_id(proto));
}

static proto_tree *add_protocol(proto_tree *tree, int proto, tvbuff_t *tvb, int length)
{
    proto_item *item = proto_tree_add_item(tree, proto, tvb, 0, length, ENC_NA);

    proto_item_set_hidden(item);
    return proto_item_add_subtree(item, ikelog_ett(IKELOG_ETT_STOCK));
}

void ikelog_stock_items_add_header(proto_tree *parent, tvbuff_t *tvb)
{
    proto_tree *tree;

    if (!parent || !is_enabled(proto_isakmp) || tvb_captured_length(tvb) < IKELOG_HEADER_LEN)
        return;
    tree = add_protocol(parent, proto_isakmp, tvb, -1);
    for (unsigned i = 0; i < array_length(header_rows); i++)
        if (header_ids[i])
            proto_item_set_hidden(proto_tree_add_item(tree, header_ids[i], tvb,
                                                      header_rows[i].offset, header_rows[i].length,
                                                      ENC_BIG_ENDIAN));
}

void ikelog_stock_items_add_marker(proto_tree *parent, tvbuff_t *tvb, unsigned length)
{
    proto_tree *tree;

    if (!parent || !is_enabled(proto_udpencap))
        return;
    tree = add_protocol(parent, proto_udpencap, tvb, (int)length);
    if (marker_id)
        proto_item_set_hidden(proto_tree_add_item(tree, marker_id, tvb, 0, (int)length, ENC_NA));
}
