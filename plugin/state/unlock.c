/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decrypt a message: every keyset and IV that may fit, and what is said when none does. */
#include "state/session_priv.h"

#include "crypto/iv.h"

#include <string.h>

/* How an attempt came out, worst first. */
enum fit { NO_FIT, TAIL_WEAK, TAIL_GOOD, HEADER_WEAK, HEADER_GOOD };

struct attempt {
    enum fit fit;
    unsigned keyset;
    bool due; /* the first of the IVs: it need not be kept */
    uint8_t iv[IKELOG_MAX_BLOCK];
};

/* The best that counts, and the best that counts only once its key has proven itself. */
struct attempts {
    struct attempt best, unproven;
};

struct ikelog_octets message_ciphertext(const struct ikelog_view *view)
{
    uint32_t end = view->message.length;

    if (view->header_status == IKELOG_OK && view->header.length < end)
        end = view->header.length;
    if (end <= IKELOG_HEADER_LEN)
        return (struct ikelog_octets){NULL, 0};
    return (struct ikelog_octets){view->message.data + IKELOG_HEADER_LEN, end - IKELOG_HEADER_LEN};
}

void expectation_of(const struct ikelog_view *view, const struct ikelog_keyset *keyset,
                    struct plaintext_expectation *expected)
{
    expected->first = view->header.next_payload;
    expected->exchange_type = view->header.exchange_type;
    expected->hash_length = keyset && keyset->hash ? keyset->hash->length : 0;
}

/* An open cipher for this keyset; a small direct-mapped cache, as keys are set up once in a while.
 */
static struct ikelog_cbc *open_cipher(struct ikelog_session *session, const struct ikelog_sa *sa,
                                      unsigned keyset)
{
    const struct ikelog_keyset *k = &sa->keysets[keyset];
    struct cipher_slot *slot = &session->ciphers[(sa->number * 3u + keyset) & (CIPHER_SLOTS - 1)];

    if (slot->cbc && slot->sa == sa && slot->keyset == keyset)
        return slot->cbc;
    ikelog_cbc_close(slot->cbc);
    slot->cbc = NULL;
    slot->sa = sa;
    slot->keyset = keyset;
    if (ikelog_cbc_open(k->cipher, (struct ikelog_octets){k->ka, k->ka_length}, &slot->cbc) !=
        IKELOG_OK)
        slot->cbc = NULL;
    return slot->cbc;
}

enum ikelog_status session_decrypt(struct ikelog_session *session, const struct ikelog_sa *sa,
                                   unsigned keyset, const uint8_t *iv, struct ikelog_octets in,
                                   uint8_t *out)
{
    struct ikelog_cbc *cbc = open_cipher(session, sa, keyset);

    return cbc ? ikelog_cbc_decrypt(cbc, iv, in, out) : IKELOG_UNSUPPORTED_ALGORITHM;
}

/* body: decrypted with an IV of zeros, so that only its first block depends on the IV. */
static enum fit try_ivs(const struct passage *p, const struct plaintext_expectation *expected,
                        const struct ikelog_keyset *keyset, struct ikelog_octets body,
                        struct attempt *attempt)
{
    uint8_t iv[IKELOG_MAX_BLOCK];
    uint32_t block = keyset->cipher->block;
    uint8_t *first = (uint8_t *)body.data;
    enum fit best = NO_FIT;
    unsigned n = 0;

    while (best < HEADER_GOOD && passage_candidate_iv(p, keyset, &n, iv)) {
        enum plaintext_verdict found;
        enum fit fit;

        ikelog_iv_change(first, NULL, iv, block);
        found = plaintext_check(expected, body);
        ikelog_iv_change(first, iv, NULL, block);
        fit = found == IS_PLAINTEXT ? HEADER_GOOD : found == MAYBE_PLAINTEXT ? HEADER_WEAK : NO_FIT;
        if (fit > best) {
            best = fit;
            attempt->due = n == 1 && passage_first_iv_is_due(p, keyset);
            memcpy(attempt->iv, iv, IKELOG_MAX_BLOCK);
        }
    }
    return best;
}

static enum fit try_tail(const struct plaintext_expectation *expected, uint32_t block,
                         struct ikelog_octets body)
{
    struct ikelog_chain chain;

    switch (plaintext_check_tail(expected, body, block, &chain)) {
    case IS_PLAINTEXT:
        return TAIL_GOOD;
    case MAYBE_PLAINTEXT:
        return TAIL_WEAK;
    default:
        return NO_FIT;
    }
}

