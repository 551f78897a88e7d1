/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exchanges, their steps, repeats, and which message answers which. */
#include "state/packet_context.h"
#include "state/quick_mode.h"
#include "state/script.h"
#include "state/sides.h"

#include "wire/numbers.h"

#include <string.h>

static struct ikelog_exchange *new_exchange(struct packet_context *p)
{
    struct tables *tables = &p->session->tables;
    struct ikelog_exchange *exchange =
        pool_add(p->header.exchange_type == IKELOG_EXCHANGE_QUICK ? &tables->all_quick_exchanges
                                                                  : &tables->all_exchanges);

    exchange->sa = &p->entry->sa;
    exchange->message_id = p->header.message_id;
    exchange->type = p->header.exchange_type;
    exchange->starter = (uint8_t)p->side;
    exchange->trouble = &ikelog_no_trouble;
    if (p->entry->exchange_count++ == 0)
        p->entry->first_exchange = exchange;
    else
        g_hash_table_add(tables->exchanges, exchange);
    if (ikelog_exchange_is_phase1(exchange) && !p->entry->sa.phase1)
        p->entry->sa.mode = exchange->type;
    return exchange;
}

/*
 * The first whole message makes an exchange phase 1 or a Quick Mode of its IKE SA. Vendor fragments
 * alone do not: whoever finds an exchange there relies on its messages.
 */
static void begin_exchange(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    struct ikelog_quick_exchange *quick = ikelog_exchange_as_quick(exchange);
    struct ikelog_sa *sa = &p->entry->sa;

    exchange->first = p->record;
    exchange->starter = (uint8_t)p->side;
    p->record->flags |= IKELOG_RECORD_STARTS_EXCHANGE;
    if (ikelog_exchange_is_phase1(exchange) && !sa->phase1) {
        sa->phase1 = exchange;
        sa->mode = exchange->type;
        exchange->late_start = sa->state == IKELOG_SA_UNKNOWN_START;
    }
    if (exchange->type == IKELOG_EXCHANGE_TRANSACTION)
        tables_course(&p->session->tables, sa)->transaction = exchange;
    if (!quick)
        return;
    if (!sa->quick_modes)
        sa->quick_modes = g_ptr_array_new();
    quick->number = sa->quick_modes->len;
    quick->ordinal = ++p->session->ordinals;
    g_ptr_array_add(sa->quick_modes, exchange);
}

/* Beyond the bound all later exchanges of a kind share the one with message ID 0. */
void process_exchange(struct packet_context *p)
{
    p->exchange = tables_find_exchange(&p->session->tables, p->entry, p->header.exchange_type,
                                       p->header.message_id);
    if (!p->exchange && p->entry->exchange_count >= IKELOG_MAX_EXCHANGES) {
        frames_add(&p->session->unannotated.beyond_exchanges, p->datagram->frame);
        p->header.message_id = 0;
        p->exchange =
            tables_find_exchange(&p->session->tables, p->entry, p->header.exchange_type, 0);
    }
    if (!p->exchange)
        p->exchange = new_exchange(p);
    p->entry->latest_exchange = p->exchange;
}

/* The whole message follows its last vendor fragment in the same frame. */
static bool is_of_fragments(const struct packet_context *p)
{
    const struct ikelog_record *before = p->entry->sa.last;

    return before && (before->flags & IKELOG_RECORD_FRAGMENT) &&
           before->frame == p->datagram->frame && before->exchange == p->exchange &&
           p->header.next_payload != IKELOG_PAYLOAD_FRAGMENT;
}

/* What is in clear while there is no IKE SA yet is about phase 1, whatever its message ID. */
static bool is_phase1(const struct packet_context *p)
{
    const bool about_phase1 = p->header.exchange_type == IKELOG_EXCHANGE_INFORMATIONAL &&
                              !(p->header.flags & IKELOG_FLAG_ENCRYPTION) &&
                              !p->exchange->sa->established;

    return p->header.message_id == 0 || about_phase1;
}

/* Of a repeat the original has the place in the CBC chain. */
static struct ikelog_record *start_record(struct packet_context *p, bool repeat)
{
    const bool chained = !repeat && (p->header.flags & IKELOG_FLAG_ENCRYPTION) &&
                         p->header.next_payload != IKELOG_PAYLOAD_FRAGMENT;
    struct ikelog_record *record =
        pool_add(chained ? &p->session->tables.all_chained : &p->session->tables.all_records);

