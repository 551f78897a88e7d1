/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a Quick Mode that can be read tells: proposals, SPIs, nonces, identities, keys. */
#include "state/quick_mode.h"

#include "state/payload_body.h"
#include "wire/numbers.h"

#include <string.h>

/* What IPsec SAs have while nothing better is known: most of them in most captures. */
static const struct ikelog_esp_keys no_keys[2];
static const struct ikelog_transform no_transform;

static struct ikelog_quick *quick_of(const struct packet_context *p,
                                     struct ikelog_quick_exchange *exchange)
{
    if (!exchange->quick) {
        exchange->quick = pool_add(&p->session->tables.all_quicks);
        exchange->quick->key_status = IKELOG_KEYS_INCOMPLETE;
    }
    return exchange->quick;
}

static void keep_body(const struct packet_context *p, struct ikelog_body **slot,
                      const struct ikelog_payload *payload)
{
    const struct ikelog_octets body = payload_body_whole(p->view, payload);

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

static void register_spi(struct packet_context *p, uint32_t spi)
{
    if (spi == 0)
        return;
    g_hash_table_insert(p->session->tables.spis, GUINT_TO_POINTER(spi), p->exchange);
    if (g_hash_table_size(p->session->traffic) > 0) /* new keys count anew */
        g_hash_table_remove(p->session->traffic, GUINT_TO_POINTER(spi));
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
        quick->ipsec[n] = (struct ikelog_ipsec_sa){.protocol = proposal->protocol,
                                                   .spi = {spi_of(proposal)},
                                                   .transform = &no_transform,
                                                   .keys = no_keys};
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

/* Most Quick Modes of a capture choose the same. */
static const struct ikelog_transform *keep_transform(struct packet_context *p,
                                                     const struct ikelog_transform *transform)
{
    struct ikelog_transform kept = *transform;

    kept.attributes_at = kept.attributes_length = 0;
    return interned_struct(&p->session->interned, &kept, sizeof kept);
}

/* The answer: what was chosen, and the SPI that goes with it on either side. */
static void learn_chosen(struct packet_context *p, struct ikelog_quick *quick,
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
        ipsec->transform = &no_transform;
        ipsec->spi[1] = spi_of(proposal);
        if (proposal->count > 0)
            ipsec->transform = keep_transform(p, &choice->transforms[proposal->first]);
        for (unsigned n = 0; n < before_count; n++)
            if (before[n].protocol == proposal->protocol)
                ipsec->spi[0] = before[n].spi[0];
        quick->group = (uint16_t)MIN(ipsec->transform->group, UINT16_MAX);
        quick->life_seconds = ipsec->transform->life_seconds;
        quick->life_kilobytes = ipsec->transform->life_kilobytes;
        register_spi(p, ipsec->spi[0]);
        register_spi(p, ipsec->spi[1]);
    }
    g_free(before);
}

/* Whether the answer's attributes are not, octet for octet, those of the transform it names. */
static bool is_altered(const struct ikelog_sa_payload *offer, struct ikelog_octets offered,
                       const struct ikelog_proposal *match, const struct ikelog_transform *chosen,
                       struct ikelog_octets answered)
{
    for (unsigned n = match->first; n < (unsigned)match->first + match->count; n++) {
        const struct ikelog_transform *transform = &offer->transforms[n];

        if (transform->number == chosen->number)
            return transform->attributes_length != chosen->attributes_length ||
                   memcmp(offered.data + transform->attributes_at,
                          answered.data + chosen->attributes_at, chosen->attributes_length) != 0;
    }
    return false;
}

/* SPIs may differ between proposals: when the choice is known, take those of that number. And what
 * was never offered cannot be chosen. */
static void refine_offered_spis(struct ikelog_quick *quick, const struct ikelog_sa_payload *choice,
                                struct ikelog_octets body)
{
    const struct ikelog_octets offered = ikelog_bytes_octets(quick->offer_sa);
    struct ikelog_sa_payload *offer;

    if (!quick->offer_sa)
        return;
    offer = g_new(struct ikelog_sa_payload, 1);
    ikelog_sa_payload_read(offered, offer);
    quick->choice = (uint8_t)ikelog_sa_payload_compare(offer, choice);
    for (uint32_t i = 0; i < choice->proposal_count && i < quick->ipsec_count; i++) {
        const struct ikelog_proposal *proposal = &choice->proposals[i];
        const struct ikelog_proposal *match = proposal_numbered(offer, proposal);

        if (!match)
            continue;
        quick->ipsec[i].spi[0] = spi_of(match);
        if (proposal->count > 0 &&
            is_altered(offer, offered, match, &choice->transforms[proposal->first], body))
            quick->altered = true;
    }
    g_free(offer);
}

static void learn_offer(struct packet_context *p, struct ikelog_quick *quick,
                        const struct ikelog_payload *payload)
{
    const struct ikelog_sa_payload *offer = p->session->scratch_sa;

    quick->offered = interned_offer(&p->session->interned, offer);
    if (offer->transform_count > 0)
        quick->offered_life = (struct ikelog_lifetime){offer->transforms[0].life_seconds,
                                                       offer->transforms[0].life_kilobytes};
    learn_offered_spis(quick, offer);
    if (!quick->chosen)
        payload_body_keep(&quick->offer_sa, p, payload);
    for (unsigned i = 0; i < quick->ipsec_count; i++)
        register_spi(p, quick->ipsec[i].spi[0]);
}

static void learn_answer(struct packet_context *p, struct ikelog_quick *quick,
                         struct ikelog_octets body)
{
    const struct ikelog_sa_payload *choice = p->session->scratch_sa;

    quick->chosen = interned_offer(&p->session->interned, choice);
    learn_chosen(p, quick, choice);
    refine_offered_spis(quick, choice, body);
    g_clear_pointer(&quick->offer_sa, g_bytes_unref);
    for (unsigned i = 0; i < quick->ipsec_count; i++)
        register_spi(p, quick->ipsec[i].spi[0]);
}

static void learn_sa_payload(struct packet_context *p, struct ikelog_quick *quick, int who)
{
    const struct ikelog_payload *payload = ikelog_chain_find(&p->view->chain, IKELOG_PAYLOAD_SA, 0);
    struct ikelog_octets body;

    if (!payload)
        return;
    body.data = ikelog_payload_body(p->view->octets.data, payload, &body.length);
    ikelog_sa_payload_read(body, p->session->scratch_sa);
    if (who == 0 && !quick->offered)
        learn_offer(p, quick, payload);
    else if (who == 1 && !quick->chosen)
        learn_answer(p, quick, body);
}

static void move_body(GBytes **to, GBytes **from)
{
    g_bytes_unref(*to);
    *to = g_steal_pointer(from);
}

void quick_mode_relearn_answer(struct packet_context *p)
{
    struct ikelog_quick *quick = ikelog_exchange_quick(p->exchange);
    GBytes *answer;

    if (!quick || quick->chosen)
        return;
    answer = g_steal_pointer(&quick->offer_sa);
    quick->nonce[1] = g_steal_pointer(&quick->nonce[0]);
    move_body(&quick->ke[1], &quick->ke[0]);
    move_body(&quick->reply_ci, &quick->id_ci);
    move_body(&quick->reply_cr, &quick->id_cr);
    quick->offered = NULL;
    g_clear_pointer(&quick->ipsec, g_free); /* no keys yet: they need the choice */
    quick->ipsec_count = 0;
    if (!answer)
        return;
    ikelog_sa_payload_read(ikelog_bytes_octets(answer), p->session->scratch_sa);
    learn_answer(p, quick, ikelog_bytes_octets(answer));
    g_bytes_unref(answer);
}

static void learn_ids(struct packet_context *p, struct ikelog_quick *quick, int who)
{
    GBytes **slots[] = {who == 0 ? &quick->id_ci : &quick->reply_ci,
                        who == 0 ? &quick->id_cr : &quick->reply_cr};

    for (uint32_t i = 0; i < G_N_ELEMENTS(slots); i++)
        payload_body_keep_interned(slots[i], p,
                                   ikelog_chain_find(&p->view->chain, IKELOG_PAYLOAD_ID, i));
}

static bool same_ids(const struct ikelog_quick *a, const struct ikelog_quick *b)
{
    return (a->id_ci && b->id_ci) ? g_bytes_equal(a->id_ci, b->id_ci) && a->id_cr && b->id_cr &&
                                        g_bytes_equal(a->id_cr, b->id_cr)
                                  : !a->id_ci && !b->id_ci;
}

/* A later Quick Mode for the same traffic replaces the one before it. */
static void link_rekey(struct packet_context *p, const struct ikelog_quick *own)
{
    GPtrArray *modes = p->entry->sa.quick_modes;
    unsigned looked = 0;

    for (unsigned i = modes ? modes->len : 0; i > 0 && looked < IKELOG_MAX_MESSAGES; i--) {
        struct ikelog_quick *before = ikelog_exchange_quick(g_ptr_array_index(modes, i - 1));

        looked++;
        if (!before || before == own || !before->chosen || before->replaced_by ||
            !same_ids(before, own))
            continue;
        before->replaced_by = p->exchange;
        return;
    }
}

static void count_pair(struct packet_context *p, bool readable)
{
    struct pair_entry *pair = p->entry->pair;

    if (!readable)
        pair->unread++;
    else if (p->record->step == 2)
        pair->read++;
}

void process_quick_mode(struct packet_context *p)
{
    struct ikelog_quick_exchange *exchange = ikelog_exchange_as_quick(p->exchange);
    struct ikelog_quick *quick;
    int who;

    if (!exchange)
        return;
    count_pair(p, p->view->readable && !ikelog_exchange_is_pull(p->exchange));
    if (!p->view->readable)
        return;
    quick = quick_of(p, exchange);
    who = p->side == p->exchange->starter ? 0 : 1;
    keep_body(p, &quick->nonce[who], ikelog_chain_find(&p->view->chain, IKELOG_PAYLOAD_NONCE, 0));
    payload_body_keep(&quick->ke[who], p, ikelog_chain_find(&p->view->chain, IKELOG_PAYLOAD_KE, 0));
    learn_ids(p, quick, who);
    if (ikelog_exchange_is_pull(p->exchange))
        return; /* the policies of a group are no proposals, its keys come in the exchange */
    learn_sa_payload(p, quick, who);
    if (who == 1 && p->record->step == 2)
        link_rekey(p, quick);
    quick_mode_derive_keys(p->session, p->exchange);
}
