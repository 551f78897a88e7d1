/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How exchanges end without success. */
#include "events/ending.h"

#include "wire/numbers.h"

/* So many repeats with nothing behind them are an end, even when the capture stops there. */
#define COMMON_REPEATS 3u

bool ikelog_notify_is_error(uint16_t type)
{
    return type >= 1 && type < IKELOG_NOTIFY_CONNECTED;
}

bool ikelog_auth_uses_psk(uint16_t method)
{
    return method == 1 || method == 65001 || method == 65002;
}

unsigned ikelog_sa_errors(const struct ikelog_sa *sa, const struct ikelog_exchange *exchange,
                          uint32_t after, uint32_t until)
{
    unsigned count = 0;

    for (unsigned i = 0; i < sa->remark_count; i++) {
        const struct ikelog_remark *remark = &sa->remarks[i];

        if (ikelog_notify_is_error(remark->notify) && remark->about == exchange &&
            remark->record->frame > after && remark->record->frame <= until)
            count++;
    }
    return count;
}

/* The latest error notification about this exchange. */
static const struct ikelog_record *last_refusal(const struct ikelog_exchange *exchange)
{
    const struct ikelog_sa *sa = exchange->sa;
    const struct ikelog_record *last = exchange->refused;

    for (unsigned i = 0; i < sa->remark_count; i++)
        if (sa->remarks[i].about == exchange && ikelog_notify_is_error(sa->remarks[i].notify) &&
            (!last || sa->remarks[i].record->frame > last->frame))
            last = sa->remarks[i].record;
    return last;
}

static const char *why_over(const struct ikelog_session *session,
                            const struct ikelog_exchange *exchange,
                            const struct ikelog_record *last)
{
    const struct ikelog_sa *sa = exchange->sa;
    int64_t tried = last->time_ns - ikelog_record_original(exchange->last)->time_ns;

    if (exchange == sa->phase1 && sa->replaced_by)
        return "then a new attempt with a new cookie began";
    if (sa->deleted && sa->deleted->frame > last->frame)
        return "then the IKE SA was deleted";
    if (exchange->unanswered >= COMMON_REPEATS)
        return "and the capture shows no further try";
    if (exchange->unanswered > 0 && ikelog_session_now(session) - last->time_ns > 2 * tried)
        return "then it stayed silent for longer than it had tried";
    return NULL;
}

bool ikelog_exchange_surrender(const struct ikelog_session *session,
                               const struct ikelog_exchange *exchange,
                               struct ikelog_surrender *surrender)
{
    const struct ikelog_record *repeat = exchange->last_repeat;
    const struct ikelog_record *refusal;

    if (exchange->complete || !exchange->last || !repeat || exchange->unanswered == 0 ||
        repeat->frame < exchange->last->frame)
        return false;
    refusal = last_refusal(exchange);
    surrender->side = (enum ikelog_side)exchange->last->side;
    surrender->last = refusal && refusal->frame > repeat->frame ? refusal : repeat;
    surrender->repeats = exchange->unanswered;
    surrender->refusals = ikelog_sa_errors(exchange->sa, exchange, 0, UINT32_MAX);
    surrender->why = why_over(session, exchange, surrender->last);
    return surrender->why != NULL;
}

uint32_t ikelog_sa_unanswered_questions(const struct ikelog_sa *sa,
                                        const struct ikelog_record **last)
{
    const struct ikelog_exchange *exchange;

    *last = sa->dpd_last;
    if (!sa->dpd_last || sa->dpd_unanswered == 0)
        return 0;
    exchange = sa->dpd_last->exchange;
    if (exchange->last_repeat && exchange->last_repeat->frame > sa->dpd_last->frame)
        *last = exchange->last_repeat;
    return sa->dpd_unanswered + exchange->repeats[sa->dpd_last->side];
}
