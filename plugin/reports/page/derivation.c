/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes derivations, and the names of values in their colours. */
#include "reports/page/derivation.h"

#include "reports/page/fill.h"
#include "wire/ident.h"

#include <string.h>

#define SHORT_OCTETS 160u /* more are folded away */
#define GLIMPSE      8u   /* octets of an input that are shown beside its name */

static const struct {
    const char *name, *class;
    bool secret;
} quantities[] = {
#define X(id, name, class, secret) {name, class, secret},
    IKELOG_PAGE_QUANTITIES(X)
#undef X
};

static const struct {
    enum ikelog_page_quantity quantity;
    const char *formula, *meaning;
} formulas[] = {
#define X(id, quantity, formula, meaning) {IKELOG_Q_##quantity, formula, meaning},
    IKELOG_PAGE_FORMULAS(X)
#undef X
};

void ikelog_page_input(struct ikelog_page_derivation *derivation,
                       enum ikelog_page_quantity quantity, struct ikelog_octets octets)
{
    if (derivation->count < IKELOG_MAX_INPUTS)
        derivation->inputs[derivation->count++] = (struct ikelog_page_input){quantity, octets};
}

static void append_chip(const struct ikelog_page *page, const char *class, const char *name,
                        GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};

    ikelog_page_slot_text(&slots, "class", class);
    ikelog_page_slot_text(&slots, "name", name);
    ikelog_page_fill(&slots, class ? "chip" : "code", out);
}

void ikelog_page_chip(const struct ikelog_page *page, enum ikelog_page_quantity quantity,
                      GString *out)
{
    append_chip(page, quantities[quantity].class, quantities[quantity].name, out);
}

static const char *class_of(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(quantities); i++)
        if (strcmp(quantities[i].name, name) == 0)
            return quantities[i].class;
    return NULL;
}

void ikelog_page_coloured(const struct ikelog_page *page, const char *text, GString *out)
{
    char **pieces = g_strsplit(text, "`", -1);

    for (guint i = 0; pieces[i]; i++) {
        if (i % 2 == 0)
            ikelog_page_escape(pieces[i], out);
        else
            append_chip(page, class_of(pieces[i]), pieces[i], out);
    }
    g_strfreev(pieces);
}

static void append_words(struct ikelog_octets octets, uint32_t most, GString *out)
{
    for (uint32_t at = 0; at < MIN(octets.length, most); at += 4) {
        g_string_append(out, at ? " " : "");
        ikelog_text_hex((struct ikelog_octets){octets.data + at, MIN(4, octets.length - at)},
                        UINT32_MAX, out);
    }
}

void ikelog_page_hex(const struct ikelog_page *page, struct ikelog_octets octets, GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};

    append_words(octets, UINT32_MAX, ikelog_page_slot(&slots, "hex"));
    g_string_append_printf(ikelog_page_slot(&slots, "count"), "%u octets", octets.length);
    ikelog_page_fill(&slots, octets.length > SHORT_OCTETS ? "hex-long" : "hex", out);
}

/* Its first octets, or that it is secret, or that nobody knows it. */
static void append_glimpse(const struct ikelog_page *page, const struct ikelog_page_input *input,
                           GString *out)
{
    if (!input->octets.length) {
        g_string_append(out, "not known here");
    } else if (quantities[input->quantity].secret && !page->report->show_keys) {
        g_string_append(out, "secret");
    } else {
        append_words(input->octets, GLIMPSE, out);
        g_string_append(out, input->octets.length > GLIMPSE ? " …" : "");
    }
}

static void append_input(const struct ikelog_page *page, const struct ikelog_page_input *input,
                         GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};

    ikelog_page_chip(page, input->quantity, ikelog_page_slot(&slots, "chip"));
    append_glimpse(page, input, ikelog_page_slot(&slots, "glimpse"));
    if (input->octets.length)
        g_string_append_printf(ikelog_page_slot(&slots, "count"), "%u octet%s",
                               input->octets.length, input->octets.length == 1 ? "" : "s");
    ikelog_page_fill(&slots, "input", out);
}

/* All inputs are known, and those that are secret may be shown. */
static bool is_open(const struct ikelog_page *page, const struct ikelog_page_derivation *d)
{
    bool open = d->value.length > 0;

    for (unsigned i = 0; i < d->count; i++)
        open = open && d->inputs[i].octets.length > 0 &&
               (page->report->show_keys || !quantities[d->inputs[i].quantity].secret);
    return open;
}

static void append_value(const struct ikelog_page *page, const struct ikelog_page_derivation *d,
                         GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};
    enum ikelog_page_quantity quantity = formulas[d->formula].quantity;

    if (!d->value.length)
        return;
    if (quantities[quantity].secret && !page->report->show_keys)
        ikelog_page_fill(&slots, quantity == IKELOG_Q_PLAINTEXT ? "labelled" : "secret", out);
    else
        ikelog_page_hex(page, d->value, out);
}

void ikelog_page_derive(const struct ikelog_page *page, const struct ikelog_page_derivation *d,
                        GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};
    GString *inputs = ikelog_page_slot(&slots, "inputs");

    ikelog_page_chip(page, formulas[d->formula].quantity, ikelog_page_slot(&slots, "name"));
    ikelog_page_coloured(page, formulas[d->formula].formula, ikelog_page_slot(&slots, "formula"));
    for (unsigned i = 0; i < d->count; i++)
        append_input(page, &d->inputs[i], inputs);
    append_value(page, d, ikelog_page_slot(&slots, "value"));
    if (is_open(page, d))
        ikelog_page_command(d, ikelog_page_slot(&slots, "command"));
    ikelog_page_slot_text(&slots, "remark", d->remark);
    ikelog_page_slot_text(&slots, "meaning", formulas[d->formula].meaning);
    ikelog_page_fill(&slots, "derivation", out);
}
