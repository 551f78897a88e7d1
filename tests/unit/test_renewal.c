/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which Quick Mode renews which, by their address ranges, and what ends one. All of it is in clear.
 */
#include "transcript.h"

#define QM_HASH "01000018 0102030405060708090a0b0c0d0e0f1011121314 "
#define QM_SA                                                                           \
    "0a000034 00000001 00000001 00000028 01030401 12345678 0000001c 010c0000 80010001 " \
    "80020e10 80040001 80050002 80060080 "
#define WITH_IDS   "0500000c 1122334455667788 "
#define NO_IDS     "0000000c 1122334455667788 "
#define ID_REFUSED "00000010 00000001 03 04 0012 12345678"
#define LAST_HASH  "00000018 0102030405060708090a0b0c0d0e0f1011121314"

/* Identities of both sides: subnets 10.x.0.0/16; 0: none. */
struct ranges {
    uint8_t initiator, responder;
};

static char *identities(struct ranges ranges)
{
    if (!ranges.initiator)
        return g_strdup("");
    if (!ranges.responder)
        return g_strdup_printf("00000010 04 00 0000 0a%02x0000 ffff0000", ranges.initiator);
    return g_strdup_printf("05000010 04 00 0000 0a%02x0000 ffff0000 "
                           "00000010 04 00 0000 0a%02x0000 ffff0000",
                           ranges.initiator, ranges.responder);
}

/* A whole Quick Mode, or what there is of it before the answer. */
static void say_quick_mode_of(struct talk *talk, const char *cookies, uint32_t id,
                              struct ranges ranges, bool answered)
{
    char *ids = identities(ranges);
    char *body = g_strconcat(QM_HASH QM_SA, ranges.initiator ? WITH_IDS : NO_IDS, ids, NULL);

    talk_say(talk, &(struct spoken){'I', 100, cookies, 32, 0, id, 8, body});
    if (answered) {
        char *answer = g_strconcat("01000018 ff02030405060708090a0b0c0d0e0f1011121314 " QM_SA,
                                   ranges.initiator ? WITH_IDS : NO_IDS, ids, NULL);

        talk_say(talk, &(struct spoken){'R', 1, cookies, 32, 0, id, 8, answer});
        talk_say(talk, &(struct spoken){'I', 1, cookies, 32, 0, id, 8, LAST_HASH});
        g_free(answer);
    }
    g_free(body);
    g_free(ids);
}

static void say_quick_mode(struct talk *talk, uint32_t id, struct ranges ranges, bool answered)
{
    say_quick_mode_of(talk, "i r", id, ranges, answered);
}

static const struct {
    const char *what;
    struct ranges before, after;
    bool answered; /* the one before */
    bool renews;
} pairs[] = {
    {"the same ranges", {1, 2}, {1, 2}, true, true},
    {"none, which is host to host", {0, 0}, {0, 0}, true, true},
    {"another range of the initiator", {1, 2}, {3, 2}, true, false},
    {"another range of the responder", {1, 2}, {1, 3}, true, false},
    {"the ranges the other way round", {1, 2}, {2, 1}, true, false},
    {"none after some", {1, 2}, {0, 0}, true, false},
    {"some after none", {0, 0}, {1, 2}, true, false},
    {"one of two", {1, 2}, {1, 0}, true, false},
    {"two after one", {1, 0}, {1, 2}, true, false},
    {"nothing was chosen before", {1, 2}, {1, 2}, false, false},
};

static void open_ike_sa(struct talk *talk)
{
    talk_open(talk);
    talk_say(talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
    talk_say(talk, &(struct spoken){'R', 1, "i r", 2, 0, 0, 1, SA_BODY});
}

static void test_same_ranges_are_renewed(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        const struct ikelog_exchange *before, *after;
        struct talk talk;
        char *events;

        open_ike_sa(&talk);
        say_quick_mode(&talk, 7, pairs[i].before, pairs[i].answered);
        say_quick_mode(&talk, 8, pairs[i].after, true);
        before = g_ptr_array_index(ikelog_session_sa(talk.session, 0)->quick_modes, 0);
        after = g_ptr_array_index(ikelog_session_sa(talk.session, 0)->quick_modes, 1);
        g_test_message("%s", pairs[i].what);
        g_assert_true(ikelog_exchange_quick(before)->replaced_by ==
                      (pairs[i].renews ? after : NULL));
        g_assert_null(ikelog_exchange_quick(after)->replaced_by);
        events = talk_events(&talk, talk.records->len - 3);
        g_assert_cmpstr(events, ==,
                        pairs[i].renews ? "packet phase2-started rekey" : "packet phase2-started");
        g_free(events);
        talk_close(&talk);
    }
}

