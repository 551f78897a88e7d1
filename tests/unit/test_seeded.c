/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hash of tables: SipHash as it is published, and keys that nobody can choose to collide. */
#include "wire/seeded.h"

#include <string.h>

#define COOKIES 16

/* What Python 3.11 says with PYTHONHASHSEED=0, for octets 0, 1, 2, …; the key is all zeros. */
static void test_values_of_python(void)
{
    static const struct {
        size_t length;
        uint64_t hash;
    } rows[] = {
        {1, UINT64_C(0x68a914128e01e473)},  {7, UINT64_C(0x2f098ab0c751325a)},
        {8, UINT64_C(0xead411e67ebe2eea)},  {16, UINT64_C(0x8972188433a5c5b7)},
        {27, UINT64_C(0x2454d97d299299df)},
    };
    static const uint64_t key[2];
    uint8_t octets[32];

    for (size_t i = 0; i < sizeof octets; i++)
        octets[i] = (uint8_t)i;
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmphex(ikelog_siphash(key, octets, rows[i].length), ==, rows[i].hash);
}

/*
 * Multiplication by an odd number leaves a flip of the highest bit as it is. A hash that multiplies
 * and shifts, as ours once did, gives both of these the same value under each seed: what the flip
 * becomes in the first word is taken back in the second.
 */
static void test_flips_that_undo_each_other(void)
{
    for (unsigned n = 0; n < 1000; n++) {
        uint8_t one[COOKIES], other[COOKIES];

        for (size_t i = 0; i < COOKIES; i++)
            one[i] = (uint8_t)g_test_rand_int();
        memcpy(other, one, COOKIES);
        other[7] ^= 0x80;  /* bit 63 of the first word */
        other[15] ^= 0x80; /* bit 63 of the second */
        other[12] ^= 0x04; /* and bit 34, where a shift by 29 takes it */
        g_assert_cmphex(ikelog_seeded_hash(one, COOKIES), !=, ikelog_seeded_hash(other, COOKIES));
    }
}

static guint hash_of_cookies(gconstpointer key)
{
    return ikelog_seeded_hash(key, COOKIES);
}

/* Cookies that differ in few bits, as a sender may count them, spread like random ones. */
static void test_counted_cookies_spread(void)
{
    enum { BUCKETS = 1024, EACH = 16 };
    static unsigned filled[BUCKETS];
    unsigned most = 0;

    for (uint32_t n = 0; n < BUCKETS * EACH; n++) {
        uint8_t cookies[COOKIES] = {0};

        memcpy(cookies + n % 4 * 4, &n, sizeof n);
        filled[hash_of_cookies(cookies) % BUCKETS]++;
    }
    for (unsigned i = 0; i < BUCKETS; i++)
        most = MAX(most, filled[i]);
    g_assert_cmpuint(most, <, EACH * 4);
}

/* The same octets have the same hash, wherever they lie; their length counts. */
static void test_octets_and_length_count(void)
{
    const uint8_t octets[COOKIES + 1] = {0};

    g_assert_cmphex(ikelog_seeded_hash(octets, COOKIES), ==,
                    ikelog_seeded_hash(octets + 1, COOKIES));
    g_assert_cmphex(ikelog_seeded_hash(octets, 3), !=, ikelog_seeded_hash(octets, 4));
    g_assert_cmphex(ikelog_seeded_hash(NULL, 0), !=, ikelog_seeded_hash(octets, 1));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/seeded/values-of-python", test_values_of_python);
    g_test_add_func("/seeded/flips-that-undo-each-other", test_flips_that_undo_each_other);
    g_test_add_func("/seeded/counted-cookies-spread", test_counted_cookies_spread);
    g_test_add_func("/seeded/octets-and-length-count", test_octets_and_length_count);
    return g_test_run();
}
