/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key files: every form of a record, what is said about bad lines, and files that still grow. */
#include "crypto/import_rows.h"
#include "reading.h"

#include <time.h>

#define COOKIE "8f525ab5b0b05c86"
#define VALUE  "00112233445566778899aabbccddeeff"

static void test_every_form_of_a_record_is_read(void)
{
    static const struct {
        const char *line, *record;
    } cases[] = {
        {"KA " COOKIE " " VALUE, "KA " COOKIE " " VALUE},
        {"  SKEYID_E\t" COOKIE "   " VALUE "  ", "SKEYID_E " COOKIE " " VALUE},
        {"SKEYID_D 0x8F525AB5B0B05C86 0XAABBccdd", "SKEYID_D " COOKIE " aabbccdd"},
        {"SKEYID_A " COOKIE " aa # why", "SKEYID_A " COOKIE " aa"},
        {"skeyid " COOKIE " aa", "SKEYID " COOKIE " aa"},
        {"SHARED_SECRET " COOKIE " aa", "SHARED_SECRET " COOKIE " aa"},
        {"SHARED_SECRET " COOKIE ":24d81AF9 aa", "SHARED_SECRET " COOKIE ":24d81af9 aa"},
        {"DH_PRIVATE " COOKIE ":0x24d81af9 aa", "DH_PRIVATE " COOKIE ":24d81af9 aa"},
        {"ESP_ENC c41ff716 aa", "ESP_ENC c41ff716 aa"},
        {"ESP_AUTH 0xC41FF716 aa", "ESP_AUTH c41ff716 aa"},
        {"PSK * \"secret\"", "PSK * 736563726574"},
        {"PSK * 0x736563", "PSK * 736563"},
        {"PSK gate.example.com \"a\\\"b\\\\c d#e\"", "PSK gate.example.com 6122625c6320642365"},
        {"PSK 192.0.2.1 aa", "PSK 192.0.2.1 aa"},
        {"PSK 2001:DB8:0:0:0:0:0:1 aa", "PSK 2001:db8::1 aa"},
        {"PSK \"C=CH, O=Example \\\"A\\\"\" aa", "PSK \"C=CH, O=Example \\\"A\\\"\" aa"},
        {COOKIE "," VALUE, "KA " COOKIE " " VALUE},
        {"\"" COOKIE "\",\"" VALUE "\"", "KA " COOKIE " " VALUE},
        {"\"0x" COOKIE "\", \"AABB\"\r", "KA " COOKIE " aabb"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_keyring *keyring = ikelog_keyring_new();
        const char *expected = "?";

        g_test_message("%s", cases[i].line);
        g_assert_cmpint(ikelog_keyrecord_add(cases[i].line, "x", keyring, &expected), ==,
                        IKELOG_OK);
        g_assert_null(expected);
        g_assert_true(has_record(keyring, cases[i].record));
        ikelog_keyring_free(keyring);
    }
}

static void test_written_record_reads_back_equal(void)
{
    static const char *const lines[] = {
        "KA " COOKIE " " VALUE,    "SHARED_SECRET " COOKIE ":00000001 aa",
        "ESP_AUTH 00000001 aa",    "PSK \"O=\\\"x\\\" \\\\ #1\" \"k\"",
        "PSK a@example.com \"k\"", "PSK * \"k\"",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        struct reading *first = reading_of_text(lines[i]), *second;
        char *text = ikelog_keyrecord_text(ikelog_keyring_nth(first->keyring, 0));

        second = reading_of_text(text);
        g_assert_true(has_record(second->keyring, text));
        g_assert_cmpuint(second->complaints->len, ==, 0);
        g_free(text);
        reading_free(first);
        reading_free(second);
    }
}

static void test_bad_record_says_what_was_expected(void)
{
    /* clang-format off */
    static const struct {
        const char *line;
        enum ikelog_status status;
        const char *words;
    } cases[] = {
        {"KEY " COOKIE " aa", IKELOG_BAD_SYNTAX, "one of KA, SKEYID_E,"},
        {"KA", IKELOG_BAD_HEX, "16 hex digits of the initiator cookie"},
        {"KA 8f525ab5b0b05c8 aa", IKELOG_BAD_HEX, "16 hex digits of the initiator cookie"},
        {"KA 8f525ab5b0b05c8g aa", IKELOG_BAD_HEX, "16 hex digits of the initiator cookie"},
        {"KA " COOKIE "00 aa", IKELOG_BAD_HEX, "16 hex digits of the initiator cookie"},
        {"KA " COOKIE ":24d81af9 aa", IKELOG_BAD_SYNTAX, "a message ID belongs to"},
        {"SHARED_SECRET " COOKIE ": aa", IKELOG_BAD_HEX, "8 hex digits of the message ID"},
        {"DH_PRIVATE " COOKIE ":24d81af aa", IKELOG_BAD_HEX, "8 hex digits of the message ID"},
        {"KA " COOKIE, IKELOG_BAD_HEX, "even number of hex digits"},
        {"KA " COOKIE " 0x", IKELOG_BAD_HEX, "even number of hex digits"},
        {"KA " COOKIE " abc", IKELOG_BAD_HEX, "even number of hex digits"},
        {"KA " COOKIE " aa bb", IKELOG_BAD_SYNTAX, "end of the line"},
        {"KA " COOKIE " \"aa\"", IKELOG_BAD_HEX, "even number of hex digits"},
        {"ESP_ENC c41ff71 aa", IKELOG_BAD_HEX, "8 hex digits of the SPI"},
        {"PSK", IKELOG_BAD_SYNTAX, "behind PSK"},
        {"PSK *", IKELOG_BAD_HEX, "in hex, or as \"text\""},
        {"PSK * secret", IKELOG_BAD_HEX, "in hex, or as \"text\""},
        {"PSK * \"\"", IKELOG_BAD_SYNTAX, "in hex, or as \"text\""},
        {"PSK * \"secret", IKELOG_BAD_SYNTAX, "in hex, or as \"text\""},
        {"PSK * \"", IKELOG_BAD_SYNTAX, "in hex, or as \"text\""},
        {"PSK * \"secret\\\"", IKELOG_BAD_SYNTAX, "in hex, or as \"text\""},
        {"PSK * \"sec\\ret\"", IKELOG_BAD_SYNTAX, "in hex, or as \"text\""},
        {"PSK \"\" aa", IKELOG_BAD_SYNTAX, "behind PSK"},
        {"PSK a\001b aa", IKELOG_BAD_SYNTAX, "behind PSK"},
        {"PSK a\xff aa", IKELOG_BAD_SYNTAX, "behind PSK"},
        {"8f525ab5b0b05c8," VALUE, IKELOG_BAD_HEX, "16 hex digits of the initiator cookie"},
        {COOKIE ",", IKELOG_BAD_HEX, "even number of hex digits"},
        {COOKIE ",aa,bb", IKELOG_BAD_SYNTAX, "end of the line"},
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_keyring *keyring = ikelog_keyring_new();
        const char *expected = NULL;

        g_test_message("%s", cases[i].line);
        g_assert_cmpint(ikelog_keyrecord_add(cases[i].line, "x", keyring, &expected), ==,
                        cases[i].status);
        g_assert_nonnull(expected);
        g_assert_nonnull(strstr(expected, cases[i].words));
        g_assert_cmpuint(ikelog_keyring_count(keyring), ==, 0);
        ikelog_keyring_free(keyring);
    }
}

/* The bound of each kind: octets that are taken, and one more that is refused. */
static void test_secret_longer_than_its_kind_is_refused(void)
{
    static const struct {
        const char *begin;
        unsigned octets;
    } cases[] = {
        {"KA " COOKIE, 64},           {"SKEYID " COOKIE, 64}, {"ESP_ENC 00000001", 68},
        {"DH_PRIVATE " COOKIE, 1056}, {"PSK *", 1056},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        for (unsigned more = 0; more < 2; more++) {
            char *hex = g_strnfill(2u * (cases[i].octets + more), 'a');
            char *line = g_strconcat(cases[i].begin, " ", hex, NULL);
            struct ikelog_keyring *keyring = ikelog_keyring_new();
            const char *expected;

            g_assert_cmpint(ikelog_keyrecord_add(line, "x", keyring, &expected), ==,
                            more ? IKELOG_TOO_LONG : IKELOG_OK);
            g_assert_cmpuint(ikelog_keyring_count(keyring), ==, 1 - more);
            ikelog_keyring_free(keyring);
            g_free(line);
            g_free(hex);
        }
}

static void test_bad_lines_cost_only_themselves(void)
{
    static const char text[] = "\xef\xbb\xbf# comment\r\n"
                               "KAA " COOKIE " aa\n"
                               "\n"
                               "KA " COOKIE " aa\r\n"
                               "KA nonsense aa\n"
                               "KA " COOKIE " bb\n"
                               "KA " COOKIE " c";
    struct reading *reading = reading_of(text, sizeof text - 1, 3);

    g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, "key records");
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 2);
    g_assert_cmpuint(reading->complaints->len, ==, 3);
    assert_complaint(reading, 0, 2, "one of KA");
    assert_complaint(reading, 1, 5, "16 hex digits");
    assert_complaint(reading, 2, 7, "even number");
    g_assert_cmpstr(ikelog_keyring_nth(reading->keyring, 0)->origin, ==, "file:4");
    g_assert_cmpstr(ikelog_keyring_nth(reading->keyring, 1)->origin, ==, "file:6");
    reading_free(reading);
}

