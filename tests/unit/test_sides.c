/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who said it: the side of a message, by addresses, by ports, and by turns where neither helps. */
#include "transcript.h"

/* A message of one IKE SA between the cookies ii… and rr…, with nothing but its source and port. */
struct heard {
    uint8_t src, dst; /* last octet of 127.0.0.x */
    uint16_t src_port, dst_port;
    bool answered; /* both cookies are there */
    uint8_t exchange;
    uint32_t message_id;
    uint8_t mark; /* of the body: another one is another message */
    enum ikelog_side side;
};

static void hear(struct ikelog_session *session, const struct heard *heard, uint32_t frame,
                 const char *what)
{
    uint8_t octets[IKELOG_HEADER_LEN + 8] = {0};
    const uint8_t tail[] = {10, 0x10, heard->exchange, 0, 0, 0, 0, (uint8_t)heard->message_id, 0, 0,
                            0,  36};
    const uint8_t nonce[] = {0, 0, 0, 8, heard->mark, 0, 0, 0};
    struct ikelog_datagram d = {.frame = frame, .time_ns = frame * INT64_C(1000000000), .ttl = 64};
    const struct ikelog_record *record;

    memset(octets, 'i', IKELOG_COOKIE_LEN);
    if (heard->answered)
        memset(octets + IKELOG_COOKIE_LEN, 'r', IKELOG_COOKIE_LEN);
    memcpy(octets + 16, tail, sizeof tail);
    memcpy(octets + IKELOG_HEADER_LEN, nonce, sizeof nonce);
    d.ip_id = (int32_t)frame;
    d.src = (struct ikelog_endpoint){
        .family = 4, .address = {127, 0, 0, heard->src}, .port = heard->src_port};
    d.dst = (struct ikelog_endpoint){
        .family = 4, .address = {127, 0, 0, heard->dst}, .port = heard->dst_port};
    d.message = (struct ikelog_octets){octets, sizeof octets};
    d.on_wire = sizeof octets;
    record = ikelog_session_feed(session, &d);
    g_assert_nonnull(record);
    if (record->side != heard->side)
        g_test_fail_printf("%s: message %u is said to be the %s's", what, frame,
                           ikelog_side_name((enum ikelog_side)record->side));
}

#define I IKELOG_INITIATOR
#define R IKELOG_RESPONDER

static const struct {
    const char *what;
    struct heard heard[5];
    unsigned count;
} talks[] = {
    {"addresses tell",
     {{1, 2, 500, 500, false, 2, 0, 1, I},
      {2, 1, 500, 500, true, 2, 0, 2, R},
      {1, 2, 500, 500, true, 2, 0, 3, I},
      {2, 1, 500, 500, true, 2, 0, 4, R}},
     4},
    {"the same address, ports tell",
     {{1, 1, 5000, 500, false, 2, 0, 1, I},
      {1, 1, 500, 5000, true, 2, 0, 2, R},
      {1, 1, 500, 5000, true, 5, 7, 3, R},
      {1, 1, 5000, 500, true, 2, 0, 4, I}},
     4},
    {"the same address and port, turns tell, and a repeat keeps its side",
     {{1, 1, 500, 500, false, 2, 0, 1, I},
      {1, 1, 500, 500, true, 2, 0, 2, R},
      {1, 1, 500, 500, true, 2, 0, 2, R},
      {1, 1, 500, 500, true, 2, 0, 3, I},
      {1, 1, 500, 500, true, 2, 0, 4, R}},
     5},
    {"behind NAT, whoever does not use an IKE port began, though its messages come second",
     {{2, 1, 4500, 61000, true, 32, 9, 1, R}, {1, 2, 61000, 4500, true, 32, 9, 2, I}},
     2},
    {"a port that changes within the conversation",
     {{1, 2, 500, 500, false, 2, 0, 1, I},
      {2, 1, 500, 500, true, 2, 0, 2, R},
      {1, 2, 4500, 4500, true, 2, 0, 3, I},
      {2, 1, 4500, 4500, true, 2, 0, 4, R}},
     4},
};

static void test_side_is_that_of_who_spoke(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(talks); i++) {
        struct ikelog_session *session = ikelog_session_new(NULL);

        for (unsigned n = 0; n < talks[i].count; n++)
            hear(session, &talks[i].heard[n], n + 1, talks[i].what);
        g_assert_cmpuint(ikelog_session_sa_count(session), ==, 1);
        ikelog_session_free(session);
    }
}

