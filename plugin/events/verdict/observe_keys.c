/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The pre-shared key: what shows that both sides have the same one, or different ones. */
#include "events/verdict/case.h"

#include "wire/numbers.h"

#include <string.h>

/* Daemons repeat a message within this time; who has not done so by then was answered. */
#define FIRST_REPEAT_NS (INT64_C(10) * 1000000000)

static bool is_aggressive(const struct ikelog_case *c)
{
    return c->sa->phase1 && c->sa->phase1->type == IKELOG_EXCHANGE_AGGRESSIVE;
}

static bool uses_psk(const struct ikelog_case *c)
{
    return (ikelog_auth_class(c->sa->suite->auth_method) == IKELOG_AUTH_PSK);
}

/* The same Ka can be known twice: by itself, and by what it is derived from. */
static bool same_key(const struct ikelog_keyset *a, const struct ikelog_keyset *b)
{
    return a->ka_length == b->ka_length && memcmp(a->ka, b->ka, a->ka_length) == 0;
}

/* This key, known by itself or otherwise, opens what that side sent. */
static bool opens(const struct ikelog_sa *sa, const struct ikelog_keyset *key,
                  enum ikelog_side side)
{
    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (sa->keysets[i].proven[side] && same_key(&sa->keysets[i], key))
            return true;
    return false;
}

/* One key for what both sides sent: it was made of one pre-shared key. */
bool ikelog_observe_keys_agree(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;

    for (unsigned i = 0; uses_psk(c) && i < sa->keyset_count; i++) {
        if (!opens(sa, &sa->keysets[i], IKELOG_INITIATOR) ||
            !opens(sa, &sa->keysets[i], IKELOG_RESPONDER))
            continue;
        ikelog_observation_append(
            observation, "one key opens what both sides sent, so the pre-shared keys agree");
        return true;
    }
    return false;
}

bool ikelog_observe_phase1_accepted(const struct ikelog_case *c,
                                    struct ikelog_observation *observation)
{
    (void)observation;
    return ikelog_case_is_accepted(c);
}

/* Each side's messages open with a key of its own: two keys under one pair of cookies. */
bool ikelog_observe_keys_differ(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *test;
    bool only[2] = {false, false};

    if (sa->keyset_count < 2 || !uses_psk(c))
        return false;
    for (unsigned i = 0; i < sa->keyset_count; i++)
        for (int side = 0; side < 2; side++)
            only[side] = only[side] ||
                         (opens(sa, &sa->keysets[i], (enum ikelog_side)side) &&
                          !opens(sa, &sa->keysets[i], ikelog_side_other((enum ikelog_side)side)));
    test = ikelog_case_key_test(c);
    if (!test || !only[0] || !only[1])
        return false;
    ikelog_observation_append(
        observation,
        "the pre-shared keys differ: the two sides' messages open "
        "with different keys; frame %u is the first that the other side could not "
        "accept",
        test->frame);
    return ikelog_observation_at(observation, test->frame, (enum ikelog_side)test->side);
}

bool ikelog_observe_proof_fails(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_record *failed = c->sa->course->check_failed;

    if (!uses_psk(c) || !failed || failed->exchange != c->sa->phase1)
        return false;
    ikelog_observation_append(
        observation,
        "probably the two sides have different pre-shared keys: the proof of identity "
        "in frame %u does not come out with the keys at hand",
        failed->frame);
    return ikelog_observation_at(observation, failed->frame, (enum ikelog_side)failed->side);
}

/* The proof of identity does not hold, and no pre-shared key is at stake. */
bool ikelog_observe_check_failed(const struct ikelog_case *c,
                                 struct ikelog_observation *observation)
{
    const struct ikelog_record *failed = c->sa->course->check_failed;

    if (!failed || failed->exchange != c->sa->phase1)
        return false;
    ikelog_observation_append(observation, "the %s's proof of identity in frame %u does not hold",
                              ikelog_side_name((enum ikelog_side)failed->side), failed->frame);
    return ikelog_observation_at(observation, failed->frame,
                                 ikelog_side_other((enum ikelog_side)failed->side));
}

/* How the sentences begin whose first cause is the key. */
static void append_keys_differ(struct ikelog_observation *observation)
{
    if (!observation->second)
        ikelog_observation_append(observation,
                                  "probably the two sides have different pre-shared keys: ");
}

/* What the other side sent instead of an answer to the test: one that can be read, or is closed. */
struct complaint {
    const struct ikelog_record *first, *last;
    uint16_t notify; /* 0: closed */
};

/* False, too, when one key opens complaint and test: then it is about what it says. */
static bool find_complaint(const struct ikelog_case *c, const struct ikelog_record *test,
                           struct complaint *complaint)
{
    const struct ikelog_sa *sa = c->sa;
    struct ikelog_observation quiet = {.words = NULL};

