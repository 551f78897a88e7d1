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
        g_assert_true(record_of(&talk, i)->flags & IKELOG_RECORD_FRAGMENT);
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
    g_assert_false(only_sa(&talk)->phase1->late_start);
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

/* The names of the events of frame n hold `name`. */
static bool happens(struct talk *talk, unsigned n, const char *name)
{
    char *events = talk_events(talk, n);
    bool found = strstr(events, name) != NULL;

    g_free(events);
    return found;
}

/* The reason of the event payload-missing of frame n, or NULL; g_free. */
static char *missing_in(struct talk *talk, unsigned n)
{
    struct ikelog_events events;
    struct ikelog_view view;
    char *reason = NULL;

    talk_look(talk, n, &view, &events);
    for (guint i = 0; i < events.rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events.rows, struct ikelog_event, i);

        if (event->kind == IKELOG_EVENT_PAYLOAD_MISSING)
            reason = g_strdup(event->reason);
    }
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
    return reason;
}

#define SA_NEXT(next)                                                                      \
    next "000034 00000001 00000001 00000028 01010001 00000020 01010000 80010005 80020002 " \
         "80030001 80040002 800b0001 800c7080"
#define KE_ALONE    "00000014 0102030405060708090a0b0c0d0e0f10"
#define KE_NEXT     "0a000014 0102030405060708090a0b0c0d0e0f10"
#define NONCE_ALONE "0000000c 1122334455667788"
#define NONCE_NEXT  "0500000c 1122334455667788"
#define ID_ALONE    "0000000c 011101f4 c0000201"
#define ID_NEXT     "0800000c 011101f4 c0000201"
#define HASH_ALONE  "00000018 000102030405060708090a0b0c0d0e0f10111213"
#define VID_ALONE   "0000000c aabbccddeeff0011"

/* A message after messages 1 and 2 of main mode with a pre-shared key, and what it is. */
struct placed {
    struct spoken spoken;
    unsigned step;
    const char *missing; /* the reason, or NULL */
};

static const struct placed in_main_mode[] = {
    {{'I', 1, "i r", 2, 0, 0, 4, KE_BODY}, 3, NULL},
    {{'R', 1, "i r", 2, 0, 0, 4, KE_BODY}, 4, NULL},
    {{'I', 1, "i r", 2, 0, 0, 4, KE_ALONE}, 3, "there is no Nonce payload in it"},
    {{'R', 1, "i r", 2, 0, 0, 10, NONCE_ALONE}, 4, "there is no Key Exchange payload in it"},
    {{'I', 1, "i r", 2, 0, 0, 5, ID_ALONE}, 5, "there is no Hash payload in it"},
    {{'R', 1, "i r", 2, 0, 0, 5, ID_NEXT HASH_ALONE}, 6, NULL},
    {{'I', 1, "i r", 2, 0, 0, 13, VID_ALONE}, 0, NULL},
    {{'I', 1, "i r", 2, 0, 0, 0, ""}, 0, "there is no payload at all in it"},
    {{'I', 1, "i r", 2, 1, 0, 5, CLOSED_A}, 5, NULL},            /* not decrypted */
    {{'R', 1, "i r", 2, 0, 0, FRAGMENT, PART}, 0, NULL},         /* a part of a message */
    {{'R', 1, "i r", 2, 0, 0, 4, "0a00ff14 01020304"}, 4, NULL}, /* broken */
    {{'R', 1, "i r", 2, 0, 0, 8, "0b000008 01020304" REFUSAL("000e")}, 6, NULL}, /* a refusal */
    {{'R', 1, "i r", 5, 0, 9, 13, VID_ALONE}, 1, NULL}, /* informational, before there are keys */
};

static void test_place_in_main_mode(gconstpointer n)
{
    const struct placed *placed = &in_main_mode[GPOINTER_TO_UINT(n)];
    const struct spoken first = {'I', 1, "i", 2, 0, 0, 1, SA_BODY};
    const struct spoken second = {'R', 1, "i r", 2, 0, 0, 1, SA_BODY};
    struct talk talk;
    char *missing;

    talk_open(&talk);
    talk_say(&talk, &first);
    talk_say(&talk, &second);
    talk_say(&talk, &placed->spoken);
    talk_say(&talk, &placed->spoken); /* of a repeat nothing is said again */
    g_assert_cmpuint(record_of(&talk, 2)->step, ==, placed->step);
    missing = missing_in(&talk, 2);
    g_assert_cmpstr(missing, ==, placed->missing);
    g_free(missing);
    g_assert_false(happens(&talk, 3, "payload-missing"));
    talk_close(&talk);
}

