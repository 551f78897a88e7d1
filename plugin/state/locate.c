/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which IKE SA a message belongs to, and which of its sides sent it. */
#include "state/sides.h"

#include "wire/numbers.h"

#include <string.h>

static struct sa_entry *new_entry(struct packet_context *p, bool half)
{
    struct ikelog_session *session = p->session;
    struct sa_entry *entry;

    if (session->tables.sas->len >= session->most_sas) {
        frames_add(&session->unannotated.beyond_sas, p->datagram->frame);
        return NULL;
    }
    entry = pool_add(&session->tables.all_entries);
    entry->sa.number = session->tables.sas->len;
    entry->sa.ordinal = ++session->ordinals;
    memcpy(entry->sa.cky_i, p->header.cky_i, IKELOG_COOKIE_LEN);
    memcpy(entry->sa.cky_r, p->header.cky_r, IKELOG_COOKIE_LEN);
    entry->sa.state = half ? IKELOG_SA_NEGOTIATING : IKELOG_SA_UNKNOWN_START;
    entry->sa.side_evidence = half ? IKELOG_SIDES_CERTAIN : IKELOG_SIDES_GUESSED;
    entry->sa.suite = &ikelog_no_suite;
    entry->sa.course = &ikelog_no_course;
    entry->rare = &sa_without_rare;
    for (int side = IKELOG_INITIATOR; side <= IKELOG_RESPONDER; side++) {
        entry->sa.sides[side].said = &ikelog_nothing_said;
        entry->sa.sides[side].trace = &ikelog_no_trace;
    }
    g_ptr_array_add(session->tables.sas, entry);
    if (!ikelog_cookie_is_zero(entry->sa.cky_r))
        g_hash_table_add(session->tables.by_cookies, entry);
    return entry;
}

/* The capture begins after the IKE SA did. */
static struct sa_entry *new_late_entry(struct packet_context *p)
{
    p->entry = new_entry(p, false);
    if (p->entry)
        sides_begin(p);
    return p->entry;
}

static GBytes *also(GBytes *bytes)
{
    return bytes ? g_bytes_ref(bytes) : NULL;
}

static void clone_said(struct tables *tables, struct ikelog_peer *to,
                       const struct ikelog_said *from)
{
    struct ikelog_said *said;

    if (from == &ikelog_nothing_said)
        return;
    said = tables_said(tables, to);
    *said = *from;
    said->ke = also(from->ke);
    said->nonce = also(from->nonce);
    said->id = also(from->id);
    said->cert = also(from->cert);
    said->cert_request = also(from->cert_request);
}

/* A second responder cookie for one first message: the initiator's part is the same. */
static struct sa_entry *clone_entry(struct packet_context *p, const struct sa_entry *from)
{
    const struct ikelog_peer *initiator = &from->sa.sides[IKELOG_INITIATOR];
    struct sa_entry *entry = new_entry(p, true);
    struct ikelog_peer *to;

    if (!entry)
        return NULL;
    to = &entry->sa.sides[IKELOG_INITIATOR];
    *to = *initiator;
    to->said = &ikelog_nothing_said;
    to->trace = &ikelog_no_trace;
    to->sa = also(initiator->sa);
    to->vendors = also(initiator->vendors);
    to->messages = to->retransmissions = 0;
    to->latest = NULL;
    clone_said(&p->session->tables, to, initiator->said);
    entry->sa.sides[IKELOG_RESPONDER].first = entry->sa.sides[IKELOG_RESPONDER].last =
        from->sa.sides[IKELOG_RESPONDER].first;
    entry->sa.mode = from->sa.mode;
    entry->sa.offered = from->sa.offered;
    entry->sa.gdoi = from->sa.gdoi;
    return entry;
}

static void bind_responder(struct packet_context *p, struct sa_entry *entry)
{
    memcpy(entry->sa.cky_r, p->header.cky_r, IKELOG_COOKIE_LEN);
    g_hash_table_add(p->session->tables.by_cookies, entry);
}

static bool is_informational(const struct packet_context *p)
{
    return p->header.exchange_type == IKELOG_EXCHANGE_INFORMATIONAL;
}

/* The half-open IKE SA that this message answers, continues or repeats. */
static struct sa_entry *find_half(const struct packet_context *p)
{
    const struct ikelog_datagram *d = p->datagram;
    struct sa_entry *half = tables_find_half(&p->session->tables, p->header.cky_i, &d->src);

    return half ? half : tables_find_half(&p->session->tables, p->header.cky_i, &d->dst);
}

static struct sa_entry *locate_full(struct packet_context *p)
{
    struct sa_entry *entry = tables_find_cookies(&p->session->tables, p->header.cookies);
    struct sa_entry *half;

    if (entry)
        return entry;
    half = find_half(p);
    if (!half)
        return new_late_entry(p);
    if (is_informational(p) && !(p->header.flags & IKELOG_FLAG_ENCRYPTION))
        return half; /* an unprotected error does not fix the cookie */
    if (ikelog_cookie_is_zero(half->sa.cky_r)) {
        bind_responder(p, half);
        return half;
    }
    entry = clone_entry(p, half);
    if (entry)
        g_hash_table_add(p->session->tables.half_open, entry); /* in the place of `half` */
    return entry;
}

/*
 * The IKE SA of a message without the responder's cookie, seen for the first time. An informational
 * message is then an error, and the one who answers sent it.
 */
