/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Refusals: what error notifications and deletes make of a negotiation. */
#include "events/offers.h"
#include "events/verdict/case.h"

#include "wire/numbers.h"

#include <string.h>

/* Errors after the last message of phase 1 that speak of it: the other side did not accept it. */
static bool is_late_refusal(const struct ikelog_sa *sa, const struct ikelog_notify_seen *seen)
{
    return seen->side != sa->established->side &&
           (seen->notify == IKELOG_NOTIFY_AUTHENTICATION_FAILED ||
            seen->notify == IKELOG_NOTIFY_INVALID_HASH_INFORMATION ||
            seen->notify == IKELOG_NOTIFY_INVALID_ID_INFORMATION) &&
           !(sa->quick_modes && sa->quick_modes->len);
}

/* The first error notification about phase 1 that still counts. */
static const struct ikelog_notify_seen *error_about_phase1(const struct ikelog_sa *sa)
{
    for (unsigned i = 0; i < sa->course->notify_seen_count; i++) {
        const struct ikelog_notify_seen *seen = &sa->course->notifies_seen[i];

        if (!seen->about && ikelog_notify_is_error(seen->notify) &&
            (!sa->established || is_late_refusal(sa, seen)))
            return seen;
    }
    return NULL;
}

const struct ikelog_record *ikelog_case_refusal(const struct ikelog_case *c, uint16_t *type)
{
    const struct ikelog_exchange *exchange = c->exchange;
    const struct ikelog_notify_seen *seen = c->quick ? NULL : error_about_phase1(c->sa);

    if (seen) {
        *type = seen->notify;
        return seen->record;
    }
    if (!exchange || !exchange->trouble->refused || (!c->quick && c->sa->established))
        return NULL;
    *type = exchange->trouble->refusal;
    return exchange->trouble->refused;
}

/* A proof is tested when it was shown: with AG2 and from MM5 on. */
static bool is_tested(const struct ikelog_case *c, const struct ikelog_record *record)
{
    const struct ikelog_record *test = record ? ikelog_case_key_test(c) : NULL;

    return test && record->frame > test->frame;
}

static const struct ikelog_record *rejecting_record(const struct ikelog_case *c, uint16_t *notify)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *record = ikelog_case_refusal(c, notify);

    if (is_tested(c, record))
        return record;
    *notify = 0;
    if (ikelog_sa_rejected_at_once(sa))
        return sa->course->deleted;
    if (sa->phase1 && is_tested(c, sa->phase1->trouble->closed))
        return sa->phase1->trouble->closed;
    /* Who asks again although message 6 came may not like it. */
    return sa->phase1 && sa->phase1->complete && ikelog_exchange_is_doubted(c->session, sa->phase1)
               ? sa->phase1->trouble->last_doubt
               : NULL;
}

bool ikelog_case_rejection(const struct ikelog_case *c, struct ikelog_rejection *rejection)
{
    rejection->record = rejecting_record(c, &rejection->notify);
    if (!rejection->record)
        return false;
    rejection->refuser = (enum ikelog_side)rejection->record->side;
    rejection->shown = ikelog_side_other(rejection->refuser);
    return true;
}

/*
 * "the proof itself holds": then it is about who shows it. That it was made with a key at hand says
 * so only when that is the key of the other side, too.
 */
static void append_shown(struct ikelog_observation *observation, const struct ikelog_case *c,
                         enum ikelog_side shown)
{
    struct ikelog_observation quiet = {.words = NULL};

    if (c->sa->course->verified[shown] &&
        (ikelog_auth_class(c->sa->suite->auth_method) != IKELOG_AUTH_PSK ||
         ikelog_observe_keys_agree(c, &quiet)))
        ikelog_observation_append(observation,
                                  "; the proof itself holds, so it is about who shows it");
    if (!c->sa->sides[shown].said->id)
        return;
    ikelog_observation_append(observation, "; the identity shown was ");
    ikelog_observation_append_id(observation, c->sa->sides[shown].said->id);
}

/* Which proposals, and what the refusing side itself offers elsewhere. */
static void append_proposals(struct ikelog_observation *observation, const struct ikelog_case *c,
                             enum ikelog_side refuser)
{
    const struct ikelog_exchange *exchange = c->exchange;
    bool own = exchange && refuser == (enum ikelog_side)exchange->starter;
    const struct ikelog_quick *quick = exchange ? ikelog_exchange_quick(exchange) : NULL;
    const char *offered = quick ? own ? quick->chosen : quick->offered : NULL;
    const char *elsewhere;
    uint32_t frame = 0;

