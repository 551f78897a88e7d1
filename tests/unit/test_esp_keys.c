/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys of IPsec SAs against a second computation; what has no keys is refused. */
#include "crypto/esp_keys.h"

#include "hexbytes.h"

static const uint8_t skeyid_d[20] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,
                                     10, 11, 12, 13, 14, 15, 16, 17, 18, 19};
static const uint8_t spi[4] = {1, 2, 3, 4};
static const uint8_t ni[16] = {0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa,
                               0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa, 0xaa};
static const uint8_t nr[16] = {0xbb, 0xbb, 0xbb, 0xbb, 0xbb, 0xbb, 0xbb, 0xbb,
                               0xbb, 0xbb, 0xbb, 0xbb, 0xbb, 0xbb, 0xbb, 0xbb};

static struct ikelog_keymat_facts facts_for(uint8_t protocol)
{
    return (struct ikelog_keymat_facts){
        .skeyid_d = {skeyid_d, sizeof(skeyid_d)},
        .protocol = protocol,
        .spi = {spi, sizeof(spi)},
        .ni = {ni, sizeof(ni)},
        .nr = {nr, sizeof(nr)},
    };
}

/* clang-format off */
/*
 * {protocol, transform, key bits, attribute 5}, octets of cipher key with salt, salt, integrity key; then
 * the first 16 hex digits of each key's SHA-256. Made with Python's hmac.
 */
static const struct {
    struct ikelog_esp_choice choice;
    uint8_t encryption, salt, integrity;
    const char *encryption_print, *integrity_print;
} cases[] = {
    {{3, 12, 128, 2}, 16, 0, 20, "aaa615826aafb3ac", "b9e8ffe4930a982c"},
    {{3, 12, 256, 5}, 32, 0, 32, "37cbfa81d14d9f26", "147446f8a87ba68d"},
    {{3, 3, 0, 1}, 24, 0, 16, "d022c71a64d31b01", "02f368533e41de0c"},
    {{3, 2, 0, 2}, 8, 0, 20, "907cab88b3e78a49", "3bfb7cf8fe27de8d"},
    {{3, 11, 0, 2}, 0, 0, 20, "e3b0c44298fc1c14", "04c5467a8b2066a6"},
    {{3, 13, 192, 2}, 28, 4, 20, "badf298fa99542d2", "0d782933d501adf7"},
    {{3, 14, 128, 0}, 19, 3, 0, "8467d8c39da8d3dc", "e3b0c44298fc1c14"},
    {{3, 20, 256, 0}, 36, 4, 0, "9b6332481511ad16", "e3b0c44298fc1c14"},
    {{3, 20, 0, 0}, 20, 4, 0, "04c5467a8b2066a6", "e3b0c44298fc1c14"},
    {{3, 7, 448, 2}, 56, 0, 20, "8b6edffc1d73ab15", "4e57fcc77616471b"},
    {{3, 7, 0, 0}, 16, 0, 0, "aaa615826aafb3ac", "e3b0c44298fc1c14"},
    {{3, 6, 0, 2}, 16, 0, 20, "aaa615826aafb3ac", "b9e8ffe4930a982c"},
    {{3, 22, 192, 7}, 24, 0, 64, "d022c71a64d31b01", "f7aa26a188a3da75"},
    {{3, 23, 256, 0}, 36, 4, 0, "9b6332481511ad16", "e3b0c44298fc1c14"},
    {{2, 2, 0, 1}, 0, 0, 16, "e3b0c44298fc1c14", "d9ff18cb51b994ff"},
    {{2, 3, 0, 0}, 0, 0, 20, "e3b0c44298fc1c14", "9aefcdf2c3b4913b"},
    {{2, 7, 0, 7}, 0, 0, 64, "e3b0c44298fc1c14", "67b1438e1e208e9a"},
    {{2, 12, 0, 0}, 0, 0, 28, "e3b0c44298fc1c14", "42f064f7c8909c42"},
};
/* clang-format on */

static void assert_fingerprint(const uint8_t *data, size_t length, const char *expected)
{
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, data, length);

    sum[16] = '\0';
    g_assert_cmpstr(sum, ==, expected);
}