/*
 * A weak fit counts only where the key has proven itself for this sender: two peers with different
 * keys under one cookie must not lend each other their success.
 */
static bool acceptable(const struct attempt *attempt, const struct passage *p)
{
    const struct ikelog_keyset *keyset = &p->entry->sa.keysets[attempt->keyset];

    switch (attempt->fit) {
    case HEADER_GOOD:
    case TAIL_GOOD:
        return true;
    case HEADER_WEAK:
        return keyset->fits[p->side] || (p->record->marks & IKELOG_MARK_CUT) ||
               (p->header.next_payload == 8 && keyset->hash);
    case TAIL_WEAK:
        return keyset->fits[p->side];
    default:
        return false;
    }
}

static void try_keyset(struct passage *p, unsigned keyset, struct ikelog_octets ciphertext,
                       struct attempts *attempts)
{
    struct attempt *to;
    const struct ikelog_keyset *k = &p->entry->sa.keysets[keyset];
    struct attempt attempt = {.keyset = keyset};
    struct plaintext_expectation expected;
    struct ikelog_octets body = {p->view.plaintext,
                                 ciphertext.length - ciphertext.length % k->cipher->block};

    ciphertext.length = body.length;
    if (body.length == 0 || session_decrypt(p->session, &p->entry->sa, keyset, NULL, ciphertext,
                                            p->view.plaintext) != IKELOG_OK)
        return;
    expectation_of(&p->view, k, &expected);
    attempt.fit = try_ivs(p, &expected, k, body, &attempt);
    if (!acceptable(&attempt, p)) {
        attempt.fit = try_tail(&expected, k->cipher->block, body);
        memcpy(attempt.iv, body.data, k->cipher->block); /* D(C1), for a chain found later */
    }
    to = acceptable(&attempt, p) ? &attempts->best : &attempts->unproven;
    if (attempt.fit > to->fit)
        *to = attempt;
}

static bool all_blocks(const struct ikelog_sa *sa, uint32_t length)
{
    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (sa->keysets[i].cipher && length % sa->keysets[i].cipher->block == 0)
            return true;
    return !sa->suite.cipher || length % sa->suite.cipher->block == 0;
}

static bool has_cipher_key(const struct ikelog_sa *sa)
{
    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (sa->keysets[i].ka_length && sa->keysets[i].cipher)
            return true;
    return false;
}

static bool any_secret(const struct ikelog_session *session, const struct ikelog_sa *sa)
{
    for (int kind = 0; kind < IKELOG_SECRET_KINDS; kind++)
        if (kind != IKELOG_SECRET_PSK &&
            ikelog_keyring_find(session->keyring, (enum ikelog_secret_kind)kind, sa->cky_i))
            return true;
    return sa->keyset_count > 0;
}

/* Why there is not even something to try. */
static enum ikelog_status why_no_key(const struct passage *p)
{
    const struct ikelog_sa *sa = &p->entry->sa;

    if (!any_secret(p->session, sa))
        return IKELOG_NO_KEYS;
    if (p->entry->dh_status != IKELOG_OK)
        return (enum ikelog_status)p->entry->dh_status;
    if (sa->suite.known && (!sa->suite.cipher || !sa->suite.hash))
        return IKELOG_UNSUPPORTED_ALGORITHM;
    return sa->suite.known ? IKELOG_KEYS_INCOMPLETE : IKELOG_NO_ALGORITHM;
}

static void settle_hash(struct ikelog_keyset *keyset, const struct ikelog_view *view)
{
    size_t count;
    const struct ikelog_hash *rows = ikelog_hash_rows(&count);
    const struct ikelog_payload *first = &view->chain.payloads[0];

    if (keyset->hash || view->chain.count == 0 || first->type != 8)
        return;
    for (size_t i = 0; i < count; i++)
        if (rows[i].length + IKELOG_GENERIC_LEN == first->length)
            keyset->hash = &rows[i];
}

static void make_readable(struct passage *p, uint32_t length, bool first_known)
{
    const struct ikelog_keyset *keyset = &p->entry->sa.keysets[p->record->keyset];
    struct plaintext_expectation expected;

    p->view.octets = (struct ikelog_octets){p->view.plaintext, length};
    p->view.decrypted = p->view.readable = true;
    if (first_known) {
        ikelog_chain_read(p->view.plaintext, length, 0, p->header.next_payload, &p->view.chain);
        return;
    }
    expectation_of(&p->view, keyset, &expected);
    p->view.unknown = keyset->cipher->block;
    memset(p->view.plaintext, 0, p->view.unknown);
    plaintext_check_tail(&expected, p->view.octets, p->view.unknown, &p->view.chain);
}

