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
    ikelog_page_fill(
        page->form, class ? "chip" : "code",
        (const struct ikelog_page_slot[]){{"class", class}, {"name", name}, {NULL, NULL}}, out);
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
    GString *hex = g_string_new(NULL);
    char *count = g_strdup_printf("%u octets", octets.length);

    append_words(octets, UINT32_MAX, hex);
    ikelog_page_fill(
        page->form, octets.length > SHORT_OCTETS ? "hex-long" : "hex",
        (const struct ikelog_page_slot[]){{"hex", hex->str}, {"count", count}, {NULL, NULL}}, out);
    g_free(count);
    g_string_free(hex, TRUE);
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
    GString *glimpse = g_string_new(NULL), *chip = g_string_new(NULL);
    char *count =
        g_strdup_printf("%u octet%s", input->octets.length, input->octets.length == 1 ? "" : "s");

    ikelog_page_chip(page, input->quantity, chip);
    append_glimpse(page, input, glimpse);
    ikelog_page_fill(page->form, "input",
                     (const struct ikelog_page_slot[]){{"chip", chip->str},
                                                       {"count", input->octets.length ? count : ""},
                                                       {"glimpse", glimpse->str},
                                                       {NULL, NULL}},
                     out);
    g_free(count);
    g_string_free(chip, TRUE);
    g_string_free(glimpse, TRUE);
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
    if (!d->value.length)
        return;
    if (quantities[formulas[d->formula].quantity].secret && !page->report->show_keys)
        ikelog_page_fill(
            page->form, formulas[d->formula].quantity == IKELOG_Q_PLAINTEXT ? "labelled" : "secret",
            (const struct ikelog_page_slot[]){{NULL, NULL}}, out);
    else
        ikelog_page_hex(page, d->value, out);
}

void ikelog_page_derive(const struct ikelog_page *page, const struct ikelog_page_derivation *d,
                        GString *out)
{
    GString *name = g_string_new(NULL), *formula = g_string_new(NULL), *inputs = g_string_new(NULL);
    GString *value = g_string_new(NULL), *command = g_string_new(NULL);

    ikelog_page_chip(page, formulas[d->formula].quantity, name);
    ikelog_page_coloured(page, formulas[d->formula].formula, formula);
    for (unsigned i = 0; i < d->count; i++)
        append_input(page, &d->inputs[i], inputs);
    append_value(page, d, value);
    if (is_open(page, d))
        ikelog_page_command(d, command);
    ikelog_page_fill(page->form, "derivation",
                     (const struct ikelog_page_slot[]){{"name", name->str},
                                                       {"remark", d->remark},
                                                       {"formula", formula->str},
                                                       {"meaning", formulas[d->formula].meaning},
                                                       {"inputs", inputs->str},
                                                       {"value", value->str},
                                                       {"command", command->str},
                                                       {NULL, NULL}},
                     out);
    ikelog_wipe(command->str, command->len);
    g_string_free(name, TRUE);
    g_string_free(formula, TRUE);
    g_string_free(inputs, TRUE);
    g_string_free(value, TRUE);
    g_string_free(command, TRUE);
}