static struct sa_entry *new_half(struct packet_context *p)
{
    const struct ikelog_datagram *d = p->datagram;
    struct sa_entry *entry = new_entry(p, true);
    struct ikelog_peer *responder;

    if (!entry)
        return NULL;
    responder = &entry->sa.sides[IKELOG_RESPONDER];
    responder->first = responder->last = is_informational(p) ? d->src : d->dst;
    if (is_informational(p))
        entry->sa.side_evidence = IKELOG_SIDES_LIKELY;
    g_hash_table_add(p->session->tables.half_open, entry);
    return entry;
}

static struct sa_entry *locate_half(struct packet_context *p)
{
    struct sa_entry *half =
        tables_find_half(&p->session->tables, p->header.cky_i, &p->datagram->dst);

    if (!half && is_informational(p))
        half = find_half(p);
    return half ? half : new_half(p);
}

/* +1: `endpoint` is this side's; -1: it cannot be; 0: nothing is known. */
static int match_side(const struct ikelog_sa *sa, enum ikelog_side side,
                      const struct ikelog_endpoint *endpoint)
{
    const struct ikelog_peer *c = &sa->sides[side];

    if (c->first.family == 0)
        return 0;
    return ikelog_endpoint_same_address(&c->first, endpoint) ||
                   ikelog_endpoint_same_address(&c->last, endpoint)
               ? 1
               : -1;
}

/* Whether addresses speak for the initiator (+) or the responder (-) as the sender. */
static int weigh_addresses(const struct packet_context *p)
{
    const struct ikelog_datagram *d = p->datagram;
    const struct ikelog_sa *sa = &p->entry->sa;
    int initiator =
        match_side(sa, IKELOG_INITIATOR, &d->src) + match_side(sa, IKELOG_RESPONDER, &d->dst);
    int responder =
        match_side(sa, IKELOG_RESPONDER, &d->src) + match_side(sa, IKELOG_INITIATOR, &d->dst);

    return initiator - responder;
}

/* Both ends have one address: their ports may differ. */
static int weigh_ports(const struct packet_context *p)
{
    const struct ikelog_datagram *d = p->datagram;
    const struct ikelog_sa *sa = &p->entry->sa;

    if (d->src.port == d->dst.port || sa->sides[IKELOG_INITIATOR].last.family == 0)
        return 0;
    if (d->src.port == sa->sides[IKELOG_INITIATOR].last.port)
        return 1;
    return d->dst.port == sa->sides[IKELOG_INITIATOR].last.port ? -1 : 0;
}

/* Nothing else helps: the sides take turns, and a known message keeps its side. */
static enum ikelog_side guess_by_turn(const struct packet_context *p)
{
    const struct ikelog_exchange *exchange = tables_find_exchange(
        &p->session->tables, p->entry, p->header.exchange_type, p->header.message_id);

    if (!exchange)
        return IKELOG_INITIATOR;
    if (tables_find_original(&p->session->tables, exchange, IKELOG_INITIATOR, p->fingerprint))
        return IKELOG_INITIATOR;
    if (tables_find_original(&p->session->tables, exchange, IKELOG_RESPONDER, p->fingerprint))
        return IKELOG_RESPONDER;
    return exchange->last ? ikelog_side_other((enum ikelog_side)exchange->last->side)
                          : IKELOG_INITIATOR;
}

static enum ikelog_side side_of(const struct packet_context *p)
{
    int weight;

    if (p->entry->sa.sides[0].first.family == 0 && p->entry->sa.sides[1].first.family == 0)
        return IKELOG_INITIATOR; /* a guess, when both cookies are there: see sides.c */
    if (ikelog_cookie_is_zero(p->header.cky_r) && !is_informational(p))
        return IKELOG_INITIATOR;
    weight = weigh_addresses(p);
    if (weight == 0)
        weight = weigh_ports(p);
    if (weight == 0)
        return guess_by_turn(p);
    return weight > 0 ? IKELOG_INITIATOR : IKELOG_RESPONDER;
}

/* A newer IKE SA between the same peers: a rekey, or another try. */
static void link_pair(struct packet_context *p)
{
    struct pair_entry *pair = p->entry->pair;
    struct sa_entry *before;

    if (!pair || !pair_is_of(pair, &p->datagram->src, &p->datagram->dst))
        pair = tables_pair(&p->session->tables, &p->datagram->src, &p->datagram->dst, true);
    p->entry->pair = pair;
    before = pair->latest;
    if (before == p->entry)
        return;
    if (!p->entry->sa.first && before) {
        p->entry->sa.replaces = &before->sa;
        if (before->sa.state != IKELOG_SA_ESTABLISHED && !before->sa.replaced_by)
            before->sa.replaced_by = &p->entry->sa;
    }
    if (!p->entry->sa.first || !before)
        pair->latest = p->entry;
}

bool process_locate(struct packet_context *p)
{
    struct ikelog_sa *sa;

    p->entry = ikelog_cookie_is_zero(p->header.cky_r) ? locate_half(p) : locate_full(p);
    if (!p->entry)
        return false;
    sa = &p->entry->sa;
    p->side = side_of(p);
    for (int i = 0; i < 2; i++) {
        enum ikelog_side side = i == 0 ? p->side : ikelog_side_other(p->side);
        const struct ikelog_endpoint *endpoint = i == 0 ? &p->datagram->src : &p->datagram->dst;

        if (sa->sides[side].first.family == 0)
            sa->sides[side].first = sa->sides[side].last = *endpoint;
    }
    link_pair(p);
    return true;
}
