/* SPDX-License-Identifier: GPL-2.0-or-later */
/* HASH payloads computed again, and the hash that a signature signs. */
#include "crypto/auth_method.h"
#include "crypto/signature.h"
#include "reports/page/derivation.h"
#include "reports/page/secrets.h"
#include "state/check_text.h"
#include "state/interned.h"
#include "state/script.h"
#include "wire/numbers.h"

#include <string.h>

#define X509_SIGNATURE 4 /* encoding of a certificate */

static struct ikelog_octets body_of(const struct ikelog_view *view,
                                    const struct ikelog_payload *payload)
{
    struct ikelog_octets body;

    body.data = ikelog_payload_body(view->octets.data, payload, &body.length);
    return body;
}

/* RSA signatures give back what was signed. */
static void derive_signed(const struct ikelog_page *page, const struct ikelog_view *view,
                          struct ikelog_octets hash, GString *out)
{
    const struct ikelog_sa *sa = page->sa;
    const struct ikelog_auth_method *method = ikelog_auth_method(sa->suite->auth_method);
    enum ikelog_side side = (enum ikelog_side)view->record->side;
    const struct ikelog_payload *sig = ikelog_chain_find(&view->chain, IKELOG_PAYLOAD_SIG, 0);
    struct ikelog_octets certificate = ikelog_bytes_octets(sa->sides[side].said->cert);
    struct ikelog_page_derivation d = {.formula = side == IKELOG_INITIATOR ? IKELOG_PAGE_SIGNED_I
                                                                           : IKELOG_PAGE_SIGNED_R,
                                       .method = IKELOG_METHOD_RSA,
                                       .value = hash};

    if (!sig || !certificate.length || sa->sides[side].said->cert_encoding != X509_SIGNATURE ||
        !method || method->family != IKELOG_KEY_RSA ||
        ikelog_record_check(view->record) != IKELOG_VERIFIED)
        return;
    ikelog_page_input(&d, IKELOG_Q_CERTIFICATE, certificate);
    ikelog_page_input(&d, IKELOG_Q_SIGNATURE, body_of(view, sig));
    ikelog_page_derive(page, &d, out);
}

/* A proof of another kind than those of RFC 2409: why it was not computed again. */
static void append_unchecked(const struct ikelog_page *page, const struct ikelog_view *view,
                             GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};

    ikelog_view_describe_check(view, ikelog_page_slot(&slots, "verdict"));
    ikelog_page_fill(&slots, "proof-unchecked", out);
}

static void append_proof(const struct ikelog_page *page, const struct ikelog_view *view,
                         const struct ikelog_page_derivation *d, GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};
    GString *derivation = ikelog_page_slot(&slots, "derivation");

    ikelog_view_describe_check(view, ikelog_page_slot(&slots, "verdict"));
    ikelog_page_derive(page, d, derivation);
    derive_signed(page, view, d->value, derivation);
    ikelog_page_fill(&slots, "proof", out);
}

/* The inputs of HASH_I; those of HASH_R with the sides exchanged. */
static void add_phase1_inputs(const struct ikelog_sa *sa, enum ikelog_side side,
                              struct ikelog_page_derivation *d)
{
    const struct ikelog_peer *peers = sa->sides;
    struct ikelog_octets cookies[] = {{sa->cky_i, IKELOG_COOKIE_LEN},
                                      {sa->cky_r, IKELOG_COOKIE_LEN}};
    bool initiator = side == IKELOG_INITIATOR;
    enum ikelog_side other = ikelog_side_other(side);

    ikelog_page_input(d, initiator ? IKELOG_Q_G_XI : IKELOG_Q_G_XR,
                      ikelog_bytes_octets(peers[side].said->ke));
    if (d->formula != IKELOG_PAGE_HASH_I_BASE)
        ikelog_page_input(d, initiator ? IKELOG_Q_G_XR : IKELOG_Q_G_XI,
                          ikelog_bytes_octets(peers[other].said->ke));
    ikelog_page_input(d, initiator ? IKELOG_Q_CKY_I : IKELOG_Q_CKY_R, cookies[side]);
    ikelog_page_input(d, initiator ? IKELOG_Q_CKY_R : IKELOG_Q_CKY_I, cookies[other]);
    ikelog_page_input(d, IKELOG_Q_SA_I, ikelog_bytes_octets(peers[IKELOG_INITIATOR].sa));
    ikelog_page_input(d, initiator ? IKELOG_Q_ID_I : IKELOG_Q_ID_R,
                      ikelog_bytes_octets(peers[side].said->id));
}

static bool is_base_psk(const struct ikelog_record *record)
{
    return record->exchange->type == IKELOG_EXCHANGE_BASE &&
           ikelog_auth_class(record->exchange->sa->suite->auth_method) == IKELOG_AUTH_PSK;
}

static enum ikelog_page_formula phase1_formula(const struct ikelog_record *record)
{
    if (record->side != IKELOG_INITIATOR)
        return IKELOG_PAGE_HASH_R;
    return is_base_psk(record) ? IKELOG_PAGE_HASH_I_BASE : IKELOG_PAGE_HASH_I;
}

/* RSA encryption has a HASH of a certificate before the proof. */
static bool is_proof(const struct ikelog_view *view)
{
    uint8_t type = view->record->exchange->type;

    return (type == IKELOG_EXCHANGE_MAIN || type == IKELOG_EXCHANGE_AGGRESSIVE ||
            is_base_psk(view->record)) &&
           view->record->step >=
               ikelog_script_proof_step(type, view->record->side == IKELOG_INITIATOR);
}