/* first: D(C1) */
static void remember_pending(struct passage *p, const uint8_t *first)
{
    struct pending pending = {.record = p->record};

    memcpy(pending.first, first, sizeof pending.first);
    if (!p->entry->pending)
        p->entry->pending = g_array_new(FALSE, FALSE, sizeof pending);
    if (p->entry->pending->len < MAX_PENDING)
        g_array_append_val(p->entry->pending, pending);
}

/* The first block is lost with the chain: the HASH payload may give it back. */
static void accept_without_first(struct passage *p, uint32_t length, const uint8_t *deciphered)
{
    struct ikelog_keyset *keyset = &p->entry->sa.keysets[p->record->keyset];
    uint8_t first[IKELOG_MAX_BLOCK], iv[IKELOG_MAX_BLOCK];

    make_readable(p, length, false);
    settle_hash(keyset, &p->view); /* in a capture that begins late nothing else has named it */
    if (recover_first_block(p, keyset, p->view.octets, &p->view.chain, first)) {
        memcpy(p->view.plaintext, first, keyset->cipher->block);
        memcpy(iv, deciphered, sizeof iv);
        ikelog_iv_change(iv, NULL, first, keyset->cipher->block);
        session_keep_iv(p->session, p->record, iv);
        p->view.unknown = 0;
        ikelog_chain_read(p->view.plaintext, length, 0, p->header.next_payload, &p->view.chain);
        p->record->decryption = IKELOG_DECRYPTED_RECOVERED;
        return;
    }
    p->record->decryption = IKELOG_DECRYPTED_NO_FIRST;
    p->record->marks |= IKELOG_MARK_FIRST_UNKNOWN;
    remember_pending(p, deciphered);
}

/* A key proved right: so are the messages of this side that could not tell by themselves. */
static void prove_pending(struct passage *p, unsigned keyset)
{
    struct ikelog_sa *sa = &p->entry->sa;

    for (unsigned i = 0; p->entry->pending && i < p->entry->pending->len; i++) {
        struct ikelog_record *r = g_array_index(p->entry->pending, struct pending, i).record;

        if (!(r->marks & IKELOG_MARK_UNPROVEN) || r->keyset != keyset || r->side != p->side)
            continue;
        r->decryption = IKELOG_DECRYPTED_NO_FIRST;
        r->marks |= IKELOG_MARK_FIRST_UNKNOWN;
        r->marks &= (uint16_t)~IKELOG_MARK_UNPROVEN;
        if (sa->closed == r)
            sa->closed = NULL;
    }
}

/* Nothing fits for certain; an attempt that may be right waits for its key to prove itself. */
static void stay_closed(struct passage *p, const struct attempt *unproven)
{
    p->record->decryption = IKELOG_WRONG_KEY;
    if (unproven->fit != TAIL_WEAK)
        return;
    p->record->decryption = IKELOG_KEY_UNPROVEN;
    p->record->marks |= IKELOG_MARK_UNPROVEN;
    p->record->keyset = (uint8_t)unproven->keyset;
    remember_pending(p, unproven->iv);
}

/* The body that was tried last is still there, decrypted with an IV of zeros. */
static void accept(struct passage *p, const struct attempt *attempt,
                   struct ikelog_octets ciphertext, unsigned last_tried)
{
    struct ikelog_sa *sa = &p->entry->sa;
    struct ikelog_keyset *keyset = &sa->keysets[attempt->keyset];
    uint32_t block = keyset->cipher->block;
    bool first_known = attempt->fit >= HEADER_WEAK;

    ciphertext.length -= ciphertext.length % block;
    if (attempt->keyset != last_tried)
        session_decrypt(p->session, sa, attempt->keyset, NULL, ciphertext, p->view.plaintext);
    if (first_known)
        ikelog_iv_change(p->view.plaintext, NULL, attempt->iv, block);
    p->record->keyset = (uint8_t)attempt->keyset;
    if (first_known && !attempt->due)
        session_keep_iv(p->session, p->record, attempt->iv);
    if (!keyset->fits[p->side])
        prove_pending(p, attempt->keyset);
    keyset->fits[p->side] = true;
    if (first_known) {
        make_readable(p, ciphertext.length, true);
        p->record->decryption = p->record->marks & IKELOG_MARK_CUT ? IKELOG_CUT : IKELOG_DECRYPTED;
    } else {
        accept_without_first(p, ciphertext.length, attempt->iv);
    }
    settle_hash(keyset, &p->view);
    g_byte_array_set_size(p->session->cache, 0);
    g_byte_array_append(p->session->cache, p->view.plaintext, ciphertext.length);
    p->session->cached = p->record;
}

