/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a side offers elsewhere in the capture, to hold against what it refuses here. */
#include "events/offers.h"

#include "wire/numbers.h"

/* How many neighbouring IKE SAs and Quick Modes are looked at. */
#define NEIGHBOURS  16u
#define QUICK_MODES 64u

static const char *found(const char *text, const struct ikelog_record *record, uint32_t *frame)
{
    if (text && record)
        *frame = record->frame;
    return text && record ? text : NULL;
}

/* A device's own offer says most; what it accepted is the next best. */
static const char *offer_in_exchange(const struct ikelog_exchange *other,
                                     const struct ikelog_endpoint *device, uint32_t *frame)
{
    const struct ikelog_sa *sa = other->sa;
    bool quick = other->type == IKELOG_EXCHANGE_QUICK;
    const char *offered =
        quick ? (ikelog_exchange_quick(other) ? ikelog_exchange_quick(other)->offered : NULL)
              : sa->offered;
    const char *chosen =
        quick ? (ikelog_exchange_quick(other) ? ikelog_exchange_quick(other)->chosen : NULL)
              : sa->chosen;

    if (ikelog_endpoint_same_address(&sa->sides[other->starter].first, device))
        return found(offered, other->first, frame);
    return found(chosen, ikelog_exchange_step(other, 2), frame);
}

static const char *offer_in_sa(const struct ikelog_sa *sa, const struct ikelog_exchange *refused,
                               const struct ikelog_endpoint *device, uint32_t *frame)
{
    const char *offer = NULL;
    unsigned n = sa->quick_modes ? sa->quick_modes->len : 0;

    if (refused->type != IKELOG_EXCHANGE_QUICK)
        return sa->phase1 && sa->phase1 != refused ? offer_in_exchange(sa->phase1, device, frame)
                                                   : NULL;
    for (unsigned looked = 0; !offer && n-- > 0 && looked < QUICK_MODES; looked++) {
        const struct ikelog_exchange *other =
            (const struct ikelog_exchange *)g_ptr_array_index(sa->quick_modes, n);

        if (other != refused)
            offer = offer_in_exchange(other, device, frame);
    }
    return offer;
}

const char *ikelog_offer_elsewhere(const struct ikelog_exchange *exchange, enum ikelog_side side,
                                   uint32_t *frame)
{
    const struct ikelog_endpoint *device = &exchange->sa->sides[side].first;
    const struct ikelog_sa *before = exchange->sa, *after = exchange->sa->replaced_by;

    for (unsigned looked = 0; (before || after) && looked < NEIGHBOURS; looked++) {
        const char *offer = before ? offer_in_sa(before, exchange, device, frame) : NULL;

        if (!offer && after)
            offer = offer_in_sa(after, exchange, device, frame);
        if (offer)
            return offer;
        before = before ? before->replaces : NULL;
        after = after ? after->replaced_by : NULL;
    }
    return NULL;
}
