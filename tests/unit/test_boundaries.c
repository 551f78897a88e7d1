/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Constants that decide: what is concluded just before each of them, and what from it on. */
#include "transcript.h"

#define SECOND INT64_C(1000000000)

static const struct spoken opening[] = {
    {'I', 0, "i", 2, 0, 0, 1, SA_BODY},     {'R', 10, "i r", 2, 0, 0, 1, SA_BODY},
    {'I', 10, "i r", 2, 0, 0, 4, KE_BODY},  {'R', 10, "i r", 2, 0, 0, 4, KE_BODY},
    {'I', 10, "i r", 2, 1, 0, 5, CLOSED_A}, {'R', 10, "i r", 2, 1, 0, 5, CLOSED_B},
};

static void say_opening(struct talk *talk, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        talk_say(talk, &opening[i]);
}

/* One of the opening again, so long after the message before it. */
static void say_again(struct talk *talk, unsigned index, unsigned wait_ms)
{
    struct spoken again = opening[index];

    again.wait_ms = wait_ms;
    talk_say(talk, &again);
}

/* The next message comes so many nanoseconds later than its milliseconds say. */
static void shift(struct talk *talk, int64_t ns)
{
    talk->now += ns;
}

static bool frame_has(struct talk *talk, unsigned frame, const char *event)
{
    char *events = talk_events(talk, frame - 1), **words = g_strsplit(events, " ", -1);
    bool found = g_strv_contains((const char *const *)words, event);

    g_strfreev(words);
    g_free(events);
    return found;
}

static const char *verdict_of(struct talk *talk, unsigned number)
{
    const struct ikelog_sa *sa = ikelog_session_sa(talk->session, number);

    return ikelog_verdict_name(ikelog_verdict_of_sa(talk->session, sa, NULL).kind);
}

/* A message between others, by which the capture goes on. */
static void say_elsewhere(struct talk *talk, unsigned wait_ms)
{
    uint8_t octets[IKELOG_HEADER_LEN] = {'z', [16] = 0, 0x10, 2, [27] = sizeof octets};
    struct ikelog_datagram d = {.frame = ++talk->frame, .ip_id = 1, .on_wire = sizeof octets};

    talk->now += wait_ms * INT64_C(1000000);
    d.time_ns = talk->now;
    d.src = (struct ikelog_endpoint){.family = 4, .address = {192, 0, 2, 8}, .port = 500};
    d.dst = (struct ikelog_endpoint){.family = 4, .address = {192, 0, 2, 9}, .port = 500};
    d.message = (struct ikelog_octets){octets, sizeof octets};
    talk_feed(talk, &d);
}

/* One message without an answer, and the capture goes on with another IKE SA for 60 seconds. */
static void test_silence_is_no_answer_after_a_minute(void)
{
    for (int64_t late = -1; late <= 0; late++) {
        struct talk talk;

        talk_open(&talk);
        say_opening(&talk, 3);
        shift(&talk, late);
        say_elsewhere(&talk, 60000);
        g_assert_cmpstr(verdict_of(&talk, 0), ==, late < 0 ? "in-progress" : "no-answer");
        talk_close(&talk);
    }
}

/* A second attempt is another one "in process" while the first was heard of within 60 seconds. */
static void test_attempt_is_alive_for_a_minute(void)
{
    for (int64_t late = -1; late <= 0; late++) {
        struct talk talk;

        talk_open(&talk);
        say_opening(&talk, 1);
        shift(&talk, late);
        talk_say(&talk, &(struct spoken){'I', 60000, "j", 2, 0, 0, 1, SA_BODY});
        g_assert_cmpint(frame_has(&talk, 2, "negotiation-in-process"), ==, late < 0);
        talk_close(&talk);
    }
}

static void test_attempt_is_over_after_three_repeats(void)
{
    for (unsigned repeats = 2; repeats <= 3; repeats++) {
        struct talk talk;

        talk_open(&talk);
        say_opening(&talk, 1);
        for (unsigned i = 0; i < repeats; i++)
            say_again(&talk, 0, 1000);
        talk_say(&talk, &(struct spoken){'I', 1000, "j", 2, 0, 0, 1, SA_BODY});
        g_assert_cmpint(frame_has(&talk, repeats + 2, "negotiation-in-process"), ==, repeats < 3);
        talk_close(&talk);
    }
}

static void test_three_repeats_are_an_end(void)
{
    for (unsigned repeats = 2; repeats <= 3; repeats++) {
        struct talk talk;

        talk_open(&talk);
        say_opening(&talk, 1);
        for (unsigned i = 0; i < repeats; i++)
            say_again(&talk, 0, 1000);
        g_assert_cmpint(frame_has(&talk, repeats + 1, "phase1-given-up"), ==, repeats == 3);
        talk_close(&talk);
    }
}

