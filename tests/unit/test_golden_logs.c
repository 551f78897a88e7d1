/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The golden logs of tests/golden/ come out of the core alone, as they do through tshark. */
#include "transcript.h"

#include "reports/log.h"

#define ENDING ".cisco-vpn-client.log"

#define PREFIX " Other Connections - "

/* Captures that were compared, and those that were left out. */
static unsigned compared, left_out;

/* "HH:MM:SS.mmm Other Connections - text" becomes "text"; other lines stay. */
static char *without_prefixes(const char *log)
{
    char **lines = g_strsplit(log, "\n", -1);
    GString *text = g_string_new(NULL);

    for (char **line = lines; line[0] && line[1]; line++) {
        const char *prefix = strstr(*line, PREFIX);

        g_string_append_printf(text, "%s\n", prefix ? prefix + strlen(PREFIX) : *line);
    }
    g_strfreev(lines);
    return g_string_free(text, FALSE);
}

/* This reader of captures puts no fragments together, and knows the usual ports only. */
static bool was_read_whole(const struct talk *talk)
{
    bool any = false;

    for (guint i = 0; i < talk->records->len; i++) {
        const struct ikelog_record *record = g_ptr_array_index(talk->records, i);

        if (record && (record->flags & IKELOG_RECORD_FRAGMENT))
            return false;
        any = any || record;
    }
    return any && !talk->capture.fragmented;
}

static char *read_golden(const char *name)
{
    char *file = g_strconcat(name, ENDING, NULL), *text = NULL;
    char *path = g_test_build_filename(G_TEST_DIST, "tests", "golden", file, NULL);

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_free(path);
    g_free(file);
    return text;
}

/* The log as the report on the capture has it, without prefixes; g_free. */
static char *report_log(const struct talk *talk)
{
    struct ikelog_packet_store *packets = ikelog_packet_store_new();
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    GString *text = g_string_new(NULL);
    char *log;

    for (guint n = 0; n < talk->records->len; n++) {
        struct ikelog_packet packet = talk_packet(talk, n);

        ikelog_packet_store_add(packets, &packet);
    }
    ikelog_report_log(packets, ikelog_dialects_find(dialects, "cisco-vpn-client"), &talk->policy,
                      NULL, text);
    log = without_prefixes(text->str);
    g_string_free(text, TRUE);
    ikelog_dialects_free(dialects);
    ikelog_packet_store_free(packets);
    return log;
}

static void test_log_comes_out_of_the_core(gconstpointer name)
{
    char *golden = read_golden(name), *expected = without_prefixes(golden), *log;
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, name, true);
    if (was_read_whole(&talk)) {
        log = report_log(&talk);
        g_assert_cmpstr(log, ==, expected);
        g_free(log);
        compared++;
    } else {
        left_out++;
    }
    g_free(expected);
    g_free(golden);
    talk_close(&talk);
}

static void test_most_captures_are_compared(void)
{
    g_assert_cmpuint(compared, >, 6 * left_out);
}

int main(int argc, char **argv)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    char *folder;
    const char *entry;
    GDir *golden;
    int rc;

    g_test_init(&argc, &argv, NULL);
    folder = g_test_build_filename(G_TEST_DIST, "tests", "golden", NULL);
    golden = g_dir_open(folder, 0, NULL);
    while (golden && (entry = g_dir_read_name(golden)) != NULL)
        if (g_str_has_suffix(entry, ENDING))
            g_ptr_array_add(names, g_strndup(entry, strlen(entry) - strlen(ENDING)));
    for (guint i = 0; i < names->len; i++) {
        char *path = g_strconcat("/golden-logs/", g_ptr_array_index(names, i), NULL);

        g_test_add_data_func(path, g_ptr_array_index(names, i), test_log_comes_out_of_the_core);
        g_free(path);
    }
    g_test_add_func("/golden-logs-at-last/most-captures-are-compared",
                    test_most_captures_are_compared);
    rc = g_test_run();
    g_ptr_array_unref(names);
    g_free(folder);
    if (golden)
        g_dir_close(golden);
    return rc;
}
