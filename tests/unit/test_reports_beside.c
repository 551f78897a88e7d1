/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports on what is rare: ICMP errors, AH, keys that a daemon logged, negotiations without an SA.
 */
#include "story.h"

#include "reports/keys.h"
#include "reports/ladder.h"
#include "reports/lesson.h"
#include "reports/negotiations.h"

/* An ICMP error about the first message of the first IKE SA, kept as the last frame. */
static void add_icmp_error(struct story *story)
{
    const struct ikelog_report_part *part = g_ptr_array_index(story->report->parts, 0);
    const struct ikelog_packet *first = g_ptr_array_index(part->packets, 0);
    struct ikelog_packet error = {
        .kind = IKELOG_PACKET_ICMP, .frame = 99, .session = story->session};

    error.icmp = (struct ikelog_icmp){.frame = 99, .family = 4, .type = 3, .code = 3};
    error.icmp.quoted = first->message;
    error.icmp.quoted_src = first->record->exchange->sa->sides[IKELOG_INITIATOR].first;
    error.icmp.quoted_dst = first->record->exchange->sa->sides[IKELOG_RESPONDER].first;
    error.time_ns = error.icmp.time_ns = first->time_ns + 1500000000;
    error.record = ikelog_session_icmp(story->session, &error.icmp);
    g_assert_nonnull(error.record);
    ikelog_report_keep(story->report, &error);
}

static void expect_written(const struct story *story,
                           void (*write)(const struct ikelog_report *, GString *),
                           const char *wanted)
{
    GString *text = g_string_new(NULL);

    write(story->report, text);
    expect_holds(text->str, wanted);
    g_string_free(text, TRUE);
}

static void test_icmp_error_is_told_where_it_came(void)
{
    struct story story;

    story_open(&story, "no-peer", NULL);
    add_icmp_error(&story);
    expect_written(&story, ikelog_report_ladder,
                   "x ICMP error (type 3, code 3), 1.500 s, frame 99");
    expect_written(&story, ikelog_report_lesson, "### An ICMP error\n\n*Frame 99, 1.500 s*");
    expect_written(&story, ikelog_report_negotiations, "unreachable");
    story_close(&story);
}

static void test_ah_keys_are_for_people(void)
{
    char *text = told("ah", NULL, ikelog_report_keys);

    expect_holds(text, "# AH c79c9141 "
                       "975fd6505754d1b8dc8f67bd81792b22f519eabbd8ae779cabef607e8ca61d3e\n");
    expect_holds(text, "# AH c8647b99 "
                       "74bbccc714be99ec63ce87ac365c08d4ce1c6b04ef10d1c0b1c97cd8664eae4e\n");
    expect_lacks(text, "ESP_AUTH c79c9141");
    g_free(text);
}

#define KA       "KA 9629777173cf6abd 26f1842b82dda8884b910ca6e34006ff238554fa22803d81\n"
#define ESP_ENC  "ESP_ENC c4b8548e 2e5d992ad3d3589af85d0b12912cf2ad1b250a68212422e5\n"
#define ESP_AUTH "ESP_AUTH cbd49616 11602cf1b6d29959d6d7ea6b2a51c0b5c8bf4300\n"

/* Ka reads the Quick Mode, but derives nothing: what a daemon logged of its keys is all there is.
 */
static void test_logged_keys_stand_in_for_derived_ones(void)
{
    char *text = told("mm-psk", KA, ikelog_report_key_records);

    expect_holds(text, "KA 9629777173cf6abd ");
    expect_lacks(text, "ESP_");
    g_free(text);
    text = told("mm-psk", KA ESP_ENC ESP_AUTH, ikelog_report_key_records);
    expect_holds(text, ESP_ENC);
    expect_holds(text, ESP_AUTH);
    expect_lacks(text, "ESP_AUTH c4b8548e"); /* which was not logged */
    g_free(text);
}

/* A key that is longer than any cipher's is not cut to fit. */
static void test_logged_key_that_is_too_long_is_left_out(void)
{
    GString *keys = g_string_new(KA "ESP_ENC c4b8548e ");
    char *text;

    for (int i = 0; i < 200; i++)
        g_string_append(keys, "5a");
    g_string_append_c(keys, '\n');
    text = told("mm-psk", keys->str, ikelog_report_key_records);
    expect_lacks(text, "ESP_ENC");
    g_free(text);
    g_string_free(keys, TRUE);
}

static const struct {
    const char *capture, *lesson;
} lessons[] = {
    {"late-start-phase1", "Which way of authentication is used was not captured"},
    {"late-start-phase2", "The beginning was not captured: how phase 1 came about"},
    {"mm-rsa", "With signatures, `SKEYID` is made from both nonces and the shared secret."},
    {"racoon-base", "base mode"},
    {"ag-psk", "aggressive mode"},
};

static void test_lesson_knows_what_was_captured(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lessons); i++) {
        char *text = told(lessons[i].capture, NULL, ikelog_report_lesson);

        expect_holds(text, lessons[i].lesson);
        g_free(text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reports-beside/icmp-error-is-told-where-it-came",
                    test_icmp_error_is_told_where_it_came);
    g_test_add_func("/reports-beside/ah-keys-are-for-people", test_ah_keys_are_for_people);
    g_test_add_func("/reports-beside/logged-keys-stand-in-for-derived-ones",
                    test_logged_keys_stand_in_for_derived_ones);
    g_test_add_func("/reports-beside/logged-key-that-is-too-long-is-left-out",
                    test_logged_key_that_is_too_long_is_left_out);
    g_test_add_func("/reports-beside/lesson-knows-what-was-captured",
                    test_lesson_knows_what_was_captured);
    return g_test_run();
}
