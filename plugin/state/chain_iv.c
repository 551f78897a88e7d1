/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The CBC chain of IKEv1: which IVs may belong to a message, likeliest first (RFC 2409 appendix B). */
#include "state/session_priv.h"

#include <string.h>

#define MOST_BEFORE 4u /* earlier messages whose last block is tried */

struct iv_list {
    unsigned count;
    uint8_t (*ivs)[IKELOG_MAX_BLOCK];
};

static void add_iv(struct iv_list *list, const uint8_t *iv, uint32_t block)
{
    if (list->count == MAX_IVS)
        return;
    memset(list->ivs[list->count], 0, IKELOG_MAX_BLOCK);
    memcpy(list->ivs[list->count++], iv, block);
}

static const uint8_t *last_block(const struct ikelog_record *record, uint32_t block)
{
    return record->last + IKELOG_MAX_BLOCK - block;
}

/* The encrypted messages of an exchange but `except`, the latest first. */
static unsigned collect_before(const struct ikelog_exchange *exchange,
                               const struct ikelog_record *except,
                               const struct ikelog_record *before[MOST_BEFORE])
{
    unsigned count = 0;

    for (const struct ikelog_record *r = exchange->first; r; r = r->next) {
        if (r == except || !(r->marks & IKELOG_MARK_ENCRYPTED) || (r->marks & IKELOG_MARK_CUT))
            continue;
        memmove(before + 1, before, (MOST_BEFORE - 1) * sizeof *before);
        before[0] = r;
        if (count < MOST_BEFORE)
            count++;
    }
    return count;
}

static bool initial_iv(const struct ikelog_sa *sa, const struct ikelog_hash *hash,
                       uint32_t block, uint8_t *iv)
{
    if (!sa->sides[0].ke || !sa->sides[1].ke)
        return false;
    return ikelog_iv_phase1(hash, octets_of(sa->sides[0].ke), octets_of(sa->sides[1].ke), block,
                            iv) == IKELOG_OK;
}

/*
 * First message of another exchange: hash(last block of phase 1 | M-ID). Which block is the last is
 * open while the last message may be missing, and before phase 1 is complete an
 * informational exchange starts from what there is: all are tried.
 */
static void add_first_ivs(const struct passage *p, const struct ikelog_cipher *cipher,
                          const struct ikelog_hash *hash, struct iv_list *list)
{
    const struct ikelog_sa *sa = &p->entry->sa;
    const struct ikelog_record *before[MOST_BEFORE] = {NULL};
    unsigned count = sa->phase1 ? collect_before(sa->phase1, NULL, before) : 0;
    uint8_t base[IKELOG_MAX_BLOCK], iv[IKELOG_MAX_BLOCK];

    for (unsigned i = 0; i < count; i++)
        if (ikelog_iv_phase2(hash, last_block(before[i], cipher->block), cipher->block,
                             p->header.message_id, iv) == IKELOG_OK)
            add_iv(list, iv, cipher->block);
    if (initial_iv(sa, hash, cipher->block, base) &&
        ikelog_iv_phase2(hash, base, cipher->block, p->header.message_id, iv) == IKELOG_OK)
        add_iv(list, iv, cipher->block);
}

static void add_derived_ivs(const struct passage *p, const struct ikelog_cipher *cipher,
                            const struct ikelog_hash *hash, struct iv_list *list)
{
    uint8_t iv[IKELOG_MAX_BLOCK];

    if (p->exchange != p->entry->sa.phase1)
        add_first_ivs(p, cipher, hash, list);
    else if (initial_iv(&p->entry->sa, hash, cipher->block, iv))
        add_iv(list, iv, cipher->block);
}

unsigned passage_candidate_ivs(const struct passage *p, const struct ikelog_keyset *keyset,
                               uint8_t ivs[MAX_IVS][IKELOG_MAX_BLOCK])
{
    const struct ikelog_cipher *cipher = keyset->cipher;
    const struct ikelog_record *before[MOST_BEFORE] = {NULL};
    struct iv_list list = {.ivs = ivs};
    unsigned count = collect_before(p->exchange, p->record, before);

    for (unsigned i = 0; i < count; i++)
        add_iv(&list, last_block(before[i], cipher->block), cipher->block);
    if (keyset->hash) {
        add_derived_ivs(p, cipher, keyset->hash, &list);
    } else {
        size_t rows;
        const struct ikelog_hash *hash = ikelog_hash_rows(&rows);

        for (size_t i = 0; i < rows; i++)
            if (hash[i].length >= cipher->block)
                add_derived_ivs(p, cipher, &hash[i], &list);
    }
    return list.count;
}
