/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What repeats and refusals show when they cannot be read, and near misses. */
#include "observing.h"

static void test_message_5_again_after_a_complaint(void)
{
    struct talk talk;

    say_first(&talk, 5);
    talk_say(&talk, &refusal);
    say_later(&talk, &mm[4], 1000);
    expect(&talk, IKELOG_VERDICT_PSK_MISMATCH, "repeated that message after it");
    talk_close(&talk);
}

static void test_message_5_never_again_after_a_refusal(void)
{
    struct talk talk;

    say_first(&talk, 5);
    talk_say(&talk, &refusal);
    pass(&talk, 30);
    expect(&talk, IKELOG_VERDICT_REFUSED, "so it could read it: the keys agree");
    talk_close(&talk);
}

static void test_refusal_at_the_very_end_says_what_is_open(void)
{
    struct talk talk;

    say_first(&talk, 5);
    talk_say(&talk, &refusal);
    expect(&talk, IKELOG_VERDICT_REFUSED, "If message 5 comes again, the pre-shared keys differ");
    talk_close(&talk);
}

static void test_message_4_again_after_message_5(void)
{
    struct talk talk;

    say_first(&talk, 5);
    for (unsigned i = 0; i < 3; i++) {
        say_later(&talk, &mm[3], 500);
        say_later(&talk, &mm[4], 500);
    }
    expect(&talk, IKELOG_VERDICT_PSK_MISMATCH, "repeats message 4 (frame 4) 3 times");
    say_later(&talk, &mm[5], 10);
    expect(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 12");
    talk_close(&talk);
}

static void test_request_repeated_although_answered(void)
{
    struct talk talk;

    say_first(&talk, 2);
    for (unsigned i = 0; i < 2; i++) {
        say_later(&talk, &mm[0], 1000);
        say_later(&talk, &mm[1], 1);
    }
    expect(&talk, IKELOG_VERDICT_PATH_BLOCKED,
           "repeats frame 1 (message 1) although it was answered");
    say_later(&talk, &mm[2], 10); /* it got there after all */
    expect(&talk, IKELOG_VERDICT_IN_PROGRESS, "after message 3");
    talk_close(&talk);
}

static void test_one_repeat_beside_the_answer_proves_nothing(void)
{
    struct talk talk;

    say_first(&talk, 2);
    say_later(&talk, &mm[0], 1000);
    expect(&talk, IKELOG_VERDICT_IN_PROGRESS, "after message 2");
    talk_close(&talk);
}

static void test_message_2_again_after_message_3(void)
{
    struct talk talk;

    set_up(&talk);
    expect_quick(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 9");
    say_later(&talk, &qm2, 1000);
    say_later(&talk, &qm3, 1);
    say_later(&talk, &qm2, 1000);
    say_later(&talk, &qm3, 1);
    expect_quick(&talk, IKELOG_VERDICT_HALF_OPEN, "message 2 was repeated after message 3");
    pass(&talk, 60); /* the second time it was heard */
    expect_quick(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 9");
    talk_close(&talk);
}

static void test_doubt_about_message_6_is_over_with_phase_2(void)
{
    struct talk talk;

    say_first(&talk, 6);
    for (unsigned i = 0; i < 3; i++) {
        say_later(&talk, &mm[4], 1000);
        say_later(&talk, &mm[5], 1);
    }
    expect(&talk, IKELOG_VERDICT_HALF_OPEN, "message 5 was repeated after message 6");
    talk_say(&talk, &qm1);
    expect(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 6");
    talk_close(&talk);
}

static void test_closed_message_after_message_6(void)
{
    static const struct spoken information = {'I', 10, "i r", 5, 1, 7, 8, CLOSED_D};
    struct talk talk;

    say_first(&talk, 6);
    talk_say(&talk, &information);
    expect(&talk, IKELOG_VERDICT_REFUSED, "probably refused message 6");
    talk_say(&talk, &qm1); /* it was INITIAL-CONTACT */
    expect(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 6");
    talk_close(&talk);
}

static void test_closed_message_long_after_message_6_is_no_refusal(void)
{
    static const struct spoken information = {'I', 5000, "i r", 5, 1, 7, 8, CLOSED_D};
    struct talk talk;

    say_first(&talk, 6);
    talk_say(&talk, &information);
    expect(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 6");
    talk_close(&talk);
}

static void test_first_closed_message_is_the_refusal(void)
{
    static const struct spoken deletion = {'I', 500, "i r", 5, 1, 8, 8, CLOSED_B};
    struct talk talk;

    say_first(&talk, 6);
    talk_say(&talk, &qm1);
    talk_say(&talk, &refusal);
    talk_say(&talk, &deletion);
    expect_quick(&talk, IKELOG_VERDICT_REFUSED, "(frame 8)");
    talk_say(&talk, &qm2);
    expect_quick(&talk, IKELOG_VERDICT_IN_PROGRESS, "after message 2");
    talk_close(&talk);
}

static void test_advice_names_the_sides(void)
{
    GString *advice = g_string_new(NULL);
    struct ikelog_verdict verdict;
    struct talk talk;

    say_first(&talk, 2);
    for (unsigned i = 0; i < 3; i++)
        say_later(&talk, &mm[0], 1000);
    verdict = ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, 0), NULL);
    ikelog_verdict_advise(ikelog_session_sa(talk.session, 0), &verdict, advice);
    g_assert_true(g_str_has_prefix(advice->str, "Check the way back to 192.0.2.1: the return "));
    g_assert_null(strchr(advice->str, '{'));
    g_string_truncate(advice, 0);
    verdict.cause = 255;
    ikelog_verdict_advise(ikelog_session_sa(talk.session, 0), &verdict, advice);
    g_assert_cmpstr(advice->str, ==, "");
    g_string_free(advice, TRUE);
    talk_close(&talk);
}

/* Without a payload a message proves nothing. */
static void test_messages_without_payload_establish_nothing(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &(struct spoken){'I', 10, "i r", 2, 0, 0, 0, ""});
    talk_say(&talk, &(struct spoken){'R', 10, "i r", 2, 0, 0, 0, ""});
    expect(&talk, IKELOG_VERDICT_UNKNOWN, "");
    g_assert_null(ikelog_session_sa(talk.session, 0)->established);
    talk_close(&talk);
}

/* An answer to what the initiator asked meanwhile is no refusal of its Quick Mode. */
static void test_answer_to_dead_peer_detection_is_no_refusal(void)
{
    struct talk talk;

    say_first(&talk, 6);
    talk_say(&talk, &qm1);
    talk_say(&talk, &(struct spoken){'I', 10, "i r", 5, 1, 21, 8, CLOSED_B});
    talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 1, 22, 8, CLOSED_D});
    expect_quick(&talk, IKELOG_VERDICT_IN_PROGRESS, "after message 1");
    talk_close(&talk);
}

#define TEST(name, function) g_test_add_func("/observations/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("message-5-again-after-a-complaint", test_message_5_again_after_a_complaint);
    TEST("message-5-never-again-after-a-refusal", test_message_5_never_again_after_a_refusal);
    TEST("refusal-at-the-very-end-says-what-is-open",
         test_refusal_at_the_very_end_says_what_is_open);
    TEST("message-4-again-after-message-5", test_message_4_again_after_message_5);
    TEST("request-repeated-although-answered", test_request_repeated_although_answered);
    TEST("one-repeat-beside-the-answer-proves-nothing",
         test_one_repeat_beside_the_answer_proves_nothing);
    TEST("message-2-again-after-message-3", test_message_2_again_after_message_3);
    TEST("doubt-about-message-6-is-over-with-phase-2",
         test_doubt_about_message_6_is_over_with_phase_2);
    TEST("closed-message-after-message-6", test_closed_message_after_message_6);
    TEST("closed-message-long-after-message-6-is-no-refusal",
         test_closed_message_long_after_message_6_is_no_refusal);
    TEST("first-closed-message-is-the-refusal", test_first_closed_message_is_the_refusal);
    TEST("advice-names-the-sides", test_advice_names_the_sides);
    TEST("messages-without-payload-establish-nothing",
         test_messages_without_payload_establish_nothing);
    TEST("answer-to-dead-peer-detection-is-no-refusal",
         test_answer_to_dead_peer_detection_is_no_refusal);
    return g_test_run();
}
