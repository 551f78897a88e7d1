/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The path: messages of one direction, of one port or of one size that do not get through. */
#include "events/verdict/case.h"

#include "wire/numbers.h"

/* So many packets to port 4500 without one from there are no accident. */
#define FLOAT_IN_VAIN 3u

/* So many first fragments without the rest are no accident. */
#define PARTS_IN_VAIN 2u

static const char *kind_of_icmp(const struct ikelog_sa *sa)
{
    if (sa->course->icmp_type == 3 && sa->course->icmp_code == 3)
        return "port unreachable";
    if (sa->course->icmp_type == 3 &&
        (sa->course->icmp_code == 9 || sa->course->icmp_code == 10 || sa->course->icmp_code == 13))
        return "administratively prohibited";
    if (sa->course->icmp_type == 11)
        return "time exceeded";
    return sa->course->icmp_type == 12 ? "parameter problem" : "destination unreachable";
}

/*
 * A port that is closed although messages came from it: its program ended. When that was after the
 * message that tests the key, it did not like what it read.
 */
static bool shows_program_that_ended(const struct ikelog_case *c)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *about = sa->course->icmp_about;

    return !c->quick && sa->course->icmp_type == 3 && sa->course->icmp_code == 3 &&
           about == ikelog_case_key_test(c) && about->side == IKELOG_RESPONDER;
}

/* ICMP quotes the message that waits for an answer: a forged error does not outweigh one. */
bool ikelog_observe_icmp_about_last(const struct ikelog_case *c,
                                    struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *about = sa->course->icmp_about;
    enum ikelog_side asker;

    if (sa->course->icmp_count == 0 || !about || !c->exchange || c->exchange->complete ||
        about != c->exchange->last || about->answer || shows_program_that_ended(c))
        return false;
    asker = (enum ikelog_side)about->side;
    ikelog_observation_append_address(observation, c, ikelog_side_other(asker));
    ikelog_observation_append(
        observation, " cannot be reached: ICMP reports %s (%u %s, first in frame %u)",
        kind_of_icmp(sa), sa->course->icmp_count, sa->course->icmp_count == 1 ? "time" : "times",
        sa->course->icmp_frame);
    if (about->step > 1)
        ikelog_observation_append(observation, " about message %u of frame %u%s", about->step,
                                  about->frame,
                                  about->flags & IKELOG_RECORD_MARKER ? ", sent to UDP 4500" : "");
    return ikelog_observation_at(observation, sa->course->icmp_frame, asker);
}

/* Did the side say anything new since: a message, or a closed complaint? */
static bool spoke_since(const struct ikelog_case *c, enum ikelog_side side, uint32_t frame)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *closed = sa->sides[side].trace->closed_information;

    if (closed && closed->frame > frame)
        return true;
    for (unsigned i = 0; i < sa->course->notify_seen_count; i++)
        if (sa->course->notifies_seen[i].side == side &&
            sa->course->notifies_seen[i].record->frame > frame)
            return true;
    return sa->phase1 && sa->phase1->last && sa->phase1->last->side == side &&
           sa->phase1->last->frame > frame;
}

/* The side that moved to port 4500 and never heard anything from there; -1: none. */
static int floated_in_vain(const struct ikelog_case *c)
{
    for (int side = 0; side < 2; side++) {
        const struct ikelog_peer *own = &c->sa->sides[side];
        const struct ikelog_peer *other = &c->sa->sides[1 - side];

        if (own->trace->on_natt >= FLOAT_IN_VAIN && other->trace->on_natt == 0 &&
            other->messages > 0 &&
            !spoke_since(c, (enum ikelog_side)(1 - side), own->trace->floated->frame))
            return side;
    }
    return -1;
}

bool ikelog_observe_float_unanswered(const struct ikelog_case *c,
                                     struct ikelog_observation *observation)
{
    int found = floated_in_vain(c);
    enum ikelog_side side = found == 1 ? IKELOG_RESPONDER : IKELOG_INITIATOR;
    const struct ikelog_record *first;
    bool key_open;