/* Aggressive mode, whose method is known from message 2 on. */
static const struct placed in_aggressive_mode[] = {
    {{'I', 1, "i", 4, 0, 0, 1, SA_NEXT("04") KE_NEXT NONCE_NEXT ID_ALONE}, 1, NULL},
    {{'I', 1, "i", 4, 0, 0, 1, SA_NEXT("04") KE_NEXT NONCE_ALONE},
     1,
     "there is no Identification payload in it"},
    {{'I', 1, "i", 4, 0, 0, 1, SA_NEXT("00")},
     1,
     "there is no Key Exchange and Identification and Nonce payload in it"},
    {{'R', 1, "i r", 4, 0, 0, 1, SA_NEXT("04") KE_NEXT NONCE_NEXT ID_ALONE},
     2,
     "there is no Hash payload in it"},
    {{'R', 1, "i r", 4, 0, 0, 1, SA_NEXT("04") KE_NEXT NONCE_NEXT ID_NEXT HASH_ALONE}, 2, NULL},
    {{'I', 1, "i r", 4, 0, 0, 8, HASH_ALONE}, 3, NULL},
};

static void test_place_in_aggressive_mode(gconstpointer n)
{
    const struct placed *placed = &in_aggressive_mode[GPOINTER_TO_UINT(n)];
    struct talk talk;
    char *missing;

    talk_open(&talk);
    talk_say(&talk, &placed->spoken);
    g_assert_cmpuint(record_of(&talk, 0)->step, ==, placed->step);
    missing = missing_in(&talk, 0);
    g_assert_cmpstr(missing, ==, placed->missing);
    g_free(missing);
    talk_close(&talk);
}

/* One message without any payload after the other was phase 1, established. */
static void test_empty_main_mode_is_not_established(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "empty-main-mode", false);
    g_assert_cmpuint(talk.records->len, ==, 2);
    for (unsigned n = 0; n < 2; n++) {
        g_assert_cmpuint(record_of(&talk, n)->step, ==, 0);
        g_assert_true(happens(&talk, n, "payload-missing"));
        g_assert_false(happens(&talk, n, "phase1-established"));
    }
    g_assert_cmpstr(ikelog_verdict_name(verdict_on(&talk).kind), ==, "unknown");
    talk_close(&talk);
}

/* The last message of main mode counts with what it must have only. */
static void test_last_message_without_proof_completes_nothing(void)
{
    const struct spoken lines[] = {
        {'I', 1, "i", 2, 0, 0, 1, SA_BODY},    {'R', 1, "i r", 2, 0, 0, 1, SA_BODY},
        {'I', 1, "i r", 2, 0, 0, 4, KE_BODY},  {'R', 1, "i r", 2, 0, 0, 4, KE_BODY},
        {'I', 1, "i r", 2, 1, 0, 5, CLOSED_A}, {'R', 1, "i r", 2, 0, 0, 5, ID_ALONE},
    };
    struct talk talk;

    talk_open(&talk);
    for (unsigned i = 0; i < G_N_ELEMENTS(lines); i++)
        talk_say(&talk, &lines[i]);
    g_assert_cmpuint(record_of(&talk, 5)->step, ==, 6);
    g_assert_false(only_sa(&talk)->phase1->complete);
    g_assert_null(only_sa(&talk)->established);
    talk_close(&talk);
}

static void check_capture(const char *name, bool with_keys, bool final)
{
    struct talk talk;

    talk_open(&talk);
    talk.final = final;
    talk_read(&talk, name, with_keys);
    for (unsigned n = 0; n < talk.records->len; n++) {
        char *missing = missing_in(&talk, n);

        if (missing) {
            g_test_message("%s, frame %u: %s", name, n + 1, missing);
            g_test_fail();
        }
        g_free(missing);
    }
    talk_close(&talk);
}

