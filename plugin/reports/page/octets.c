/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every octet of a message with its label: as it crossed the wire and, beside it, decrypted. */
#include "reports/page/derivation.h"
#include "reports/page/labels.h"
#include "wire/numbers.h"

/* A list of labels while it is written. */
struct table {
    const struct ikelog_page *page;
    const struct ikelog_view *view;
    struct ikelog_octets octets;
    GString *rows;
};

/* The name of what a payload of phase 1 holds; -1: it goes into no formula. */
static int quantity_of_phase1(const struct ikelog_view *view, uint8_t type)
{
    bool initiator = view->record->side == IKELOG_INITIATOR;

    switch (type) {
    case IKELOG_PAYLOAD_SA:
        return initiator ? IKELOG_Q_SA_I : -1;
    case IKELOG_PAYLOAD_KE:
        return initiator ? IKELOG_Q_G_XI : IKELOG_Q_G_XR;
    case IKELOG_PAYLOAD_NONCE:
        return initiator ? IKELOG_Q_NI : IKELOG_Q_NR;
    case IKELOG_PAYLOAD_ID:
        return initiator ? IKELOG_Q_ID_I : IKELOG_Q_ID_R;
    case IKELOG_PAYLOAD_HASH:
        return initiator ? IKELOG_Q_HASH_I : IKELOG_Q_HASH_R;
    default:
        return -1;
    }
}

static int quantity_of_later(const struct ikelog_view *view, uint8_t type, uint32_t n)
{
    const struct ikelog_record *record = view->record;
    bool starter = record->side == record->exchange->starter;
    bool quick = record->exchange->type == IKELOG_EXCHANGE_QUICK;

    switch (type) {
    case IKELOG_PAYLOAD_KE:
        return starter ? IKELOG_Q_G_QM_XI : IKELOG_Q_G_QM_XR;
    case IKELOG_PAYLOAD_NONCE:
        return starter ? IKELOG_Q_NI : IKELOG_Q_NR;
    case IKELOG_PAYLOAD_ID:
        return ikelog_chain_find(&view->chain, type, 0) == &view->chain.payloads[n]
                   ? IKELOG_Q_ID_CI
                   : IKELOG_Q_ID_CR;
    case IKELOG_PAYLOAD_HASH:
        return !quick || record->step == 1 ? IKELOG_Q_HASH_1
               : record->step == 2         ? IKELOG_Q_HASH_2
               : record->step == 3         ? IKELOG_Q_HASH_3
                                           : -1;
    default:
        return -1;
    }
}

/* The payload whose generic header stands at `offset`. */
static int quantity_of_group(const struct ikelog_view *view, uint32_t offset)
{
    uint32_t n = 0;

    while (n < view->chain.count && view->chain.payloads[n].offset != offset)
        n++;
    if (n == view->chain.count || !view->record || ikelog_view_is_gdoi(view))
        return -1;
    if (ikelog_view_payload_class(view, n) == IKELOG_CLASS_NATD)
        return IKELOG_Q_NAT_D;
    return view->record->phase == 1 ? quantity_of_phase1(view, view->chain.payloads[n].type)
                                    : quantity_of_later(view, view->chain.payloads[n].type, n);
}

static int quantity_of_field(const struct ikelog_view *view, enum ikelog_field field)
{
    switch (field) {
    case IKELOG_F_ICOOKIE:
        return IKELOG_Q_CKY_I;
    case IKELOG_F_RCOOKIE:
        return ikelog_cookie_is_zero(view->header.cky_r) ? -1 : IKELOG_Q_CKY_R;
    case IKELOG_F_MESSAGE_ID:
        return view->header.message_id ? IKELOG_Q_M_ID : -1;
    case IKELOG_F_PROPOSAL_SPI:
        return IKELOG_Q_SPI;
    default:
        return -1;
    }
}

static void append_quantity(const struct table *table, int quantity, GString *out)
{
    if (quantity >= 0)
        ikelog_page_chip(table->page, (enum ikelog_page_quantity)quantity, out);
}

static void append_group(const struct table *table, const struct ikelog_page_label *label)
{
    bool payload = label->group == IKELOG_GROUP_PAYLOAD;
    struct ikelog_page_slots slots = {.form = table->page->form};

    ikelog_page_slot_text(&slots, "name", label->name);
    ikelog_page_slot_text(&slots, "text", label->text);
    ikelog_page_slot_text(&slots, "notes", label->notes);
    if (payload)
        append_quantity(table, quantity_of_group(table->view, label->offset),
                        ikelog_page_slot(&slots, "chip"));
    ikelog_page_fill(&slots, payload ? "group" : "group-inner", table->rows);
}

