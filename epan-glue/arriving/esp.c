/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Judges ESP packets by what was negotiated, and gives their keys to the stock dissector. */

#include "arriving/esp.h"

#include "arriving/capture.h"
#include "settings/key_sources.h"
#include "settings/prefs.h"
#include "settings/warn_once.h"

#include "crypto/esp_given.h"
#include "wire/reader.h"

#include <epan/dissectors/packet-ipsec.h>
#include <epan/prefs-int.h>
#include <epan/prefs.h>

/* Places for keys that the stock dissector has for others; more go into its table. */
#define STOCK_PLACES 16u

/* The stock dissector walks its table for each packet, and nothing takes our rows out again. */
#define MAX_ROWS 4096u

enum { PROTOCOL_IPV4 = 1, PROTOCOL_IPV6 = 2 }; /* as the stock dissector counts */

static unsigned places_used;
static bool switched_on;       /* the stock dissector's decryption, by us */
static GHashTable *given_spis; /* of this capture, whose keys came from the user */
/* Rows in the stock table last as long as the program: none is added twice. */
static GHashTable *rows_added;

/* The stock dissector decrypts only when its own preference says so. */
static void switch_decryption(bool on)
{
    module_t *module = prefs_find_module("esp");
    pref_t *pref = module ? prefs_find_preference(module, "enable_encryption_decode") : NULL;

    if (!pref || (prefs_get_bool_value(pref, pref_current) != 0) == on)
        return;
    prefs_set_bool_value(pref, on, pref_current);
    switched_on = on;
}

/* The next capture, or this one with other preferences, finds the ESP dissector as it was. */
static void forget(void)
{
    places_used = 0;
    g_hash_table_remove_all(given_spis);
    if (switched_on)
        switch_decryption(false);
    switched_on = false; /* the user may have been quicker */
}

static void free_secret(void *text)
{
    ikelog_wipe(text, strlen(text));
    g_free(text);
}

static void free_all(void)
{
    g_hash_table_destroy(given_spis);
    g_hash_table_destroy(rows_added);
}

