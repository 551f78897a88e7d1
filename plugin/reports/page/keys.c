/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of phase 1, each with its derivation. */
#include "crypto/auth_method.h"
#include "reports/page/derivation.h"
#include "reports/page/secrets.h"

static struct ikelog_octets cky(const struct ikelog_sa *sa, enum ikelog_side side)
{
    return (struct ikelog_octets){side == IKELOG_INITIATOR ? sa->cky_i : sa->cky_r,
                                  IKELOG_COOKIE_LEN};
}

/* A keyset that nobody gave: formulas without values. */
static const struct ikelog_keyset no_keys;

static void derive_skeyid(const struct ikelog_page *page, const struct ikelog_keyset *keyset,
                          struct ikelog_octets g_xy, GString *out)
{
    const struct ikelog_sa *sa = page->sa;
    enum ikelog_auth_class class = ikelog_auth_class(sa->suite->auth_method);
    struct ikelog_page_derivation d = {.formula = IKELOG_PAGE_SKEYID_OTHER,
                                       .hash = keyset->hash,
                                       .value = ikelog_digest_octets(&keyset->skeyids->skeyid)};
    struct ikelog_octets ni = ikelog_bytes_octets(sa->sides[0].said->nonce);
    struct ikelog_octets nr = ikelog_bytes_octets(sa->sides[1].said->nonce);

    if (class == IKELOG_AUTH_PSK) {
        d.formula = IKELOG_PAGE_SKEYID_PSK;
        d.method = IKELOG_METHOD_PRF;
        ikelog_page_input(&d, IKELOG_Q_PSK, ikelog_page_psk(page, keyset));
    }
    if (class == IKELOG_AUTH_PSK || class == IKELOG_AUTH_SIGNATURE) {
        ikelog_page_input(&d, IKELOG_Q_NI, ni);
        ikelog_page_input(&d, IKELOG_Q_NR, nr);
    }
    if (class == IKELOG_AUTH_SIGNATURE) {
        d.formula = IKELOG_PAGE_SKEYID_SIGNATURE;
        d.method = IKELOG_METHOD_PRF;
        d.key_parts = 2;
        ikelog_page_input(&d, IKELOG_Q_G_XY, g_xy);
    }
    ikelog_page_derive(page, &d, out);
}

/* SKEYID_d, SKEYID_a, SKEYID_e: each has the one before it among its inputs. */
static void derive_three(const struct ikelog_page *page, const struct ikelog_keyset *keyset,
                         struct ikelog_octets g_xy, GString *out)
{
    static const uint8_t numbers[] = {0, 1, 2};
    const struct ikelog_digest *values[] = {&keyset->skeyids->d, &keyset->skeyids->a,
                                            &keyset->skeyids->e};

    for (unsigned n = 0; n < G_N_ELEMENTS(values); n++) {
        struct ikelog_page_derivation d = {.formula =
                                               (enum ikelog_page_formula)(IKELOG_PAGE_SKEYID_D + n),
                                           .method = IKELOG_METHOD_PRF,
                                           .hash = keyset->hash,
                                           .value = ikelog_digest_octets(values[n])};

        ikelog_page_input(&d, IKELOG_Q_SKEYID, ikelog_digest_octets(&keyset->skeyids->skeyid));
        if (n > 0)
            ikelog_page_input(&d, (enum ikelog_page_quantity)(IKELOG_Q_SKEYID_D + n - 1),
                              ikelog_digest_octets(values[n - 1]));
        ikelog_page_input(&d, IKELOG_Q_G_XY, g_xy);
        ikelog_page_input(&d, IKELOG_Q_CKY_I, cky(page->sa, IKELOG_INITIATOR));
        ikelog_page_input(&d, IKELOG_Q_CKY_R, cky(page->sa, IKELOG_RESPONDER));
        ikelog_page_input(&d, IKELOG_Q_NUMBER, (struct ikelog_octets){numbers + n, 1});
        ikelog_page_derive(page, &d, out);
    }
}

