/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets out of what vpnc prints with --debug 99. */
#include "crypto/dump_words.h"
#include "crypto/hex.h"
#include "crypto/import.h"

#include <glib.h>
#include <string.h>

#define QUICK_MODE "exchange_type: 20"

/* What the value after a label is. */
enum meaning { NOTHING, SECRET, SHARED_SECRET, COOKIE, RECEIVE_KEY, SEND_KEY };

static const struct label_row {
    const char *label;
    enum meaning meaning;
    enum ikelog_secret_kind kind;
} label_rows[] = {
    {"i_cookie:", COOKIE, IKELOG_SECRET_KINDS},
    {"skeyid:", SECRET, IKELOG_SECRET_SKEYID},
    {"skeyid_d:", SECRET, IKELOG_SECRET_SKEYID_D},
    {"skeyid_a:", SECRET, IKELOG_SECRET_SKEYID_A},
    {"skeyid_e:", SECRET, IKELOG_SECRET_SKEYID_E},
    {"enc-key:", SECRET, IKELOG_SECRET_KA},
    {"dh_shared_secret:", SHARED_SECRET, IKELOG_SECRET_SHARED_SECRET},
    {"rx.key_cry:", RECEIVE_KEY, IKELOG_SECRET_ESP_ENC},
    {"rx.key_md:", RECEIVE_KEY, IKELOG_SECRET_ESP_AUTH},
    {"tx.key_cry:", SEND_KEY, IKELOG_SECRET_ESP_ENC},
    {"tx.key_md:", SEND_KEY, IKELOG_SECRET_ESP_AUTH},
};

struct state {
    unsigned label; /* index + 1 into label_rows; 0: none */
    unsigned line;
    struct ikelog_dump dump;
    uint8_t value[IKELOG_MAX_SECRET];
    bool has_cookie;
    uint8_t cky_i[IKELOG_COOKIE_LEN];
    bool quick;          /* the last message was of a Quick Mode */
    uint32_t message_id; /* of it, as printed */
    /* received, sent; encryption, integrity: their SPI is printed after all of them */
    struct ikelog_waiting_secret keys[2][2];
};

static bool recognise(const struct ikelog_log_line *line)
{
    static const char *const texts[] = {"vpnc version ",
                                        "hex_test: 00010203",
                                        "S4 do_phase1",
                                        "S4.",
                                        "i_cookie: ",
                                        "enc-key:",
                                        "WARNING! active debug level is "};

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        if (g_str_has_prefix(line->text, texts[i]))
            return true;
    return false;
}

static void add(const struct state *state, enum ikelog_secret_kind kind, bool quick,
                uint32_t message_id, const struct ikelog_import *import)
{
    struct ikelog_waiting_secret secret;

    ikelog_import_keep(&secret, kind, state->value, state->dump.digits / 2, state->line);
    secret.has_message_id = quick;
    secret.message_id = message_id;
    ikelog_import_add_waiting(import, &secret, state->has_cookie ? state->cky_i : NULL);
}

/*
 * With PFS it is the secret of the Quick Mode. vpnc prints the message ID in the byte order of the
 * machine that it ran on, which the log does not tell, so the secret is kept for both readings.
 */
static void take_shared_secret(const struct state *state, const struct ikelog_import *import)
{
    add(state, IKELOG_SECRET_SHARED_SECRET, state->quick, state->quick ? state->message_id : 0,
        import);
    if (state->quick)
        add(state, IKELOG_SECRET_SHARED_SECRET, true, GUINT32_SWAP_LE_BE(state->message_id),
            import);
}

static void take_esp_key(struct state *state, const struct label_row *row)
{
    struct ikelog_waiting_secret *key =
        &state->keys[row->meaning == SEND_KEY][row->kind == IKELOG_SECRET_ESP_AUTH];

    ikelog_import_keep(key, row->kind, state->value, state->dump.digits / 2, state->line);
}