/* Tried for 4 seconds, silent for more than 8: given up after one repeat, too. */
static void test_silence_of_twice_the_tries_is_an_end(void)
{
    for (int64_t late = 0; late <= 2; late += 2) {
        struct talk talk;

        talk_open(&talk);
        say_opening(&talk, 1);
        say_again(&talk, 0, 4000);
        shift(&talk, late);
        say_elsewhere(&talk, 8000);
        g_assert_cmpint(frame_has(&talk, 2, "phase1-given-up"), ==, late > 0);
        talk_close(&talk);
    }
}

/* The message that tests the key (main mode 5) is repeated in vain. */
static void test_second_repeat_of_the_key_test_is_suspicious(void)
{
    for (unsigned repeats = 1; repeats <= 2; repeats++) {
        struct talk talk;

        talk_open(&talk);
        say_opening(&talk, 5);
        for (unsigned i = 0; i < repeats; i++)
            say_again(&talk, 4, 2000);
        g_assert_cmpstr(verdict_of(&talk, 0), ==, repeats < 2 ? "in-progress" : "psk-mismatch");
        g_assert_cmpint(frame_has(&talk, 5 + repeats, "psk-mismatch-suspected"), ==, repeats == 2);
        talk_close(&talk);
    }
}

/* Numbers of RFC 2409 and, from 65001 on, of XAUTH; those of a pre-shared key. */
static const struct {
    uint16_t method;
    bool psk;
} methods[] = {
    {1, true},      {2, false},     {3, false},     {4, false},     {5, false},     {9, false},
    {64221, false}, {65000, false}, {65001, true},  {65002, true},  {65003, false}, {65004, false},
    {65005, false}, {65006, false}, {65007, false}, {65008, false}, {65009, false}, {65010, false},
    {0, false},     {65535, false}, {11, false},    {64222, false}, {64223, false},
};

static void test_only_methods_of_a_key_can_fail_by_it(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
        char *body = g_strdup_printf("00000034 00000001 00000001 00000028 01010001 00000020 "
                                     "01010000 80010005 80020002 8003%04x 80040002 800b0001 "
                                     "800c7080",
                                     methods[i].method);
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, body});
        talk_say(&talk, &(struct spoken){'R', 10, "i r", 2, 0, 0, 1, body});
        for (unsigned n = 2; n < 5; n++)
            talk_say(&talk, &opening[n]);
        say_again(&talk, 4, 2000);
        say_again(&talk, 4, 2000);
        if ((strcmp(verdict_of(&talk, 0), "psk-mismatch") == 0) != methods[i].psk)
            g_test_fail_printf("method %u: %s", methods[i].method, verdict_of(&talk, 0));
        talk_close(&talk);
        g_free(body);
    }
}

/* Frame 7 of this capture deletes the IKE SA that frame 6 established. */
static void test_delete_within_two_seconds_is_an_answer(void)
{
    for (int64_t late = -1; late <= 0; late++) {
        char *path = capture_path("wrong-responder-id.pcap");
        char *keys = capture_path("wrong-responder-id.keys");
        const struct ikelog_complaints none = {NULL, NULL};
        struct ikelog_keysource *source = ikelog_keysource_new("keys");
        int64_t established = 0;
        struct ikelog_datagram d;
        struct talk talk;
        char *text;

        talk_open(&talk);
        g_assert_true(g_file_get_contents(keys, &text, NULL, NULL));
        ikelog_keysource_feed(source, text, strlen(text), talk.keyring, &none);
        ikelog_keysource_end(source, talk.keyring, &none);
        g_assert_true(capture_open(&talk.capture, path));
        while (capture_next(&talk.capture, &d)) {
            if (d.frame == 6)
                established = d.time_ns;
            else if (d.frame == 7)
                d.time_ns = established + 2 * SECOND + late;
            talk_feed(&talk, &d);
        }
        g_assert_cmpstr(verdict_of(&talk, 0), ==, late < 0 ? "id-mismatch" : "established");
        ikelog_keysource_free(source);
        talk_close(&talk);
        g_free(text);
        g_free(keys);
        g_free(path);
    }
}

/* An unreadable informational message answers the message 5 before it when it comes within 5 s. */
static void test_closed_refusal_comes_within_five_seconds(void)
{
    for (int64_t late = -1; late <= 0; late++) {
        struct talk talk;

        talk_open(&talk);
        say_opening(&talk, 5);
        shift(&talk, late);
        talk_say(&talk, &(struct spoken){'R', 5000, "i r", 5, 1, 7, 8, CLOSED_B});
        g_assert_cmpint(frame_has(&talk, 6, "refusal-suspected"), ==, late < 0);
        talk_close(&talk);
    }
}