/* The value of HASH_I or HASH_R, when all its inputs are known; the first one is the key. */
static void compute(struct ikelog_page_derivation *d, struct ikelog_digest *value)
{
    struct ikelog_octets parts[IKELOG_MAX_INPUTS];
    bool whole = d->hash && d->count > 0;

    for (unsigned i = 0; i < d->count; i++) {
        parts[i] = d->inputs[i].octets;
        whole = whole && parts[i].length > 0;
    }
    if (whole && ikelog_prf(d->hash, parts[0], parts + 1, d->count - 1, value) == IKELOG_OK)
        d->value = ikelog_digest_octets(value);
}

static void prove_phase1(const struct ikelog_page *page, const struct ikelog_view *view,
                         GString *out)
{
    const struct ikelog_sa *sa = page->sa;
    enum ikelog_side side = (enum ikelog_side)view->record->side;
    const struct ikelog_keyset *keyset = ikelog_page_keyset(view->record);
    bool signs = ikelog_chain_find(&view->chain, IKELOG_PAYLOAD_SIG, 0) != NULL;
    struct ikelog_page_derivation d = {.formula = phase1_formula(view->record),
                                       .method = IKELOG_METHOD_PRF};
    struct ikelog_digest value = {0};

    if (!signs && !ikelog_chain_find(&view->chain, IKELOG_PAYLOAD_HASH, 0))
        return;
    if (!is_proof(view)) {
        append_unchecked(page, view, out);
        return;
    }
    d.hash =
        signs ? ikelog_signature_hash(sa->suite->auth_method, sa->suite->hash) : sa->suite->hash;
    ikelog_page_input(&d, IKELOG_Q_SKEYID,
                      keyset ? ikelog_digest_octets(&keyset->skeyids->skeyid)
                             : (struct ikelog_octets){NULL, 0});
    add_phase1_inputs(sa, side, &d);
    compute(&d, &value);
    d.remark = signs ? "which the SIG payload signs" : NULL;
    append_proof(page, view, &d, out);
}

/* All payloads behind the HASH payload. */
static struct ikelog_octets rest_of(const struct ikelog_view *view,
                                    const struct ikelog_payload *hash)
{
    uint32_t from = hash->offset + hash->length;

    if (from > view->chain.end)
        return (struct ikelog_octets){NULL, 0};
    return (struct ikelog_octets){view->octets.data + from, view->chain.end - from};
}

static struct ikelog_octets nonce_of(const struct ikelog_exchange *exchange, unsigned n)
{
    return body_octets(ikelog_exchange_quick(exchange) ? ikelog_exchange_quick(exchange)->nonce[n]
                                                       : NULL);
}

static enum ikelog_page_formula formula_of(const struct ikelog_record *record)
{
    if (record->exchange->type != IKELOG_EXCHANGE_QUICK)
        return IKELOG_PAGE_HASH_1;
    return record->step == 2   ? IKELOG_PAGE_HASH_2
           : record->step == 3 ? IKELOG_PAGE_HASH_3
                               : IKELOG_PAGE_HASH_1;
}

static void prove_later(const struct ikelog_page *page, const struct ikelog_view *view,
                        GString *out)
{
    static const uint8_t zero;
    const struct ikelog_exchange *exchange = view->record->exchange;
    const struct ikelog_payload *hash = ikelog_chain_find(&view->chain, IKELOG_PAYLOAD_HASH, 0);
    const struct ikelog_keyset *keyset = ikelog_record_keyset(view->record);
    uint32_t big_endian = GUINT32_TO_BE(exchange->message_id);
    uint8_t m_id[4];
    struct ikelog_page_derivation d = {.formula = formula_of(view->record),
                                       .method = IKELOG_METHOD_PRF};

    if (!hash || !keyset || ikelog_exchange_is_pull(exchange) || view->unknown)
        return;
    memcpy(m_id, &big_endian, sizeof m_id);
    d.hash = keyset->hash;
    ikelog_page_input(&d, IKELOG_Q_SKEYID_A, ikelog_digest_octets(&keyset->skeyids->a));
    if (d.formula == IKELOG_PAGE_HASH_3)
        ikelog_page_input(&d, IKELOG_Q_NUMBER, (struct ikelog_octets){&zero, 1});
    ikelog_page_input(&d, IKELOG_Q_M_ID, (struct ikelog_octets){m_id, sizeof m_id});
    if (d.formula != IKELOG_PAGE_HASH_1)
        ikelog_page_input(&d, IKELOG_Q_NI, nonce_of(exchange, 0));
    if (d.formula == IKELOG_PAGE_HASH_3)
        ikelog_page_input(&d, IKELOG_Q_NR, nonce_of(exchange, 1));
    else
        ikelog_page_input(&d, IKELOG_Q_REST, rest_of(view, hash));
    if (ikelog_record_check(view->record) == IKELOG_VERIFIED)
        d.value = body_of(view, hash);
    append_proof(page, view, &d, out);
}

void ikelog_page_proofs(struct ikelog_page *page, const struct ikelog_view *view, GString *out)
{
    const struct ikelog_exchange *exchange = view->record->exchange;

    if (!view->readable || view->chain.status != IKELOG_OK ||
        (view->record->flags & IKELOG_RECORD_FRAGMENT))
        return;
    if (exchange == page->sa->phase1)
        prove_phase1(page, view, out);
    else
        prove_later(page, view, out);
}
