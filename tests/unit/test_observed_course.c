/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What shows only in time and beside other negotiations: silence, other attempts, what was
 * accepted elsewhere; and near misses. */
#include "observing.h"

static void test_first_message_alone_is_silence(void)
{
    struct talk talk;

    talk_open(&talk);
    for (unsigned i = 0; i < 4; i++)
        say_later(&talk, &mm[0], 1000);
    expect(&talk, IKELOG_VERDICT_NO_ANSWER, "it accepts only IKEv2");
    talk_close(&talk);
}

/* The clock is the last frame of the capture, whatever it carries. */
static void test_clock_is_the_last_frame(void)
{
    struct talk talk;

    say_first(&talk, 1);
    pass(&talk, 30);
    expect(&talk, IKELOG_VERDICT_IN_PROGRESS, "after message 1");
    pass(&talk, 60);
    expect(&talk, IKELOG_VERDICT_NO_ANSWER, "within 90.0 s");
    talk_close(&talk);
}

static void test_one_pass_does_not_guess(void)
{
    struct talk talk;

    say_first(&talk, 6);
    ikelog_session_reach(talk.session, talk.now);
    talk_say(&talk, &(struct spoken){'I', 10, "i r", 5, 1, 7, 8, CLOSED_D});
    expect(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 6");
    ikelog_session_end(talk.session);
    expect(&talk, IKELOG_VERDICT_REFUSED, "message 6");
    talk_close(&talk);
}

/* A second negotiation beside the first is no proof that the first was left. */
static void test_negotiation_beside_another_goes_on(void)
{
    struct talk talk;

    say_first(&talk, 2);
    talk_say(&talk, &(struct spoken){'I', 10, "k", 2, 0, 0, 1, SA_BODY});
    expect(&talk, IKELOG_VERDICT_IN_PROGRESS, "after message 2");
    pass(&talk, 20);
    expect(&talk, IKELOG_VERDICT_ABORTED, "a new attempt began in frame 3");
    talk_close(&talk);
}

static void test_attempt_of_the_other_side_is_its_own(void)
{
    struct talk talk;

    say_first(&talk, 1);
    talk_say(&talk, &(struct spoken){'R', 25000, "k", 2, 0, 0, 1, SA_BODY});
    pass(&talk, 40);
    expect(&talk, IKELOG_VERDICT_NO_ANSWER, "did not answer message 1 of frame 1");
    talk_close(&talk);
}

/* One message of another initiator, 192.0.2.N, and the same responder. */
static void say_from(struct talk *talk, const struct spoken *spoken, uint8_t n)
{
    say_between(talk, spoken, 10, n, 500);
}

static void expect_of(struct talk *talk, unsigned number, const char *words, bool said)
{
    GString *reason = g_string_new(NULL);

    ikelog_verdict_of_sa(talk->session, ikelog_session_sa(talk->session, number), reason);
    if ((strstr(reason->str, words) != NULL) != said)
        g_test_fail_printf("\"%s\" %s: %s", words, said ? "is missing in" : "is in", reason->str);
    g_string_free(reason, TRUE);
}

static void test_offer_accepted_from_another_peer(void)
{
    struct talk talk;

    say_first(&talk, 2);
    say_from(&talk, &(struct spoken){'I', 10, "k", 2, 0, 0, 1, SA_BODY}, 3);
    say_from(&talk, &(struct spoken){'R', 10, "k", 5, 0, 0, 11, REFUSAL("000e")}, 3);
    expect_of(&talk, 1, "3DES/SHA-1/DHG2 was accepted from 192.0.2.1 in frame 2", true);
    talk_close(&talk);
}

static void test_offer_refused_everywhere(void)
{
    struct talk talk;

    say_first(&talk, 1);
    talk_say(&talk, &(struct spoken){'R', 10, "i", 5, 0, 0, 11, REFUSAL("000e")});
    say_from(&talk, &(struct spoken){'I', 10, "k", 2, 0, 0, 1, SA_BODY}, 3);
    say_from(&talk, &(struct spoken){'R', 10, "k", 5, 0, 0, 11, REFUSAL("000e")}, 3);
    expect_of(&talk, 1, "was accepted from", false);
    talk_close(&talk);
}

static void test_accepted_proposals_are_remembered_so_far(void)
{
    static const char *const cookies[][2] = {{"a", "a z"}, {"b", "b z"}, {"c", "c z"},
                                             {"d", "d z"}, {"e", "e z"}, {"f", "f z"}};
    const struct ikelog_endpoint responder = {4, {192, 0, 2, 2}, 500};
    struct talk talk;

    talk_open(&talk);
    for (size_t i = 0; i < G_N_ELEMENTS(cookies); i++) {
        talk_say(&talk, &(struct spoken){'I', 10, cookies[i][0], 2, 0, 0, 1, SA_BODY});
        talk_say(&talk, &(struct spoken){'R', 10, cookies[i][1], 2, 0, 0, 1, SA_BODY});
    }
    for (unsigned n = 0; n < IKELOG_MAX_ACCEPTED; n++)
        g_assert_cmpuint(ikelog_session_accepted(talk.session, &responder, n)->number, ==, 5 - n);
    g_assert_null(ikelog_session_accepted(talk.session, &responder, IKELOG_MAX_ACCEPTED));
    talk_close(&talk);
}

/* One IKE SA, set up and then ended by a closed message of this side. */
static void set_up_and_end(struct talk *talk, const char *cookies, char ender, unsigned after_ms)
{
    const char half[] = {cookies[0], '\0'};

    for (size_t i = 0; i < G_N_ELEMENTS(mm); i++) {
        struct spoken spoken = mm[i];

        spoken.cookies = i == 0 ? half : cookies;
        talk_say(talk, &spoken);
    }
    talk_say(talk, &(struct spoken){'I', 10, cookies, 32, 1, 9, 8, CLOSED_C});
    talk_say(talk, &(struct spoken){ender, after_ms, cookies, 5, 1, 7, 8, CLOSED_D});
}

static void test_ended_again_and_again_by_the_other_side(void)
{
    struct talk talk;

    talk_open(&talk);
    set_up_and_end(&talk, "a z", 'R', 2000);
    set_up_and_end(&talk, "b z", 'R', 2000);
    set_up_and_end(&talk, "c z", 'R', 2000);
    expect_of(&talk, 0, "3 times in 6 s (from frame 1 on), ended 2 times by 192.0.2.2", true);
    talk_close(&talk);
}

static void test_who_hangs_up_and_calls_again_is_no_pattern(void)
{
    struct talk talk;

    talk_open(&talk);
    set_up_and_end(&talk, "a z", 'I', 2000);
    set_up_and_end(&talk, "b z", 'I', 2000);
    set_up_and_end(&talk, "c z", 'I', 2000);
    expect_of(&talk, 0, "times in", false);
    talk_close(&talk);
}

#define TEST(name, function) g_test_add_func("/observed-course/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("first-message-alone-is-silence", test_first_message_alone_is_silence);
    TEST("clock-is-the-last-frame", test_clock_is_the_last_frame);
    TEST("one-pass-does-not-guess", test_one_pass_does_not_guess);
    TEST("negotiation-beside-another-goes-on", test_negotiation_beside_another_goes_on);
    TEST("attempt-of-the-other-side-is-its-own", test_attempt_of_the_other_side_is_its_own);
    TEST("offer-accepted-from-another-peer", test_offer_accepted_from_another_peer);
    TEST("offer-refused-everywhere", test_offer_refused_everywhere);
    TEST("accepted-proposals-are-remembered-so-far", test_accepted_proposals_are_remembered_so_far);
    TEST("ended-again-and-again-by-the-other-side", test_ended_again_and_again_by_the_other_side);
    TEST("who-hangs-up-and-calls-again-is-no-pattern",
         test_who_hangs_up_and_calls_again_is_no_pattern);
    return g_test_run();
}
