/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Diffie-Hellman groups: their definition, published values, and what is refused. */
#include "crypto/dh.h"

#include "crypto/algorithms.h"
#include "dh_published.h"
#include "hexbytes.h"

#include <gcrypt.h>

static const uint16_t all_groups[] = {
    1, 2, 5, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32,
};

static const struct ikelog_group *group_of(uint16_t number)
{
    const struct ikelog_group *group = ikelog_group_by_number(number);

    g_assert_nonnull(group);
    g_assert_cmpuint(group->number, ==, number);
    return group;
}

static gcry_mpi_t scan_hex(const char *hex)
{
    gcry_mpi_t mpi = NULL;

    g_assert_cmpuint(gcry_mpi_scan(&mpi, GCRYMPI_FMT_HEX, hex, 0, NULL), ==, 0);
    return mpi;
}

/* sum += sign * 2^bits * factor * arctan(1/x) */
static void add_arctan(gcry_mpi_t sum, unsigned bits, unsigned long factor, unsigned long x)
{
    gcry_mpi_t power = gcry_mpi_set_ui(NULL, factor), term = gcry_mpi_new(0);
    gcry_mpi_t square = gcry_mpi_set_ui(NULL, x * x), divisor = gcry_mpi_set_ui(NULL, x);
    bool minus = factor == 4;

    gcry_mpi_lshift(power, power, bits);
    gcry_mpi_div(power, NULL, power, divisor, 0);
    for (unsigned long n = 1; gcry_mpi_cmp_ui(power, 0) != 0; n += 2) {
        gcry_mpi_set_ui(divisor, n);
        gcry_mpi_div(term, NULL, power, divisor, 0);
        if (minus)
            gcry_mpi_sub(sum, sum, term);
        else
            gcry_mpi_add(sum, sum, term);
        minus = !minus;
        gcry_mpi_div(power, NULL, power, square, 0);
    }
    gcry_mpi_release(power);
    gcry_mpi_release(term);
    gcry_mpi_release(square);
    gcry_mpi_release(divisor);
}

/* 2^n - 2^(n-64) - 1 + 2^64 * ([2^(n-130) pi] + k), pi by Machin's 16 arctan 1/5 - 4 arctan 1/239
 */
static gcry_mpi_t prime_from_pi(unsigned n, unsigned long k)
{
    const unsigned guard = 64;
    gcry_mpi_t p = gcry_mpi_new(0), power = gcry_mpi_new(0);

    add_arctan(p, n - 130 + guard, 16, 5);
    add_arctan(p, n - 130 + guard, 4, 239);
    gcry_mpi_rshift(p, p, guard);
    gcry_mpi_add_ui(p, p, k);
    gcry_mpi_lshift(p, p, 64);
    gcry_mpi_set_bit(power, n);
    gcry_mpi_add(p, p, power);
    gcry_mpi_set_ui(power, 0);
    gcry_mpi_set_bit(power, n - 64);
    gcry_mpi_sub(p, p, power);
    gcry_mpi_sub_ui(p, p, 1);
    gcry_mpi_release(power);
    return p;
}

/* RFC 2409 6 and RFC 3526 define the primes by these constants. */
static void test_primes_follow_from_pi(void)
{
    static const struct {
        uint16_t group;
        unsigned bits;
        unsigned long k;
    } cases[] = {
        {1, 768, 149686},    {2, 1024, 129093},  {5, 1536, 741804},  {14, 2048, 124476},
        {15, 3072, 1690314}, {16, 4096, 240904}, {17, 6144, 929484}, {18, 8192, 4743158},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct ikelog_group *group = group_of(cases[i].group);
        gcry_mpi_t stored = scan_hex(group->prime_hex);
        gcry_mpi_t computed = prime_from_pi(cases[i].bits, cases[i].k);

        g_test_message("%s", group->name);
        g_assert_cmpint(gcry_mpi_cmp(stored, computed), ==, 0);
        g_assert_cmpuint(group->public_length * 8u, ==, cases[i].bits);
        g_assert_cmpuint(group->shared_length * 8u, ==, cases[i].bits);
        g_assert_cmpstr(group->generator_hex, ==, "02");
        gcry_mpi_release(stored);
        gcry_mpi_release(computed);
    }
}

