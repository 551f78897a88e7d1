/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets out of the debug log of pluto: of libreswan, of Openswan and of strongSwan 4. */
#include "crypto/derive.h"
#include "crypto/hex.h"
#include "crypto/import.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PEER 256u
#define ROW      16u /* octets of a full row of a dump */

/* What the dump after a label is. */
enum meaning { NOTHING, SECRET, PSK, COOKIE, ESP_KEY, KEYMAT };

/*
 * libreswan keeps the keys of phase 1 in its cryptographic library, where no log sees them; pluto
 * of Openswan and of strongSwan 4 print them.
 */
static const struct label_row {
    const char *label;
    enum meaning meaning;
    enum ikelog_secret_kind kind;
    unsigned direction; /* of a KEYMAT: 0 receiving, 1 sending */
} label_rows[] = {
    {"ESP enckey:", ESP_KEY, IKELOG_SECRET_ESP_ENC, 0},
    {"ESP authkey:", ESP_KEY, IKELOG_SECRET_ESP_AUTH, 0},
    {"PreShared Key", PSK, IKELOG_SECRET_PSK, 0},
    {"initiator SPI:", COOKIE, IKELOG_SECRET_KINDS, 0},
    {"initiator cookie:", COOKIE, IKELOG_SECRET_KINDS, 0},
    {"ICOOKIE:", COOKIE, IKELOG_SECRET_KINDS, 0},
    {"shared-secret:", SECRET, IKELOG_SECRET_SHARED_SECRET, 0},
    {"Local DH secret:", SECRET, IKELOG_SECRET_DH_PRIVATE, 0},
    {"KEYMAT computed:", KEYMAT, IKELOG_SECRET_KINDS, 0},
    {"Peer KEYMAT computed:", KEYMAT, IKELOG_SECRET_KINDS, 1},
    {"Skeyid:", SECRET, IKELOG_SECRET_SKEYID, 0},
    {"Skeyid_d:", SECRET, IKELOG_SECRET_SKEYID_D, 0},
    {"Skeyid_a:", SECRET, IKELOG_SECRET_SKEYID_A, 0},
    {"Skeyid_e:", SECRET, IKELOG_SECRET_SKEYID_E, 0},
    {"enc key:", SECRET, IKELOG_SECRET_KA, 0},
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
    char peer[MAX_PEER];                    /* whose pre-shared key is looked up */
    struct ikelog_waiting_secret keys[2];   /* encryption, integrity; they wait for their SPI */
    struct ikelog_waiting_secret keymat[2]; /* of both directions: Openswan's */
    unsigned first_line;
    bool has_phase1;
    bool older; /* Openswan or strongSwan 4: libreswan has no such lines */
};

static bool recognise(const struct ikelog_log_line *line)
{
    const char *number = strstr(line->text, "\" #");

    return line->mark || strcmp(line->program, "pluto") == 0 ||
           strstr(line->text, "Starting Pluto") || (number && g_ascii_isdigit(number[3]));
}

/* All debug lines have the mark. */
static bool joins(const struct ikelog_log_line *before, const struct ikelog_log_line *after)
{
    return before->mark && !after->dressed;
}

/*
 * A row of a dump: "eb f3 cf e5  10 9c …", two blanks after each fourth octet, then text. Returns
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

/*
 * Append a row. Only the last one of a dump is shorter than the others, with wide blanks in front
 * of the text after it; else some octets are missing.
 */
