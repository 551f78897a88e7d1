/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exchanges, their steps, repeats, and which message answers which. */
#include "state/session_priv.h"

#include "wire/numbers.h"

#include <string.h>

static bool is_phase1(const struct ikelog_header *header)
{
    return header->message_id == 0 && header->exchange_type >= IKELOG_EXCHANGE_BASE &&
           header->exchange_type <= IKELOG_EXCHANGE_AGGRESSIVE;
}

static struct ikelog_exchange *new_exchange(struct passage *p)
{
    struct ikelog_exchange *exchange = pool_add(&p->session->all_exchanges);

    exchange->sa = &p->entry->sa;
    exchange->message_id = p->header.message_id;
    exchange->type = p->header.exchange_type;
    exchange->starter = (uint8_t)p->side;
    g_hash_table_add(p->session->exchanges, exchange);
    p->entry->exchange_count++;
    if (is_phase1(&p->header) && !p->entry->sa.phase1) {
        p->entry->sa.phase1 = exchange;
        p->entry->sa.mode = exchange->type;
        exchange->middle = p->entry->sa.state == IKELOG_SA_UNKNOWN_START;
    }
    if (exchange->type == IKELOG_EXCHANGE_QUICK) {
        if (!p->entry->sa.quick_modes)
            p->entry->sa.quick_modes = g_ptr_array_new();
        g_ptr_array_add(p->entry->sa.quick_modes, exchange);
    }
    if (exchange->type == IKELOG_EXCHANGE_TRANSACTION)
        p->entry->sa.transaction = exchange;
    return exchange;
}

/* Beyond the bound all later exchanges of a kind share the one with message ID 0. */
void passage_find_exchange(struct passage *p)
{
    p->exchange =
        session_find_exchange(p->session, p->entry, p->header.exchange_type, p->header.message_id);
    if (!p->exchange && p->entry->exchange_count >= IKELOG_MAX_EXCHANGES) {
        p->header.message_id = 0;
        p->exchange = session_find_exchange(p->session, p->entry, p->header.exchange_type, 0);
    }
    if (!p->exchange)
        p->exchange = new_exchange(p);
}

static struct recent *recent_slot(struct passage *p)
{
    return &p->session->recent[p->digest & (RECENT_SLOTS - 1)];
}

/* The same packet on two interfaces or mirror ports: at once, and with one IP identification. */
static bool is_copy(struct passage *p)
{
    const struct recent *recent = recent_slot(p);
    const struct ikelog_datagram *d = p->datagram;

    if (!recent->used || recent->digest != p->digest ||
        d->time_ns - recent->time_ns > COPY_WINDOW_NS || d->time_ns < recent->time_ns)
        return false;
    return d->ip_id < 0 || recent->ip_id < 0 || d->ip_id == recent->ip_id;
}

static void remember_transmission(struct passage *p)
{
    *recent_slot(p) = (struct recent){.digest = p->digest,
                                      .time_ns = p->datagram->time_ns,
                                      .ip_id = p->datagram->ip_id,
                                      .used = true};
}

static struct ikelog_record *start_record(struct passage *p)
{
    struct ikelog_record *record = pool_add(&p->session->all_records);

    record->frame = p->datagram->frame;
    record->length = p->header.length;
    record->time_ns = p->datagram->time_ns;
    record->exchange = p->exchange;
    record->side = p->side == IKELOG_RESPONDER;
    record->digest = p->digest;
    record->phase = p->header.message_id == 0 ? 1 : 2;
    record->next_payload = p->header.next_payload;
    if (p->header.flags & IKELOG_FLAG_ENCRYPTION)
        record->marks |= IKELOG_MARK_ENCRYPTED;
    if (p->datagram->marker)
        record->marks |= IKELOG_MARK_MARKER;
    record->ip_fragments = passage_ip_fragments(p) & 15u;
    if (p->datagram->on_wire > p->datagram->message.length ||
        p->header.length > p->datagram->message.length)
        record->marks |= IKELOG_MARK_CUT;
    return record;
}

/* A repeat that follows the other side's repeat of what it once answered. */
static bool answers_a_repeat(const struct ikelog_exchange *exchange,
                             const struct ikelog_record *original)
{
    const struct ikelog_record *last = exchange->last_repeat;

    return original->request && last && last->side != original->side &&
           ikelog_record_original(last) == original->request;
}

static bool other_side_spoke_since(const struct ikelog_exchange *exchange,
                                   const struct ikelog_record *original)
{
    if (original->answer)
        return true;
    return exchange->last && exchange->last->side != original->side &&
           exchange->last->frame > original->frame;
}

