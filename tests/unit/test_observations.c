/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each rule of evidence: what it needs, and a near miss to which it does not apply. */
#include "transcript.h"

#define CLOSED_C "0102030405060708090a0b0c0d0e0f101112131415161718"
#define CLOSED_D "1102030405060708090a0b0c0d0e0f101112131415161718"

/* The messages of main mode in order, and what may follow. */
static const struct spoken mm[] = {
    {'I', 0, "i", 2, 0, 0, 1, SA_BODY},     {'R', 10, "i r", 2, 0, 0, 1, SA_BODY},
    {'I', 10, "i r", 2, 0, 0, 4, KE_BODY},  {'R', 10, "i r", 2, 0, 0, 4, KE_BODY "00"},
    {'I', 10, "i r", 2, 1, 0, 5, CLOSED_A}, {'R', 10, "i r", 2, 1, 0, 5, CLOSED_B},
};
static const struct spoken refusal = {'R', 10, "i r", 5, 1, 7, 8, CLOSED_C};
static const struct spoken qm1 = {'I', 10, "i r", 32, 1, 9, 8, CLOSED_OFFER};
static const struct spoken qm2 = {'R', 10, "i r", 32, 1, 9, 8, CLOSED_ANSWER};
static const struct spoken qm3 = {'I', 10, "i r", 32, 1, 9, 8, CLOSED_A};

static void say_first(struct talk *talk, unsigned count)
{
    talk_open(talk);
    for (unsigned i = 0; i < count; i++)
        talk_say(talk, &mm[i]);
}

static void say_later(struct talk *talk, const struct spoken *spoken, unsigned wait_ms)
{
    struct spoken later = *spoken;

    later.wait_ms = wait_ms;
    talk_say(talk, &later);
}

/* Other traffic, so much later. */
static void pass(struct talk *talk, unsigned seconds)
{
    talk->now += (int64_t)seconds * 1000000000;
    ikelog_session_reach(talk->session, talk->now);
    ikelog_session_end(talk->session);
}

static void expect(struct talk *talk, enum ikelog_verdict_kind kind, const char *words)
{
    GString *reason = g_string_new(NULL);
    struct ikelog_verdict verdict =
        ikelog_verdict_of_sa(talk->session, ikelog_session_sa(talk->session, 0), reason);

    g_assert_cmpstr(ikelog_verdict_name(verdict.kind), ==, ikelog_verdict_name(kind));
    if (!strstr(reason->str, words))
        g_test_fail_printf("\"%s\" is not in: %s", words, reason->str);
    g_string_free(reason, TRUE);
}

static void expect_quick(struct talk *talk, enum ikelog_verdict_kind kind, const char *words)
{
    const struct ikelog_sa *sa = ikelog_session_sa(talk->session, 0);
    GString *reason = g_string_new(NULL);
    struct ikelog_verdict verdict =
        ikelog_verdict_of_quick(talk->session, g_ptr_array_index(sa->quick_modes, 0), reason);

    g_assert_cmpstr(ikelog_verdict_name(verdict.kind), ==, ikelog_verdict_name(kind));
    if (!strstr(reason->str, words))
        g_test_fail_printf("\"%s\" is not in: %s", words, reason->str);
    g_string_free(reason, TRUE);
}

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

/* One message between other ports; behind the marker of port 4500. */
static void say_floated(struct talk *talk, const struct spoken *spoken, unsigned wait_ms)
{
    struct talk other = *talk;
    struct ikelog_datagram d = {.frame = ++talk->frame, .ip_id = (int32_t)talk->frame, .ttl = 64};
    gsize length;
    bool initiator = spoken->who == 'I';

    other.session = ikelog_session_new(talk->keyring); /* only to make the octets */
    talk_say(&other, spoken);
    ikelog_session_free(other.session);
    talk->now += (int64_t)wait_ms * 1000000;
    d.time_ns = talk->now;
    d.src = (struct ikelog_endpoint){4, {192, 0, 2, initiator ? 1 : 2}, 4500};
    d.dst = (struct ikelog_endpoint){4, {192, 0, 2, initiator ? 2 : 1}, 4500};
    d.message.data =
        g_bytes_get_data(g_ptr_array_index(talk->messages, talk->messages->len - 1), &length);
    d.message.length = d.on_wire = (uint32_t)length;
    d.marker = true;
    talk_feed(talk, &d);
}