    if (found < 0 || (c->quick && c->exchange->complete))
        return false;
    first = c->sa->sides[side].trace->floated;
    key_open = c->sa->phase1 && !c->sa->phase1->complete &&
               (ikelog_auth_class(c->sa->suite->auth_method) == IKELOG_AUTH_PSK);
    observation->cause = key_open ? IKELOG_CAUSE_NATT_PATH : IKELOG_CAUSE_NATT_PATH_ONLY;
    ikelog_observation_append(observation,
                              "everything on UDP 500 was answered, nothing on UDP 4500: ");
    ikelog_observation_append_address(observation, c, side);
    ikelog_observation_append(observation,
                              " sent %u packets there from frame %u on and none came from there",
                              c->sa->sides[side].trace->on_natt, first->frame);
    if (key_open)
        ikelog_observation_append(observation,
                                  "; a wrong pre-shared key looks the same with devices that stay "
                                  "silent");
    else if (c->sa->phase1 && c->sa->phase1->trouble->doubted)
        ikelog_observation_append(
            observation, "; the other side repeats message %u (frame %u, last in frame %u)",
            c->sa->phase1->trouble->doubted->step, c->sa->phase1->trouble->doubted->frame,
            c->sa->phase1->trouble->last_doubt->frame);
    return ikelog_observation_at(observation, first->frame, side);
}

/* Both sides have to move to port 4500, and nothing of that was captured. */
bool ikelog_observe_float_due(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_exchange *phase1 = c->sa->phase1;

    if (!phase1 || !phase1->last || phase1->type != IKELOG_EXCHANGE_MAIN ||
        phase1->last->step != 4 || !c->sa->nat_detected || c->sa->sides[0].trace->on_natt ||
        c->sa->sides[1].trace->on_natt)
        return false;
    ikelog_observation_append(
        observation, "the capture ends after message 4: NAT-D found a NAT, so message 5 has to "
                     "come on UDP 4500; does the capture filter include it?");
    return ikelog_observation_at(observation, phase1->last->frame, IKELOG_INITIATOR);
}

static unsigned step_of_parts(const struct ikelog_parts *parts, enum ikelog_side side)
{
    if (parts->exchange_type != IKELOG_EXCHANGE_MAIN || !parts->encrypted)
        return 0;
    return side == IKELOG_INITIATOR ? 5 : 6;
}

/* The frame of a fragment is no message's: the last one before shows where the failure is. */
static uint32_t last_message(const struct ikelog_case *c, uint32_t fallback)
{
    return c->sa->phase1 && c->sa->phase1->last ? c->sa->phase1->last->frame : fallback;
}

/* A message begins to arrive, and only its first fragment is ever there. */
bool ikelog_observe_first_fragments_only(const struct ikelog_case *c,
                                         struct ikelog_observation *observation)
{
    for (int i = 0; i < 2; i++) {
        enum ikelog_side side = i == 0 ? IKELOG_INITIATOR : IKELOG_RESPONDER;
        const struct ikelog_parts *parts = &c->sa->sides[side].trace->parts;
        unsigned step = step_of_parts(parts, side);

        if (parts->begun < parts->whole + PARTS_IN_VAIN || c->sa->established)
            continue;
        if (step)
            ikelog_observation_append(observation, "message %u of ", step);
        else
            ikelog_observation_append(observation, "a message of ");
        ikelog_observation_append_address(observation, c, side);
        ikelog_observation_append(
            observation,
            " began to arrive %u times (frames %u to %u), never whole: only the first "
            "IP fragments came, something on the way drops the others",
            parts->begun - parts->whole, parts->first_frame, parts->last_frame);
        return ikelog_observation_at(observation, last_message(c, parts->last_frame), side);
    }
    return false;
}

/* "192.0.2.1 repeats frame 1 although it was answered in frame 2". */
static bool append_doubt(const struct ikelog_case *c, const struct ikelog_exchange *exchange,
                         struct ikelog_observation *observation)
{
    const struct ikelog_record *doubted = exchange->trouble->doubted;
    const struct ikelog_record *answer = ikelog_record_reply(doubted);
    enum ikelog_side side = (enum ikelog_side)doubted->side;

    ikelog_observation_append_address(observation, c, side);
    ikelog_observation_append(
        observation,
        " repeats frame %u (message %u) although it was answered in frame %u: %u "
        "times, last in frame %u",
        doubted->frame, doubted->step, answer->frame, exchange->trouble->doubts,
        exchange->trouble->last_doubt->frame);
    ikelog_observation_append(
        observation,
        "; message %u was repeated after message %u, so the answers do not get back "
        "(return route, filter, fragments)",
        doubted->step, answer->step);
    if (answer->ip_fragments)
        ikelog_observation_append(
            observation,
            "; the answer was sent in %u IP fragments, and filters often drop "
            "fragments",
            answer->ip_fragments);
    return ikelog_observation_at(observation, exchange->trouble->last_doubt->frame, side);
}