static void end_value(struct state *state, const struct ikelog_import *import)
{
    const struct label_row *row = state->label ? &label_rows[state->label - 1] : NULL;

    if (row && ikelog_dump_is_whole(&state->dump, sizeof state->value)) {
        if (row->meaning == SECRET)
            add(state, row->kind, false, 0, import);
        else if (row->meaning == SHARED_SECRET)
            take_shared_secret(state, import);
        else if (row->meaning == RECEIVE_KEY || row->meaning == SEND_KEY)
            take_esp_key(state, row);
        else if (row->meaning == COOKIE && state->dump.digits == (size_t)2 * IKELOG_COOKIE_LEN) {
            memcpy(state->cky_i, state->value, IKELOG_COOKIE_LEN);
            state->has_cookie = true;
        }
    }
    state->label = 0;
    state->dump = (struct ikelog_dump){.bad = false};
}

static struct ikelog_octets octets_of(const char *text)
{
    return (struct ikelog_octets){(const uint8_t *)text, (uint32_t)strlen(text)};
}

/* "0xceff9643", without leading zeros */
static void spi_line(struct state *state, unsigned direction, const char *text,
                     const struct ikelog_import *import)
{
    guint64 spi;

    if (!g_str_has_prefix(text, "0x") ||
        !g_ascii_string_to_unsigned(text + 2, 16, 1, UINT32_MAX, &spi, NULL))
        return;
    for (unsigned i = 0; i < 2; i++)
        ikelog_import_add_ipsec(import, &state->keys[direction][i], (uint32_t)spi);
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " ")] == '\0';
}

static void label_line(struct state *state, const struct ikelog_log_line *line,
                       const struct ikelog_import *import)
{
    const char *text = line->text;
    static const char psk[] = "shared-key: ", message_id[] = "message_id: ",
                      receive[] = "remote -> local spi: ", send[] = "local -> remote spi: ";

    state->line = ikelog_import_line_number(import);
    for (unsigned i = 0; i < G_N_ELEMENTS(label_rows); i++) {
        size_t length = strlen(label_rows[i].label);

        if (strncmp(text, label_rows[i].label, length) == 0 &&
            (is_blank(text + length) || ikelog_dump_is_row(text + length))) {
            state->label = i + 1;
            ikelog_dump_append(&state->dump, text + length, state->value, sizeof state->value);
            return;
        }
    }
    if (g_str_has_prefix(text, "shared-key:") && strstr(line->raw, psk))
        ikelog_import_add_psk(import, "", octets_of(strstr(line->raw, psk) + strlen(psk)),
                              state->line);
    else if (g_str_has_prefix(text, "exchange_type: "))
        state->quick = g_str_has_prefix(text, QUICK_MODE);
    else if (g_str_has_prefix(text, message_id))
        ikelog_hex_read_u32(text + strlen(message_id), strlen(text) - strlen(message_id),
                            &state->message_id);
    else if (g_str_has_prefix(text, receive))
        spi_line(state, 0, text + strlen(receive), import);
    else if (g_str_has_prefix(text, send))
        spi_line(state, 1, text + strlen(send), import);
}

static void read_line(void *opaque, const struct ikelog_log_line *line,
                      const struct ikelog_import *import)
{
    struct state *state = opaque;

    if (line->text[0] == '\0')
        return;
    if (state->label && ikelog_dump_is_row(line->text)) {
        ikelog_dump_append(&state->dump, line->text, state->value, sizeof state->value);
        return;
    }
    state->dump.bad = state->dump.bad || ikelog_dump_begins_row(line->text);
    end_value(state, import);
    label_line(state, line, import);
}

static void finish(void *state, const struct ikelog_import *import)
{
    end_value(state, import);
}

const struct ikelog_importer ikelog_import_vpnc = {
    .format = "vpnc log",
    .level = "vpnc --debug 99",
    .state_size = sizeof(struct state),
    .recognise = recognise,
    .line = read_line,
    .finish = finish,
};
