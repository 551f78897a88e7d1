/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Public Diffie-Hellman values that give the secret away: found, and never called safe. */
#include "crypto/dh_weakness.h"

#include "crypto/algorithms.h"
#include "crypto/modp_primes.h"
#include "hexbytes.h"
#include "state/anomalies.h"
#include "transcript.h"
#include "wire/numbers.h"

#define P256_G                                                         \
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296" \
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
#define ZEROS_31 "00000000000000000000000000000000000000000000000000000000000000"
#define ORDER_8  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"
#define FIVE_P256                                                      \
    "51590b7a515140d2d784c85608668fdfef8c82fd1f5be52421554a0dc3d033ed" \
    "e0c17da8904a727d8ae1bf36bf8a79260d012f00d4d80888d1d0bb44fda16da4"

static bool is(const char *wanted, uint16_t group, const char *hex)
{
    GByteArray *value = unhex(hex);
    const char *text =
        ikelog_dh_weakness(group ? ikelog_group_by_number(group) : NULL, octets(value));

    g_byte_array_unref(value);
    g_test_message("%s", text ? text : "fine");
    return wanted ? text && g_str_has_prefix(text, wanted) && text[strlen(wanted)] == ':' : !text;
}

/* MODP1024's prime with another last octet; a number of 128 octets that is 2^k. */
static char *near_prime(const char *last)
{
    char *hex = g_strdup(MODP1024_P);

    memcpy(hex + strlen(hex) - 2, last, 2);
    return hex;
}

static void test_values_of_modp_groups(void)
{
    char *less_1 = near_prime("fe"), *less_2 = near_prime("fd"), *power = near_prime("00");

    memset(power, '0', strlen(power));
    power[5] = '4';
    g_assert_true(is("0", 2, "00000000"));
    g_assert_true(is("1", 2, "00000001"));
    g_assert_true(is("the generator of its group itself", 2, "0002"));
    g_assert_true(is("a small power of the generator", 2, "0010"));
    g_assert_true(is("a small power of the generator", 2, power));
    g_assert_true(is("the prime of its group less 1", 2, less_1));
    g_assert_true(is("not less than the prime of its group", 2, MODP1024_P));
    g_assert_true(is("the generator of its group itself", 22, MODP1024_160_G));
    g_assert_true(is(NULL, 22, "0010"));
    g_assert_true(is(NULL, 2, "03"));
    g_assert_true(is(NULL, 2, less_2));
    g_assert_true(is(NULL, 2, ""));
    g_free(less_1);
    g_free(less_2);
    g_free(power);
}

static void test_values_of_curves(void)
{
    g_assert_true(is("the base point of its curve itself", 19, P256_G));
    g_assert_true(is("0", 19, ZEROS_31 "00" ZEROS_31 "00"));
    g_assert_true(is("no point of its curve", 19, ZEROS_31 "01" ZEROS_31 "01"));
    g_assert_true(is(NULL, 19, FIVE_P256));
    g_assert_true(is(NULL, 19, "0102"));
    g_assert_true(is("the base point of its curve itself", 31, "09" ZEROS_31));
    g_assert_true(is("a point of small order", 31, "01" ZEROS_31));
    g_assert_true(is("a point of small order", 31, ORDER_8));
    g_assert_true(is(NULL, 31, ZEROS_31 "01"));
    g_assert_true(is(NULL, 31, "0a" ZEROS_31));
}

static void test_values_of_no_known_group(void)
{
    g_assert_true(is("0", 0, "0000"));
    g_assert_true(is("1", 0, "0001"));
    g_assert_true(is(NULL, 0, "0002"));
}

/* Main mode whose messages 3 and 4 carry these values. */
static void say_main_mode(struct talk *talk, const char *initiators, const char *responders)
{
    const char *values[] = {initiators, responders};

    talk_open(talk);
    talk_say(talk, &(struct spoken){'I', 0, "A", IKELOG_EXCHANGE_MAIN, 0, 0, 1, SA_BODY});
    talk_say(talk, &(struct spoken){'R', 9, "A B", IKELOG_EXCHANGE_MAIN, 0, 0, 1, SA_BODY});
    for (unsigned i = 0; i < 2; i++) {
        char *body = g_strdup_printf("0a00%04zx%s0000000c1122334455667788",
                                     4 + strlen(values[i]) / 2, values[i]);

        talk_say(talk, &(struct spoken){i ? 'R' : 'I', 9, "A B", IKELOG_EXCHANGE_MAIN, 0, 0,
                                        IKELOG_PAYLOAD_KE, body});
        g_free(body);
    }
}

/* What is said about frame n: its contradictions, then its explanation. */
static char *said(struct talk *talk, unsigned n)
{
    struct ikelog_anomaly found[IKELOG_MAX_ANOMALIES];
    GString *text = g_string_new(NULL);
    struct ikelog_events events;
    struct ikelog_view view;
    unsigned count;

    talk_look(talk, n, &view, &events);
    count = ikelog_view_anomalies(talk->session, &view, found);
    for (unsigned i = 0; i < count; i++)
        g_string_append_printf(text, "%s\n", found[i].text);
    ikelog_events_explain(&view, &events, text);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
    return g_string_free(text, FALSE);
}

static void assert_said(const char *initiators, const char *responders, unsigned n,
                        const char *wanted, const char *unwanted)
{
    struct talk talk;
    char *text;

    say_main_mode(&talk, initiators, responders);
    text = said(&talk, n);
    g_test_message("%s", text);
    g_assert_nonnull(strstr(text, wanted));
    g_assert_null(strstr(text, unwanted));
    g_free(text);
    talk_close(&talk);
}

static void test_weak_value_is_told(void)
{
    const char *const hidden = "cannot compute the shared secret";

    assert_said("00000001", "0a0b0c0d", 2, "the Diffie-Hellman public value is 1: whoever hears it",
                hidden);
    assert_said("00000001", "0a0b0c0d", 2, "But the public value of the initiator is 1:", hidden);
    assert_said("0a0b0c0d", "00000000", 2, "But the public value of the responder is 0:", hidden);
    assert_said("0a0b0c0d", "00000000", 3, "the Diffie-Hellman public value is 0", hidden);
    assert_said("0a0b0c0d", "0b0b0c0d", 2, hidden, "public value of the");
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ikelog_crypto_init();
    g_test_add_func("/weak-public/values-of-modp-groups", test_values_of_modp_groups);
    g_test_add_func("/weak-public/values-of-curves", test_values_of_curves);
    g_test_add_func("/weak-public/values-of-no-known-group", test_values_of_no_known_group);
    g_test_add_func("/weak-public/weak-value-is-told", test_weak_value_is_told);
    return g_test_run();
}
