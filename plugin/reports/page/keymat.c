/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of the IPsec SAs that a Quick Mode sets up. */
#include "reports/page/derivation.h"
#include "reports/page/secrets.h"
#include "state/interned.h"
#include "wire/numbers.h"

#include <string.h>

/* One IPsec SA, one direction. */
struct one {
    const struct ikelog_exchange *exchange;
    const struct ikelog_quick *quick; /* what the exchange says */
    const struct ikelog_keyset *keyset;
    uint8_t protocol, spi[4];
    uint8_t value[IKELOG_MAX_KEYMAT];
    uint32_t length;
};

/* KEYMAT as it was cut into keys, put together again. */
static void join_keys(const struct ikelog_ipsec_sa *ipsec, unsigned n, struct one *one)
{
    const struct ikelog_esp_keys *keys = &ipsec->keys[n];
    uint32_t spi = GUINT32_TO_BE(ipsec->spi[n]);

    memcpy(one->spi, &spi, sizeof spi);
    one->protocol = ipsec->protocol;
    memcpy(one->value, keys->encryption, keys->encryption_length);
    memcpy(one->value + keys->encryption_length, keys->integrity, keys->integrity_length);
    one->length = (uint32_t)keys->encryption_length + keys->integrity_length;
}

static struct ikelog_octets nonce_of(const struct one *one, unsigned n)
{
    return body_octets(one->quick->nonce[n]);
}

static bool leads_to_keymat(const void *data, struct ikelog_octets g_xy)
{
    const struct one *one = data;
    const struct ikelog_keymat_facts facts = {.skeyid_d =
                                                  ikelog_digest_octets(&one->keyset->skeyids->d),
                                              .g_qm_xy = g_xy,
                                              .protocol = one->protocol,
                                              .spi = {one->spi, sizeof one->spi},
                                              .ni = nonce_of(one, 0),
                                              .nr = nonce_of(one, 1)};
    uint8_t keymat[IKELOG_MAX_KEYMAT];
    bool right = ikelog_keymat(one->keyset->hash, &facts, one->length, keymat) == IKELOG_OK &&
                 memcmp(keymat, one->value, one->length) == 0;

    ikelog_wipe(keymat, sizeof keymat);
    return right;
}

static bool has_pfs(const struct ikelog_quick *quick)
{
    return quick->group || quick->ke[0];
}

static void find_shared(struct ikelog_page *page, const struct one *one,
                        struct ikelog_page_shared *found)
{
    const struct ikelog_quick *quick = one->quick;
    const struct ikelog_page_shared_search search = {.sa = page->sa,
                                                     .has_message_id = true,
                                                     .message_id = one->exchange->message_id,
                                                     .group = ikelog_group_by_number(quick->group),
                                                     .ke = {quick->ke[0], quick->ke[1]},
                                                     .is_right = leads_to_keymat,
                                                     .facts = one};

    *found = (struct ikelog_page_shared){0};
    if (has_pfs(quick))
        ikelog_page_shared_find(page, &search, found);
}

static void derive_one(const struct ikelog_page *page, const struct one *one,
                       struct ikelog_octets g_xy, const char *remark, GString *out)
{
    bool pfs = has_pfs(one->quick);
    struct ikelog_page_derivation d = {.formula = pfs ? IKELOG_PAGE_KEYMAT_PFS : IKELOG_PAGE_KEYMAT,
                                       .method = IKELOG_METHOD_KEYMAT,
                                       .hash = one->keyset->hash,
                                       .value = {one->value, one->length},
                                       .remark = remark};

    ikelog_page_input(&d, IKELOG_Q_SKEYID_D, ikelog_digest_octets(&one->keyset->skeyids->d));
    if (pfs)
        ikelog_page_input(&d, IKELOG_Q_G_QM_XY, g_xy);
    ikelog_page_input(&d, IKELOG_Q_PROTOCOL, (struct ikelog_octets){&one->protocol, 1});
    ikelog_page_input(&d, IKELOG_Q_SPI, (struct ikelog_octets){one->spi, sizeof one->spi});
    ikelog_page_input(&d, IKELOG_Q_NI, nonce_of(one, 0));
    ikelog_page_input(&d, IKELOG_Q_NR, nonce_of(one, 1));
    ikelog_page_derive(page, &d, out);
}

/* Both directions; the SPI is the receiver's. */
static void derive_pair(struct ikelog_page *page, const struct ikelog_ipsec_sa *ipsec,
                        struct one *one, GString *out)
{
    struct ikelog_page_shared shared = {0};

    for (unsigned n = 0; n < 2; n++) {
        enum ikelog_side to = n == 0 ? (enum ikelog_side)one->exchange->starter
                                     : ikelog_side_other((enum ikelog_side)one->exchange->starter);
        char *remark =
            g_strdup_printf("for traffic to the %s, SPI %08x", ikelog_side_name(to), ipsec->spi[n]);

        join_keys(ipsec, n, one);
        if (n == 0) {
            find_shared(page, one, &shared);
            ikelog_page_power(page, &shared, true, out);
        }
        derive_one(page, one, ikelog_bytes_octets(shared.g_xy), remark, out);
        g_free(remark);
    }
    ikelog_page_shared_clear(&shared);
    ikelog_wipe(one->value, sizeof one->value);
}

/* Nobody gave the keys: the formula alone. */
static void derive_nothing(const struct ikelog_page *page, const struct ikelog_quick *quick,
                           GString *out)
{
    struct ikelog_page_derivation d = {.formula = has_pfs(quick) ? IKELOG_PAGE_KEYMAT_PFS
                                                                 : IKELOG_PAGE_KEYMAT};

    ikelog_page_derive(page, &d, out);
}

static const struct ikelog_keyset *keyset_with_d(const struct ikelog_sa *sa)
{
    for (unsigned i = 0; i < sa->keyset_count; i++)
        if ((sa->keysets[i].proven[0] || sa->keysets[i].proven[1]) && sa->keysets[i].hash &&
            sa->keysets[i].skeyids->d.length)
            return &sa->keysets[i];
    return NULL;
}

void ikelog_page_keymat(struct ikelog_page *page, const struct ikelog_exchange *exchange,
                        GString *out)
{
    const struct ikelog_quick *quick = ikelog_exchange_quick(exchange);
    struct one one = {.exchange = exchange, .quick = quick, .keyset = keyset_with_d(page->sa)};
    struct ikelog_page_slots slots = {.form = page->form};
    GString *derivations;

    if (!quick || ikelog_exchange_is_pull(exchange))
        return;
    derivations = ikelog_page_slot(&slots, "derivations");
    for (unsigned i = 0; one.keyset && i < quick->ipsec_count; i++)
        if (quick->ipsec[i].keys_known)
            derive_pair(page, &quick->ipsec[i], &one, derivations);
    if (!derivations->len)
        derive_nothing(page, quick, derivations);
    ikelog_page_fill(&slots, "keymat", out);
}
