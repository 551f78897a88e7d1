/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who shows which identity to whom, and refusals of it that cannot be read. */
#include "events/verdict/case.h"

#include "wire/ident.h"
#include "wire/numbers.h"

#include <string.h>

/* An INFORMATIONAL message that follows within this time is an answer. */
#define AT_ONCE_NS (INT64_C(500) * 1000000)

/* The address that an identity is; false: it is something else. */
static bool address_of_id(GBytes *bytes, struct ikelog_endpoint *address)
{
    struct ikelog_id id;

    memset(address, 0, sizeof *address);
    if (!ikelog_id_read_kept(bytes, &id))
        return false;
    address->family = id.type == IKELOG_ID_IPV4_ADDR ? 4 : id.type == IKELOG_ID_IPV6_ADDR ? 6 : 0;
    if (address->family == 0 || id.data.length != ikelog_address_length(address->family))
        return false;
    memcpy(address->address, id.data.data, id.data.length);
    return true;
}

bool ikelog_case_shows_own_address(const struct ikelog_case *c, enum ikelog_side side)
{
    struct ikelog_endpoint address;

    return address_of_id(c->sa->sides[side].said->id, &address) &&
           ikelog_endpoint_same_address(&address, &c->sa->sides[side].first);
}

/* The key is right, so it is about who shows it. */
static bool is_about_identity(const struct ikelog_case *c, struct ikelog_rejection *rejection)
{
    struct ikelog_observation quiet = {.words = NULL};

    return (ikelog_auth_class(c->sa->suite->auth_method) == IKELOG_AUTH_PSK) &&
           ikelog_case_rejection(c, rejection) &&
           (rejection->notify == IKELOG_NOTIFY_AUTHENTICATION_FAILED ||
            rejection->notify == IKELOG_NOTIFY_INVALID_ID_INFORMATION) &&
           ikelog_observe_keys_agree(c, &quiet);
}

static void append_refused(const struct ikelog_case *c, struct ikelog_observation *observation,
                           const struct ikelog_rejection *rejection)
{
    ikelog_observation_append_address(observation, c, rejection->refuser);
    ikelog_observation_append(observation,
                              " refused with %s in frame %u; the proof itself holds, so it is not "
                              "the key; the identity shown was ",
                              ikelog_notify_short_name(rejection->notify),
                              rejection->record->frame);
    ikelog_observation_append_id(observation, c->sa->sides[rejection->shown].said->id);
}

/* "It shows 10.9.0.2, the responder sees another address". */
bool ikelog_observe_private_identity(const struct ikelog_case *c,
                                     struct ikelog_observation *observation)
{
    struct ikelog_rejection rejection;
    const struct ikelog_peer *shown;
    struct ikelog_endpoint address;

    if (!is_about_identity(c, &rejection))
        return false;
    shown = &c->sa->sides[rejection.shown];
    if (!shown->behind_nat || !address_of_id(shown->said->id, &address))
        return false;
    append_refused(c, observation, &rejection);
    ikelog_observation_append(observation, ", an address behind a NAT: the %s sees another one",
                              ikelog_side_name(rejection.refuser));
    if (!ikelog_endpoint_same_address(&address, &shown->first)) {
        ikelog_observation_append(observation, ", ");
        ikelog_observation_append_address(observation, c, rejection.shown);
    }
    return ikelog_observation_at(observation, rejection.record->frame, rejection.refuser);
}

/* Another IKE SA shows the same identity and is alive: it may be allowed once only. */
bool ikelog_observe_identity_alive_elsewhere(const struct ikelog_case *c,
                                             struct ikelog_observation *observation)
{
    const struct ikelog_sa *other = c->sa->course->same_id_before;

    if (!other || !other->established || other->course->deleted)
        return false;
    ikelog_observation_append(observation,
                              "IKE SA %u shows the same identity since frame %u: it may be allowed "
                              "only once",
                              other->number, other->established->frame);
    return true;
}

/* What is shown is the packet's own address: that cannot be a wrong name. */
bool ikelog_observe_own_address_refused(const struct ikelog_case *c,
                                        struct ikelog_observation *observation)
{
    struct ikelog_rejection rejection;