/*
 * What is heard of an IKE SA that began before the capture: who speaks (A is 127.0.0.1), what, and
 * what is to be said of it in the end. '2' is an SA payload, 'K' a KE, 'E' an encrypted message of
 * main mode, 'Q' of a Quick Mode with message ID 7, 'V' a vendor ID before an SA payload.
 */
struct late {
    const char *what;
    const char *heard; /* "A" or "B" and what: "AK BK AE BE" */
    const char *sides, *steps;
    enum ikelog_side_evidence evidence;
    bool nat; /* A speaks from port 61000 */
};

static const struct late lates[] = {
    {"an SA payload is the answer", "A2", "R", "2", IKELOG_SIDES_CERTAIN, false},
    {"also after a vendor ID", "AV", "R", "2", IKELOG_SIDES_CERTAIN, false},
    {"the first KE is the initiator's", "AK BK", "IR", "34", IKELOG_SIDES_LIKELY, false},
    {"a KE, then the other side encrypts", "AK BE", "RI", "45", IKELOG_SIDES_LIKELY, false},
    {"a KE, then its sender encrypts: nothing", "AK AE", "II", "35", IKELOG_SIDES_GUESSED, false},
    {"the first encrypted one is the initiator's", "AE BE", "IR", "56", IKELOG_SIDES_LIKELY, false},
    {"steps and sides before are revised", "BK AE BE", "RIR", "456", IKELOG_SIDES_LIKELY, false},
    {"an SA payload outdoes all", "AE BE A2", "RIR", "652", IKELOG_SIDES_CERTAIN, false},
    {"one message says nothing", "AE", "I", "5", IKELOG_SIDES_GUESSED, false},
    {"behind NAT is the initiator", "BE AE", "RI", "65", IKELOG_SIDES_LIKELY, true},
};

static GByteArray *late_message(char what, unsigned number)
{
    GByteArray *message = g_byte_array_new();
    bool encrypted = what == 'E' || what == 'Q';
    const guint8 head[4] = {what == '2'   ? 1
                            : what == 'V' ? 13
                            : what == 'K' ? 4
                                          : 8,
                            0x10, what == 'Q' ? 32 : 2, encrypted};
    const char *body = what == 'V' ? "01000008 01020304" SA_BODY : what == '2' ? SA_BODY : KE_BODY;

    append_cookies(message, "i r");
    g_byte_array_append(message, head, sizeof head);
    append_u32(message, what == 'Q' ? 7 : 0);
    append_u32(message, 0);
    append_hex(message, encrypted ? CLOSED_A : body);
    message->data[IKELOG_HEADER_LEN - 1] = (guint8)message->len;
    if (encrypted)
        message->data[IKELOG_HEADER_LEN] = (guint8)number; /* no repeat */
    return message;
}

static const struct ikelog_record *hear_late(struct ikelog_session *session, const char *heard,
                                             bool nat, unsigned number)
{
    GByteArray *message = late_message(heard[1], number);
    struct ikelog_endpoint a = {.family = 4, .address = {127, 0, 0, 1}, .port = nat ? 61000 : 500};
    struct ikelog_endpoint b = {.family = 4, .address = {127, 0, 0, 2}, .port = nat ? 4500 : 500};
    const struct ikelog_datagram d = {.frame = number,
                                      .time_ns = number * INT64_C(1000000000),
                                      .ip_id = (int32_t)number,
                                      .ttl = 64,
                                      .src = heard[0] == 'A' ? a : b,
                                      .dst = heard[0] == 'A' ? b : a,
                                      .message = {message->data, message->len},
                                      .on_wire = message->len};
    const struct ikelog_record *record = ikelog_session_feed(session, &d);

    g_assert_nonnull(record);
    g_byte_array_unref(message);
    return record;
}