    record->frame = p->datagram->frame;
    record->length = p->header.length;
    record->time_ns = p->datagram->time_ns;
    record->exchange = p->exchange;
    record->side = p->side == IKELOG_RESPONDER;
    record->fingerprint = p->fingerprint;
    record->phase = is_phase1(p) ? 1 : 2;
    record->next_payload = p->header.next_payload;
    record->of_fragments = is_of_fragments(p);
    if (record->of_fragments)
        record->part = p->entry->sa.last->part;
    if (p->header.flags & IKELOG_FLAG_ENCRYPTION)
        record->flags |= IKELOG_RECORD_ENCRYPTED;
    if (p->datagram->marker)
        record->flags |= IKELOG_RECORD_MARKER;
    record->ip_fragments = ip_fragments(p) & 15u;
    if (p->datagram->on_wire > p->datagram->message.length ||
        p->header.length > p->datagram->message.length)
        record->flags |= IKELOG_RECORD_CUT;
    return record;
}

/* A repeat that follows the other side's repeat of what it once answered. */
static bool answers_a_repeat(const struct ikelog_exchange *exchange,
                             const struct ikelog_record *original)
{
    const struct ikelog_record *last = exchange->trouble->last_repeat;

    return original->request && last && last->side != original->side &&
           ikelog_record_original(last) == original->request;
}

/* Whether the other side sent or repeated a message of this exchange after `frame`. */
static bool other_side_spoke_after(const struct packet_context *p, uint32_t frame)
{
    const struct ikelog_record *said[] = {p->exchange->last, p->exchange->trouble->last_repeat};

    for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
        if (said[i] && said[i]->side != p->side && said[i]->frame > frame)
            return true;
    return false;
}

