/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CBC chain of IKEv1: which IVs may belong to a message, likeliest first (RFC 2409 appendix B).
 */
#include "state/decrypt.h"

#include "wire/ident.h"
#include "wire/numbers.h"

#include <string.h>

#define MOST_BEFORE 4u                 /* earlier messages whose last block is tried */
#define MOST_BASES  (MOST_BEFORE + 2u) /* with that of a fragment, and the initial IV */

static const uint8_t *last_block(const struct ikelog_record *record, uint32_t block)
{
    return ikelog_record_chained(record)->last + IKELOG_MAX_BLOCK - block;
}

/* The encrypted messages of an exchange before `end` (NULL: all), the latest first. */
static unsigned collect_before(const struct ikelog_exchange *exchange,
                               const struct ikelog_record *end,
                               const struct ikelog_record *before[MOST_BEFORE])
{
    unsigned count = 0;

    for (const struct ikelog_record *r = exchange->first; r && r != end;
         r = ikelog_record_next(r)) {
        if (!(r->flags & IKELOG_RECORD_ENCRYPTED) || (r->flags & IKELOG_RECORD_CUT))
            continue;
        for (unsigned i = MOST_BEFORE - 1; i > 0; i--)
            before[i] = before[i - 1];
        before[0] = r;
        if (count < MOST_BEFORE)
            count++;
    }
    return count;
}

static void note_tail(struct packet_context *p, struct ikelog_octets data)
{
    struct sa_rare *rare = tables_rare(&p->session->tables, p->entry);

    if (!rare->tail)
        rare->tail = g_new0(struct fragment_tail, 1);
    rare->tail->exchange = p->exchange;
    memcpy(rare->tail->octets, data.data + data.length - IKELOG_MAX_BLOCK, IKELOG_MAX_BLOCK);
}

void note_fragment(struct packet_context *p)
{
    struct ikelog_octets body;
    struct ikelog_fragment fragment;

    if (ikelog_view_is_cut(p->view) || /* the flags need not be those of the whole message */
        !ikelog_view_payload(p->view, 0, IKELOG_PAYLOAD_FRAGMENT, &body) ||
        ikelog_fragment_read(body, &fragment) != IKELOG_OK)
        return;
    p->record->part = fragment.number;
    if (fragment.last && fragment.data.length >= IKELOG_MAX_BLOCK)
        note_tail(p, fragment.data);
}

/* The last cipher block of the latest message of an exchange that came in fragments, or NULL. */
static const uint8_t *tail_of(const struct ikelog_exchange *exchange, uint32_t block)
{
    const struct sa_entry *entry = (const struct sa_entry *)(const void *)exchange->sa;
    const struct fragment_tail *tail = entry->rare->tail;

    return tail && tail->exchange == exchange ? tail->octets + IKELOG_MAX_BLOCK - block : NULL;
}

static bool has_public_values(const struct ikelog_sa *sa)
{
    return sa->sides[0].said->ke && sa->sides[1].said->ke;
}

/* initiator: which of the sides is taken for it */
static bool initial_iv(const struct ikelog_sa *sa, enum ikelog_side initiator,
                       const struct ikelog_hash *hash, uint32_t block, uint8_t *iv)
{
    const struct ikelog_peer *i = &sa->sides[initiator];
    const struct ikelog_peer *r = &sa->sides[ikelog_side_other(initiator)];

    return has_public_values(sa) &&
           ikelog_iv_phase1(hash, ikelog_bytes_octets(i->said->ke),
                            ikelog_bytes_octets(r->said->ke), block, iv) == IKELOG_OK;
}

bool iv_of_phase1(const struct ikelog_sa *sa, enum ikelog_side initiator,
                  const struct ikelog_keyset *keyset, uint8_t *iv)
{
    return keyset->hash && initial_iv(sa, initiator, keyset->hash, keyset->cipher->block, iv);
}

/*
 * First message of another exchange: hash(last block of phase 1 | M-ID). Which block is the last is
 * open while the last message may be missing, and before phase 1 is complete an
 * informational exchange starts from what there is: all are tried, the initial IV at the end.
 */
static bool first_iv(const struct ikelog_exchange *exchange, const struct ikelog_hash *hash,
                     uint32_t block, unsigned n, uint8_t *iv)
{
    const struct ikelog_sa *sa = exchange->sa;
    const struct ikelog_record *before[MOST_BEFORE] = {NULL};
    unsigned count = sa->phase1 ? collect_before(sa->phase1, NULL, before) : 0;
    const uint8_t *tail = sa->phase1 ? tail_of(sa->phase1, block) : NULL;
    uint8_t initial[IKELOG_MAX_BLOCK];
    const uint8_t *base = initial;

    if (n < count)
        base = last_block(before[n], block);
    else if (tail && n == count)
        base = tail;
    else if (n > count + (tail != NULL) || !initial_iv(sa, IKELOG_INITIATOR, hash, block, initial))
        return false;
    return ikelog_iv_phase2(hash, base, block, exchange->message_id, iv) == IKELOG_OK;
}

