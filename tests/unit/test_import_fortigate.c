/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FortiGate debug output: samples in the form that is known of it, and lines that lie. */
#include "reading.h"

#define FORMAT "FortiGate log"
#define KEY    "89C737D878FD33C11085DEBD299FADE5"
#define SA     "ISAKMP SA 8f525ab5b0b05c86/73684af9a41261e2 key "

static void test_isakmp_and_ipsec_keys_are_read(void)
{
    struct reading *reading = reading_of_text(
        "ike 0: comes 192.0.2.2:500->192.0.2.1:500,ifindex=4....\r\n"
        "ike 0:branch:12: in 8F525AB5B0B05C8673684AF9A41261E20410020000000000\r\n"
        "ike 0:branch:12: " SA "16:" KEY "\r\n"
        "ike 0:branch:12:branch:15: IPsec SA dec spi 4d0a0ca0 key 16:" KEY " auth 4:01020304\r\n"
        "ike 0:branch:12:branch:15: IPsec SA enc spi CA4B2901 key 0: auth 4:0A0B0C0D\r\n");

    g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, FORMAT);
    g_assert_cmpuint(reading->complaints->len, ==, 0);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 4);
    g_assert_true(
        has_record(reading->keyring, "KA 8f525ab5b0b05c86 89c737d878fd33c11085debd299fade5"));
    g_assert_true(
        has_record(reading->keyring, "ESP_ENC 4d0a0ca0 89c737d878fd33c11085debd299fade5"));
    g_assert_true(has_record(reading->keyring, "ESP_AUTH 4d0a0ca0 01020304"));
    g_assert_true(has_record(reading->keyring, "ESP_AUTH ca4b2901 0a0b0c0d"));
    g_assert_cmpstr(ikelog_keyring_nth(reading->keyring, 0)->origin, ==, "file:3");
    reading_free(reading);
}

static void test_every_prefix_of_a_line_is_understood(void)
{
    static const char *const prefixes[] = {
        "ike 0:branch:12: ",
        "ike 3:branch:12: ",
        "ike V=root:0:branch:12: ",
        "2026-11-21 17:00:00.123456 ike 0:branch:12: ",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        char *text = g_strconcat(prefixes[i], SA "16:" KEY, NULL);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s", text);
        g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, FORMAT);
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 1);
        reading_free(reading);
        g_free(text);
    }
}

/* What is copied from a terminal is cut at its width, also within an octet. */
static void test_wrapped_key_is_put_together(void)
{
    static const char whole[] = "ike 0:branch:12: " SA "16:" KEY;
    static const char both[] =
        "ike 0:b:1: IPsec SA dec spi 4d0a0ca0 key 16:" KEY " auth 4:01020304";

    for (size_t at = strlen(whole) - 31; at < strlen(whole); at++) {
        char *text =
            g_strdup_printf("%.*s\n%s\nike 0:branch:12: out 89C7\n", (int)at, whole, whole + at);
        struct reading *reading = reading_of_text(text);

        g_assert_true(
            has_record(reading->keyring, "KA 8f525ab5b0b05c86 89c737d878fd33c11085debd299fade5"));
        g_assert_cmpuint(reading->complaints->len, ==, 0);
        reading_free(reading);
        g_free(text);
    }
    for (size_t at = strlen(both) - 47; at < strlen(both); at++) {
        char *text = g_strdup_printf("%.*s\n%s", (int)at, both, both + at);
        struct reading *reading = reading_of_text(text);

        if (g_ascii_isxdigit(both[at - 1]) && g_ascii_isxdigit(both[at])) /* within a value */
            g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 2);
        reading_free(reading);
        g_free(text);
    }
}

static void test_key_that_is_not_as_long_as_it_says_is_told(void)
{
    static const char *const keys[] = {
        "16:0102",
        "2:" KEY,
        "16:",
        "0:",
        ":" KEY,
        "16" KEY,
        "4294967312:" KEY,
        "16:010",
        "-16:" KEY,
        "1:zz",
        "999999999999999999999:" KEY,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        char *text = g_strconcat("ike 0:branch:12: " SA, keys[i], "\n", NULL);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s", text);
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
        assert_complaint(reading, 0, 1, "as many octets of key");
        reading_free(reading);
        g_free(text);
    }
}

static void test_lines_of_other_forms_give_nothing(void)
{
    static const char *const lines[] = {
        "ISAKMP SA ",
        "ISAKMP SA 8f525ab5b0b05c86",
        "ISAKMP SA 8f525ab5b0b05c8/73684af9a41261e2 key 16:" KEY,
        "ISAKMP SA 8f525ab5b0b05c8600/73684af9a41261e2 key 16:" KEY,
        "ISAKMP SA 8f525ab5b0b05c86:73684af9a41261e2 key 16:" KEY,
        "ISAKMP SA 8f525ab5b0b05c86/73684af9a41261e2 delete",
        "IPsec SA dec spi ",
        "IPsec SA dec spi 4d0a0c key 16:" KEY,
        "IPsec SA dec spi 4d0a0ca0ff key 16:" KEY,
        "IPsec SA dec spi 4d0a0ca0",
        "key 16:" KEY,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        char *text = g_strconcat("ike 0:branch:12: ", lines[i], "\n", NULL);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s", text);
        g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, FORMAT);
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
        reading_free(reading);
        g_free(text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import-fortigate/isakmp-and-ipsec-keys-are-read",
                    test_isakmp_and_ipsec_keys_are_read);
    g_test_add_func("/import-fortigate/every-prefix-of-a-line-is-understood",
                    test_every_prefix_of_a_line_is_understood);
    g_test_add_func("/import-fortigate/wrapped-key-is-put-together",
                    test_wrapped_key_is_put_together);
    g_test_add_func("/import-fortigate/key-that-is-not-as-long-as-it-says-is-told",
                    test_key_that_is_not_as_long_as_it_says_is_told);
    g_test_add_func("/import-fortigate/lines-of-other-forms-give-nothing",
                    test_lines_of_other_forms_give_nothing);
    return g_test_run();
}
