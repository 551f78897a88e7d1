/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decides which messages the stock dissector may see, and calls it. */

#include "showing/stock.h"

#include "settings/prefs.h"
#include "showing/call_protected.h"
#include "showing/stock_crash.h"
#include "showing/stock_items.h"
#include "showing/tree.h"

#include "wire/numbers.h"

/* Its largest cipher block. A shorter body makes it store a null pointer as the next IV. */
#define STOCK_MAX_BLOCK 16u

static dissector_handle_t stock;

void ikelog_stock_handoff(void)
{
    stock = find_dissector("isakmp");
    ikelog_stock_items_handoff();
}

dissector_handle_t ikelog_stock_handle(void)
{
    return stock;
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
    /* What it cannot read is named in a note. */
    return ikelog_stock_items_wanted(tree) || ikelog_fields_wanted(tree, IKELOG_A_NOTE);
}

static const char *length_fault(const struct ikelog_dissection *dissection)
{
    const struct ikelog_header *header = &dissection->packet.view->header;
    const struct ikelog_record *record = dissection->packet.record;
    const struct ikelog_cipher *cipher = record ? record->exchange->sa->suite->cipher : NULL;
    uint32_t body;

    if (header->length < IKELOG_HEADER_LEN || header->length > tvb_captured_length(dissection->tvb))
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
static bool has_draft_nat(const struct ikelog_dissection *dissection)
{
    const struct ikelog_chain *chain = &dissection->packet.view->chain;

    if (dissection->packet.record && dissection->packet.record->exchange->sa->gdoi)
        return false;
    for (uint32_t i = 0; dissection->packet.view->readable && i < chain->count; i++) {
        const struct ikelog_payload_row *row = ikelog_payload_row(chain->payloads[i].type, false);

        if (row && row->shared)
            return true;
    }
    return false;
}

/* Why the stock dissector must not see the message, or NULL. */
static const char *left_out(const struct ikelog_dissection *dissection)
{
    const struct ikelog_record *record = dissection->packet.record;

    if (dissection->packet.kind == IKELOG_PACKET_QUOTE)
        return "it is quoted in an error message";
    if (record && ikelog_record_repeats(record))
        return "it is a repeat";
    if (record && (record->flags & IKELOG_RECORD_FRAGMENT))
        return "it is a fragment; the stock tree follows the last one";
    if (length_fault(dissection))
        return length_fault(dissection);
    if (dissection->packet.view->chain.status != IKELOG_OK && dissection->packet.view->readable)
        return "its payloads are malformed";
    if (ikelog_stock_crash_in_view(dissection->packet.view))
        return "it would dissect a fragment among the payloads as a message";
    if (ikelog_stock_misread(dissection->packet.view))
        return ikelog_stock_misread(dissection->packet.view);
    return has_draft_nat(dissection) ? "it would take NAT-D for a GDOI payload" : NULL;
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

/* Whoever filters for the stock protocol finds the messages that it does not see, too. */
static void add_header(const struct ikelog_dissection *dissection, proto_tree *tree)
{
    if (ikelog_stock_items_named())
        ikelog_stock_items_add_header(tree, dissection->tvb);
}

void ikelog_stock_append(const struct ikelog_dissection *dissection, proto_tree *tree,
                         proto_tree *ours)
{
    const char *why;

    if (!stock || !wanted(tree)) {
        add_header(dissection, tree);
        return;
    }
    why = left_out(dissection);
    if (why) {
        add_note(ours, "is not asked about this message", why);
        add_header(dissection, tree);
        return;
    }
    why = ikelog_call_protected(stock, dissection->tvb, dissection->pinfo, tree);
    if (why)
        add_note(ours, "gave up in the middle of this message", why);
}