    if (!c->quick)
        offered = own ? c->sa->chosen : c->sa->offered;
    if (offered) {
        ikelog_observation_append(observation,
                                  own ? "; what it was answered was " : "; offered was ");
        ikelog_observation_append_offer(observation, offered);
    }
    elsewhere = exchange ? ikelog_offer_elsewhere(exchange, refuser, &frame) : NULL;
    if (elsewhere)
        ikelog_observation_append(observation, "; elsewhere (frame %u) the %s itself takes %s",
                                  frame, ikelog_side_name(refuser), elsewhere);
}

/* Is this one of the proposals of the list? */
static bool offers(const char *list, const char *proposal)
{
    char **proposals = g_strsplit(list ? list : "", "; ", -1);
    bool found = g_strv_contains((const char *const *)proposals, proposal);

    g_strfreev(proposals);
    return found;
}

/* The same responder took one of these proposals elsewhere: from whom, in which IKE SA? */
static const struct ikelog_sa *accepted_elsewhere(const struct ikelog_case *c)
{
    const struct ikelog_endpoint *responder = &c->sa->sides[IKELOG_RESPONDER].first;

    for (unsigned n = 0; n < IKELOG_MAX_ACCEPTED; n++) {
        const struct ikelog_sa *other = ikelog_session_accepted(c->session, responder, n);

        if (other && other != c->sa && other->chosen && offers(c->sa->offered, other->chosen))
            return other;
    }
    return NULL;
}

/* So it is not the algorithms that it refuses. */
static bool append_accepted_elsewhere(struct ikelog_observation *observation,
                                      const struct ikelog_case *c)
{
    const struct ikelog_sa *other = accepted_elsewhere(c);
    const struct ikelog_case there = {.session = c->session, .sa = other};
    const struct ikelog_record *answer =
        other && other->phase1 ? ikelog_exchange_step(other->phase1, 2) : NULL;

    if (!answer)
        return false;
    ikelog_observation_append(observation, "; %s was accepted from ", other->chosen);
    ikelog_observation_append_address(observation, &there, IKELOG_INITIATOR);
    ikelog_observation_append(
        observation, " in frame %u (%s): it has no connection for ", answer->frame,
        ikelog_number_name(&ikelog_registry_ike_auth_method, other->suite->auth_method));
    ikelog_observation_append_address(observation, c, IKELOG_INITIATOR);
    ikelog_observation_append(observation,
                              ", or none with the mode and authentication that it wants");
    return true;
}

static void append_ranges(struct ikelog_observation *observation, const struct ikelog_case *c)
{
    const struct ikelog_quick *quick = ikelog_exchange_quick(c->exchange);

    if (!quick || (!quick->id_ci && !quick->id_cr))
        return;
    ikelog_observation_append(observation, "; the %s asked for ",
                              ikelog_side_name((enum ikelog_side)c->exchange->starter));
    ikelog_observation_append_id(observation, quick->id_ci);
    ikelog_observation_append(observation, " on its own side and ");
    ikelog_observation_append_id(observation, quick->id_cr);
    ikelog_observation_append(observation, " on the other");
}

/* Sentences of notifications whose name does not say enough. */
static const struct {
    uint16_t notify;
    const char *words;
} meanings[] = {
    {5, ": it does not speak this version of IKE with this peer; one side is set to IKEv2"},
    {17, ": it has no pre-shared key for this peer's address or identity, or cannot use the "
         "Diffie-Hellman value"},
};

static void append_refusal(struct ikelog_observation *observation, const struct ikelog_case *c,
                           uint16_t notify, const struct ikelog_record *record)
{
    const char *name = ikelog_notify_short_name(notify);

    ikelog_observation_append_address(observation, c, (enum ikelog_side)record->side);
    if (name)
        ikelog_observation_append(observation, " refused with %s in frame %u", name, record->frame);
    else
        ikelog_observation_append(observation, " refused with notification %u in frame %u", notify,
                                  record->frame);
    for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++)
        if (meanings[i].notify == notify)
            ikelog_observation_append(observation, "%s", meanings[i].words);
}

/*
 * It does not continue the CBC chain of what was captured of phase 1: messages are missing before
 * it, and a Quick Mode may be one of them.
 */
static bool follows_what_is_missing(const struct ikelog_record *record)
{
    return (record->flags & IKELOG_RECORD_ENCRYPTED) &&
           ikelog_record_decryption(record) != IKELOG_DECRYPTED;
}

