/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HASH and SIG payloads: computed again from what is known, and compared. */
#include "state/decrypt.h"

#include "crypto/auth_method.h"
#include "crypto/signature.h"
#include "state/script.h"
#include "state/secrets.h"
#include "wire/numbers.h"

#include <string.h>

static struct ikelog_octets body_of(const struct ikelog_view *view,
                                    const struct ikelog_payload *payload)
{
    struct ikelog_octets body;

    body.data = ikelog_payload_body(view->octets.data, payload, &body.length);
    return body;
}

/* The initiator of a base exchange proves before the responder's public value has come. */
static bool is_early(const struct packet_context *p)
{
    return p->header.exchange_type == IKELOG_EXCHANGE_BASE && p->side == IKELOG_INITIATOR;
}

/* HASH_I or HASH_R of the sender, made with `hash`. */
static enum ikelog_status phase1_hash(const struct packet_context *p,
                                      const struct ikelog_keyset *keyset,
                                      const struct ikelog_hash *hash, struct ikelog_digest *out)
{
    const struct ikelog_sa *sa = &p->entry->sa;
    const struct ikelog_peer *i = &sa->sides[IKELOG_INITIATOR];
    const struct ikelog_peer *r = &sa->sides[IKELOG_RESPONDER];
    const struct ikelog_phase1_facts facts = {
        .g_xi = ikelog_bytes_octets(i->said->ke),
        .g_xr = ikelog_bytes_octets(is_early(p) ? NULL : r->said->ke),
        .cky_i = sa->cky_i,
        .cky_r = sa->cky_r,
        .sa_i = ikelog_bytes_octets(i->sa),
        .id_i = ikelog_bytes_octets(i->said->id),
        .id_r = ikelog_bytes_octets(r->said->id)};
    bool initiator = p->side == IKELOG_INITIATOR;

    if (!i->said->ke || (!r->said->ke && !is_early(p)) || !i->sa || !(initiator ? i : r)->said->id)
        return IKELOG_NOT_CHECKED_MISSING;
    if (!hash)
        return IKELOG_NOT_CHECKED_UNSUPPORTED;
    if (!keyset->skeyids->skeyid.length)
        return IKELOG_NOT_CHECKED_NO_KEY;
    return initiator
               ? ikelog_hash_i(hash, ikelog_digest_octets(&keyset->skeyids->skeyid), &facts, out)
               : ikelog_hash_r(hash, ikelog_digest_octets(&keyset->skeyids->skeyid), &facts, out);
}

static enum ikelog_status check_phase1_with(const struct packet_context *p,
                                            const struct ikelog_keyset *keyset,
                                            const struct ikelog_payload *hash)
{
    struct ikelog_digest expected;
    enum ikelog_status status = phase1_hash(p, keyset, p->entry->sa.suite->hash, &expected);

    if (status != IKELOG_OK)
        return status;
    return ikelog_digest_equal(&expected, body_of(p->view, hash)) ? IKELOG_VERIFIED : IKELOG_FAILED;
}

static enum ikelog_status check_signature_with(const struct packet_context *p,
                                               const struct ikelog_keyset *keyset,
                                               const struct ikelog_payload *sig)
{
    const struct ikelog_sa *sa = &p->entry->sa;
    const struct ikelog_hash *hash = ikelog_signature_hash(sa->suite->auth_method, sa->suite->hash);
    struct ikelog_digest value;
    enum ikelog_status status = phase1_hash(p, keyset, hash, &value);
    struct ikelog_signature_facts facts = {.auth_method = sa->suite->auth_method,
                                           .hash = hash,
                                           .certificate =
                                               ikelog_bytes_octets(sa->sides[p->side].said->cert),
                                           .signature = body_of(p->view, sig)};

    if (status != IKELOG_OK)
        return status;
    facts.hash_value = ikelog_digest_octets(&value);
    return ikelog_signature_verify(&facts);
}

/* How much a status says: a proof outweighs a failure, a failure outweighs not knowing. */
static int weight(enum ikelog_status status)
{
    return status == IKELOG_VERIFIED ? 3 : status == IKELOG_FAILED ? 2 : status != IKELOG_OK;
}

typedef enum ikelog_status check_function(const struct packet_context *p,
                                          const struct ikelog_keyset *keyset,
                                          const struct ikelog_payload *payload);

/* An encrypted message is checked with the keyset that opened it, a clear one with any. */
static enum ikelog_status check_with_keysets(struct packet_context *p,
                                             const struct ikelog_payload *payload,
                                             check_function *check)
{
    struct ikelog_sa *sa = &p->entry->sa;
    enum ikelog_status best = IKELOG_OK;

    for (unsigned i = 0; i < sa->keyset_count; i++) {
        enum ikelog_status status;

        if (p->view->decrypted && i != p->record->keyset)
            continue;
        status = check(p, &sa->keysets[i], payload);
        if (status == IKELOG_VERIFIED)
            sa->keysets[i].hash_verified[p->side] = true;
        if (weight(status) > weight(best))
            best = status;
    }
    return best == IKELOG_OK ? IKELOG_NOT_CHECKED_NO_KEY : best;
}