static void test_keys_agree_with_a_second_computation(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct ikelog_keymat_facts facts = facts_for(cases[i].choice.protocol);
        struct ikelog_esp_suite suite;
        struct ikelog_esp_keys keys;

        g_test_message("row %zu", i);
        g_assert_cmpint(ikelog_esp_suite_resolve(&cases[i].choice, &suite), ==, IKELOG_OK);
        g_assert_cmpint(ikelog_esp_keys_derive(ikelog_hash_by_number(2), &facts, &suite, &keys), ==,
                        IKELOG_OK);
        g_assert_cmpuint(keys.encryption_length, ==, cases[i].encryption);
        g_assert_cmpuint(keys.salt_length, ==, cases[i].salt);
        g_assert_cmpuint(keys.integrity_length, ==, cases[i].integrity);
        assert_fingerprint(keys.encryption, keys.encryption_length, cases[i].encryption_print);
        assert_fingerprint(keys.integrity, keys.integrity_length, cases[i].integrity_print);
        ikelog_esp_keys_clear(&keys);
        g_assert_cmpuint(keys.encryption_length, ==, 0);
        g_assert_cmpuint(keys.encryption[0], ==, 0);
    }
}

static void test_each_direction_and_pfs_give_other_keys(void)
{
    static const struct ikelog_esp_choice choice = {IKELOG_PROTO_ESP, 12, 128, 2};
    static const uint8_t other_spi[4] = {1, 2, 3, 5}, shared[128] = {7};
    struct ikelog_keymat_facts facts = facts_for(IKELOG_PROTO_ESP);
    struct ikelog_esp_suite suite;
    struct ikelog_esp_keys keys, other;

    g_assert_cmpint(ikelog_esp_suite_resolve(&choice, &suite), ==, IKELOG_OK);
    ikelog_esp_keys_derive(ikelog_hash_by_number(2), &facts, &suite, &keys);
    facts.spi.data = other_spi;
    ikelog_esp_keys_derive(ikelog_hash_by_number(2), &facts, &suite, &other);
    g_assert_cmpint(memcmp(keys.encryption, other.encryption, 16), !=, 0);
    g_assert_cmpint(memcmp(keys.integrity, other.integrity, 20), !=, 0);
    facts.spi.data = spi;
    facts.g_qm_xy = (struct ikelog_octets){shared, sizeof(shared)};
    ikelog_esp_keys_derive(ikelog_hash_by_number(2), &facts, &suite, &other);
    g_assert_cmpint(memcmp(keys.encryption, other.encryption, 16), !=, 0);
}