/* The one that is renewed is looked for among the 32 latest, the new one included. */
static void test_renewed_one_is_looked_for_among_thirty_two(void)
{
    for (unsigned between = 30; between <= 31; between++) {
        const struct ikelog_exchange *first;
        struct talk talk;

        open_ike_sa(&talk);
        say_quick_mode(&talk, 7, (struct ranges){1, 2}, true);
        for (unsigned i = 0; i < between; i++)
            say_quick_mode(&talk, 100 + i, (struct ranges){(uint8_t)(10 + i), 9}, true);
        say_quick_mode(&talk, 8, (struct ranges){1, 2}, true);
        first = g_ptr_array_index(ikelog_session_sa(talk.session, 0)->quick_modes, 0);
        g_assert_cmpint(ikelog_exchange_quick(first)->replaced_by != NULL, ==, between == 30);
        talk_close(&talk);
    }
}

/* An answer with other ranges shows at the asker, if that refuses it. */
static void test_changed_ranges_are_a_mismatch_for_the_asker(void)
{
    for (int side = 0; side < 2; side++) {
        char *ids = identities((struct ranges){1, 2});
        char *other = identities(side ? (struct ranges){1, 3} : (struct ranges){3, 2});
        char *asked = g_strconcat(QM_HASH QM_SA WITH_IDS, ids, NULL);
        char *answer = g_strconcat(QM_HASH QM_SA WITH_IDS, other, NULL);
        struct talk talk;
        char *events;

        open_ike_sa(&talk);
        talk_say(&talk, &(struct spoken){'I', 100, "i r", 32, 0, 7, 8, asked});
        talk_say(&talk, &(struct spoken){'R', 1, "i r", 32, 0, 7, 8, answer});
        events = talk_events(&talk, 3);
        g_assert_cmpstr(events, ==, "packet");
        g_free(events);
        talk_say(&talk, &(struct spoken){'I', 1, "i r", 5, 0, 9, 11, ID_REFUSED});
        events = talk_events(&talk, 3);
        g_assert_cmpstr(events, ==,
                        side ? "packet remote-id-mismatch" : "packet local-id-mismatch");
        g_free(events);
        talk_close(&talk);
        g_free(answer);
        g_free(asked);
        g_free(other);
        g_free(ids);
    }
}

static void say_main_mode(struct talk *talk, const char *cookies)
{
    const char half[] = {cookies[0], '\0'};
    const struct spoken messages[] = {
        {'I', 100, half, 2, 0, 0, 1, SA_BODY},   {'R', 1, cookies, 2, 0, 0, 1, SA_BODY},
        {'I', 1, cookies, 2, 0, 0, 4, KE_BODY},  {'R', 1, cookies, 2, 0, 0, 4, KE_BODY},
        {'I', 1, cookies, 2, 1, 0, 5, CLOSED_A}, {'R', 1, cookies, 2, 1, 0, 5, CLOSED_B},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++)
        talk_say(talk, &messages[i]);
}

/* An IKE SA is replaced by one whose Quick Modes serve a range that one of its first 8 serves. */
static void test_ike_sa_is_replaced_by_the_ranges_of_eight_quick_modes(void)
{
    for (unsigned before = 7; before <= 8; before++) {
        struct talk talk;

        talk_open(&talk);
        say_main_mode(&talk, "i r");
        for (unsigned i = 0; i < before; i++)
            say_quick_mode_of(&talk, "i r", 100 + i, (struct ranges){(uint8_t)(10 + i), 9}, true);
        say_quick_mode_of(&talk, "i r", 7, (struct ranges){1, 2}, true);
        say_main_mode(&talk, "j r");
        say_quick_mode_of(&talk, "j r", 8, (struct ranges){1, 2}, true);
        g_assert_cmpstr(
            ikelog_end_name(
                ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, 0), NULL).end),
            ==, before == 7 ? "replaced" : "open");
        talk_close(&talk);
    }
}

