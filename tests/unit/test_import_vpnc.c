/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vpnc --debug 99: a real log against what the lab wrote down, and ones that lie. */
#include "reading.h"

#define FORMAT "vpnc log"
#define BEGIN  "vpnc version 0.5.3\n   i_cookie: ff711979 ea47043f\n"

static void test_real_log_gives_the_keys_of_the_lab(void)
{
    static const char *const names[] = {"vpnc-xauth", "vpnc-esp"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        char *log = g_strdup_printf("%s.vpnc.log", names[i]);

        assert_log_gives_keys(log, names[i], FORMAT, KINDS_OF_PHASE1 | KIND(SHARED_SECRET));
        g_free(log);
    }
}

/* It gives more than the lab wrote down: the message ID in the other byte order, too. */
static void test_real_log_gives_the_secret_of_a_quick_mode(void)
{
    struct reading *given = reading_of_file("vpnc-pfs.vpnc.log");
    struct reading *keys = reading_of_file("vpnc-pfs.keys");

    assert_records_within(keys->keyring, given->keyring, KINDS_OF_PHASE1 | KIND(SHARED_SECRET));
    g_assert_cmpuint(ikelog_keyring_count(keys->keyring), >, 6);
    reading_free(given);
    reading_free(keys);
}

static void test_real_log_gives_the_pre_shared_key(void)
{
    struct reading *reading = reading_of_file("vpnc-xauth.vpnc.log");

    g_assert_true(has_record(reading->keyring, "PSK * 636f727265637420686f727365206261747465727920"
                                               "737461706c65"));
    reading_free(reading);
}

static void test_values_stand_on_the_same_line_or_the_next(void)
{
    /* clang-format off */
    static const char text[] =
        BEGIN "   skeyid:\n   00112233 44556677\n   8899\n"
        "   enc-key: 89c737d8 78fd33c1\n"
        "   dh_shared_secret:\n   01020304 05060708\n   090a0b0c\n"
        "   current_iv: 11111111 11111111\n";
    /* clang-format on */
    struct reading *reading = reading_of_text(text);

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 3);
    g_assert_true(has_record(reading->keyring, "SKEYID ff711979ea47043f 00112233445566778899"));
    g_assert_true(has_record(reading->keyring, "KA ff711979ea47043f 89c737d878fd33c1"));
    g_assert_true(
        has_record(reading->keyring, "SHARED_SECRET ff711979ea47043f 0102030405060708090a0b0c"));
    g_assert_cmpstr(ikelog_keyring_nth(reading->keyring, 0)->origin, ==, "file:3");
    reading_free(reading);
}

/* Message IDs are printed in the byte order of the machine, so both readings are kept. */
static void test_secret_of_a_quick_mode_has_its_message_id(void)
{
    struct reading *reading = reading_of_text(
        BEGIN "   exchange_type: 20 (ISAKMP_EXCHANGE_IKE_QUICK)\n   message_id: 694d46ad\n"
              "   dh_shared_secret: 01020304\n"
              "   exchange_type: 05 (ISAKMP_EXCHANGE_INFORMATIONAL)\n   message_id: 01020304\n"
              "   dh_shared_secret: 05060708\n");

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 3);
    g_assert_true(has_record(reading->keyring, "SHARED_SECRET ff711979ea47043f:694d46ad 01020304"));
    g_assert_true(has_record(reading->keyring, "SHARED_SECRET ff711979ea47043f:ad464d69 01020304"));
    g_assert_true(has_record(reading->keyring, "SHARED_SECRET ff711979ea47043f 05060708"));
    reading_free(reading);
}

static void test_secrets_follow_the_cookie_of_a_new_negotiation(void)
{
    struct reading *reading = reading_of_text(BEGIN "   enc-key: 01010101\n"
                                                    "   i_cookie: aaaaaaaa bbbbbbbb\n"
                                                    "   enc-key: 02020202\n");

    g_assert_true(has_record(reading->keyring, "KA ff711979ea47043f 01010101"));
    g_assert_true(has_record(reading->keyring, "KA aaaaaaaabbbbbbbb 02020202"));
    reading_free(reading);
}

