/* SPDX-License-Identifier: GPL-2.0-or-later */
/* strongSwan logs: real ones against what the lab wrote down, and ones that lie. */
#include "reading.h"

#define FORMAT "strongSwan log"
#define KEY_A  "00112233445566778899aabbccddeeff"
#define KEY_B  "0f0e0d0c0b0a09080706050403020100"
#define ROW_A  "00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF  .\"3DUfw........."
#define ROW_B  "0F 0E 0D 0C 0B 0A 09 08 07 06 05 04 03 02 01 00  ................"
#define T      "Nov 21 16:42:01.314 "

static void test_real_logs_give_the_keys_of_the_lab(void)
{
    static const char *const names[] = {"mm-psk", "mm-psk-pfs", "ag-psk"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        char *log = g_strdup_printf("%s.charon.log", names[i]);

        assert_log_gives_keys(log, names[i], FORMAT, KINDS_OF_PHASE1 | KIND(SHARED_SECRET));
        g_free(log);
    }
}

/* Several SAs at once, rekeyed, and negotiated from both sides: threads interleave in the log. */
static void test_real_logs_of_interleaved_sas_give_the_keys_of_the_lab(void)
{
    static const char *const names[] = {"rekey-interleaved", "crossing", "many-at-once"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        char *log = g_strdup_printf("%s.charon.log", names[i]);

        assert_log_gives_keys(log, names[i], FORMAT, KINDS_OF_PHASE1 | KIND(SHARED_SECRET));
        g_free(log);
    }
}

static void test_origin_is_the_line_of_the_dump(void)
{
    /* clang-format off */
    static const char text[] =
        "x\n"
        T "10[IKE] <c|1> encryption key Ka => 16 bytes @ 0x7f\n"
        T "10[IKE] <c|1>    0: " ROW_A "\n"
        T "10[MGR] <c|1> checkin IKEv1 SA c[1] with SPIs 8f525ab5b0b05c86_i 73684af9a41261e2_r\n";
    /* clang-format on */
    struct reading *reading = reading_of_text(text);

    g_assert_true(has_record(reading->keyring, "KA 8f525ab5b0b05c86 " KEY_A));
    g_assert_cmpstr(ikelog_keyring_nth(reading->keyring, 0)->origin, ==, "file:2");
    g_assert_cmpuint(reading->complaints->len, ==, 0);
    reading_free(reading);
}

/* What stands in front of the thread's number is the business of who writes the log. */
static void test_every_prefix_of_a_line_is_understood(void)
{
    static const char *const prefixes[] = {
        "10[IKE] <c|1> ",
        "10[IKE4] <c|1> ",
        "10[IKE] <name-with-[brackets]|1> ",
        "10[IKE] ",
        "Nov 21 16:42:01 gate charon: 10[IKE] <c|1> ",
        "Nov 21 16:42:01 gate charon-systemd[1158]: 10[IKE] <c|1> ",
        "2025-05-11T12:13:18\tInformational\tcharon\t10[IKE] <339d9b96-da93|1> ",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        char *text = g_strdup_printf("10[MGR] checkout IKEv1 SA by message with SPIs "
                                     "8f525ab5b0b05c86_i 73684af9a41261e2_r\n"
                                     "%sencryption key Ka => 16 bytes @ 0x7f\n%s   0: " ROW_A "\n",
                                     prefixes[i], prefixes[i]);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s", prefixes[i]);
        g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, FORMAT);
        g_assert_true(has_record(reading->keyring, "KA 8f525ab5b0b05c86 " KEY_A));
        reading_free(reading);
        g_free(text);
    }
}

static void test_dumps_of_two_threads_do_not_mix(void)
{
    /* clang-format off */
    static const char text[] =
        T "10[MGR] checkout IKEv1 SA by message with SPIs aaaaaaaaaaaaaaaa_i 73684af9a41261e2_r\n"
        T "11[MGR] checkout IKEv1 SA by message with SPIs bbbbbbbbbbbbbbbb_i 73684af9a41261e2_r\n"
        T "10[IKE] <c|1> SKEYID => 32 bytes @ 0x1\n"
        T "11[IKE] <c|2> SKEYID => 32 bytes @ 0x2\n"
        T "10[IKE] <c|1>    0: " ROW_A "\n"
        T "11[IKE] <c|2>    0: " ROW_B "\n"
        T "11[IKE] <c|2>   16: " ROW_B "\n"
        T "10[IKE] <c|1>   16: " ROW_A "\n";
    /* clang-format on */
    struct reading *reading = reading_of_text(text);

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 2);
    g_assert_true(has_record(reading->keyring, "SKEYID aaaaaaaaaaaaaaaa " KEY_A KEY_A));
    g_assert_true(has_record(reading->keyring, "SKEYID bbbbbbbbbbbbbbbb " KEY_B KEY_B));
    reading_free(reading);
}

