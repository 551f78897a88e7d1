/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tells the keys that we have from those that a device has. */
#include "events/readable.h"

#include "wire/numbers.h"

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
    return sa->phase1 && !sa->phase1->complete && sa->phase1->trouble->closed;
}

/* Its IV follows from no message of phase 1, though none is missing: its sender counts otherwise.
 */
static bool has_own_iv(const struct ikelog_record *record)
{
    const struct ikelog_exchange *phase1 = record->exchange->sa->phase1;
    enum ikelog_status status = ikelog_record_decryption(record);

    return record->exchange->type == IKELOG_EXCHANGE_INFORMATIONAL && phase1 &&
           !phase1->late_start && (record->chain_whole || !phase1->complete) &&
           (status == IKELOG_DECRYPTED_RECOVERED || status == IKELOG_DECRYPTED_NO_FIRST);
}

/* Is it shown that its receiver could not find the IV? */
static bool has_unknown_iv(const struct ikelog_record *record)
{
    return record->older_iv || has_own_iv(record);
}

bool ikelog_record_unreadable_by(const struct ikelog_record *record, enum ikelog_side side)
{
    const struct ikelog_sa *sa = record->exchange->sa;
    const struct ikelog_keyset *keyset = ikelog_record_keyset(record);

    if ((enum ikelog_side)record->side != side && has_unknown_iv(ikelog_record_original(record)))
        return true;
    if (ikelog_record_readable_by(record, side))
        return false;
    if (keyset)
        return has_proven_keys(sa, side) || keyset->refuted[side] || keys_differ(sa);
    return keys_differ(sa);
}

/* Its sender's peer asked for it again although it was there, and never went on. */
static bool is_lost_answer(const struct ikelog_record *record)
{
    const struct ikelog_record *request = ikelog_record_original(record)->request;

    return request && record->exchange->trouble->doubted == request;
}

/* It was sent again and again, and nothing ever came of it. */
static bool is_lost_request(const struct ikelog_record *record)
{
    const struct ikelog_exchange *exchange = record->exchange;
    const struct ikelog_record *original = ikelog_record_original(record);

    return exchange->type != IKELOG_EXCHANGE_INFORMATIONAL && /* nobody answers that */
           exchange->last == original && exchange->trouble->unanswered > 0 && !original->answer &&
           !exchange->trouble->refused && !exchange->trouble->closed;
}

/* Its sender found its peer dead: nothing answers any more. */
static bool is_to_nobody(const struct ikelog_record *record)
{
    const struct ikelog_sa *sa = record->exchange->sa;

    return sa->course->dpd_last && sa->course->dpd_unanswered >= 2 &&
           sa->course->dpd_last->side == record->side &&
           record->frame >= sa->course->dpd_last->frame;
}

/* A new attempt after one that nobody answered any more, and nobody answers it either. */
static bool is_to_silence(const struct ikelog_record *record)
{
    const struct ikelog_exchange *exchange = record->exchange;
    const struct ikelog_sa *before = exchange->sa->replaces;

    return exchange == exchange->sa->phase1 && before &&
           before->last->exchange->trouble->unanswered > 0 && exchange->last == exchange->first &&
           !exchange->first->answer;
}

/* Its receiver has deleted the IKE SA: it knows it no more. */
static bool is_to_deleted(const struct ikelog_record *record)
{
    const struct ikelog_record *deleted = record->exchange->sa->course->deleted;

    return deleted && deleted->side != record->side && deleted->frame < record->frame;
}

bool ikelog_record_is_lost(const struct ikelog_record *record)
{
    if (record->flags & IKELOG_RECORD_FRAGMENT)
        return false;
    return is_lost_answer(record) || is_lost_request(record) || is_to_nobody(record) ||
           is_to_deleted(record) || is_to_silence(record);
}
