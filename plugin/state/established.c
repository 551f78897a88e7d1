/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether phase 1 is established: a conclusion, revised by what comes later. */
#include "state/sides.h"

#include "wire/numbers.h"

/* The last message of phase 1, or NULL. Without any payload it proves nothing. */
static const struct ikelog_record *completing_message(const struct ikelog_sa *sa)
{
    for (const struct ikelog_record *r = sa->phase1 ? sa->phase1->first : NULL; r;
         r = ikelog_record_next(r))
        if ((r->flags & IKELOG_RECORD_COMPLETES) && r->next_payload != IKELOG_PAYLOAD_NONE)
            return r;
    return NULL;
}

/*
 * Established by the last message of phase 1, or by the first one that only works when it is. A
 * late start shows nothing of phase 1, so there only the last message counts.
 */
static const struct ikelog_record *establishing_message(const struct sa_entry *entry)
{
    const struct ikelog_record *last = completing_message(&entry->sa), *later = entry->after_phase1;

    if (entry->unconfirmed)
        return NULL;
    if (last && later && !entry->late && later->frame < last->frame)
        return later;
    return last || entry->late ? last : later;
}

/* The IKE SA before this one is replaced as long as this one counts as established. */
static void link_replaced(struct ikelog_sa *sa)
{
    struct ikelog_sa *before = sa->replaces;

    if (!before || before->state != IKELOG_SA_ESTABLISHED)
        return;
    if (sa->established && !before->replaced_by && !before->course->deleted)
        before->replaced_by = sa;
    else if (!sa->established && before->replaced_by == sa)
        before->replaced_by = NULL;
}

void established_conclude(struct sa_entry *entry)
{
    struct ikelog_sa *sa = &entry->sa;
    const struct ikelog_record *established = establishing_message(entry);

    if (established == sa->established)
        return;
    sa->established = established;
    sa->state = established   ? IKELOG_SA_ESTABLISHED
                : entry->late ? IKELOG_SA_UNKNOWN_START
                              : IKELOG_SA_NEGOTIATING;
    link_replaced(sa);
}

void process_established(struct packet_context *p)
{
    struct sa_entry *entry = p->entry;

    if (p->exchange->type == IKELOG_EXCHANGE_QUICK ||
        p->exchange->type == IKELOG_EXCHANGE_TRANSACTION) {
        if (!entry->after_phase1)
            entry->after_phase1 = p->record;
        entry->spoke_after_phase1[p->side] = true;
        entry->unconfirmed = false;
    }
    established_conclude(entry);
}

/*
 * The message that the last one answered comes again: its sender did not get the answer, or does
 * not accept it. When the answer is sent again, too, that may mend it.
 */
void process_established_again(struct packet_context *p)
{
    const struct ikelog_record *last = completing_message(&p->entry->sa);
    const struct ikelog_record *original = ikelog_record_repeats(p->record);

    if (!last || !original || original->exchange != p->entry->sa.phase1 ||
        (p->record->flags & (IKELOG_RECORD_COPY | IKELOG_RECORD_FRAGMENT)))
        return;
    if (original == last)
        p->entry->unconfirmed = false;
    else if (original->step + 1u == last->step && original->side != last->side &&
             p->record->frame > last->frame && !p->entry->spoke_after_phase1[p->side])
        p->entry->unconfirmed = true;
    established_conclude(p->entry);
}