/* What the refusing side offers in a Quick Mode of its own is looked for among the 64 latest. */
static void test_own_offer_is_looked_for_among_sixty_four_quick_modes(void)
{
    for (unsigned between = 62; between <= 63; between++) {
        GString *reason = g_string_new(NULL);
        const GPtrArray *modes;
        struct talk talk;

        open_ike_sa(&talk);
        talk_say(&talk, &(struct spoken){'R', 1, "i r", 32, 0, 7, 8, QM_HASH QM_SA NO_IDS});
        for (unsigned i = 0; i < between; i++)
            talk_say(&talk, &(struct spoken){'I', 1, "i r", 32, 1, 100 + i, 8, CLOSED_A});
        talk_say(&talk, &(struct spoken){'I', 1, "i r", 32, 0, 8, 8, QM_HASH QM_SA NO_IDS});
        talk_say(&talk, &(struct spoken){'R', 1, "i r", 32, 0, 8, 8,
                                         "0b000018 0102030405060708090a0b0c0d0e0f1011121314 "
                                         "0000000c 00000001 03 00 000e"});
        modes = ikelog_session_sa(talk.session, 0)->quick_modes;
        ikelog_verdict_of_quick(talk.session, g_ptr_array_index(modes, modes->len - 1), reason);
        g_assert_nonnull(strstr(reason->str, "refused with NO_PROPOSAL_CHOSEN"));
        g_assert_cmpint(strstr(reason->str, "elsewhere (frame 3)") != NULL, ==, between == 62);
        g_string_free(reason, TRUE);
        talk_close(&talk);
    }
}

/* Of the SPIs of one Delete payload the first 256 are looked up. */
static void test_two_hundred_and_fifty_six_deleted_spis_are_followed(void)
{
    for (unsigned before = 255; before <= 256; before++) {
        GString *body = g_string_new(NULL);
        const struct ikelog_exchange *quick;
        struct talk talk;

        open_ike_sa(&talk);
        say_quick_mode(&talk, 7, (struct ranges){1, 2}, true);
        g_string_append_printf(body, "0000%04x 00000001 03 04 %04x", 12 + 4 * (before + 1),
                               before + 1);
        for (unsigned i = 0; i < before; i++)
            g_string_append_printf(body, "%08x", 0x1000 + i);
        g_string_append(body, "12345678");
        talk_say(&talk, &(struct spoken){'I', 1, "i r", 5, 0, 9, 12, body->str});
        quick = g_ptr_array_index(ikelog_session_sa(talk.session, 0)->quick_modes, 0);
        g_assert_cmpint(ikelog_exchange_quick(quick)->deleted != NULL, ==, before == 255);
        g_string_free(body, TRUE);
        talk_close(&talk);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/renewal/same-ranges-are-renewed", test_same_ranges_are_renewed);
    g_test_add_func("/renewal/renewed-one-is-looked-for-among-thirty-two",
                    test_renewed_one_is_looked_for_among_thirty_two);
    g_test_add_func("/renewal/changed-ranges-are-a-mismatch-for-the-asker",
                    test_changed_ranges_are_a_mismatch_for_the_asker);
    g_test_add_func("/renewal/ike-sa-is-replaced-by-the-ranges-of-eight-quick-modes",
                    test_ike_sa_is_replaced_by_the_ranges_of_eight_quick_modes);
    g_test_add_func("/renewal/own-offer-is-looked-for-among-sixty-four-quick-modes",
                    test_own_offer_is_looked_for_among_sixty_four_quick_modes);
    g_test_add_func("/renewal/two-hundred-and-fifty-six-deleted-spis-are-followed",
                    test_two_hundred_and_fifty_six_deleted_spis_are_followed);
    return g_test_run();
}
