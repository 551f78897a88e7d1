/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text form of secrets: one record a line. */
#include "crypto/keyrecord.h"

#include "crypto/derive.h"
#include "crypto/hex.h"
#include "crypto/keyfile.h"
#include "wire/ident.h"
#include "wire/inet.h"

#include <glib.h>
#include <string.h>

#define WORD(name, word, label) word ", "
static const char expected_word[] = "expected a record that begins with one of " IKELOG_SECRET_ROWS(
    WORD) "or a row <initiator cookie>,<key> of ikev1_decryption_table";
#undef WORD
static const char expected_cookie[] = "expected 16 hex digits of the initiator cookie";
static const char expected_no_message_id[] =
    "expected the initiator cookie alone: a message ID belongs to SHARED_SECRET and DH_PRIVATE";
static const char expected_message_id[] =
    "expected 8 hex digits of the message ID behind the colon";
static const char expected_spi[] = "expected 8 hex digits of the SPI";
static const char expected_peer[] =
    "expected an address, an ID text (in quotes when it has blanks) or * behind PSK";
static const char expected_hex[] = "expected an even number of hex digits as the last field";
static const char expected_psk[] =
    "expected the pre-shared key in hex, or as \"text\" in which \\\" is a quote and \\\\ a "
    "backslash";
static const char expected_end[] =
    "expected the end of the line, or a comment, behind the last field";

/* Part of a line; with quotes when it is quoted. */
struct field {
    const char *at;
    size_t length;
};

/* A record that is being read; `value` is wiped by the caller. */
struct record {
    struct ikelog_secret secret;
    uint8_t value[IKELOG_MAX_SECRET];
    char peer[IKELOG_MAX_PEER];
    const char *expected;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

/* The next field and, as *cursor, what is behind it; false at the end of the line. */
static bool next_field(const char **cursor, struct field *field)
{
    const char *p = *cursor;

    while (is_blank(*p))
        p++;
    field->at = p;
    if (*p == '"') {
        for (p++; *p && *p != '"'; p++)
            if (*p == '\\' && p[1])
                p++;
        if (*p)
            p++;
    }
    while (*p && !is_blank(*p))
        p++;
    field->length = (size_t)(p - field->at);
    *cursor = p;
    return field->length > 0;
}

static bool at_end(const char *p)
{
    while (is_blank(*p))
        p++;
    return *p == '\0' || *p == '#';
}

static bool is_quoted(const struct field *field)
{
    return field->length > 0 && field->at[0] == '"';
}

/* The octets within the quotes; BAD_SYNTAX when quotes or backslashes are not as they should be. */
static enum ikelog_status unquote(const struct field *field, uint8_t *out, size_t size,
                                  size_t *octets)
{
    const char *end = field->at + field->length - 1;
    size_t n = 0;

    if (field->length < 2 || *end != '"')
        return IKELOG_BAD_SYNTAX;
    for (const char *p = field->at + 1; p < end; p++) {
        if (*p == '"')
            return IKELOG_BAD_SYNTAX;
        if (*p == '\\') {
            p++;
            if (p >= end || (*p != '"' && *p != '\\'))
                return IKELOG_BAD_SYNTAX;
        }
        if (n >= size)
            return IKELOG_TOO_LONG;
        out[n++] = (uint8_t)*p;
    }
    *octets = n;
    return n > 0 ? IKELOG_OK : IKELOG_BAD_SYNTAX;
}

static enum ikelog_status fail(struct record *record, enum ikelog_status status,
                               const char *expected)
{
    record->expected = expected;
    return status;
}

static enum ikelog_status read_cookie(struct record *record, const char *at, size_t length)
{
    size_t octets;

    if (ikelog_hex_read(at, length, record->secret.cky_i, IKELOG_COOKIE_LEN, &octets) !=
            IKELOG_OK ||
        octets != IKELOG_COOKIE_LEN)
        return fail(record, IKELOG_BAD_HEX, expected_cookie);
    return IKELOG_OK;
}

/* <initiator cookie>[:<message ID>] */
static enum ikelog_status read_cookie_field(struct record *record, const struct field *field)
{
    const char *colon = memchr(field->at, ':', field->length);
    size_t length = colon ? (size_t)(colon - field->at) : field->length;
    enum ikelog_status status = read_cookie(record, field->at, length);