static void derive_ka(const struct ikelog_page *page, const struct ikelog_keyset *keyset,
                      GString *out)
{
    struct ikelog_octets e = ikelog_digest_octets(&keyset->skeyids->e);
    bool enough = e.length >= keyset->ka_length;
    struct ikelog_page_derivation d = {.formula =
                                           enough ? IKELOG_PAGE_KA_CUT : IKELOG_PAGE_KA_STRETCHED,
                                       .method = enough ? IKELOG_METHOD_CUT : IKELOG_METHOD_KA,
                                       .hash = keyset->hash,
                                       .value = {keyset->ka, keyset->ka_length}};

    if (!e.length)
        d.remark = "as it was given";
    ikelog_page_input(&d, IKELOG_Q_SKEYID_E, e);
    ikelog_page_derive(page, &d, out);
}

static void derive_keyset(struct ikelog_page *page, const struct ikelog_keyset *keyset,
                          GString *out)
{
    struct ikelog_page_shared shared;

    ikelog_page_phase1_shared(page, keyset, &shared);
    ikelog_page_power(page, &shared, false, out);
    derive_skeyid(page, keyset, ikelog_bytes_octets(shared.g_xy), out);
    derive_three(page, keyset, ikelog_bytes_octets(shared.g_xy), out);
    derive_ka(page, keyset, out);
    ikelog_page_shared_clear(&shared);
}

/* Everybody can compute it. */
static void derive_first_iv(const struct ikelog_page *page, GString *out)
{
    const struct ikelog_suite *suite = page->sa->suite;
    struct ikelog_octets g_xi = ikelog_bytes_octets(page->sa->sides[0].said->ke);
    struct ikelog_octets g_xr = ikelog_bytes_octets(page->sa->sides[1].said->ke);
    uint8_t iv[IKELOG_MAX_BLOCK];
    struct ikelog_page_derivation d = {
        .formula = IKELOG_PAGE_IV_FIRST, .method = IKELOG_METHOD_DIGEST, .hash = suite->hash};

    if (!suite->hash || !suite->cipher || !g_xi.length || !g_xr.length)
        return;
    ikelog_page_input(&d, IKELOG_Q_G_XI, g_xi);
    ikelog_page_input(&d, IKELOG_Q_G_XR, g_xr);
    if (ikelog_iv_phase1(suite->hash, g_xi, g_xr, suite->cipher->block, iv) == IKELOG_OK)
        d.value = (struct ikelog_octets){iv, suite->cipher->block};
    ikelog_page_derive(page, &d, out);
}

static bool is_proven(const struct ikelog_keyset *keyset)
{
    return keyset->proven[0] || keyset->proven[1] || keyset->hash_verified[0] ||
           keyset->hash_verified[1];
}

/* Whose keys these are, when the two sides have different ones. */
static const char *owner_of(const struct ikelog_keyset *keyset)
{
    bool one = keyset->proven[0] || keyset->hash_verified[0];
    bool two = keyset->proven[1] || keyset->hash_verified[1];

    return one && two ? NULL : one ? "the initiator" : "the responder";
}

static void append_keysets(struct ikelog_page *page, GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};
    unsigned count = 0;

    for (unsigned i = 0; i < page->sa->keyset_count; i++) {
        const struct ikelog_keyset *keyset = &page->sa->keysets[i];
        const char *owner = owner_of(keyset);

        if (!is_proven(keyset))
            continue;
        count++;
        if (owner) {
            ikelog_page_slot_text(&slots, "owner", owner);
            ikelog_page_fill(&slots, "keyset", out);
        }
        derive_keyset(page, keyset, out);
    }
    if (count == 0)
        derive_keyset(page, &no_keys, out);
}

void ikelog_page_keys(struct ikelog_page *page, GString *out)
{
    const struct ikelog_auth_class_row *class =
        ikelog_auth_class_row(ikelog_auth_class(page->sa->suite->auth_method));
    struct ikelog_page_slots slots = {.form = page->form};
    GString *derivations;

    if (page->keys_told)
        return;
    page->keys_told = true;
    ikelog_page_coloured(page, class->meaning, ikelog_page_slot(&slots, "meaning"));
    derivations = ikelog_page_slot(&slots, "derivations");
    append_keysets(page, derivations);
    derive_first_iv(page, derivations);
    ikelog_page_fill(&slots, "keys", out);
}
