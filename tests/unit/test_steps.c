/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a message stands in its exchange: by its side and payloads in phase 1, by order elsewhere.
 */
#include "transcript.h"

#define HASH_BODY "00000018 000102030405060708090a0b0c0d0e0f10111213"
#define ID_BODY   "0000000c 01 11 01f4 c0000201"

/* One message after an opening by the initiator; the step that it gets. */
static const struct {
    const char *what;
    struct spoken spoken;
    uint8_t step;
} messages[] = {
    {"main mode 1", {'I', 9, "i", 2, 0, 0, 1, SA_BODY}, 1},
    {"main mode 2", {'R', 9, "i r", 2, 0, 0, 1, SA_BODY}, 2},
    {"main mode 3", {'I', 9, "i r", 2, 0, 0, 4, KE_BODY}, 3},
    {"main mode 4", {'R', 9, "i r", 2, 0, 0, 4, KE_BODY}, 4},
    {"main mode 5", {'I', 9, "i r", 2, 1, 0, 5, CLOSED_A}, 5},
    {"main mode 6", {'R', 9, "i r", 2, 1, 0, 5, CLOSED_B}, 6},
    {"main mode 5 in clear", {'I', 9, "i r", 2, 0, 0, 5, ID_BODY}, 5},
    {"main mode 6 in clear", {'R', 9, "i r", 2, 0, 0, 5, ID_BODY}, 6},
    {"aggressive mode 1", {'I', 9, "i", 4, 0, 0, 1, SA_BODY}, 1},
    {"aggressive mode 2", {'R', 9, "i r", 4, 0, 0, 1, SA_BODY}, 2},
    {"aggressive mode 3", {'I', 9, "i r", 4, 1, 0, 8, CLOSED_A}, 3},
    {"aggressive mode 3 in clear", {'I', 9, "i r", 4, 0, 0, 8, HASH_BODY}, 3},
    {"no message of aggressive mode", {'R', 9, "i r", 4, 1, 0, 8, CLOSED_A}, 0},
    {"base exchange 1", {'I', 9, "i", 1, 0, 0, 1, SA_BODY}, 1},
    {"base exchange 2", {'R', 9, "i r", 1, 0, 0, 1, SA_BODY}, 2},
    {"base exchange 3", {'I', 9, "i r", 1, 0, 0, 4, KE_BODY}, 3},
    {"base exchange 4", {'R', 9, "i r", 1, 0, 0, 4, KE_BODY}, 4},
    {"authentication only 1", {'I', 9, "i", 3, 0, 0, 1, SA_BODY}, 1},
    {"authentication only 2", {'R', 9, "i r", 3, 0, 0, 1, SA_BODY}, 2},
    {"authentication only 3", {'I', 9, "i r", 3, 0, 0, 5, ID_BODY}, 3},
    {"no message of authentication only", {'R', 9, "i r", 3, 0, 0, 13, HASH_BODY}, 0},
};

static void test_step_is_told_by_side_and_content(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
        const struct ikelog_record *record;
        struct talk talk;

        talk_open(&talk);
        if (messages[i].spoken.cookies[1]) {
            struct spoken first = {'I', 0, "i", 0, 0, 0, 1, SA_BODY};

            first.exchange = messages[i].spoken.exchange;
            talk_say(&talk, &first);
        }
        talk_say(&talk, &messages[i].spoken);
        record = g_ptr_array_index(talk.records, talk.records->len - 1);
        g_test_message("%s", messages[i].what);
        g_assert_cmpint(record->side, ==, messages[i].spoken.who == 'I' ? 0 : 1);
        g_assert_cmpuint(record->step, ==, messages[i].step);
        talk_close(&talk);
    }
}

/* Who speaks in a Quick Mode that cannot be read, and which step each message is. */
static const struct {
    const char *who;
    uint8_t steps[5];
} quick_modes[] = {
    {"IRI", {1, 2, 3}}, {"IRIR", {1, 2, 3, 4}}, {"RIR", {1, 2, 3}},         {"IIR", {1, 3, 2}},
    {"IRR", {1, 2, 4}}, {"II", {1, 3}},         {"IRIRI", {1, 2, 3, 4, 3}},
};

static void test_step_of_a_quick_mode_is_told_by_order(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(quick_modes); i++) {
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
        for (unsigned n = 0; quick_modes[i].who[n]; n++) {
            char *body = g_strdup_printf("%02x" CLOSED_A "00000000000000", n);
            const struct ikelog_record *record;

            talk_say(&talk, &(struct spoken){quick_modes[i].who[n], 9, "i r", 32, 1, 77, 8, body});
            record = g_ptr_array_index(talk.records, n + 1);
            g_assert_cmpuint(record->step, ==, quick_modes[i].steps[n]);
            g_free(body);
        }
        talk_close(&talk);
    }
}