/* A negotiation that is begun again keeps its number but gets new cookies. */
static void test_retry_with_the_same_number_has_new_cookies(void)
{
    /* clang-format off */
    static const char text[] =
        T "10[MGR] <c|1> checkin IKEv1 SA c[1] with SPIs aaaaaaaaaaaaaaaa_i 0000000000000000_r\n"
        T "11[IKE] <c|1> SKEYID => 16 bytes @ 0x2\n"
        T "11[IKE] <c|1>    0: " ROW_B "\n"
        T "11[MGR] <c|1> checkin IKEv1 SA c[1] with SPIs bbbbbbbbbbbbbbbb_i 73684af9a41261e2_r\n";
    /* clang-format on */
    struct reading *reading = reading_of_text(text);

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 1);
    g_assert_true(has_record(reading->keyring, "SKEYID bbbbbbbbbbbbbbbb " KEY_B));
    reading_free(reading);
}

/* Without group MGR the data under a NAT-D hash name the cookies. */
static void test_cookies_come_from_nat_detection_where_the_manager_is_silent(void)
{
    /* clang-format off */
    static const char text[] =
        T "10[IKE] <c|1> SKEYID => 16 bytes @ 0x2\n"
        T "10[IKE] <c|1>    0: " ROW_A "\n"
        T "10[IKE] <c|1> natd_chunk => 22 bytes @ 0x7f\n"
        T "10[IKE] <c|1>    0: 8F 52 5A B5 B0 B0 5C 86 73 68 4A F9 A4 12 61 E2  .RZ...\\.shJ...a.\n"
        T "10[IKE] <c|1>   16: C0 00 02 02 01 F4                                ......\n"
        T "12[ENC] <c|1> parsed QUICK_MODE request 392955621 [ HASH SA No ID ID ]\n"
        T "12[CHD] <c|1> DH secret => 16 bytes @ 0x2\n"
        T "12[CHD] <c|1>    0: " ROW_B "\n";
    /* clang-format on */
    struct reading *reading = reading_of_text(text);

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 2);
    g_assert_true(has_record(reading->keyring, "SKEYID 8f525ab5b0b05c86 " KEY_A));
    g_assert_true(has_record(reading->keyring, "SHARED_SECRET 8f525ab5b0b05c86:176c06e5 " KEY_B));
    reading_free(reading);
}

/* A dump of no octets has no next row, and the line after it has no offset. */
static void test_dump_of_no_octets_has_no_rows(void)
{
    struct reading *reading =
        reading_of_text(T "10[IKE] <c|1> SKEYID => 0 bytes @ 0x2\n" T "10[IKE] <c|1>\n" T
                          "10[IKE] <c|1> and nothing more\n");

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
    reading_free(reading);
}

static void test_secret_without_cookies_is_told(void)
{
    struct reading *reading = reading_of_text("10[IKE] <c|1> SKEYID => 16 bytes @ 0x2\n"
                                              "10[IKE] <c|1>    0: " ROW_A "\n");

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
    assert_complaint(reading, 0, 1, "log group mgr at level 2");
    reading_free(reading);
}

static void test_ikev2_secrets_are_left_alone(void)
{
    /* clang-format off */
    static const char text[] =
        "10[IKE] <c|1> shared Diffie Hellman secret => 16 bytes @ 0x2\n"
        "10[IKE] <c|1>    0: " ROW_A "\n"
        "10[MGR] <c|1> checkin IKEv2 SA c[1] with SPIs aaaaaaaaaaaaaaaa_i bbbbbbbbbbbbbbbb_r\n";
    /* clang-format on */
    struct reading *reading = reading_of_text(text);

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
    g_assert_cmpuint(reading->complaints->len, ==, 0);
    reading_free(reading);
}