static bool derived_iv(const struct ikelog_exchange *exchange, const struct ikelog_hash *hash,
                       uint32_t block, unsigned n, uint8_t *iv)
{
    if (exchange != exchange->sa->phase1)
        return first_iv(exchange, hash, block, n, iv);
    if (n == 1 && exchange->sa->side_evidence == IKELOG_SIDES_CERTAIN)
        return false;
    return n < 2 && initial_iv(exchange->sa, (enum ikelog_side)n, hash, block, iv);
}

/* The hash is not known: all that are long enough, MOST_BASES tries each. */
static bool derived_iv_of_any_hash(const struct ikelog_exchange *exchange, uint32_t block,
                                   unsigned n, uint8_t *iv, bool *tried)
{
    size_t rows;
    const struct ikelog_hash *hash = ikelog_hash_rows(&rows);
    unsigned row = n / MOST_BASES;

    *tried = row < rows;
    return row < rows && hash[row].length >= block &&
           derived_iv(exchange, &hash[row], block, n % MOST_BASES, iv);
}

bool candidate_iv(const struct packet_context *p, const struct ikelog_keyset *keyset, unsigned *n,
                  uint8_t *iv)
{
    uint32_t block = keyset->cipher->block;
    const struct ikelog_record *before[MOST_BEFORE] = {NULL};
    unsigned count = collect_before(p->exchange, p->record, before);
    const uint8_t *tail = tail_of(p->exchange, block);
    bool tried = true;

    memset(iv, 0, IKELOG_MAX_BLOCK);
    if (*n < count) {
        memcpy(iv, last_block(before[(*n)++], block), block);
        return true;
    }
    if (tail && *n == count) {
        memcpy(iv, tail, block);
        (*n)++;
        return true;
    }
    count += tail != NULL;
    if (keyset->hash)
        return derived_iv(p->exchange, keyset->hash, block, (*n)++ - count, iv);
    while (tried)
        if (derived_iv_of_any_hash(p->exchange, block, (*n)++ - count, iv, &tried))
            return true;
    return false;
}

/* The encrypted message before `end` (NULL: the last one) in an exchange, or NULL. */
static const struct ikelog_record *encrypted_before(const struct ikelog_exchange *exchange,
                                                    const struct ikelog_record *end)
{
    const struct ikelog_record *last = NULL;

    for (const struct ikelog_record *r = exchange->first; r && r != end; r = ikelog_record_next(r))
        if (r->flags & IKELOG_RECORD_ENCRYPTED)
            last = r;
    return last;
}

/* Phase 1 was seen to its end, and so was all that was encrypted in it. */
static bool phase1_is_whole(const struct ikelog_sa *sa)
{
    const struct ikelog_exchange *phase1 = sa->phase1;
    const struct ikelog_record *last = phase1 ? encrypted_before(phase1, NULL) : NULL;

    if (!last)
        return phase1 && phase1->complete && has_public_values(sa);
    return last->chain_whole && (last->flags & IKELOG_RECORD_COMPLETES) &&
           !(last->flags & IKELOG_RECORD_CUT);
}

bool chain_is_whole(const struct packet_context *p)
{
    const struct ikelog_sa *sa = &p->entry->sa;
    const struct ikelog_record *before = encrypted_before(p->exchange, p->record);

    if (before)
        return before->chain_whole && before->side != p->record->side &&
               !(before->flags & IKELOG_RECORD_CUT);
    if (p->exchange == sa->phase1) /* the initiator is the first to encrypt */
        return p->side == IKELOG_INITIATOR && has_public_values(sa);
    return phase1_is_whole(sa);
}

bool iv_after(const struct ikelog_record *last, const struct ikelog_exchange *exchange,
              const struct ikelog_keyset *keyset, uint8_t *iv)
{
    uint32_t block = keyset->cipher->block;

    if (exchange == last->exchange) {
        memcpy(iv, last_block(last, block), block);
        return true;
    }
    return last->exchange == exchange->sa->phase1 && keyset->hash &&
           ikelog_iv_phase2(keyset->hash, last_block(last, block), block, exchange->message_id,
                            iv) == IKELOG_OK;
}

const struct ikelog_record *iv_predecessor(const struct packet_context *p,
                                           const struct ikelog_keyset *keyset)
{
    uint32_t block = keyset->cipher->block;

    for (const struct ikelog_record *r = p->exchange->first; r && r != p->record;
         r = ikelog_record_next(r))
        if ((r->flags & IKELOG_RECORD_ENCRYPTED) &&
            memcmp(last_block(r, block), ikelog_record_chained(p->record)->iv, block) == 0)
            return r;
    return NULL;
}
