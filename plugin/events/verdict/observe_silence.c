/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Silence, waiting, and negotiations that somebody left. */
#include "events/verdict/case.h"

#include "wire/numbers.h"

/* A negotiation that was silent for so long beside another one is not in hand any more. */
#define LEFT_NS (INT64_C(10) * 1000000000)

static void append_silence(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_exchange *exchange = c->exchange;
    const struct ikelog_record *latest = ikelog_exchange_latest(exchange);
    bool once = exchange->trouble->unanswered == 0;
    int64_t waited =
        once ? ikelog_case_silence(c, latest) : latest->time_ns - exchange->last->time_ns;

    ikelog_observation_append_address(observation, c,
                                      ikelog_side_other((enum ikelog_side)exchange->last->side));
    ikelog_observation_append(
        observation, " did not answer message %u of frame %u, sent %u %s within %.1f s",
        exchange->last->step, exchange->last->frame, exchange->trouble->unanswered + 1u,
        once ? "time" : "times", (double)waited / 1e9);
    if (c->sa->course->icmp_count > 0)
        ikelog_observation_append(observation, "; ICMP errors came (first in frame %u)",
                                  c->sa->course->icmp_frame);
}

static bool at_latest(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    return ikelog_observation_at(observation, ikelog_exchange_latest(c->exchange)->frame,
                                 (enum ikelog_side)c->exchange->last->side);
}

bool ikelog_observe_silent(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    if (!ikelog_case_waited_enough(c, c->exchange))
        return false;
    append_silence(c, observation);
    if (!c->quick && c->exchange->type == IKELOG_EXCHANGE_MAIN && c->exchange->last->step >= 5)
        ikelog_observation_append(observation,
                                  "; the other side could not verify it, or it did not arrive");
    return at_latest(c, observation);
}

/* Nothing at all came from there. */
bool ikelog_observe_first_message_silent(const struct ikelog_case *c,
                                         struct ikelog_observation *observation)
{
    if (!ikelog_case_waited_enough(c, c->exchange) || c->exchange->last->step != 1 ||
        c->sa->sides[ikelog_side_other((enum ikelog_side)c->exchange->last->side)].messages > 0)
        return false;
    append_silence(c, observation);
    ikelog_observation_append(
        observation,
        "; nothing at all came from there: wrong address, filtered UDP 500, or a device "
        "that stays silent: to strangers, or because it accepts only IKEv2, the other "
        "mode or another authentication method");
    return at_latest(c, observation);
}

bool ikelog_observe_fragments_silent(const struct ikelog_case *c,
                                     struct ikelog_observation *observation)
{
    if (!ikelog_case_waited_enough(c, c->exchange) || !c->exchange->last->ip_fragments)
        return false;
    append_silence(c, observation);
    ikelog_observation_append(
        observation,
        "; it was sent in %u IP fragments, and filters often drop IP fragments; or "
        "the other side could not verify it",
        c->exchange->last->ip_fragments);
    return at_latest(c, observation);
}

bool ikelog_observe_quick_silent(const struct ikelog_case *c,
                                 struct ikelog_observation *observation)
{
    if (!ikelog_case_waited_enough(c, c->exchange) || c->exchange->last->step != 1)
        return false;
    append_silence(c, observation);
    ikelog_observation_append(
        observation, "; devices that find no matching proposal or address range often just "
                     "stay silent");
    return at_latest(c, observation);
}

bool ikelog_observe_began_before(const struct ikelog_case *c,
                                 struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;

    if (c->quick) {
        ikelog_observation_append(observation, "this Quick Mode began before the capture");
        return c->exchange->late_start;
    }
    if (sa->state != IKELOG_SA_UNKNOWN_START && sa->mode && !(sa->phase1 && sa->phase1->late_start))
        return false;
    ikelog_observation_append(observation,
                              "phase 1 began before the capture; how it came out is not shown");
    if (sa->course->deleted)
        ikelog_observation_append(observation, "; the IKE SA was deleted by the %s in frame %u",
                                  ikelog_side_name((enum ikelog_side)sa->course->deleted->side),
                                  sa->course->deleted->frame);
    return true;
}

bool ikelog_observe_deleted_unfinished(const struct ikelog_case *c,
                                       struct ikelog_observation *observation)
{
    const struct ikelog_record *deleted = c->sa->course->deleted;

    if (!deleted)
        return false;
    if (c->quick && deleted->frame < c->exchange->first->frame)
        ikelog_observation_append(
            observation, "begun in frame %u, after the %s had deleted the IKE SA in frame %u",
            c->exchange->first->frame, ikelog_side_name((enum ikelog_side)deleted->side),
            deleted->frame);
    else
        ikelog_observation_append(
            observation, "the %s deleted %s in frame %u before %s was complete",
            ikelog_side_name((enum ikelog_side)deleted->side), c->quick ? "the IKE SA" : "it",
            deleted->frame, c->quick ? "it" : "phase 1");
    return ikelog_observation_at(observation, deleted->frame, (enum ikelog_side)deleted->side);
}

/* The IKE SA of the same peers that was begun next; a bounded look back from the latest one. */
static const struct ikelog_sa *next_of_pair(const struct ikelog_case *c)
{
    const struct ikelog_sa *next = ikelog_session_latest(c->session, c->sa);
    unsigned looked = 0;

    if (next == c->sa)
        return NULL;
    while (next && next->replaces != c->sa && looked++ < IKELOG_MAX_NOTIFIES_SEEN)
        next = next->replaces;
    return next && next->replaces == c->sa ? next : NULL;
}

/* A second negotiation beside the first proves nothing; one begun by the same side after it may.
 */
bool ikelog_observe_left_for_another(const struct ikelog_case *c,
                                     struct ikelog_observation *observation)
{
    const struct ikelog_sa *next = next_of_pair(c);
    const struct ikelog_record *last = c->exchange ? ikelog_exchange_latest(c->exchange) : NULL;
    enum ikelog_side starter;

    if (!next || !next->first || !last || next->first->frame < last->frame)
        return false;
    starter = (enum ikelog_side)c->exchange->starter;
    if (!ikelog_endpoint_same_address(&c->sa->sides[starter].first,
                                      &next->sides[IKELOG_INITIATOR].first) ||
        !(ikelog_case_silence(c, last) >= LEFT_NS || (c->quick && next->established)))
        return false;
    ikelog_observation_append(observation, "left after message %u; a new attempt began in frame %u",
                              c->exchange->last->step, next->first->frame);
    return ikelog_observation_at(observation, last->frame, starter);
}

bool ikelog_observe_under_way(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_record *last = c->exchange ? c->exchange->last : c->sa->last;

    if (!last)
        return ikelog_observation_at(observation, 0, IKELOG_INITIATOR);
    ikelog_observation_append(
        observation, "the capture ends while it is under way, after message %u", last->step);
    if (c->exchange && c->exchange->trouble->unanswered)
        ikelog_observation_append(observation, "; it has waited %.1f s for an answer",
                                  (double)ikelog_case_silence(c, last) / 1e9);
    return ikelog_observation_at(observation, last->frame, (enum ikelog_side)last->side);
}
