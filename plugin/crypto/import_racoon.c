/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets out of the debug log of racoon, and of MikroTik's RouterOS, which descends from it. */
#include "crypto/hex.h"
#include "crypto/import.h"
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
    {"compute DH's private.",          true,  SECRET,         IKELOG_SECRET_DH_PRIVATE   },
    {"compute DH's shared.",           true,  SECRET,         IKELOG_SECRET_SHARED_SECRET},
    {"SKEYID computed:",               true,  SECRET,         IKELOG_SECRET_SKEYID       },
    {"SKEYID_d computed:",             true,  SECRET,         IKELOG_SECRET_SKEYID_D     },
    {"SKEYID_a computed:",             true,  SECRET,         IKELOG_SECRET_SKEYID_A     },
    {"SKEYID_e computed:",             true,  SECRET,         IKELOG_SECRET_SKEYID_E     },
    {"final encryption key computed:", true,  SECRET,         IKELOG_SECRET_KA           },
    {"with key:",                      true,  DECRYPTION_KEY, IKELOG_SECRET_KA           },
    {"psk:",                           false, PSK,            IKELOG_SECRET_PSK          },
    {"KEYMAT compute with",            true,  SEED,           IKELOG_SECRET_KINDS        },
    {"generating K1...",               false, KEYMAT,         IKELOG_SECRET_KINDS        },
};

/* A message that was sent or received, as far as its header was seen. */
struct message {
    bool known;
    uint8_t cky_i[IKELOG_COOKIE_LEN];
    uint32_t message_id; /* 0: not a Quick Mode */
};

struct waiting {
    enum ikelog_secret_kind kind;
    unsigned line;
    uint32_t length;
    uint8_t value[IKELOG_MAX_SECRET];
};

/*
 * racoon does one thing after the other: what it computes belongs to the message that it received
 * or sent last; but its own exponent to the one that it sends next.
 */
struct state {
    enum label label;
    enum ikelog_secret_kind kind;
    unsigned line; /* of the label */
    uint32_t have;
    bool overflow;
    uint8_t value[MAX_DUMP];
    struct message last; /* received or sent */
    bool last_received, decrypting;
    char peer[MAX_ADDRESS]; /* who sent the last message; empty: not known */
    unsigned waiting_count;
    struct waiting waiting[MAX_WAITING];
    uint32_t shared_length; /* the last g^xy, with which the seed of PFS begins */
    uint8_t shared[IKELOG_MAX_SECRET];
    uint32_t encryption_bits, authentication_bits;
    bool has_spi;
    uint32_t spi;
};

static bool is_level(const char *text, size_t length)
{
    static const char *const levels[] = {"DEBUG", "DEBUG2", "INFO", "NOTIFY", "WARNING", "ERROR"};

    for (size_t i = 0; i < G_N_ELEMENTS(levels); i++)
        if (strlen(levels[i]) == length && strncmp(levels[i], text, length) == 0)
            return true;
    return false;
}

/* What is behind the first "LEVEL: " and, when locations are logged, "file.c:12:function(): ". */
static const char *racoon_text(const char *line)
{
    for (const char *word = line; *word; word++) {
        size_t length = strcspn(word, ": ");
        const char *location;

        if (word[length] == ':' && is_level(word, length)) {
            word += length + 1;
            word += *word == ' ' ? 1 : 0;
            location = strstr(word, "(): ");
            return location && strcspn(word, " ") >= (size_t)(location - word) ? location + 4
                                                                               : word;
        }
        word += length;
        if (!*word)
            break;
    }
    return NULL;
}

/* What is behind the topics "ipsec,debug ", "ipsec,debug,packet ", "ipsec,info ", "ipsec ". */
static const char *mikrotik_text(const char *line)
{
    const char *topic = line;

    while ((topic = strstr(topic, "ipsec")) != NULL) {
        const char *end = topic + strspn(topic, "abcdefghijklmnopqrstuvwxyz,!");

        if (topic == line || topic[-1] == ' ' || topic[-1] == ':') {
            end += *end == ':' ? 1 : 0;
            return *end == ' ' || *end == '\0' ? end + strspn(end, " ") : NULL;
        }
        topic = end;
    }
    return NULL;
}

static bool recognise_racoon(const char *line)
{
    bool dated = g_ascii_isdigit(line[0]) && strlen(line) > 21 && line[4] == '-' &&
                 line[7] == '-' && line[10] == ' ' && line[19] == ':';

    return (dated || strstr(line, "racoon: ") || strstr(line, "racoon[")) && racoon_text(line);
}

static bool recognise_mikrotik(const char *line)
{
    return strstr(line, "ipsec,") && mikrotik_text(line);
}

/* Hex words of 4 octets, the last one may be shorter; syslog writes a line end as #012. */
static bool is_hex_words(const char *text)
{
    bool any = false, last = false;

    while (*text) {
        size_t digits = ikelog_hex_span(text, strlen(text));

        if (g_str_has_prefix(text, "#012") || *text == ' ' || *text == '\t') {
            text += *text == '#' ? 4 : 1;
            continue;
        }
        if (last || digits == 0 || digits > 8 || digits % 2 != 0)
            return false;
        any = true;
        last = digits < 8;
        text += digits;
    }
    return any;
}