    if (status != IKELOG_OK || !colon)
        return status;
    if (record->secret.kind != IKELOG_SECRET_SHARED_SECRET &&
        record->secret.kind != IKELOG_SECRET_DH_PRIVATE)
        return fail(record, IKELOG_BAD_SYNTAX, expected_no_message_id);
    record->secret.has_message_id = true;
    status = ikelog_hex_read_u32(colon + 1, field->length - length - 1, &record->secret.message_id);
    return status == IKELOG_OK ? status : fail(record, status, expected_message_id);
}

/* Addresses have many spellings; everybody looks for the one that inet_ntop writes. */
static void canonicalise(char peer[IKELOG_MAX_PEER])
{
    static const int families[] = {AF_INET, AF_INET6};
    uint8_t address[16];

    for (size_t i = 0; i < G_N_ELEMENTS(families); i++)
        if (inet_pton(families[i], peer, address) == 1) {
            inet_ntop(families[i], address, peer, IKELOG_MAX_PEER);
            return;
        }
}

bool ikelog_keyrecord_peer(const char *text, char peer[IKELOG_MAX_PEER])
{
    size_t length = strlen(text);

    if (length >= IKELOG_MAX_PEER || !g_utf8_validate(text, (gssize)length, NULL))
        return false;
    for (size_t i = 0; i < length; i++)
        if (g_ascii_iscntrl(text[i]))
            return false;
    memmove(peer, text, length + 1);
    canonicalise(peer);
    return true;
}

static enum ikelog_status read_peer(struct record *record, const struct field *field)
{
    enum ikelog_status status = IKELOG_OK;
    size_t length = field->length;

    memset(record->peer, 0, sizeof record->peer);
    if (is_quoted(field))
        status = unquote(field, (uint8_t *)record->peer, IKELOG_MAX_PEER - 1, &length);
    else if (length == 0 || length >= IKELOG_MAX_PEER)
        status = IKELOG_BAD_SYNTAX;
    else
        memcpy(record->peer, field->at, length);
    if (status != IKELOG_OK)
        return fail(record, status, expected_peer);
    if (memchr(record->peer, '\0', length) || !ikelog_keyrecord_peer(record->peer, record->peer))
        return fail(record, IKELOG_BAD_SYNTAX, expected_peer);
    record->secret.peer = record->peer;
    return IKELOG_OK;
}

/* What the second field of a record is: the SPI, the peer or the cookie. */
static enum ikelog_status read_owner(struct record *record, const struct field *field)
{
    enum ikelog_status status;

    switch (record->secret.kind) {
    case IKELOG_SECRET_PSK:
        return read_peer(record, field);
    case IKELOG_SECRET_ESP_ENC:
    case IKELOG_SECRET_ESP_AUTH:
        status = ikelog_hex_read_u32(field->at, field->length, &record->secret.spi);
        return status == IKELOG_OK ? status : fail(record, status, expected_spi);
    default:
        return read_cookie_field(record, field);
    }
}

static enum ikelog_status read_value(struct record *record, const struct field *field)
{
    bool psk = record->secret.kind == IKELOG_SECRET_PSK;
    size_t size = ikelog_secret_most(record->secret.kind), octets = 0;
    enum ikelog_status status =
        psk && is_quoted(field)
            ? unquote(field, record->value, size, &octets)
            : ikelog_hex_read(field->at, field->length, record->value, size, &octets);

    record->secret.value = (struct ikelog_octets){record->value, (uint32_t)octets};
    if (status == IKELOG_TOO_LONG)
        return fail(record, status, ikelog_secret_too_long);
    return status == IKELOG_OK ? status : fail(record, status, psk ? expected_psk : expected_hex);
}

static bool kind_of(const struct field *field, enum ikelog_secret_kind *kind)
{
    for (unsigned i = 0; i < IKELOG_SECRET_KINDS; i++) {
        const char *word = ikelog_secret_word((enum ikelog_secret_kind)i);

        if (strlen(word) == field->length &&
            g_ascii_strncasecmp(word, field->at, field->length) == 0) {
            *kind = (enum ikelog_secret_kind)i;
            return true;
        }
    }
    return false;
}

static enum ikelog_status read_words(struct record *record, const char *line)
{
    struct field field;
    enum ikelog_status status;