/* In the base exchange a signature is made of another hash than with RFC 2409. */
static bool has_formula(const struct packet_context *p)
{
    switch (p->header.exchange_type) {
    case IKELOG_EXCHANGE_MAIN:
    case IKELOG_EXCHANGE_AGGRESSIVE:
        return true;
    case IKELOG_EXCHANGE_BASE:
        return ikelog_auth_class(p->entry->sa.suite->auth_method) == IKELOG_AUTH_PSK;
    default:
        return false;
    }
}

static enum ikelog_status check_phase1(struct packet_context *p)
{
    const struct ikelog_payload *hash = ikelog_chain_find(&p->view->chain, IKELOG_PAYLOAD_HASH, 0);
    const struct ikelog_payload *sig = ikelog_chain_find(&p->view->chain, IKELOG_PAYLOAD_SIG, 0);

    if (!hash && !sig)
        return IKELOG_OK;
    if (p->view->chain.status != IKELOG_OK)
        return IKELOG_NOT_CHECKED_TRUNCATED;
    if (p->view->unknown)
        return IKELOG_NOT_CHECKED_MISSING;
    if (!has_formula(p))
        return IKELOG_NOT_CHECKED_UNSUPPORTED;
    if (hash &&
        p->record->step < ikelog_script_proof_step(p->exchange->type, p->side == IKELOG_INITIATOR))
        return IKELOG_NOT_CHECKED_UNSUPPORTED; /* HASH(1) of encryption modes: of a certificate */
    if (sa_needs_secrets(p->session, p->entry))
        sa_find_secrets(p->session, p->entry);
    return sig ? check_with_keysets(p, sig, check_signature_with)
               : check_with_keysets(p, hash, check_phase1_with);
}

/* Which of HASH(1), (2), (3) of RFC 2409 5.5 a message carries; GROUP: (3) and (4) of RFC 6407 3.2.
 */
enum formula { HASH_1, HASH_2, HASH_3, HASH_GROUP };

/* prf(SKEYID_a, M-ID | Ni_b | Nr_b | the rest) */
static enum ikelog_status compute_group(const struct packet_context *p,
                                        const struct ikelog_keyset *keyset,
                                        struct ikelog_octets rest, struct ikelog_digest *out)
{
    const struct ikelog_quick *quick = ikelog_exchange_quick(p->exchange);
    struct ikelog_octets nr = body_octets(quick ? quick->nonce[1] : NULL);
    struct ikelog_octets two[2] = {body_octets(quick ? quick->nonce[0] : NULL)};
    GByteArray *tail;
    enum ikelog_status status;

    if (!two[0].length || !nr.length)
        return IKELOG_NOT_CHECKED_MISSING;
    tail = g_byte_array_append(g_byte_array_new(), nr.data, nr.length);
    if (rest.length > 0)
        g_byte_array_append(tail, rest.data, rest.length);
    two[1] = (struct ikelog_octets){tail->data, tail->len};
    status = ikelog_hash_2(keyset->hash, ikelog_digest_octets(&keyset->skeyids->a),
                           p->record->exchange->message_id, two, out);
    g_byte_array_unref(tail);
    return status;
}

static enum ikelog_status compute_phase2(const struct packet_context *p,
                                         const struct ikelog_keyset *keyset, enum formula formula,
                                         struct ikelog_octets rest, struct ikelog_digest *out)
{
    const struct ikelog_quick *quick = ikelog_exchange_quick(p->exchange);
    struct ikelog_octets a = ikelog_digest_octets(&keyset->skeyids->a);
    struct ikelog_octets two[2] = {body_octets(quick ? quick->nonce[0] : NULL), rest};

    if (!a.length || !keyset->hash)
        return IKELOG_NOT_CHECKED_NO_KEY;
    if (formula == HASH_GROUP)
        return compute_group(p, keyset, rest, out);
    if (formula == HASH_1)
        return ikelog_hash_1(keyset->hash, a, p->record->exchange->message_id, rest, out);
    if (!two[0].length)
        return IKELOG_NOT_CHECKED_MISSING;
    if (formula == HASH_2)
        return ikelog_hash_2(keyset->hash, a, p->record->exchange->message_id, two, out);
    two[1] = body_octets(quick->nonce[1]);
    if (!two[1].length)
        return IKELOG_NOT_CHECKED_MISSING;
    return ikelog_hash_3(keyset->hash, a, p->record->exchange->message_id, two, out);
}

