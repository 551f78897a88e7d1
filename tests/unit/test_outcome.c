/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What else than an answer came of a message: ICMP errors, a delete, another try. */
#include "transcript.h"

#define DELETE_OF_THE_IKE_SA "0000001c 00000001 01 10 0001 6969696969696969 7272727272727272"

static const struct spoken opening[] = {
    {'I', 0, "i", 2, 0, 0, 1, SA_BODY},
    {'R', 10, "i r", 2, 0, 0, 1, SA_BODY},
    {'I', 10, "i r", 2, 0, 0, 4, KE_BODY},
};

static void say_opening(struct talk *talk, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        talk_say(talk, &opening[i]);
}

/* The verdict on IKE SA 0 as "kind: reason"; g_free. */
static char *verdict_of(const struct talk *talk)
{
    GString *reason = g_string_new(NULL);
    struct ikelog_verdict verdict =
        ikelog_verdict_of_sa(talk->session, ikelog_session_sa(talk->session, 0), reason);
    char *text = g_strdup_printf("%s: %s", ikelog_verdict_name(verdict.kind), reason->str);

    g_string_free(reason, TRUE);
    return text;
}

static void expect_verdict(const struct talk *talk, const char *begins, const char *holds)
{
    char *text = verdict_of(talk);

    if (!g_str_has_prefix(text, begins) || !strstr(text, holds))
        g_test_fail_printf("%s", text);
    g_free(text);
}

/* An ICMP error from the way to the responder about the first message. */
static void say_icmp(struct talk *talk, uint8_t type, uint8_t code)
{
    struct ikelog_icmp icmp = {.frame = 9, .family = 4, .type = type, .code = code};
    gsize length;

    icmp.quoted.data = g_bytes_get_data(g_ptr_array_index(talk->messages, 0), &length);
    icmp.quoted.length = 28;
    icmp.quoted_src = (struct ikelog_endpoint){4, {192, 0, 2, 1}, 500};
    icmp.quoted_dst = (struct ikelog_endpoint){4, {192, 0, 2, 2}, 500};
    g_assert_nonnull(ikelog_session_icmp(talk->session, &icmp));
}

/* What the verdict calls an ICMP error about the first message. */
static const struct {
    uint8_t type, code;
    const char *words;
} icmp_errors[] = {
    {3, 3, "port unreachable"},
    {3, 1, "destination unreachable"},
    {3, 13, "administratively prohibited"},
    {11, 0, "time exceeded"},
    {11, 3, "time exceeded"},
    {12, 0, "parameter problem"},
};

static void test_icmp_errors_are_told_by_type_and_code(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(icmp_errors); i++) {
        struct talk talk;

        talk_open(&talk);
        say_opening(&talk, 1);
        say_icmp(&talk, icmp_errors[i].type, icmp_errors[i].code);
        expect_verdict(&talk, "unreachable: 192.0.2.2 cannot be reached", icmp_errors[i].words);
        talk_close(&talk);
    }
}

/* After an answer an ICMP error is no verdict, but it is mentioned. */
static void test_icmp_error_is_mentioned_beside_silence(void)
{
    for (int icmp = 0; icmp < 2; icmp++) {
        struct spoken again = opening[2];
        struct talk talk;
        char *text;

        talk_open(&talk);
        say_opening(&talk, 3);
        if (icmp)
            say_icmp(&talk, 3, 3);
        again.wait_ms = 4000;
        talk_say(&talk, &again);
        talk_say(&talk, &again);
        expect_verdict(&talk, "no-answer: 192.0.2.2 did not answer message 3", "sent 3 times");
        text = verdict_of(&talk);
        g_assert_cmpint(strstr(text, "ICMP errors came (first in frame 9)") != NULL, ==, icmp);
        g_free(text);
        talk_close(&talk);
    }
}

/* Whoever deletes an unfinished IKE SA has ended it, however long it is silent afterwards. */
static void test_deleted_attempt_is_no_silence(void)
{
    struct talk talk;

    talk_open(&talk);
    say_opening(&talk, 3);
    talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 0, 7, 12, DELETE_OF_THE_IKE_SA});
    talk_say(&talk, &(struct spoken){'R', 100000, "j", 2, 0, 0, 1, SA_BODY});
    expect_verdict(&talk, "aborted: ", "frame 4");
    talk_close(&talk);
}

/* The reason why a negotiation counts as given up. */
static const struct {
    unsigned repeats;
    const char *then; /* cookies of a new attempt, or NULL */
    const char *why;
} ends[] = {
    {1, "j", "then a new attempt with a new cookie began"},
    {3, NULL, "and the capture shows no further try"},
};

static void test_end_has_its_reason(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++) {
        struct spoken again = opening[0];
        struct ikelog_events events;
        struct ikelog_view view;
        bool found = false;
        struct talk talk;

        talk_open(&talk);
        again.wait_ms = 1000;
        say_opening(&talk, 1);
        for (unsigned n = 0; n < ends[i].repeats; n++)
            talk_say(&talk, &again);
        if (ends[i].then)
            talk_say(&talk, &(struct spoken){'I', 500, ends[i].then, 2, 0, 0, 1, SA_BODY});
        talk_look(&talk, ends[i].repeats, &view, &events);
        for (guint n = 0; n < events.rows->len; n++) {
            const struct ikelog_event *event = &g_array_index(events.rows, struct ikelog_event, n);

            if (event->kind == IKELOG_EVENT_PHASE1_GIVEN_UP)
                found = strstr(event->reason, ends[i].why) != NULL;
        }
        g_assert_true(found);
        ikelog_events_clear(&events);
        ikelog_view_close(&view);
        talk_close(&talk);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/outcome/icmp-errors-are-told-by-type-and-code",
                    test_icmp_errors_are_told_by_type_and_code);
    g_test_add_func("/outcome/icmp-error-is-mentioned-beside-silence",
                    test_icmp_error_is_mentioned_beside_silence);
    g_test_add_func("/outcome/deleted-attempt-is-no-silence", test_deleted_attempt_is_no_silence);
    g_test_add_func("/outcome/end-has-its-reason", test_end_has_its_reason);
    return g_test_run();
}