static void keep_last_block(struct passage *p, struct ikelog_octets ciphertext)
{
    uint32_t length = ciphertext.length < IKELOG_MAX_BLOCK ? ciphertext.length : IKELOG_MAX_BLOCK;

    memcpy(p->record->last + IKELOG_MAX_BLOCK - length,
           ciphertext.data + ciphertext.length - length, length);
}

void passage_unlock(struct passage *p)
{
    struct ikelog_sa *sa = &p->entry->sa;
    struct ikelog_octets ciphertext = message_ciphertext(&p->view);
    struct attempts attempts = {{.fit = NO_FIT}, {.fit = NO_FIT}};
    unsigned last_tried = 0;

    if (ciphertext.length == 0) {
        p->record->decryption = IKELOG_EMPTY;
        return;
    }
    keep_last_block(p, ciphertext);
    if (sa_needs_secrets(p->session, p->entry))
        sa_find_secrets(p->session, p->entry);
    if (!(p->record->marks & IKELOG_MARK_CUT) && !all_blocks(sa, ciphertext.length)) {
        p->record->decryption = IKELOG_NOT_BLOCKS;
        return;
    }
    if (!has_cipher_key(sa)) {
        p->record->decryption = (uint8_t)why_no_key(p);
        return;
    }
    p->view.plaintext = g_malloc(ciphertext.length);
    for (unsigned i = 0; i < sa->keyset_count && attempts.best.fit < HEADER_GOOD; i++)
        if (sa->keysets[i].ka_length && sa->keysets[i].cipher) {
            try_keyset(p, i, ciphertext, &attempts);
            last_tried = i;
        }
    if (attempts.best.fit == NO_FIT)
        stay_closed(p, &attempts.unproven);
    else
        accept(p, &attempts.best, ciphertext, last_tried);
}

/* With the right IV the exclusive or of D(C1) is a header. */
static bool resolves(const struct pending *pending, const struct ikelog_keyset *keyset,
                     const uint8_t *iv)
{
    const struct ikelog_record *r = pending->record;
    const struct plaintext_expectation expected = {.first = r->next_payload,
                                                   .exchange_type = r->exchange->type,
                                                   .hash_length =
                                                       keyset->hash ? keyset->hash->length : 0};
    uint8_t block[IKELOG_MAX_BLOCK];

    memcpy(block, pending->first, keyset->cipher->block);
    ikelog_iv_change(block, NULL, iv, keyset->cipher->block);
    return plaintext_check_first(&expected, (struct ikelog_octets){block, keyset->cipher->block},
                                 r->length - IKELOG_HEADER_LEN);
}

static bool retry_one(struct passage *p, const struct pending *pending)
{
    struct ikelog_record *r = pending->record;
    const struct ikelog_keyset *keyset = &p->entry->sa.keysets[r->keyset];
    const uint8_t *last = p->record->last + IKELOG_MAX_BLOCK - keyset->cipher->block;
    uint8_t iv[IKELOG_MAX_BLOCK] = {0};

    if (r == p->record || r->length < IKELOG_HEADER_LEN)
        return false;
    if (r->exchange == p->exchange)
        memcpy(iv, last, keyset->cipher->block);
    else if (p->exchange != p->entry->sa.phase1 || !keyset->hash ||
             ikelog_iv_phase2(keyset->hash, last, keyset->cipher->block, r->exchange->message_id,
                              iv) != IKELOG_OK)
        return false;
    if (!resolves(pending, keyset, iv))
        return false;
    session_keep_iv(p->session, r, iv);
    r->decryption = IKELOG_DECRYPTED;
    r->marks &= (uint16_t) ~(IKELOG_MARK_FIRST_UNKNOWN | IKELOG_MARK_UNPROVEN);
    return true;
}

void passage_retry_pending(struct passage *p)
{
    GArray *pending = p->entry->pending;

    for (unsigned i = 0; pending && i < pending->len;)
        if (retry_one(p, &g_array_index(pending, struct pending, i)))
            g_array_remove_index_fast(pending, i);
        else
            i++;
}
