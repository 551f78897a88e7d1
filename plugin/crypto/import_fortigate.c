/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets out of FortiGate's `diagnose debug application ike -1`. */
#include "crypto/derive.h"
#include "crypto/hex.h"
#include "crypto/import.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PENDING 1024u /* octets of a line that a terminal wrapped */

/* Without blanks: where a copy broke a line, nobody knows whether there was one. */
static const char isakmp[] = "ISAKMPSA", decryption[] = "IPsecSAdecspi",
                  encryption[] = "IPsecSAencspi";

/* A line that names a key, which may go on after the place where a terminal wrapped it. */
struct state {
    unsigned line; /* 0: none */
    char text[MAX_PENDING];
};

/* "ike 0:tunnel:12: …", since FortiOS 7.0 "ike V=root:0:tunnel:12: …" */
static bool recognise(const struct ikelog_log_line *line)
{
    const char *ike = strstr(line->text, "ike ");

    return ike && (ike == line->text || ike[-1] == ' ') &&
           (g_ascii_isdigit(ike[4]) || g_str_has_prefix(ike + 4, "V=")) && strchr(ike, ':');
}

/* Append `text` without its blanks. */
static void append(struct state *state, const char *text)
{
    size_t have = strlen(state->text);

    for (; *text && have + 1 < sizeof state->text; text++)
        if (*text != ' ')
            state->text[have++] = *text;
    state->text[have] = '\0';
}

/*
 * "<label><octets>:<hex>". Returns the octets that the number promises and the hex after it, of
 * which *digits are there: not more than promised where "auth" follows, whose a is a digit too.
 */
static unsigned long promised(const char *text, const char *label, const char **hex, size_t *digits)
{
    const char *at = strstr(text, label);
    char *end;
    unsigned long count;

    *digits = 0;
    if (!at || !g_ascii_isdigit(at[strlen(label)]))
        return 0;
    count = strtoul(at + strlen(label), &end, 10);
    if (*end != ':' || count > IKELOG_MAX_SECRET)
        return 0;
    *hex = end + 1;
    *digits = ikelog_hex_span(*hex, strlen(*hex));
    if (*digits > 2 * count && g_str_has_prefix(*hex + 2 * count, "auth"))
        *digits = 2 * count;
    return count;
}

static bool names_key(const char *text)
{
    return strstr(text, isakmp) || strstr(text, decryption) || strstr(text, encryption);
}

/* Whether all is there: of an IPsec SA the integrity key follows the other one. */
static bool is_complete(const char *text)
{
    size_t digits;
    const char *hex;
    unsigned long count = promised(text, strstr(text, isakmp) ? "key" : "auth", &hex, &digits);

    return count > 0 && digits >= 2 * count;
}

static bool counted_hex(const char *text, const char *label, uint8_t *out, size_t size,
                        size_t *octets)
{
    const char *hex;
    size_t digits;
    unsigned long count = promised(text, label, &hex, &digits);

    return count > 0 && digits == 2 * count &&
           ikelog_hex_read(hex, digits, out, size, octets) == IKELOG_OK;
}

static void tell_count(const struct ikelog_import *import, unsigned line)
{
    ikelog_import_report(import, line,
                         "expected as many octets of key as the number before the colon says");
}

/* "ISAKMP SA 8f525ab5b0b05c86/73684af9a41261e2 key 16:89C737D8…" */
static void isakmp_line(const char *text, unsigned line, const struct ikelog_import *import)
{
    uint8_t key[IKELOG_MAX_SECRET];
    struct ikelog_secret secret = {.kind = IKELOG_SECRET_KA};
    size_t octets;

    if (ikelog_hex_span(text, 17) != 16 || text[16] != '/' ||
        ikelog_hex_read(text, 16, secret.cky_i, sizeof secret.cky_i, &octets) != IKELOG_OK ||
        !g_str_has_prefix(text + 17 + ikelog_hex_span(text + 17, 16), "key"))
        return;
    if (!counted_hex(text, "key", key, sizeof key, &octets)) {
        tell_count(import, line);
        return;
    }
    secret.value = (struct ikelog_octets){key, (uint32_t)octets};
    ikelog_import_add(import, &secret, line);
    ikelog_wipe(key, sizeof key);
}

/* "IPsec SA dec spi 4d0a0ca0 key 16:89C7… auth 20:5BB4…", likewise enc; either may be absent. */
static void ipsec_line(const char *text, unsigned line, const struct ikelog_import *import)
{
    static const struct {
        const char *label;
        enum ikelog_secret_kind kind;
    } keys[] = {{"key", IKELOG_SECRET_ESP_ENC}, {"auth", IKELOG_SECRET_ESP_AUTH}};
    uint8_t key[IKELOG_MAX_SECRET];
    struct ikelog_secret secret = {.spi = 0};
    size_t octets;

    if (ikelog_hex_span(text, 9) != 8 || ikelog_hex_read_u32(text, 8, &secret.spi) != IKELOG_OK)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        const char *at = strstr(text, keys[i].label);

        if (!at || g_str_has_prefix(at + strlen(keys[i].label), "0:"))
            continue;
        if (!counted_hex(text, keys[i].label, key, sizeof key, &octets)) {
            tell_count(import, line);
            continue;
        }
        secret.kind = keys[i].kind;
        secret.value = (struct ikelog_octets){key, (uint32_t)octets};
        ikelog_import_add(import, &secret, line);
    }
    ikelog_wipe(key, sizeof key);
}

static void use_line(const char *text, unsigned line, const struct ikelog_import *import)
{
    const char *at;

    if ((at = strstr(text, isakmp)) != NULL)
        isakmp_line(at + strlen(isakmp), line, import);
    else if ((at = strstr(text, decryption)) != NULL)
        ipsec_line(at + strlen(decryption), line, import);
    else if ((at = strstr(text, encryption)) != NULL)
        ipsec_line(at + strlen(encryption), line, import);
}

static void finish(void *opaque, const struct ikelog_import *import)
{
    struct state *state = opaque;

    if (state->line && names_key(state->text))
        use_line(state->text, state->line, import);
    ikelog_wipe(state, sizeof *state);
}

static void read_line(void *opaque, const struct ikelog_log_line *line,
                      const struct ikelog_import *import)
{
    struct state *state = opaque;

    if (line->text[0] == '\0')
        return;
    if (!state->line || line->dressed || recognise(line)) {
        finish(state, import);
        state->line = ikelog_import_line_number(import);
    }
    append(state, line->text);
    if (names_key(state->text) && is_complete(state->text))
        finish(state, import);
}

const struct ikelog_importer ikelog_import_fortigate = {
    .format = "FortiGate log",
    .level = "diagnose debug application ike -1",
    .state_size = sizeof(struct state),
    .recognise = recognise,
    .line = read_line,
    .finish = finish,
};