    *complaint = (struct complaint){NULL, NULL, 0};
    for (unsigned i = 0; i < sa->course->notify_seen_count; i++) {
        const struct ikelog_notify_seen *seen = &sa->course->notifies_seen[i];

        if (seen->side == test->side || seen->record->frame < test->frame || seen->about ||
            !ikelog_notify_row(seen->notify)->wrong_key)
            continue;
        complaint->last = seen->record;
        if (!complaint->first)
            complaint->first = seen->record;
        if (!complaint->notify)
            complaint->notify = seen->notify;
    }
    if (!complaint->first && sa->phase1->trouble->closed &&
        sa->phase1->trouble->closed->frame > test->frame) {
        complaint->first = sa->phase1->trouble->closed;
        complaint->last = sa->phase1->trouble->last_closed;
    }
    return complaint->first && !(complaint->notify && ikelog_observe_keys_agree(c, &quiet));
}

/* The message that tests the pre-shared key, while phase 1 is open; else NULL. */
static const struct ikelog_record *open_test(const struct ikelog_case *c)
{
    return uses_psk(c) && c->sa->phase1 && !c->sa->phase1->complete ? ikelog_case_key_test(c)
                                                                    : NULL;
}

/* The last repeat of the message after `frame`, or NULL. */
static const struct ikelog_record *repeated_after(const struct ikelog_record *record,
                                                  uint32_t frame)
{
    const struct ikelog_record *repeat = record->exchange->trouble->last_repeat;

    return repeat && ikelog_record_original(repeat) == record && repeat->frame > frame ? repeat
                                                                                       : NULL;
}

static void append_complaint(struct ikelog_observation *observation,
                             const struct complaint *complaint)
{
    if (complaint->notify)
        ikelog_observation_append(observation, "frame %u brought %s instead of an answer to ",
                                  complaint->first->frame,
                                  ikelog_notify_short_name(complaint->notify));
    else
        ikelog_observation_append(
            observation,
            "a protected message that could not be read (frame %u) came instead of "
            "the answer to ",
            complaint->first->frame);
}

/* The other side complains, and the message comes again: the complaint was not understood. */
bool ikelog_observe_test_complained_of(const struct ikelog_case *c,
                                       struct ikelog_observation *observation)
{
    const struct ikelog_record *test = open_test(c), *repeat;
    struct complaint complaint;

    if (!test || is_aggressive(c) || !find_complaint(c, test, &complaint))
        return false;
    repeat = repeated_after(test, complaint.first->frame);
    if (!repeat && (!complaint.notify || (complaint.first->flags & IKELOG_RECORD_ENCRYPTED)))
        return false;
    append_keys_differ(observation);
    append_complaint(observation, &complaint);
    ikelog_observation_append(observation, "the message that tests the shared key (frame %u)",
                              test->frame);
    if (repeat)
        ikelog_observation_append(
            observation,
            ", and the initiator repeated that message after it (last in frame %u), so "
            "it could not read the complaint",
            repeat->frame);
    return ikelog_observation_at(observation, complaint.last->frame,
                                 ikelog_side_other((enum ikelog_side)test->side));
}

/* Aggressive mode: the responder's second message holds its proof, and is complained of. */
bool ikelog_observe_answer_complained_of(const struct ikelog_case *c,
                                         struct ikelog_observation *observation)
{
    const struct ikelog_record *test = open_test(c);
    struct complaint complaint;

    if (!test || !is_aggressive(c) || !find_complaint(c, test, &complaint) ||
        ikelog_case_went_on(c, ikelog_side_other((enum ikelog_side)test->side)))
        return false; /* who goes on did not complain of it */
    append_keys_differ(observation);
    append_complaint(observation, &complaint);
    ikelog_observation_append(observation, "the message that tests the shared key (frame %u)",
                              test->frame);
    return ikelog_observation_at(observation, complaint.last->frame,
                                 ikelog_side_other((enum ikelog_side)test->side));
}

/* With signatures the keys do not depend on a secret that could differ: it was not a wrong key. */
static bool append_ignored_refusal(const struct ikelog_case *c,
                                   struct ikelog_observation *observation)
{
    const struct ikelog_record *closed = c->sa->phase1->trouble->closed;

    ikelog_observation_append(
        observation,
        "the responder answered message 5 with a protected message that could not be "
        "read (frame %u), probably a refusal of identity or certificate, and the "
        "initiator repeats message 5 all the same: it ignores the refusal",
        closed->frame);
    return ikelog_observation_at(observation, closed->frame, (enum ikelog_side)closed->side);
}

/* What follows from a message 5 that does not come again, once it would have had the time to. */
static void append_not_repeated(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_record *closed = c->sa->phase1->trouble->closed;
    int64_t waited = ikelog_case_silence(c, closed);

    if (uses_psk(c) && waited < FIRST_REPEAT_NS)
        ikelog_observation_append(
            observation,
            "the initiator did not repeat message 5 after frame %u, but the capture goes on for "
            "%.2f s only. If it stays so, the initiator could read frame %u: the keys agree, and the "
            "responder refuses identity, certificate, XAUTH or uniqueness. If message 5 comes "
            "again, the pre-shared keys differ",
            closed->frame, (double)waited / 1e9, closed->frame);
    else
        ikelog_observation_append(observation,
                                  "the initiator did not repeat message 5 after frame %u, so it "
                                  "could read it: the keys agree. The responder refuses identity, "
                                  "certificate, XAUTH or uniqueness",
                                  closed->frame);
}

