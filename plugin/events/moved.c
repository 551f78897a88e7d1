/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds the IKE SA that a device had before it moved. */
#include "events/moved.h"

#include "wire/numbers.h"

/* How many earlier IKE SAs are searched for the same identity. */
#define RECENT_SAS 64u

/* An established IKE SA of the same initiator with the same peer, silent by now. */
static bool is_former_self(const struct ikelog_sa *before, const struct ikelog_sa *sa)
{
    const struct ikelog_peer *old = &before->sides[IKELOG_INITIATOR];
    const struct ikelog_peer *now = &sa->sides[IKELOG_INITIATOR];

    return before->established && old->said->id && now->said->id &&
           g_bytes_equal(old->said->id, now->said->id) && before->last->frame < sa->first->frame &&
           ikelog_endpoint_same_address(&before->sides[IKELOG_RESPONDER].first,
                                        &sa->sides[IKELOG_RESPONDER].first) &&
           !ikelog_endpoint_same_address(&old->last, &now->first);
}

const struct ikelog_sa *ikelog_sa_moved_from(const struct ikelog_session *session,
                                             const struct ikelog_sa *sa)
{
    unsigned n = sa->number;

    for (unsigned looked = 0; sa->mode == IKELOG_EXCHANGE_MAIN && n-- > 0 && looked < RECENT_SAS;
         looked++) {
        const struct ikelog_sa *before = ikelog_session_sa(session, n);

        if (is_former_self(before, sa))
            return before;
    }
    return NULL;
}
