/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pluto logs: a real one against what the lab wrote down, older forms, and ones that lie. */
#include "reading.h"

#define FORMAT "pluto log"
#define P      "Nov 21 18:22:15.052715: | "
#define ENC    P "ESP enckey:\n" P "  00 11 22 33  44 55 66 77  88 99 aa bb  cc dd ee ff   .\"3D\n"
#define AUTH   P "ESP authkey:\n" P "  01 02 03 04                                          ....\n"
#define ADD    P "kernel: add_sa() level=0 outbound tunnel 10.1.0.0/16-ALL->192.0.2.1[c41ff716]==>"
#define KEY    "00112233445566778899aabbccddeeff"

static void test_real_log_gives_esp_keys_and_pre_shared_key(void)
{
    struct reading *reading = reading_of_file("libreswan-psk.pluto.log");
    struct reading *esp = reading_of_esp_file("libreswan-psk.esp");

    g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, FORMAT);
    g_assert_cmpuint(ikelog_keyring_count(esp->keyring), >=, 4);
    assert_records_within(esp->keyring, reading->keyring, KINDS_OF_ESP);
    assert_records_within(reading->keyring, esp->keyring, ~KIND(PSK));
    g_assert_true(has_record(reading->keyring, "PSK 192.0.2.2 636f727265637420686f7273652062617474"
                                               "65727920737461706c65"));
    reading_free(reading);
    reading_free(esp);
}

/* The arrow between the two gateways says so when ESP goes inside UDP. */
static void test_real_log_behind_nat_gives_esp_keys(void)
{
    struct reading *reading = reading_of_file("libreswan-nat.pluto.log");
    struct reading *esp = reading_of_esp_file("libreswan-nat.esp");

    g_assert_cmpuint(ikelog_keyring_count(esp->keyring), >=, 4);
    assert_records_within(esp->keyring, reading->keyring, KINDS_OF_ESP);
    reading_free(reading);
    reading_free(esp);
}

static void test_user_is_told_what_the_log_lacks(void)
{
    struct reading *reading = reading_of_file("libreswan-psk.pluto.log");

    g_assert_cmpuint(reading->complaints->len, ==, 1);
    assert_complaint(reading, 0, 1, "no key of phase 1");
    reading_end(reading);
    g_assert_cmpuint(reading->complaints->len, ==, 1); /* once, however often it is read */
    reading_free(reading);
}

static void test_pre_shared_key_belongs_to_the_peer_that_is_looked_up(void)
{
    static const struct {
        const char *ids, *peer;
    } cases[] = {
        {"192.0.2.1->192.0.2.2", "192.0.2.2"},
        {"@us->@gate.example.com", "gate.example.com"},
        {"%any->road@example.com", "road@example.com"},
        {"192.0.2.1->C=CH, O=Example, CN=x", "\"C=CH, O=Example, CN=x\""},
        {"192.0.2.1->%any", "*"},
        {"192.0.2.1->(none)", "*"},
        {"nonsense", "*"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strdup_printf(P "lsw_get_secret() using IDs for %s of kind SECRET_PSK\n" P
                                       "PreShared Key\n" P "  61 62   ab\n" P "next\n",
                                     cases[i].ids);
        char *record = g_strdup_printf("PSK %s 6162", cases[i].peer);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s", cases[i].ids);
        g_assert_true(has_record(reading->keyring, record));
        reading_free(reading);
        g_free(record);
        g_free(text);
    }
}

/* pluto of Openswan and of strongSwan 4 prints the keys of phase 1. */
static void test_older_logs_give_the_keys_of_phase_1(void)
{
    struct reading *reading = reading_of_text(
        "Jan 16 22:18:30 gate pluto[4303]: | **parse ISAKMP Message:\n"
        "Jan 16 22:18:30 gate pluto[4303]: |    initiator cookie:\n"
        "Jan 16 22:18:30 gate pluto[4303]: |   22 5f 6a 22  af 0e 13 dd\n"
        "Jan 16 22:18:30 gate pluto[4303]: |    responder cookie:\n"
        "Jan 16 22:18:30 gate pluto[4303]: |   ef 32 8d 4b  76 70 43 d0\n"
        "Jan 16 22:18:30 gate pluto[4303]: | Skeyid:    00 11 22 33  44 55 66 77  88 99 aa bb  "
        "cc dd ee ff\n"
        "Jan 16 22:18:30 gate pluto[4303]: |   01 02 03 04\n"
        "Jan 16 22:18:30 gate pluto[4303]: | Skeyid_e:\n"
        "Jan 16 22:18:30 gate pluto[4303]: |   aa bb\n"
        "Jan 16 22:18:30 gate pluto[4303]: | enc key:  aa\n");

    g_assert_cmpuint(reading->complaints->len, ==, 0);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 3);
    g_assert_true(has_record(reading->keyring, "SKEYID 225f6a22af0e13dd " KEY "01020304"));
    g_assert_true(has_record(reading->keyring, "SKEYID_E 225f6a22af0e13dd aabb"));
    g_assert_true(has_record(reading->keyring, "KA 225f6a22af0e13dd aa"));
    reading_free(reading);
}

