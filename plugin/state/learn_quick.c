/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a Quick Mode that can be read tells: proposals, SPIs, nonces, identities, keys. */
#include "state/session_priv.h"

#include "state/secrets.h"
#include "wire/numbers.h"

#include <string.h>

/* What IPsec SAs have while nothing better is known: most of them in most captures. */
static const struct ikelog_esp_keys no_keys[2];

static struct ikelog_quick *quick_of(const struct passage *p)
{
    struct ikelog_exchange *exchange = p->exchange;

    if (!exchange->quick) {
        exchange->quick = pool_add(&p->session->all_quicks);
        exchange->quick->key_status = IKELOG_KEYS_INCOMPLETE;
    }
    return exchange->quick;
}

static void keep_body(const struct passage *p, struct ikelog_body **slot,
                      const struct ikelog_payload *payload)
{
    const struct ikelog_octets body = body_to_keep(&p->view, payload);

    if (!*slot && body.data)
        *slot = body_new(&p->session->bodies, body);
}

static uint32_t spi_of(const struct ikelog_proposal *proposal)
{
    const uint8_t *s = proposal->spi;

    if (proposal->spi_length == 2) /* a CPI, RFC 3173 */
        return (uint32_t)s[0] << 8 | s[1];
    if (proposal->spi_length != 4)
        return 0;
    return ikelog_octets_u32(s);
}

static void register_spi(struct passage *p, uint32_t spi)
{
    if (spi == 0)
        return;
    g_hash_table_insert(p->session->spis, GUINT_TO_POINTER(spi), p->exchange);
    g_hash_table_remove(p->session->traffic, GUINT_TO_POINTER(spi)); /* new keys count anew */
}

/* The offer: its SPIs by protocol; with several proposals the first of each protocol. */
static void learn_offered_spis(struct ikelog_quick *quick, const struct ikelog_sa_payload *offer)
{
    for (uint32_t i = 0; i < offer->proposal_count; i++) {
        const struct ikelog_proposal *proposal = &offer->proposals[i];
        unsigned n = 0;

        while (n < quick->ipsec_count && quick->ipsec[n].protocol != proposal->protocol)
            n++;
        if (n < quick->ipsec_count && !quick->ipsec[n].spi[0])
            quick->ipsec[n].spi[0] = spi_of(proposal); /* the answer was captured first */
        if (n < quick->ipsec_count || n == IKELOG_MAX_IPSEC)
            continue;
        quick->ipsec = g_renew(struct ikelog_ipsec_sa, quick->ipsec, n + 1);
        quick->ipsec[n] = (struct ikelog_ipsec_sa){
            .protocol = proposal->protocol, .spi = {spi_of(proposal)}, .keys = no_keys};
        quick->ipsec_count = (uint8_t)(n + 1);
    }
}

static const struct ikelog_proposal *proposal_numbered(const struct ikelog_sa_payload *offer,
                                                       const struct ikelog_proposal *like)
{
    for (uint32_t i = 0; i < offer->proposal_count; i++)
        if (offer->proposals[i].number == like->number &&
            offer->proposals[i].protocol == like->protocol)
            return &offer->proposals[i];
    for (uint32_t i = 0; i < offer->proposal_count; i++)
        if (offer->proposals[i].protocol == like->protocol)
            return &offer->proposals[i];
    return NULL;
}

/* The answer: what was chosen, and the SPI that goes with it on either side. */
static void learn_chosen(struct passage *p, struct ikelog_quick *quick,
                         const struct ikelog_sa_payload *choice)
{
    struct ikelog_ipsec_sa *before = quick->ipsec; /* no keys yet: they need the choice */
    unsigned before_count = quick->ipsec_count;

    quick->ipsec = g_new0(struct ikelog_ipsec_sa, MIN(choice->proposal_count, IKELOG_MAX_IPSEC));
    quick->ipsec_count = 0;
    for (uint32_t i = 0; i < choice->proposal_count && i < IKELOG_MAX_IPSEC; i++) {
        const struct ikelog_proposal *proposal = &choice->proposals[i];
        struct ikelog_ipsec_sa *ipsec = &quick->ipsec[quick->ipsec_count++];

        ipsec->protocol = proposal->protocol;
        ipsec->keys = no_keys;
        ipsec->spi[1] = spi_of(proposal);
        if (proposal->count > 0)
            ipsec->transform = choice->transforms[proposal->first];
        for (unsigned n = 0; n < before_count; n++)
            if (before[n].protocol == proposal->protocol)
                ipsec->spi[0] = before[n].spi[0];
        quick->group = (uint16_t)MIN(ipsec->transform.group, UINT16_MAX);
        quick->life_seconds = ipsec->transform.life_seconds;
        quick->life_kilobytes = ipsec->transform.life_kilobytes;
        register_spi(p, ipsec->spi[0]);
        register_spi(p, ipsec->spi[1]);
    }
    g_free(before);
}