/* p and (p - 1) / 2 prime. Larger ones are left to the formula above: they take too long. */
static void test_small_primes_are_safe_primes(void)
{
    static const uint16_t numbers[] = {1, 2, 5};

    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        gcry_mpi_t p = scan_hex(group_of(numbers[i])->prime_hex);

        g_assert_cmpuint(gcry_prime_check(p, 0), ==, 0);
        gcry_mpi_rshift(p, p, 1);
        g_assert_cmpuint(gcry_prime_check(p, 0), ==, 0);
        gcry_mpi_release(p);
    }
}

/* RFC 5114 2: p and q are prime, q divides p - 1, and g generates the subgroup of order q. */
static void test_generators_have_prime_order(void)
{
    static const struct {
        uint16_t group;
        const char *q;
    } cases[] = {
        {22, "f518aa8781a8df278aba4e7d64b7cb9d49462353"},
        {23, "801c0d34c58d93fe997177101f80535a4738cebcbf389a99b36371eb"},
        {24, "8cf83642a709a097b447997640129da299b1a47d1eb3750ba308b0fe64f5fbd3"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct ikelog_group *group = group_of(cases[i].group);
        gcry_mpi_t p = scan_hex(group->prime_hex), g = scan_hex(group->generator_hex);
        gcry_mpi_t q = scan_hex(cases[i].q), r = gcry_mpi_new(0);

        g_assert_cmpuint(gcry_prime_check(p, 0), ==, 0);
        g_assert_cmpuint(gcry_prime_check(q, 0), ==, 0);
        gcry_mpi_powm(r, g, q, p);
        g_assert_cmpint(gcry_mpi_cmp_ui(r, 1), ==, 0);
        g_assert_cmpint(gcry_mpi_cmp_ui(g, 1), >, 0);
        gcry_mpi_sub_ui(p, p, 1);
        gcry_mpi_mod(r, p, q);
        g_assert_cmpint(gcry_mpi_cmp_ui(r, 0), ==, 0);
        gcry_mpi_release(p);
        gcry_mpi_release(g);
        gcry_mpi_release(q);
        gcry_mpi_release(r);
    }
}

static GBytes *public_of(const struct ikelog_group *group, struct ikelog_octets x)
{
    GBytes *value = NULL;

    g_assert_cmpint(ikelog_dh_public(group, x, &value), ==, IKELOG_OK);
    g_assert_cmpuint(g_bytes_get_size(value), ==, group->public_length);
    return value;
}

/* g^ab by way of a's exponent and b's public value; of the right length. */
static GBytes *shared_of(const struct ikelog_group *group, struct ikelog_octets a, GBytes *g_b)
{
    GBytes *shared = NULL;

    g_assert_cmpint(ikelog_dh_shared(group, a, ikelog_bytes_octets(g_b), &shared), ==, IKELOG_OK);
    g_assert_cmpuint(g_bytes_get_size(shared), ==, group->shared_length);
    return shared;
}

static void assert_bytes(GBytes *bytes, const char *hex)
{
    struct ikelog_octets o = ikelog_bytes_octets(bytes);

    assert_hex(o.data, o.length, hex);
}

static void test_published_values_agree(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(published); i++) {
        const struct published *row = &published[i];
        const struct ikelog_group *group = group_of(row->group);
        g_autoptr(GByteArray) a = unhex(row->a), b = unhex(row->b);
        g_autoptr(GBytes) g_a = public_of(group, octets(a)), g_b = public_of(group, octets(b));
        GBytes *ours = shared_of(group, octets(a), g_b), *theirs = shared_of(group, octets(b), g_a);

        g_test_message("%s", group->name);
        if (row->g_a)
            assert_bytes(g_a, row->g_a);
        assert_bytes(ours, row->g_ab);
        assert_bytes(theirs, row->g_ab);
        ikelog_secret_bytes_unref(ours);
        ikelog_secret_bytes_unref(theirs);
    }
}