static void test_esp_keys_belong_to_the_next_sa_of_their_lengths(void)
{
    static const struct {
        const char *text;
        size_t count;
    } cases[] = {
        {ENC AUTH ADD "192.0.2.2 HMAC_SHA1_96:4 AES_CBC:16\n", 2},
        {ENC AUTH ADD "192.0.2.2\n", 2},
        {ENC AUTH ADD "192.0.2.2 HMAC_SHA1_96:20 AES_CBC:16\n", 0},
        {ENC AUTH ADD "192.0.2.2 HMAC_SHA1_96:4 AES_CBC:32\n", 0},
        {AUTH ADD "192.0.2.2 HMAC_SHA1_96:4 AES_CBC:16\n", 0},
        {ENC ADD "192.0.2.2 NONE:0 AES_CBC:16\n", 1},
        {ENC AUTH P "kernel: add_sa() [c41ff71]==>\n", 0},
        {ENC AUTH P "kernel: add_sa() c41ff716]==>\n", 0},
        {ENC AUTH P "kernel: add_sa() ]==>\n", 0},
        {ENC AUTH P "kernel: add_sa() [c41ff716]=espinudp==>\n", 2},
        {ENC AUTH P "kernel: add_sa() [c41ff716=espinudp==>\n", 0},
        {ENC AUTH P "kernel: add_sa() ==>[c41ff716]=\n", 0},
        {P "ESP enckey:\n" P "  zz\n" ADD "192.0.2.2\n", 0},
        {P "ESP enckey:\n" P "00 11\n" ADD "192.0.2.2\n", 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct reading *reading = reading_of_text(cases[i].text);

        g_test_message("%s", cases[i].text);
        g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, FORMAT);
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, cases[i].count);
        if (cases[i].count)
            g_assert_true(has_record(reading->keyring, "ESP_ENC c41ff716 " KEY));
        reading_free(reading);
    }
}

/* The text beside a short row may look like octets; it is no part of the dump. */
static void test_text_column_is_not_taken_for_octets(void)
{
    /* clang-format off */
    static const char text[] =
        P "PreShared Key\n"
        P "  61 62                                                ab cd ef\n"
        P "end\n";
    /* clang-format on */
    struct reading *reading = reading_of_text(text);

    g_assert_true(has_record(reading->keyring, "PSK * 6162"));
    reading_free(reading);
}

static void test_endless_dump_gives_nothing(void)
{
    GString *text = g_string_new(P "PreShared Key\n");
    struct reading *reading;

    for (unsigned i = 0; i < 1000; i++)
        g_string_append(text, P "  00 11 22 33  44 55 66 77  88 99 aa bb  cc dd ee ff   x\n");
    reading = reading_of(text->str, text->len, 4096);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
    reading_free(reading);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import-pluto/real-log-gives-esp-keys-and-pre-shared-key",
                    test_real_log_gives_esp_keys_and_pre_shared_key);
    g_test_add_func("/import-pluto/real-log-behind-nat-gives-esp-keys",
                    test_real_log_behind_nat_gives_esp_keys);
    g_test_add_func("/import-pluto/user-is-told-what-the-log-lacks",
                    test_user_is_told_what_the_log_lacks);
    g_test_add_func("/import-pluto/pre-shared-key-belongs-to-the-peer-that-is-looked-up",
                    test_pre_shared_key_belongs_to_the_peer_that_is_looked_up);
    g_test_add_func("/import-pluto/older-logs-give-the-keys-of-phase-1",
                    test_older_logs_give_the_keys_of_phase_1);
    g_test_add_func("/import-pluto/esp-keys-belong-to-the-next-sa-of-their-lengths",
                    test_esp_keys_belong_to_the_next_sa_of_their_lengths);
    g_test_add_func("/import-pluto/text-column-is-not-taken-for-octets",
                    test_text_column_is_not_taken_for_octets);
    g_test_add_func("/import-pluto/endless-dump-gives-nothing", test_endless_dump_gives_nothing);
    return g_test_run();
}
