/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CBC chain of IKEv1: which IVs may belong to a message, likeliest first (RFC 2409 appendix B).
 */
#include "state/session_priv.h"

#include <string.h>

#define MOST_BEFORE 4u /* earlier messages whose last block is tried */

static const uint8_t *last_block(const struct ikelog_record *record, uint32_t block)
{
    return record->last + IKELOG_MAX_BLOCK - block;
}

/* The encrypted messages of an exchange before `end` (NULL: all), the latest first. */
static unsigned collect_before(const struct ikelog_exchange *exchange,
                               const struct ikelog_record *end,
                               const struct ikelog_record *before[MOST_BEFORE])
{
    unsigned count = 0;

    for (const struct ikelog_record *r = exchange ? exchange->first : NULL; r && r != end;
         r = r->next) {
        if (!(r->marks & IKELOG_MARK_ENCRYPTED) || (r->marks & IKELOG_MARK_CUT))
            continue;
        for (unsigned i = MOST_BEFORE - 1; i > 0; i--)
            before[i] = before[i - 1];
        before[0] = r;
        if (count < MOST_BEFORE)
            count++;
    }
    return count;
}

static bool initial_iv(const struct ikelog_sa *sa, const struct ikelog_hash *hash, uint32_t block,
                       uint8_t *iv)
{
    if (!sa->sides[0].ke || !sa->sides[1].ke)
        return false;
    return ikelog_iv_phase1(hash, octets_of(sa->sides[0].ke), octets_of(sa->sides[1].ke), block,
                            iv) == IKELOG_OK;
}

/* The first message of an exchange, in the chain that phase 1 had before `end` (NULL: all of it).
 */
struct beginning {
    const struct ikelog_exchange *exchange;
    const struct ikelog_record *end;
    uint32_t block;
};

/*
 * First message of another exchange: hash(last block of phase 1 | M-ID). Which block is the last is
 * open while the last message may be missing, and before phase 1 is complete an
 * informational exchange starts from what there is: all are tried, the initial IV at the end.
 */
static bool first_iv(const struct beginning *b, const struct ikelog_hash *hash, unsigned n,
                     uint8_t *iv)
{
    const struct ikelog_sa *sa = b->exchange->sa;
    const struct ikelog_record *before[MOST_BEFORE] = {NULL};
    unsigned count = collect_before(sa->phase1, b->end, before);
    uint8_t initial[IKELOG_MAX_BLOCK];
    const uint8_t *base = initial;

    if (n < count)
        base = last_block(before[n], b->block);
    else if (n > count || !initial_iv(sa, hash, b->block, initial))
        return false;
    return ikelog_iv_phase2(hash, base, b->block, b->exchange->message_id, iv) == IKELOG_OK;
}

static bool derived_iv(const struct beginning *b, const struct ikelog_hash *hash, unsigned n,
                       uint8_t *iv)
{
    if (b->exchange != b->exchange->sa->phase1)
        return first_iv(b, hash, n, iv);
    return n == 0 && initial_iv(b->exchange->sa, hash, b->block, iv);
}

/* The hash is not known: all that are long enough, MOST_BEFORE + 1 tries each. */
static bool derived_iv_of_any_hash(const struct beginning *b, unsigned n, uint8_t *iv, bool *tried)
{
    size_t rows;
    const struct ikelog_hash *hash = ikelog_hash_rows(&rows);
    unsigned row = n / (MOST_BEFORE + 1);

    *tried = row < rows;
    return row < rows && hash[row].length >= b->block &&
           derived_iv(b, &hash[row], n % (MOST_BEFORE + 1), iv);
}

bool passage_candidate_iv(const struct passage *p, const struct ikelog_keyset *keyset, unsigned *n,
                          uint8_t *iv)
{
    const struct beginning b = {p->exchange, NULL, keyset->cipher->block};
    const struct ikelog_record *before[MOST_BEFORE] = {NULL};
    unsigned count = collect_before(p->exchange, p->record, before);
    bool tried = true;

    memset(iv, 0, IKELOG_MAX_BLOCK);
    if (*n < count) {
        memcpy(iv, last_block(before[(*n)++], b.block), b.block);
        return true;
    }
    if (keyset->hash)
        return derived_iv(&b, keyset->hash, (*n)++ - count, iv);
    while (tried)
        if (derived_iv_of_any_hash(&b, (*n)++ - count, iv, &tried))
            return true;
    return false;
}

bool passage_first_iv_is_due(const struct passage *p, const struct ikelog_keyset *keyset)
{
    const struct ikelog_exchange *phase1 = p->entry->sa.phase1;
    const struct ikelog_record *before[MOST_BEFORE];

    if (collect_before(p->exchange, p->record, before))
        return true;
    return keyset->hash && !(phase1 && phase1 != p->exchange && phase1->last &&
                             phase1->last->frame >= p->record->frame);
}

/* As candidate 0 was; of phase 1 only what came in earlier frames counts. */
static bool due_iv(const struct ikelog_record *record, const struct ikelog_keyset *keyset,
                   uint8_t *iv)
{
    const struct ikelog_exchange *phase1 = record->exchange->sa->phase1;
    struct beginning b = {record->exchange, phase1 ? phase1->first : NULL, keyset->cipher->block};
    const struct ikelog_record *before[MOST_BEFORE] = {NULL};

    if (collect_before(record->exchange, record, before)) {
        memcpy(iv, last_block(before[0], b.block), b.block);
        return true;
    }
    while (b.end && b.end->frame < record->frame)
        b.end = b.end->next;
    return keyset->hash && derived_iv(&b, keyset->hash, 0, iv);
}

void session_keep_iv(struct ikelog_session *session, struct ikelog_record *record,
                     const uint8_t *iv)
{
    record->odd_iv = 1;
    g_hash_table_insert(session->odd_ivs, record, g_memdup2(iv, IKELOG_MAX_BLOCK));
}

bool ikelog_session_iv(const struct ikelog_session *session, const struct ikelog_record *record,
                       uint8_t iv[IKELOG_MAX_BLOCK])
{
    const struct ikelog_record *original = ikelog_record_original(record);
    const struct ikelog_keyset *keyset = ikelog_record_keyset(record);
    const uint8_t *odd;

    if (!keyset || !keyset->cipher || (original->marks & IKELOG_MARK_FIRST_UNKNOWN))
        return false;
    if (!original->odd_iv)
        return due_iv(original, keyset, iv);
    odd = g_hash_table_lookup(session->odd_ivs, original);
    if (odd)
        memcpy(iv, odd, IKELOG_MAX_BLOCK);
    return odd != NULL;
}
