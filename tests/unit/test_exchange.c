/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exchanges: when one begins, and which of its messages is which. */
#include "transcript.h"

#define FRAGMENT 132
#define PART     "0000000c 0001 01 00 aabbccdd"

static const struct ikelog_sa *only_sa(const struct talk *talk)
{
    g_assert_cmpuint(ikelog_session_sa_count(talk->session), ==, 1);
    return ikelog_session_sa(talk->session, 0);
}

static const struct ikelog_record *record_of(const struct talk *talk, unsigned n)
{
    return g_ptr_array_index(talk->records, n);
}

/* A vendor fragment belongs to an exchange; the exchange is nobody's phase 1 or Quick Mode yet. */
static void test_lone_fragment_begins_nothing(void)
{
    const struct spoken lines[] = {
        {'I', 1, "i", 4, 0, 0, FRAGMENT, PART},
        {'I', 1, "i r", 32, 0, 7, FRAGMENT, PART},
    };
    struct talk talk;

    talk_open(&talk);
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
        talk_say(&talk, &lines[i]);
    g_assert_null(only_sa(&talk)->phase1);
    g_assert_null(only_sa(&talk)->quick_modes);
    g_assert_cmpuint(only_sa(&talk)->mode, ==, 4);
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_assert_true(record_of(&talk, i)->marks & IKELOG_MARK_FRAGMENT);
        g_assert_null(record_of(&talk, i)->exchange->first);
        g_assert_null(record_of(&talk, i)->exchange->last);
    }
    talk_close(&talk);
}

/* The whole message, when it came together, begins the exchange that its fragments belong to. */
static void test_whole_message_after_fragments_begins(void)
{
    const struct spoken lines[] = {
        {'I', 1, "i", 2, 0, 0, FRAGMENT, PART},
        {'I', 1, "i", 2, 0, 0, 1, SA_BODY},
    };
    struct talk talk;

    talk_open(&talk);
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
        talk_say(&talk, &lines[i]);
    g_assert_true(only_sa(&talk)->phase1 == record_of(&talk, 0)->exchange);
    g_assert_true(only_sa(&talk)->phase1->first == record_of(&talk, 1));
    g_assert_true(only_sa(&talk)->phase1->last == record_of(&talk, 1));
    g_assert_false(only_sa(&talk)->phase1->middle);
    talk_close(&talk);
}

static struct ikelog_verdict verdict_on(const struct talk *talk)
{
    return ikelog_verdict_of_sa(talk->session, only_sa(talk), NULL);
}

/* The verdict on a refusal asked for the step of the message refused, which there was not. */
static void test_refusal_after_lone_fragment_is_a_refusal(void)
{
    const struct spoken lines[] = {
        {'I', 1, "i", 4, 0, 0, FRAGMENT, PART},
        {'R', 1000, "i", 5, 0, 0, 11, REFUSAL("0018")},
    };
    struct talk talk;

    talk_open(&talk);
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
        talk_say(&talk, &lines[i]);
    g_assert_cmpstr(ikelog_verdict_name(verdict_on(&talk).kind), ==, "auth-failed");
    g_assert_cmpuint(verdict_on(&talk).decisive, ==, 2);
    talk_close(&talk);
}

/* A fragment of the first message is no sign of a beginning before the capture. */
static void test_lone_fragment_is_under_way(void)
{
    const struct spoken line = {'I', 1, "i", 2, 0, 0, FRAGMENT, PART};
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &line);
    g_assert_cmpstr(ikelog_verdict_name(verdict_on(&talk).kind), ==, "in-progress");
    talk_close(&talk);
}

static void test_quick_mode_of_fragments_is_not_known(void)
{
    const struct spoken line = {'I', 1, "i r", 32, 0, 7, FRAGMENT, PART};
    const struct ikelog_exchange *exchange;
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &line);
    exchange = ikelog_record_quick_mode(record_of(&talk, 0));
    g_assert_nonnull(exchange);
    g_assert_cmpstr(ikelog_verdict_name(ikelog_verdict_of_quick(talk.session, exchange, NULL).kind),
                    ==, "unknown");
    talk_close(&talk);
}

/* Two captures that ended in a null pointer. */
static void test_captures_of_lone_fragments(void)
{
    static const char *const names[] = {"lone-fragment-refused", "lone-fragment-and-limit"};

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        struct talk talk;

        talk_open(&talk);
        talk.policy.perspective = IKELOG_RESPONDER;
        talk.policy.max_phase2 = 1;
        talk_read(&talk, names[i], true);
        for (unsigned n = 0; n < talk.records->len; n++)
            g_free(talk_events(&talk, n));
        verdict_on(&talk);
        talk_close(&talk);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/exchange/lone-fragment-begins-nothing", test_lone_fragment_begins_nothing);
    g_test_add_func("/exchange/whole-message-after-fragments-begins",
                    test_whole_message_after_fragments_begins);
    g_test_add_func("/exchange/refusal-after-lone-fragment-is-a-refusal",
                    test_refusal_after_lone_fragment_is_a_refusal);
    g_test_add_func("/exchange/lone-fragment-is-under-way", test_lone_fragment_is_under_way);
    g_test_add_func("/exchange/quick-mode-of-fragments-is-not-known",
                    test_quick_mode_of_fragments_is_not_known);
    g_test_add_func("/exchange/captures-of-lone-fragments", test_captures_of_lone_fragments);
    return g_test_run();
}
