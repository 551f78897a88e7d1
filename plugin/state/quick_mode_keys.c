/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of the IPsec SAs that a Quick Mode sets up (RFC 2409 5.5). */
#include "state/quick_mode.h"

#include "state/secrets.h"
#include "wire/numbers.h"

/* Each exponent is tried once, when both public values are known. */
static GBytes *secret_from_exponents(struct ikelog_session *session,
                                     const struct ikelog_exchange *exchange,
                                     struct ikelog_quick *quick, const char **label,
                                     enum ikelog_status *status)
{
    const struct ikelog_group *group = ikelog_group_by_number(quick->group);
    const struct ikelog_secret *secret = ikelog_keyring_find_quick(
        session->keyring, IKELOG_SECRET_DH_PRIVATE, exchange->sa->cky_i, exchange->message_id);
    unsigned n = 0;

    if (!group || !quick->ke[0] || !quick->ke[1])
        return NULL;
    for (; secret && secret->has_message_id && secret->message_id == exchange->message_id &&
           n < MAX_DH_TRIES;
         secret = secret->next) {
        GBytes *shared;

        if (n++ < quick->dh_tried)
            continue;
        quick->dh_tried++;
        shared = dh_secret_from_exponent(group, secret, quick->ke, &session->dh_work_left, status);
        *label = secret->origin;
        if (shared)
            return shared;
    }
    return NULL;
}

static GBytes *quick_shared_secret(struct ikelog_session *session,
                                   const struct ikelog_exchange *exchange,
                                   struct ikelog_quick *quick, const char **label,
                                   enum ikelog_status *status)
{
    const struct ikelog_secret *secret = ikelog_keyring_find_quick(
        session->keyring, IKELOG_SECRET_SHARED_SECRET, exchange->sa->cky_i, exchange->message_id);

    if (!secret)
        return secret_from_exponents(session, exchange, quick, label, status);
    *label = secret->origin;
    return shared_secret_padded(secret, ikelog_group_by_number(quick->group));
}

static void derive_one(struct ikelog_quick *quick, struct ikelog_ipsec_sa *ipsec,
                       const struct ikelog_keyset *keyset, GBytes *g_qm_xy)
{
    const struct ikelog_esp_choice choice = {ipsec->protocol, ipsec->transform->id,
                                             ipsec->transform->key_bits,
                                             ipsec->transform->integrity};
    struct ikelog_esp_suite suite;
    enum ikelog_status status = ikelog_esp_suite_resolve(&choice, &suite);
    struct ikelog_esp_keys *keys = g_new0(struct ikelog_esp_keys, 2);

    for (int i = 0; i < 2 && status == IKELOG_OK; i++) {
        uint32_t spi = ipsec->spi[i];
        const uint8_t octets[4] = {(uint8_t)(spi >> 24), (uint8_t)(spi >> 16), (uint8_t)(spi >> 8),
                                   (uint8_t)spi};
        const struct ikelog_keymat_facts facts = {.skeyid_d =
                                                      ikelog_digest_octets(&keyset->skeyids->d),
                                                  .g_qm_xy = ikelog_bytes_octets(g_qm_xy),
                                                  .protocol = ipsec->protocol,
                                                  .spi = {octets, sizeof octets},
                                                  .ni = body_octets(quick->nonce[0]),
                                                  .nr = body_octets(quick->nonce[1])};

        status = ikelog_esp_keys_derive(keyset->hash, &facts, &suite, &keys[i]);
    }
    quick->key_status = (uint8_t)status;
    if (status == IKELOG_OK) {
        ipsec->keys_known = true;
        ipsec->keys = keys;
    } else {
        ikelog_wipe(keys, 2 * sizeof *keys);
        g_free(keys);
    }
}

static const struct ikelog_keyset *keyset_with_d(const struct ikelog_exchange *exchange)
{
    const struct ikelog_sa *sa = exchange->sa;

    for (unsigned i = 0; i < sa->keyset_count; i++)
        if ((sa->keysets[i].proven[0] || sa->keysets[i].proven[1]) && sa->keysets[i].hash &&
            sa->keysets[i].skeyids->d.length)
            return &sa->keysets[i];
    return NULL;
}

static void keep_key_source(struct ikelog_session *session, struct ikelog_quick *quick,
                            const char *source, const char *pfs)
{
    char *text = pfs ? g_strdup_printf("%s + PFS secret (%s)", source, pfs) : NULL;

    quick->key_source = text ? interned_text(&session->interned, text) : source;
    g_free(text);
}

void quick_mode_derive_keys(struct ikelog_session *session, struct ikelog_exchange *exchange)
{
    struct ikelog_quick *quick = ikelog_exchange_quick(exchange);
    const struct ikelog_keyset *keyset = keyset_with_d(exchange);
    enum ikelog_status status = IKELOG_KEYS_INCOMPLETE;
    const char *label = NULL;
    GBytes *g_qm_xy = NULL;

    if (!quick || !keyset || !quick->nonce[0] || !quick->nonce[1] || !quick->chosen ||
        quick->key_source)
        return;
    if (quick->group || quick->ke[0]) {
        g_qm_xy = quick_shared_secret(session, exchange, quick, &label, &status);
        if (!g_qm_xy) {
            quick->key_status = (uint8_t)status;
            return;
        }
    }
    for (unsigned i = 0; i < quick->ipsec_count; i++)
        if (quick->ipsec[i].protocol == IKELOG_PROTO_ESP ||
            quick->ipsec[i].protocol == IKELOG_PROTO_AH)
            derive_one(quick, &quick->ipsec[i], keyset, g_qm_xy);
    keep_key_source(session, quick, keyset->source, label);
    if (g_qm_xy)
        ikelog_secret_bytes_unref(g_qm_xy);
}
