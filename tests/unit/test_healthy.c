/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captures of tunnels that worked, as their origins (NAME.txt) say: no verdict blames anybody and
 * no event is a warning, with keys and without, while the capture is read and when all of it is
 * known.
 */
#include "transcript.h"

#include "state/anomalies.h"

static bool is_blame(enum ikelog_severity severity)
{
    return severity == IKELOG_WARN || severity == IKELOG_ERROR;
}

static void check_verdict(const struct talk *talk, const char *what, struct ikelog_verdict verdict,
                          const GString *reason)
{
    if (is_blame(verdict.severity))
        g_test_fail_printf("after frame %u %s is %s: %s", talk->records->len, what,
                           ikelog_verdict_name(verdict.kind), reason->str);
}

static void check_sa(const struct talk *talk, const struct ikelog_sa *sa)
{
    GString *reason = g_string_new(NULL);

    check_verdict(talk, "an IKE SA", ikelog_verdict_of_sa(talk->session, sa, reason), reason);
    for (guint i = 0; sa->quick_modes && i < sa->quick_modes->len; i++) {
        g_string_truncate(reason, 0);
        check_verdict(
            talk, "a Quick Mode",
            ikelog_verdict_of_quick(talk->session, g_ptr_array_index(sa->quick_modes, i), reason),
            reason);
    }
    g_string_free(reason, TRUE);
}

static void check_frame(struct talk *talk, unsigned n)
{
    struct ikelog_anomaly found[IKELOG_MAX_ANOMALIES];
    struct ikelog_events events;
    struct ikelog_view view;
    unsigned count;

    if (!g_ptr_array_index(talk->records, n))
        return;
    talk_look(talk, n, &view, &events);
    for (guint i = 0; i < events.rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events.rows, struct ikelog_event, i);

        if (is_blame(event->severity))
            g_test_fail_printf("frame %u: %s", n + 1, ikelog_event_name(event->kind));
    }
    count = ikelog_view_anomalies(talk->session, &view, found);
    for (unsigned i = 0; i < count; i++)
        if (!found[i].common)
            g_test_fail_printf("frame %u: %s", n + 1, found[i].text);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
}

/* What one pass shows of the frame that was just read. */
static void check_latest(struct talk *talk)
{
    const struct ikelog_record *record = g_ptr_array_index(talk->records, talk->records->len - 1);

    ikelog_session_reach(talk->session, ikelog_session_now(talk->session));
    if (record)
        check_sa(talk, record->exchange->sa);
    check_frame(talk, talk->records->len - 1);
}

static void check_capture(gconstpointer name)
{
    for (int keys = 0; keys < 2; keys++) {
        struct talk talk;

        talk_open(&talk);
        talk.final = false;
        talk_read_each(&talk, name, keys, check_latest);
        ikelog_session_end(talk.session);
        talk.final = true;
        for (unsigned i = 0; i < ikelog_session_sa_count(talk.session); i++)
            check_sa(&talk, ikelog_session_sa(talk.session, i));
        for (unsigned n = 0; n < talk.records->len; n++)
            check_frame(&talk, n);
        talk_close(&talk);
    }
}

/*
 * "Expected: established" and what comes of it. What happens to such a tunnel later may be wrong: a
 * peer dies, or all begins again and again.
 */
static bool is_healthy(const char *name)
{
    char *path = capture_path_of(name, ".txt"), *text = NULL;
    const char *expected = NULL;
    bool healthy = false;

    if (g_file_get_contents(path, &text, NULL, NULL))
        expected = strstr(text, "Expected: established");
    if (expected)
        healthy = strchr(" ,", expected[strlen("Expected: established")]) != NULL &&
                  !strstr(expected, "peer is dead") && !strstr(expected, " times.") &&
                  !strstr(expected, "with keys");
    g_free(text);
    g_free(path);
    return healthy;
}

int main(int argc, char **argv)
{
    GPtrArray *names;
    unsigned count = 0;
    int rc;

    g_test_init(&argc, &argv, NULL);
    names = talk_captures();
    for (guint i = 0; i < names->len; i++) {
        char *path = g_strdup_printf("/healthy/%s", (char *)g_ptr_array_index(names, i));

        if (is_healthy(g_ptr_array_index(names, i))) {
            g_test_add_data_func(path, g_ptr_array_index(names, i), check_capture);
            count++;
        }
        g_free(path);
    }
    g_assert_cmpuint(count, >, 80);
    rc = g_test_run();
    g_ptr_array_unref(names);
    return rc;
}
