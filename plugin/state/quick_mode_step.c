/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which message of a Quick Mode is which, when some of them may be missing (RFC 2409 5.5). */
#include "state/quick_mode.h"

#include "wire/numbers.h"

/* `*(HASH)` and nothing else: message 3, and never another one. */
static bool is_hash_alone(const struct packet_context *p)
{
    return p->view.readable && p->view.chain.count == 1 &&
           p->view.chain.payloads[0].type == IKELOG_PAYLOAD_HASH;
}

static bool has_sa(const struct packet_context *p)
{
    return p->view.readable && ikelog_chain_find(&p->view.chain, IKELOG_PAYLOAD_SA, 0);
}

/*
 * The first message that was seen has a proposal, but the CBC chain lacks a message before it. When
 * phase 1 is all there, or HASH(1) was computed and is not its HASH, that message is the offer.
 */
static bool is_answer_without_offer(const struct packet_context *p)
{
    const struct ikelog_keyset *keyset = &p->entry->sa.keysets[p->record->keyset];

    if (!p->view.unknown || !has_sa(p))
        return false;
    return p->record->chain_whole || (keyset->hash && keyset->skeyids.a.length > 0);
}

static uint8_t first_step(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    bool answer = is_answer_without_offer(p), last = is_hash_alone(p);

    exchange->starter = (uint8_t)(answer ? ikelog_side_other(p->side) : p->side);
    exchange->starter_certain = answer || last || (p->view.decrypted && !p->view.unknown);
    return answer ? 2 : last ? 3 : 1;
}

static unsigned messages_before(const struct packet_context *p, enum ikelog_side side)
{
    unsigned before = 0;

    for (const struct ikelog_record *r = p->exchange->first; r && r != p->record; r = r->next)
        before += r->side == side;
    return before;
}

/* What came first was the answer: the offer was lost. */
static void revise_starter(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;

    for (struct ikelog_record *r = exchange->first; r && r != p->record; r = r->next)
        if (r->step == 1 && r->side != p->side)
            r->step = 2;
    exchange->starter = (uint8_t)p->side;
    exchange->starter_certain = true;
    quick_mode_relearn_answer(p);
}

/* The starter sends messages 1 and 3, the other side 2 and, with the commit bit, 4. */
uint8_t quick_mode_step(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    unsigned before = messages_before(p, p->side);

    if (exchange->first == p->record)
        return first_step(p);
    if (p->side != exchange->starter && before == 0 && is_hash_alone(p) &&
        !exchange->starter_certain)
        revise_starter(p);
    if (p->side != exchange->starter)
        return before == 0 ? 2 : 4;
    if (before > 0 || is_hash_alone(p))
        return 3;
    return !has_sa(p) && ikelog_exchange_step(exchange, 2) ? 3 : 1;
}
