/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which peer is the initiator of an IKE SA whose beginning was not captured: a conclusion, revised
 * when better evidence comes. */
#include "state/sides.h"

#include "state/decrypt.h"
#include "wire/config.h"
#include "wire/numbers.h"

#define CONFIG_HEAD   4u  /* octets of a mode config payload before its attributes */
#define INTERNAL_LAST 15u /* the last attribute that asks for an inner address */

void sides_begin(struct packet_context *p)
{
    p->entry->late = true;
    p->entry->unsettled = g_ptr_array_new();
}

void sides_note(struct sa_entry *entry, struct ikelog_record *record)
{
    if (entry->unsettled)
        g_ptr_array_add(entry->unsettled, record);
}

static void swap_booleans(bool pair[2])
{
    bool first = pair[0];

    pair[0] = pair[1];
    pair[1] = first;
}

static void swap_dpd(struct dpd_talk *dpd)
{
    const struct dpd_talk old = *dpd;

    for (int i = 0; i < 2; i++) {
        dpd->request[i] = old.request[1 - i];
        dpd->open[i] = old.open[1 - i];
        dpd->sequence[i] = old.sequence[1 - i];
    }
}

static void swap_course(struct ikelog_course *course)
{
    const struct ikelog_record *verified = course->verified[0];

    course->verified[0] = course->verified[1];
    course->verified[1] = verified;
    for (unsigned i = 0; i < course->notify_seen_count; i++)
        course->notifies_seen[i].side ^= 1;
}

static void swap_sa(struct tables *tables, struct sa_entry *entry)
{
    struct ikelog_sa *sa = &entry->sa;
    const struct ikelog_peer peer = sa->sides[0];

    sa->sides[0] = sa->sides[1];
    sa->sides[1] = peer;
    for (unsigned i = 0; i < sa->keyset_count; i++) {
        swap_booleans(sa->keysets[i].proven);
        swap_booleans(sa->keysets[i].refuted);
        swap_booleans(sa->keysets[i].hash_verified);
    }
    if (sa->course != &ikelog_no_course)
        swap_course(tables_course(tables, sa));
    if (entry->rare != &sa_without_rare)
        swap_dpd(&tables_rare(tables, entry)->dpd);
    swap_booleans(entry->spoke_after_phase1);
    entry->inputs = 0; /* nonces and public values have another order now */
}

static void swap_exchange(struct tables *tables, struct ikelog_exchange *exchange)
{
    const uint16_t *repeats = exchange->trouble->repeats;

    if (repeats[0] != repeats[1]) {
        struct ikelog_trouble *trouble = tables_trouble(tables, exchange);
        uint16_t first = repeats[0];

        trouble->repeats[0] = repeats[1];
        trouble->repeats[1] = first;
    }
    exchange->starter ^= 1;
}

static void swap_record(struct tables *tables, struct ikelog_record *record)
{
    bool stray = g_hash_table_lookup(tables->strays, record) == record;

    if (stray)
        g_hash_table_remove(tables->strays, record);
    record->side ^= 1;
    if (stray)
        g_hash_table_add(tables->strays, record);
    if (record->flags & IKELOG_RECORD_STARTS_EXCHANGE)
        swap_exchange(tables, record->exchange);
    if (record->exchange == record->exchange->sa->phase1)
        record->step = phase1_step_swapped(record);
}

/* A message of phase 1 answers the one before it, as the steps stand now. */
static void pair_answers_again(struct ikelog_exchange *phase1)
{
    for (struct ikelog_record *r = phase1->first; r; r = ikelog_record_next(r)) {
        if (r->request && r->request->exchange == phase1)
            r->request = NULL;
        if (r->answer && r->answer->exchange == phase1)
            r->answer = NULL;
    }
    for (struct ikelog_record *r = phase1->first; r; r = ikelog_record_next(r))
        exchange_pair_answer(r);
}

static void swap(struct packet_context *p)
{
    struct sa_entry *entry = p->entry;
    struct ikelog_exchange *phase1 = entry->sa.phase1;

    swap_sa(&p->session->tables, entry);
    for (unsigned i = 0; i < entry->unsettled->len; i++)
        swap_record(&p->session->tables, g_ptr_array_index(entry->unsettled, i));
    if (phase1) {
        exchange_complete_again(phase1);
        pair_answers_again(phase1);
    }
    established_conclude(entry);
    p->side = ikelog_side_other(p->side);
}

void sides_conclude(struct packet_context *p, enum ikelog_side sender,
                    enum ikelog_side_evidence evidence)
{
    struct sa_entry *entry = p->entry;

    if (!entry->unsettled || evidence <= entry->sa.side_evidence)
        return;
    entry->sa.side_evidence = evidence;
    if (sender != p->side)
        swap(p);
    if (evidence != IKELOG_SIDES_CERTAIN)
        return;
    g_ptr_array_unref(entry->unsettled);
    entry->unsettled = NULL;
}

/* The other side is behind NAT, so it began. */
static void conclude_from_ports(struct packet_context *p)
{
    const struct ikelog_datagram *d = p->datagram;
    bool from_ike = d->src.port == 500 || d->src.port == 4500;
    bool to_ike = d->dst.port == 500 || d->dst.port == 4500;

    if (from_ike != to_ike)
        sides_conclude(p, from_ike ? IKELOG_RESPONDER : IKELOG_INITIATOR, IKELOG_SIDES_LIKELY);
}

