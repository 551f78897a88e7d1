/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tries the secrets that were given: the one that leads to the known result is what it came from.
 */
#include "reports/page/secrets.h"

#include "reports/page/derivation.h"
#include "state/secrets.h"

#define MAX_TRIES 8u

static bool belongs(const struct ikelog_secret *secret,
                    const struct ikelog_page_shared_search *search)
{
    return secret && secret->has_message_id == search->has_message_id &&
           (!secret->has_message_id || secret->message_id == search->message_id);
}

static const struct ikelog_secret *first_of(const struct ikelog_page *page,
                                            const struct ikelog_page_shared_search *search,
                                            enum ikelog_secret_kind kind)
{
    const struct ikelog_keyring *keyring = page->report->keyring;

    if (!keyring)
        return NULL;
    return search->has_message_id
               ? ikelog_keyring_find_quick(keyring, kind, search->sa->cky_i, search->message_id)
               : ikelog_keyring_find_sa(keyring, kind, search->sa->cky_i);
}

/* Takes the secret over, or drops it. */
static bool keep(GBytes *g_xy, const struct ikelog_page_shared_search *search,
                 struct ikelog_page_shared *found)
{
    if (!g_xy)
        return false;
    if (!search->is_right(search->facts, ikelog_bytes_octets(g_xy))) {
        ikelog_secret_bytes_unref(g_xy);
        return false;
    }
    found->g_xy = g_xy;
    found->group = search->group;
    return true;
}

/* Which side's public value an exponent belongs to decides which one it is raised to. */
static void tell_base(const struct ikelog_page_shared_search *search,
                      struct ikelog_page_shared *found)
{
    GBytes *own = NULL;

    if (ikelog_dh_public(search->group, found->exponent->value, &own) != IKELOG_OK)
        return;
    found->owner = g_bytes_equal(own, search->ke[0]) ? IKELOG_INITIATOR : IKELOG_RESPONDER;
    found->own = search->ke[found->owner];
    found->base = search->ke[ikelog_side_other(found->owner)];
    g_bytes_unref(own);
}

static void try_exponents(struct ikelog_page *page, const struct ikelog_page_shared_search *search,
                          struct ikelog_page_shared *found)
{
    const struct ikelog_secret *exponent = first_of(page, search, IKELOG_SECRET_DH_PRIVATE);
    enum ikelog_status status;

    if (!search->group || !search->ke[0] || !search->ke[1])
        return;
    for (unsigned n = 0; belongs(exponent, search) && n < MAX_TRIES && !found->g_xy;
         n++, exponent = exponent->next) {
        GBytes *g_xy = dh_secret_from_exponent(search->group, exponent, search->ke,
                                               &page->dh_work_left, &status);

        if (!keep(g_xy, search, found))
            continue;
        found->exponent = exponent;
        tell_base(search, found);
    }
}

void ikelog_page_shared_find(struct ikelog_page *page,
                             const struct ikelog_page_shared_search *search,
                             struct ikelog_page_shared *found)
{
    const struct ikelog_secret *given = first_of(page, search, IKELOG_SECRET_SHARED_SECRET);

    *found = (struct ikelog_page_shared){0};
    try_exponents(page, search, found);
    for (; belongs(given, search) && !found->g_xy; given = given->next)
        keep(shared_secret_padded(given, search->group), search, found);
}

void ikelog_page_shared_clear(struct ikelog_page_shared *shared)
{
    if (shared->g_xy)
        ikelog_secret_bytes_unref(shared->g_xy);
    shared->g_xy = NULL;
}

struct phase1_facts {
    const struct ikelog_sa *sa;
    const struct ikelog_keyset *keyset;
};

/* SKEYID_d = prf(SKEYID, g^xy | CKY-I | CKY-R | 0)? */
static bool leads_to_skeyid_d(const void *data, struct ikelog_octets g_xy)
{
    const struct phase1_facts *facts = data;
    struct ikelog_skeyids s = {.skeyid = facts->keyset->skeyids->skeyid};
    bool right =
        ikelog_skeyids_expand(facts->keyset->hash, g_xy, facts->sa->cookies, &s) == IKELOG_OK &&
        ikelog_digest_equal(&s.d, ikelog_digest_octets(&facts->keyset->skeyids->d));

    ikelog_wipe(&s, sizeof s);
    return right;
}

void ikelog_page_phase1_shared(struct ikelog_page *page, const struct ikelog_keyset *keyset,
                               struct ikelog_page_shared *found)
{
    const struct phase1_facts facts = {page->sa, keyset};
    const struct ikelog_page_shared_search search = {
        .sa = page->sa,
        .group = page->sa->suite->group,
        .ke = {page->sa->sides[0].said->ke, page->sa->sides[1].said->ke},
        .is_right = leads_to_skeyid_d,
        .facts = &facts};

    *found = (struct ikelog_page_shared){0};
    if (keyset->hash && keyset->skeyids->skeyid.length && keyset->skeyids->d.length)
        ikelog_page_shared_find(page, &search, found);
}

struct ikelog_octets ikelog_page_psk(const struct ikelog_page *page,
                                     const struct ikelog_keyset *keyset)
{
    const struct ikelog_keyring *keyring = page->report->keyring;
    struct ikelog_octets ni = ikelog_bytes_octets(page->sa->sides[0].said->nonce);
    struct ikelog_octets nr = ikelog_bytes_octets(page->sa->sides[1].said->nonce);
    struct ikelog_octets psk = {NULL, 0};

    if (!keyring || !keyset->hash || !keyset->skeyids->skeyid.length)
        return psk;
    for (size_t n = 0; n < ikelog_keyring_count(keyring) && !psk.length; n++) {
        const struct ikelog_secret *secret = ikelog_keyring_nth(keyring, n);
        struct ikelog_digest skeyid;

        if (secret->kind != IKELOG_SECRET_PSK)
            continue;
        if (ikelog_skeyid_psk(keyset->hash, secret->value, ni, nr, &skeyid) == IKELOG_OK &&
            ikelog_digest_equal(&skeyid, ikelog_digest_octets(&keyset->skeyids->skeyid)))
            psk = secret->value;
        ikelog_wipe(&skeyid, sizeof skeyid);
    }
    return psk;
}

const struct ikelog_keyset *ikelog_page_keyset(const struct ikelog_record *record)
{
    const struct ikelog_keyset *keyset = ikelog_record_keyset(record);
    const struct ikelog_sa *sa = record->exchange->sa;

    for (unsigned i = 0; !keyset && i < sa->keyset_count; i++)
        if (sa->keysets[i].skeyids->skeyid.length &&
            (sa->keysets[i].proven[0] || sa->keysets[i].proven[1] ||
             sa->keysets[i].hash_verified[0] || sa->keysets[i].hash_verified[1]))
            keyset = &sa->keysets[i];
    return keyset;
}