/* A password is a secret like a key; the octets of the unknown are none that were captured. */
static void append_octets(const struct table *table, const struct ikelog_page_label *label,
                          bool hidden, GString *out)
{
    struct ikelog_octets octets = {table->octets.data + label->offset, label->length};

    if (hidden)
        ikelog_page_fill(&(struct ikelog_page_slots){.form = table->page->form}, "hidden", out);
    else
        ikelog_page_hex(table->page, octets, out);
}

static void append_label(const struct table *table, const struct ikelog_page_label *label)
{
    bool plain = table->octets.data != table->view->message.data;
    bool hidden = (label->field == IKELOG_F_CONFIG_PASSWORD && !table->page->report->show_keys) ||
                  (plain && label->offset < table->view->unknown);
    struct ikelog_page_slots slots = {.form = table->page->form};

    ikelog_page_slot_number(&slots, "at", label->offset);
    ikelog_page_slot_number(&slots, "count", label->length);
    append_octets(table, label, hidden, ikelog_page_slot(&slots, "hex"));
    append_quantity(table, quantity_of_field(table->view, label->field),
                    ikelog_page_slot(&slots, "chip"));
    ikelog_page_slot_text(&slots, "name", label->name);
    ikelog_page_slot_text(&slots, "text", hidden ? NULL : label->text);
    ikelog_page_slot_text(&slots, "about", label->about);
    ikelog_page_slot_text(&slots, "notes", hidden ? NULL : label->notes);
    ikelog_page_fill(&slots, label->is_wrong ? "label-wrong" : "label", table->rows);
}

/* Takes over the labels. */
static void append_table(const struct ikelog_page *page, const struct ikelog_view *view,
                         struct ikelog_octets octets, GArray *labels, const char *section,
                         GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};
    struct table table = {page, view, octets, ikelog_page_slot(&slots, "rows")};

    for (guint i = 0; i < labels->len; i++) {
        const struct ikelog_page_label *label = &g_array_index(labels, struct ikelog_page_label, i);

        if (label->is_group)
            append_group(&table, label);
        else
            append_label(&table, label);
    }
    ikelog_page_slot_number(&slots, "count", octets.length);
    ikelog_page_fill(&slots, section, out);
    g_array_unref(labels);
}

static uint32_t block_of(const struct ikelog_view *view)
{
    const struct ikelog_keyset *keyset = view->record ? ikelog_record_keyset(view->record) : NULL;

    return view->decrypted && keyset && keyset->cipher ? keyset->cipher->block : 0;
}

/* Why it stays closed, and what would open it. */
static void append_closed(const struct ikelog_page *page, const struct ikelog_view *view,
                          GString *out)
{
    enum ikelog_status status = ikelog_record_decryption(view->record);
    struct ikelog_page_slots slots = {.form = page->form};

    ikelog_sa_describe_needed_keys(page->sa, ikelog_page_slot(&slots, "needed"));
    ikelog_page_slot_text(&slots, "why", ikelog_status_text(status));
    ikelog_page_fill(&slots, "closed", out);
}

static void append_opened(const struct ikelog_page *page, const struct ikelog_view *view,
                          GString *out)
{
    const struct ikelog_keyset *keyset = ikelog_record_keyset(view->record);
    struct ikelog_page_slots slots = {.form = page->form};
    GString *how = ikelog_page_slot(&slots, "how");

    ikelog_page_iv(page, view, how);
    ikelog_page_decryption(page, view, how);
    ikelog_page_slot_text(&slots, "source", keyset ? keyset->source : NULL);
    ikelog_page_fill(&slots, "opened", out);
}

void ikelog_page_octets(const struct ikelog_page *page, const struct ikelog_view *view,
                        GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};
    GString *wire = ikelog_page_slot(&slots, "wire"), *plain = ikelog_page_slot(&slots, "plain");

    append_table(page, view, view->message, ikelog_page_label_message(view, block_of(view)),
                 "table-wire", wire);
    if (view->decrypted)
        append_table(page, view, view->octets, ikelog_page_label_plaintext(view), "table-plain",
                     plain);
    else if (ikelog_header_hides_body(&view->header))
        append_closed(page, view, plain);
    if (view->decrypted)
        append_opened(page, view, out);
    ikelog_page_fill(&slots, plain->len ? "octets-both" : "octets", out);
}
