/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of IPsec SAs as records and as rows of the stock table. */
#include "crypto/esp_keys.h"
#include "reports/keys_priv.h"
#include "wire/ident.h"
#include "wire/numbers.h"

#include <string.h>

static void copy_key(uint8_t *to, uint8_t *length, size_t size, const struct ikelog_secret *from)
{
    if (!from || from->value.length > size)
        return;
    memcpy(to, from->value.data, from->value.length);
    *length = (uint8_t)from->value.length;
}

/* Keys of the IPsec SA towards the owner of spi[n]: derived, else as a daemon logged them. */
static bool keys_of(const struct ikelog_report *report, const struct ikelog_ipsec_sa *ipsec,
                    unsigned n, struct ikelog_esp_keys *keys)
{
    memset(keys, 0, sizeof *keys);
    if (ipsec->keys_known) {
        *keys = ipsec->keys[n];
        return true;
    }
    if (!report->keyring || !ipsec->spi[n])
        return false;
    copy_key(keys->encryption, &keys->encryption_length, sizeof keys->encryption,
             ikelog_keyring_find_esp(report->keyring, IKELOG_SECRET_ESP_ENC, ipsec->spi[n]));
    copy_key(keys->integrity, &keys->integrity_length, sizeof keys->integrity,
             ikelog_keyring_find_esp(report->keyring, IKELOG_SECRET_ESP_AUTH, ipsec->spi[n]));
    return keys->encryption_length || keys->integrity_length;
}

static void add_esp(struct ikelog_key_writer *writer, uint32_t spi,
                    const struct ikelog_esp_keys *keys)
{
    struct ikelog_secret secret = {.kind = IKELOG_SECRET_ESP_ENC, .spi = spi};

    secret.value = (struct ikelog_octets){keys->encryption, keys->encryption_length};
    if (secret.value.length)
        ikelog_keys_add(writer, &secret);
    secret.kind = IKELOG_SECRET_ESP_AUTH;
    secret.value = (struct ikelog_octets){keys->integrity, keys->integrity_length};
    if (secret.value.length)
        ikelog_keys_add(writer, &secret);
}

/* No record has room for AH: its key is there for people. */
static void note_ah(GString *text, uint32_t spi, const struct ikelog_esp_keys *keys)
{
    if (!keys->integrity_length)
        return;
    g_string_append_printf(text, "# AH %08x ", spi);
    ikelog_text_hex((struct ikelog_octets){keys->integrity, keys->integrity_length}, UINT32_MAX,
                    text);
    g_string_append_c(text, '\n');
}

void ikelog_keys_add_esp(struct ikelog_key_writer *writer, const struct ikelog_exchange *exchange)
{
    for (unsigned i = 0; i < ikelog_exchange_quick(exchange)->ipsec_count * 2; i++) {
        const struct ikelog_ipsec_sa *ipsec = &ikelog_exchange_quick(exchange)->ipsec[i / 2];
        struct ikelog_esp_keys keys = {0};

        if (ipsec->spi[i % 2] && keys_of(writer->report, ipsec, i % 2, &keys)) {
            if (ipsec->protocol == IKELOG_PROTO_ESP)
                add_esp(writer, ipsec->spi[i % 2], &keys);
            else
                note_ah(writer->text, ipsec->spi[i % 2], &keys);
        }
        ikelog_esp_keys_clear(&keys);
    }
}

/* A field of a row: in quotes; key material with 0x in front, as the table wants it. */
static void append_key(GString *text, const uint8_t *octets, uint32_t length)
{
    g_string_append(text, length ? "\"0x" : "\"");
    ikelog_text_hex((struct ikelog_octets){octets, length}, UINT32_MAX, text);
    g_string_append_c(text, '"');
}

/* The second half of a row: "cipher","key","integrity","key". */
static void append_algorithms(const struct ikelog_esp_suite *suite,
                              const struct ikelog_esp_keys *keys, GString *text)
{
    const char *auth = suite->auth && suite->auth->stock.text ? suite->auth->stock.text : "NULL";

    g_string_append_printf(text, "\"%s\",", suite->cipher->stock.text);
    append_key(text, keys->encryption, keys->encryption_length);
    g_string_append_printf(text, ",\"%s\",", auth);
    append_key(text, keys->integrity, keys->integrity_length);
    g_string_append_c(text, '\n');
}

/* The first half: "IPv4","source","destination","SPI". `n`: whose SPI it is. */
static void append_places(const struct ikelog_exchange *exchange, unsigned n, uint32_t spi,
                          GString *text)
{
    enum ikelog_side starter = (enum ikelog_side)exchange->starter;
    enum ikelog_side to = n == 0 ? starter : ikelog_side_other(starter);
    const struct ikelog_endpoint *dst = &exchange->sa->sides[to].last;
    const struct ikelog_endpoint *src = &exchange->sa->sides[ikelog_side_other(to)].last;

    g_string_append_printf(text, "\"IPv%u\",\"", dst->family);
    ikelog_endpoint_describe(src, text);
    g_string_append(text, "\",\"");
    ikelog_endpoint_describe(dst, text);
    g_string_append_printf(text, "\",\"0x%08x\",", spi);
}

static void append_pair(const struct ikelog_report *report, const struct ikelog_exchange *exchange,
                        const struct ikelog_ipsec_sa *ipsec, GString *text)
{
    const struct ikelog_esp_choice choice = {ipsec->protocol, ipsec->transform->id,
                                             ipsec->transform->key_bits,
                                             ipsec->transform->integrity};
    struct ikelog_esp_suite suite;

    if (ipsec->protocol != IKELOG_PROTO_ESP ||
        ikelog_esp_suite_resolve(&choice, &suite) != IKELOG_OK || !suite.cipher ||
        !suite.cipher->stock.text)
        return;
    for (unsigned n = 0; n < 2; n++) {
        struct ikelog_esp_keys keys = {0};

        if (ipsec->spi[n] && keys_of(report, ipsec, n, &keys)) {
            append_places(exchange, n, ipsec->spi[n], text);
            append_algorithms(&suite, &keys, text);
        }
        ikelog_esp_keys_clear(&keys);
    }
}

static void append_exchange(const struct ikelog_report *report,
                            const struct ikelog_exchange *exchange, GString *text)
{
    for (unsigned i = 0;
         ikelog_exchange_quick(exchange) && i < ikelog_exchange_quick(exchange)->ipsec_count; i++)
        append_pair(report, exchange, &ikelog_exchange_quick(exchange)->ipsec[i], text);
}

void ikelog_report_key_esp_rows(const struct ikelog_report *report, GString *text)
{
    gsize before = text->len;

    for (guint i = 0; i < report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, i);
        const GPtrArray *exchanges = part->sa->quick_modes;

        for (guint n = 0; exchanges && n < exchanges->len; n++)
            append_exchange(report, g_ptr_array_index(exchanges, n), text);
    }
    ikelog_keys_add_none(before, "no key of an IPsec SA is known", text);
}
