/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets out of the debug log of racoon, and of MikroTik's RouterOS, which descends from it. */
#include "crypto/derive.h"
#include "crypto/dump_words.h"
#include "crypto/hex.h"
#include "crypto/import.h"
#include "crypto/import_prefix.h"
#include "wire/numbers.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DUMP    2304u /* octets that are kept of a dump; packets may be longer */
#define MAX_WAITING 16u   /* secrets that were computed since the last message */
#define MAX_ADDRESS 64u

/* What the next dump is. */
enum label {
    NOTHING,
    SECRET,
    PSK,
    DECRYPTION_KEY,
    RECEIVED,
    SENT,
    LAST_IV,
    SEED,
    KEYMAT,
};

/* Text that announces a dump: the whole text of a line, or its beginning. */
static const struct label_row {
    const char *text;
    bool whole;
    enum label label;
    enum ikelog_secret_kind kind;
} label_rows[] = {
    {"compute DH's private.", true, SECRET, IKELOG_SECRET_DH_PRIVATE},
    {"compute DH's shared.", true, SECRET, IKELOG_SECRET_SHARED_SECRET},
    {"SKEYID computed:", true, SECRET, IKELOG_SECRET_SKEYID},
    {"SKEYID_d computed:", true, SECRET, IKELOG_SECRET_SKEYID_D},
    {"SKEYID_a computed:", true, SECRET, IKELOG_SECRET_SKEYID_A},
    {"SKEYID_e computed:", true, SECRET, IKELOG_SECRET_SKEYID_E},
    {"final encryption key computed:", true, SECRET, IKELOG_SECRET_KA},
    {"with key:", true, DECRYPTION_KEY, IKELOG_SECRET_KA},
    {"psk:", true, PSK, IKELOG_SECRET_PSK},
    {"phase1 last IV:", true, LAST_IV, IKELOG_SECRET_KINDS},
    {"KEYMAT compute with", true, SEED, IKELOG_SECRET_KINDS},
    {"generating K1...", false, KEYMAT, IKELOG_SECRET_KINDS},
};

/* A message that was sent or received, as far as its header was seen. */
struct message {
    bool known;
    bool quick;
    bool has_message_id; /* of a Quick Mode; RouterOS may leave it open */
    uint32_t message_id;
    uint8_t cky_i[IKELOG_COOKIE_LEN];
};

/*
 * racoon does one thing after the other: what it computes belongs to the message that it received
 * or sent last; but its own exponent to the one that it sends next.
 */
struct state {
    enum label label;
    enum ikelog_secret_kind kind;
    unsigned line; /* of the label */
    bool opened;   /* the empty message that begins a dump was there */
    bool blank;    /* a blank line was there, which may stand for a lost one */
    struct ikelog_dump dump;
    size_t wanted; /* octets, where the log says how many there are; else 0 */
    uint8_t value[MAX_DUMP];
    struct message last; /* received or sent */
    bool last_received, decrypting;
    uint32_t begun;         /* message ID of the exchange that was begun last; 0: none */
    char peer[MAX_ADDRESS]; /* who sent the last message; empty: not known */
    unsigned waiting_count;
    struct ikelog_waiting_secret waiting[MAX_WAITING];
    uint32_t shared_length; /* the last g^xy, with which the seed of PFS begins */
    uint8_t shared[IKELOG_MAX_SECRET];
    uint32_t encryption_bits, authentication_bits;
    bool has_spi;
    uint32_t spi;
};

static void add_secret(struct ikelog_waiting_secret *waiting, const struct message *message,
                       const struct ikelog_import *import)
{
    waiting->has_message_id = message->quick && (waiting->kind == IKELOG_SECRET_SHARED_SECRET ||
                                                 waiting->kind == IKELOG_SECRET_DH_PRIVATE);
    waiting->message_id = waiting->has_message_id ? message->message_id : 0;
    if (waiting->has_message_id && !message->has_message_id)
        ikelog_wipe(waiting, sizeof *waiting);
    else
        ikelog_import_add_waiting(import, waiting, message->cky_i);
}

/* To whom these belong was not said. The own exponent is no proof of anything by itself. */
static void release_waiting(struct state *state, const struct ikelog_import *import)
{
    for (unsigned i = 0; i < state->waiting_count; i++)
        ikelog_import_add_waiting(import, &state->waiting[i], NULL);
    state->waiting_count = 0;
}

