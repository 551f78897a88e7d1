/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies, addresses and "established" are conclusions: what speaks for them, and what against. */
#include "transcript.h"

#define MS INT64_C(1000000)

static const struct ikelog_record *record_at(const struct talk *talk, unsigned n)
{
    return g_ptr_array_index(talk->records, n);
}

static const struct ikelog_sa *sa_of(const struct talk *talk)
{
    return ikelog_session_sa(talk->session, 0);
}

/* One packet twice: after so long, with these IP identifications, perhaps with an answer between.
 */
static const struct {
    const char *what;
    int64_t after_ns;
    int32_t first_id, second_id;
    bool answered, copy;
} twice[] = {
    {"at once, with one identification", 0, 7, 7, false, true},
    {"with one identification, whatever came between", 1, 7, 7, true, true},
    {"with two identifications", 0, 7, 8, false, false},
    {"without identification, and nothing between", 0, 0, 0, false, true},
    {"without identification, after an answer", 0, 0, 0, true, false},
    {"with an identification that is not known, after an answer", 0, -1, -1, true, false},
    {"at the end of the window", 50 * MS, 7, 7, false, true},
    {"after the window", 50 * MS + 1, 7, 7, false, false},
    {"before the first one", -1, 7, 7, false, false},
};

static const struct ikelog_record *feed(struct ikelog_session *session, uint32_t frame, uint8_t who,
                                        int64_t time_ns, int32_t ip_id)
{
    uint8_t message[IKELOG_HEADER_LEN + 8] = {
        [0] = 1, [8] = 2, [16] = 13, 0x10, 32, 0, 0, 0, 0, 1, 0, 0, 0, sizeof message, 0, 0, 0, 8};
    struct ikelog_datagram d = {
        .frame = frame,
        .time_ns = time_ns,
        .src = {.family = 4, .address = {192, 0, 2, who}, .port = 500},
        .dst = {.family = 4, .address = {192, 0, 2, (uint8_t)(3 - who)}, .port = 500},
        .message = {message, sizeof message},
        .on_wire = sizeof message,
        .ip_id = ip_id,
        .ttl = 64,
    };

    message[sizeof message - 1] = who;
    return ikelog_session_feed(session, &d);
}

static void test_copy_needs_proof(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(twice); i++) {
        struct ikelog_session *session = ikelog_session_new(NULL);
        const struct ikelog_record *second;

        feed(session, 1, 1, 1000 * MS, twice[i].first_id);
        if (twice[i].answered)
            feed(session, 2, 2, 1000 * MS, 99);
        second = feed(session, 3, 1, 1000 * MS + twice[i].after_ns, twice[i].second_id);
        if (((second->flags & IKELOG_RECORD_COPY) != 0) != twice[i].copy)
            g_test_fail_printf("%s", twice[i].what);
        ikelog_session_free(session);
    }
}

static void test_repeats_without_times_are_no_copies(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "repeats-without-times", false);
    for (unsigned n = 9; n < 11; n++) {
        g_assert_false(record_at(&talk, n)->flags & IKELOG_RECORD_COPY);
        g_assert_true(record_at(&talk, n)->flags & IKELOG_RECORD_RETRANSMISSION);
    }
    talk_close(&talk);
}

static void test_first_address_is_no_change(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "two-responder-cookies", false);
    for (unsigned n = 0; n < talk.records->len; n++)
        g_assert_false(record_at(&talk, n)->flags & (IKELOG_RECORD_MOVED | IKELOG_RECORD_FLOATED));
    talk_close(&talk);
}

