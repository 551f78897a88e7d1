/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every real log, mistreated: in pieces, with other line ends, damaged, cut and with endless lines.
 */
#include "reading.h"

/* One check of one log. */
typedef void check_log(const char *text, gsize length);

static void assert_same_records(const struct reading *first, const struct reading *second)
{
    g_assert_cmpstr(ikelog_keysource_format(first->source), ==,
                    ikelog_keysource_format(second->source));
    assert_records_within(first->keyring, second->keyring, ~0u);
    assert_records_within(second->keyring, first->keyring, ~0u);
}

static void for_each_log(check_log *check)
{
    GPtrArray *names = capture_names(".log");

    for (guint i = 0; i < names->len; i++) {
        char *path = capture_path_of(g_ptr_array_index(names, i), ".log"), *text;
        gsize length;

        g_assert_true(g_file_get_contents(path, &text, &length, NULL));
        g_test_message("%s", path);
        check(text, length);
        g_free(text);
        g_free(path);
    }
    g_assert_cmpuint(names->len, >=, 4);
    g_ptr_array_unref(names);
}

static void check_pieces(const char *text, gsize length)
{
    static const size_t steps[] = {1, 7, 1460};
    struct reading *whole = reading_of(text, length, length);

    g_assert_cmpuint(ikelog_keyring_count(whole->keyring), >, 0);
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
        struct reading *pieces = reading_of(text, length, steps[i]);

        assert_same_records(whole, pieces);
        g_assert_cmpuint(whole->complaints->len, ==, pieces->complaints->len);
        reading_free(pieces);
    }
    reading_free(whole);
}

static void test_pieces_of_any_size_give_the_same(void)
{
    for_each_log(check_pieces);
}

/* Read again while it grows, which ends it at every step: nothing is lost or added but what was
 * cut. */
static void check_growing(const char *text, gsize length)
{
    struct reading *whole = reading_of(text, length, length), *growing = reading_new();

    for (gsize at = 0; at < length; at += 4099) {
        reading_feed(growing, text + at, MIN(4099, length - at));
        reading_end(growing);
    }
    assert_records_within(whole->keyring, growing->keyring, ~0u);
    g_assert_cmpuint(ikelog_keyring_count(growing->keyring), <=,
                     ikelog_keyring_count(whole->keyring) + length / 4099);
    reading_free(growing);
    reading_free(whole);
}

static void test_growing_log_loses_nothing(void)
{
    for_each_log(check_growing);
}

static void check_line_ends(const char *text, gsize length)
{
    GString *windows = g_string_sized_new(length * 2);
    struct reading *first = reading_of(text, length, length), *second;

    for (gsize i = 0; i < length; i++) {
        if (text[i] == '\n')
            g_string_append_c(windows, '\r');
        g_string_append_c(windows, text[i]);
    }
    second = reading_of(windows->str, windows->len, 4096);
    assert_same_records(first, second);
    reading_free(first);
    reading_free(second);
    g_string_free(windows, TRUE);
}

static void test_windows_line_ends_make_no_difference(void)
{
    for_each_log(check_line_ends);
}

/* Between the lines of a log: NUL octets, text in no encoding, and a line of a million octets. */
static void check_garbage(const char *text, gsize length)
{
    static const char octets[] = "\0\0\0 \xff\xfe\x80 [\0] \x1b[31m\n";
    struct reading *first = reading_of(text, length, length), *second = reading_new();
    const char *line = memchr(text, '\n', length) + 1;
    char *endless = g_strnfill(1000000, 'a');

    reading_feed(second, text, (size_t)(line - text));
    reading_feed(second, octets, sizeof octets - 1);
    reading_feed(second, endless, 1000000);
    reading_feed(second, "\n", 1);
    reading_feed(second, line, length - (size_t)(line - text));
    reading_end(second);
    assert_same_records(first, second);
    g_free(endless);
    reading_free(first);
    reading_free(second);
}

