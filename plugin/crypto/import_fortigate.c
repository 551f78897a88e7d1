/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets out of FortiGate's `diagnose debug application ike -1`. */
#include "crypto/hex.h"
#include "crypto/import.h"

#include <glib.h>
#include <stdlib.h>
#include <string.h>

static bool recognise(const char *line)
{
    const char *ike = strstr(line, "ike ");

    /* "ike 0:tunnel:12: …", since FortiOS 7.0 "ike V=root:0:tunnel:12: …" */
    return ike && (ike == line || ike[-1] == ' ') &&
           (g_ascii_isdigit(ike[4]) || g_str_has_prefix(ike + 4, "V=")) && strchr(ike, ':');
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

static void tell_count(const struct ikelog_import *import)
{
    ikelog_import_tell(import, ikelog_import_line_number(import),
                       "expected as many octets of key as the number before the colon says");
}

/* "ISAKMP SA 8f525ab5b0b05c86/73684af9a41261e2 key 16:89C737D8…" */
static void isakmp_line(const char *text, const struct ikelog_import *import)
{
    uint8_t key[IKELOG_MAX_SECRET];
    struct ikelog_secret secret = {.kind = IKELOG_SECRET_KA};
    size_t octets;

    if (ikelog_hex_span(text, 17) != 16 || text[16] != '/' ||
        ikelog_hex_read(text, 16, secret.cky_i, sizeof secret.cky_i, &octets) != IKELOG_OK ||
        !strstr(text, " key "))
        return;
    if (!counted_hex(text, " key ", key, sizeof key, &octets)) {
        tell_count(import);
        return;
    }
    secret.value = (struct ikelog_octets){key, (uint32_t)octets};
    ikelog_import_add(import, &secret, ikelog_import_line_number(import));
}

/* "IPsec SA dec spi 4d0a0ca0 key 16:89C7… auth 20:5BB4…", likewise enc; either may be absent. */
static void ipsec_line(const char *text, const struct ikelog_import *import)
{
    static const struct {
        const char *label;
        enum ikelog_secret_kind kind;
    } keys[] = {
        {" key ",  IKELOG_SECRET_ESP_ENC },
        {" auth ", IKELOG_SECRET_ESP_AUTH}
    };
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
            tell_count(import);
            continue;
        }
        secret.kind = keys[i].kind;
        secret.value = (struct ikelog_octets){key, (uint32_t)octets};
        ikelog_import_add(import, &secret, ikelog_import_line_number(import));
    }
}

static void read_line(void *state, const char *line, const struct ikelog_import *import)
{
    static const char isakmp[] = "ISAKMP SA ", decryption[] = "IPsec SA dec spi ",
                      encryption[] = "IPsec SA enc spi ";
    const char *at;

    (void)state;
    if ((at = strstr(line, isakmp)) != NULL)
        isakmp_line(at + strlen(isakmp), import);
    else if ((at = strstr(line, decryption)) != NULL)
        ipsec_line(at + strlen(decryption), import);
    else if ((at = strstr(line, encryption)) != NULL)
        ipsec_line(at + strlen(encryption), import);
}

const struct ikelog_importer ikelog_import_fortigate = {
    .format = "FortiGate log",
    .recognise = recognise,
    .line = read_line,
};