static const char *describe_offer(struct passage *p, const struct ikelog_sa_payload *offer)
{
    GString *text = g_string_new(NULL);
    const char *kept;

    ikelog_sa_payload_describe(offer, text);
    kept = text->len > 0 ? kept_text(&p->session->kept, text->str) : NULL;
    g_string_free(text, TRUE);
    return kept;
}

/* SPIs may differ between proposals: when the choice is known, take those of that number. And what
 * was never offered cannot be chosen. */
static void refine_offered_spis(struct passage *p, struct ikelog_quick *quick,
                                const struct ikelog_sa_payload *choice)
{
    const struct ikelog_body *kept = p->exchange->quick->offer_sa;
    struct ikelog_sa_payload *offer;

    if (!kept)
        return;
    offer = g_new0(struct ikelog_sa_payload, 1);
    ikelog_sa_payload_read(body_octets(kept), offer);
    quick->choice = (uint8_t)ikelog_sa_payload_compare(offer, choice);
    for (uint32_t i = 0; i < choice->proposal_count && i < quick->ipsec_count; i++) {
        const struct ikelog_proposal *match = proposal_numbered(offer, &choice->proposals[i]);

        if (match)
            quick->ipsec[i].spi[0] = spi_of(match);
    }
    g_free(offer);
}

static void learn_sa_payload(struct passage *p, struct ikelog_quick *quick, int who)
{
    const struct ikelog_payload *payload = ikelog_chain_find(&p->view.chain, IKELOG_PAYLOAD_SA, 0);
    struct ikelog_sa_payload *sa = p->session->scratch_sa;
    struct ikelog_octets body;

    if (!payload)
        return;
    body.data = ikelog_payload_body(p->view.octets.data, payload, &body.length);
    ikelog_sa_payload_read(body, sa);
    if (who == 0 && !quick->offered) {
        quick->offered = describe_offer(p, sa);
        if (sa->transform_count > 0)
            quick->offered_life = (struct ikelog_lifetime){sa->transforms[0].life_seconds,
                                                           sa->transforms[0].life_kilobytes};
        learn_offered_spis(quick, sa);
        if (!quick->chosen)
            keep_body(p, &quick->offer_sa, payload);
        for (unsigned i = 0; i < quick->ipsec_count; i++)
            register_spi(p, quick->ipsec[i].spi[0]);
    } else if (who == 1 && !quick->chosen) {
        quick->chosen = describe_offer(p, sa);
        learn_chosen(p, quick, sa);
        refine_offered_spis(p, quick, sa);
        quick->offer_sa = NULL;
        for (unsigned i = 0; i < quick->ipsec_count; i++)
            register_spi(p, quick->ipsec[i].spi[0]);
    }
}

static void learn_ids(struct passage *p, struct ikelog_quick *quick, int who)
{
    GBytes **slots[] = {who == 0 ? &quick->id_ci : &quick->reply_ci,
                        who == 0 ? &quick->id_cr : &quick->reply_cr};

    for (uint32_t i = 0; i < G_N_ELEMENTS(slots); i++)
        body_keep_first_shared(slots[i], p,
                               ikelog_chain_find(&p->view.chain, IKELOG_PAYLOAD_ID, i));
}

static bool same_ids(const struct ikelog_quick *a, const struct ikelog_quick *b)
{
    return (a->id_ci && b->id_ci) ? g_bytes_equal(a->id_ci, b->id_ci) && a->id_cr && b->id_cr &&
                                        g_bytes_equal(a->id_cr, b->id_cr)
                                  : !a->id_ci && !b->id_ci;
}

/* A later Quick Mode for the same traffic replaces the one before it. */
static void link_rekey(struct passage *p)
{
    GPtrArray *modes = p->entry->sa.quick_modes;
    unsigned looked = 0;

    for (unsigned i = modes ? modes->len : 0; i > 0 && looked < IKELOG_MAX_MESSAGES; i--) {
        struct ikelog_exchange *before = g_ptr_array_index(modes, i - 1);

        looked++;
        if (before == p->exchange || !before->quick || !before->quick->chosen ||
            before->quick->replaced_by || !same_ids(before->quick, p->exchange->quick))
            continue;
        before->quick->replaced_by = p->exchange;
        return;
    }
}