static const char exponent_a[] = "18e78ea42fe52460e3a842ca6dfcf399a6bf73106ee9456a9e721fd88eabecf0";
static const char exponent_b[] = "ad08ed7eed5db24092b3b270fa6628ccbd0abfedaf512241ae9672685cf67f5e";

static void assert_sha256(GBytes *bytes, const char *expected)
{
    g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);

    g_assert_cmpstr(sum, ==, expected);
}

/* Computed with Python's integers; SHA-256 of g^a and of g^ab. */
static void test_modp_values_agree_with_other_arithmetic(void)
{
    static const struct {
        uint16_t group;
        const char *g_a, *g_ab;
    } cases[] = {
        {1, "76cf319db4952dc69e9bfbc617b15b8325513a2c2c089131bb577ca3d8a22622",
         "bf55811a711783100e552c3e5c02e472aaebc1b158899a8f4f922d96a196f904"},
        {2, "4bfafd76656ecfc569056f0ba1f60a70a9b3a6a169cf978815536be7b25f0bbe",
         "b9227ae0a6ee54cbadeb345c42786e91458a4f825a603949bdf4c0aa7b8b37bb"},
        {5, "113e97936c11ab4b826436f450516a33131db9cdf42217d084308d12333a6808",
         "b8d819982586108a4d080b078d533ba0cdf9c4b94f87420d9b6445d78623ebfb"},
        {14, "f52d44d1ad9a69acf65d32fda59a1b34bf44b0757a199c696546c6425dd47373",
         "a56a0d85ff44f45a6435764aa7bfe66526b58b614eea216a02289e04078f08ad"},
        {15, "71cc7dba8dbdcbd2d829c99b3eda327814599ed03297201528ed59c085476297",
         "d90e6a4ae9d72aebb757947a3883870460449f78485a75c87737e23eba8d3dad"},
        {16, "d300a84136d0dc74cd09ee2c3fcc2d7492f9cc35755e47f4b579ffa08481f5f0",
         "d7a4e7186c64566142368176f76d34f35ec5ba063462b163072d9f33ca4b0545"},
        {17, "72889cb910a0bd43eab0dfff6e2203cfeaa4f677b101769ff6cece1e6353d9fb",
         "83f2ab4274df4722c76c902058a42bb21a3e64ea4ea8ea193d5bd8bd49180685"},
        {18, "35b29bde6e66005f3740f6e854213b83a8e562e07923ebfe6597f25274f90d81",
         "33fb01dd57eec6705b5930b8988f7b9b74ef0f7bb6b3b7a817e9ab2146782a97"},
        {22, "edfe67d02bba7c125a700aba19194c1c185b41bfe8b03bf7837043edb868f2af",
         "8c15b109255ba309bee1f38e609f8aff7fc4600e29cf0e390780d468f61e7c61"},
        {23, "b40dba48be040789386d0c98d32a464085c6a7137f8e0ac1c4381cdfee1bafc7",
         "d8560ae825f0734efd675b56bd23570d973c97d867747a7f0245ce7dae402282"},
        {24, "977a3349da4f4c7d9e5521b60b8056f129c79db4aae39eb1df52786478347382",
         "f825f40b2ce0b36dc71a47e01c93cd0462cb9a671a8194d25c82e9ff59e90f74"},
    };
    g_autoptr(GByteArray) a = unhex(exponent_a), b = unhex(exponent_b);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct ikelog_group *group = group_of(cases[i].group);
        g_autoptr(GBytes) g_a = public_of(group, octets(a)), g_b = public_of(group, octets(b));
        GBytes *ours = shared_of(group, octets(a), g_b), *theirs = shared_of(group, octets(b), g_a);

        g_test_message("%s", group->name);
        assert_sha256(g_a, cases[i].g_a);
        assert_sha256(ours, cases[i].g_ab);
        g_assert_true(g_bytes_equal(ours, theirs));
        ikelog_secret_bytes_unref(ours);
        ikelog_secret_bytes_unref(theirs);
    }
}

