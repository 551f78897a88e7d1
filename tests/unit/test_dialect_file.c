/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a dialect file says beside its lines: names, words, what surrounds a log; and bad files. */
#include "transcript.h"

#include <glib/gstdio.h>

static void test_what_surrounds_a_log_is_as_written(void)
{
    struct ikelog_dialect *dialect =
        talk_dialect("[dialect]\nname=mine\nproduct=My Gateway\n[log]\n"
                     "head=\\s \\sNo.\\tText\nfoot=Clear (y/n):\n"
                     "[packet]\nboth=x\n");

    g_assert_cmpstr(ikelog_dialect_name(dialect), ==, "mine");
    g_assert_cmpstr(ikelog_dialect_product(dialect), ==, "My Gateway");
    g_assert_cmpstr(ikelog_dialect_head(dialect), ==, "   No.\tText");
    g_assert_cmpstr(ikelog_dialect_foot(dialect), ==, "Clear (y/n):");
    ikelog_dialect_free(dialect);
    dialect = talk_dialect("[dialect]\nname=mine\n[packet]\nboth=x\n");
    g_assert_cmpstr(ikelog_dialect_head(dialect), ==, "");
    g_assert_cmpstr(ikelog_dialect_foot(dialect), ==, "");
    ikelog_dialect_free(dialect);
}

/* Milliseconds since the epoch, minutes east of Greenwich, and the time that is written. */
static const struct {
    int64_t time_ms;
    int minutes;
    const char *written;
} times[] = {
    {1700000000999, 0, "Nov 14 22:13:20.999"},
    {1700000000000, -300, "Nov 14 17:13:20.000"},
    {1700000000000, 330, "Nov 15 03:43:20.000"},
    {0, -60, "Dec 31 23:00:00.000"},
    {-1000, 0, "Dec 31 23:59:59.000"}, /* a capture whose times were shifted too far */
    {-1, 0, "Dec 31 23:59:59.999"},
};

static void test_time_is_that_of_the_readers_zone(void)
{
    struct ikelog_dialect *dialect =
        talk_dialect("[dialect]\nname=mine\n[log]\nprefix={time}.{milliseconds}\n"
                     "time=%b %d %H:%M:%S\n[packet]\nboth=x\n");
    const struct ikelog_line line = {.text = NULL};

    for (size_t i = 0; i < G_N_ELEMENTS(times); i++) {
        GString *text = g_string_new(NULL);
        struct ikelog_line_place place = {.index = 1,
                                          .time_ns = times[i].time_ms * 1000000,
                                          .zone = g_time_zone_new_offset(times[i].minutes * 60)};

        ikelog_dialect_prefix(dialect, &line, &place, text);
        g_assert_cmpstr(text->str, ==, times[i].written);
        g_time_zone_unref(place.zone);
        g_string_free(text, TRUE);
    }
    ikelog_dialect_free(dialect);
}

/* Braces that hold no placeholder of a prefix stay as they are. */
static const struct {
    const char *prefix, *written;
} prefixes[] = {
    {"{index}. ", "7. "},
    {"{connection} - ", "Branch - "},
    {"{index}{connection}", "7Branch"},
    {"{milliseconds}", "042"},
    {"{unknown} {index", "{unknown} {index"},
    {"{} {{index}", "{} {7"},
    {"{tims}{indes}{connectioo}{millisecondt}", "{tims}{indes}{connectioo}{millisecondt}"},
};

static void test_prefix_is_made_of_its_placeholders(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++) {
        char *text = g_strconcat("[dialect]\nname=mine\n[log]\ncontinuation=\\s\\s\nprefix=",
                                 prefixes[i].prefix, "\n[packet]\nboth=x\n", NULL);
        const struct ikelog_line lines[] = {{0}, {.continuation = true}, {.without_prefix = true}};
        const struct ikelog_line_place place = {
            .index = 7, .time_ns = 42000000, .connection = "Branch"};
        struct ikelog_dialect *dialect = talk_dialect(text);
        const char *expected[] = {prefixes[i].written, "  ", ""};

        for (size_t n = 0; n < G_N_ELEMENTS(lines); n++) {
            GString *written = g_string_new(NULL);

            ikelog_dialect_prefix(dialect, &lines[n], &place, written);
            if (n > 0 || !g_str_has_suffix(prefixes[i].prefix, " "))
                g_assert_cmpstr(written->str, ==, expected[n]);
            else /* blanks at the end of a value are not kept */
                g_assert_true(g_str_has_prefix(expected[n], written->str));
            g_string_free(written, TRUE);
        }
        ikelog_dialect_free(dialect);
        g_free(text);
    }
}

