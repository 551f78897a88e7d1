/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which message of a Quick Mode is which, when some of them may be missing (RFC 2409 5.5). */
#include "state/quick_mode.h"
#include "state/script.h"

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

/* A lost message moves those after it: what only one message can be counts before the script. */
uint8_t quick_mode_step(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    struct ikelog_script_message message;

    if (exchange->first == p->record)
        return first_step(p);
    ikelog_script_message_read(&p->view, &message);
    if (p->side != exchange->starter && message.before == 0 && is_hash_alone(p) &&
        !exchange->starter_certain) {
        revise_starter(p);
        return 3;
    }
    if (message.starter && !has_sa(p) && ikelog_exchange_step(exchange, 2))
        return 3;
    return ikelog_script_step(&message);
}
