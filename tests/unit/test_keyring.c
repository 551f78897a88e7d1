/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keyring: what is added is found again, in order, within bounds and fast. */
#include "crypto/keyring.h"

#include <glib.h>
#include <string.h>

static const uint8_t cookie_a[8] = {1, 2, 3, 4, 5, 6, 7, 8};
static const uint8_t cookie_b[8] = {1, 2, 3, 4, 5, 6, 7, 9};

static enum ikelog_status add(struct ikelog_keyring *keyring, enum ikelog_secret_kind kind,
                              const uint8_t *cookie, uint32_t number)
{
    uint8_t value[4];
    struct ikelog_secret secret = {.kind = kind, .value = {value, sizeof value}, .origin = "here"};

    memcpy(value, &number, sizeof value);
    memcpy(secret.cky_i, cookie, sizeof secret.cky_i);
    return ikelog_keyring_add(keyring, &secret);
}

static uint32_t number_of(const struct ikelog_secret *secret)
{
    uint32_t number;

    g_assert_nonnull(secret);
    g_assert_cmpuint(secret->value.length, ==, sizeof number);
    memcpy(&number, secret->value.data, sizeof number);
    return number;
}

static void test_secret_is_found_by_kind_and_cookie_only(void)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();

    add(keyring, IKELOG_SECRET_KA, cookie_a, 1);
    add(keyring, IKELOG_SECRET_KA, cookie_b, 2);
    add(keyring, IKELOG_SECRET_SKEYID_E, cookie_a, 3);
    g_assert_cmpuint(number_of(ikelog_keyring_find(keyring, IKELOG_SECRET_KA, cookie_a)), ==, 1);
    g_assert_cmpuint(number_of(ikelog_keyring_find(keyring, IKELOG_SECRET_KA, cookie_b)), ==, 2);
    g_assert_null(ikelog_keyring_find(keyring, IKELOG_SECRET_KA, cookie_a)->next);
    g_assert_null(ikelog_keyring_find(keyring, IKELOG_SECRET_SKEYID_E, cookie_b));
    ikelog_keyring_free(keyring);
}

static void test_secrets_of_one_cookie_keep_their_order(void)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    const struct ikelog_secret *secret;
    uint32_t n = 0;

    for (uint32_t i = 0; i < 5; i++)
        g_assert_cmpint(add(keyring, IKELOG_SECRET_KA, cookie_a, i), ==, IKELOG_OK);
    for (secret = ikelog_keyring_find(keyring, IKELOG_SECRET_KA, cookie_a); secret;
         secret = secret->next)
        g_assert_cmpuint(number_of(secret), ==, n++);
    g_assert_cmpuint(n, ==, 5);
    for (uint32_t i = 0; i < 5; i++)
        g_assert_cmpuint(number_of(ikelog_keyring_nth(keyring, i)), ==, i);
    g_assert_null(ikelog_keyring_nth(keyring, 5));
    ikelog_keyring_free(keyring);
}

static void test_equal_record_is_not_added_twice(void)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    unsigned generation;

    add(keyring, IKELOG_SECRET_KA, cookie_a, 1);
    generation = ikelog_keyring_generation(keyring);
    g_assert_cmpint(add(keyring, IKELOG_SECRET_KA, cookie_a, 1), ==, IKELOG_OK);
    g_assert_cmpuint(ikelog_keyring_count(keyring), ==, 1);
    g_assert_cmpuint(ikelog_keyring_generation(keyring), ==, generation);
    add(keyring, IKELOG_SECRET_KA, cookie_a, 2);
    g_assert_cmpuint(ikelog_keyring_generation(keyring), >, generation);
    ikelog_keyring_free(keyring);
}

static void test_one_cookie_holds_only_so_many(void)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();

    for (uint32_t i = 0; i < IKELOG_MAX_SAME; i++)
        g_assert_cmpint(add(keyring, IKELOG_SECRET_KA, cookie_a, i), ==, IKELOG_OK);
    g_assert_cmpint(add(keyring, IKELOG_SECRET_KA, cookie_a, 99), ==, IKELOG_TOO_MANY);
    g_assert_cmpint(add(keyring, IKELOG_SECRET_KA, cookie_a, 0), ==, IKELOG_OK);
    g_assert_cmpint(add(keyring, IKELOG_SECRET_KA, cookie_b, 99), ==, IKELOG_OK);
    g_assert_cmpuint(ikelog_keyring_count(keyring), ==, IKELOG_MAX_SAME + 1);
    ikelog_keyring_free(keyring);
}