/* A group of words takes the place of the usual ones; what it lacks is a number. */
static void test_words_of_the_file_replace_the_usual_ones(void)
{
    static const struct {
        const char *words, *said;
    } rows[] = {
        {"", "MM (SA, VID, VID, VID, VID, VID)"},
        {"[exchanges]\n2=PHASE1\n", "PHASE1 (SA, VID, VID, VID, VID, VID)"},
        {"[exchanges]\n4=AGGR\n", "X2 (SA, VID, VID, VID, VID, VID)"},
        {"[payloads]\n13=[VENDOR]\n", "MM (P1, [VENDOR], [VENDOR], [VENDOR], [VENDOR], [VENDOR])"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *text = g_strconcat("[dialect]\nname=mine\n[packet]\nboth={exchange} ({payloads})\n",
                                 rows[i].words, NULL);
        struct ikelog_dialect *dialect = talk_dialect(text);
        GString *said = g_string_new(NULL);
        struct talk talk;

        talk_open(&talk);
        talk_read(&talk, "mm-psk", false);
        talk_lines(&talk, 0, dialect, said);
        g_assert_cmpstr(g_strchomp(said->str), ==, rows[i].said);
        g_string_free(said, TRUE);
        talk_close(&talk);
        ikelog_dialect_free(dialect);
        g_free(text);
    }
}

/* A folder in which one name is a folder, one file too long and one no text. */
static void test_file_that_is_none_is_complained_about(void)
{
    static const char good[] = "[dialect]\nname=good\n[packet]\nboth=x\n";
    char *folder = g_dir_make_tmp("ikelog-XXXXXX", NULL), *long_text = g_strnfill(2000000, '#');
    char *names[] = {
        g_build_filename(folder, "a.dialect", NULL), g_build_filename(folder, "b.dialect", NULL),
        g_build_filename(folder, "c.dialect", NULL), g_build_filename(folder, "d.dialect", NULL)};
    GPtrArray *errors = g_ptr_array_new_with_free_func(g_free);
    struct ikelog_dialects *dialects = ikelog_dialects_new();

    g_assert_cmpint(g_mkdir(names[0], 0700), ==, 0);
    g_assert_true(g_file_set_contents(names[1], long_text, -1, NULL));
    g_assert_true(g_file_set_contents(names[2], good, sizeof good, NULL)); /* with its NUL */
    g_assert_true(g_file_set_contents(names[3], good, -1, NULL));
    ikelog_dialects_read_folder(dialects, folder, errors);
    g_assert_cmpuint(errors->len, ==, 3);
    for (guint i = 0; i < errors->len; i++)
        g_assert_nonnull(strstr(g_ptr_array_index(errors, i), names[i]));
    g_assert_nonnull(ikelog_dialects_find(dialects, "good"));
    ikelog_dialects_free(dialects);
    g_ptr_array_unref(errors);
    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_remove(names[i]);
        g_free(names[i]);
    }
    g_remove(folder);
    g_free(folder);
    g_free(long_text);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dialect-file/what-surrounds-a-log-is-as-written",
                    test_what_surrounds_a_log_is_as_written);
    g_test_add_func("/dialect-file/time-is-that-of-the-readers-zone",
                    test_time_is_that_of_the_readers_zone);
    g_test_add_func("/dialect-file/words-of-the-file-replace-the-usual-ones",
                    test_words_of_the_file_replace_the_usual_ones);
    g_test_add_func("/dialect-file/file-that-is-none-is-complained-about",
                    test_file_that_is_none_is_complained_about);
    g_test_add_func("/dialect-file/prefix-is-made-of-its-placeholders",
                    test_prefix_is_made_of_its_placeholders);
    return g_test_run();
}