static void test_garbage_lines_make_no_difference(void)
{
    for_each_log(check_garbage);
}

/* Damage gives fewer secrets or wrong ones, never a crash: the sanitizers watch. */
static void check_damage(const char *text, gsize length)
{
    GRand *random = g_rand_new_with_seed(2409);
    char *copy = g_malloc(length);

    for (unsigned round = 0; round < 20; round++) {
        struct reading *reading;

        memcpy(copy, text, length);
        for (gsize i = 0; i < length / 200; i++)
            copy[g_rand_int_range(random, 0, (gint32)length)] = (char)g_rand_int(random);
        reading = reading_of(copy, (gsize)g_rand_int_range(random, 1, (gint32)length + 1), 8192);
        g_assert_cmpuint(reading->complaints->len, <=, IKELOG_MAX_COMPLAINTS);
        reading_free(reading);
    }
    g_free(copy);
    g_rand_free(random);
}

static void test_damaged_logs_do_no_harm(void)
{
    for_each_log(check_damage);
}

/* Two logs in one file: the first one's format is read, and the other's lines pass as garbage. */
static void check_mixture(const char *text, gsize length)
{
    static const char record[] = "KA 0102030405060708 aa\n";
    struct reading *first = reading_of(text, length, length), *second = reading_new();

    reading_feed(second, text, length);
    reading_feed(second, "\n", 1);
    reading_feed(second, record, sizeof record - 1);
    reading_end(second);
    assert_same_records(first, second);
    reading_free(first);
    reading_free(second);
}

static void test_records_within_a_log_are_not_believed(void)
{
    for_each_log(check_mixture);
}

/* Ever other keys for one cookie are refused from the bound on, and take no room from the next. */
static void test_log_cannot_fill_more_than_a_cookies_room(void)
{
    GString *text = g_string_new(NULL);
    struct reading *reading;

    for (unsigned i = 0; i <= IKELOG_MAX_SAME; i++)
        g_string_append_printf(text,
                               "ike 0:b:1: ISAKMP SA 8f525ab5b0b05c86/73684af9a41261e2 key 16:"
                               "89c737d878fd33c11085debd299fad%02x\n",
                               i);
    g_string_append(text, "ike 0:b:2: ISAKMP SA 0102030405060708/73684af9a41261e2 key 16:"
                          "89c737d878fd33c11085debd299fade5\n");
    reading = reading_of(text->str, text->len, 4096);
    g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, "FortiGate log");
    g_assert_cmpint(reading->status, ==, IKELOG_TOO_MANY);
    g_assert_cmpuint(reading->complaints->len, ==, 1);
    assert_complaint(reading, 0, IKELOG_MAX_SAME + 1, "at most 16 different secrets");
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, IKELOG_MAX_SAME + 1);
    g_assert_true(
        has_record(reading->keyring, "KA 0102030405060708 89c737d878fd33c11085debd299fade5"));
    reading_free(reading);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import-hostile/pieces-of-any-size-give-the-same",
                    test_pieces_of_any_size_give_the_same);
    g_test_add_func("/import-hostile/growing-log-loses-nothing", test_growing_log_loses_nothing);
    g_test_add_func("/import-hostile/windows-line-ends-make-no-difference",
                    test_windows_line_ends_make_no_difference);
    g_test_add_func("/import-hostile/garbage-lines-make-no-difference",
                    test_garbage_lines_make_no_difference);
    g_test_add_func("/import-hostile/damaged-logs-do-no-harm", test_damaged_logs_do_no_harm);
    g_test_add_func("/import-hostile/records-within-a-log-are-not-believed",
                    test_records_within_a_log_are_not_believed);
    g_test_add_func("/import-hostile/log-cannot-fill-more-than-a-cookies-room",
                    test_log_cannot_fill_more_than_a_cookies_room);
    return g_test_run();
}
