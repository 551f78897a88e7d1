/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What came about. */
#include "events/verdict/case.h"

#include "wire/numbers.h"

static void append_one_side(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    for (int side = 0; side < 2; side++)
        if (c->sa->sides[side].messages == 0)
            ikelog_observation_append(
                observation,
                ", as far as one side's messages tell: only the %s's were "
                "captured",
                ikelog_side_name(side == 0 ? IKELOG_RESPONDER : IKELOG_INITIATOR));
}

static void append_method(uint16_t method, struct ikelog_observation *observation)
{
    const char *name = method && observation->words
                           ? ikelog_number_name(&ikelog_registry_ike_auth_method, method)
                           : NULL;

    if (name)
        ikelog_observation_append(observation, " and %s", name);
}

static bool phase1_stands(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_sa *sa = c->sa;
    uint16_t notify;

    if (!sa->established || ikelog_case_refusal(c, &notify) ||
        (sa->course->check_failed && sa->course->check_failed == sa->established))
        return false;
    ikelog_observation_append(observation, "phase 1 was established in frame %u",
                              sa->established->frame);
    if (sa->chosen)
        ikelog_observation_append(observation, " with %s", sa->chosen);
    append_method(sa->suite->auth_method, observation);
    append_one_side(c, observation);
    return ikelog_observation_at(observation, sa->established->frame, IKELOG_INITIATOR);
}

static bool quick_stands(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    const struct ikelog_exchange *exchange = c->exchange;

    if (!exchange->complete || exchange->late_start)
        return false;
    ikelog_observation_append(observation,
                              ikelog_exchange_is_pull(exchange)
                                  ? "the keys of a group came in frame %u"
                                  : "IPsec SAs were set up in frame %u",
                              exchange->last->frame);
    if (ikelog_exchange_quick(exchange) && ikelog_exchange_quick(exchange)->chosen)
        ikelog_observation_append(observation, " with %s", ikelog_exchange_quick(exchange)->chosen);
    append_one_side(c, observation);
    return ikelog_observation_at(observation, exchange->last->frame,
                                 (enum ikelog_side)exchange->starter);
}

bool ikelog_observe_established(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    return c->quick ? quick_stands(c, observation) : phase1_stands(c, observation);
}
