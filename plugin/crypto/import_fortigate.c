/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets out of FortiGate's `diagnose debug application ike -1`. */
#include "crypto/derive.h"
#include "crypto/hex.h"
#include "crypto/import.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PENDING 1024u /* octets of a line that a terminal wrapped */

static const char isakmp[] = "ISAKMP SA ", decryption[] = "IPsec SA dec spi ",
                  encryption[] = "IPsec SA enc spi ";

/* A line that a terminal wrapped within a key; the rest stands on the next lines. */
struct state {
    unsigned line; /* 0: none */
    char text[MAX_PENDING];
};

static bool recognise(const char *line)
{
    const char *ike = strstr(line, "ike ");

    /* "ike 0:tunnel:12: …", since FortiOS 7.0 "ike V=root:0:tunnel:12: …" */
    return ike && (ike == line || ike[-1] == ' ') &&
           (g_ascii_isdigit(ike[4]) || g_str_has_prefix(ike + 4, "V=")) && strchr(ike, ':');
}

/* True when the hex behind "<label><octets>:" ends with the line, before it is as long as that. */
static bool is_wrapped(const char *text, const char *label)
{
    const char *at = strstr(text, label);
    char *end;
    unsigned long count;
    size_t digits;

    if (!at || !g_ascii_isdigit(at[strlen(label)]))
        return false;
    count = strtoul(at + strlen(label), &end, 10);
    digits = *end == ':' ? ikelog_hex_span(end + 1, strlen(end + 1)) : 0;
    return *end == ':' && count <= IKELOG_MAX_SECRET && digits < 2 * count &&
           end[1 + digits] == '\0';
}

/* "<label><octets>:<hex>": the hex must be as long as the number says. */
static bool counted_hex(const char *text, const char *label, uint8_t *out, size_t size,
                        size_t *octets)
{
    const char *at = strstr(text, label);
    char *end;
    unsigned long count;

    if (!at || !g_ascii_isdigit(at[strlen(label)]))
        return false;
    count = strtoul(at + strlen(label), &end, 10);
    return *end == ':' && count > 0 &&
           ikelog_hex_read(end + 1, ikelog_hex_span(end + 1, strlen(end + 1)), out, size, octets) ==
               IKELOG_OK &&
           *octets == count;
}

static void tell_count(const struct ikelog_import *import, unsigned line)
{
    ikelog_import_tell(import, line,
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
        !strstr(text, " key "))
        return;
    if (!counted_hex(text, " key ", key, sizeof key, &octets)) {
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
    } keys[] = {{" key ", IKELOG_SECRET_ESP_ENC}, {" auth ", IKELOG_SECRET_ESP_AUTH}};
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

    if (state->line)
        use_line(state->text, state->line, import);
    ikelog_wipe(state, sizeof *state);
}

static void read_line(void *opaque, const char *line, const struct ikelog_import *import)
{
    struct state *state = opaque;
    bool continues = state->line && g_ascii_isxdigit(line[0]) && !recognise(line);

    if (continues)
        g_strlcat(state->text, line, sizeof state->text);
    else {
        finish(state, import);
        if (!strstr(line, isakmp) && !strstr(line, decryption) && !strstr(line, encryption))
            return;
        state->line = ikelog_import_line_number(import);
        g_strlcpy(state->text, line, sizeof state->text);
    }
    if (!is_wrapped(state->text, " key ") && !is_wrapped(state->text, " auth "))
        finish(state, import);
}

const struct ikelog_importer ikelog_import_fortigate = {
    .format = "FortiGate log",
    .state_size = sizeof(struct state),
    .recognise = recognise,
    .line = read_line,
    .finish = finish,
};