static void test_complaints_are_bounded(void)
{
    GString *text = g_string_new("KA " COOKIE " aa\n");
    struct reading *reading;

    for (unsigned i = 0; i < 1000; i++)
        g_string_append(text, "KA x y\n");
    reading = reading_of(text->str, text->len, 4096);
    g_assert_cmpuint(reading->complaints->len, ==, IKELOG_MAX_COMPLAINTS);
    reading_free(reading);
    g_string_free(text, TRUE);
}

static void test_file_without_any_known_content_is_named(void)
{
    static const struct {
        const char *text;
        unsigned line; /* 0: no complaint */
    } cases[] = {
        {"", 0},      {"# nothing\n\n", 0},         {"\nhello\nworld\n", 2},
        {"hello", 1}, {"\x89PNG\r\n\x1a\n\x01", 1},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct reading *reading = reading_of_text(cases[i].text);

        g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, "nothing known");
        g_assert_cmpuint(reading->complaints->len, ==, cases[i].line ? 1 : 0);
        if (cases[i].line)
            assert_complaint(reading, 0, cases[i].line, "nothing of these was recognised");
        reading_free(reading);
    }
}

static void test_complaint_about_unknown_content_names_every_log(void)
{
    struct reading *reading = reading_of_text("hello\n");

#define X(name, product, where) assert_complaint(reading, 0, 1, product);
    IKELOG_IMPORT_ROWS(X)
#undef X
    reading_free(reading);
}