/* Answered, and sent again all the same: the answer did not get there, or was not understood. */
static void count_doubt(struct passage *p, const struct ikelog_record *original)
{
    struct ikelog_exchange *exchange = p->exchange;

    if (exchange->doubted != original)
        exchange->doubts = 0;
    exchange->doubted = original;
    exchange->last_doubt = p->record;
    if (exchange->doubts < UINT16_MAX)
        exchange->doubts++;
}

static void count_repeat(struct passage *p, const struct ikelog_record *original)
{
    struct ikelog_exchange *exchange = p->exchange;

    p->record->marks |= IKELOG_MARK_RETRANSMISSION;
    if (original->marks & IKELOG_MARK_FRAGMENT)
        return; /* the whole message is what is repeated and waited for, not each part of it */
    p->entry->sa.sides[p->side].retransmissions++;
    if (exchange->repeats[p->side] < UINT16_MAX)
        exchange->repeats[p->side]++;
    if (answers_a_repeat(exchange, original))
        p->record->marks |= IKELOG_MARK_ANSWER_REPEATED;
    else if (!other_side_spoke_since(exchange, original))
        p->record->marks |= IKELOG_MARK_UNANSWERED;
    if ((p->record->marks & IKELOG_MARK_UNANSWERED) && exchange->unanswered < UINT16_MAX)
        exchange->unanswered++;
    else if (!(p->record->marks & IKELOG_MARK_ANSWER_REPEATED))
        count_doubt(p, original);
    exchange->last_repeat = p->record;
}

bool passage_is_repeat(struct passage *p)
{
    struct ikelog_record *original =
        session_find_original(p->session, p->exchange, p->side, p->digest);
    bool copy;

    if (!original) {
        remember_transmission(p);
        return false;
    }
    copy = is_copy(p);
    if (!copy)
        remember_transmission(p);
    p->record = start_record(p);
    p->record->original = original;
    p->record->phase = original->phase;
    p->record->step = original->step;
    p->record->decryption = original->decryption;
    p->record->check = original->check;
    p->record->keyset = original->keyset;
    p->record->marks |= original->marks & (IKELOG_MARK_FIRST_UNKNOWN | IKELOG_MARK_FRAGMENT);
    if (copy)
        p->record->marks |= IKELOG_MARK_COPY;
    else
        count_repeat(p, original);
    return true;
}

static void note_movement(struct passage *p)
{
    struct ikelog_contribution *side = &p->entry->sa.sides[p->side];
    const struct ikelog_endpoint *src = &p->datagram->src;

    if (!ikelog_endpoint_same_address(&side->last, src))
        p->record->marks |= IKELOG_MARK_MOVED;
    else if (side->last.port != src->port)
        p->record->marks |= IKELOG_MARK_FLOATED;
    side->last = *src;
}

void passage_new_message(struct passage *p)
{
    struct ikelog_exchange *exchange = p->exchange;

    p->record = start_record(p);
    note_movement(p);
    if (p->header.next_payload == IKELOG_PAYLOAD_FRAGMENT) {
        p->record->marks |= IKELOG_MARK_FRAGMENT;
        g_hash_table_add(p->session->strays, p->record);
        return;
    }
    if (!exchange->first) {
        exchange->first = p->record;
        exchange->starter = (uint8_t)p->side;
        p->record->marks |= IKELOG_MARK_STARTS_EXCHANGE;
    } else if (exchange->message_count < IKELOG_MAX_MESSAGES) {
        exchange->last->next = p->record;
    } else {
        g_hash_table_add(p->session->strays, p->record); /* the list stays short */
    }
    exchange->last = p->record;
    exchange->unanswered = 0;
    if (exchange->doubted && exchange->doubted->side == p->record->side)
        exchange->doubted = NULL; /* it goes on */
    if (exchange->message_count < UINT8_MAX)
        exchange->message_count++;
    p->entry->sa.sides[p->side].messages++;
    if ((p->header.flags & IKELOG_FLAG_COMMIT) && p->side != exchange->starter)
        exchange->commit = true;
}

/* How a message of phase 1 is told from the others of its side. */
enum sign { HAS_SA, HAS_KE, CIPHERED, OTHER, EMPTY };