/* An IKE SA that lives for weeks has hundreds of Quick Modes, each with a secret of its own. */
static void test_quick_modes_do_not_crowd_each_other_out(void)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    const struct ikelog_secret *secret;
    struct ikelog_secret quick = {.kind = IKELOG_SECRET_SHARED_SECRET, .has_message_id = true};

    add(keyring, IKELOG_SECRET_SHARED_SECRET, cookie_a, 7);
    memcpy(quick.cky_i, cookie_a, sizeof quick.cky_i);
    for (uint32_t i = 0; i < 2000; i++) {
        uint32_t number = i;

        quick.message_id = i / 2;
        quick.value = (struct ikelog_octets){(const uint8_t *)&number, sizeof number};
        g_assert_cmpint(ikelog_keyring_add(keyring, &quick), ==, IKELOG_OK);
    }
    secret = ikelog_keyring_find_quick(keyring, IKELOG_SECRET_SHARED_SECRET, cookie_a, 500);
    g_assert_cmpuint(number_of(secret), ==, 1000);
    g_assert_cmpuint(number_of(secret->next), ==, 1001);
    g_assert_cmpuint(secret->next->message_id, ==, 500);
    g_assert_cmpuint(secret->next->next->message_id, !=, 500);
    secret = ikelog_keyring_find(keyring, IKELOG_SECRET_SHARED_SECRET, cookie_a);
    g_assert_cmpuint(number_of(secret), ==, 7);
    g_assert_false(secret->has_message_id);
    g_assert_null(ikelog_keyring_find_quick(keyring, IKELOG_SECRET_SHARED_SECRET, cookie_a, 1000));
    g_assert_null(ikelog_keyring_find_quick(keyring, IKELOG_SECRET_SHARED_SECRET, cookie_b, 500));
    ikelog_keyring_free(keyring);
}

/* Records of two Quick Modes that come in turns stand together, whatever their order. */
static void test_interleaved_quick_modes_stand_together(void)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_secret quick = {.kind = IKELOG_SECRET_DH_PRIVATE, .has_message_id = true};
    const struct ikelog_secret *secret;
    unsigned total = 0;

    for (uint8_t i = 0; i < 6; i++) {
        quick.message_id = i % 2;
        quick.value = (struct ikelog_octets){&i, 1};
        g_assert_cmpint(ikelog_keyring_add(keyring, &quick), ==, IKELOG_OK);
    }
    for (uint32_t message_id = 0; message_id < 2; message_id++) {
        secret = ikelog_keyring_find_quick(keyring, quick.kind, quick.cky_i, message_id);
        for (unsigned i = 0; i < 3; i++, secret = secret->next) {
            g_assert_cmpuint(secret->message_id, ==, message_id);
            g_assert_cmpuint(secret->value.data[0], ==, 2 * i + message_id);
        }
    }
    for (secret = ikelog_keyring_find(keyring, quick.kind, quick.cky_i); secret;
         secret = secret->next)
        total++;
    g_assert_cmpuint(total, ==, 6);
    ikelog_keyring_free(keyring);
}

static void test_psk_is_found_by_peer(void)
{
    static const struct {
        const char *peer, *value;
    } rows[] = {{"192.0.2.1", "one"}, {"gate.example.com", "two"}, {"*", "three"}};
    struct ikelog_keyring *keyring = ikelog_keyring_new();

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct ikelog_secret secret = {
            .kind = IKELOG_SECRET_PSK,
            .peer = rows[i].peer,
            .value = {(const uint8_t *)rows[i].value, (uint32_t)strlen(rows[i].value)},
        };

        g_assert_cmpint(ikelog_keyring_add(keyring, &secret), ==, IKELOG_OK);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct ikelog_secret *secret = ikelog_keyring_find_psk(keyring, rows[i].peer);

        g_assert_nonnull(secret);
        g_assert_cmpuint(secret->value.length, ==, strlen(rows[i].value));
        g_assert_cmpint(memcmp(secret->value.data, rows[i].value, secret->value.length), ==, 0);
        g_assert_cmpstr(secret->peer, ==, rows[i].peer);
        g_assert_cmpstr(secret->origin, ==, "");
    }
    g_assert_null(ikelog_keyring_find_psk(keyring, "192.0.2.2"));
    g_assert_null(ikelog_keyring_find_psk(keyring, "GATE.example.com"));
    ikelog_keyring_free(keyring);
}

