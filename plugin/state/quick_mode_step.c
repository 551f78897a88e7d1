/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which message of a Quick Mode is which, when some of them may be missing (RFC 2409 5.5). */
#include "state/quick_mode.h"

#include "state/decrypt.h"
#include "wire/ident.h"
#include "wire/numbers.h"

#define NOTIFY_FIXED 8u /* octets of a notification up to and with its type */

/* As long as a HASH alone with at most a block of padding: a proposal and a nonce need more. */
static bool has_length_of_hash(const struct packet_context *p)
{
    const struct ikelog_suite *suite = &p->entry->sa.suite;
    uint32_t length = p->record->length - IKELOG_HEADER_LEN, alone;

    if (!(p->record->flags & IKELOG_RECORD_ENCRYPTED) || !suite->hash || !suite->cipher)
        return false;
    alone = IKELOG_GENERIC_LEN + suite->hash->length;
    return length >= alone && length <= alone + suite->cipher->block;
}

/* `*(HASH)` and nothing else: message 3, and never another one. */
static bool is_hash_alone(const struct packet_context *p)
{
    if (p->record->flags & IKELOG_RECORD_CUT)
        return false;
    if (!p->view.readable)
        return has_length_of_hash(p);
    return p->view.chain.count == 1 && p->view.chain.payloads[0].type == IKELOG_PAYLOAD_HASH;
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

/* With the commit bit the other side confirms message 3 by CONNECTED (RFC 2408 3.1). */
static bool is_connected(const struct packet_context *p)
{
    const struct ikelog_payload *payload =
        p->view.readable ? ikelog_chain_find(&p->view.chain, IKELOG_PAYLOAD_NOTIFY, 0) : NULL;
    struct ikelog_octets body;
    struct ikelog_notify notify;

    if (!payload || payload->offset < p->view.unknown)
        return false;
    body.data = ikelog_payload_body(p->view.octets.data, payload, &body.length);
    if (body.length < NOTIFY_FIXED)
        return false;
    ikelog_notify_read(body, &notify); /* an SPI that is cut comes after the type */
    return notify.type == IKELOG_NOTIFY_CONNECTED;
}

static uint8_t first_step(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    bool connected = is_connected(p), answer = is_answer_without_offer(p), last = is_hash_alone(p);

    exchange->starter = (uint8_t)(answer || connected ? ikelog_side_other(p->side) : p->side);
    exchange->starter_certain =
        answer || last || connected || (p->view.decrypted && !p->view.unknown);
    return answer ? 2 : last ? 3 : connected ? 4 : 1;
}

static unsigned messages_before(const struct packet_context *p, enum ikelog_side side)
{
    unsigned before = 0;

    for (const struct ikelog_record *r = p->exchange->first; r && r != p->record; r = r->next)
        before += r->side == side;
    return before;
}

/* Only message 1 is decrypted with an IV that comes from phase 1. */
static bool begins_chain(const struct packet_context *p)
{
    const struct ikelog_keyset *keyset = ikelog_record_keyset(p->record);

    return keyset && !p->view.unknown && p->record->decryption != IKELOG_DECRYPTED_RECOVERED &&
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
    for (struct ikelog_record *r = exchange->first; r && r != p->record; r = r->next)
        r->step = r->step ? (uint8_t)(((r->step - 1u) ^ 1u) + 1u) : 0;
    quick_mode_relearn_answer(p);
}

/* The starter sends messages 1 and 3. Without a proposal, and not alone, HASH may be either. */
static uint8_t step_of_starter(const struct packet_context *p)
{
    if (has_sa(p))
        return 1;
    if (is_hash_alone(p) || messages_before(p, p->side) > 0)
        return 3;
    return ikelog_exchange_step(p->exchange, 2) ? 3 : 1;
}

/* The other side sends message 2 and, with the commit bit, 4. */
static uint8_t step_of_other(const struct packet_context *p)
{
    if (has_sa(p))
        return 2;
    return is_connected(p) || messages_before(p, p->side) > 0 ? 4 : 2;
}

uint8_t quick_mode_step(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;

    if (exchange->first == p->record)
        return first_step(p);
    if (!exchange->starter_certain && (begins_chain(p) || is_hash_alone(p)))
        settle_starter(p);
    return p->side == exchange->starter ? step_of_starter(p) : step_of_other(p);
}
