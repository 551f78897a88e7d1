/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdict on every negotiation of every capture, and why, is that of tests/golden/verdicts.txt.
 */
#include "golden.h"
#include "transcript.h"

static void append_verdict(GString *text, const char *what, struct ikelog_verdict verdict,
                           const GString *reason)
{
    g_string_append_printf(text, "%s: %s%s%s; %s\n", what, ikelog_verdict_name(verdict.kind),
                           verdict.end == IKELOG_END_NONE ? "" : ", ", ikelog_end_name(verdict.end),
                           reason->str);
}

static void append_quick_modes(GString *text, const struct talk *talk, const struct ikelog_sa *sa)
{
    for (guint i = 0; sa->quick_modes && i < sa->quick_modes->len; i++) {
        const struct ikelog_exchange *quick = g_ptr_array_index(sa->quick_modes, i);
        GString *reason = g_string_new(NULL);
        struct ikelog_verdict verdict = ikelog_verdict_of_quick(talk->session, quick, reason);

        append_verdict(text, "  Quick Mode", verdict, reason);
        g_string_free(reason, TRUE);
    }
}

static void append_capture(GString *text, const char *name, bool keys)
{
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, name, keys);
    g_string_append_printf(text, "%s%s\n", name, keys ? "" : " without keys");
    for (unsigned i = 0; i < ikelog_session_sa_count(talk.session); i++) {
        const struct ikelog_sa *sa = ikelog_session_sa(talk.session, i);
        GString *reason = g_string_new(NULL);
        struct ikelog_verdict verdict = ikelog_verdict_of_sa(talk.session, sa, reason);

        append_verdict(text, " IKE SA", verdict, reason);
        append_quick_modes(text, &talk, sa);
        g_string_free(reason, TRUE);
    }
    talk_close(&talk);
}

static void test_reasons_are_those_of_the_golden_file(void)
{
    GPtrArray *names = talk_captures();
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < names->len; i++) {
        append_capture(text, g_ptr_array_index(names, i), true);
        append_capture(text, g_ptr_array_index(names, i), false);
    }
    expect_golden("verdicts.txt", text->str);
    g_string_free(text, TRUE);
    g_ptr_array_unref(names);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/verdict-reasons/reasons-are-those-of-the-golden-file",
                    test_reasons_are_those_of_the_golden_file);
    return g_test_run();
}