/* What daemons say has all that it must have, with keys and without, in two passes and in one. */
static void test_captures_lack_nothing(void)
{
    GPtrArray *names = capture_names(".pcap");

    g_assert_cmpuint(names->len, >, 50);
    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        char *path = capture_path_of(name, ".pcap");

        for (unsigned way = 0; way < 4; way++)
            if (!capture_is_fault(path) && strcmp(name, "empty-main-mode") != 0)
                check_capture(name, way & 1, way & 2);
        g_free(path);
    }
    g_ptr_array_unref(names);
}

#define GROUP_SA_BODY                                                                   \
    "00000034 00000002 00000001 00000028 01010001 00000020 01010000 80010005 80020002 " \
    "80030001 80040002 800b0001 800c7080"

/* A message after others, and whether it is said to lack a payload. */
static const struct {
    const char *name;
    struct spoken before[2];
    struct spoken last;
    bool missing;
} later[] = {
    {"offer-was-seen",
     {{'I', 1, "i", 2, 0, 0, 1, SA_BODY}, {'R', 1, "i r", 2, 0, 0, 13, VID_ALONE}},
     {'I', 1, "i r", 32, 0, 9, 10, NONCE_ALONE},
     true},
    {"choice-was-seen",
     {{'R', 1, "i r", 2, 0, 0, 1, SA_BODY}, {'I', 1, "i r", 2, 0, 0, 4, KE_BODY}},
     {'I', 1, "i r", 32, 0, 9, 10, NONCE_ALONE},
     true},
    {"neither-was-seen",
     {{'I', 1, "i r", 2, 0, 0, 4, KE_BODY}, {'R', 1, "i r", 2, 0, 0, 4, KE_BODY}},
     {'I', 1, "i r", 32, 0, 9, 10, NONCE_ALONE},
     false},
    {"group-domain-of-interpretation",
     {{'I', 1, "i", 2, 0, 0, 1, GROUP_SA_BODY}, {'R', 1, "i r", 2, 0, 0, 1, GROUP_SA_BODY}},
     {'I', 1, "i r", 32, 0, 9, 10, NONCE_ALONE},
     false},
    {"informational-before-phase1-ends",
     {{'I', 1, "i", 2, 0, 0, 1, SA_BODY}, {'R', 1, "i r", 2, 0, 0, 1, SA_BODY}},
     {'I', 1, "i r", 5, 0, 9, 13, VID_ALONE},
     false},
    {"informational-after-phase1",
     {{'I', 1, "i", 2, 0, 0, 1, SA_BODY}, {'R', 1, "i r", 2, 0, 0, 5, ID_NEXT HASH_ALONE}},
     {'I', 1, "i r", 5, 0, 9, 13, VID_ALONE},
     true},
};

/* The scripts are IPsec's. Whether a later exchange is of its DOI, an SA payload shows. */
static void test_missing_later(gconstpointer n)
{
    unsigned i = GPOINTER_TO_UINT(n);
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &later[i].before[0]);
    talk_say(&talk, &later[i].before[1]);
    talk_say(&talk, &later[i].last);
    g_assert_cmpint(happens(&talk, 2, "payload-missing"), ==, later[i].missing);
    talk_close(&talk);
}

static void add_places(void)
{
    for (unsigned n = 0; n < G_N_ELEMENTS(later); n++) {
        char *path = g_strconcat("/exchange/missing-later/", later[n].name, NULL);

        g_test_add_data_func(path, GUINT_TO_POINTER(n), test_missing_later);
        g_free(path);
    }
    for (unsigned n = 0; n < G_N_ELEMENTS(in_main_mode); n++) {
        char *path = g_strdup_printf("/exchange/place-in-main-mode/%u", n);

        g_test_add_data_func(path, GUINT_TO_POINTER(n), test_place_in_main_mode);
        g_free(path);
    }
    for (unsigned n = 0; n < G_N_ELEMENTS(in_aggressive_mode); n++) {
        char *path = g_strdup_printf("/exchange/place-in-aggressive-mode/%u", n);

        g_test_add_data_func(path, GUINT_TO_POINTER(n), test_place_in_aggressive_mode);
        g_free(path);
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
    g_test_add_func("/exchange/empty-main-mode-is-not-established",
                    test_empty_main_mode_is_not_established);
    g_test_add_func("/exchange/last-message-without-proof-completes-nothing",
                    test_last_message_without_proof_completes_nothing);
    g_test_add_func("/exchange/captures-lack-nothing", test_captures_lack_nothing);
    add_places();
    return g_test_run();
}