/* Even steps answer the odd ones before them, if the other side sent those. */
static void test_answers_are_those_of_the_other_side(void)
{
    static const struct spoken talked[] = {
        {'I', 0, "i", 2, 0, 0, 1, SA_BODY},         {'R', 9, "i r", 2, 0, 0, 1, SA_BODY},
        {'I', 9, "i r", 2, 0, 0, 4, KE_BODY},       {'R', 9, "i r", 2, 0, 0, 4, KE_BODY},
        {'I', 9, "i r", 2, 1, 0, 5, CLOSED_A},      {'R', 9, "i r", 2, 1, 0, 5, CLOSED_B},
        {'I', 9, "i r", 32, 1, 7, 8, CLOSED_OFFER}, {'R', 9, "i r", 32, 1, 7, 8, CLOSED_ANSWER},
    };
    struct talk talk;

    talk_open(&talk);
    for (size_t i = 0; i < G_N_ELEMENTS(talked); i++)
        talk_say(&talk, &talked[i]);
    for (size_t i = 0; i < G_N_ELEMENTS(talked); i += 2) {
        const struct ikelog_record *request = g_ptr_array_index(talk.records, i);
        const struct ikelog_record *answer = g_ptr_array_index(talk.records, i + 1);

        g_assert_true(request->answer == answer);
        g_assert_true(answer->request == request);
        g_assert_null(request->request);
        g_assert_null(answer->answer);
    }
    talk_close(&talk);
}

/* A message that comes after a later one of its exchange is marked, and no other is. */
static void test_order_is_told_by_steps(void)
{
    static const struct spoken talked[] = {
        {'I', 0, "i", 2, 0, 0, 1, SA_BODY},    {'I', 9, "i r", 2, 0, 0, 4, KE_BODY},
        {'R', 9, "i r", 2, 0, 0, 1, SA_BODY},  {'R', 9, "i r", 2, 0, 0, 4, KE_BODY},
        {'I', 9, "i r", 2, 1, 0, 5, CLOSED_A},
    };
    struct talk talk;

    talk_open(&talk);
    for (size_t i = 0; i < G_N_ELEMENTS(talked); i++) {
        const struct ikelog_record *record;

        talk_say(&talk, &talked[i]);
        record = g_ptr_array_index(talk.records, i);
        g_assert_cmpint((record->flags & IKELOG_RECORD_OUT_OF_ORDER) != 0, ==, i == 2);
    }
    talk_close(&talk);
}

/* A crossing attempt shows at the device that began the first one, as whichever side it is now. */
static void test_crossing_shows_at_who_began_first(void)
{
    for (int other = 0; other < 2; other++) {
        struct ikelog_events events;
        struct ikelog_view view;
        bool found = false;
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
        talk_say(&talk, &(struct spoken){other ? 'R' : 'I', 500, "j", 2, 0, 0, 1, SA_BODY});
        talk_look(&talk, 1, &view, &events);
        for (guint i = 0; i < events.rows->len; i++) {
            const struct ikelog_event *event = &g_array_index(events.rows, struct ikelog_event, i);

            if (event->kind != IKELOG_EVENT_NEGOTIATION_IN_PROCESS)
                continue;
            found = true;
            g_assert_cmpint(event->side, ==, other ? IKELOG_RESPONDER : IKELOG_INITIATOR);
        }
        g_assert_true(found);
        ikelog_events_clear(&events);
        ikelog_view_close(&view);
        talk_close(&talk);
    }
}

/* Attributes of a transaction in clear: type, value, and what the IKE SA learns of them. */
static const struct {
    uint16_t type, value;
    bool seen, ok, failed;
} attributes[] = {
    {1, 1, false, false, false},     {16519, 1, false, false, false},
    {16520, 0, true, false, false},  {16521, 0, true, false, false},
    {16527, 1, true, true, false},   {16527, 0, true, false, true},
    {16527, 2, true, false, true},   {16528, 1, true, false, false},
    {16529, 1, true, false, false},  {16530, 1, false, false, false},
    {16531, 1, false, false, false}, {28672, 1, false, false, false},
};

/* The events of the frame say the same as the IKE SA. */
static void expect_xauth_event(struct talk *talk, size_t row)
{
    const char *event = attributes[row].ok       ? "packet xauth-ok"
                        : attributes[row].failed ? "packet xauth-failed"
                        : attributes[row].seen   ? "packet xauth-requested"
                                                 : "packet config-requested";
    char *events = talk_events(talk, 1);

    g_assert_cmpstr(events, ==, event);
    g_free(events);
}

static void test_xauth_is_known_by_its_attributes(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(attributes); i++) {
        char *body = g_strdup_printf("0000000c 01000001 %04x%04x", attributes[i].type | 0x8000,
                                     attributes[i].value);
        const struct ikelog_sa *sa;
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
        talk_say(&talk, &(struct spoken){'R', 9, "i r", 6, 0, 5, 14, body});
        sa = ikelog_session_sa(talk.session, 0);
        g_test_message("attribute %u", attributes[i].type);
        g_assert_cmpint(sa->course->xauth_seen, ==, attributes[i].seen);
        g_assert_cmpint(sa->course->xauth_ok, ==, attributes[i].ok);
        g_assert_cmpint(sa->course->xauth_failed, ==, attributes[i].failed);
        expect_xauth_event(&talk, i);
        talk_close(&talk);
        g_free(body);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/steps/step-is-told-by-side-and-content",
                    test_step_is_told_by_side_and_content);
    g_test_add_func("/steps/step-of-a-quick-mode-is-told-by-order",
                    test_step_of_a_quick_mode_is_told_by_order);
    g_test_add_func("/steps/answers-are-those-of-the-other-side",
                    test_answers_are_those_of_the_other_side);
    g_test_add_func("/steps/order-is-told-by-steps", test_order_is_told_by_steps);
    g_test_add_func("/steps/crossing-shows-at-who-began-first",
                    test_crossing_shows_at_who_began_first);
    g_test_add_func("/steps/xauth-is-known-by-its-attributes",
                    test_xauth_is_known_by_its_attributes);
    return g_test_run();
}