/* The file is read again whenever it grew; its last line may be half written. */
static void test_last_line_may_still_grow(void)
{
    static const char first[] = "KA " COOKIE " aabb\nKA " COOKIE " cc";
    static const char second[] = "dd\nSKEYID";
    static const char third[] = " " COOKIE " ee";
    struct reading *reading = reading_of_text(first);

    g_assert_true(has_record(reading->keyring, "KA " COOKIE " aabb"));
    reading_feed(reading, second, strlen(second));
    reading_end(reading);
    g_assert_true(has_record(reading->keyring, "KA " COOKIE " ccdd"));
    reading_feed(reading, third, strlen(third));
    reading_end(reading);
    g_assert_true(has_record(reading->keyring, "SKEYID " COOKIE " ee"));
    g_assert_cmpstr(ikelog_keyring_find(reading->keyring, IKELOG_SECRET_SKEYID,
                                        (const uint8_t *)"\x8f\x52\x5a\xb5\xb0\xb0\x5c\x86")
                        ->origin,
                    ==, "file:3");
    reading_free(reading);
}

/* A first line that is only begun says nothing yet about the file. */
static void test_first_line_in_pieces_is_recognised(void)
{
    struct reading *reading = reading_new();

    reading_feed(reading, "K", 1);
    reading_feed(reading, "A " COOKIE " aa\n", strlen("A " COOKIE " aa\n"));
    reading_end(reading);
    g_assert_cmpuint(reading->complaints->len, ==, 0);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 1);
    reading_free(reading);
}

