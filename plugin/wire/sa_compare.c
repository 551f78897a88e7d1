/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether an answer is one of the proposals that were offered. */
#include "wire/sa_payload.h"

/* What one side leaves out has a default, so it contradicts nothing. */
static bool agree(uint32_t a, uint32_t b)
{
    return a == b || a == 0 || b == 0;
}

static bool same_transform(const struct ikelog_transform *a, const struct ikelog_transform *b)
{
    return a->id == b->id && a->cipher == b->cipher && a->hash == b->hash && a->auth == b->auth &&
           a->group == b->group && a->integrity == b->integrity &&
           agree(a->encapsulation, b->encapsulation) && agree(a->key_bits, b->key_bits);
}

static bool holds(const struct ikelog_sa_payload *sa, const struct ikelog_proposal *proposal,
                  const struct ikelog_transform *wanted)
{
    for (uint16_t i = 0; i < proposal->count; i++)
        if (same_transform(&sa->transforms[proposal->first + i], wanted))
            return true;
    return false;
}

static enum ikelog_choice find(const struct ikelog_sa_payload *offer,
                               const struct ikelog_proposal *proposal,
                               const struct ikelog_transform *wanted)
{
    enum ikelog_choice found = IKELOG_CHOICE_NOT_OFFERED;

    for (uint32_t i = 0; i < offer->proposal_count; i++) {
        if (offer->proposals[i].protocol != proposal->protocol ||
            !holds(offer, &offer->proposals[i], wanted))
            continue;
        if (offer->proposals[i].number == proposal->number)
            return IKELOG_CHOICE_FITS;
        found = IKELOG_CHOICE_OTHER_NUMBER;
    }
    return found;
}

static bool takes_several(const struct ikelog_sa_payload *answer)
{
    for (uint32_t i = 0; i < answer->proposal_count; i++)
        if (answer->proposals[i].count > 1 ||
            answer->proposals[i].number != answer->proposals[0].number)
            return true;
    return false;
}

enum ikelog_choice ikelog_sa_payload_compare(const struct ikelog_sa_payload *offer,
                                             const struct ikelog_sa_payload *answer)
{
    enum ikelog_choice worst = IKELOG_CHOICE_FITS;

    if (offer->status != IKELOG_OK || answer->status != IKELOG_OK)
        return IKELOG_CHOICE_FITS;
    if (takes_several(answer))
        return IKELOG_CHOICE_SEVERAL;
    for (uint32_t i = 0; i < answer->proposal_count && worst != IKELOG_CHOICE_NOT_OFFERED; i++) {
        const struct ikelog_proposal *proposal = &answer->proposals[i];
        enum ikelog_choice choice = IKELOG_CHOICE_FITS;

        if (proposal->count > 0)
            choice = find(offer, proposal, &answer->transforms[proposal->first]);
        if (choice != IKELOG_CHOICE_FITS)
            worst = choice;
    }
    return worst;
}