/* Nobody answers the last message of an exchange; who did not get it asks again. */
bool ikelog_observe_last_message_doubted(const struct ikelog_case *c,
                                         struct ikelog_observation *observation)
{
    if (!c->exchange || !c->exchange->complete ||
        !ikelog_exchange_is_doubted(c->session, c->exchange))
        return false;
    append_doubt(c, c->exchange, observation);
    if (!c->quick && ikelog_auth_class(c->sa->suite->auth_method) == IKELOG_AUTH_SIGNATURE &&
        !ikelog_record_reply(c->exchange->trouble->doubted)->ip_fragments) {
        observation->cause = IKELOG_CAUSE_REFUSED_MM6;
        ikelog_observation_append(
            observation, "; or, likelier as the answers before it did get there, message 6 "
                         "is not accepted (certificate or identity)");
    }
    return true;
}

bool ikelog_observe_answer_doubted(const struct ikelog_case *c,
                                   struct ikelog_observation *observation)
{
    if (!c->exchange || c->exchange->complete || c->exchange->trouble->closed ||
        !ikelog_exchange_is_doubted(c->session, c->exchange))
        return false; /* who complains got the message */
    return append_doubt(c, c->exchange, observation);
}

/* XAUTH and mode config: an exchange by itself, asked again although it was answered. */
bool ikelog_observe_transaction_unheeded(const struct ikelog_case *c,
                                         struct ikelog_observation *observation)
{
    const struct ikelog_exchange *last = c->sa->course->transaction;

    if (!last || (c->sa->quick_modes && c->sa->quick_modes->len) ||
        !ikelog_exchange_is_doubted(c->session, last))
        return false;
    if (last->trouble->doubted->side == IKELOG_INITIATOR && last->starter == IKELOG_INITIATOR &&
        c->sa->side_evidence == IKELOG_SIDES_CERTAIN &&
        (c->sa->course->config_asked == last->trouble->doubted ||
         !ikelog_record_is_read_whole(last->trouble->doubted)))
        observation->cause = IKELOG_CAUSE_CONFIG_UNHEEDED;
    ikelog_observation_append(observation,
                              "phase 1 was established, then XAUTH or mode config did not go on: ");
    return append_doubt(c, last, observation);
}

/* The complaints that the captured side sent, as far as they can be told from others. */
static void append_complaints(const struct ikelog_case *c, struct ikelog_observation *observation,
                              enum ikelog_side seen)
{
    for (unsigned i = 0; i < c->sa->course->notify_seen_count; i++) {
        const struct ikelog_notify_seen *notified = &c->sa->course->notifies_seen[i];
        const char *name = ikelog_notify_short_name(notified->notify);

        if (notified->side != seen || !ikelog_notify_is_error(notified->notify) || !name)
            continue;
        ikelog_observation_append(observation, "; it complains of what it got with %s (frame %u)",
                                  name, notified->record->frame);
        return;
    }
    if (c->sa->sides[seen].trace->closed_information)
        ikelog_observation_append(
            observation,
            "; the last of its informational messages (frame %u) may be a complaint, "
            "as when the pre-shared keys differ",
            c->sa->sides[seen].trace->closed_information->frame);
}

/* Only what one side sent was captured, though it can only have come so far by answers. */
bool ikelog_observe_one_direction(const struct ikelog_case *c,
                                  struct ikelog_observation *observation)
{
    const struct ikelog_peer *sides = c->sa->sides;
    enum ikelog_side seen = sides[IKELOG_INITIATOR].messages ? IKELOG_INITIATOR : IKELOG_RESPONDER;
    enum ikelog_side missing = ikelog_side_other(seen);
    const struct ikelog_exchange *phase1 = c->sa->phase1;

    if (sides[seen].messages == 0 || sides[missing].messages > 0 || !phase1 || !phase1->last ||
        (seen == IKELOG_INITIATOR && phase1->last->step < 3))
        return false;
    if (c->quick ? c->exchange->complete : c->sa->established != NULL)
        return false;
    ikelog_observation_append(observation, "only what ");
    ikelog_observation_append_address(observation, c, seen);
    ikelog_observation_append(
        observation,
        " sent was captured; its message %u (frame %u) shows that answers came before "
        "it",
        phase1->last->step, phase1->last->frame);
    if (!c->quick && phase1->trouble->unanswered)
        ikelog_observation_append(
            observation,
            "; it was repeated %u %s, so the answer to it did not come or was not "
            "accepted",
            phase1->trouble->unanswered, phase1->trouble->unanswered == 1 ? "time" : "times");
    if (!c->quick)
        append_complaints(c, observation, seen);
    return ikelog_observation_at(observation, phase1->last->frame, seen);
}
