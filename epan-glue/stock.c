/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides which messages the stock dissector may see, and calls it. */

#include "stock.h"

#include "guarded.h"
#include "keys.h"
#include "origin.h"
#include "prefs.h"
#include "proto.h"
#include "stock_trap.h"
#include "tree.h"

#include "wire/numbers.h"

/* Its largest cipher block. A shorter body makes it store a null pointer as the next IV. */
#define STOCK_MAX_BLOCK 16u

static dissector_handle_t stock;
static int proto_stock = -1;

void ikelog_stock_handoff(void)
{
    stock = find_dissector("isakmp");
    proto_stock = proto_get_id_by_filter_name("isakmp");
}

dissector_handle_t ikelog_stock_handle(void)
{
    return stock;
}

int ikelog_stock_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    if (ikelog_stock_trap_in_octets(ikelog_origin_octets(tvb)))
        return call_data_dissector(tvb, pinfo, tree);
    return ikelog_guarded_hand_on(stock, ikelog_proto(), tvb, pinfo, tree, data);
}

static bool wanted(proto_tree *tree)
{
    switch ((enum ikelog_stock_tree)ikelog_prefs()->stock_tree) {
    case IKELOG_STOCK_ALWAYS:
        return true;
    case IKELOG_STOCK_NEVER:
        return false;
    case IKELOG_STOCK_AUTO:
        break;
    }
    /* With keys it follows the IV chain, so it has to see every message that it can follow. What
     * it cannot read is told by a note. */
    return ikelog_keys_stock_has_rows() || ikelog_fields_protocol_wanted(tree, proto_stock) ||
           ikelog_fields_wanted(tree, IKELOG_A_NOTE);
}

static const char *length_fault(const struct ikelog_shown *shown)
{
    const struct ikelog_header *header = &shown->view.header;
    const struct ikelog_record *record = shown->record;
    const struct ikelog_cipher *cipher = record ? record->exchange->sa->suite.cipher : NULL;
    uint32_t body;

    if (header->length < IKELOG_HEADER_LEN || header->length > tvb_captured_length(shown->tvb))
        return "the length in its header is wrong";
    if (!(header->flags & IKELOG_FLAG_ENCRYPTION))
        return NULL;
    body = header->length - IKELOG_HEADER_LEN;
    if (body < STOCK_MAX_BLOCK || (cipher && body % cipher->block != 0))
        return "its encrypted body is not a multiple of the cipher block";
    return NULL;
}

/* Numbers 15 and 16 are NAT-D and NAT-OA of early drafts; the stock dissector takes them for
 * GDOI's. */
static bool has_draft_nat(const struct ikelog_shown *shown)
{
    const struct ikelog_chain *chain = &shown->view.chain;

    if (shown->record && shown->record->exchange->sa->gdoi)
        return false;
    for (uint32_t i = 0; shown->view.readable && i < chain->count; i++) {
        const struct ikelog_payload_row *row = ikelog_payload_row(chain->payloads[i].type, false);

        if (row && row->shared)
            return true;
    }
    return false;
}

/* Why the stock dissector must not see the message, or NULL. */
static const char *left_out(const struct ikelog_shown *shown)
{
    const struct ikelog_record *record = shown->record;

    if (shown->kind == IKELOG_SHOWN_QUOTE)
        return "it is quoted in an error message";
    if (record && record->original)
        return "it is a repeat";
    if (record && (record->marks & IKELOG_MARK_FRAGMENT))
        return "it is a fragment; the stock tree follows the last one";
    if (length_fault(shown))
        return length_fault(shown);
    if (shown->view.chain.status != IKELOG_OK && shown->view.readable)
        return "its payloads are malformed";
    if (ikelog_stock_trap_in_view(&shown->view))
        return "it would dissect a fragment among the payloads as a message";
    if (ikelog_stock_misread(&shown->view))
        return ikelog_stock_misread(&shown->view);
    return has_draft_nat(shown) ? "it would take NAT-D for a GDOI payload" : NULL;
}

static void add_note(proto_tree *ours, const char *what, const char *why)
{
    char *note;

    if (!ikelog_fields_wanted(ours, IKELOG_A_NOTE))
        return;
    note = g_strdup_printf("the stock ISAKMP dissector %s: %s", what, why);
    ikelog_tree_string(ours, IKELOG_A_NOTE, note);
    g_free(note);
}

void ikelog_stock_append(const struct ikelog_shown *shown, proto_tree *tree, proto_tree *ours)
{
    const char *why;

    if (!stock || !wanted(tree))
        return;
    why = left_out(shown);
    if (why) {
        add_note(ours, "is not asked about this message", why);
        return;
    }
    why = ikelog_guarded_call(stock, shown->tvb, shown->pinfo, tree);
    if (why)
        add_note(ours, "gave up in the middle of this message", why);
}