/* Each exponent is tried once, when both public values are known. */
static GBytes *secret_from_exponents(struct ikelog_session *session,
                                     struct ikelog_exchange *exchange, const char **label,
                                     enum ikelog_status *status)
{
    struct ikelog_quick *quick = exchange->quick;
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

static GBytes *quick_shared_secret(struct ikelog_session *session, struct ikelog_exchange *exchange,
                                   const char **label, enum ikelog_status *status)
{
    const struct ikelog_secret *secret = ikelog_keyring_find_quick(
        session->keyring, IKELOG_SECRET_SHARED_SECRET, exchange->sa->cky_i, exchange->message_id);

    if (!secret)
        return secret_from_exponents(session, exchange, label, status);
    *label = secret->origin;
    return shared_secret_padded(secret, ikelog_group_by_number(exchange->quick->group));
}

static void derive_one(const struct ikelog_exchange *exchange, struct ikelog_ipsec_sa *ipsec,
                       const struct ikelog_keyset *keyset, GBytes *g_qm_xy)
{
    struct ikelog_quick *quick = exchange->quick;
    const struct ikelog_esp_choice choice = {ipsec->protocol, ipsec->transform.id,
                                             ipsec->transform.key_bits, ipsec->transform.integrity};
    struct ikelog_esp_suite suite;
    enum ikelog_status status = ikelog_esp_suite_resolve(&choice, &suite);
    struct ikelog_esp_keys *keys = g_new0(struct ikelog_esp_keys, 2);

    for (int i = 0; i < 2 && status == IKELOG_OK; i++) {
        uint32_t spi = ipsec->spi[i];
        const uint8_t octets[4] = {(uint8_t)(spi >> 24), (uint8_t)(spi >> 16), (uint8_t)(spi >> 8),
                                   (uint8_t)spi};
        const struct ikelog_keymat_facts facts = {
            .skeyid_d = {keyset->skeyids.d.octets, keyset->skeyids.d.length},
            .g_qm_xy = octets_of(g_qm_xy),
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
        if ((sa->keysets[i].fits[0] || sa->keysets[i].fits[1]) && sa->keysets[i].hash &&
            sa->keysets[i].skeyids.d.length)
            return &sa->keysets[i];
    return NULL;
}

static void keep_key_source(struct ikelog_session *session, struct ikelog_quick *quick,
                            const char *source, const char *pfs)
{
    char *text = pfs ? g_strdup_printf("%s + PFS secret (%s)", source, pfs) : NULL;

    quick->key_source = text ? kept_text(&session->kept, text) : source;
    g_free(text);
}

void quick_derive_keys(struct ikelog_session *session, struct ikelog_exchange *exchange)
{
    struct ikelog_quick *quick = exchange->quick;
    const struct ikelog_keyset *keyset = keyset_with_d(exchange);
    enum ikelog_status status = IKELOG_KEYS_INCOMPLETE;
    const char *label = NULL;
    GBytes *g_qm_xy = NULL;

    if (!keyset || !quick->nonce[0] || !quick->nonce[1] || !quick->chosen || quick->key_source)
        return;
    if (quick->group || quick->ke[0]) {
        g_qm_xy = quick_shared_secret(session, exchange, &label, &status);
        if (!g_qm_xy) {
            quick->key_status = (uint8_t)status;
            return;
        }
    }
    for (unsigned i = 0; i < quick->ipsec_count; i++)
        if (quick->ipsec[i].protocol == IKELOG_PROTO_ESP ||
            quick->ipsec[i].protocol == IKELOG_PROTO_AH)
            derive_one(exchange, &quick->ipsec[i], keyset, g_qm_xy);
    keep_key_source(session, quick, keyset->source, label);
    if (g_qm_xy)
        ikelog_secret_bytes_unref(g_qm_xy);
}

static void count_pair(struct passage *p, bool readable)
{
    struct pair_entry *pair = session_pair(p->session, &p->datagram->src, &p->datagram->dst, true);

    if (!readable)
        pair->unread++;
    else if (p->record->step == 2)
        pair->read++;
}

void passage_learn_quick(struct passage *p)
{
    struct ikelog_quick *quick;
    int who;

    if (p->exchange->type != IKELOG_EXCHANGE_QUICK)
        return;
    count_pair(p, p->view.readable && !ikelog_exchange_is_pull(p->exchange));
    if (!p->view.readable)
        return;
    quick = quick_of(p);
    who = p->side == p->exchange->starter ? 0 : 1;
    keep_body(p, &quick->nonce[who], ikelog_chain_find(&p->view.chain, IKELOG_PAYLOAD_NONCE, 0));
    body_keep_first(&quick->ke[who], p, ikelog_chain_find(&p->view.chain, IKELOG_PAYLOAD_KE, 0));
    learn_ids(p, quick, who);
    if (ikelog_exchange_is_pull(p->exchange))
        return; /* the policies of a group are no proposals, its keys come in the exchange */
    learn_sa_payload(p, quick, who);
    if (who == 1 && p->record->step == 2)
        link_rekey(p);
    quick_derive_keys(p->session, p->exchange);
}