/* `message` became known, and with it to whom the secrets belong that wait for it. */
static void message_known(struct state *state, const struct message *message, bool received,
                          const struct ikelog_import *import)
{
    state->last = *message;
    state->last_received = received;
    if (!message->known || received)
        return;
    for (unsigned i = 0; i < state->waiting_count; i++)
        add_secret(&state->waiting[i], message, import);
    state->waiting_count = 0;
}

static void take_secret(struct state *state, uint32_t length, const struct ikelog_import *import)
{
    struct ikelog_waiting_secret *waiting;

    if (state->waiting_count == MAX_WAITING)
        release_waiting(state, import);
    waiting = &state->waiting[state->waiting_count];
    if (!ikelog_import_keep(waiting, state->kind, state->value, length, state->line))
        return;
    if (state->kind == IKELOG_SECRET_DH_PRIVATE || !state->last.known)
        state->waiting_count++;
    else
        add_secret(waiting, &state->last, import);
    if (state->kind == IKELOG_SECRET_SHARED_SECRET) {
        state->shared_length = length;
        memcpy(state->shared, state->value, length);
    }
}

/* The key of a decryption is that of the message received last; useful in logs that begin late. */
static void take_decryption_key(const struct state *state, uint32_t length,
                                const struct ikelog_import *import)
{
    struct ikelog_waiting_secret key;

    if (state->decrypting && state->last.known && state->last_received &&
        ikelog_import_keep(&key, IKELOG_SECRET_KA, state->value, length, state->line))
        ikelog_import_add_waiting(import, &key, state->last.cky_i);
}

/* The header of a message that was dumped, after the non-ESP marker of port 4500. */
static struct message message_of(const struct state *state, uint32_t length)
{
    static const uint8_t marker[4];
    struct message message = {.known = false};
    struct ikelog_header header;
    uint32_t skip = length > 4 && memcmp(state->value, marker, 4) == 0 ? 4 : 0;

    if (ikelog_header_read(state->value + skip, length - skip, &header) != IKELOG_OK)
        return message;
    message.known = true;
    message.quick = header.exchange_type == IKELOG_EXCHANGE_QUICK;
    message.has_message_id = true;
    message.message_id = header.message_id;
    memcpy(message.cky_i, header.cky_i, sizeof message.cky_i);
    return message;
}

/* The seed of a Quick Mode with PFS begins with its secret. */
static void take_seed(struct state *state, uint32_t length)
{
    struct ikelog_octets seed = {state->value, length};

    if (state->shared_length > 0 && length > state->shared_length &&
        memcmp(seed.data, state->shared, state->shared_length) == 0) {
        seed.data += state->shared_length;
        seed.length -= state->shared_length;
    }
    state->has_spi = ikelog_import_seed_spi(seed, &state->spi);
}

static void take_keymat(struct state *state, uint32_t length, const struct ikelog_import *import)
{
    uint32_t lengths[] = {state->encryption_bits / 8, state->authentication_bits / 8};
    const uint8_t *at = state->value;
    struct ikelog_waiting_secret key;

    if (!state->has_spi || lengths[0] > length || lengths[1] > length - lengths[0])
        return;
    for (unsigned i = 0; i < 2; at += lengths[i++])
        if (ikelog_import_keep(&key, i == 0 ? IKELOG_SECRET_ESP_ENC : IKELOG_SECRET_ESP_AUTH, at,
                               lengths[i], state->line))
            ikelog_import_add_ipsec(import, &key, state->spi);
    state->has_spi = false;
}

static void take_dump(struct state *state, uint32_t length, const struct ikelog_import *import)
{
    struct message message;

    switch (state->label) {
    case SECRET:
        take_secret(state, length, import);
        break;
    case PSK:
        ikelog_import_add_psk(import, state->peer, (struct ikelog_octets){state->value, length},
                              state->line);
        break;
    case DECRYPTION_KEY:
        take_decryption_key(state, length, import);
        break;
    case LAST_IV: /* last block | message ID */
        state->begun = length >= 12 ? ikelog_octets_u32(&state->value[length - 4]) : 0;
        break;
    case NOTHING:
        break;
    case SEED:
        take_seed(state, length);
        break;
    case KEYMAT:
        take_keymat(state, length, import);
        break;
    case RECEIVED:
    case SENT:
        message = message_of(state, length);
        message_known(state, &message, state->label == RECEIVED, import);
        break;
    }
}