/* The same peers had an IKE SA before: who began it probably began this one, too. */
static void conclude_from_history(struct packet_context *p)
{
    const struct ikelog_sa *before = p->entry->sa.replaces;
    const struct ikelog_endpoint *src = &p->datagram->src, *dst = &p->datagram->dst;

    if (!before || before->side_evidence == IKELOG_SIDES_GUESSED ||
        ikelog_endpoint_same_address(src, dst))
        return;
    sides_conclude(p,
                   ikelog_endpoint_same_address(src, &before->sides[IKELOG_INITIATOR].first)
                       ? IKELOG_INITIATOR
                       : IKELOG_RESPONDER,
                   IKELOG_SIDES_HABIT);
}

/* The message of phase 1 before this one that is of the same kind: encrypted, or with a KE. */
static const struct ikelog_record *before_it(const struct packet_context *p, bool encrypted)
{
    const struct ikelog_record *before = NULL;

    for (const struct ikelog_record *r = p->exchange->first; r && r != p->record;
         r = ikelog_record_next(r))
        if (((r->flags & IKELOG_RECORD_ENCRYPTED) != 0) == encrypted)
            before = r;
    return before;
}

/*
 * Main mode, after SA: KE by the initiator, KE by the responder, then encrypted in the same order.
 * What comes second of a kind is the responder's. An encrypted message after the other side's only
 * KE is the initiator's, since that KE was the answer.
 */
static void conclude_from_order(struct packet_context *p)
{
    bool encrypted = (p->record->flags & IKELOG_RECORD_ENCRYPTED) != 0;
    const struct ikelog_record *same = before_it(p, encrypted), *clear = before_it(p, false);

    if (same && same->side != p->record->side)
        sides_conclude(p, IKELOG_RESPONDER, IKELOG_SIDES_LIKELY);
    else if (encrypted && !same && clear && clear == p->exchange->first &&
             clear->side != p->record->side)
        sides_conclude(p, IKELOG_INITIATOR, IKELOG_SIDES_LIKELY);
}

void process_sides_before(struct packet_context *p)
{
    const struct ikelog_chain *chain = &p->view->chain;

    if (!p->entry->unsettled || (p->record->flags & IKELOG_RECORD_FRAGMENT))
        return;
    conclude_from_history(p);
    conclude_from_ports(p);
    if (p->exchange != p->entry->sa.phase1)
        return;
    if (p->view->readable && ikelog_chain_find(chain, IKELOG_PAYLOAD_SA, 0))
        sides_conclude(p, IKELOG_RESPONDER,
                       IKELOG_SIDES_CERTAIN); /* with both cookies: an answer */
    else if (p->exchange->type == IKELOG_EXCHANGE_AGGRESSIVE)
        sides_conclude(p, IKELOG_INITIATOR, IKELOG_SIDES_CERTAIN); /* message 3 */
    else if (p->exchange->type == IKELOG_EXCHANGE_MAIN)
        conclude_from_order(p);
}

/* The gateway asks for name and password, the client for an inner address. */
static void conclude_from_config(struct packet_context *p)
{
    const struct ikelog_payload *config =
        ikelog_chain_find(&p->view->chain, IKELOG_PAYLOAD_CONFIG, 0);
    struct ikelog_attribute attribute;
    struct ikelog_octets body = {NULL, 0};
    struct ikelog_reader r;

    if (config && config->offset >= p->view->unknown)
        body.data = ikelog_payload_body(p->view->octets.data, config, &body.length);
    if (!body.data || body.length <= CONFIG_HEAD || body.data[0] != IKELOG_CONFIG_REQUEST)
        return;
    r = ikelog_reader_over(body.data, body.length);
    ikelog_read_bytes(&r, CONFIG_HEAD);
    if (ikelog_attribute_read(&r, &attribute) != IKELOG_OK)
        return;
    if (ikelog_config_is_xauth(attribute.type))
        sides_conclude(p, IKELOG_RESPONDER, IKELOG_SIDES_LIKELY);
    else if (attribute.type <= INTERNAL_LAST)
        sides_conclude(p, IKELOG_INITIATOR, IKELOG_SIDES_LIKELY);
}

/*
 * The first protected message of main mode is the initiator's. The CBC chain says which it is: the
 * one that begins with the initial IV, while the other one's IV is its last block.
 */
static void conclude_from_chain(struct packet_context *p)
{
    const struct ikelog_keyset *keyset = ikelog_record_keyset(p->record);
    const struct ikelog_record *before;

    if (!p->view->decrypted || p->view->unknown || !keyset)
        return;
    before = iv_predecessor(p, keyset);
    if (!before)
        sides_conclude(p, IKELOG_INITIATOR, IKELOG_SIDES_CERTAIN);
    else if (before->side != p->record->side)
        sides_conclude(p, IKELOG_RESPONDER, IKELOG_SIDES_CERTAIN);
}

void process_sides_after(struct packet_context *p)
{
    if (!p->entry->unsettled || !p->view->readable)
        return;
    if (p->exchange == p->entry->sa.phase1 && p->exchange->type == IKELOG_EXCHANGE_MAIN)
        conclude_from_chain(p);
    else if (p->exchange->type == IKELOG_EXCHANGE_TRANSACTION)
        conclude_from_config(p);
}

/* Either side may start a Quick Mode, but mostly it is who began the IKE SA. */
void process_sides_of_quick_mode(struct packet_context *p)
{
    const struct ikelog_exchange *exchange = p->exchange;

    if (exchange->type == IKELOG_EXCHANGE_QUICK && exchange->starter_certain)
        sides_conclude(p,
                       p->record->side == exchange->starter ? IKELOG_INITIATOR : IKELOG_RESPONDER,
                       IKELOG_SIDES_HABIT);
}
