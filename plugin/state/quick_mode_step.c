/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which message of a Quick Mode is which, when some of them may be missing (RFC 2409 5.5). */
#include "state/quick_mode.h"
#include "state/script.h"

#include "state/decrypt.h"
#include "wire/ident.h"
#include "wire/numbers.h"

/* Shorter than what came before it, and as long as a HASH alone with at most a block of padding. */
static bool has_length_of_hash(const struct packet_context *p)
{
    const struct ikelog_suite *suite = p->entry->sa.suite;
    uint32_t length = p->record->length - IKELOG_HEADER_LEN, alone;

    if (!(p->record->flags & IKELOG_RECORD_ENCRYPTED) || !suite->hash || !suite->cipher ||
        p->exchange->first->length <= p->record->length)
        return false;
    alone = IKELOG_GENERIC_LEN + suite->hash->length;
    return length >= alone && length <= alone + suite->cipher->block;
}

/* `*(HASH)` and nothing else: message 3, and never another one. */
static bool is_hash_alone(const struct packet_context *p)
{
    if (p->record->flags & IKELOG_RECORD_CUT)
        return false;
    if (!p->view->readable)
        return has_length_of_hash(p);
    return p->view->chain.count == 1 && p->view->chain.payloads[0].type == IKELOG_PAYLOAD_HASH;
}

static bool has_sa(const struct packet_context *p)
{
    return p->view->readable && ikelog_chain_find(&p->view->chain, IKELOG_PAYLOAD_SA, 0);
}

/*
 * The first message that was seen has a proposal, but the CBC chain lacks a message before it. When
 * phase 1 is all there, or HASH(1) was computed and is not its HASH, that message is the offer.
 */
static bool is_answer_without_offer(const struct packet_context *p)
{
    const struct ikelog_keyset *keyset;

    if (!p->view->unknown || !has_sa(p))
        return false;
    keyset = &p->entry->sa.keysets[p->record->keyset];
    return p->record->chain_whole || (keyset->hash && keyset->skeyids->a.length > 0);
}

/* With the commit bit the other side confirms message 3 by CONNECTED (RFC 2408 3.1). */
static bool is_connected(const struct packet_context *p)
{
    struct ikelog_octets body;
    struct ikelog_notify notify;

    for (uint32_t n = 0; n < p->view->chain.count; n++)
        if (ikelog_view_payload(p->view, n, IKELOG_PAYLOAD_NOTIFY, &body) &&
            ikelog_notify_read(body, &notify) && notify.type == IKELOG_NOTIFY_CONNECTED)
            return true;
    return false;
}

static uint8_t first_step(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    bool connected = is_connected(p), answer = is_answer_without_offer(p), last = is_hash_alone(p);

    exchange->starter = (uint8_t)(answer || connected ? ikelog_side_other(p->side) : p->side);
    exchange->starter_certain =
        answer || last || connected || (p->view->decrypted && !p->view->unknown);
    return answer ? 2 : last ? 3 : connected ? 4 : 1;
}

/* Only message 1 is decrypted with an IV that comes from phase 1. */
static bool begins_chain(const struct packet_context *p)
{
    const struct ikelog_keyset *keyset = ikelog_record_keyset(p->record);

    return keyset && !p->view->unknown && p->record->decryption != IKELOG_DECRYPTED_RECOVERED &&
           !iv_predecessor(p, keyset);
}

/* This side began. What was concluded otherwise is revised: 1 is 2 then, and 3 is 4. */
static void settle_starter(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;

    exchange->starter_certain = true;
    if (exchange->starter == p->side)
        return;
    exchange->starter = (uint8_t)p->side;
    for (struct ikelog_record *r = exchange->first; r && r != p->record; r = ikelog_record_next(r))
        r->step = r->step ? (uint8_t)(((r->step - 1u) ^ 1u) + 1u) : 0;
    quick_mode_relearn_answer(p);
}

/* A lost message moves those after it: what only one message can be counts before the script. */
uint8_t quick_mode_step(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    struct ikelog_script_message message;

    if (exchange->first == p->record)
        return first_step(p);
    if (!exchange->starter_certain && (begins_chain(p) || is_hash_alone(p)))
        settle_starter(p);
    ikelog_script_message_read(p->view, &message);
    if (message.starter && !has_sa(p) && ikelog_exchange_step(exchange, 2))
        return 3;
    if (!message.starter && is_connected(p))
        return 4;
    return ikelog_script_step(&message);
}
