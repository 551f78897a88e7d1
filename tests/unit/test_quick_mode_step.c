/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which message of a Quick Mode is which when one is missing, and what is then said of its HASH. */
#include "replay.h"

#include "state/check_text.h"

static char *verdict_of(struct talk *talk, unsigned n)
{
    GString *text = g_string_new(NULL);
    struct ikelog_events events;
    struct ikelog_view view;

    talk_look(talk, n, &view, &events);
    ikelog_view_describe_check(&view, text);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
    return g_string_free(text, FALSE);
}

static void test_answer_without_offer_is_message_2(void)
{
    struct talk talk;
    const struct ikelog_record *answer, *last;
    char *verdict;

    talk_open(&talk);
    talk_read(&talk, "faults/quick-mode-offer-lost", true);
    answer = g_ptr_array_index(talk.records, 6);
    last = g_ptr_array_index(talk.records, 7);
    g_assert_cmpuint(answer->step, ==, 2);
    g_assert_cmpuint(last->step, ==, 3);
    g_assert_cmpuint(last->exchange->starter, ==, IKELOG_INITIATOR);
    g_assert_nonnull(ikelog_exchange_quick(last->exchange)->chosen);
    g_assert_null(ikelog_exchange_quick(last->exchange)->offered);
    verdict = verdict_of(&talk, 7);
    g_assert_cmpstr(verdict, ==, "not checked: message 1 of this Quick Mode is missing");
    g_free(verdict);
    talk_close(&talk);
}

/* Phase 1 is not all there, so only message 3 shows who began: what came before is revised. */
static void test_hash_alone_revises_what_came_before(void)
{
    const struct ikelog_quick *quick;
    struct talk talk;

    play(&talk, "faults/quick-mode-offer-lost", "1 2 3 4 5 7 8", KA_ONLY);
    quick = ikelog_exchange_quick(record_at(&talk, 6)->exchange);
    g_assert_cmpuint(record_at(&talk, 5)->step, ==, 2);
    g_assert_cmpuint(record_at(&talk, 6)->step, ==, 3);
    g_assert_null(quick->nonce[0]);
    g_assert_nonnull(quick->nonce[1]);
    g_assert_nonnull(quick->chosen);
    g_assert_null(quick->offered);
    talk_close(&talk);
}

/* Frames of mm-psk (7 to 9) or quick-mode-commit-bit (7 to 10), and the steps they have. */
static const struct {
    const char *what, *name, *order;
    enum keys keys;
    const char *steps; /* of the last frames of `order` */
} orders[] = {
    {"all of it", "mm-psk", "1 2 3 4 5 6 7 8 9", ALL_KEYS, "123"},
    {"a cut copy of the offer first", "mm-psk", "1 2 3 4 5 6 7c 7 8 9", ALL_KEYS, "1123"},
    {"a cut copy of the answer first", "mm-psk", "1 2 3 4 5 6 7 8c 8 9", ALL_KEYS, "1223"},
    {"the answer before the offer", "mm-psk", "1 2 3 4 5 6 8 7 9", ALL_KEYS, "213"},
    {"a cut answer before the offer", "mm-psk", "1 2 3 4 5 6 8c 7 8 9", ALL_KEYS, "2123"},
    {"message 3 alone", "mm-psk", "1 2 3 4 5 6 9", ALL_KEYS, "3"},
    {"without keys, by its length", "mm-psk", "1 2 3 4 5 6 8 9", NO_KEYS, "23"},
    {"CONNECTED after all", "quick-mode-commit-bit", "1 2 3 4 5 6 7 8 9 10", ALL_KEYS, "1234"},
    {"CONNECTED without the answer", "quick-mode-commit-bit", "1 2 3 4 5 6 7 10", ALL_KEYS, "14"},
    {"CONNECTED alone", "quick-mode-commit-bit", "1 2 3 4 5 6 10", ALL_KEYS, "4"},
};

static void test_steps_follow_the_content(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(orders); i++) {
        struct talk talk;
        unsigned count = (unsigned)strlen(orders[i].steps);

        play(&talk, orders[i].name, orders[i].order, orders[i].keys);
        for (unsigned n = 0; n < count; n++) {
            const struct ikelog_record *record = record_at(&talk, talk.records->len - count + n);

            if (record->step + '0' != orders[i].steps[n])
                g_test_fail_printf("%s: message %u is said to be %u", orders[i].what, n + 1,
                                   record->step);
            if (ikelog_record_check(record) == IKELOG_FAILED)
                g_test_fail_printf("%s: message %u fails", orders[i].what, n + 1);
        }
        talk_close(&talk);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/quick-mode-step/answer-without-offer-is-message-2",
                    test_answer_without_offer_is_message_2);
    g_test_add_func("/quick-mode-step/hash-alone-revises-what-came-before",
                    test_hash_alone_revises_what_came_before);
    g_test_add_func("/quick-mode-step/steps-follow-the-content", test_steps_follow_the_content);
    return g_test_run();
}