    if (!next_field(&line, &field) || !kind_of(&field, &record->secret.kind))
        return fail(record, IKELOG_BAD_SYNTAX, expected_word);
    next_field(&line, &field);
    status = read_owner(record, &field);
    if (status != IKELOG_OK)
        return status;
    next_field(&line, &field);
    status = read_value(record, &field);
    if (status == IKELOG_OK && !at_end(line))
        return fail(record, IKELOG_BAD_SYNTAX, expected_end);
    return status;
}

/* A field of a CSV row, without its quotes; *cursor goes to what is behind it. */
static struct field csv_field(const char **cursor)
{
    const char *p = *cursor;
    struct field field;

    while (is_blank(*p) || *p == '"')
        p++;
    field.at = p;
    while (*p && *p != ',' && *p != '"' && !is_blank(*p))
        p++;
    field.length = (size_t)(p - field.at);
    while (is_blank(*p) || *p == '"')
        p++;
    *cursor = p;
    return field;
}

bool ikelog_keyrecord_is_stock_row(const char *line)
{
    struct field cookie = csv_field(&line);
    size_t prefix = cookie.length > 2 && g_ascii_tolower(cookie.at[1]) == 'x' ? 2 : 0;

    return *line == ',' && cookie.length > prefix &&
           ikelog_hex_span(cookie.at + prefix, cookie.length - prefix) == cookie.length - prefix;
}

static enum ikelog_status read_stock_row(struct record *record, const char *line)
{
    struct field field = csv_field(&line);
    enum ikelog_status status = read_cookie(record, field.at, field.length);

    record->secret.kind = IKELOG_SECRET_KA;
    if (status != IKELOG_OK)
        return status;
    line++; /* the comma */
    field = csv_field(&line);
    status = read_value(record, &field);
    if (status == IKELOG_OK && !at_end(line))
        return fail(record, IKELOG_BAD_SYNTAX, expected_end);
    return status;
}

bool ikelog_keyrecord_is_blank(const char *line)
{
    return at_end(line);
}

bool ikelog_keyrecord_recognise(const char *line)
{
    enum ikelog_secret_kind kind;
    struct field field;

    if (ikelog_keyrecord_is_stock_row(line))
        return true;
    return next_field(&line, &field) && kind_of(&field, &kind);
}

enum ikelog_status ikelog_keyrecord_add(const char *line, const char *origin,
                                        struct ikelog_keyring *keyring, const char **expected)
{
    struct record record = {.secret = {.origin = origin}};
    enum ikelog_status status;

    *expected = NULL;
    if (at_end(line))
        return IKELOG_OK;
    status = ikelog_keyrecord_is_stock_row(line) ? read_stock_row(&record, line)
                                                 : read_words(&record, line);
    *expected = record.expected;
    if (status == IKELOG_OK) {
        status = ikelog_keyring_add(keyring, &record.secret);
        if (status != IKELOG_OK)
            *expected = ikelog_keyring_full;
    }
    ikelog_wipe(&record, sizeof record);
    return status;
}

static void append_peer(GString *text, const char *peer)
{
    if (peer[0] != '\0' && !strpbrk(peer, " \t\"\\#")) {
        g_string_append(text, peer);
        return;
    }
    g_string_append_c(text, '"');
    for (; *peer; peer++) {
        if (*peer == '"' || *peer == '\\')
            g_string_append_c(text, '\\');
        g_string_append_c(text, *peer);
    }
    g_string_append_c(text, '"');
}

char *ikelog_keyrecord_text(const struct ikelog_secret *secret)
{
    /* All of it fits, so that no reallocation leaves a copy of the value behind. */
    GString *text = g_string_sized_new(2u * secret->value.length + 2u * IKELOG_MAX_PEER + 64u);

    g_string_append_printf(text, "%s ", ikelog_secret_word(secret->kind));
    if (secret->kind == IKELOG_SECRET_PSK)
        append_peer(text, secret->peer);
    else if (secret->kind == IKELOG_SECRET_ESP_ENC || secret->kind == IKELOG_SECRET_ESP_AUTH)
        g_string_append_printf(text, "%08x", secret->spi);
    else
        ikelog_text_hex((struct ikelog_octets){secret->cky_i, IKELOG_COOKIE_LEN}, UINT32_MAX, text);
    if (secret->has_message_id)
        g_string_append_printf(text, ":%08x", secret->message_id);
    g_string_append_c(text, ' ');
    ikelog_text_hex(secret->value, UINT32_MAX, text);
    return g_string_free(text, FALSE);
}
