/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NAT-D payloads that fit, that a NAT has made untrue, and that are no hash at all. */
#include "crypto/natd.h"

#include "hexbytes.h"

static const uint8_t cookies[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
static const struct ikelog_natd_end inside = {4, {192, 0, 2, 1}, 500};
static const struct ikelog_natd_end outside = {4, {198, 51, 100, 7}, 500};
static const struct ikelog_natd_end floated = {4, {192, 0, 2, 1}, 4500};
static const struct ikelog_natd_end six = {16, {0x20, 1, 0x0d, 0xb8, [15] = 1}, 500};

/* hash(cookies | address | port), put together by GLib and not by the code under test. */
static GByteArray *natd_of(GChecksumType type, const struct ikelog_natd_end *end)
{
    GChecksum *checksum = g_checksum_new(type);
    const guint8 port[] = {(guint8)(end->port >> 8), (guint8)end->port};
    GByteArray *body = g_byte_array_new();
    gsize length = (gsize)g_checksum_type_get_length(type);

    g_checksum_update(checksum, cookies, sizeof(cookies));
    g_checksum_update(checksum, end->address, end->length);
    g_checksum_update(checksum, port, sizeof(port));
    g_byte_array_set_size(body, (guint)length);
    g_checksum_get_digest(checksum, body->data, &length);
    g_checksum_free(checksum);
    return body;
}

static enum ikelog_natd check(const struct ikelog_hash *hash, const uint8_t of[16],
                              const struct ikelog_natd_end *source,
                              const struct ikelog_natd_end *destination, struct ikelog_octets body)
{
    struct ikelog_natd_hashes hashes;

    ikelog_natd_start(&hashes, hash, of, source, destination);
    return ikelog_natd_check(&hashes, body);
}

static void test_each_end_is_recognised(void)
{
    static const struct {
        const struct ikelog_natd_end *hashed, *source, *destination;
        enum ikelog_natd verdict;
    } cases[] = {
        {&inside, &inside, &outside, IKELOG_NATD_SOURCE},
        {&outside, &inside, &outside, IKELOG_NATD_DESTINATION},
        {&inside, &outside, &inside, IKELOG_NATD_DESTINATION},
        {&inside, &floated, &outside, IKELOG_NATD_NO_MATCH}, /* the port counts */
        {&inside, &outside, &outside, IKELOG_NATD_NO_MATCH},
        {&six, &six, &outside, IKELOG_NATD_SOURCE},
        {&six, &inside, &six, IKELOG_NATD_DESTINATION},
    };
    static const struct {
        uint16_t hash;
        GChecksumType type;
    } hashes[] = {
        {1, G_CHECKSUM_MD5},    {2, G_CHECKSUM_SHA1},   {4, G_CHECKSUM_SHA256},
        {5, G_CHECKSUM_SHA384}, {6, G_CHECKSUM_SHA512},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        for (size_t n = 0; n < G_N_ELEMENTS(hashes); n++) {
            g_autoptr(GByteArray) body = natd_of(hashes[n].type, cases[i].hashed);

            g_assert_cmpint(check(ikelog_hash_by_number(hashes[n].hash), cookies, cases[i].source,
                                  cases[i].destination, octets(body)),
                            ==, cases[i].verdict);
        }
    }
}

static void test_other_cookies_do_not_match(void)
{
    static const uint8_t others[16] = {1, 2, 3, 4, 5, 6, 7, 8};
    g_autoptr(GByteArray) body = natd_of(G_CHECKSUM_SHA1, &inside);

    g_assert_cmpint(check(ikelog_hash_by_number(2), others, &inside, &outside, octets(body)), ==,
                    IKELOG_NATD_NO_MATCH);
}

static void test_bodies_of_other_lengths_are_not_checked(void)
{
    static const uint32_t lengths[] = {0, 1, 16, 19, 21, 32, 60};
    static const uint8_t zeros[60];

    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        struct ikelog_octets body = {zeros, lengths[i]};

        g_assert_cmpint(check(ikelog_hash_by_number(2), cookies, &inside, &outside, body), ==,
                        IKELOG_NATD_BAD_LENGTH);
        g_assert_cmpint(check(NULL, cookies, &inside, &outside, body), ==, IKELOG_NATD_NO_HASH);
    }
}

/* Neither a wrong length nor one beyond the array is ever hashed. */
static void test_addresses_of_no_known_length_do_not_match(void)
{
    static const uint8_t lengths[] = {0, 3, 5, 15, 17, 255};

    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        struct ikelog_natd_end odd = {.length = lengths[i], .port = 500};
        g_autoptr(GByteArray) body = natd_of(G_CHECKSUM_SHA1, &inside);

        g_assert_cmpint(check(ikelog_hash_by_number(2), cookies, &odd, &odd, octets(body)), ==,
                        IKELOG_NATD_NO_MATCH);
    }
}

static void test_every_verdict_has_a_sentence(void)
{
    g_assert_cmpstr(ikelog_natd_text(IKELOG_NATD_SOURCE), ==, "matches source");
    g_assert_cmpstr(ikelog_natd_text(IKELOG_NATD_DESTINATION), ==, "matches destination");
    g_assert_cmpstr(ikelog_natd_text(IKELOG_NATD_NO_MATCH), ==, "no match (NAT)");
    for (int i = 0; i <= IKELOG_NATD_COUNT + 1; i++)
        g_assert_nonnull(ikelog_natd_text((enum ikelog_natd)i));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/natd/each-end-is-recognised", test_each_end_is_recognised);
    g_test_add_func("/natd/other-cookies-do-not-match", test_other_cookies_do_not_match);
    g_test_add_func("/natd/bodies-of-other-lengths-are-not-checked",
                    test_bodies_of_other_lengths_are_not_checked);
    g_test_add_func("/natd/addresses-of-no-known-length-do-not-match",
                    test_addresses_of_no_known_length_do_not_match);
    g_test_add_func("/natd/every-verdict-has-a-sentence", test_every_verdict_has_a_sentence);
    return g_test_run();
}