/* An SPI is printed without its leading zeros. */
static void test_esp_keys_wait_for_their_spi(void)
{
    /* clang-format off */
    static const char text[] =
        BEGIN "   rx.key_cry: 01010101\n"
        "   rx.key_md: 02020202\n"
        "   tx.key_cry: 03030303\n"
        "   tx.key_md:\n   04040404\n"
        "   remote -> local spi: 0xabcdef\n"
        "   local -> remote spi: 0xceff9643\n"
        "   local -> remote spi: 0xffffffff\n";
    /* clang-format on */
    struct reading *reading = reading_of_text(text);

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 4);
    g_assert_true(has_record(reading->keyring, "ESP_ENC 00abcdef 01010101"));
    g_assert_true(has_record(reading->keyring, "ESP_AUTH 00abcdef 02020202"));
    g_assert_true(has_record(reading->keyring, "ESP_ENC ceff9643 03030303"));
    g_assert_true(has_record(reading->keyring, "ESP_AUTH ceff9643 04040404"));
    reading_free(reading);
}

static void test_lying_values_give_nothing(void)
{
    static const char *const texts[] = {
        "vpnc version 0.5.3\n   enc-key: 01010101\n", /* no cookie */
        "vpnc version 0.5.3\n   i_cookie: ff711979\n   enc-key: 01010101\n",
        "vpnc version 0.5.3\n   i_cookie: ff711979 ea47043f 00\n   enc-key: 01010101\n",
        BEGIN "   enc-key: 0101010\n",
        BEGIN "   enc-key: 0101010101010101\n",
        BEGIN "   enc-key: xyz\n",
        BEGIN "   enc-key:\n   text\n   01010101\n",
        BEGIN "   shared-key: \n",
        BEGIN "   rx.key_cry: 01010101\n   remote -> local spi: 0x\n",
        BEGIN "   rx.key_cry: 01010101\n   remote -> local spi: 0x123456789\n",
        BEGIN "   rx.key_cry: 01010101\n   remote -> local spi: 0x12 34\n",
        BEGIN "   exchange_type: 20\n   message_id: \n   message_id: 1\n   message_id:",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        struct reading *reading = reading_of_text(texts[i]);

        g_test_message("%s", texts[i]);
        g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, FORMAT);
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
        reading_free(reading);
    }
}

static void test_endless_value_gives_nothing(void)
{
    GString *text = g_string_new(BEGIN "   enc-key:\n");
    struct reading *reading;

    for (unsigned i = 0; i < 10000; i++)
        g_string_append(text, "   01010101 01010101 01010101 01010101\n");
    g_string_append(text, "   skeyid: 02020202\n");
    reading = reading_of(text->str, text->len, 999);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 1);
    g_assert_true(has_record(reading->keyring, "SKEYID ff711979ea47043f 02020202"));
    reading_free(reading);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import-vpnc/real-log-gives-the-keys-of-the-lab",
                    test_real_log_gives_the_keys_of_the_lab);
    g_test_add_func("/import-vpnc/real-log-gives-the-secret-of-a-quick-mode",
                    test_real_log_gives_the_secret_of_a_quick_mode);
    g_test_add_func("/import-vpnc/real-log-gives-the-pre-shared-key",
                    test_real_log_gives_the_pre_shared_key);
    g_test_add_func("/import-vpnc/values-stand-on-the-same-line-or-the-next",
                    test_values_stand_on_the_same_line_or_the_next);
    g_test_add_func("/import-vpnc/secret-of-a-quick-mode-has-its-message-id",
                    test_secret_of_a_quick_mode_has_its_message_id);
    g_test_add_func("/import-vpnc/secrets-follow-the-cookie-of-a-new-negotiation",
                    test_secrets_follow_the_cookie_of_a_new_negotiation);
    g_test_add_func("/import-vpnc/esp-keys-wait-for-their-spi", test_esp_keys_wait_for_their_spi);
    g_test_add_func("/import-vpnc/lying-values-give-nothing", test_lying_values_give_nothing);
    g_test_add_func("/import-vpnc/endless-value-gives-nothing", test_endless_value_gives_nothing);
    return g_test_run();
}
