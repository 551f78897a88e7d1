/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How exchanges end without success. */
#include "events/give_up.h"
#include "events/readable.h"

#include "wire/numbers.h"

/* A delete that follows within this time is an answer. */
#define AT_ONCE_NS (INT64_C(2) * 1000000000)

/* An error about this exchange; those about the IKE SA itself speak of phase 1. */
static bool refuses(const struct ikelog_notify_seen *seen, const struct ikelog_exchange *exchange)
{
    if (!ikelog_notify_is_error(seen->notify))
        return false;
    return seen->about ? seen->about == exchange : exchange == exchange->sa->phase1;
}

/* Before phase 1 is established, a protected refusal is read only by a peer that has the same keys.
 */
static bool reached_the_asker(const struct ikelog_notify_seen *seen,
                              const struct ikelog_exchange *exchange)
{
    return exchange != exchange->sa->phase1 ||
           ikelog_record_readable_by(seen->record, ikelog_side_other((enum ikelog_side)seen->side));
}

unsigned ikelog_exchange_errors(const struct ikelog_exchange *exchange, uint32_t after,
                                uint32_t until)
{
    const struct ikelog_sa *sa = exchange->sa;
    unsigned count = 0;

    for (unsigned i = 0; i < sa->course->notify_seen_count; i++) {
        uint32_t frame = sa->course->notifies_seen[i].record->frame;

        if (frame > after && frame <= until && refuses(&sa->course->notifies_seen[i], exchange) &&
            reached_the_asker(&sa->course->notifies_seen[i], exchange))
            count++;
    }
    return count;
}

bool ikelog_exchange_is_refused_by(const struct ikelog_exchange *exchange, enum ikelog_side side)
{
    const struct ikelog_sa *sa = exchange->sa;

    for (unsigned i = 0; i < sa->course->notify_seen_count; i++)
        if ((enum ikelog_side)sa->course->notifies_seen[i].side == side &&
            refuses(&sa->course->notifies_seen[i], exchange))
            return true;
    return false;
}

/* The latest error notification about this exchange. */
static const struct ikelog_record *last_refusal(const struct ikelog_exchange *exchange)
{
    const struct ikelog_sa *sa = exchange->sa;
    const struct ikelog_record *last = exchange->trouble->refused;
    uint32_t latest = last ? last->frame : 0;

    for (unsigned i = 0; i < sa->course->notify_seen_count; i++) {
        const struct ikelog_record *record = sa->course->notifies_seen[i].record;

        if (record->frame > latest && refuses(&sa->course->notifies_seen[i], exchange)) {
            last = record;
            latest = record->frame;
        }
    }
    return last;
}

/* Repeats of the last message. Those that were refused do not count as unanswered. */
static uint32_t repeats_of_last(const struct ikelog_exchange *exchange)
{
    const struct ikelog_record *last = exchange->last;
    bool refused = last->answer && last->answer->exchange != exchange;

    return refused ? MAX(exchange->trouble->unanswered, last->repeated)
                   : exchange->trouble->unanswered;
}

static const char *why_over(const struct ikelog_session *session,
                            const struct ikelog_exchange *exchange,
                            const struct ikelog_record *last)
{
    const struct ikelog_sa *sa = exchange->sa;
    int64_t tried = last->time_ns - ikelog_record_original(exchange->last)->time_ns;

    if (exchange == sa->phase1 && sa->replaced_by)
        return "then a new attempt with a new cookie began";
    if (sa->course->deleted && sa->course->deleted->frame > last->frame)
        return "then the IKE SA was deleted";
    if (repeats_of_last(exchange) >= IKELOG_COMMON_REPEATS)
        return "and the capture shows no further try";
    if ((ikelog_session_now(session) - last->time_ns) / 2 > tried)
        return "then it stayed silent for longer than it had tried";
    return NULL;
}

bool ikelog_exchange_given_up(const struct ikelog_session *session,
                              const struct ikelog_exchange *exchange,
                              struct ikelog_give_up *give_up)
{
    const struct ikelog_record *repeat = exchange->trouble->last_repeat;
    const struct ikelog_record *refusal;

    if (exchange->complete || !exchange->last || !repeat || repeat->frame < exchange->last->frame ||
        repeats_of_last(exchange) == 0)
        return false;
    refusal = last_refusal(exchange);
    give_up->side = (enum ikelog_side)exchange->last->side;
    give_up->last = refusal && refusal->frame > repeat->frame ? refusal : repeat;
    give_up->repeats = repeats_of_last(exchange);
    give_up->refusals = ikelog_exchange_errors(exchange, 0, UINT32_MAX);
    give_up->why = why_over(session, exchange, give_up->last);
    return give_up->why != NULL;
}

/*
 * A renewed IKE SA may carry no Quick Mode of its own: the IPsec SAs of the one before live on. Of
 * one that began before the capture nobody knows better.
 */
static bool renews(const struct ikelog_sa *sa)
{
    return sa->replaces &&
           (sa->replaces->established || sa->replaces->state == IKELOG_SA_UNKNOWN_START);
}

/* Who deletes IPsec SAs under it had some, set up under an IKE SA that it renews. */
static bool deletes_ipsec(const struct ikelog_sa *sa)
{
    for (unsigned i = 0; i < sa->course->notify_seen_count; i++)
        if (sa->course->notifies_seen[i].notify == 0 &&
            sa->course->notifies_seen[i].protocol != IKELOG_PROTO_ISAKMP)
            return true;
    return false;
}

/* Whoever answers in XAUTH or mode config, or asks, has accepted phase 1. */
static bool took_part_in_xauth(const struct ikelog_sa *sa, const struct ikelog_record *deleted)
{
    const struct ikelog_record *first =
        sa->course->transaction ? sa->course->transaction->first : NULL;

    return first && (first->side == deleted->side || sa->course->transaction->message_count > 1);
}

bool ikelog_sa_rejected_at_once(const struct ikelog_sa *sa)
{
    const struct ikelog_record *established = sa->established, *deleted = sa->course->deleted;

    return established && deleted && deleted->side != established->side &&
           !took_part_in_xauth(sa, deleted) && !renews(sa) && !deletes_ipsec(sa) &&
           !(sa->quick_modes && sa->quick_modes->len) && established->exchange == sa->phase1 &&
           deleted->frame > established->frame &&
           deleted->time_ns - established->time_ns < AT_ONCE_NS;
}

uint32_t ikelog_sa_unanswered_questions(const struct ikelog_sa *sa,
                                        const struct ikelog_record **last)
{
    const struct ikelog_exchange *exchange;

    *last = sa->course->dpd_last;
    if (!sa->course->dpd_last || sa->course->dpd_unanswered == 0)
        return 0;
    exchange = sa->course->dpd_last->exchange;
    if (exchange->trouble->last_repeat &&
        exchange->trouble->last_repeat->frame > sa->course->dpd_last->frame)
        *last = exchange->trouble->last_repeat;
    return sa->course->dpd_unanswered + exchange->trouble->repeats[sa->course->dpd_last->side];
}