/* Main mode to its sixth message, with ten seconds between. */
static void say_main_mode(struct talk *talk)
{
    talk_say(talk, &(struct spoken){'I', 10000, "i", 2, 0, 0, 1, SA_BODY});
    talk_say(talk, &(struct spoken){'R', 10000, "i r", 2, 0, 0, 1, SA_BODY});
    talk_say(talk, &(struct spoken){'I', 10000, "i r", 2, 0, 0, 4, KE_BODY});
    talk_say(talk, &(struct spoken){'R', 10000, "i r", 2, 0, 0, 4, KE_BODY});
    talk_say(talk, &(struct spoken){'I', 10000, "i r", 2, 1, 0, 5, CLOSED_A});
    talk_say(talk, &(struct spoken){'R', 10000, "i r", 2, 1, 0, 5, CLOSED_B});
}

static const struct spoken again_5 = {'I', 10000, "i r", 2, 1, 0, 5, CLOSED_A};
static const struct spoken again_6 = {'R', 10000, "i r", 2, 1, 0, 5, CLOSED_B};
static const struct spoken quick_i = {'I', 10000, "i r", 32, 1, 7, 8, CLOSED_OFFER};
static const struct spoken quick_r = {'R', 10000, "i r", 32, 1, 9, 8, CLOSED_ANSWER};

/* What follows the sixth message, and whether phase 1 is established in the end. */
static const struct {
    const char *what;
    const struct spoken *after[3];
    bool established;
} endings[] = {
    {"nothing", {NULL}, true},
    {"the fifth message again", {&again_5}, false},
    {"the fifth and the sixth again", {&again_5, &again_6}, true},
    {"the fifth again, twice", {&again_5, &again_6, &again_5}, false},
    {"the fifth again, then its sender starts a Quick Mode", {&again_5, &quick_i}, true},
    {"a Quick Mode, then a late repeat of the fifth", {&quick_i, &again_5}, true},
    {"a Quick Mode of the other side, then the fifth again", {&quick_r, &again_5}, false},
    {"the sixth again", {&again_6}, true},
};

static void test_established_is_revised(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        struct talk talk;

        talk_open(&talk);
        say_main_mode(&talk);
        for (unsigned n = 0; n < 3 && endings[i].after[n]; n++)
            talk_say(&talk, endings[i].after[n]);
        if ((sa_of(&talk)->established != NULL) != endings[i].established)
            g_test_fail_printf("%s", endings[i].what);
        g_assert_true((sa_of(&talk)->state == IKELOG_SA_ESTABLISHED) == endings[i].established);
        if (endings[i].established)
            g_assert_cmpuint(sa_of(&talk)->established->frame, ==, 6);
        talk_close(&talk);
    }
}

static void test_messages_without_payloads_establish_nothing(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "empty-main-mode", false);
    g_assert_null(sa_of(&talk)->established);
    talk_close(&talk);
}

/* IPsec SAs are the peers': the IKE SA that comes after theirs ends them. */
static void test_delete_under_a_later_ike_sa_counts(void)
{
    const struct ikelog_exchange *quick;
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "phase1-reauthentication", true);
    quick = g_ptr_array_index(sa_of(&talk)->quick_modes, 0);
    g_assert_nonnull(ikelog_exchange_quick(quick)->deleted);
    g_assert_cmpuint(ikelog_exchange_quick(quick)->deleted->frame, ==, 16);
    g_assert_true(ikelog_exchange_quick(quick)->deleted->exchange->sa != quick->sa);
    g_assert_cmpint(ikelog_record_side_in(ikelog_exchange_quick(quick)->deleted, quick->sa), ==,
                    IKELOG_INITIATOR);
    talk_close(&talk);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/conclusions/copy-needs-proof", test_copy_needs_proof);
    g_test_add_func("/conclusions/repeats-without-times-are-no-copies",
                    test_repeats_without_times_are_no_copies);
    g_test_add_func("/conclusions/first-address-is-no-change", test_first_address_is_no_change);
    g_test_add_func("/conclusions/established-is-revised", test_established_is_revised);
    g_test_add_func("/conclusions/messages-without-payloads-establish-nothing",
                    test_messages_without_payloads_establish_nothing);
    g_test_add_func("/conclusions/delete-under-a-later-ike-sa-counts",
                    test_delete_under_a_later_ike_sa_counts);
    return g_test_run();
}