static void test_esp_key_is_found_by_spi(void)
{
    static const uint8_t key[] = {1, 2};
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_secret secret = {
        .kind = IKELOG_SECRET_ESP_ENC, .spi = 0xc41ff716, .value = {key, sizeof key}};

    ikelog_keyring_add(keyring, &secret);
    g_assert_nonnull(ikelog_keyring_find_esp(keyring, IKELOG_SECRET_ESP_ENC, 0xc41ff716));
    g_assert_null(ikelog_keyring_find_esp(keyring, IKELOG_SECRET_ESP_AUTH, 0xc41ff716));
    g_assert_null(ikelog_keyring_find_esp(keyring, IKELOG_SECRET_ESP_ENC, 0x16f71fc4));
    ikelog_keyring_free(keyring);
}

static void test_what_is_no_secret_is_refused(void)
{
    static const uint8_t octets[IKELOG_MAX_SECRET + 1];
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct {
        struct ikelog_secret secret;
        enum ikelog_status status;
    } cases[] = {
        {{.kind = IKELOG_SECRET_KA, .value = {octets, IKELOG_MAX_SECRET}}, IKELOG_OK},
        {{.kind = IKELOG_SECRET_KA, .value = {octets, IKELOG_MAX_SECRET + 1}}, IKELOG_TOO_LONG},
        {{.kind = IKELOG_SECRET_KA, .value = {NULL, 0}}, IKELOG_BAD_SYNTAX},
        {{.kind = IKELOG_SECRET_PSK, .value = {octets, 1}}, IKELOG_BAD_SYNTAX},
        {{.kind = IKELOG_SECRET_KINDS, .value = {octets, 1}}, IKELOG_BAD_SYNTAX},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(ikelog_keyring_add(keyring, &cases[i].secret), ==, cases[i].status);
    g_assert_cmpuint(ikelog_keyring_count(keyring), ==, 1);
    ikelog_keyring_free(keyring);
}

static void test_cleared_keyring_holds_nothing_and_can_be_filled_again(void)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    unsigned generation;

    add(keyring, IKELOG_SECRET_KA, cookie_a, 1);
    generation = ikelog_keyring_generation(keyring);
    ikelog_keyring_clear(keyring);
    g_assert_cmpuint(ikelog_keyring_count(keyring), ==, 0);
    g_assert_cmpuint(ikelog_keyring_generation(keyring), >, generation);
    g_assert_null(ikelog_keyring_find(keyring, IKELOG_SECRET_KA, cookie_a));
    add(keyring, IKELOG_SECRET_KA, cookie_a, 1);
    g_assert_cmpuint(number_of(ikelog_keyring_find(keyring, IKELOG_SECRET_KA, cookie_a)), ==, 1);
    ikelog_keyring_free(keyring);
    ikelog_keyring_free(NULL);
}

static void test_every_kind_has_a_word_and_a_label(void)
{
    for (unsigned i = 0; i < IKELOG_SECRET_KINDS; i++) {
        g_assert_cmpuint(strlen(ikelog_secret_word((enum ikelog_secret_kind)i)), >, 1);
        g_assert_cmpuint(strlen(ikelog_secret_label((enum ikelog_secret_kind)i)), >, 1);
    }
    g_assert_nonnull(ikelog_secret_label(IKELOG_SECRET_KINDS));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyring/secret-is-found-by-kind-and-cookie-only",
                    test_secret_is_found_by_kind_and_cookie_only);
    g_test_add_func("/keyring/secrets-of-one-cookie-keep-their-order",
                    test_secrets_of_one_cookie_keep_their_order);
    g_test_add_func("/keyring/equal-record-is-not-added-twice",
                    test_equal_record_is_not_added_twice);
    g_test_add_func("/keyring/one-cookie-holds-only-so-many", test_one_cookie_holds_only_so_many);
    g_test_add_func("/keyring/quick-modes-do-not-crowd-each-other-out",
                    test_quick_modes_do_not_crowd_each_other_out);
    g_test_add_func("/keyring/interleaved-quick-modes-stand-together",
                    test_interleaved_quick_modes_stand_together);
    g_test_add_func("/keyring/psk-is-found-by-peer", test_psk_is_found_by_peer);
    g_test_add_func("/keyring/esp-key-is-found-by-spi", test_esp_key_is_found_by_spi);
    g_test_add_func("/keyring/what-is-no-secret-is-refused", test_what_is_no_secret_is_refused);
    g_test_add_func("/keyring/cleared-keyring-holds-nothing-and-can-be-filled-again",
                    test_cleared_keyring_holds_nothing_and_can_be_filled_again);
    g_test_add_func("/keyring/every-kind-has-a-word-and-a-label",
                    test_every_kind_has_a_word_and_a_label);
    return g_test_run();
}