static void append_row(struct state *state, const char *text)
{
    uint8_t row[ROW];
    const char *rest;
    unsigned n = read_row(text, row, &rest);

    if (state->have % ROW != 0 || state->have + n > sizeof state->value ||
        (n < ROW && *rest != '\0' && *rest != ' '))
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
static bool is_row(const struct state *state, const struct ikelog_log_line *line)
{
    const char *rest;
    uint8_t row[ROW];
    unsigned n = read_row(line->text, row, &rest);

    if (n == 0 || line->indent >= 2)
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

static void keep_waiting(const struct state *state, enum ikelog_secret_kind kind,
                         struct ikelog_waiting_secret *waiting)
{
    ikelog_import_keep(waiting, kind, state->value, state->have, state->line);
}

static void take_secret(struct state *state, const struct label_row *row,
                        const struct ikelog_import *import)
{
    struct ikelog_waiting_secret secret;

    state->has_phase1 = state->older = true;
    keep_waiting(state, row->kind, &secret);
    ikelog_import_add_waiting(import, &secret, state->has_cookie ? state->cky_i : NULL);
}

static void take_dump(struct state *state, const struct label_row *row,
                      const struct ikelog_import *import)
{
    switch (row->meaning) {
    case PSK:
        ikelog_import_add_psk(import, state->peer,
                              (struct ikelog_octets){state->value, (uint32_t)state->have},
                              state->line);
        break;
    case SECRET:
        take_secret(state, row, import);
        break;
    case COOKIE:
        if (state->have != IKELOG_COOKIE_LEN)
            break;
        memcpy(state->cky_i, state->value, IKELOG_COOKIE_LEN);
        state->has_cookie = true;
        break;
    case ESP_KEY:
        keep_waiting(state, row->kind, &state->keys[row->kind == IKELOG_SECRET_ESP_AUTH]);
        break;
    case KEYMAT:
        state->older = true;
        keep_waiting(state, row->kind, &state->keymat[row->direction]);
        break;
    case NOTHING:
        break;
    }
}

static void end_dump(struct state *state, const struct ikelog_import *import)
{
    const struct label_row *row = state->label ? &label_rows[state->label - 1] : NULL;

    if (row && state->bad && row->meaning != COOKIE)
        ikelog_import_report(import, state->line, IKELOG_IMPORT_NOT_WHOLE);
    if (row && state->have > 0 && !state->bad)
        take_dump(state, row, import);
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
        ikelog_import_report(import, ikelog_import_line_number(import),
                             "expected dumps of the keys of this IPsec SA before it, as long as it "
                             "says");
        return;
    }
    for (unsigned i = 0; i < 2; i++)
        ikelog_import_add_ipsec(import, &state->keys[i], spi);
}

/* Octets of the encryption key in "AES_128-HMAC_SHA1", "3DES_0-HMAC_MD5"; 0: not known. */
static uint32_t encryption_octets(const char *transform)
{
    static const struct {
        const char *name;
        uint32_t octets; /* where no number of bits stands after it */
    } ciphers[] = {{"3DES_", 24}, {"DES_", 8}, {"AES_", 16}, {"CAMELLIA_", 16}, {"NULL_", 0}};

    for (size_t i = 0; i < G_N_ELEMENTS(ciphers); i++) {
        size_t length = strlen(ciphers[i].name);
        unsigned long bits;

        if (!g_str_has_prefix(transform, ciphers[i].name))
            continue;
        bits = strtoul(transform + length, NULL, 10);
        return bits ? (uint32_t)MIN(bits, 512u) / 8 : ciphers[i].octets;
    }
    return 0;
}

/* The octets of a KEYMAT are the encryption key's, then the integrity key's. */
static void split_keymat(const struct ikelog_import *import, struct ikelog_waiting_secret *keymat,
                         uint32_t encryption, uint32_t spi)
{
    const uint8_t *value = keymat->value;
    struct ikelog_waiting_secret key;

    if (encryption > 0 && encryption <= keymat->length) {
        ikelog_import_keep(&key, IKELOG_SECRET_ESP_ENC, value, encryption, keymat->line);
        ikelog_import_add_ipsec(import, &key, spi);
        ikelog_import_keep(&key, IKELOG_SECRET_ESP_AUTH, value + encryption,
                           keymat->length - encryption, keymat->line);
        ikelog_import_add_ipsec(import, &key, spi);
    }
    ikelog_wipe(keymat, sizeof *keymat);
}

/* "… {ESP=>0x5c9de1ee <0x1c3ac1a3 xfrm=AES_128-HMAC_SHA1 …": sending, then receiving SPI */
static void established_line(struct state *state, const char *text,
                             const struct ikelog_import *import)
{
    const char *send = strstr(text, "=>0x"), *receive = send ? strstr(send, " <0x") : NULL,
               *transform = receive ? strstr(receive, " xfrm=") : NULL;
    uint32_t octets = transform ? encryption_octets(transform + 6) : 0, spi;

    if (!octets)
        return;
    if (ikelog_hex_read_u32(receive + 4, 8, &spi) == IKELOG_OK)
        split_keymat(import, &state->keymat[0], octets, spi);
    if (ikelog_hex_read_u32(send + 4, 8, &spi) == IKELOG_OK)
        split_keymat(import, &state->keymat[1], octets, spi);
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

/* A line with a mark. */
static void debug_line(struct state *state, const struct ikelog_log_line *line,
                       const struct ikelog_import *import)
{
    const char *label = line->text;
    const char *row = state->label ? behind_repeated_label(state, label) : NULL;

    if (state->label && (row || is_row(state, line))) {
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

/* Only a line with a mark ends a dump: others are no debug lines, or the parts of a broken one. */
static void read_line(void *opaque, const struct ikelog_log_line *line,
                      const struct ikelog_import *import)
{
    struct state *state = opaque;

    if (state->first_line == 0)
        state->first_line = ikelog_import_line_number(import);
    state->older = state->older || line->mark == '!' || strstr(line->text, "Openswan");
    if (line->mark)
        debug_line(state, line, import);
    else if (strstr(line->text, "=>0x")) {
        end_dump(state, import);
        established_line(state, line->text, import);
    }
}

/* Those who give a pluto log expect more of it than it can hold. */
static void finish(void *opaque, const struct ikelog_import *import)
{
    struct state *state = opaque;

    end_dump(state, import);
    if (!state->has_phase1 && state->older)
        ikelog_import_report(import, state->first_line,
                             "this log has no key of phase 1; Openswan and strongSwan 4 print it "
                             "with plutodebug=\"crypt private\"");
    else if (!state->has_phase1)
        ikelog_import_report(import, state->first_line,
                             "this log opens no IKE messages: libreswan prints the keys of IPsec "
                             "SAs and the pre-shared key, which are used, but no key of phase 1; "
                             "give Ka or SKEYID_e, for example from the other peer's log");
}

const struct ikelog_importer ikelog_import_pluto = {
    .format = "pluto log",
    .level = "plutodebug=\"all private crypt\"; libreswan prints no key of phase 1 at any level",
    .state_size = sizeof(struct state),
    .recognise = recognise,
    .joins = joins,
    .line = read_line,
    .finish = finish,
};
