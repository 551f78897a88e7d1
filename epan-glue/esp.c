/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judges ESP packets by what was negotiated, and gives their keys to the stock dissector. */

#include "esp.h"

#include "capture.h"
#include "complain.h"
#include "prefs.h"

#include "wire/reader.h"

#include <epan/dissectors/packet-ipsec.h>
#include <epan/prefs-int.h>
#include <epan/prefs.h>

/* Places for keys that the stock dissector has for others; more go into its table. */
#define STOCK_PLACES 16u

enum { PROTOCOL_IPV4 = 1, PROTOCOL_IPV6 = 2 }; /* as the stock dissector counts */

static unsigned places_used;
/* Rows in the stock table last as long as the program: none is added twice. */
static GHashTable *rows_added;

static void forget(void)
{
    places_used = 0;
}

void ikelog_esp_register(void)
{
    register_cleanup_routine(forget);
}

void ikelog_esp_note(packet_info *pinfo, struct ikelog_octets octets,
                     const struct ikelog_endpoint *src, const struct ikelog_endpoint *dst)
{
    struct ikelog_shown_esp *kept,
        esp = {
            .packet = {.frame = pinfo->num, .time_ns = ikelog_capture_time(pinfo)}
    };
    struct ikelog_reader r = ikelog_reader_over(octets.data, octets.length);

    if (PINFO_FD_VISITED(pinfo) || pinfo->flags.in_error_pkt)
        return;
    esp.packet.spi = ikelog_read_u32(&r);
    esp.packet.sequence = ikelog_read_u32(&r);
    if (!ikelog_reader_ok(&r))
        return;
    esp.packet.src = *src;
    esp.packet.dst = *dst;
    esp.finding = ikelog_session_esp(ikelog_capture_session(), &esp.packet, &esp.exchange);
    if (esp.finding != IKELOG_ESP_UNKNOWN && esp.finding != IKELOG_ESP_REPLAYED)
        return;
    kept = wmem_new(wmem_file_scope(), struct ikelog_shown_esp);
    *kept = esp;
    ikelog_capture_keep(pinfo, IKELOG_KEPT_ESP, 0, kept);
}

const struct ikelog_shown_esp *ikelog_esp_noted(packet_info *pinfo)
{
    return ikelog_capture_recall(pinfo, IKELOG_KEPT_ESP, 0);
}

/* The stock dissector decrypts only when its own preference says so. */
static void switch_on(void)
{
    module_t *module = prefs_find_module("esp");
    pref_t *pref = module ? prefs_find_preference(module, "enable_encryption_decode") : NULL;

    if (pref && !prefs_get_bool_value(pref, pref_current))
        prefs_set_bool_value(pref, TRUE, pref_current);
}

/* One direction of an IPsec SA in the forms that the stock dissector takes. */
struct stock_sa {
    const struct ikelog_esp_suite *suite;
    uint8_t family;
    GString *src, *dst;
    char *spi, *cipher_key, *auth_key;
};

static void add_place(const struct stock_sa *sa)
{
    const struct ikelog_esp_auth *auth = sa->suite->auth;

    esp_sa_record_add_from_dissector(sa->family == 6 ? PROTOCOL_IPV6 : PROTOCOL_IPV4, sa->src->str,
                                     sa->dst->str, sa->spi, sa->suite->cipher->stock.number,
                                     sa->cipher_key, auth ? auth->stock.number : 0, sa->auth_key);
    places_used++;
}

static void add_row(const struct stock_sa *sa)
{
    const struct ikelog_esp_auth *auth = sa->suite->auth;
    char *row =
        g_strdup_printf("uat:esp_sa:\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\",\"%s\"",
                        sa->family == 6 ? "IPv6" : "IPv4", sa->src->str, sa->dst->str, sa->spi,
                        sa->suite->cipher->stock.text, sa->cipher_key,
                        auth && auth->stock.text ? auth->stock.text : "NULL", sa->auth_key);
    char *error = NULL;

    if (!rows_added)
        rows_added = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    if (g_hash_table_contains(rows_added, row)) {
        g_free(row);
        return;
    }
    g_hash_table_add(rows_added, g_strdup(row));
    if (prefs_set_pref(row, &error) != PREFS_SET_OK && error)
        ikelog_complain("IKE Log could not hand an IPsec SA to the ESP dissector: %s", error);
    g_free(error);
    g_free(row);
}

static void free_secret(char *text)
{
    ikelog_wipe(text, strlen(text));
    g_free(text);
}

static char *hex_of(const uint8_t *octets, unsigned length)
{
    GString *text = g_string_new(length ? "0x" : "");

    for (unsigned i = 0; i < length; i++)
        g_string_append_printf(text, "%02x", octets[i]);
    return g_string_free(text, FALSE);
}

/* `receiver`: 0: who began the Quick Mode, 1: the other; the SPI is the receiver's. */
static void hand_over(const struct ikelog_exchange *exchange, const struct ikelog_ipsec_sa *ipsec,
                      const struct ikelog_esp_suite *suite, unsigned receiver)
{
    enum ikelog_side starter = (enum ikelog_side)exchange->starter;
    enum ikelog_side to = receiver == 0 ? starter : ikelog_side_other(starter);
    const struct ikelog_endpoint *dst = &exchange->sa->sides[to].last;
    const struct ikelog_endpoint *src = &exchange->sa->sides[ikelog_side_other(to)].last;
    const struct ikelog_esp_keys *keys = &ipsec->keys[receiver];
    struct stock_sa sa = {suite,
                          dst->family,
                          g_string_new(NULL),
                          g_string_new(NULL),
                          g_strdup_printf("0x%08x", ipsec->spi[receiver]),
                          hex_of(keys->encryption, keys->encryption_length),
                          hex_of(keys->integrity, keys->integrity_length)};

    ikelog_endpoint_describe(src, sa.src);
    ikelog_endpoint_describe(dst, sa.dst);
    if (places_used < STOCK_PLACES)
        add_place(&sa);
    else
        add_row(&sa);
    g_string_free(sa.src, TRUE);
    g_string_free(sa.dst, TRUE);
    g_free(sa.spi);
    free_secret(sa.cipher_key);
    free_secret(sa.auth_key);
}

static void hand_over_pair(const struct ikelog_exchange *exchange,
                           const struct ikelog_ipsec_sa *ipsec)
{
    const struct ikelog_esp_choice choice = {ipsec->protocol, ipsec->transform.id,
                                             ipsec->transform.key_bits, ipsec->transform.integrity};
    struct ikelog_esp_suite suite;

    if (!ipsec->keys_known || ipsec->protocol != IKELOG_PROTOCOL_ESP ||
        ikelog_esp_suite_resolve(&choice, &suite) != IKELOG_OK || !suite.cipher ||
        !suite.cipher->stock.text)
        return;
    for (unsigned receiver = 0; receiver < 2; receiver++) {
        if (ipsec->spi[receiver])
            hand_over(exchange, ipsec, &suite, receiver);
    }
}

void ikelog_esp_hand_over_keys(packet_info *pinfo, const struct ikelog_record *record)
{
    const struct ikelog_quick *quick = record ? record->exchange->quick : NULL;

    if (PINFO_FD_VISITED(pinfo) || !quick || !ikelog_prefs()->decrypt_esp || record->original ||
        record->step != 2)
        return;
    switch_on();
    for (unsigned i = 0; i < quick->ipsec_count; i++)
        hand_over_pair(record->exchange, &quick->ipsec[i]);
}
