/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times as files claim them: any number, and never one that overflows. */
#include "story.h"

#include "reports/ladder.h"
#include "reports/lesson.h"
#include "reports/negotiations.h"

#define MOST_SECONDS (IKELOG_TIME_MOST / 1000000000 - 3)

static const struct {
    int64_t seconds;
    int32_t nanoseconds;
    int64_t time_ns;
} rows[] = {
    {0, 0, 0},
    {1700000000, 123456789, 1700000000123456789},
    {-1, 999999999, -1},
    {UINT32_MAX, 0, INT64_C(4294967295000000000)}, /* the last second of pcap */
    {MOST_SECONDS, 5, MOST_SECONDS * 1000000000 + 5},
    {MOST_SECONDS + 1, 5, MOST_SECONDS * 1000000000 + 5},
    {INT64_MAX, 0, MOST_SECONDS * 1000000000},
    {INT64_MIN, 0, -MOST_SECONDS * 1000000000},
};

static void test_time_is_kept_within_its_bounds(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(ikelog_time_ns(rows[i].seconds, rows[i].nanoseconds), ==, rows[i].time_ns);
    g_assert_cmpint(ikelog_time_ns(INT64_MAX, INT32_MAX), <=, IKELOG_TIME_MOST);
    g_assert_cmpint(ikelog_time_ns(INT64_MIN, INT32_MIN), >=, -IKELOG_TIME_MOST);
}

/* The first message of a capture at the beginning of time, all others at its end. */
static void read_at_both_ends(struct story *story)
{
    struct ikelog_datagram datagram;

    story->session = ikelog_session_new(NULL);
    story->report = ikelog_report_new();
    while (capture_next(&story->capture, &datagram)) {
        struct ikelog_packet packet = {
            .frame = datagram.frame, .session = story->session, .message = datagram.message};

        datagram.time_ns = ikelog_time_ns(datagram.frame == 1 ? INT64_MIN : INT64_MAX, 0);
        packet.time_ns = datagram.time_ns;
        packet.record = ikelog_session_feed(story->session, &datagram);
        g_assert_nonnull(packet.record);
        ikelog_report_keep(story->report, &packet);
    }
    story->report->session = story->session;
    story->report->policy = &story_policy;
    ikelog_report_sort(story->report);
}

/* No answer came: how long was tried, and for how long it was silent, is asked here too. */
static void test_impossible_times_make_long_durations(void)
{
    void (*const writers[])(const struct ikelog_report *, GString *) = {
        ikelog_report_ladder, ikelog_report_lesson, ikelog_report_negotiations};
    char *path = capture_path_of("no-peer", ".pcap");
    struct story story = {.session = NULL};

    g_assert_true(capture_open(&story.capture, path));
    read_at_both_ends(&story);
    for (size_t i = 0; i < G_N_ELEMENTS(writers); i++) {
        GString *text = g_string_new(NULL);

        writers[i](story.report, text);
        expect_holds(text->str, "9223372030.000 s");
        g_string_free(text, TRUE);
    }
    story_close(&story);
    g_free(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/times/time-is-kept-within-its-bounds", test_time_is_kept_within_its_bounds);
    g_test_add_func("/times/impossible-times-make-long-durations",
                    test_impossible_times_make_long_durations);
    return g_test_run();
}
