/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Find the key and the IV of a message: every keyset and IV that may fit, likeliest first. */
#include "state/decrypt.h"

#include "crypto/iv.h"
#include "wire/numbers.h"

#include <string.h>

/* How an attempt came out, worst first. The tail is what follows the first block. */
enum fit { NO_FIT, TAIL_SILENT, TAIL_MAYBE, TAIL_FITS, WHOLE_MAYBE, WHOLE_FITS };

struct attempt {
    enum fit fit;
    unsigned keyset, candidate;   /* candidate: which IV, from 1 */
    uint8_t iv[IKELOG_MAX_BLOCK]; /* or D(C1) when only the tail fits */
};

/* The best that counts, and the best that counts only once its key has proven itself. */
struct attempts {
    struct attempt best, unproven;
};

/* body: decrypted with an IV of zeros, so that only its first block depends on the IV. */
static void try_ivs(const struct packet_context *p, const struct plaintext_expectation *expected,
                    struct ikelog_octets body, struct attempt *attempt)
{
    const struct ikelog_keyset *keyset = &p->entry->sa.keysets[attempt->keyset];
    uint8_t iv[IKELOG_MAX_BLOCK];
    uint32_t block = keyset->cipher->block;
    uint8_t *first = (uint8_t *)body.data;
    unsigned n = 0;

    while (attempt->fit < WHOLE_FITS && candidate_iv(p, keyset, &n, iv)) {
        enum plaintext_verdict verdict;
        enum fit fit;

        ikelog_iv_change(first, NULL, iv, block);
        verdict = plaintext_check(expected, body);
        ikelog_iv_change(first, iv, NULL, block);
        fit = verdict == IS_PLAINTEXT      ? WHOLE_FITS
              : verdict == MAYBE_PLAINTEXT ? WHOLE_MAYBE
                                           : NO_FIT;
        if (fit > attempt->fit) {
            attempt->fit = fit;
            attempt->candidate = n;
            memcpy(attempt->iv, iv, IKELOG_MAX_BLOCK);
        }
    }
}

static void try_tail(const struct plaintext_expectation *expected, uint32_t block,
                     struct ikelog_octets body, struct attempt *attempt)
{
    struct ikelog_chain chain;
    static const enum fit fits[] = {[NOT_PLAINTEXT] = NO_FIT,
                                    [NOTHING_TO_COMPARE] = TAIL_SILENT,
                                    [MAYBE_PLAINTEXT] = TAIL_MAYBE,
                                    [IS_PLAINTEXT] = TAIL_FITS};

    attempt->fit = fits[plaintext_check_tail(expected, body, block, &chain)];
    memcpy(attempt->iv, body.data, block);
}

/*
 * A weak fit counts only where the key has proven itself for this sender. Two peers may have
 * different keys under one cookie pair, so the key of one proves nothing about the other's
 * messages.
 */
static bool acceptable(const struct attempt *attempt, const struct packet_context *p)
{
    const struct ikelog_keyset *keyset = &p->entry->sa.keysets[attempt->keyset];

    switch (attempt->fit) {
    case WHOLE_FITS:
    case TAIL_FITS:
        return true;
    case WHOLE_MAYBE:
        return keyset->proven[p->side] || (p->record->flags & IKELOG_RECORD_CUT) ||
               (p->header.next_payload == IKELOG_PAYLOAD_HASH && keyset->hash);
    case TAIL_MAYBE:
        return keyset->proven[p->side];
    default:
        return false;
    }
}

/* Leaves what it deciphers in the session's plaintext. */
static void try_keyset(struct packet_context *p, unsigned keyset, struct ikelog_octets ciphertext,
                       struct attempts *attempts)
{
    uint8_t *buffer;
    struct attempt *to;
    const struct ikelog_keyset *k = &p->entry->sa.keysets[keyset];
    struct attempt attempt = {.keyset = keyset};
    struct plaintext_expectation expected;

    ciphertext.length -= ciphertext.length % k->cipher->block;
    if (ciphertext.length == 0)
        return;
    buffer = plaintext_cache_take(p->session, ciphertext.length);
    if (ciphers_decrypt(&p->session->ciphers, &p->entry->sa, keyset, NULL, ciphertext, buffer) !=
        IKELOG_OK)
        return;
    expectation_of(p->view, k, &expected);
    try_ivs(p, &expected, (struct ikelog_octets){buffer, ciphertext.length}, &attempt);
    if (!acceptable(&attempt, p))
        try_tail(&expected, k->cipher->block, (struct ikelog_octets){buffer, ciphertext.length},
                 &attempt);
    to = acceptable(&attempt, p) ? &attempts->best : &attempts->unproven;
    if (attempt.fit > to->fit)
        *to = attempt;
}

/* Who rejects the last message of phase 1 goes on from the one before it; who sent it does not. */
static bool is_older(const struct packet_context *p, const struct attempt *attempt)
{
    return attempt->fit == WHOLE_FITS && attempt->candidate > 1 &&
           p->exchange->first == p->record && p->exchange->type == IKELOG_EXCHANGE_INFORMATIONAL &&
           p->entry->sa.keysets[attempt->keyset].hash;
}

bool find_key_and_iv(struct packet_context *p, struct ikelog_octets ciphertext,
                     struct key_and_iv *found)
{
    struct ikelog_sa *sa = &p->entry->sa;
    struct attempts attempts = {{.fit = NO_FIT}, {.fit = NO_FIT}};
    const struct attempt *attempt;
    unsigned latest = 0;

    for (unsigned i = 0; i < sa->keyset_count && attempts.best.fit < WHOLE_FITS; i++)
        if (sa->keysets[i].ka_length && sa->keysets[i].cipher) {
            try_keyset(p, i, ciphertext, &attempts);
            latest = i;
        }
    attempt = attempts.best.fit != NO_FIT ? &attempts.best : &attempts.unproven;
    found->silent = attempt->fit == TAIL_SILENT;
    found->tried = attempt == &attempts.best || attempt->fit == TAIL_MAYBE;
    found->certain = attempt->fit == WHOLE_FITS || attempt->fit == TAIL_FITS;
    found->first_known = attempt->fit >= WHOLE_MAYBE;
    found->keyset = attempt->keyset;
    p->record->older_iv = is_older(p, attempt);
    found->deciphered = attempt == &attempts.best && attempt->keyset == latest;
    if (!found->deciphered)
        plaintext_cache_clear(p->session);
    memcpy(found->iv, attempt->iv, IKELOG_MAX_BLOCK);
    return attempt == &attempts.best;
}