static bool is_copy(const struct packet_context *p)
{
    const struct transmission *before =
        transmissions_find(&p->session->transmissions, p->datagram, p->fingerprint);

    if (!before)
        return false;
    if (p->datagram->ip_id > 0 && p->datagram->ip_id == before->ip_id)
        return true;
    return !other_side_spoke_after(p, before->frame);
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
static void count_doubt(struct ikelog_trouble *trouble, const struct ikelog_record *original,
                        const struct ikelog_record *repeat)
{
    if (trouble->doubted != original)
        trouble->doubts = 0;
    trouble->doubted = original;
    trouble->last_doubt = repeat;
    if (trouble->doubts < UINT16_MAX)
        trouble->doubts++;
}

/* A vendor fragment of the latest message, which answers what the other side sent again. */
static bool is_part_of_repeated_answer(const struct ikelog_exchange *exchange,
                                       const struct ikelog_record *fragment)
{
    return exchange->last && exchange->last->side == fragment->side &&
           exchange->last->frame >= fragment->frame && answers_a_repeat(exchange, exchange->last);
}

/* What answers a repeat of the other side is no repeat on its sender's own account. */
static void number_repeat(struct ikelog_record *record, struct ikelog_record *original)
{
    if (original->repeated < UINT16_MAX)
        original->repeated++;
    record->repeat = original->repeated;
}

/* A device that gets an answer once more sends at once what followed it, if it does at all. */
#define AT_ONCE_NS INT64_C(50000000)

/*
 * The other side's repeat right before this message, of something older than `original`, as which
 * it was sent first: it asks for it. NULL: there is none. Within an exchange only its last message
 * is asked for so; before, a repeat counts as one on its sender's own account.
 */
static struct ikelog_record *find_prompt(const struct packet_context *p,
                                         const struct ikelog_record *original)
{
    struct ikelog_record *repeat = p->entry->sa.last;

    if (!repeat || repeat->side == p->record->side || !ikelog_record_repeats(repeat) ||
        (repeat->flags & (IKELOG_RECORD_COPY | IKELOG_RECORD_FRAGMENT)) ||
        p->record->time_ns - repeat->time_ns > AT_ONCE_NS)
        return NULL;
    if (repeat->exchange == original->exchange && !(original->flags & IKELOG_RECORD_COMPLETES))
        return NULL;
    return ikelog_record_repeats(repeat)->frame < original->frame ? repeat : NULL;
}

/* Marks a repeat that was prompted, and its prompt; false: it was not. */
static bool mark_prompted(const struct packet_context *p, const struct ikelog_record *original)
{
    struct ikelog_record *prompt = find_prompt(p, original);

    if (prompt)
        prompt->prompts = p->record->prompted = true;
    return prompt != NULL;
}

/* What completes an exchange is the last of it. */
static bool waits_for_answer(const struct ikelog_exchange *exchange,
                             const struct ikelog_record *record)
{
    return !(record->flags & IKELOG_RECORD_COMPLETES) && !other_side_spoke_since(exchange, record);
}

static void count_repeat(struct packet_context *p, struct ikelog_record *original)
{
    struct ikelog_exchange *exchange = p->exchange;
    struct ikelog_trouble *trouble;

    p->record->flags |= IKELOG_RECORD_RETRANSMISSION;
    if (original->flags & IKELOG_RECORD_FRAGMENT) {
        /* The whole message is what is repeated and waited for, not each part of it. */
        if (is_part_of_repeated_answer(exchange, original))
            p->record->flags |= IKELOG_RECORD_ANSWER_REPEATED;
        return;
    }
    p->entry->sa.sides[p->side].retransmissions++;
    trouble = tables_trouble(&p->session->tables, exchange);
    if (trouble->repeats[p->side] < UINT16_MAX)
        trouble->repeats[p->side]++;
    if (answers_a_repeat(exchange, original))
        p->record->flags |= IKELOG_RECORD_ANSWER_REPEATED;
    else if (!mark_prompted(p, original))
        number_repeat(p->record, original);
    else if (waits_for_answer(exchange, original) && trouble->owed < UINT16_MAX)
        trouble->owed++;
    if (p->record->repeat > 0 && !other_side_spoke_since(exchange, original))
        p->record->flags |= IKELOG_RECORD_UNANSWERED;
    else if (p->record->repeat > 0)
        count_doubt(trouble, original, p->record);
    if ((p->record->flags & IKELOG_RECORD_UNANSWERED) && trouble->unanswered < UINT16_MAX)
        trouble->unanswered++;
    trouble->last_repeat = p->record;
}

bool process_repeat(struct packet_context *p)
{
    struct ikelog_record *original =
        tables_find_original(&p->session->tables, p->exchange, p->side, p->fingerprint);
    bool copy;

    if (!original) {
        transmissions_add(&p->session->transmissions, p->datagram, p->fingerprint);
        return false;
    }
    copy = is_copy(p);
    if (!copy)
        transmissions_add(&p->session->transmissions, p->datagram, p->fingerprint);
    p->record = start_record(p, true);
    p->record->link = original;
    p->record->ordinal = original->ordinal;
    p->record->phase = original->phase;
    p->record->step = original->step;
    p->record->decryption = original->decryption;
    p->record->check = original->check;
    p->record->keyset = original->keyset;
    sides_note(p->entry, p->record);
    p->record->flags |= original->flags & (IKELOG_RECORD_FIRST_UNKNOWN | IKELOG_RECORD_FRAGMENT);
    if (copy)
        p->record->flags |= IKELOG_RECORD_COPY;
    else
        count_repeat(p, original);
    return true;
}

static void note_movement(struct packet_context *p)
{
    struct ikelog_peer *side = &p->entry->sa.sides[p->side];
    const struct ikelog_endpoint *src = &p->datagram->src;

    if (side->last.family == 0)
        side->last = *src; /* heard for the first time: there is nothing to compare with */
    if (!ikelog_endpoint_same_address(&side->last, src))
        p->record->flags |= IKELOG_RECORD_MOVED;
    else if (side->last.port != src->port)
        p->record->flags |= IKELOG_RECORD_FLOATED;
    side->last = *src;
}

/* Devices number what they ask and what they answer apart. */
static void count_message(struct packet_context *p)
{
    const bool answers = p->exchange->starter != (uint8_t)p->side;
    uint16_t *ordinal = &p->entry->sa.sides[p->side].ordinals[answers];

    if (*ordinal < UINT16_MAX)
        (*ordinal)++;
    p->record->ordinal = *ordinal;
}

/* A new message: what came before it was repeated in vain no more. */
static void goes_on(struct ikelog_trouble *trouble, const struct ikelog_record *record)
{
    trouble->owed = (uint16_t)MIN(trouble->owed + trouble->unanswered, UINT16_MAX);
    trouble->unanswered = 0;
    if (trouble->doubted && trouble->doubted->side == record->side)
        trouble->doubted = NULL;
}

static void add_stray(struct packet_context *p)
{
    p->exchange->has_strays = true;
    g_hash_table_add(p->session->tables.strays, p->record);
}

void process_new_message(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;

    p->record = start_record(p, false);
    sides_note(p->entry, p->record);
    note_movement(p);
    if (p->header.next_payload == IKELOG_PAYLOAD_FRAGMENT) {
        p->record->flags |= IKELOG_RECORD_FRAGMENT;
        add_stray(p);
        return;
    }
    if (!exchange->first)
        begin_exchange(p);
    else if (exchange->message_count < IKELOG_MAX_MESSAGES)
        exchange->last->link = p->record;
    else
        add_stray(p); /* the list stays short */
    exchange->last = p->record;
    count_message(p);
    if (exchange->trouble != &ikelog_no_trouble)
        goes_on(tables_trouble(&p->session->tables, exchange), p->record);
    if (exchange->message_count < UINT8_MAX)
        exchange->message_count++;
    p->entry->sa.sides[p->side].messages++;
    if ((p->header.flags & IKELOG_FLAG_COMMIT) && p->side != exchange->starter)
        exchange->commit = true;
}

static bool comes_late(const struct packet_context *p)
{
    for (const struct ikelog_record *r = p->exchange->first; r && r != p->record;
         r = ikelog_record_next(r))
        if (r->step > p->record->step)
            return p->record->step > 0;
    return false;
}

uint8_t phase1_step_swapped(const struct ikelog_record *record)
{
    switch (record->exchange->type) {
    case IKELOG_EXCHANGE_MAIN:
    case IKELOG_EXCHANGE_BASE: /* 1 and 2, 3 and 4, 5 and 6 have the same signs */
        return record->step ? (uint8_t)(((record->step - 1u) ^ 1u) + 1u) : 0;
    default: /* message 3 of the others is the initiator's */
        return record->side == IKELOG_RESPONDER ? 0 : 3;
    }
}

/* The exchange is complete with the message of its last step, whenever it came. */
void exchange_complete_again(struct ikelog_exchange *exchange)
{
    unsigned expected = ikelog_exchange_expected(exchange);

    exchange->complete = false;
    for (struct ikelog_record *r = exchange->first; r; r = ikelog_record_next(r)) {
        r->flags &= (uint16_t)~IKELOG_RECORD_COMPLETES;
        if (expected == 0 || r->step != expected)
            continue;
        exchange->complete = true;
        r->flags |= IKELOG_RECORD_COMPLETES;
    }
}

void process_step(struct packet_context *p)
{
    struct ikelog_exchange *exchange = p->exchange;
    unsigned expected = ikelog_exchange_expected(exchange);
    struct ikelog_script_message message;

    if (p->record->flags & IKELOG_RECORD_FRAGMENT)
        return;
    if (exchange->type == IKELOG_EXCHANGE_QUICK)
        p->record->step = quick_mode_step(p);
    ikelog_script_message_read(p->view, &message);
    if (exchange->type != IKELOG_EXCHANGE_QUICK)
        p->record->step = expected ? ikelog_script_step(&message) : exchange->message_count;
    if (comes_late(p))
        p->record->flags |= IKELOG_RECORD_OUT_OF_ORDER;
    if (expected && p->record->step == expected &&
        (!message.read || p->view->chain.status != IKELOG_OK ||
         ikelog_script_satisfied(&message, expected))) {
        exchange->complete = true;
        p->record->flags |= IKELOG_RECORD_COMPLETES;
    }
}

/* Even steps answer the odd step before them. */
void exchange_pair_answer(struct ikelog_record *record)
{
    struct ikelog_record *request;

    if (record->step == 0 || record->step % 2 != 0)
        return;
    request = (struct ikelog_record *)ikelog_exchange_step(record->exchange, record->step - 1u);
    if (!request || request->side == record->side)
        return;
    record->request = request;
    if (!request->answer)
        request->answer = record;
}

void process_answer(struct packet_context *p)
{
    if (p->exchange->type != IKELOG_EXCHANGE_INFORMATIONAL || p->header.message_id != 0)
        exchange_pair_answer(p->record);
    if (p->exchange->type == IKELOG_EXCHANGE_QUICK)
        mark_prompted(p, p->record); /* it got lost before the point of capture at first */
}