/* A dump ends with the line after it. Of messages the beginning is enough. */
static void end_dump(struct state *state, const struct ikelog_import *import)
{
    size_t octets = state->dump.digits / 2;
    bool message = state->label == RECEIVED || state->label == SENT;
    bool complete = ikelog_dump_is_whole(&state->dump, MAX_DUMP) &&
                    (state->wanted == 0 || state->wanted == octets);

    if (state->dump.digits == 0)
        return;
    if (complete || message)
        take_dump(state, (uint32_t)MIN(octets, MAX_DUMP), import);
    else if (state->label == SECRET)
        ikelog_import_report(import, state->line, IKELOG_IMPORT_NOT_WHOLE);
    state->label = NOTHING;
    state->dump = (struct ikelog_dump){.bad = false};
    state->wanted = 0;
}

/* " from 192.0.2.2[500] to …" */
static void note_peer(struct state *state, const char *text)
{
    const char *from = strstr(text, " from "), *bracket = from ? strchr(from, '[') : NULL;
    size_t length = bracket ? (size_t)(bracket - from) - 6 : 0;

    state->peer[0] = '\0';
    if (!bracket || length == 0 || length >= MAX_ADDRESS ||
        strspn(from + 6, "0123456789abcdefABCDEF:.") != length)
        return;
    memcpy(state->peer, from + 6, length);
    state->peer[length] = '\0';
}

/*
 * "7c6139ded9ca7187:6992a9097bf7082a[:0000f1d6]" at the end of a line. Only one half of the message
 * ID is right there, and which one depends on the machine; the exchange begun last has all of it.
 * A copy may have broken the line within the responder's cookie.
 */
static void cookies_line(struct state *state, const char *text, const struct ikelog_import *import)
{
    struct message message = {.known = true};
    const char *word = strrchr(text, ' ');
    uint32_t half;
    size_t octets, responder;

    word = word ? word + 1 : text;
    word += g_str_has_prefix(word, "spi:") ? 4 : 0;
    responder = ikelog_hex_span(word, 17) == 16 && word[16] == ':'
                    ? ikelog_hex_span(word + 17, strlen(word + 17))
                    : 17;
    if (responder > 16 || (responder < 16 && word[17 + responder] != '\0') ||
        ikelog_hex_read(word, 16, message.cky_i, sizeof message.cky_i, &octets) != IKELOG_OK)
        return;
    message.quick = g_str_has_prefix(text, "sent phase2 ") || (responder == 16 && word[33] == ':');
    if (responder == 16 && message.quick && word[33] &&
        ikelog_hex_read_u32(word + 34, strlen(word + 34), &half) == IKELOG_OK &&
        (half == state->begun >> 16 || half == (state->begun & 0xffff))) {
        message.has_message_id = true;
        message.message_id = state->begun;
    }
    message_known(state, &message, false, import);
}

/* Where messages are dumped, the lines that name their cookies say nothing more. */
static bool message_line(struct state *state, const char *text, const struct ikelog_import *import)
{
    bool received =
        strstr(text, " bytes message received from ") || g_str_has_prefix(text, "===== received ");

    if (received) {
        state->last.known = false;
        release_waiting(state, import);
        note_peer(state, text);
    }
    if (received || strstr(text, " bytes message will be sent to "))
        state->label = received ? RECEIVED : SENT;
    else if (g_str_has_prefix(text, "sent phase") ||
             g_str_has_prefix(text, "ISAKMP-SA established "))
        cookies_line(state, text, import);
    else
        return false;
    return true;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \t")] == '\0';
}

/*
 * True when `row` announces a dump in `text`. The first line of the dump may stand after it, with
 * a prefix of its own, as it does when line ends were lost.
 */
static bool announces(struct state *state, const struct label_row *row, const char *text)
{
    const char *rest = text + strlen(row->text), *nested;

    if (!g_str_has_prefix(text, row->text))
        return false;
    nested = ikelog_prefix_racoon(rest);
    if (nested && ikelog_dump_is_row(nested))
        ikelog_dump_append(&state->dump, nested, state->value, MAX_DUMP);
    else if (row->whole && !is_blank(rest) && !(nested && is_blank(nested)))
        return false;
    state->label = row->label;
    state->kind = row->kind;
    return true;
}

