/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the keys that we have from those that a device has. */
#include "events/readable.h"

/* The messages of this side open with keys that we know. */
static bool has_proven_keys(const struct ikelog_sa *sa, enum ikelog_side side)
{
    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (sa->keysets[i].proven[side])
            return true;
    return false;
}

/* Somebody answered in phase 2, for which both sides need the same keys. */
static bool was_answered(const struct ikelog_sa *sa)
{
    for (guint i = 0; sa->quick_modes && i < sa->quick_modes->len && i < IKELOG_MAX_MESSAGES; i++) {
        const struct ikelog_exchange *mode = g_ptr_array_index(sa->quick_modes, i);

        if (mode->last->step > 1)
            return true;
    }
    return false;
}

bool ikelog_record_readable_by(const struct ikelog_record *record, enum ikelog_side side)
{
    const struct ikelog_sa *sa = record->exchange->sa;
    const struct ikelog_keyset *keyset = ikelog_record_keyset(record);

    if ((enum ikelog_side)record->side == side || !(record->flags & IKELOG_RECORD_ENCRYPTED) ||
        (record->flags & IKELOG_RECORD_FRAGMENT))
        return true; /* vendor fragments are in clear, whatever their flag says */
    if (!keyset)
        return false;
    if (keyset->proven[side] || has_proven_keys(sa, side))
        return keyset->proven[side];
    return !keyset->refuted[side] && was_answered(sa);
}

/* Phase 1 stands still, and what came instead of an answer was under other keys. */
static bool keys_differ(const struct ikelog_sa *sa)
{
    return sa->phase1 && !sa->phase1->complete && sa->phase1->closed;
}

bool ikelog_record_unreadable_by(const struct ikelog_record *record, enum ikelog_side side)
{
    const struct ikelog_sa *sa = record->exchange->sa;
    const struct ikelog_keyset *keyset = ikelog_record_keyset(record);

    if (ikelog_record_readable_by(record, side))
        return false;
    if (keyset)
        return has_proven_keys(sa, side) || keyset->refuted[side] || keys_differ(sa);
    return keys_differ(sa);
}
