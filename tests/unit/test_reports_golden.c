/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All reports on a few captures, to the letter those of tests/golden/reports.txt. */
#include "golden.h"
#include "story.h"

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

static void test_texts_are_those_of_the_golden_file(void)
{
    GString *text = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(captures); i++)
        for (size_t n = 0; n < G_N_ELEMENTS(reports); n++) {
            char *report = told(captures[i], NULL, reports[n].write);

            g_string_append_printf(text, "==== %s: %s\n%s\n", captures[i], reports[n].name, report);
            g_free(report);
        }
    expect_golden("reports.txt", text->str);
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reports-golden/texts-are-those-of-the-golden-file",
                    test_texts_are_those_of_the_golden_file);
    return g_test_run();
}