/* Each is the dump of a 20 octet secret with one thing wrong. */
static void test_lying_dumps_give_nothing(void)
{
    static const char *const rows[][2] = {
        {"   0: " ROW_A, "other text"},
        {"   0: " ROW_A, "  17: 00 01 02 03  ...."},
        {"   0: " ROW_A, "  16: 00 01 02     ..."},
        {"   0: " ROW_A, "  16: 00 01 02 0G  ...."},
        {"   0: " ROW_A, "  16: 00010203"},
        {"  16: 00 01 02 03  ....", "   0: " ROW_A},
        {"   0: 00 11 22 33 44 55 66 77 88 99 AA", "  16: 00 01 02 03  ...."},
        {"", ""},
        {"   0:", "99999999999999999999999999: 00 01 02"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *text = g_strdup_printf("10[MGR] checkout IKEv1 SA with SPIs 8f525ab5b0b05c86_i "
                                     "73684af9a41261e2_r\n"
                                     "10[IKE] <c|1> SKEYID => 20 bytes @ 0x7f\n"
                                     "10[IKE] <c|1> %s\n10[IKE] <c|1> %s\n",
                                     rows[i][0], rows[i][1]);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s / %s", rows[i][0], rows[i][1]);
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
        assert_complaint(reading, 0, 2, "as many octets of this dump");
        reading_free(reading);
        g_free(text);
    }
}

static void test_lying_sizes_and_cookies_give_nothing(void)
{
    static const char *const lines[] = {
        "10[IKE] <c|1> SKEYID => 0 bytes @ 0x7f",
        "10[IKE] <c|1> SKEYID => 4294967297 bytes @ 0x7f",
        "10[IKE] <c|1> SKEYID => 99999999999999999999 bytes @ 0x7f",
        "10[IKE] <c|1> SKEYID => -1 bytes @ 0x7f",
        "10[IKE] <c|1> SKEYID => bytes",
        "10[MGR] <c|1> checkin IKEv1 SA c[1] with SPIs ",
        "10[MGR] <c|1> checkin IKEv1 SA c[1] with SPIs 8f52_i",
        "10[MGR] <c|1> checkin IKEv1 SA with SPIs 0x525ab5b0b05c86_i 73684af9a41261e2_r",
        "10[MGR] <c|1> checkin IKEv1 SA c[1] with SPIs 8f525ab5b0b05cXX_i 73684af9a41261e2_r",
        "10[IKE",
        "10[IKE] <",
        "10[IKE] <>",
        "10[IKE] <c|",
        "[IKE] <c|1> x",
        "99999999999999999999[IKE] <c|99999999999999999999> x",
    };
    GString *text = g_string_new("10[DMN] Starting\n");
    struct reading *reading;

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
        g_string_append_printf(text, "%s\n10[IKE] <c|1>    0: " ROW_A "\n", lines[i]);
    reading = reading_of_text(text->str);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
    reading_free(reading);
    g_string_free(text, TRUE);
}

/* More threads and more secrets without a cookie than are remembered. */
static void test_floods_stay_bounded(void)
{
    GString *text = g_string_new("10[DMN] Starting\n");
    struct reading *reading;

    for (unsigned i = 0; i < 5000; i++)
        g_string_append_printf(text,
                               "%u[IKE] <c|%u> SKEYID => 16 bytes @ 0x7f\n"
                               "%u[IKE] <c|%u>    0: " ROW_A "\n",
                               i, i + 1, i, i + 1);
    g_string_append(text, "4999[MGR] <c|5000> checkin IKEv1 SA c[5000] with SPIs "
                          "8f525ab5b0b05c86_i 73684af9a41261e2_r\n");
    reading = reading_of(text->str, text->len, 1000);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 1);
    reading_free(reading);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import-charon/dump-of-no-octets-has-no-rows",
                    test_dump_of_no_octets_has_no_rows);
    g_test_add_func("/import-charon/real-logs-give-the-keys-of-the-lab",
                    test_real_logs_give_the_keys_of_the_lab);
    g_test_add_func("/import-charon/real-logs-of-interleaved-sas-give-the-keys-of-the-lab",
                    test_real_logs_of_interleaved_sas_give_the_keys_of_the_lab);
    g_test_add_func("/import-charon/origin-is-the-line-of-the-dump",
                    test_origin_is_the_line_of_the_dump);
    g_test_add_func("/import-charon/every-prefix-of-a-line-is-understood",
                    test_every_prefix_of_a_line_is_understood);
    g_test_add_func("/import-charon/dumps-of-two-threads-do-not-mix",
                    test_dumps_of_two_threads_do_not_mix);
    g_test_add_func("/import-charon/retry-with-the-same-number-has-new-cookies",
                    test_retry_with_the_same_number_has_new_cookies);
    g_test_add_func("/import-charon/cookies-come-from-nat-detection-where-the-manager-is-silent",
                    test_cookies_come_from_nat_detection_where_the_manager_is_silent);
    g_test_add_func("/import-charon/secret-without-cookies-is-told",
                    test_secret_without_cookies_is_told);
    g_test_add_func("/import-charon/ikev2-secrets-are-left-alone",
                    test_ikev2_secrets_are_left_alone);
    g_test_add_func("/import-charon/lying-dumps-give-nothing", test_lying_dumps_give_nothing);
    g_test_add_func("/import-charon/lying-sizes-and-cookies-give-nothing",
                    test_lying_sizes_and_cookies_give_nothing);
    g_test_add_func("/import-charon/floods-stay-bounded", test_floods_stay_bounded);
    return g_test_run();
}
