/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All reports on a few captures, to the letter those of tests/golden/reports.txt. */
#include "golden.h"
#include "story.h"
#include "transcript.h"

#include "reports/keys.h"
#include "reports/ladder.h"
#include "reports/lesson.h"
#include "reports/negotiations.h"

static const struct {
    const char *name;
    void (*write)(const struct ikelog_report *, GString *);
} reports[] = {
    {"negotiations", ikelog_report_negotiations},
    {"ladder", ikelog_report_ladder},
    {"lesson", ikelog_report_lesson},
    {"keys", ikelog_report_keys},
    {"IKEv1 rows", ikelog_report_key_ikev1_rows},
    {"key records", ikelog_report_key_records},
    {"ESP rows", ikelog_report_key_esp_rows},
};

/* Main and aggressive mode, keys and signatures, PFS, XAUTH and mode config, silence. */
static const char *const captures[] = {"mm-psk-pfs", "ag-psk", "mm-rsa", "xauth-modeconfig",
                                       "no-peer"};

/* Exponents for phase 1 and for PFS, keys that a daemon logged, and IPsec SAs of other kinds. */
static const char *const captures_with_keys[] = {"dh-private-modp", "dh-private-pfs",
                                                 "esp-in-udp-gcm", "ah", "racoon-bundle"};

static void append_report(GString *text, const char *capture, size_t report)
{
    char *written = told(capture, NULL, reports[report].write);

    g_string_append_printf(text, "==== %s: %s\n%s\n", capture, reports[report].name, written);
    g_free(written);
}

static void test_texts_are_those_of_the_golden_file(void)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(captures); i++)
        for (size_t n = 0; n < G_N_ELEMENTS(reports); n++)
            append_report(text, captures[i], n);
    for (size_t i = 0; i < G_N_ELEMENTS(captures_with_keys); i++)
        for (size_t n = 3; n < G_N_ELEMENTS(reports); n++)
            append_report(text, captures_with_keys[i], n);
    expect_golden("reports.txt", text->str);
    g_string_free(text, TRUE);
}

/* The ladder of an opening message and of the answer so much later. */
static char *ladder_with_pause(int64_t pause_ns)
{
    struct ikelog_report *report = ikelog_report_new();
    GString *text = g_string_new(NULL);
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
    talk.now += pause_ns;
    talk_say(&talk, &(struct spoken){'R', 0, "i r", 2, 0, 0, 1, SA_BODY});
    for (guint i = 0; i < talk.records->len; i++) {
        struct ikelog_packet packet = {.frame = i + 1,
                                       .time_ns = i * pause_ns,
                                       .session = talk.session,
                                       .record = g_ptr_array_index(talk.records, i)};
        gsize length;

        packet.message.data = g_bytes_get_data(g_ptr_array_index(talk.messages, i), &length);
        packet.message.length = (uint32_t)length;
        ikelog_report_keep(report, &packet);
    }
    report->session = talk.session;
    report->policy = &talk.policy;
    ikelog_report_sort(report);
    ikelog_report_ladder(report, text);
    ikelog_report_free(report);
    talk_close(&talk);
    return g_string_free(text, FALSE);
}

static void test_pause_shows_from_a_second_on(void)
{
    for (int64_t late = -1; late <= 0; late++) {
        char *ladder = ladder_with_pause(INT64_C(1000000000) + late);

        g_assert_cmpint(strstr(ladder, " later)") != NULL, ==, late == 0);
        g_free(ladder);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reports-golden/texts-are-those-of-the-golden-file",
                    test_texts_are_those_of_the_golden_file);
    g_test_add_func("/reports-golden/pause-shows-from-a-second-on",
                    test_pause_shows_from_a_second_on);
    return g_test_run();
}
