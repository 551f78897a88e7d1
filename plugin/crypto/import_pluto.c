/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets out of the debug log of pluto (libreswan, Openswan). */
#include "crypto/hex.h"
#include "crypto/import.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PEER 256u
#define ROW      16u /* octets of a full row of a dump */

/* What the dump behind a label is. */
enum meaning { NOTHING, SECRET, PSK, COOKIE, ESP_KEY };

/*
 * libreswan keeps the keys of phase 1 in its cryptographic library, where no log sees them; pluto
 * of Openswan and of strongSwan 4 print them.
 */
static const struct label_row {
    const char *label;
    enum meaning meaning;
    enum ikelog_secret_kind kind;
} label_rows[] = {
    {"ESP enckey:", ESP_KEY, IKELOG_SECRET_ESP_ENC},
    {"ESP authkey:", ESP_KEY, IKELOG_SECRET_ESP_AUTH},
    {"PreShared Key", PSK, IKELOG_SECRET_PSK},
    {"initiator SPI:", COOKIE, IKELOG_SECRET_KINDS},
    {"initiator cookie:", COOKIE, IKELOG_SECRET_KINDS},
    {"Skeyid:", SECRET, IKELOG_SECRET_SKEYID},
    {"Skeyid_d:", SECRET, IKELOG_SECRET_SKEYID_D},
    {"Skeyid_a:", SECRET, IKELOG_SECRET_SKEYID_A},
    {"Skeyid_e:", SECRET, IKELOG_SECRET_SKEYID_E},
    {"enc key:", SECRET, IKELOG_SECRET_KA},
};

struct state {
    unsigned label; /* index + 1 into label_rows; 0: none */
    unsigned line;
    size_t have;
    bool bad;       /* longer than any secret, or rows are missing within it */
    bool collapsed; /* this copy of the log has one blank where pluto wrote several */
    uint8_t value[IKELOG_MAX_SECRET];
    bool has_cookie;
    uint8_t cky_i[IKELOG_COOKIE_LEN];
    char peer[MAX_PEER];               /* whose pre-shared key is looked up */
    struct ikelog_waiting_key keys[2]; /* encryption, integrity; they wait for their SPI */
    unsigned first_line;
    bool has_phase1;
};

static bool recognise(const char *line)
{
    const char *number = strstr(line, "\" #");

    return strstr(line, "pluto[") || strstr(line, "Starting Pluto") || strstr(line, ": | ") ||
           g_str_has_prefix(line, "| ") ||
           (strchr(line, '"') && number && g_ascii_isdigit(number[3]));
}

/*
 * A row of a dump: "eb f3 cf e5  10 9c …", two blanks behind each fourth octet, then text. Returns
 * how many octets it holds, with what follows them as *rest.
 */
static unsigned read_row(const char *text, uint8_t row[ROW], const char **rest)
{
    unsigned n = 0;
    size_t octets;

    while (n < ROW && ikelog_hex_span(text, 3) == 2 && (text[2] == ' ' || text[2] == '\0')) {
        ikelog_hex_read(text, 2, row + n++, 1, &octets);
        text += text[2] == ' ' ? 3 : 2;
        if (n % 4 == 0 && *text == ' ')
            text++;
    }
    *rest = text;
    return n;
}

/* Append a row. Only the last one of a dump is shorter than the others; else some are missing. */
static void append_row(struct state *state, const char *text)
{
    uint8_t row[ROW];
    const char *rest;
    unsigned n = read_row(text, row, &rest);

    if (state->have % ROW != 0 || state->have + n > sizeof state->value)
        state->bad = true;
    else
        memcpy(state->value + state->have, row, n);
    state->have += state->bad ? 0 : n;
    state->collapsed = state->collapsed || (n > 4 && text[12] != ' ' && *rest == '\0');
}

/*
 * What goes on with a dump: an indented row; or, where a copy has lost the blanks, octets and
 * nothing else. A few octets say so only in a copy that was seen to lose them.
 */
static bool is_row(const struct state *state, const char *text)
{
    const char *label = text + strspn(text, " "), *rest;
    uint8_t row[ROW];
    unsigned n = read_row(label, row, &rest);

    if (n == 0 || g_str_has_prefix(text, "  "))
        return n > 0;
    return *rest == '\0' && (n > 4 || state->collapsed);
}

/* Openswan repeats a label shorter than 20 characters in front of every row. */
static const char *behind_repeated_label(const struct state *state, const char *label)
{
    const char *name = label_rows[state->label - 1].label;

    if (!g_str_has_prefix(label, name) || state->have == 0 || state->have % ROW != 0)
        return NULL;
    label += strlen(name);
    return label + strspn(label, " ");
}

static void add(const struct state *state, struct ikelog_secret *secret,
                const struct ikelog_import *import)
{
    secret->value = (struct ikelog_octets){state->value, (uint32_t)state->have};
    ikelog_import_add(import, secret, state->line);
}

static void end_dump(struct state *state, const struct ikelog_import *import)
{
    const struct label_row *row = state->label ? &label_rows[state->label - 1] : NULL;
    struct ikelog_secret secret = {.kind = row ? row->kind : IKELOG_SECRET_KINDS};
    struct ikelog_waiting_key *key =
        &state->keys[row && row->kind == IKELOG_SECRET_ESP_AUTH ? 1 : 0];

    if (row && state->bad && row->meaning != COOKIE)
        ikelog_import_tell(import, state->line,
                           "expected all rows of this secret; a secret that is not whole is not "
                           "used");
    if (row && state->have > 0 && !state->bad) {
        if (row->meaning == PSK) {
            secret.peer = state->peer[0] ? state->peer : "*";
            add(state, &secret, import);
        } else if (row->meaning == SECRET && state->has_cookie) {
            memcpy(secret.cky_i, state->cky_i, sizeof secret.cky_i);
            state->has_phase1 = true;
            add(state, &secret, import);
        } else if (row->meaning == COOKIE && state->have == IKELOG_COOKIE_LEN) {
            memcpy(state->cky_i, state->value, IKELOG_COOKIE_LEN);
            state->has_cookie = true;
        } else if (row->meaning == ESP_KEY) {
            key->length = (uint32_t)state->have;
            key->line = state->line;
            memcpy(key->value, state->value, state->have);
        }
    }
    state->label = 0;
    state->have = 0;
    state->bad = false;
}