static void append_words(struct state *state, const char *text)
{
    while (*text) {
        size_t digits = *text == '#' ? 0 : ikelog_hex_span(text, strlen(text)), octets = 0;

        if (digits == 0) {
            text += *text == '#' ? 4 : 1;
            continue;
        }
        if (ikelog_hex_read(text, digits, state->value + state->have, MAX_DUMP - state->have,
                            &octets) != IKELOG_OK)
            state->overflow = true;
        state->have += (uint32_t)octets;
        text += digits;
    }
}

static void add_secret(const struct waiting *waiting, const struct message *message,
                       const struct ikelog_import *import)
{
    struct ikelog_secret secret = {
        .kind = waiting->kind,
        .value = {waiting->value, waiting->length},
    };

    if (message->message_id != 0 && (waiting->kind == IKELOG_SECRET_SHARED_SECRET ||
                                     waiting->kind == IKELOG_SECRET_DH_PRIVATE)) {
        secret.has_message_id = true;
        secret.message_id = message->message_id;
    }
    memcpy(secret.cky_i, message->cky_i, sizeof secret.cky_i);
    ikelog_import_add(import, &secret, waiting->line);
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
    memset(state->waiting, 0, sizeof state->waiting);
    state->waiting_count = 0;
}

static void take_secret(struct state *state, const struct ikelog_import *import)
{
    struct waiting *waiting = &state->waiting[state->waiting_count];

    if (state->have > IKELOG_MAX_SECRET || state->waiting_count == MAX_WAITING)
        return;
    waiting->kind = state->kind;
    waiting->line = state->line;
    waiting->length = state->have;
    memcpy(waiting->value, state->value, state->have);
    if (state->kind == IKELOG_SECRET_DH_PRIVATE || !state->last.known)
        state->waiting_count++;
    else
        add_secret(waiting, &state->last, import);
    if (state->kind == IKELOG_SECRET_SHARED_SECRET) {
        state->shared_length = state->have;
        memcpy(state->shared, state->value, state->have);
    }
}

static void take_psk(const struct state *state, const struct ikelog_import *import)
{
    struct ikelog_secret secret = {
        .kind = IKELOG_SECRET_PSK,
        .peer = state->peer[0] ? state->peer : "*",
        .value = {state->value, state->have},
    };

    if (state->have <= IKELOG_MAX_SECRET)
        ikelog_import_add(import, &secret, state->line);
}

/* The key of a decryption is that of the message received last; useful in logs that begin late. */
static void take_decryption_key(const struct state *state, const struct ikelog_import *import)
{
    struct ikelog_secret secret = {
        .kind = IKELOG_SECRET_KA,
        .value = {state->value, state->have},
    };

    if (!state->decrypting || !state->last.known || !state->last_received ||
        state->have > IKELOG_MAX_SECRET)
        return;
    memcpy(secret.cky_i, state->last.cky_i, sizeof secret.cky_i);
    ikelog_import_add(import, &secret, state->line);
}

/* The header of a message that was dumped, behind the non-ESP marker of port 4500. */
static struct message message_of(const struct state *state)
{
    static const uint8_t marker[4];
    struct message message = {.known = false};
    struct ikelog_header header;
    uint32_t skip = state->have > 4 && memcmp(state->value, marker, 4) == 0 ? 4 : 0;

    if (ikelog_header_read(state->value + skip, state->have - skip, &header) != IKELOG_OK)
        return message;
    message.known = true;
    message.message_id = header.exchange_type == IKELOG_EXCHANGE_QUICK ? header.message_id : 0;
    memcpy(message.cky_i, header.cky_i, sizeof message.cky_i);
    return message;
}

/* RFC 2409 5.5: [g(qm)^xy |] protocol | SPI | Ni_b | Nr_b */
static void take_seed(struct state *state)
{
    const uint8_t *at = state->value;
    uint32_t left = state->have;

    if (state->shared_length > 0 && left > state->shared_length &&
        memcmp(at, state->shared, state->shared_length) == 0) {
        at += state->shared_length;
        left -= state->shared_length;
    }
    state->has_spi = left >= 5 && at[0] == 3;
    if (state->has_spi)
        state->spi = (uint32_t)at[1] << 24 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 8 | at[4];
}

static void take_keymat(struct state *state, const struct ikelog_import *import)
{
    uint32_t encryption = state->encryption_bits / 8,
             authentication = state->authentication_bits / 8;
    struct ikelog_secret secret = {.kind = IKELOG_SECRET_ESP_ENC, .spi = state->spi};

    if (!state->has_spi || encryption > state->have || authentication > state->have - encryption)
        return;
    secret.value = (struct ikelog_octets){state->value, encryption};
    if (encryption > 0)
        ikelog_import_add(import, &secret, state->line);
    secret.kind = IKELOG_SECRET_ESP_AUTH;
    secret.value = (struct ikelog_octets){state->value + encryption, authentication};
    if (authentication > 0)
        ikelog_import_add(import, &secret, state->line);
    state->has_spi = false;
}