static void check_late(const struct late *late)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_session *session = ikelog_session_new(keyring);
    const struct ikelog_record *records[8] = {NULL};
    const struct ikelog_sa *sa;
    unsigned count = 0;

    for (const char *at = late->heard; *at; at += at[2] ? 3 : 2, count++)
        records[count] = hear_late(session, at, late->nat, count + 1);
    sa = records[0]->exchange->sa;
    for (unsigned n = 0; n < count; n++)
        if ("IR"[records[n]->side] != late->sides[n] || records[n]->step + '0' != late->steps[n])
            g_test_fail_printf("%s: message %u is said to be %u of the %s", late->what, n + 1,
                               records[n]->step,
                               ikelog_side_name((enum ikelog_side)records[n]->side));
    if (sa->side_evidence != late->evidence)
        g_test_fail_printf("%s: evidence %d", late->what, sa->side_evidence);
    g_assert_cmpuint(sa->sides[records[0]->side].first.address[3], ==,
                     late->heard[0] == 'A' ? 1 : 2);
    ikelog_session_free(session);
    ikelog_keyring_free(keyring);
}

static void test_sides_of_a_late_start_are_revised(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lates); i++)
        check_late(&lates[i]);
}

/* The second message answers the first, also when both were taken for something else before. */
static void test_answers_follow_the_sides(void)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_session *session = ikelog_session_new(keyring);
    const struct ikelog_record *ke = hear_late(session, "BK", false, 1);
    const struct ikelog_record *fifth = hear_late(session, "AE", false, 2);
    const struct ikelog_record *again = hear_late(session, "BE", false, 3);

    g_assert_null(ke->answer);
    g_assert_true(again->request == fifth);
    g_assert_true(fifth->answer == again);
    g_assert_true(fifth->exchange->complete);
    g_assert_true(again->flags & IKELOG_RECORD_COMPLETES);
    ikelog_session_free(session);
    ikelog_keyring_free(keyring);
}

/* A capture that begins after an SA payload of the responder could be the initiator's. */
static void test_vendor_id_before_sa_is_the_responders(void)
{
    struct talk talk;
    const struct ikelog_record *record;

    talk_open(&talk);
    talk_read(&talk, "faults/vendor-id-before-sa", false);
    record = g_ptr_array_index(talk.records, 0);
    g_assert_cmpuint(record->side, ==, IKELOG_RESPONDER);
    g_assert_cmpuint(record->step, ==, 2);
    talk_close(&talk);
}

/* An error without the responder's cookie answers a message that was not captured. */
static void test_refusal_without_cookie_is_the_responders(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &(struct spoken){'R', 0, "i", 5, 0, 0, 11, REFUSAL("000e")});
    talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
    g_assert_cmpuint(((const struct ikelog_record *)g_ptr_array_index(talk.records, 0))->side, ==,
                     IKELOG_RESPONDER);
    g_assert_cmpuint(((const struct ikelog_record *)g_ptr_array_index(talk.records, 1))->side, ==,
                     IKELOG_INITIATOR);
    g_assert_cmpuint(ikelog_session_sa_count(talk.session), ==, 1);
    talk_close(&talk);
}

/* Until the sides are certain, what a frame shows of them is an inference. */
static void test_uncertain_sides_are_inferred(void)
{
    struct talk talk;
    struct ikelog_events events;
    struct ikelog_view view;

    talk_open(&talk);
    talk_say(&talk, &(struct spoken){'I', 0, "i r", 2, 1, 0, 5, CLOSED_A});
    talk_look(&talk, 0, &view, &events);
    for (guint i = 0; i < events.rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events.rows, struct ikelog_event, i);

        g_assert_cmpint(event->evidence, >=, IKELOG_EVIDENCE_INFERRED);
        g_assert_nonnull(event->reason);
    }
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
    talk_close(&talk);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sides/side-is-that-of-who-spoke", test_side_is_that_of_who_spoke);
    g_test_add_func("/sides/sides-of-a-late-start-are-revised",
                    test_sides_of_a_late_start_are_revised);
    g_test_add_func("/sides/answers-follow-the-sides", test_answers_follow_the_sides);
    g_test_add_func("/sides/vendor-id-before-sa-is-the-responders",
                    test_vendor_id_before_sa_is_the_responders);
    g_test_add_func("/sides/refusal-without-cookie-is-the-responders",
                    test_refusal_without_cookie_is_the_responders);
    g_test_add_func("/sides/uncertain-sides-are-inferred", test_uncertain_sides_are_inferred);
    return g_test_run();
}
