/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comes after the negotiation: traffic that does not pass, though all was agreed. */
#include "events/verdict/case.h"

#include "wire/ident.h"
#include "wire/numbers.h"

#include <string.h>

/* So many packets without one back are no accident. */
#define ESP_IN_VAIN 3u

/* ESP of a Quick Mode by the side that sent it; while its SPIs are not known, of the peers. */
static void read_flow(const struct ikelog_case *c, struct ikelog_esp_flow *flow)
{
    const struct ikelog_quick *quick = c->quick ? ikelog_exchange_quick(c->exchange) : NULL;

    if (!quick || !quick->ipsec_count || !quick->ipsec[0].spi[0] || !quick->ipsec[0].spi[1]) {
        ikelog_session_pair_flow(c->session, c->sa, flow);
        return;
    }
    for (unsigned who = 0; who < 2; who++) { /* 0: the starter sends with the other's SPI */
        unsigned side = who == 0 ? c->exchange->starter : 1u - c->exchange->starter;
        struct ikelog_esp_flow one;

        ikelog_session_spi_flow(c->session, quick->ipsec[0].spi[1 - who], &one);
        flow->packets[side] = one.packets[0];
        flow->first_frame[side] = one.first_frame[0];
        flow->last_frame[side] = one.last_frame[0];
    }
}

/* The side whose ESP goes out in vain, while the other one is there and talks IKE; -1: none. */
static int side_without_echo(const struct ikelog_case *c, struct ikelog_esp_flow *flow)
{
    read_flow(c, flow);
    for (int side = 0; side < 2; side++) {
        const struct ikelog_record *latest = c->sa->sides[1 - side].latest;

        if (flow->packets[side] >= ESP_IN_VAIN && flow->packets[1 - side] == 0 && latest &&
            latest->frame > flow->first_frame[side])
            return side;
    }
    return -1;
}

static void append_one_way(const struct ikelog_case *c, struct ikelog_observation *observation,
                           const struct ikelog_esp_flow *flow, int side)
{
    enum ikelog_side from = side == 1 ? IKELOG_RESPONDER : IKELOG_INITIATOR;

    ikelog_observation_append(observation, "ESP goes one way: ");
    ikelog_observation_append_address(observation, c, from);
    ikelog_observation_append(observation,
                              " sent %u packets (frames %u to %u), none came back, while ",
                              flow->packets[side], flow->first_frame[side], flow->last_frame[side]);
    ikelog_observation_append_address(observation, c, ikelog_side_other(from));
    ikelog_observation_append(observation, " still talks IKE (frame %u)",
                              c->sa->sides[1 - side].latest->frame);
}

bool ikelog_observe_esp_without_echo(const struct ikelog_case *c,
                                     struct ikelog_observation *observation)
{
    struct ikelog_observation quiet = {.words = NULL};
    struct ikelog_esp_flow flow;
    int side = side_without_echo(c, &flow);

    if (side < 0 || !ikelog_observe_established(c, &quiet))
        return false;
    ikelog_observe_established(c, observation);
    ikelog_observation_append(observation, "; ");
    append_one_way(c, observation, &flow, side);
    return ikelog_observation_at(observation, quiet.frame,
                                 side == 1 ? IKELOG_RESPONDER : IKELOG_INITIATOR);
}

/* The same, where it is only worth a remark: with the verdict on the IKE SA. */
bool ikelog_observe_esp_one_way(const struct ikelog_case *c, struct ikelog_observation *observation)
{
    struct ikelog_esp_flow flow;
    int side = side_without_echo(c, &flow);

    if (side < 0)
        return false;
    append_one_way(c, observation, &flow, side);
    return true;
}

static bool chose_ah(const struct ikelog_quick *quick)
{
    for (unsigned i = 0; quick && i < quick->ipsec_count; i++)
        if (quick->ipsec[i].protocol == IKELOG_PROTO_AH)
            return true;
    return false;
}

/* AH authenticates the addresses that a NAT changes. */
bool ikelog_observe_ah_behind_nat(const struct ikelog_case *c,
                                  struct ikelog_observation *observation)
{
    struct ikelog_observation quiet = {.words = NULL};
    enum ikelog_side behind =
        c->sa->sides[IKELOG_RESPONDER].behind_nat ? IKELOG_RESPONDER : IKELOG_INITIATOR;

    if (!c->sa->nat_detected || !chose_ah(ikelog_exchange_quick(c->exchange)) ||
        !ikelog_observe_established(c, &quiet))
        return false;
    ikelog_observe_established(c, observation);
    ikelog_observation_append(
        observation,
        "; AH was chosen, but NAT-D found a NAT before the %s: AH cannot pass a "
        "NAT, which changes the addresses that AH protects",
        ikelog_side_name(behind));
    return ikelog_observation_at(observation, quiet.frame, behind);
}

static bool range_of(GBytes *bytes, struct ikelog_range *range)
{
    struct ikelog_id id;
    bool bad_mask = false;

    return ikelog_id_read_kept(bytes, &id) && ikelog_id_range(&id, range, &bad_mask);
}

/* Answered was a part of what was asked for, and not another address as behind a NAT. */
static bool is_narrower(GBytes *asked, GBytes *answered)
{
    struct ikelog_range whole, part;

    return asked != answered && /* the session keeps equal ones once */
           range_of(asked, &whole) && range_of(answered, &part) && whole.family == part.family &&
           memcmp(part.first, whole.first, sizeof part.first) >= 0 &&
           memcmp(part.last, whole.last, sizeof part.last) <= 0 &&
           (memcmp(part.first, whole.first, sizeof part.first) != 0 ||
            memcmp(part.last, whole.last, sizeof part.last) != 0);
}

/* The answer took less than was asked for. */
bool ikelog_observe_ranges_narrowed(const struct ikelog_case *c,
                                    struct ikelog_observation *observation)
{
    const struct ikelog_quick *quick = ikelog_exchange_quick(c->exchange);
    struct ikelog_observation quiet = {.words = NULL};

    if (!quick ||
        !(is_narrower(quick->id_ci, quick->reply_ci) ||
          is_narrower(quick->id_cr, quick->reply_cr)) ||
        !ikelog_observe_established(c, &quiet))
        return false;
    ikelog_observe_established(c, observation);
    ikelog_observation_append(observation, "; the answer narrowed the ranges: asked for were ");
    ikelog_observation_append_id(observation, quick->id_ci);
    ikelog_observation_append(observation, " and ");
    ikelog_observation_append_id(observation, quick->id_cr);
    ikelog_observation_append(observation, ", agreed are ");
    ikelog_observation_append_id(observation, quick->reply_ci);
    ikelog_observation_append(observation, " and ");
    ikelog_observation_append_id(observation, quick->reply_cr);
    return ikelog_observation_at(observation, quiet.frame, (enum ikelog_side)c->exchange->starter);
}