void ikelog_esp_register(void)
{
    given_spis = g_hash_table_new(NULL, NULL);
    rows_added = g_hash_table_new_full(g_str_hash, g_str_equal, free_secret, NULL);
    register_shutdown_routine(free_all);
    register_cleanup_routine(forget);
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

static bool has_room(void)
{
    if (g_hash_table_size(rows_added) < MAX_ROWS)
        return true;
    ikelog_warn_once(
        "IKE Log has handed %u IPsec SAs to the ESP dissector; what it finds now stays "
        "encrypted until Wireshark is started again.",
        MAX_ROWS);
    return false;
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
    size_t length;

    if (g_hash_table_contains(rows_added, row) || !has_room()) {
        free_secret(row);
        return;
    }
    length = strlen(row);
    g_hash_table_add(rows_added, g_strdup(row));
    if (prefs_set_pref(row, &error) != PREFS_SET_OK && error)
        ikelog_warn_once("IKE Log could not hand an IPsec SA to the ESP dissector: %s", error);
    g_free(error);
    ikelog_wipe(row, length); /* Wireshark writes into it */
    g_free(row);
}

static char *hex_of(const uint8_t *octets, unsigned length)
{
    GString *text = g_string_new(length ? "0x" : "");

    ikelog_text_hex((struct ikelog_octets){octets, length}, UINT32_MAX, text);
    return g_string_free(text, FALSE);
}

/* Where packets go, and the SPI that the receiver chose. */
struct direction {
    const struct ikelog_endpoint *src, *dst;
    uint32_t spi;
};

static void hand_over(const struct direction *to, const struct ikelog_esp_suite *suite,
                      struct ikelog_octets cipher_key, struct ikelog_octets auth_key)
{
    struct stock_sa sa = {suite,
                          to->dst->family,
                          g_string_new(NULL),
                          g_string_new(NULL),
                          g_strdup_printf("0x%08x", to->spi),
                          hex_of(cipher_key.data, cipher_key.length),
                          hex_of(auth_key.data, auth_key.length)};

    switch_decryption(true);
    ikelog_endpoint_describe(to->src, sa.src);
    ikelog_endpoint_describe(to->dst, sa.dst);
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

static bool resolve(const struct ikelog_esp_choice *choice, struct ikelog_esp_suite *suite)
{
    return choice->protocol == IKELOG_PROTO_ESP &&
           ikelog_esp_suite_resolve(choice, suite) == IKELOG_OK && suite->cipher &&
           suite->cipher->stock.text;
}

static struct ikelog_esp_choice choice_of(const struct ikelog_ipsec_sa *ipsec)
{
    return (struct ikelog_esp_choice){ipsec->protocol, ipsec->transform->id,
                                      ipsec->transform->key_bits, ipsec->transform->integrity};
}

/* The SPI is the receiver's. `receiver`: 0: who began the Quick Mode, 1: the other. */
static void hand_over_derived(const struct ikelog_exchange *exchange,
                              const struct ikelog_ipsec_sa *ipsec, unsigned receiver)
{
    const struct ikelog_esp_choice choice = choice_of(ipsec);
    const struct ikelog_esp_keys *keys = &ipsec->keys[receiver];
    enum ikelog_side starter = (enum ikelog_side)exchange->starter;
    enum ikelog_side to = receiver == 0 ? starter : ikelog_side_other(starter);
    const struct direction direction = {&exchange->sa->sides[ikelog_side_other(to)].last,
                                        &exchange->sa->sides[to].last, ipsec->spi[receiver]};
    struct ikelog_esp_suite suite;

    if (ipsec->keys_known && ipsec->spi[receiver] && resolve(&choice, &suite))
        hand_over(&direction, &suite,
                  (struct ikelog_octets){keys->encryption, keys->encryption_length},
                  (struct ikelog_octets){keys->integrity, keys->integrity_length});
}

/* The IPsec SA that a Quick Mode set up with this SPI, or NULL. */
static const struct ikelog_ipsec_sa *find_ipsec(const struct ikelog_exchange *exchange,
                                                uint32_t spi)
{
    const struct ikelog_quick *quick = exchange ? ikelog_exchange_quick(exchange) : NULL;

    for (unsigned i = 0; quick && i < quick->ipsec_count; i++) {
        if (quick->ipsec[i].spi[0] == spi || quick->ipsec[i].spi[1] == spi)
            return &quick->ipsec[i];
    }
    return NULL;
}

/* Keys that the user gave by SPI, when none could be derived: once for each SPI. */
static void hand_over_given(const struct ikelog_esp_judged *esp, struct ikelog_octets packet)
{
    const uint32_t spi = esp->packet.spi;
    const struct ikelog_ipsec_sa *ipsec = find_ipsec(esp->exchange, spi);
    const struct ikelog_secret *cipher =
        ikelog_keyring_find_esp(ikelog_keys(), IKELOG_SECRET_ESP_ENC, spi);
    const struct ikelog_secret *auth =
        ikelog_keyring_find_esp(ikelog_keys(), IKELOG_SECRET_ESP_AUTH, spi);
    const struct direction direction = {&esp->packet.src, &esp->packet.dst, spi};
    struct ikelog_esp_given given = {.packet = packet};
    struct ikelog_esp_choice choice;
    struct ikelog_esp_suite suite;

    if (!cipher || (ipsec && ipsec->keys_known) ||
        g_hash_table_contains(given_spis, GUINT_TO_POINTER(spi)))
        return;
    g_hash_table_add(given_spis, GUINT_TO_POINTER(spi));
    given.cipher = cipher->value;
    if (auth)
        given.auth = auth->value;
    if (ipsec)
        choice = choice_of(ipsec);
    else if (ikelog_esp_choose(&given, &choice) != IKELOG_OK)
        return;
    if (resolve(&choice, &suite))
        hand_over(&direction, &suite, given.cipher, given.auth);
}

void ikelog_esp_judge(packet_info *pinfo, struct ikelog_octets octets,
                      const struct ikelog_endpoint *src, const struct ikelog_endpoint *dst)
{
    struct ikelog_esp_judged *kept,
        esp = {.packet = {.frame = pinfo->num, .time_ns = ikelog_capture_time(pinfo)}};
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
    if (ikelog_prefs()->decrypt_esp)
        hand_over_given(&esp, octets);
    if (esp.finding != IKELOG_ESP_UNKNOWN && esp.finding != IKELOG_ESP_REPLAYED)
        return;
    kept = wmem_new(wmem_file_scope(), struct ikelog_esp_judged);
    *kept = esp;
    ikelog_capture_keep(pinfo, IKELOG_KEPT_ESP, 0, kept);
}

const struct ikelog_esp_judged *ikelog_esp_recall(packet_info *pinfo)
{
    return ikelog_capture_recall(pinfo, IKELOG_KEPT_ESP, 0);
}

void ikelog_esp_hand_over_keys(packet_info *pinfo, const struct ikelog_record *record)
{
    const struct ikelog_quick *quick = record ? ikelog_exchange_quick(record->exchange) : NULL;

    if (PINFO_FD_VISITED(pinfo) || !quick || !ikelog_prefs()->decrypt_esp ||
        ikelog_record_repeats(record) || record->step != 2)
        return;
    for (unsigned i = 0; i < 2 * quick->ipsec_count; i++)
        hand_over_derived(record->exchange, &quick->ipsec[i / 2], i % 2);
}