/*
 * What the notification accuses, as far as the rest of the capture bears it out. Where there are
 * keys, the proposals of phase 1 were accepted; whoever does XAUTH or mode config, too, got after
 * phase 1.
 */
static enum ikelog_cause cause_on_sa(const struct ikelog_case *c,
                                     const struct ikelog_record *record, uint16_t notify)
{
    enum ikelog_cause cause = ikelog_notify_row(notify)->on_sa;
    struct ikelog_observation quiet = {.words = NULL};
    enum ikelog_side shown = ikelog_side_other((enum ikelog_side)record->side);

    if (cause == IKELOG_CAUSE_PROPOSAL && (record->flags & IKELOG_RECORD_ENCRYPTED))
        return notify == IKELOG_NOTIFY_NO_PROPOSAL_CHOSEN ? IKELOG_CAUSE_PROPOSAL_QUICK
                                                          : IKELOG_CAUSE_REFUSED;
    if (cause == IKELOG_CAUSE_IDENTITY &&
        (c->sa->course->transaction || follows_what_is_missing(record)))
        return IKELOG_CAUSE_REFUSED;
    if (cause != IKELOG_CAUSE_AUTHENTICATION || !ikelog_observe_keys_agree(c, &quiet))
        return cause;
    return c->sa->sides[shown].said->id && !ikelog_case_shows_own_address(c, shown)
               ? IKELOG_CAUSE_IDENTITY
               : IKELOG_CAUSE_NO_CONNECTION;
}

static bool is_about_proof(enum ikelog_cause cause)
{
    return cause == IKELOG_CAUSE_IDENTITY || cause == IKELOG_CAUSE_AUTHENTICATION ||
           cause == IKELOG_CAUSE_PROVEN || cause == IKELOG_CAUSE_NO_CONNECTION;
}

bool ikelog_observe_refused_by_name(const struct ikelog_case *c,
                                    struct ikelog_observation *observation)
{
    uint16_t notify;
    const struct ikelog_record *record = ikelog_case_refusal(c, &notify);
    enum ikelog_side refuser;

    if (!record)
        return false;
    refuser = (enum ikelog_side)record->side;
    observation->cause =
        c->quick ? ikelog_notify_row(notify)->on_quick : cause_on_sa(c, record, notify);
    if (!c->quick && observation->cause == IKELOG_CAUSE_AUTHENTICATION &&
        c->sa->course->verified[ikelog_side_other(refuser)])
        observation->cause = IKELOG_CAUSE_PROVEN;
    append_refusal(observation, c, notify, record);
    if (!c->quick && notify == IKELOG_NOTIFY_INVALID_ID_INFORMATION &&
        observation->cause == IKELOG_CAUSE_REFUSED)
        ikelog_observation_append(
            observation, "; messages before it are missing, so it may be about the identity "
                         "in phase 1, or about address ranges in phase 2");
    if (observation->cause == IKELOG_CAUSE_PROPOSAL ||
        observation->cause == IKELOG_CAUSE_PROPOSAL_QUICK)
        append_proposals(observation, c, refuser);
    if (observation->cause == IKELOG_CAUSE_PROPOSAL && refuser == IKELOG_RESPONDER &&
        append_accepted_elsewhere(observation, c))
        observation->cause = IKELOG_CAUSE_PROPOSAL_PEER;
    if (observation->cause == IKELOG_CAUSE_SELECTORS)
        append_ranges(observation, c);
    else if (!c->quick && is_about_proof(observation->cause))
        append_shown(observation, c, ikelog_side_other(refuser));
    return ikelog_observation_at(observation, record->frame, refuser);
}

/* The receiver of the last message of phase 1 deletes the IKE SA instead of going on. */
bool ikelog_observe_rejected_at_once(const struct ikelog_case *c,
                                     struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;
    enum ikelog_side refuser;

    if (!ikelog_sa_rejected_at_once(sa))
        return false;
    refuser = (enum ikelog_side)sa->course->deleted->side;
    observation->cause = sa->course->verified[sa->established->side] ? IKELOG_CAUSE_IDENTITY
                                                                     : IKELOG_CAUSE_AUTHENTICATION;
    ikelog_observation_append(
        observation,
        "the %s deleted the IKE SA in frame %u, right after the last message of "
        "phase 1: it does not accept the other side's identity or proof",
        ikelog_side_name(refuser), sa->course->deleted->frame);
    append_shown(observation, c, ikelog_side_other(refuser));
    return ikelog_observation_at(observation, sa->course->deleted->frame, refuser);
}
