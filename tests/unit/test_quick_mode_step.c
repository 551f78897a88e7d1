/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which message of a Quick Mode is which when one is missing, and what is then said of its HASH. */
#include "transcript.h"

#include "state/check_text.h"

/* A keyring with nothing but the Ka that opened an IKE SA. */
static struct ikelog_keyring *only_ka(const struct ikelog_sa *sa)
{
    const struct ikelog_complaints none = {NULL, NULL};
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_keysource *source = ikelog_keysource_new("keys");
    GString *line = g_string_new("KA ");

    ikelog_text_hex((struct ikelog_octets){sa->cky_i, IKELOG_COOKIE_LEN}, UINT32_MAX, line);
    g_string_append_c(line, ' ');
    ikelog_text_hex((struct ikelog_octets){sa->keysets[0].ka, sa->keysets[0].ka_length}, UINT32_MAX,
                    line);
    g_string_append_c(line, '\n');
    ikelog_keysource_feed(source, line->str, line->len, keyring, &none);
    ikelog_keysource_end(source, keyring, &none);
    ikelog_keysource_free(source);
    g_string_free(line, TRUE);
    return keyring;
}

/* A capture without the frames in `lost` (a bit each, the first is bit 0), opened by Ka alone. */
static void read_without(struct talk *talk, const char *name, uint32_t lost)
{
    struct talk whole;
    struct ikelog_datagram d;

    talk_open(&whole);
    talk_read(&whole, name, true);
    talk_open(talk);
    ikelog_session_free(talk->session);
    ikelog_keyring_free(talk->keyring);
    talk->keyring = only_ka(ikelog_session_sa(whole.session, 0));
    talk->session = ikelog_session_new(talk->keyring);
    whole.capture.at = 24;
    whole.capture.frame = 0;
    while (capture_next(&whole.capture, &d))
        if (d.frame > 32 || !(lost >> (d.frame - 1) & 1))
            talk_feed(talk, &d);
    talk_close(&whole);
}

static const struct ikelog_record *record_of(const struct talk *talk, uint32_t frame)
{
    for (unsigned n = 0; n < talk->records->len; n++) {
        const struct ikelog_record *record = g_ptr_array_index(talk->records, n);

        if (record && record->frame == frame)
            return record;
    }
    return NULL;
}

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
    g_assert_nonnull(last->exchange->quick->chosen);
    g_assert_null(last->exchange->quick->offered);
    verdict = verdict_of(&talk, 7);
    g_assert_cmpstr(verdict, ==, "not checked: message 1 of this Quick Mode is missing");
    g_free(verdict);
    talk_close(&talk);
}

/* Phase 1 is not all there, so only message 3 shows who began: what came before is revised. */
static void test_hash_alone_revises_what_came_before(void)
{
    struct talk talk;
    const struct ikelog_record *answer, *last;

    read_without(&talk, "faults/quick-mode-offer-lost", 1u << 5);
    answer = record_of(&talk, 7);
    last = record_of(&talk, 8);
    g_assert_cmpuint(answer->step, ==, 2);
    g_assert_cmpuint(last->step, ==, 3);
    g_assert_null(last->exchange->quick->nonce[0]);
    g_assert_nonnull(last->exchange->quick->nonce[1]);
    talk_close(&talk);
}

/* Nothing is missing, so a weak fit of the last message does not excuse the key. */
static void test_wrong_key_is_wrong_to_the_end(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "faults/wrong-key-to-the-end", true);
    for (unsigned n = 4; n < 9; n++)
        g_assert_cmpint(ikelog_record_decryption(g_ptr_array_index(talk.records, n)), ==,
                        IKELOG_WRONG_KEY);
    talk_close(&talk);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/quick-mode-step/answer-without-offer-is-message-2",
                    test_answer_without_offer_is_message_2);
    g_test_add_func("/quick-mode-step/hash-alone-revises-what-came-before",
                    test_hash_alone_revises_what_came_before);
    g_test_add_func("/quick-mode-step/wrong-key-is-wrong-to-the-end",
                    test_wrong_key_is_wrong_to_the_end);
    return g_test_run();
}