/* The formula that a message's step asks for. */
static enum formula formula_of(const struct packet_context *p)
{
    if (p->exchange->type != IKELOG_EXCHANGE_QUICK)
        return HASH_1;
    if (ikelog_exchange_is_pull(p->exchange) && p->record->step > 2)
        return HASH_GROUP;
    return p->record->step == 2 ? HASH_2 : p->record->step == 3 ? HASH_3 : HASH_1;
}

static struct ikelog_octets rest_behind(const struct ikelog_payload *hash,
                                        struct ikelog_octets body, uint32_t end)
{
    uint32_t from = hash->offset + hash->length;

    return from <= end ? (struct ikelog_octets){body.data + from, end - from}
                       : (struct ikelog_octets){NULL, 0};
}

/* In clear (a peer's own decrypted dump) any keyset that fits the IKE SA may check. */
static const struct ikelog_keyset *keyset_for_phase2(const struct packet_context *p)
{
    const struct ikelog_sa *sa = &p->entry->sa;

    if (p->view->decrypted)
        return &sa->keysets[p->record->keyset];
    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (sa->keysets[i].skeyids->a.length)
            return &sa->keysets[i];
    return NULL;
}

static enum ikelog_status check_phase2(struct packet_context *p)
{
    const struct ikelog_payload *hash = ikelog_chain_find(&p->view->chain, IKELOG_PAYLOAD_HASH, 0);
    const struct ikelog_keyset *keyset;
    struct ikelog_digest expected;
    enum ikelog_status status;

    if (!hash)
        return IKELOG_OK;
    if (p->view->chain.status != IKELOG_OK)
        return IKELOG_NOT_CHECKED_TRUNCATED;
    if (p->view->unknown)
        return IKELOG_NOT_CHECKED_MISSING;
    keyset = keyset_for_phase2(p);
    if (!keyset)
        return IKELOG_NOT_CHECKED_NO_KEY;
    status = compute_phase2(p, keyset, formula_of(p),
                            rest_behind(hash, p->view->octets, p->view->chain.end), &expected);
    if (status != IKELOG_OK)
        return status;
    return ikelog_digest_equal(&expected, body_of(p->view, hash)) ? IKELOG_VERIFIED : IKELOG_FAILED;
}

void process_check(struct packet_context *p)
{
    struct ikelog_sa *sa = &p->entry->sa;
    enum ikelog_status status;

    if (!p->view->readable || (p->record->flags & IKELOG_RECORD_FRAGMENT))
        return;
    status = p->exchange == sa->phase1 ? check_phase1(p) : check_phase2(p);
    p->record->check = (uint8_t)status;
    if (status == IKELOG_VERIFIED && !sa->course->verified[p->side])
        tables_course(&p->session->tables, sa)->verified[p->side] = p->record;
    if (status == IKELOG_VERIFIED && p->view->decrypted)
        sa->keysets[p->record->keyset].hash_verified[p->side] = true;
    if (status == IKELOG_FAILED && !sa->course->check_failed)
        tables_course(&p->session->tables, sa)->check_failed = p->record;
}

/*
 * P1 = next payload | 0 | length | first octets of HASH. All of it follows from the rest of the
 * message; the octets of HASH after the first block tell whether it is right.
 */
bool recover_first_block(const struct packet_context *p, const struct ikelog_keyset *keyset,
                         struct ikelog_octets body, const struct ikelog_chain *chain,
                         uint8_t *first_block)
{
    const struct ikelog_payload *hash = &chain->payloads[0];
    uint32_t block = keyset->cipher->block, inside = block - IKELOG_GENERIC_LEN;
    struct ikelog_octets rest;

    if (chain->count == 0 || hash->type != IKELOG_PAYLOAD_HASH || !keyset->hash ||
        hash->length != IKELOG_GENERIC_LEN + keyset->hash->length ||
        hash->length < block + IKELOG_GENERIC_LEN || p->exchange == p->entry->sa.phase1)
        return false;
    rest = rest_behind(hash, body, chain->end);
    for (int formula = HASH_1; formula <= HASH_3; formula++) {
        struct ikelog_digest expected;

        if (compute_phase2(p, keyset, (enum formula)formula, rest, &expected) != IKELOG_OK ||
            memcmp(expected.octets + inside, body.data + block, expected.length - inside) != 0)
            continue;
        first_block[0] = hash->next;
        first_block[1] = 0;
        first_block[2] = (uint8_t)(hash->length >> 8);
        first_block[3] = (uint8_t)hash->length;
        memcpy(first_block + IKELOG_GENERIC_LEN, expected.octets, inside);
        return true;
    }
    return false;
}