/* One in 256 values of g^xy begins with a zero octet; it must not be lost. */
static void test_leading_zeros_are_kept(void)
{
    const struct ikelog_group *group = group_of(2);
    g_autoptr(GByteArray) a = unhex(exponent_a);
    g_autoptr(GByteArray) b = unhex("099f249fb38a10bd3d0278f8a4879f6cdd3ded6c");
    g_autoptr(GBytes) g_b = public_of(group, octets(b));
    GBytes *shared = shared_of(group, octets(a), g_b);

    g_assert_cmpuint(ikelog_bytes_octets(shared).data[0], ==, 0);
    assert_sha256(shared, "905713cff9af7ad2beb23ea1aa16eda315c84c731546c0886a0613bc80a7a4af");
    ikelog_secret_bytes_unref(shared);
}

/* `length` octets of `fill`, with `last` at the end. */
static GByteArray *filled(uint32_t length, uint8_t fill, uint8_t last)
{
    GByteArray *array = g_byte_array_new();

    g_byte_array_set_size(array, length);
    if (length > 0) {
        memset(array->data, fill, length);
        array->data[length - 1] = last;
    }
    return array;
}

static enum ikelog_status try_shared(const struct ikelog_group *group, const GByteArray *x,
                                     const GByteArray *peer)
{
    GBytes *shared = NULL;
    enum ikelog_status status = ikelog_dh_shared(group, octets(x), octets(peer), &shared);

    g_assert_true((status == IKELOG_OK) == (shared != NULL));
    ikelog_secret_bytes_unref(shared);
    return status;
}

static void test_bad_public_values_are_refused(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(all_groups); i++) {
        const struct ikelog_group *group = group_of(all_groups[i]);
        const struct {
            uint32_t length;
            uint8_t fill, last;
            enum ikelog_status status;
        } cases[] = {
            {group->public_length + 1u, 1, 1, IKELOG_PUBLIC_TOO_LONG},
            {65531, 0xff, 0xff, IKELOG_PUBLIC_TOO_LONG},
            {group->public_length, 0, 0, IKELOG_CRYPTO}, /* zero, infinity */
            {0, 0, 0, IKELOG_CRYPTO},
        };
        g_autoptr(GByteArray) x = filled(32, 0x5a, 0x5a);

        if (group->number == 32)
            g_byte_array_set_size(x, 56);
        for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
            g_autoptr(GByteArray) peer = filled(cases[n].length, cases[n].fill, cases[n].last);

            g_test_message("%s, row %zu", group->name, n);
            g_assert_cmpint(try_shared(group, x, peer), ==, cases[n].status);
        }
    }
}

static void test_modp_value_of_the_prime_or_above_is_refused(void)
{
    const struct ikelog_group *group = group_of(14);
    g_autoptr(GByteArray) x = filled(32, 0x5a, 0x5a);
    g_autoptr(GByteArray) p = unhex(group->prime_hex);
    g_autoptr(GByteArray) above = filled(group->public_length, 0xff, 0xff);
    g_autoptr(GByteArray) one_octet = filled(1, 7, 7);

    g_assert_cmpint(try_shared(group, x, p), ==, IKELOG_CRYPTO);
    g_assert_cmpint(try_shared(group, x, above), ==, IKELOG_CRYPTO);
    g_assert_cmpint(try_shared(group, x, one_octet), ==, IKELOG_OK);
    p->data[p->len - 1]--; /* p - 1 is in the group */
    g_assert_cmpint(try_shared(group, x, p), ==, IKELOG_OK);
}

static void test_points_that_are_not_on_the_curve_are_refused(void)
{
    static const uint16_t numbers[] = {19, 20, 21, 25, 26, 27, 28, 29, 30};

    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        const struct ikelog_group *group = group_of(numbers[i]);
        g_autoptr(GByteArray) x = filled(16, 0x5a, 0x5a);
        g_autoptr(GByteArray) point = g_byte_array_new();
        g_autoptr(GByteArray) above = filled(group->public_length, 0xff, 0xff);
        g_autoptr(GBytes) good = public_of(group, octets(x));

        g_test_message("%s", group->name);
        g_byte_array_append(point, g_bytes_get_data(good, NULL), group->public_length);
        g_assert_cmpint(try_shared(group, x, point), ==, IKELOG_OK);
        point->data[point->len - 1] ^= 1;
        g_assert_cmpint(try_shared(group, x, point), ==, IKELOG_CRYPTO);
        g_assert_cmpint(try_shared(group, x, above), ==, IKELOG_CRYPTO);
        g_byte_array_set_size(point, group->shared_length); /* only x */
        g_assert_cmpint(try_shared(group, x, point), ==, IKELOG_CRYPTO);
    }
}