static void test_hostile_lines_are_told_and_passed_over(void)
{
    GString *text = g_string_new("KA " COOKIE " aa\n");
    struct reading *reading;

    g_string_append_len(text, "KA " COOKIE " b\0b\n", sizeof("KA " COOKIE " b\0b\n") - 1);
    g_string_append(text, "KA " COOKIE " ");
    for (unsigned i = 0; i < 1000000; i++)
        g_string_append_c(text, 'a');
    g_string_append(text, "\nKA " COOKIE " dd\n");
    reading = reading_of(text->str, text->len, 1000);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 2);
    g_assert_cmpuint(reading->complaints->len, ==, 2);
    assert_complaint(reading, 0, 2, "value 0");
    assert_complaint(reading, 1, 3, "at most 16384 octets");
    reading_free(reading);
    g_string_free(text, TRUE);
}

static void test_full_cookie_is_told(void)
{
    GString *text = g_string_new(NULL);
    struct reading *reading;

    for (unsigned i = 0; i <= IKELOG_MAX_SAME; i++)
        g_string_append_printf(text, "KA " COOKIE " %02x\n", i);
    reading = reading_of(text->str, text->len, 4096);
    g_assert_cmpint(reading->status, ==, IKELOG_TOO_MANY);
    assert_complaint(reading, 0, IKELOG_MAX_SAME + 1, "at most 16 different secrets");
    reading_free(reading);
    g_string_free(text, TRUE);
}

static void test_hundred_thousand_records_load_in_a_second(void)
{
    GString *text = g_string_new(NULL);
    struct reading *reading;
    clock_t begin;
    double seconds;

    for (unsigned i = 0; i < 100000; i++)
        g_string_append_printf(text, "KA %016x " VALUE "\n", i);
    begin = clock(); /* of the processor: other programs on the machine do not count */
    reading = reading_of(text->str, text->len, 65536);
    seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    g_test_message("%.3f s", seconds);
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 100000);
    g_assert_nonnull(ikelog_keyring_find(reading->keyring, IKELOG_SECRET_KA,
                                         (const uint8_t *)"\0\0\0\0\0\0\x86\x9f"));
    g_assert_cmpfloat(seconds, <, 1.0);
    reading_free(reading);
    g_string_free(text, TRUE);
}

static void test_stock_table_of_wireshark_is_recognised(void)
{
    static const char text[] = "# This file is automatically generated, DO NOT MODIFY.\n" COOKIE
                               "," VALUE "\nffffffffffffffff,AABB\n";
    struct reading *reading = reading_of_text(text);

    g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, "ikev1_decryption_table");
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 2);
    g_assert_cmpuint(reading->complaints->len, ==, 0);
    reading_free(reading);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyfile/every-form-of-a-record-is-read", test_every_form_of_a_record_is_read);
    g_test_add_func("/keyfile/written-record-reads-back-equal",
                    test_written_record_reads_back_equal);
    g_test_add_func("/keyfile/bad-record-says-what-was-expected",
                    test_bad_record_says_what_was_expected);
    g_test_add_func("/keyfile/secret-longer-than-its-kind-is-refused",
                    test_secret_longer_than_its_kind_is_refused);
    g_test_add_func("/keyfile/bad-lines-cost-only-themselves", test_bad_lines_cost_only_themselves);
    g_test_add_func("/keyfile/complaints-are-bounded", test_complaints_are_bounded);
    g_test_add_func("/keyfile/complaint-about-unknown-content-names-every-log",
                    test_complaint_about_unknown_content_names_every_log);
    g_test_add_func("/keyfile/file-without-any-known-content-is-named",
                    test_file_without_any_known_content_is_named);
    g_test_add_func("/keyfile/last-line-may-still-grow", test_last_line_may_still_grow);
    g_test_add_func("/keyfile/first-line-in-pieces-is-recognised",
                    test_first_line_in_pieces_is_recognised);
    g_test_add_func("/keyfile/hostile-lines-are-told-and-passed-over",
                    test_hostile_lines_are_told_and_passed_over);
    g_test_add_func("/keyfile/full-cookie-is-told", test_full_cookie_is_told);
    g_test_add_func("/keyfile/hundred-thousand-records-load-in-a-second",
                    test_hundred_thousand_records_load_in_a_second);
    g_test_add_func("/keyfile/stock-table-of-wireshark-is-recognised",
                    test_stock_table_of_wireshark_is_recognised);
    return g_test_run();
}
