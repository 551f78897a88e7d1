/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How what was established ended. */
#include "events/verdict/case.h"

#include <stdarg.h>

/* Quick Modes of each IKE SA that are compared to see whether one replaced the other. */
#define COMPARED 8u

static void say(GString *reason, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void say(GString *reason, const char *format, ...)
{
    va_list arguments;

    if (!reason)
        return;
    va_start(arguments, format);
    g_string_append_vprintf(reason, format, arguments);
    va_end(arguments);
}

/* Which way the address ranges of two Quick Modes agree does not matter: either side may renew. */
static bool same_ranges(const struct ikelog_exchange *a, const struct ikelog_exchange *b)
{
    const struct ikelog_quick *p = ikelog_exchange_quick(a), *q = ikelog_exchange_quick(b);

    if (!p || !q || !p->id_ci || !p->id_cr || !q->id_ci || !q->id_cr)
        return false;
    return (g_bytes_equal(p->id_ci, q->id_ci) && g_bytes_equal(p->id_cr, q->id_cr)) ||
           (g_bytes_equal(p->id_ci, q->id_cr) && g_bytes_equal(p->id_cr, q->id_ci));
}

static bool serves_same_ranges(const struct ikelog_sa *a, const struct ikelog_sa *b)
{
    unsigned many = a->quick_modes ? MIN(a->quick_modes->len, COMPARED) : 0;
    unsigned others = b->quick_modes ? MIN(b->quick_modes->len, COMPARED) : 0;

    for (unsigned i = 0; i < many; i++)
        for (unsigned k = 0; k < others; k++)
            if (same_ranges((const struct ikelog_exchange *)g_ptr_array_index(a->quick_modes, i),
                            (const struct ikelog_exchange *)g_ptr_array_index(b->quick_modes, k)))
                return true;
    return false;
}

/* Two IKE SAs between the same peers may live side by side; one takes over the other's work. */
static bool was_replaced(const struct ikelog_sa *sa)
{
    const struct ikelog_sa *next = sa->replaced_by;

    if (!next || !next->established)
        return false;
    return serves_same_ranges(sa, next) ||
           (!sa->quick_modes && sa->last->frame < next->established->frame);
}

/* ICMP about what was sent later, and no word from the other side since. */
static bool is_unreachable_now(const struct ikelog_sa *sa)
{
    const struct ikelog_record *about = sa->course->icmp_about;

    return about && sa->established && about->frame > sa->established->frame && !about->answer &&
           ikelog_record_original(sa->last)->side == about->side;
}

static void end_of_sa(const struct ikelog_case *c, struct ikelog_verdict *verdict, GString *reason)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *last;
    uint32_t questions = ikelog_sa_unanswered_questions(sa, &last);

    verdict->end = IKELOG_END_OPEN;
    if (sa->course->deleted) {
        verdict->end = IKELOG_END_DELETED;
        say(reason, "; deleted by the %s in frame %u",
            ikelog_side_name((enum ikelog_side)sa->course->deleted->side),
            sa->course->deleted->frame);
    } else if (questions >= IKELOG_DEAD_AFTER) {
        verdict->end = IKELOG_END_PEER_DEAD;
        say(reason, "; the %s did not answer %u dead peer questions, the last in frame %u",
            ikelog_side_name(ikelog_side_other((enum ikelog_side)last->side)), questions,
            last->frame);
    } else if (was_replaced(sa)) {
        verdict->end = IKELOG_END_REPLACED;
        say(reason, "; IKE SA %u took its place in frame %u", sa->replaced_by->number,
            sa->replaced_by->established->frame);
    } else if (is_unreachable_now(sa)) {
        verdict->end = IKELOG_END_PEER_DEAD;
        say(reason, "; the %s cannot be reached any more: ICMP errors came (%u, first in frame %u)",
            ikelog_side_name(ikelog_side_other((enum ikelog_side)sa->course->icmp_about->side)),
            sa->course->icmp_count, sa->course->icmp_frame);
    }
}

static void end_of_quick(const struct ikelog_case *c, struct ikelog_verdict *verdict,
                         GString *reason)
{
    const struct ikelog_quick *quick = ikelog_exchange_quick(c->exchange);
    const struct ikelog_record *deleted = quick ? quick->deleted : NULL;

    verdict->end = IKELOG_END_OPEN;
    if (!deleted && c->sa->course->deleted &&
        c->sa->course->deleted->frame > c->exchange->last->frame && !c->sa->replaced_by)
        deleted = c->sa->course->deleted; /* nobody took its IPsec SAs over */
    if (quick && quick->replaced_by && quick->replaced_by->complete) {
        verdict->end = IKELOG_END_REPLACED;
        say(reason, "; renewed by the Quick Mode of frame %u", quick->replaced_by->first->frame);
    } else if (deleted) {
        verdict->end = IKELOG_END_DELETED;
        say(reason, "; deleted by the %s in frame %u",
            ikelog_side_name(ikelog_record_side_in(deleted, c->sa)), deleted->frame);
        if (deleted->exchange->sa != c->sa)
            say(reason, ", under IKE SA %u", deleted->exchange->sa->number);
    }
}

void ikelog_case_end(const struct ikelog_case *c, struct ikelog_verdict *verdict, GString *reason)
{
    if (c->quick)
        end_of_quick(c, verdict, reason);
    else
        end_of_sa(c, verdict, reason);
}