/* One row a message: exchange, side, sign, step. RFC 2409 5.1 to 5.4, RFC 2408 4.4 to 4.7. */
static const struct {
    uint8_t type, side, sign, step;
} flights[] = {
    {IKELOG_EXCHANGE_MAIN, IKELOG_INITIATOR, HAS_SA, 1},
    {IKELOG_EXCHANGE_MAIN, IKELOG_RESPONDER, HAS_SA, 2},
    {IKELOG_EXCHANGE_MAIN, IKELOG_INITIATOR, HAS_KE, 3},
    {IKELOG_EXCHANGE_MAIN, IKELOG_RESPONDER, HAS_KE, 4},
    {IKELOG_EXCHANGE_MAIN, IKELOG_INITIATOR, CIPHERED, 5},
    {IKELOG_EXCHANGE_MAIN, IKELOG_RESPONDER, CIPHERED, 6},
    {IKELOG_EXCHANGE_MAIN, IKELOG_INITIATOR, OTHER, 5},
    {IKELOG_EXCHANGE_MAIN, IKELOG_RESPONDER, OTHER, 6},
    {IKELOG_EXCHANGE_AGGRESSIVE, IKELOG_INITIATOR, HAS_SA, 1},
    {IKELOG_EXCHANGE_AGGRESSIVE, IKELOG_RESPONDER, HAS_SA, 2},
    {IKELOG_EXCHANGE_AGGRESSIVE, IKELOG_INITIATOR, CIPHERED, 3},
    {IKELOG_EXCHANGE_AGGRESSIVE, IKELOG_INITIATOR, OTHER, 3},
    {IKELOG_EXCHANGE_BASE, IKELOG_INITIATOR, HAS_SA, 1},
    {IKELOG_EXCHANGE_BASE, IKELOG_RESPONDER, HAS_SA, 2},
    {IKELOG_EXCHANGE_BASE, IKELOG_INITIATOR, HAS_KE, 3},
    {IKELOG_EXCHANGE_BASE, IKELOG_RESPONDER, HAS_KE, 4},
    {IKELOG_EXCHANGE_AUTH_ONLY, IKELOG_INITIATOR, HAS_SA, 1},
    {IKELOG_EXCHANGE_AUTH_ONLY, IKELOG_RESPONDER, HAS_SA, 2},
    {IKELOG_EXCHANGE_AUTH_ONLY, IKELOG_INITIATOR, OTHER, 3},
};

static enum sign sign_of(const struct passage *p)
{
    if (p->header.flags & IKELOG_FLAG_ENCRYPTION)
        return CIPHERED;
    if (p->view.readable && p->view.chain.count == 0)
        return EMPTY; /* it is no step at all */
    if (ikelog_chain_find(&p->view.chain, IKELOG_PAYLOAD_SA, 0))
        return HAS_SA;
    if (ikelog_chain_find(&p->view.chain, IKELOG_PAYLOAD_KE, 0))
        return HAS_KE;
    return OTHER;
}

static uint8_t phase1_step(const struct passage *p)
{
    enum sign sign = sign_of(p);

    for (size_t i = 0; i < G_N_ELEMENTS(flights); i++)
        if (flights[i].type == p->header.exchange_type && flights[i].side == p->side &&
            flights[i].sign == sign)
            return flights[i].step;
    return 0;
}

/* The starter sends messages 1 and 3, the other 2 and 4; a lone HASH is never the first. */
static uint8_t quick_step(const struct passage *p)
{
    const struct ikelog_exchange *exchange = p->exchange;
    unsigned before = 0;

    for (const struct ikelog_record *r = exchange->first; r && r != p->record; r = r->next)
        before += r->side == p->side;
    if (p->side != exchange->starter)
        return before == 0 ? 2 : 4;
    if (before > 0)
        return 3;
    return p->view.readable && p->view.unknown == 0 && p->view.chain.count == 1 &&
                   p->view.chain.payloads[0].type == IKELOG_PAYLOAD_HASH
               ? 3
               : 1;
}

void passage_assign_step(struct passage *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    unsigned expected;

    if (p->record->marks & IKELOG_MARK_FRAGMENT)
        return;
    if (is_phase1(&p->header))
        p->record->step = phase1_step(p);
    else if (exchange->type == IKELOG_EXCHANGE_QUICK)
        p->record->step = quick_step(p);
    else
        p->record->step = exchange->message_count;
    for (const struct ikelog_record *r = exchange->first; r && r != p->record; r = r->next)
        if (r->step > p->record->step)
            p->record->marks |= IKELOG_MARK_OUT_OF_ORDER;
    expected = ikelog_exchange_expected(exchange);
    if (expected && p->record->step == expected) {
        exchange->complete = true;
        p->record->marks |= IKELOG_MARK_COMPLETES;
    }
}

/* Even steps answer the odd step before them. */
void passage_pair_answer(struct passage *p)
{
    struct ikelog_record *request = NULL;

    if (p->record->step == 0 || p->record->step % 2 != 0 ||
        (p->exchange->type == IKELOG_EXCHANGE_INFORMATIONAL && p->header.message_id == 0))
        return;
    request = (struct ikelog_record *)ikelog_exchange_step(p->exchange, p->record->step - 1u);
    if (!request || request->side == p->record->side)
        return;
    p->record->request = request;
    if (!request->answer)
        request->answer = p->record;
}