    if (!is_about_identity(c, &rejection) || !ikelog_case_shows_own_address(c, rejection.shown))
        return false;
    append_refused(c, observation, &rejection);
    ikelog_observation_append(observation,
                              ", the packet's own address, so no connection fits: XAUTH on or off, "
                              "uniqueness");
    return ikelog_observation_at(observation, rejection.record->frame, rejection.refuser);
}

/* Aggressive mode refused at once: there was no proof yet, only who comes and how. */
bool ikelog_observe_first_message_refused(const struct ikelog_case *c,
                                          struct ikelog_observation *observation)
{
    const struct ikelog_exchange *phase1 = c->sa->phase1;
    uint16_t notify = 0;
    const struct ikelog_record *record = ikelog_case_refusal(c, &notify);
    const struct ikelog_peer *shown = &c->sa->sides[IKELOG_INITIATOR];
    bool own;

    if (!record || !phase1 || phase1->type != IKELOG_EXCHANGE_AGGRESSIVE || !phase1->last ||
        phase1->last->step != 1 || !shown->said->id ||
        ikelog_notify_row(notify)->on_sa != IKELOG_CAUSE_AUTHENTICATION)
        return false;
    own = ikelog_case_shows_own_address(c, IKELOG_INITIATOR);
    observation->cause = own ? IKELOG_CAUSE_MODE : IKELOG_CAUSE_GROUP;
    ikelog_observation_append_address(observation, c, IKELOG_RESPONDER);
    ikelog_observation_append(
        observation,
        " refused the first message of aggressive mode with %s in frame %u, before any "
        "proof was shown; the identity shown was ",
        ikelog_notify_short_name(notify), record->frame);
    ikelog_observation_append_id(observation, shown->said->id);
    if (own)
        ikelog_observation_append(observation,
                                  ", the packet's own address: aggressive mode may not be allowed "
                                  "there, or no connection fits this address");
    return ikelog_observation_at(observation, record->frame, IKELOG_RESPONDER);
}

/* The first thing after phase 1 is a closed message of the side that had to go on. */
bool ikelog_observe_closed_after_phase1(const struct ikelog_case *c,
                                        struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *next = sa->course->next_step, *last = sa->established;

    if (!next || !last || last->exchange != sa->phase1 || next->side == last->side ||
        next->exchange->type != IKELOG_EXCHANGE_INFORMATIONAL ||
        !(next->flags & IKELOG_RECORD_ENCRYPTED) ||
        ikelog_status_is_decrypted(ikelog_record_decryption(next)) ||
        next->time_ns - last->time_ns >= AT_ONCE_NS ||
        (sa->course->transaction && sa->course->transaction->starter != last->side) ||
        (sa->course->transaction && sa->course->transaction->message_count > 1) ||
        (sa->quick_modes && sa->quick_modes->len) || (sa->replaces && sa->replaces->established))
        return false;
    ikelog_observation_append_address(observation, c, (enum ikelog_side)next->side);
    ikelog_observation_append(
        observation,
        " probably refused message %u (frame %u): the next that it sent, %.3f s later, "
        "is a protected informational message (frame %u) instead of the next step",
        last->step, last->frame, (double)(next->time_ns - last->time_ns) / 1e9, next->frame);
    return ikelog_observation_at(observation, next->frame, (enum ikelog_side)next->side);
}

/* Phase 2: what the side that had to answer sends first, and closed, is its refusal. */
bool ikelog_observe_closed_refusal(const struct ikelog_case *c,
                                   struct ikelog_observation *observation)
{
    const struct ikelog_record *closed = c->exchange->trouble->closed;

    if (!closed || c->exchange->complete || closed->side == c->exchange->last->side ||
        closed->frame < c->exchange->last->frame)
        return false;
    ikelog_observation_append(
        observation,
        "the %s probably refused message %u (networks, proposal or PFS): instead of an "
        "answer it sent a protected message that could not be read (frame %u); keys "
        "would tell",
        ikelog_side_name((enum ikelog_side)closed->side), c->exchange->last->step, closed->frame);
    return ikelog_observation_at(observation, closed->frame, (enum ikelog_side)closed->side);
}