static void test_choices_without_keys_are_refused(void)
{
    static const struct ikelog_esp_choice bad[] = {
        {0, 12, 128, 2}, {1, 12, 128, 2},   {4, 2, 0, 0},     {3, 0, 0, 2},     {3, 8, 0, 2},
        {3, 17, 128, 2}, {3, 200, 0, 0},    {3, 12, 129, 2},  {3, 12, 64, 2},   {3, 12, 512, 2},
        {3, 12, 160, 2}, {3, 12, 65535, 2}, {3, 12, 128, 4},  {3, 12, 128, 99}, {2, 0, 0, 0},
        {2, 1, 0, 0},    {2, 200, 0, 0},    {2, 2, 0, 65535}, {3, 20, 1, 0},    {3, 7, 32, 0},
        {3, 7, 456, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        struct ikelog_esp_suite suite;

        memset(&suite, 0x77, sizeof(suite));
        g_test_message("row %zu", i);
        g_assert_cmpint(ikelog_esp_suite_resolve(&bad[i], &suite), ==,
                        IKELOG_UNSUPPORTED_ALGORITHM);
        g_assert_null(suite.cipher);
        g_assert_null(suite.auth);
    }
}

/* Some products send a key length with DES and 3DES, whose keys have but one. */
static void test_key_length_of_a_fixed_key_is_ignored(void)
{
    static const struct ikelog_esp_choice odd[] = {{3, 3, 128, 2}, {3, 3, 168, 2}, {3, 3, 192, 2}};

    for (size_t i = 0; i < G_N_ELEMENTS(odd); i++) {
        struct ikelog_esp_suite suite;

        g_assert_cmpint(ikelog_esp_suite_resolve(&odd[i], &suite), ==, IKELOG_OK);
        g_assert_cmpuint(suite.key, ==, 24);
    }
}

/* Anything that can be resolved fits the room for keys; nothing else reads beyond a table. */
static void test_every_choice_is_bounded(void)
{
    unsigned resolved = 0;

    for (unsigned transform = 0; transform < 256; transform++) {
        for (unsigned bits = 0; bits <= 520; bits += 8) {
            const struct ikelog_esp_choice choice = {bits % 16 ? IKELOG_PROTO_ESP : IKELOG_PROTO_AH,
                                                     (uint8_t)transform, (uint16_t)bits,
                                                     (uint16_t)(bits / 8 % 16)};
            const struct ikelog_keymat_facts facts = facts_for(choice.protocol);
            struct ikelog_esp_suite suite;
            struct ikelog_esp_keys keys;

            if (ikelog_esp_suite_resolve(&choice, &suite) != IKELOG_OK)
                continue;
            resolved++;
            g_assert_cmpint(ikelog_esp_keys_derive(ikelog_hash_by_number(1), &facts, &suite, &keys),
                            ==, IKELOG_OK);
            g_assert_cmpuint(keys.encryption_length, <=, sizeof(keys.encryption));
            g_assert_cmpuint(keys.integrity_length, <=, sizeof(keys.integrity));
        }
    }
    g_assert_cmpuint(resolved, >, 20);
}

/* The names must be letter for letter those of the stock table. */
static void test_stock_names(void)
{
    static const struct {
        uint8_t transform, number;
        const char *text;
    } ciphers[] = {
        {2, 4, "DES-CBC [RFC2405]"},
        {3, 1, "TripleDES-CBC [RFC2451]"},
        {6, 7, "CAST5-CBC [RFC2144]"},
        {7, 5, "BLOWFISH-CBC [RFC2451]"},
        {11, 0, "NULL"},
        {12, 2, "AES-CBC [RFC3602]"},
        {13, 3, "AES-CTR [RFC3686]"},
        {20, 11, "AES-GCM with 16 octet ICV [RFC4106]"},
        {14, 0, NULL},
        {22, 0, NULL},
    };
    static const struct {
        uint16_t attribute;
        uint8_t number;
        const char *text;
    } auths[] = {
        {1, 6, "HMAC-MD5-96 [RFC2403]"},
        {2, 1, "HMAC-SHA-1-96 [RFC2404]"},
        {5, 3, "HMAC-SHA-256-128 [RFC4868]"},
        {7, 5, "HMAC-SHA-512-256 [RFC4868]"},
        {9, 9, "ANY 96 bit authentication [no checking]"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(ciphers); i++) {
        const struct ikelog_esp_cipher *row = ikelog_esp_cipher_by_transform(ciphers[i].transform);

        g_assert_nonnull(row);
        g_assert_cmpstr(row->stock.text, ==, ciphers[i].text);
        g_assert_cmpuint(row->stock.number, ==, ciphers[i].number);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(auths); i++) {
        const struct ikelog_esp_auth *row = ikelog_esp_auth_by_attribute(auths[i].attribute);

        g_assert_nonnull(row);
        g_assert_cmpstr(row->stock.text, ==, auths[i].text);
        g_assert_cmpuint(row->stock.number, ==, auths[i].number);
    }
    g_assert_null(ikelog_esp_cipher_by_transform(0));
    g_assert_null(ikelog_esp_auth_by_attribute(4));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/esp-keys/keys-agree-with-a-second-computation",
                    test_keys_agree_with_a_second_computation);
    g_test_add_func("/esp-keys/each-direction-and-pfs-give-other-keys",
                    test_each_direction_and_pfs_give_other_keys);
    g_test_add_func("/esp-keys/choices-without-keys-are-refused",
                    test_choices_without_keys_are_refused);
    g_test_add_func("/esp-keys/key-length-of-a-fixed-key-is-ignored",
                    test_key_length_of_a_fixed_key_is_ignored);
    g_test_add_func("/esp-keys/every-choice-is-bounded", test_every_choice_is_bounded);
    g_test_add_func("/esp-keys/stock-names", test_stock_names);
    return g_test_run();
}