/* "… HMAC_SHA1_96:20 AES_CBC:16" at the end says how long the two keys are. */
static bool lengths_agree(const struct state *state, const char *text)
{
    const char *encryption = strrchr(text, ':');
    const char *integrity = encryption;

    if (!encryption || !g_ascii_isdigit(encryption[1]))
        return true;
    while (integrity > text && *integrity != ' ')
        integrity--;
    while (integrity > text && *integrity != ':')
        integrity--;
    return strtoul(encryption + 1, NULL, 10) == state->keys[0].length &&
           (*integrity != ':' || !g_ascii_isdigit(integrity[1]) ||
            strtoul(integrity + 1, NULL, 10) == state->keys[1].length);
}

/*
 * "kernel: add_sa() level=0 outbound tunnel 10.1.0.0/16-ALL->192.0.2.1[c41ff716]==>192.0.2.2-…";
 * behind NAT the arrow is "=espinudp==>".
 */
static void add_sa_line(struct state *state, const char *text, const struct ikelog_import *import)
{
    const char *arrow = strstr(text, "==>"),
               *end = arrow ? g_strrstr_len(text, arrow - text + 1, "]=") : NULL,
               *bracket = end ? g_strrstr_len(text, end - text, "[") : NULL;
    uint32_t spi;

    if (!arrow || !bracket ||
        ikelog_hex_read_u32(bracket + 1, (size_t)(end - bracket) - 1, &spi) != IKELOG_OK)
        return;
    if (!lengths_agree(state, text)) {
        ikelog_import_tell(import, ikelog_import_line_number(import),
                           "expected dumps of the keys of this IPsec SA before it, as long as it "
                           "says");
        return;
    }
    ikelog_import_add_waiting(import, state->keys, spi);
}

/* "lsw_get_secret() using IDs for 192.0.2.1->@gate.example.com of kind SECRET_PSK" */
static void lookup_line(struct state *state, const char *text)
{
    const char *arrow = strstr(text, "->"), *end = arrow ? strstr(arrow, " of kind") : NULL;
    size_t length;

    state->peer[0] = '\0';
    if (!end)
        return;
    arrow += 2;
    arrow += *arrow == '@' ? 1 : 0;
    length = (size_t)(end - arrow);
    if (length == 0 || length >= MAX_PEER || *arrow == '%' || *arrow == '(' ||
        !g_utf8_validate(arrow, (gssize)length, NULL))
        return;
    memcpy(state->peer, arrow, length);
    state->peer[length] = '\0';
}

/* "enc key:  26 f1 …", or the label alone and the rows on the next lines. */
static bool label_line(struct state *state, const char *label)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(label_rows); i++) {
        size_t length = strlen(label_rows[i].label);
        const char *rest = label + length, *end;
        uint8_t row[ROW];

        if (strncmp(label, label_rows[i].label, length) != 0)
            continue;
        rest += strspn(rest, " ");
        if (*rest != '\0' && read_row(rest, row, &end) == 0)
            continue;
        state->label = i + 1;
        append_row(state, rest);
        return true;
    }
    return false;
}

/* Octets that are no row: a copy broke the dump here. */
static bool breaks_dump(const struct state *state, const char *label)
{
    const char *rest;
    uint8_t row[ROW];

    return state->label && read_row(label, row, &rest) > 1;
}

/* What is behind "| " of a debug line. */
static void debug_line(struct state *state, const char *text, const struct ikelog_import *import)
{
    const char *label = text + strspn(text, " ");
    const char *row = state->label ? behind_repeated_label(state, label) : NULL;

    if (state->label && (row || is_row(state, text))) {
        append_row(state, row ? row : label);
        return;
    }
    state->bad = state->bad || breaks_dump(state, label);
    end_dump(state, import);
    state->line = ikelog_import_line_number(import);
    if (label_line(state, label))
        return;
    if (strstr(label, "add_sa() ") && g_str_has_prefix(label, "kernel: "))
        add_sa_line(state, label, import);
    else if (strstr(label, "get_secret() using IDs for "))
        lookup_line(state, label);
}

static void read_line(void *opaque, const char *line, const struct ikelog_import *import)
{
    struct state *state = opaque;
    const char *bar = g_str_has_prefix(line, "| ") ? line : strstr(line, " | ");

    if (state->first_line == 0)
        state->first_line = ikelog_import_line_number(import);
    if (bar)
        debug_line(state, strchr(bar, '|') + 2, import);
    else
        end_dump(state, import);
}

/* Those who give a pluto log expect more of it than it can hold. */
static void finish(void *opaque, const struct ikelog_import *import)
{
    struct state *state = opaque;

    end_dump(state, import);
    if (!state->has_phase1)
        ikelog_import_tell(import, state->first_line,
                           "this log opens no IKE messages: libreswan prints the keys of IPsec "
                           "SAs and the pre-shared key, which are used, but no key of phase 1; "
                           "give Ka or SKEYID_e, for example from the other peer's log");
}

const struct ikelog_importer ikelog_import_pluto = {
    .format = "pluto log",
    .state_size = sizeof(struct state),
    .recognise = recognise,
    .line = read_line,
    .finish = finish,
};