static void end_dump(struct state *state, const struct ikelog_import *import)
{
    enum label label = state->have > 0 ? state->label : NOTHING;
    struct message message;

    if (state->overflow && label != RECEIVED && label != SENT)
        label = NOTHING;
    if (label == SECRET)
        take_secret(state, import);
    else if (label == PSK)
        take_psk(state, import);
    else if (label == DECRYPTION_KEY)
        take_decryption_key(state, import);
    else if (label == SEED)
        take_seed(state);
    else if (label == KEYMAT)
        take_keymat(state, import);
    else if (label == SENT || label == RECEIVED) {
        message = message_of(state);
        message_known(state, &message, label == RECEIVED, import);
    }
    if (state->have > 0)
        state->label = NOTHING;
    state->have = 0;
    state->overflow = false;
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

/* "7c6139ded9ca7187:6992a9097bf7082a[:9cdb8346]" at the end of a line. */
static void cookies_line(struct state *state, const char *text, const struct ikelog_import *import)
{
    struct message message = {.known = true};
    const char *word = strrchr(text, ' ');
    size_t octets;

    word = word ? word + 1 : text;
    word += g_str_has_prefix(word, "spi:") ? 4 : 0;
    if (ikelog_hex_span(word, strlen(word)) != 16 || word[16] != ':' ||
        ikelog_hex_span(word + 17, strlen(word + 17)) != 16 ||
        ikelog_hex_read(word, 16, message.cky_i, sizeof message.cky_i, &octets) != IKELOG_OK)
        return;
    if (word[33] == ':')
        ikelog_hex_read_u32(word + 34, strcspn(word + 34, " "), &message.message_id);
    message_known(state, &message, false, import);
}

static bool message_line(struct state *state, const char *text, const struct ikelog_import *import)
{
    bool received =
        strstr(text, " bytes message received from ") || g_str_has_prefix(text, "===== received ");

    if (received) {
        state->last.known = false;
        note_peer(state, text);
    }
    if (received || strstr(text, " bytes message will be sent to "))
        state->label = received ? RECEIVED : SENT;
    else if (g_str_has_prefix(text, "sent phase") || g_str_has_prefix(text, "resend phase") ||
             g_str_has_prefix(text, "ISAKMP-SA established "))
        cookies_line(state, text, import);
    else
        return false;
    return true;
}

static void text_line(struct state *state, const char *text, const struct ikelog_import *import)
{
    size_t length = strlen(text);

    while (length > 0 && text[length - 1] == ' ')
        length--;
    if (length == 0)
        return; /* the dump that the line before announced begins on the next one */
    if (state->label == KEYMAT && g_str_has_prefix(text, "hmac("))
        return; /* stands between the announcement and the dump */
    state->label = NOTHING;
    state->line = ikelog_import_line_number(import);
    if (message_line(state, text, import))
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(label_rows); i++) {
        const struct label_row *row = &label_rows[i];
        size_t row_length = strlen(row->text);

        if (strncmp(text, row->text, row_length) == 0 && (!row->whole || row_length == length)) {
            state->label = row->label;
            state->kind = row->kind;
            return;
        }
    }
    if (g_str_has_prefix(text, "begin decryption."))
        state->decrypting = true;
    else if (g_str_has_prefix(text, "begin encryption."))
        state->decrypting = false;
    else if (g_str_has_prefix(text, "encklen=") && strstr(text, "authklen=")) {
        state->encryption_bits = (uint32_t)strtoul(text + 8, NULL, 10);
        state->authentication_bits = (uint32_t)strtoul(strstr(text, "authklen=") + 9, NULL, 10);
    }
}

/* `text` is behind the prefix, or NULL when the line has none. */
static void any_line(struct state *state, const char *line, const char *text,
                     const struct ikelog_import *import)
{
    const char *words = text ? text : line;

    if (is_hex_words(words)) {
        if (state->label != NOTHING)
            append_words(state, words);
        return;
    }
    end_dump(state, import);
    if (text)
        text_line(state, text, import);
    else
        state->label = NOTHING;
}

static void racoon_line(void *state, const char *line, const struct ikelog_import *import)
{
    any_line(state, line, racoon_text(line), import);
}

static void mikrotik_line(void *state, const char *line, const struct ikelog_import *import)
{
    any_line(state, line, mikrotik_text(line), import);
}

static void finish(void *state, const struct ikelog_import *import)
{
    end_dump(state, import);
}

const struct ikelog_importer ikelog_import_racoon = {
    .format = "racoon log",
    .state_size = sizeof(struct state),
    .recognise = recognise_racoon,
    .line = racoon_line,
    .finish = finish,
};

const struct ikelog_importer ikelog_import_mikrotik = {
    .format = "MikroTik log",
    .state_size = sizeof(struct state),
    .recognise = recognise_mikrotik,
    .line = mikrotik_line,
    .finish = finish,
};
