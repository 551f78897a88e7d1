/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exchanges, their steps, repeats, and which message answers which. */
#include "state/script.h"
#include "state/session_priv.h"

#include "wire/numbers.h"

#include <string.h>

static struct ikelog_exchange *new_exchange(struct passage *p)
{
    struct ikelog_exchange *exchange = pool_add(&p->session->all_exchanges);

    exchange->sa = &p->entry->sa;
    exchange->message_id = p->header.message_id;
    exchange->type = p->header.exchange_type;
    exchange->starter = (uint8_t)p->side;
    g_hash_table_add(p->session->exchanges, exchange);
    p->entry->exchange_count++;
    if (ikelog_exchange_is_phase1(exchange) && !p->entry->sa.phase1)
        p->entry->sa.mode = exchange->type;
    return exchange;
}

/*
 * The first whole message makes an exchange phase 1 or a Quick Mode of its IKE SA. Vendor fragments
 * alone do not: whoever finds an exchange there relies on its messages.
 */
static void begin_exchange(struct passage *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    struct ikelog_sa *sa = &p->entry->sa;

    exchange->first = p->record;
    exchange->starter = (uint8_t)p->side;
    p->record->flags |= IKELOG_RECORD_STARTS_EXCHANGE;
    if (ikelog_exchange_is_phase1(exchange) && !sa->phase1) {
        sa->phase1 = exchange;
        sa->mode = exchange->type;
        exchange->late_start = sa->state == IKELOG_SA_UNKNOWN_START;
    }
    if (exchange->type != IKELOG_EXCHANGE_QUICK)
        return;
    if (!sa->quick_modes)
        sa->quick_modes = g_ptr_array_new();
    g_ptr_array_add(sa->quick_modes, exchange);
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
        record->flags |= IKELOG_RECORD_ENCRYPTED;
    if (p->datagram->marker)
        record->flags |= IKELOG_RECORD_MARKER;
    if (p->datagram->on_wire > p->datagram->message.length ||
        p->header.length > p->datagram->message.length)
        record->flags |= IKELOG_RECORD_CUT;
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

static void count_repeat(struct passage *p, const struct ikelog_record *original)
{
    struct ikelog_exchange *exchange = p->exchange;

    p->record->flags |= IKELOG_RECORD_RETRANSMISSION;
    if (original->flags & IKELOG_RECORD_FRAGMENT)
        return; /* the whole message is what is repeated and waited for, not each part of it */
    p->entry->sa.sides[p->side].retransmissions++;
    if (exchange->repeats[p->side] < UINT16_MAX)
        exchange->repeats[p->side]++;
    if (answers_a_repeat(exchange, original))
        p->record->flags |= IKELOG_RECORD_ANSWER_REPEATED;
    else if (!other_side_spoke_since(exchange, original))
        p->record->flags |= IKELOG_RECORD_UNANSWERED;
    if ((p->record->flags & IKELOG_RECORD_UNANSWERED) && exchange->unanswered < UINT16_MAX)
        exchange->unanswered++;
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
    p->record->flags |= original->flags & (IKELOG_RECORD_FIRST_UNKNOWN | IKELOG_RECORD_FRAGMENT);
    if (copy)
        p->record->flags |= IKELOG_RECORD_COPY;
    else
        count_repeat(p, original);
    return true;
}

static void note_movement(struct passage *p)
{
    struct ikelog_peer *side = &p->entry->sa.sides[p->side];
    const struct ikelog_endpoint *src = &p->datagram->src;

    if (!ikelog_endpoint_same_address(&side->last, src))
        p->record->flags |= IKELOG_RECORD_MOVED;
    else if (side->last.port != src->port)
        p->record->flags |= IKELOG_RECORD_FLOATED;
    side->last = *src;
}

void passage_new_message(struct passage *p)
{
    struct ikelog_exchange *exchange = p->exchange;

    p->record = start_record(p);
    note_movement(p);
    if (p->header.next_payload == IKELOG_PAYLOAD_FRAGMENT) {
        p->record->flags |= IKELOG_RECORD_FRAGMENT;
        g_hash_table_add(p->session->strays, p->record);
        return;
    }
    if (!exchange->first)
        begin_exchange(p);
    else if (exchange->message_count < IKELOG_MAX_MESSAGES)
        exchange->last->next = p->record;
    else
        g_hash_table_add(p->session->strays, p->record); /* the list stays short */
    exchange->last = p->record;
    exchange->unanswered = 0;
    if (exchange->message_count < UINT8_MAX)
        exchange->message_count++;
    p->entry->sa.sides[p->side].messages++;
    if ((p->header.flags & IKELOG_FLAG_COMMIT) && p->side != exchange->starter)
        exchange->commit = true;
}

static bool comes_late(const struct passage *p)
{
    for (const struct ikelog_record *r = p->exchange->first; r && r != p->record; r = r->next)
        if (r->step > p->record->step)
            return p->record->step > 0;
    return false;
}

void passage_assign_step(struct passage *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    unsigned expected = ikelog_exchange_expected(exchange);
    struct ikelog_script_message message;

    if (p->record->flags & IKELOG_RECORD_FRAGMENT)
        return;
    if (exchange->type == IKELOG_EXCHANGE_QUICK)
        p->record->step = quick_mode_step(p);
    ikelog_script_message_read(&p->view, &message);
    if (exchange->type != IKELOG_EXCHANGE_QUICK)
        p->record->step = expected ? ikelog_script_step(&message) : exchange->message_count;
    if (comes_late(p))
        p->record->flags |= IKELOG_RECORD_OUT_OF_ORDER;
    if (expected && p->record->step == expected &&
        (!message.read || p->view.chain.status != IKELOG_OK ||
         ikelog_script_satisfied(&message, expected))) {
        exchange->complete = true;
        p->record->flags |= IKELOG_RECORD_COMPLETES;
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