static void test_nothing_from_port_4500(void)
{
    struct talk talk;

    say_first(&talk, 4);
    for (unsigned i = 0; i < 4; i++)
        say_floated(&talk, &mm[4], 500);
    expect(&talk, IKELOG_VERDICT_PATH_BLOCKED, "nothing on UDP 4500");
    say_floated(&talk, &mm[5], 10);
    expect(&talk, IKELOG_VERDICT_ESTABLISHED, "");
    talk_close(&talk);
}

/* The complaint came back from port 500, so message 5 had arrived. */
static void test_complaint_from_port_500_excludes_the_path(void)
{
    struct talk talk;

    say_first(&talk, 4);
    say_floated(&talk, &mm[4], 10);
    talk_say(&talk, &refusal);
    for (unsigned i = 0; i < 3; i++)
        say_floated(&talk, &mm[4], 500);
    expect(&talk, IKELOG_VERDICT_PSK_MISMATCH, "could not be read");
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

static void set_up(struct talk *talk)
{
    say_first(talk, 6);
    talk_say(talk, &qm1);
    talk_say(talk, &qm2);
    talk_say(talk, &qm3);
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

static void begin_to_arrive(struct talk *talk, uint32_t id)
{
    static const uint8_t start[] = {'i', 'i', 'i', 'i', 'i', 'i', 'i', 'i',  'r', 'r',
                                    'r', 'r', 'r', 'r', 'r', 'r', 5,   0x10, 2,   1,
                                    0,   0,   0,   0,   0,   0,   4,   0};
    const struct ikelog_ip_fragment fragment = {
        .frame = ++talk->frame,
        .src = {4, {192, 0, 2, 1}, 0},
        .dst = {4, {192, 0, 2, 2}, 0},
        .ip_id = id,
        .message = {start, sizeof start},
    };

    ikelog_session_fragment(talk->session, &fragment);
}

static void test_only_first_fragments(void)
{
    struct talk talk;

    say_first(&talk, 4);
    begin_to_arrive(&talk, 1);
    expect(&talk, IKELOG_VERDICT_IN_PROGRESS, "after message 4");
    begin_to_arrive(&talk, 2);
    expect(&talk, IKELOG_VERDICT_PATH_BLOCKED, "message 5 of 192.0.2.1 began to arrive 2 times");
    talk_say(&talk, &mm[4]);
    talk_say(&talk, &mm[5]);
    expect(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 8");
    talk_close(&talk);
}

static void test_one_sided_capture_is_no_silence(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &mm[0]);
    talk_say(&talk, &mm[2]);
    for (unsigned i = 0; i < 4; i++)
        say_later(&talk, &mm[4], 1000);
    expect(&talk, IKELOG_VERDICT_ONE_DIRECTION, "only what 192.0.2.1 sent was captured");
    talk_close(&talk);
}

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

static void send_esp(struct talk *talk, bool initiator, unsigned count)
{
    const struct ikelog_exchange *exchange;

    for (unsigned i = 0; i < count; i++) {
        struct ikelog_esp esp = {.frame = ++talk->frame, .time_ns = talk->now, .spi = 0x1234};

        esp.src = (struct ikelog_endpoint){4, {192, 0, 2, initiator ? 1 : 2}, 0};
        esp.dst = (struct ikelog_endpoint){4, {192, 0, 2, initiator ? 2 : 1}, 0};
        esp.sequence = i + 1;
        ikelog_session_esp(talk->session, &esp, &exchange);
    }
}

static void test_esp_one_way_while_ike_is_answered(void)
{
    static const struct spoken answer = {'R', 10, "i r", 5, 1, 11, 8, CLOSED_D};
    struct talk talk;

    set_up(&talk);
    send_esp(&talk, true, 3);
    expect_quick(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 9"); /* nobody knows yet */
    talk_say(&talk, &answer);
    expect_quick(&talk, IKELOG_VERDICT_ESTABLISHED, "ESP goes one way: 192.0.2.1 sent 3 packets");
    send_esp(&talk, false, 1);
    expect_quick(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 9");
    talk_close(&talk);
}

static struct ikelog_verdict of_quick(struct talk *talk)
{
    const struct ikelog_sa *sa = ikelog_session_sa(talk->session, 0);

    return ikelog_verdict_of_quick(talk->session, g_ptr_array_index(sa->quick_modes, 0), NULL);
}

static void test_a_tunnel_without_traffic_back_is_a_warning(void)
{
    struct talk talk;

    set_up(&talk);
    g_assert_cmpint(of_quick(&talk).severity, ==, IKELOG_CHAT);
    send_esp(&talk, true, 3);
    talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 1, 11, 8, CLOSED_D});
    g_assert_cmpint(of_quick(&talk).severity, ==, IKELOG_WARN);
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

/* One message of another initiator, 192.0.2.N, and the same responder. */
static void say_from(struct talk *talk, const struct spoken *spoken, uint8_t n)
{
    struct talk other = *talk;
    struct ikelog_datagram d = {.frame = ++talk->frame, .ip_id = (int32_t)talk->frame, .ttl = 64};
    bool initiator = spoken->who == 'I';
    gsize length;

    other.session = ikelog_session_new(talk->keyring); /* only to make the octets */
    talk_say(&other, spoken);
    ikelog_session_free(other.session);
    d.time_ns = talk->now += 10000000;
    d.src = (struct ikelog_endpoint){4, {192, 0, 2, initiator ? n : 2}, 500};
    d.dst = (struct ikelog_endpoint){4, {192, 0, 2, initiator ? 2 : n}, 500};
    d.message.data =
        g_bytes_get_data(g_ptr_array_index(talk->messages, talk->messages->len - 1), &length);
    d.message.length = d.on_wire = (uint32_t)length;
    talk_feed(talk, &d);
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

/* ICMP about what is sent when all was up tells how it ended. */
static void test_icmp_tells_the_end(void)
{
    struct ikelog_icmp icmp = {.frame = 99, .family = 4, .type = 3, .code = 3};
    struct ikelog_verdict verdict;
    struct talk talk;
    gsize length;

    set_up(&talk);
    talk_say(&talk, &(struct spoken){'I', 5000, "i r", 5, 1, 21, 8, CLOSED_B});
    icmp.quoted.data = g_bytes_get_data(g_ptr_array_index(talk.messages, 9), &length);
    icmp.quoted.length = 28;
    g_assert_nonnull(ikelog_session_icmp(talk.session, &icmp));
    verdict = ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, 0), NULL);
    g_assert_cmpstr(ikelog_end_name(verdict.end), ==, "peer-dead");
    talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 1, 22, 8, CLOSED_D});
    verdict = ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, 0), NULL);
    g_assert_cmpstr(ikelog_end_name(verdict.end), ==, "open");
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
    TEST("nothing-from-port-4500", test_nothing_from_port_4500);
    TEST("complaint-from-port-500-excludes-the-path",
         test_complaint_from_port_500_excludes_the_path);
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
    TEST("only-first-fragments", test_only_first_fragments);
    TEST("one-sided-capture-is-no-silence", test_one_sided_capture_is_no_silence);
    TEST("first-message-alone-is-silence", test_first_message_alone_is_silence);
    TEST("clock-is-the-last-frame", test_clock_is_the_last_frame);
    TEST("one-pass-does-not-guess", test_one_pass_does_not_guess);
    TEST("negotiation-beside-another-goes-on", test_negotiation_beside_another_goes_on);
    TEST("attempt-of-the-other-side-is-its-own", test_attempt_of_the_other_side_is_its_own);
    TEST("esp-one-way-while-ike-is-answered", test_esp_one_way_while_ike_is_answered);
    TEST("a-tunnel-without-traffic-back-is-a-warning",
         test_a_tunnel_without_traffic_back_is_a_warning);
    TEST("offer-accepted-from-another-peer", test_offer_accepted_from_another_peer);
    TEST("offer-refused-everywhere", test_offer_refused_everywhere);
    TEST("accepted-proposals-are-remembered-so-far", test_accepted_proposals_are_remembered_so_far);
    TEST("ended-again-and-again-by-the-other-side", test_ended_again_and_again_by_the_other_side);
    TEST("who-hangs-up-and-calls-again-is-no-pattern",
         test_who_hangs_up_and_calls_again_is_no_pattern);
    TEST("messages-without-payload-establish-nothing",
         test_messages_without_payload_establish_nothing);
    TEST("answer-to-dead-peer-detection-is-no-refusal",
         test_answer_to_dead_peer_detection_is_no_refusal);
    TEST("icmp-tells-the-end", test_icmp_tells_the_end);
    TEST("advice-names-the-sides", test_advice_names_the_sides);
    return g_test_run();
}
