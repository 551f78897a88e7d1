/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of ciphers and hashes against what libgcrypt says of the same algorithms. */
#include "crypto/algorithms.h"

#include <gcrypt.h>
#include <glib.h>
#include <string.h>

static void test_lookup_finds_every_row_and_no_other(void)
{
    size_t cipher_count, hash_count, found = 0;
    const struct ikelog_cipher *ciphers = ikelog_cipher_rows(&cipher_count);
    const struct ikelog_hash *hashes = ikelog_hash_rows(&hash_count);

    for (size_t i = 0; i < cipher_count; i++)
        g_assert_true(ikelog_cipher_by_number(ciphers[i].number) == &ciphers[i]);
    for (size_t i = 0; i < hash_count; i++)
        g_assert_true(ikelog_hash_by_number(hashes[i].number) == &hashes[i]);
    for (uint32_t number = 0; number <= UINT16_MAX; number++) {
        found += ikelog_cipher_by_number((uint16_t)number) != NULL;
        found += ikelog_hash_by_number((uint16_t)number) != NULL;
    }
    g_assert_cmpuint(found, ==, cipher_count + hash_count);
}

/* Numbers of the IANA registry, spelled out once more. */
static void test_numbers_are_those_of_the_registry(void)
{
    static const struct {
        uint16_t number;
        const char *cipher, *hash;
    } cases[] = {
        {0, NULL, NULL},          {1, "DES", "MD5"},     {2, "IDEA", "SHA-1"},
        {3, "Blowfish", "Tiger"}, {4, NULL, "SHA2-256"}, {5, "3DES", "SHA2-384"},
        {6, "CAST", "SHA2-512"},  {7, "AES", NULL},      {8, "Camellia", NULL},
        {9, NULL, NULL},          {65535, NULL, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct ikelog_cipher *cipher = ikelog_cipher_by_number(cases[i].number);
        const struct ikelog_hash *hash = ikelog_hash_by_number(cases[i].number);

        g_assert_cmpstr(cipher ? cipher->name : NULL, ==, cases[i].cipher);
        g_assert_cmpstr(hash ? hash->name : NULL, ==, cases[i].hash);
    }
}

static void test_sizes_are_those_of_the_library(void)
{
    size_t count;
    const struct ikelog_hash *hashes = ikelog_hash_rows(&count);
    const struct ikelog_cipher *ciphers;

    for (size_t i = 0; i < count; i++) {
        g_assert_cmpuint(gcry_md_get_algo_dlen(hashes[i].gcry), ==, hashes[i].length);
        g_assert_cmpuint(hashes[i].length, <=, IKELOG_MAX_HASH);
    }
    ciphers = ikelog_cipher_rows(&count);
    for (size_t i = 0; i < count; i++) {
        g_assert_cmpuint(gcry_cipher_get_algo_blklen(ciphers[i].gcry), ==, ciphers[i].block);
        g_assert_cmpuint(ciphers[i].block, <=, IKELOG_MAX_BLOCK);
        g_assert_cmpuint(ciphers[i].key_max, <=, IKELOG_MAX_KEY);
        g_assert_cmpint(ikelog_cipher_gcry(&ciphers[i], ciphers[i].key_default), !=,
                        GCRY_CIPHER_NONE);
    }
}

/* Whatever length is accepted, the library's algorithm takes exactly it (Blowfish: any length). */
static void test_every_accepted_key_length_fits_its_algorithm(void)
{
    size_t count;
    const struct ikelog_cipher *ciphers = ikelog_cipher_rows(&count);

    for (size_t i = 0; i < count; i++) {
        for (uint32_t length = 0; length < 300; length++) {
            int algorithm = ikelog_cipher_gcry(&ciphers[i], length);

            if (algorithm == GCRY_CIPHER_NONE || algorithm == GCRY_CIPHER_BLOWFISH)
                continue;
            g_assert_cmpuint(gcry_cipher_get_algo_keylen(algorithm), ==, length);
            g_assert_cmpuint(gcry_cipher_get_algo_blklen(algorithm), ==, ciphers[i].block);
        }
    }
    g_assert_cmpint(ikelog_cipher_gcry(NULL, 16), ==, GCRY_CIPHER_NONE);
}

static void test_hashes_are_the_algorithms_of_their_names(void)
{
    static const struct {
        uint16_t number;
        const char *expected; /* hash("abc"), first 8 octets */
    } cases[] = {
        {1, "900150983cd24fb0"}, {2, "a9993e364706816a"}, {3, "2aab1484e8c158f2"},
        {4, "ba7816bf8f01cfea"}, {5, "cb00753f45a35e8b"}, {6, "ddaf35a193617aba"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        uint8_t digest[IKELOG_MAX_HASH];
        g_autoptr(GString) text = g_string_new(NULL);

        gcry_md_hash_buffer(ikelog_hash_by_number(cases[i].number)->gcry, digest, "abc", 3);
        for (int n = 0; n < 8; n++)
            g_string_append_printf(text, "%02x", digest[n]);
        g_assert_cmpstr(text->str, ==, cases[i].expected);
    }
}

static void test_starting_the_library_twice_does_no_harm(void)
{
    ikelog_crypto_init();
    ikelog_crypto_init();
    g_assert_true(gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P) != 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ikelog_crypto_init();
    g_test_add_func("/algorithms/lookup-finds-every-row-and-no-other",
                    test_lookup_finds_every_row_and_no_other);
    g_test_add_func("/algorithms/numbers-are-those-of-the-registry",
                    test_numbers_are_those_of_the_registry);
    g_test_add_func("/algorithms/sizes-are-those-of-the-library",
                    test_sizes_are_those_of_the_library);
    g_test_add_func("/algorithms/every-accepted-key-length-fits-its-algorithm",
                    test_every_accepted_key_length_fits_its_algorithm);
    g_test_add_func("/algorithms/hashes-are-the-algorithms-of-their-names",
                    test_hashes_are_the_algorithms_of_their_names);
    g_test_add_func("/algorithms/starting-the-library-twice-does-no-harm",
                    test_starting_the_library_twice_does_no_harm);
    return g_test_run();
}
