/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The fingerprints by which messages are known again. */
#include "crypto/fingerprint.h"

#include <glib.h>
#include <string.h>

static struct ikelog_fingerprint of(struct ikelog_fingerprints *f, const char *text, size_t length)
{
    return ikelog_fingerprint_of(f,
                                 (struct ikelog_octets){(const uint8_t *)text, (uint32_t)length});
}

static void test_same_octets_are_known_again(void)
{
    struct ikelog_fingerprints *f = ikelog_fingerprints_new();
    struct ikelog_fingerprint first = of(f, "one message", 11);

    of(f, "another message", 15);
    g_assert_true(ikelog_fingerprint_equal(first, of(f, "one message", 11)));
    ikelog_fingerprints_free(f);
}

/* Each bit counts, and so does the length, however many zeros are at the end. */
static void test_any_difference_shows(void)
{
    struct ikelog_fingerprints *f = ikelog_fingerprints_new();
    struct ikelog_fingerprint zeros;
    char message[65] = {0};

    zeros = of(f, message, 64);
    for (size_t bit = 0; bit < 64 * 8; bit++) {
        message[bit / 8] ^= (char)(1u << bit % 8);
        g_assert_false(ikelog_fingerprint_equal(zeros, of(f, message, 64)));
        message[bit / 8] ^= (char)(1u << bit % 8);
    }
    for (size_t length = 0; length <= 65; length++)
        g_assert_true(ikelog_fingerprint_equal(zeros, of(f, message, length)) == (length == 64));
    ikelog_fingerprints_free(f);
}

/* Nobody can compute outside what a session will take for the same. */
static void test_key_differs(void)
{
    struct ikelog_fingerprints *f = ikelog_fingerprints_new(), *g = ikelog_fingerprints_new();

    g_assert_false(ikelog_fingerprint_equal(of(f, "one message", 11), of(g, "one message", 11)));
    ikelog_fingerprints_free(f);
    ikelog_fingerprints_free(g);
    ikelog_fingerprints_free(NULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fingerprint/same-octets-are-known-again", test_same_octets_are_known_again);
    g_test_add_func("/fingerprint/any-difference-shows", test_any_difference_shows);
    g_test_add_func("/fingerprint/key-differs-each-time", test_key_differs);
    return g_test_run();
}
