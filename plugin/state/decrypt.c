/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decrypt a message: find the key and the IV, keep them in the record, then open it once. */
#include "state/decrypt.h"

#include "crypto/iv.h"
#include "state/secrets.h"
#include "wire/numbers.h"

#include <string.h>

static bool all_blocks(const struct ikelog_sa *sa, uint32_t length)
{
    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (sa->keysets[i].cipher && length % sa->keysets[i].cipher->block == 0)
            return true;
    return !sa->suite->cipher || length % sa->suite->cipher->block == 0;
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
static enum ikelog_status why_no_key(const struct packet_context *p)
{
    const struct ikelog_sa *sa = &p->entry->sa;

    if (!any_secret(p->session, sa))
        return IKELOG_NO_KEYS;
    if (p->entry->dh_status != IKELOG_OK)
        return (enum ikelog_status)p->entry->dh_status;
    if (sa->suite->known && (!sa->suite->cipher || !sa->suite->hash))
        return IKELOG_UNSUPPORTED_ALGORITHM;
    return sa->suite->known ? IKELOG_KEYS_INCOMPLETE : IKELOG_NO_ALGORITHM;
}

/* IKELOG_OK when there is a key to try, else why there is none. */
static enum ikelog_status can_be_tried(const struct packet_context *p,
                                       struct ikelog_octets ciphertext)
{
    const struct ikelog_sa *sa = &p->entry->sa;

    if (!(p->record->flags & IKELOG_RECORD_CUT) && !all_blocks(sa, ciphertext.length))
        return IKELOG_NOT_BLOCKS;
    return has_cipher_key(sa) ? IKELOG_OK : why_no_key(p);
}

/* The hash of an IKE SA whose negotiation was not captured shows in the length of a HASH. */
static void settle_hash(struct ikelog_keyset *keyset, const struct ikelog_view *view)
{
    const struct ikelog_payload *first = &view->chain.payloads[0];

    if (!keyset->hash && view->chain.count > 0 && first->type == IKELOG_PAYLOAD_HASH)
        keyset->hash = ikelog_hash_by_length(first->length - IKELOG_GENERIC_LEN);
}

/* The HASH payload may give back the first block, and with it the IV. */
static bool recover(struct packet_context *p, const uint8_t *deciphered)
{
    const struct ikelog_keyset *keyset = &p->entry->sa.keysets[p->record->keyset];
    uint8_t first[IKELOG_MAX_BLOCK], *iv = ikelog_record_chained(p->record)->iv;

    if (!recover_first_block(p, keyset, p->view->octets, &p->view->chain, first))
        return false;
    memcpy(iv, deciphered, IKELOG_MAX_BLOCK);
    ikelog_iv_change(iv, NULL, first, keyset->cipher->block);
    p->record->flags &= (uint16_t)~IKELOG_RECORD_FIRST_UNKNOWN;
    p->record->decryption = IKELOG_DECRYPTED_RECOVERED;
    plaintext_cache_clear(p->session);
    view_decrypt(p->session, p->view);
    return true;
}

/* What the search deciphered needs not be deciphered again. */
static void keep_deciphered(struct packet_context *p, const struct key_and_iv *found)
{
    struct plaintext_cache *plaintext = &p->session->plaintext;
    const struct ikelog_keyset *keyset = &p->entry->sa.keysets[found->keyset];

    if (!found->deciphered)
        return;
    if (found->first_known)
        ikelog_iv_change(plaintext->octets->data, NULL, found->iv, keyset->cipher->block);
    plaintext->record = p->record;
}

static void accept(struct packet_context *p, const struct key_and_iv *found)
{
    struct ikelog_keyset *keyset = &p->entry->sa.keysets[found->keyset];

    p->record->keyset = (uint8_t)found->keyset;
    if (found->first_known) {
        memcpy(ikelog_record_chained(p->record)->iv, found->iv, IKELOG_MAX_BLOCK);
        p->record->decryption =
            p->record->flags & IKELOG_RECORD_CUT ? IKELOG_CUT : IKELOG_DECRYPTED;
    } else {
        p->record->flags |= IKELOG_RECORD_FIRST_UNKNOWN;
        p->record->decryption = IKELOG_DECRYPTED_NO_FIRST;
    }
    if (!keyset->proven[p->side])
        prove_pending(p, found->keyset);
    keyset->proven[p->side] = true;
    keep_deciphered(p, found);
    view_decrypt(p->session, p->view);
    if (found->certain)
        settle_hash(keyset, p->view);
    if (!found->first_known && !recover(p, found->iv))
        add_pending(p, found->iv);
}

/*
 * Whether the right key would have shown all of this message: it is whole, none is missing before
 * it, and the order of the public values is certain. Of a Quick Mode that is not known, for the
 * first message that was seen need not be its first.
 */
static bool can_refute(const struct packet_context *p)
{
    if (p->record->flags & IKELOG_RECORD_CUT || p->entry->sa.side_evidence != IKELOG_SIDES_CERTAIN)
        return false;
    return p->record->chain_whole && (p->exchange == p->entry->sa.phase1 ||
                                      p->exchange->type == IKELOG_EXCHANGE_INFORMATIONAL);
}

static void refute_all(struct packet_context *p)
{
    struct ikelog_sa *sa = &p->entry->sa;

    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (sa->keysets[i].ka_length)
            sa->keysets[i].refuted[p->side] = true;
}

static bool all_refuted(const struct packet_context *p)
{
    const struct ikelog_sa *sa = &p->entry->sa;

    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (sa->keysets[i].ka_length && !sa->keysets[i].refuted[p->side])
            return false;
    return true;
}

/*
 * Nothing fits for certain. An attempt that may be right waits for its key to prove itself, unless
 * an earlier message refuted the key. A message that was cut has no end that could fit, and one
 * without its beginning may be anything: neither says anything about the key.
 */
static void reject(struct packet_context *p, const struct key_and_iv *unproven)
{
    bool silent =
        (p->record->flags & IKELOG_RECORD_CUT) || (unproven->silent && !p->record->chain_whole);

    if (can_refute(p))
        refute_all(p);
    p->record->decryption = silent && !all_refuted(p) ? IKELOG_KEY_UNPROVEN : IKELOG_WRONG_KEY;
    if (!unproven->tried || p->entry->sa.keysets[unproven->keyset].refuted[p->side])
        return;
    p->record->decryption = IKELOG_KEY_UNPROVEN;
    p->record->flags |= IKELOG_RECORD_UNPROVEN;
    p->record->keyset = (uint8_t)unproven->keyset;
    add_pending(p, unproven->iv);
}

static void keep_last_block(struct packet_context *p, struct ikelog_octets ciphertext)
{
    uint32_t length = MIN(ciphertext.length, IKELOG_MAX_BLOCK);

    memcpy(ikelog_record_chained(p->record)->last + IKELOG_MAX_BLOCK - length,
           ciphertext.data + ciphertext.length - length, length);
}

/* How the search for a key came out. */
struct search {
    enum ikelog_status status; /* IKELOG_OK: there was a key to try */
    bool fits;
    struct key_and_iv found; /* the best attempt, if any */
};

static void search(struct packet_context *p, struct ikelog_octets ciphertext, struct search *s)
{
    struct key_and_iv lone;

    *s = (struct search){.fits = false};
    if (sa_needs_secrets(p->session, p->entry))
        sa_find_secrets(p->session, p->entry);
    s->status = can_be_tried(p, ciphertext);
    s->fits = s->status == IKELOG_OK && find_key_and_iv(p, ciphertext, &s->found);
    if (s->fits || s->status == IKELOG_NOT_BLOCKS || !find_lone_key(p, ciphertext, &lone))
        return;
    s->fits = true;
    s->found = lone;
}

/* Whether there are keys now that were not there when the search began. */
static bool more_keys(const struct ikelog_session *session)
{
    return session->more_keys && session->more_keys(session->more_keys_context);
}

void process_decrypt(struct packet_context *p)
{
    struct ikelog_octets ciphertext = view_ciphertext(p->view);
    struct search s;

    if (ciphertext.length == 0) {
        p->record->decryption = IKELOG_EMPTY;
        return;
    }
    keep_last_block(p, ciphertext);
    p->record->chain_whole = chain_is_whole(p);
    search(p, ciphertext, &s);
    if (!s.fits && more_keys(p->session))
        search(p, ciphertext, &s);
    if (p->tried_lone)
        p->entry->lone_tried++;
    if (s.fits)
        accept(p, &s.found);
    else if (s.status != IKELOG_OK)
        p->record->decryption = (uint8_t)s.status;
    else
        reject(p, &s.found);
}