/* u = 1 has order 4 on Curve25519: every exponent leads to zero. */
static void test_small_order_points_are_refused(void)
{
    g_autoptr(GByteArray) x = filled(32, 0x5a, 0x5a);
    g_autoptr(GByteArray) one = filled(32, 0, 0);

    one->data[0] = 1;
    g_assert_cmpint(try_shared(group_of(31), x, one), ==, IKELOG_CRYPTO);
}

/* RFC 7748 5.2, second vector: the top bit of the peer's value is set, and masked. */
static void test_top_bit_of_curve25519_is_masked(void)
{
    g_autoptr(GByteArray) x =
        unhex("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d");
    g_autoptr(GByteArray) peer =
        unhex("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493");
    GBytes *shared = NULL;

    g_assert_cmpint(ikelog_dh_shared(group_of(31), octets(x), octets(peer), &shared), ==,
                    IKELOG_OK);
    assert_bytes(shared, "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957");
    ikelog_secret_bytes_unref(shared);
}

static void test_bad_exponents_are_refused(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(all_groups); i++) {
        const struct ikelog_group *group = group_of(all_groups[i]);
        g_autoptr(GByteArray) empty = filled(0, 0, 0), zero = filled(16, 0, 0);
        g_autoptr(GByteArray) longer = filled(group->public_length + 1u, 1, 1);
        const GByteArray *const cases[] = {empty, zero, longer};

        for (size_t n = 0; n < G_N_ELEMENTS(cases); n++) {
            GBytes *value = NULL;

            g_test_message("%s, row %zu", group->name, n);
            g_assert_cmpint(ikelog_dh_public(group, octets(cases[n]), &value), ==,
                            cases[n] == longer ? IKELOG_TOO_LONG : IKELOG_CRYPTO);
            g_assert_null(value);
        }
    }
}

static void test_unknown_groups_have_no_row(void)
{
    static const uint16_t numbers[] = {0, 3, 4, 6, 13, 33, 34, 1024, 65535};

    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
        g_assert_null(ikelog_group_by_number(numbers[i]));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ikelog_crypto_init();
    g_test_add_func("/dh/primes-follow-from-pi", test_primes_follow_from_pi);
    g_test_add_func("/dh/small-primes-are-safe-primes", test_small_primes_are_safe_primes);
    g_test_add_func("/dh/generators-have-prime-order", test_generators_have_prime_order);
    g_test_add_func("/dh/published-values-agree", test_published_values_agree);
    g_test_add_func("/dh/modp-values-agree-with-other-arithmetic",
                    test_modp_values_agree_with_other_arithmetic);
    g_test_add_func("/dh/leading-zeros-are-kept", test_leading_zeros_are_kept);
    g_test_add_func("/dh/bad-public-values-are-refused", test_bad_public_values_are_refused);
    g_test_add_func("/dh/modp-value-of-the-prime-or-above-is-refused",
                    test_modp_value_of_the_prime_or_above_is_refused);
    g_test_add_func("/dh/points-that-are-not-on-the-curve-are-refused",
                    test_points_that_are_not_on_the_curve_are_refused);
    g_test_add_func("/dh/small-order-points-are-refused", test_small_order_points_are_refused);
    g_test_add_func("/dh/top-bit-of-curve25519-is-masked", test_top_bit_of_curve25519_is_masked);
    g_test_add_func("/dh/bad-exponents-are-refused", test_bad_exponents_are_refused);
    g_test_add_func("/dh/unknown-groups-have-no-row", test_unknown_groups_have_no_row);
    return g_test_run();
}