/* One refusal, and message 5 never again: the initiator could read it. */
bool ikelog_observe_test_refused_once(const struct ikelog_case *c,
                                      struct ikelog_observation *observation)
{
    const struct ikelog_record *test = ikelog_case_key_test(c);
    const struct ikelog_exchange *phase1 = c->sa->phase1;

    if (is_aggressive(c) || !test || phase1->complete || !phase1->trouble->closed ||
        phase1->trouble->closed->frame < test->frame ||
        (uses_psk(c) && repeated_after(test, phase1->trouble->closed->frame)))
        return false;
    if (repeated_after(test, phase1->trouble->closed->frame))
        return append_ignored_refusal(c, observation);
    append_not_repeated(c, observation);
    return ikelog_observation_at(observation, phase1->trouble->closed->frame,
                                 (enum ikelog_side)phase1->trouble->closed->side);
}

/* Message 4 comes again in clear: message 5 did not arrive, or could not be read. */
bool ikelog_observe_test_not_taken(const struct ikelog_case *c,
                                   struct ikelog_observation *observation)
{
    const struct ikelog_exchange *phase1 = c->sa->phase1;
    const struct ikelog_record *test = open_test(c);

    if (!test || is_aggressive(c) || phase1->trouble->closed ||
        !ikelog_exchange_is_doubted(c->session, phase1) || phase1->trouble->doubted->step != 4)
        return false;
    append_keys_differ(observation);
    ikelog_observation_append_address(observation, c, IKELOG_RESPONDER);
    ikelog_observation_append(
        observation,
        " repeats message 4 (frame %u) %u times after message 5 (frame %u), so "
        "message 5 could not be read there, or did not arrive",
        phase1->trouble->doubted->frame, phase1->trouble->doubts, test->frame);
    return ikelog_observation_at(observation, phase1->trouble->last_doubt->frame, IKELOG_RESPONDER);
}

/* The initiator is behind a NAT, so its next message has to come on port 4500. */
static bool goes_to_natt(const struct ikelog_case *c)
{
    uint16_t port = c->sa->sides[IKELOG_INITIATOR].first.port;

    return c->sa->course->icmp_count == 0 &&
           ((port != 500 && port != 4500) || c->sa->nat_detected) &&
           c->sa->sides[IKELOG_INITIATOR].trace->on_natt == 0;
}

static bool append_natt(const struct ikelog_case *c, const struct ikelog_record *test,
                        struct ikelog_observation *observation)
{
    observation->cause = IKELOG_CAUSE_NATT_PATH;
    ikelog_observation_append(
        observation,
        "message 2 (frame %u) was repeated and never answered: the initiator is behind "
        "a NAT, so message 3 has to come on UDP 4500, and nothing came there; a wrong "
        "pre-shared key looks the same when the initiator stays silent",
        test->frame);
    return ikelog_observation_at(observation, ikelog_exchange_latest(c->sa->phase1)->frame,
                                 IKELOG_INITIATOR);
}

/* Everything was answered but the first message that is made with the key. */
bool ikelog_observe_test_silent(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_record *test = open_test(c);
    const struct ikelog_exchange *phase1 = c->sa->phase1;
    struct complaint complaint;

    if (!test || phase1->last != test || phase1->trouble->unanswered < 2 || test->ip_fragments ||
        find_complaint(c, test, &complaint))
        return false;
    if (is_aggressive(c) && goes_to_natt(c))
        return append_natt(c, test, observation);
    append_keys_differ(observation);
    ikelog_observation_append(
        observation,
        "the message that tests the shared key (frame %u) was repeated and never "
        "answered, though everything before it was",
        test->frame);
    if (c->sa->course->icmp_count)
        ikelog_observation_append(
            observation, "; ICMP errors came (first in frame %u), as when its program has ended",
            c->sa->course->icmp_frame);
    return ikelog_observation_at(observation, phase1->trouble->last_repeat->frame,
                                 (enum ikelog_side)test->side);
}

/* A key that one device logged for this IKE SA, and a message of the other that it does not open.
 */
bool ikelog_observe_given_key_refuted(const struct ikelog_case *c,
                                      struct ikelog_observation *observation)
{
    const struct ikelog_record *test = open_test(c);

    if (!test || is_aggressive(c) || ikelog_record_decryption(test) != IKELOG_WRONG_KEY)
        return false;
    ikelog_observation_append(
        observation,
        "probably the two sides have different pre-shared keys: the key given for this "
        "IKE SA does not open message 5 (frame %u), so the initiator has another one "
        "than the device that it came from",
        test->frame);
    return ikelog_observation_at(observation, test->frame, (enum ikelog_side)test->side);
}