static void text_line(struct state *state, const char *text, const struct ikelog_import *import)
{
    if (is_blank(text)) {
        state->opened = true; /* the dump that the line before announced begins on the next one */
        return;
    }
    if (state->label == KEYMAT && g_str_has_prefix(text, "hmac("))
        return; /* stands between the announcement and the dump */
    if (state->label != NOTHING && g_str_has_prefix(text, "=> (size 0x")) {
        state->wanted = strtoul(text + 11, NULL, 16);
        return;
    }
    state->label = NOTHING;
    state->opened = state->blank = false;
    state->line = ikelog_import_line_number(import);
    if (message_line(state, text, import))
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(label_rows); i++)
        if (announces(state, &label_rows[i], text))
            return;
    if (g_str_has_prefix(text, "begin decryption."))
        state->decrypting = true;
    else if (g_str_has_prefix(text, "begin encryption."))
        state->decrypting = false;
    else if (g_str_has_prefix(text, "encklen=") && strstr(text, "authklen=")) {
        state->encryption_bits = (uint32_t)strtoul(text + 8, NULL, 10);
        state->authentication_bits = (uint32_t)strtoul(strstr(text, "authklen=") + 9, NULL, 10);
    }
}

/*
 * `words` are after the prefix; without one (is_text false) they are the whole line. Copies may
 * have blank lines anywhere; but only the empty message between a label and its dump says that
 * nothing else is missing there.
 */
static void any_line(struct state *state, const char *words, bool is_text,
                     const struct ikelog_import *import)
{
    if (!is_text && is_blank(words)) {
        state->blank = true;
        return;
    }
    if (!is_text && state->blank && !state->opened)
        state->label = NOTHING;
    if (state->label != NOTHING && ikelog_dump_is_row(words)) {
        ikelog_dump_append(&state->dump, words, state->value, MAX_DUMP);
        return;
    }
    if (state->dump.digits > 0 && ikelog_dump_begins_row(words))
        state->dump.bad = true;
    end_dump(state, import);
    if (is_text)
        text_line(state, words, import);
    else
        state->label = NOTHING;
}

/* Where a tag names the program, as logcat's does, the level may be left out. */
static void racoon_line(void *state, const struct ikelog_log_line *line,
                        const struct ikelog_import *import)
{
    const char *text = ikelog_prefix_racoon(line->text);

    any_line(state, text ? text : line->text, text || line->program[0], import);
}

static void mikrotik_line(void *state, const struct ikelog_log_line *line,
                          const struct ikelog_import *import)
{
    const char *text = ikelog_prefix_mikrotik(line->text);

    any_line(state, text ? text : line->text, text != NULL, import);
}

/* Rows need no prefix; other text without one is the end of the line before. */
static bool is_rest(const struct ikelog_log_line *line)
{
    return !line->dressed && !ikelog_dump_begins_row(line->text);
}

static bool joins_racoon(const struct ikelog_log_line *before, const struct ikelog_log_line *after)
{
    const char *text = ikelog_prefix_racoon(before->text);

    return text && !is_blank(text) && is_rest(after) && !ikelog_prefix_racoon(after->text);
}

static bool joins_mikrotik(const struct ikelog_log_line *before,
                           const struct ikelog_log_line *after)
{
    const char *text = ikelog_prefix_mikrotik(before->text);

    return text && !is_blank(text) && is_rest(after) && !ikelog_prefix_mikrotik(after->text);
}

static bool recognise_racoon(const struct ikelog_log_line *line)
{
    return strcmp(line->program, "racoon") == 0 ||
           (line->dated && ikelog_prefix_racoon(line->text));
}

/* Its own prefix and commas make a topic; "ipsec" alone is a word that many use. */
static bool recognise_mikrotik(const struct ikelog_log_line *line)
{
    const char *text = ikelog_prefix_mikrotik(line->text);

    return text && (strstr(line->text, "ipsec,") || g_str_has_prefix(text, "sent phase1 packet "));
}

static void finish(void *state, const struct ikelog_import *import)
{
    end_dump(state, import);
    release_waiting(state, import);
}

const struct ikelog_importer ikelog_import_racoon = {
    .format = "racoon log",
    .level = "log debug2;",
    .state_size = sizeof(struct state),
    .recognise = recognise_racoon,
    .joins = joins_racoon,
    .line = racoon_line,
    .finish = finish,
};

const struct ikelog_importer ikelog_import_mikrotik = {
    .format = "MikroTik log",
    .level = "/system logging add topics=ipsec,debug",
    .state_size = sizeof(struct state),
    .recognise = recognise_mikrotik,
    .joins = joins_mikrotik,
    .line = mikrotik_line,
    .finish = finish,
};
