/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How often each event happens in all captures, and why: tests/golden/reasons.txt. Digits of a
 * reason are left out, so that it is one row wherever it is given.
 */
#include "golden.h"
#include "transcript.h"

static char *without_digits(const char *reason)
{
    GString *text = g_string_new(NULL);

    for (const char *at = reason; *at; at++) {
        bool digit = g_ascii_isdigit(*at);

        if (!digit)
            g_string_append_c(text, *at);
        else if (at == reason || !g_ascii_isdigit(at[-1]))
            g_string_append_c(text, '#');
    }
    return g_string_free(text, FALSE);
}

static void count_event(GHashTable *counts, const struct ikelog_event *event)
{
    char *reason = without_digits(event->reason ? event->reason : "-");
    char *row = g_strdup_printf("%s of the %s (%s): %s", ikelog_event_name(event->kind),
                                ikelog_side_name(event->side),
                                ikelog_evidence_name(event->evidence), reason);
    gsize count = GPOINTER_TO_SIZE(g_hash_table_lookup(counts, row));

    g_hash_table_replace(counts, row, GSIZE_TO_POINTER(count + 1));
    g_free(reason);
}

static void count_capture(GHashTable *counts, const char *name, bool keys, bool final)
{
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, name, keys);
    talk.final = final;
    for (unsigned n = 0; n < talk.records->len; n++) {
        struct ikelog_events events;
        struct ikelog_view view;

        if (!g_ptr_array_index(talk.records, n))
            continue;
        talk.policy.perspective = n % 2 ? IKELOG_RESPONDER : IKELOG_INITIATOR;
        talk_look(&talk, n, &view, &events);
        for (guint i = 0; i < events.rows->len; i++)
            count_event(counts, &g_array_index(events.rows, struct ikelog_event, i));
        ikelog_events_clear(&events);
        ikelog_view_close(&view);
    }
    talk_close(&talk);
}

/* All captures in one way of looking at them, as sorted rows. */
static void append_counts(GString *text, const GPtrArray *names, bool keys, bool final)
{
    GHashTable *counts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GList *rows;

    for (guint i = 0; i < names->len; i++)
        count_capture(counts, g_ptr_array_index(names, i), keys, final);
    rows = g_list_sort(g_hash_table_get_keys(counts), (GCompareFunc)strcmp);
    g_string_append_printf(text, "%s keys, %s\n", keys ? "with" : "without",
                           final ? "all is known" : "one pass");
    for (const GList *row = rows; row; row = row->next)
        g_string_append_printf(text, " %4" G_GSIZE_FORMAT " %s\n",
                               GPOINTER_TO_SIZE(g_hash_table_lookup(counts, row->data)),
                               (const char *)row->data);
    g_list_free(rows);
    g_hash_table_destroy(counts);
}

static void test_counts_are_those_of_the_golden_file(void)
{
    GPtrArray *names = talk_captures();
    GString *text = g_string_new(NULL);

    for (int way = 0; way < 4; way++)
        append_counts(text, names, way / 2 == 0, way % 2 == 0);
    expect_golden("reasons.txt", text->str);
    g_string_free(text, TRUE);
    g_ptr_array_unref(names);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/event-reasons/counts-are-those-of-the-golden-file",
                    test_counts_are_those_of_the_golden_file);
    return g_test_run();
}
