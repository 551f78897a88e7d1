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
    GString *chip = g_string_new(NULL);

    if (payload)
        append_quantity(table, quantity_of_group(table->view, label->offset), chip);
    ikelog_page_fill(table->page->form, payload ? "group" : "group-inner",
                     (const struct ikelog_page_slot[]){{"name", label->name},
                                                       {"text", label->text},
                                                       {"chip", chip->str},
                                                       {"notes", label->notes},
                                                       {NULL, NULL}},
                     table->rows);
    g_string_free(chip, TRUE);
}

/* A password is a secret like a key; the octets of the unknown are none that were captured. */
static void append_octets(const struct table *table, const struct ikelog_page_label *label,
                          bool hidden, GString *out)
{
    struct ikelog_octets octets = {table->octets.data + label->offset, label->length};

    if (hidden)
        ikelog_page_fill(table->page->form, "hidden",
                         (const struct ikelog_page_slot[]){{NULL, NULL}}, out);
    else
        ikelog_page_hex(table->page, octets, out);
}

static void append_label(const struct table *table, const struct ikelog_page_label *label)
{
    bool plain = table->octets.data != table->view->message.data;
    bool hidden = (label->field == IKELOG_F_CONFIG_PASSWORD && !table->page->report->show_keys) ||
                  (plain && label->offset < table->view->unknown);
    char *at = g_strdup_printf("%u", label->offset), *count = g_strdup_printf("%u", label->length);
    GString *hex = g_string_new(NULL), *chip = g_string_new(NULL);

    append_octets(table, label, hidden, hex);
    append_quantity(table, quantity_of_field(table->view, label->field), chip);
    ikelog_page_fill(table->page->form, label->is_wrong ? "label-wrong" : "label",
                     (const struct ikelog_page_slot[]){{"at", at},
                                                       {"count", count},
                                                       {"hex", hex->str},
                                                       {"chip", chip->str},
                                                       {"name", label->name},
                                                       {"text", hidden ? NULL : label->text},
                                                       {"about", label->about},
                                                       {"notes", hidden ? NULL : label->notes},
                                                       {NULL, NULL}},
                     table->rows);
    g_free(at);
    g_free(count);
    g_string_free(hex, TRUE);
    g_string_free(chip, TRUE);
}

/* Takes over the labels. */
static void append_table(const struct ikelog_page *page, const struct ikelog_view *view,
                         struct ikelog_octets octets, GArray *labels, const char *section,
                         GString *out)
{
    struct table table = {page, view, octets, g_string_new(NULL)};
    char *count = g_strdup_printf("%u", octets.length);

    for (guint i = 0; i < labels->len; i++) {
        const struct ikelog_page_label *label = &g_array_index(labels, struct ikelog_page_label, i);

        if (label->is_group)
            append_group(&table, label);
        else
            append_label(&table, label);
    }
    ikelog_page_fill(page->form, section,
                     (const struct ikelog_page_slot[]){
                         {"count", count}, {"rows", table.rows->str}, {NULL, NULL}},
                     out);
    g_free(count);
    g_array_unref(labels);
    g_string_free(table.rows, TRUE);
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
    GString *needed = g_string_new(NULL);

    ikelog_sa_describe_needed_keys(page->sa, needed);
    ikelog_page_fill(page->form, "closed",
                     (const struct ikelog_page_slot[]){{"why", ikelog_status_text(status)},
                                                       {"needed", needed->str},
                                                       {NULL, NULL}},
                     out);
    g_string_free(needed, TRUE);
}

static void append_opened(const struct ikelog_page *page, const struct ikelog_view *view,
                          GString *out)
{
    GString *how = g_string_new(NULL);
    const struct ikelog_keyset *keyset = ikelog_record_keyset(view->record);

    ikelog_page_iv(page, view, how);
    ikelog_page_decryption(page, view, how);
    ikelog_page_fill(page->form, "opened",
                     (const struct ikelog_page_slot[]){{"source", keyset ? keyset->source : NULL},
                                                       {"how", how->str},
                                                       {NULL, NULL}},
                     out);
    g_string_free(how, TRUE);
}

void ikelog_page_octets(const struct ikelog_page *page, const struct ikelog_view *view,
                        GString *out)
{
    GString *wire = g_string_new(NULL), *plain = g_string_new(NULL);

    append_table(page, view, view->message, ikelog_page_label_message(view, block_of(view)),
                 "table-wire", wire);
    if (view->decrypted)
        append_table(page, view, view->octets, ikelog_page_label_plaintext(view), "table-plain",
                     plain);
    else if (ikelog_header_hides_body(&view->header))
        append_closed(page, view, plain);
    if (view->decrypted)
        append_opened(page, view, out);
    ikelog_page_fill(
        page->form, plain->len ? "octets-both" : "octets",
        (const struct ikelog_page_slot[]){{"wire", wire->str}, {"plain", plain->str}, {NULL, NULL}},
        out);
    g_string_free(wire, TRUE);
    g_string_free(plain, TRUE);
}
