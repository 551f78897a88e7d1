/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between phase 1 and phase 2: XAUTH and mode config. */
#include "events/verdict/case.h"

/* Daemons take the next step at once; who has not done so by then waits for the other side. */
#define NEXT_STEP_NS (INT64_C(5) * 1000000000)

static bool has_quick_modes(const struct ikelog_sa *sa)
{
    return sa->quick_modes && sa->quick_modes->len > 0;
}

bool ikelog_observe_xauth_refused(const struct ikelog_case *c,
                                  struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *result = sa->course->xauth_result;

    if (!sa->course->xauth_failed || sa->course->xauth_ok)
        return false;
    ikelog_observation_append(
        observation, "phase 1 was established, but user name or password of XAUTH were refused");
    if (result)
        ikelog_observation_append(observation, " in frame %u", result->frame);
    return ikelog_observation_at(observation,
                                 sa->course->deleted ? sa->course->deleted->frame : sa->last->frame,
                                 result ? (enum ikelog_side)result->side : IKELOG_RESPONDER);
}

/* The answer to a request for an address carries none; phase 2 can then not fit either. */
bool ikelog_observe_config_empty(const struct ikelog_case *c,
                                 struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *empty = sa->course->config_empty;
    const struct ikelog_exchange *quick = c->quick ? c->exchange : NULL;

    if (!empty || sa->course->config_given ||
        (quick && (quick->complete || !quick->trouble->refused)))
        return false;
    if (quick)
        ikelog_observation_append(observation,
                                  "refused in frame %u, because the initiator has no address: ",
                                  quick->trouble->refused->frame);
    ikelog_observation_append(
        observation,
        "the reply of mode config in frame %u carried no address, though frame %u asked "
        "for one: the pool is missing or exhausted",
        empty->frame, sa->course->config_asked->frame);
    return ikelog_observation_at(observation, quick ? quick->trouble->refused->frame : empty->frame,
                                 (enum ikelog_side)empty->side);
}

/* One side asks, and nothing comes back at all. */
bool ikelog_observe_transaction_unanswered(const struct ikelog_case *c,
                                           struct ikelog_observation *observation)
{
    const struct ikelog_exchange *asked = c->sa->course->transaction;
    enum ikelog_side asker;

    if (!asked || !asked->last || has_quick_modes(c->sa) || asked->message_count != 1 ||
        !ikelog_case_waited_enough(c, asked))
        return false;
    asker = (enum ikelog_side)asked->starter;
    observation->cause =
        asker == IKELOG_INITIATOR ? IKELOG_CAUSE_CONFIG_SILENT : IKELOG_CAUSE_XAUTH_SILENT;
    ikelog_observation_append(observation, "phase 1 was established, but ");
    ikelog_observation_append_address(observation, c, ikelog_side_other(asker));
    ikelog_observation_append(observation,
                              " never answered the request of %s in frame %u, sent %u times",
                              asker == IKELOG_INITIATOR ? "mode config" : "XAUTH or mode config",
                              asked->first->frame, asked->trouble->unanswered + 1u);
    return ikelog_observation_at(observation, ikelog_exchange_latest(asked)->frame, asker);
}

/* XAUTH went well, and then each side waits for the other: pull here, push there. */
bool ikelog_observe_config_stalled(const struct ikelog_case *c,
                                   struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *result = sa->course->xauth_result;

    if (!sa->course->xauth_ok || !result || has_quick_modes(sa) || sa->course->config_asked ||
        sa->course->config_given || sa->course->transaction != result->exchange ||
        ikelog_case_silence(c, sa->course->transaction->last) < NEXT_STEP_NS)
        return false;
    ikelog_observation_append(
        observation,
        "XAUTH succeeded in frame %u, then neither side went on for %.1f s: one waits "
        "for mode config to be pushed, the other for it to be pulled",
        result->frame, (double)ikelog_case_silence(c, sa->course->transaction->last) / 1e9);
    return ikelog_observation_at(observation, sa->course->transaction->last->frame,
                                 (enum ikelog_side)result->side);
}

/* It was protected and could not be read, and no phase 2 came of it. */
bool ikelog_observe_config_led_nowhere(const struct ikelog_case *c,
                                       struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_exchange *last = sa->course->transaction;
    const struct ikelog_record *ender = sa->sides[IKELOG_INITIATOR].trace->closed_information;
    bool ended;

    if (!last || !last->last || has_quick_modes(sa) || sa->course->xauth_seen ||
        sa->course->config_asked || sa->course->config_given)
        return false;
    if (!ender || ender->frame < last->first->frame)
        ender = sa->sides[IKELOG_RESPONDER].trace->closed_information;
    ended = ender && ender->frame > last->first->frame;
    if (!ended && (last->message_count < 2 || ikelog_case_silence(c, last->last) < NEXT_STEP_NS))
        return false;
    ikelog_observation_append(
        observation,
        "phase 1 was established, but XAUTH or mode config led nowhere: no phase 2 "
        "follows frame %u",
        last->last->frame);
    if (ended)
        ikelog_observation_append(
            observation,
            "; a protected message ended it (frame %u), as when user name or password "
            "are refused, or no address is given",
            ender->frame);
    else
        ikelog_observation_append(
            observation,
            " for %.1f s; one side may wait for mode config to be pushed, the "
            "other for it to be pulled",
            (double)ikelog_case_silence(c, last->last) / 1e9);
    return ikelog_observation_at(observation, ended ? ender->frame : last->last->frame,
                                 IKELOG_RESPONDER);
}
