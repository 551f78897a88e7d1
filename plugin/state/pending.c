/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages that wait for a lost part of the CBC chain, or for their key to prove itself. */
#include "state/decrypt.h"

#include "crypto/iv.h"

#include <string.h>

void add_pending(struct packet_context *p, const uint8_t *deciphered)
{
    struct sa_rare *rare = tables_rare(&p->session->tables, p->entry);
    struct pending pending = {.record = p->record};

    memcpy(pending.first, deciphered, sizeof pending.first);
    if (!rare->pending)
        rare->pending = g_array_new(FALSE, FALSE, sizeof pending);
    if (rare->pending->len < MAX_PENDING)
        g_array_append_val(rare->pending, pending);
}

void prove_pending(struct packet_context *p, unsigned keyset)
{
    struct ikelog_sa *sa = &p->entry->sa;
    GArray *pending = p->entry->rare->pending;

    for (unsigned i = 0; pending && i < pending->len; i++) {
        struct ikelog_record *r = g_array_index(pending, struct pending, i).record;

        if (!(r->flags & IKELOG_RECORD_UNPROVEN) || r->keyset != keyset || r->side != p->side)
            continue;
        r->decryption = IKELOG_DECRYPTED_NO_FIRST;
        r->flags |= IKELOG_RECORD_FIRST_UNKNOWN;
        r->flags &= (uint16_t)~IKELOG_RECORD_UNPROVEN;
        if (sa->course->undecryptable == r)
            tables_course(&p->session->tables, sa)->undecryptable = NULL;
    }
}

/* With the right IV the exclusive or of D(C1) is a header. */
static bool resolves(const struct pending *pending, const struct ikelog_keyset *keyset,
                     const uint8_t *iv)
{
    const struct ikelog_record *r = pending->record;
    const struct plaintext_expectation expected = {.first = r->next_payload,
                                                   .exchange_type = r->exchange->type,
                                                   .hash_length =
                                                       keyset->hash ? keyset->hash->length : 0,
                                                   .sent = r->length - IKELOG_HEADER_LEN};
    uint8_t block[IKELOG_MAX_BLOCK];

    memcpy(block, pending->first, keyset->cipher->block);
    ikelog_iv_change(block, NULL, iv, keyset->cipher->block);
    return plaintext_check_first(&expected, (struct ikelog_octets){block, keyset->cipher->block});
}

/* The IV that a message lacked is the last block of this one, or follows from its KE payload. */
static bool late_iv(const struct packet_context *p, const struct pending *pending,
                    const struct ikelog_keyset *keyset, uint8_t *iv)
{
    const struct ikelog_record *r = pending->record;
    const struct ikelog_sa *sa = &p->entry->sa;

    if (p->record->flags & IKELOG_RECORD_ENCRYPTED)
        return iv_after(p->record, r->exchange, keyset, iv) && resolves(pending, keyset, iv);
    for (int side = IKELOG_INITIATOR; r->exchange == sa->phase1 && side <= IKELOG_RESPONDER; side++)
        if (iv_of_phase1(sa, (enum ikelog_side)side, keyset, iv) && resolves(pending, keyset, iv))
            return true;
    return false;
}

static bool retry_one(struct packet_context *p, const struct pending *pending)
{
    struct ikelog_record *r = pending->record;
    const struct ikelog_keyset *keyset = &p->entry->sa.keysets[r->keyset];
    uint8_t iv[IKELOG_MAX_BLOCK] = {0};

    if (r == p->record || r->length < IKELOG_HEADER_LEN || !late_iv(p, pending, keyset, iv))
        return false;
    memcpy(ikelog_record_chained(r)->iv, iv, IKELOG_MAX_BLOCK);
    r->decryption = IKELOG_DECRYPTED;
    r->flags &= (uint16_t) ~(IKELOG_RECORD_FIRST_UNKNOWN | IKELOG_RECORD_UNPROVEN);
    plaintext_cache_clear(p->session);
    return true;
}

void process_pending(struct packet_context *p)
{
    GArray *pending = p->entry->rare->pending;

    for (unsigned i = 0; pending && i < pending->len;)
        if (retry_one(p, &g_array_index(pending, struct pending, i)))
            g_array_remove_index_fast(pending, i);
        else
            i++;
}
