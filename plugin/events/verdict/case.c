/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What several observations ask of a negotiation. */
#include "events/verdict/case.h"
#include "events/give_up.h"

#include "wire/numbers.h"

/* So many repeats in vain are no accident, even when the capture stops there. */
#define IN_VAIN 2u

static bool took_part(const struct ikelog_exchange *exchange, enum ikelog_side side, uint32_t after)
{
    unsigned looked = 0;

    for (const struct ikelog_record *r = exchange->first; r && looked < IKELOG_MAX_MESSAGES;
         r = ikelog_record_next(r), looked++)
        if (r->side == side && r->frame > after)
            return true;
    return false;
}

/* Main mode ends with the responder's message, so the initiator takes it; others the other way. */
static enum ikelog_side taker_of(const struct ikelog_exchange *phase1)
{
    return phase1->type == IKELOG_EXCHANGE_MAIN ? IKELOG_INITIATOR : IKELOG_RESPONDER;
}

bool ikelog_case_went_on(const struct ikelog_case *c, enum ikelog_side side)
{
    const struct ikelog_exchange *phase1 = c->sa->phase1;
    const GPtrArray *modes = c->sa->quick_modes;
    uint32_t after;

    if (!phase1 || !phase1->last)
        return false;
    after = phase1->first->frame;
    if (c->sa->course->transaction && took_part(c->sa->course->transaction, side, after))
        return true;
    for (guint i = 0; modes && i < modes->len && i < IKELOG_MAX_MESSAGES; i++)
        if (took_part((const struct ikelog_exchange *)g_ptr_array_index(modes, i), side, after))
            return true;
    return false;
}

bool ikelog_case_is_accepted(const struct ikelog_case *c)
{
    return c->sa->phase1 && ikelog_case_went_on(c, taker_of(c->sa->phase1));
}

bool ikelog_record_is_read_whole(const struct ikelog_record *record)
{
    enum ikelog_status decryption = ikelog_record_decryption(record);

    if (record->flags & IKELOG_RECORD_CUT)
        return false;
    return decryption == ((record->flags & IKELOG_RECORD_ENCRYPTED) ? IKELOG_DECRYPTED : IKELOG_OK);
}

const struct ikelog_record *ikelog_case_key_test(const struct ikelog_case *c)
{
    const struct ikelog_exchange *phase1 = c->sa->phase1;

    if (!phase1)
        return NULL;
    return ikelog_exchange_proof(
        phase1, phase1->type == IKELOG_EXCHANGE_AGGRESSIVE ? IKELOG_RESPONDER : IKELOG_INITIATOR);
}

const struct ikelog_record *ikelog_record_reply(const struct ikelog_record *record)
{
    unsigned looked = 0;

    for (const struct ikelog_record *r = ikelog_record_next(record);
         r && looked < IKELOG_MAX_MESSAGES; r = ikelog_record_next(r), looked++)
        if (r->side != record->side)
            return r;
    return NULL;
}

bool ikelog_exchange_is_doubted(const struct ikelog_session *session,
                                const struct ikelog_exchange *exchange)
{
    const struct ikelog_record *first = exchange->trouble->doubted,
                               *last = exchange->trouble->last_doubt;
    int64_t interval;

    if (!first || exchange->trouble->doubts < IN_VAIN + exchange->trouble->owed ||
        !ikelog_record_reply(first))
        return false; /* a slow answer to each repeat is no doubt */
    interval = (last->time_ns - first->time_ns) / exchange->trouble->doubts;
    /* Who stops in time was answered; who stops after many repeats gave up. */
    return exchange->trouble->doubts >= IKELOG_COMMON_REPEATS ||
           ikelog_session_now(session) - last->time_ns < 3 * interval;
}

int64_t ikelog_case_silence(const struct ikelog_case *c, const struct ikelog_record *record)
{
    return ikelog_session_now(c->session) - record->time_ns;
}

bool ikelog_case_waited_enough(const struct ikelog_case *c, const struct ikelog_exchange *exchange)
{
    struct ikelog_give_up give_up;

    if (!exchange || !exchange->last || exchange->complete)
        return false;
    if (exchange->trouble->unanswered >= IN_VAIN ||
        ikelog_exchange_given_up(c->session, exchange, &give_up))
        return true;
    return ikelog_exchange_is_left(exchange, ikelog_session_now(c->session)) &&
           !(exchange->trouble->unanswered == 0 && c->sa->course->deleted);
}