/* A Quick Mode counts as open for 60 seconds; another one is one too many then. */
static void test_quick_mode_is_open_for_a_minute(void)
{
    for (int64_t late = -1; late <= 0; late++) {
        struct talk talk;

        talk_open(&talk);
        talk.policy.max_phase2 = 1;
        talk.policy.perspective = IKELOG_RESPONDER;
        say_opening(&talk, 6);
        talk_say(&talk, &(struct spoken){'I', 10, "i r", 32, 1, 7, 8, CLOSED_OFFER});
        shift(&talk, late);
        talk_say(&talk, &(struct spoken){'I', 60000, "i r", 32, 1, 8, 8, CLOSED_ANSWER});
        g_assert_false(frame_has(&talk, 8, "limit-exceeded")); /* silence is no refusal */
        talk_say(&talk, &(struct spoken){'R', 0, "i r", 32, 0, 8, 11, REFUSAL("000e")});
        g_assert_cmpint(frame_has(&talk, 9, "limit-exceeded"), ==, late < 0);
        talk_close(&talk);
    }
}

/* Attempts between the same peers: each is replaced by the next one, and only by that. */
static void test_attempt_is_replaced_by_the_next(void)
{
    static const char *const cookies[] = {"i", "j", "k"};
    const struct ikelog_sa *sas[3];
    struct talk talk;

    talk_open(&talk);
    for (unsigned i = 0; i < 3; i++)
        talk_say(&talk, &(struct spoken){'I', 1000, cookies[i], 2, 0, 0, 1, SA_BODY});
    for (unsigned i = 0; i < 3; i++)
        sas[i] = ikelog_session_sa(talk.session, i);
    g_assert_true(sas[0]->replaced_by == sas[1]);
    g_assert_true(sas[1]->replaced_by == sas[2]);
    g_assert_null(sas[2]->replaced_by);
    g_assert_null(sas[0]->replaces);
    g_assert_true(sas[2]->replaces == sas[1]);
    talk_close(&talk);
}

/* A Quick Mode is replaced by the first later one for the same traffic, once that is complete. */
static void test_quick_mode_is_replaced_by_the_next(void)
{
    const struct ikelog_sa *sa;
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "phase2-rekey", true);
    sa = ikelog_session_sa(talk.session, 0);
    g_assert_cmpuint(sa->quick_modes->len, >=, 2);
    for (guint i = 0; i < sa->quick_modes->len; i++) {
        const struct ikelog_exchange *mode = g_ptr_array_index(sa->quick_modes, i);
        bool last = i + 1 == sa->quick_modes->len;
        struct ikelog_verdict verdict = ikelog_verdict_of_quick(talk.session, mode, NULL);

        g_assert_true(ikelog_exchange_quick(mode)->replaced_by ==
                      (last ? NULL : g_ptr_array_index(sa->quick_modes, i + 1)));
        g_assert_cmpint(verdict.end == IKELOG_END_REPLACED, ==, !last);
    }
    talk_close(&talk);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
#define CASE(name, function) g_test_add_func("/boundaries/" name, function)
    CASE("silence-is-no-answer-after-a-minute", test_silence_is_no_answer_after_a_minute);
    CASE("attempt-is-alive-for-a-minute", test_attempt_is_alive_for_a_minute);
    CASE("attempt-is-over-after-three-repeats", test_attempt_is_over_after_three_repeats);
    CASE("three-repeats-are-an-end", test_three_repeats_are_an_end);
    CASE("silence-of-twice-the-tries-is-an-end", test_silence_of_twice_the_tries_is_an_end);
    CASE("second-repeat-of-the-key-test-is-suspicious",
         test_second_repeat_of_the_key_test_is_suspicious);
    CASE("only-methods-of-a-key-can-fail-by-it", test_only_methods_of_a_key_can_fail_by_it);
    CASE("delete-within-two-seconds-is-an-answer", test_delete_within_two_seconds_is_an_answer);
    CASE("closed-refusal-comes-within-five-seconds", test_closed_refusal_comes_within_five_seconds);
    CASE("quick-mode-is-open-for-a-minute", test_quick_mode_is_open_for_a_minute);
    CASE("attempt-is-replaced-by-the-next", test_attempt_is_replaced_by_the_next);
    CASE("quick-mode-is-replaced-by-the-next", test_quick_mode_is_replaced_by_the_next);
#undef CASE
    return g_test_run();
}
