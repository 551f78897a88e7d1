/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From secrets to keysets: everything that may decrypt or verify one IKE SA. */
#include "state/secrets.h"

#include <string.h>

/* What keysets are built from: when a bit changes, they are built again. Identities find pre-shared
 * keys and nothing else. */
static uint16_t inputs_of(const struct ikelog_session *session, const struct ikelog_sa *sa)
{
    const bool by_identity = ikelog_keyring_holds(session->keyring, IKELOG_SECRET_PSK);
    unsigned bits = sa->suite->known ? 1u : 0u;

    for (int i = 0; i < 2; i++) {
        bits |= (sa->sides[i].said->nonce ? 2u : 0u) << (3 * i);
        bits |= (sa->sides[i].said->ke ? 4u : 0u) << (3 * i);
        bits |= (by_identity && sa->sides[i].said->id ? 8u : 0u) << (3 * i);
    }
    return (uint16_t)bits;
}

bool sa_needs_secrets(const struct ikelog_session *session, const struct sa_entry *entry)
{
    unsigned generation = ikelog_keyring_generation(session->keyring);

    if (ikelog_keyring_count(session->keyring) == 0)
        return false;
    return entry->sa.keyring_generation != generation ||
           entry->inputs != inputs_of(session, &entry->sa);
}

static bool same_digest(const struct ikelog_digest *a, const struct ikelog_digest *b)
{
    return a->length && a->length == b->length && memcmp(a->octets, b->octets, a->length) == 0;
}

static void fill_digest(struct ikelog_digest *to, const struct ikelog_digest *from)
{
    if (!to->length)
        *to = *from;
}

/* The SKEYIDs that it lacks. Those of which none is known share what is empty. */
static void fill_skeyids(struct ikelog_keyset *keyset, const struct ikelog_skeyids *from)
{
    struct ikelog_skeyids *own;

    if (!from->skeyid.length && !from->d.length && !from->a.length && !from->e.length)
        return;
    if (keyset->skeyids == &ikelog_no_skeyids)
        keyset->skeyids = g_new0(struct ikelog_skeyids, 1);
    own = (struct ikelog_skeyids *)keyset->skeyids;
    fill_digest(&own->skeyid, &from->skeyid);
    fill_digest(&own->d, &from->d);
    fill_digest(&own->a, &from->a);
    fill_digest(&own->e, &from->e);
}

/* Two derivations of the same key make one keyset, with the SKEYIDs of both. */
static bool merge(struct ikelog_keyset *have, const struct ikelog_keyset *new)
{
    bool same_ka =
        have->ka_length &&
        have->ka_length == new->ka_length &&memcmp(have->ka, new->ka, new->ka_length) == 0 &&
        have->cipher == new->cipher;
    bool same_skeyid = same_digest(&have->skeyids->skeyid, &new->skeyids->skeyid) &&
                       (!have->ka_length || !new->ka_length || same_ka);

    if (!same_ka && !same_skeyid)
        return false;
    if (!have->ka_length && new->ka_length) {
        memcpy(have->ka, new->ka, sizeof have->ka);
        have->ka_length = new->ka_length;
        have->cipher = new->cipher;
        have->source = new->source;
    }
    if (!have->hash)
        have->hash = new->hash;
    fill_skeyids(have, new->skeyids);
    return true;
}

static void add_keyset(struct ikelog_sa *sa, const struct ikelog_keyset *new)
{
    struct ikelog_keyset *grown, *added;

    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (merge(&sa->keysets[i], new))
            return;
    if (sa->keyset_count == IKELOG_MAX_KEYSETS)
        return;
    grown = g_new0(struct ikelog_keyset, sa->keyset_count + 1);
    if (sa->keysets) {
        memcpy(grown, sa->keysets, sa->keyset_count * sizeof *grown);
        ikelog_wipe(sa->keysets, sa->keyset_count * sizeof *grown);
        g_free(sa->keysets);
    }
    sa->keysets = grown;
    added = &sa->keysets[sa->keyset_count++];
    *added = *new;
    added->skeyids = &ikelog_no_skeyids;
    fill_skeyids(added, new->skeyids);
}

void keysets_free(struct ikelog_keyset *keysets, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (keysets[i].skeyids == &ikelog_no_skeyids)
            continue;
        ikelog_wipe((struct ikelog_skeyids *)keysets[i].skeyids, sizeof *keysets[i].skeyids);
        g_free((struct ikelog_skeyids *)keysets[i].skeyids);
    }
    if (keysets)
        ikelog_wipe(keysets, count * sizeof *keysets);
    g_free(keysets);
}

/* "PSK + DH private value (keys.txt:2, keys.txt:3)" */
static const char *source_of(struct ikelog_session *session, const struct ikelog_secret *secret,
                             const char *g_xy_source)
{
    char **parts = g_xy_source ? g_strsplit(g_xy_source, "|", 2) : NULL;
    const char *kept;
    char *text;

    if (secret && parts)
        text = g_strdup_printf("%s + %s (%s, %s)", ikelog_secret_label(secret->kind), parts[0],
                               secret->origin, parts[1]);
    else if (parts)
        text = g_strdup_printf("%s (%s)", parts[0], parts[1]);
    else if (secret && secret->lone)
        text = g_strdup_printf("%s (%s, where no cookie stands; the plaintext proves it)",
                               ikelog_secret_label(secret->kind), secret->origin);
    else
        text = g_strdup_printf("%s (%s)", secret ? ikelog_secret_label(secret->kind) : "nonces",
                               secret ? secret->origin : "capture");
    g_strfreev(parts);
    kept = interned_text(&session->interned, text);
    g_free(text);
    return kept;
}

static void set_cipher(struct ikelog_keyset *keyset, const struct ikelog_cipher *cipher,
                       uint32_t key_len)
{
    if (!cipher || !keyset->hash || key_len == 0 || key_len > IKELOG_MAX_KEY)
        return;
    if (ikelog_ka(keyset->hash, ikelog_digest_octets(&keyset->skeyids->e), key_len, keyset->ka) !=
        IKELOG_OK)
        return;
    keyset->ka_length = (uint8_t)key_len;
    keyset->cipher = cipher;
}

static void add_derived(struct ikelog_session *session, struct sa_entry *entry,
                        const struct skeyid_candidate *candidate, int g_xy)
{
    struct ikelog_sa *sa = &entry->sa;
    struct ikelog_skeyids skeyids = {.skeyid = candidate->skeyid};
    struct ikelog_keyset keyset = {.hash = sa->suite->hash, .skeyids = &skeyids};
    bool shared = entry->rare->shared != NULL;

    if (g_xy >= 0 && shared && sa->suite->hash &&
        ikelog_skeyids_expand(sa->suite->hash, ikelog_bytes_octets(entry->rare->shared->g_xy[g_xy]),
                              sa->cookies, &skeyids) == IKELOG_OK)
        set_cipher(&keyset, sa->suite->cipher, sa->suite->key_len);
    keyset.source = source_of(session, candidate->secret,
                              g_xy >= 0 && shared ? entry->rare->shared->source[g_xy] : NULL);
    add_keyset(sa, &keyset);
    ikelog_wipe(&keyset, sizeof keyset);
    ikelog_wipe(&skeyids, sizeof skeyids);
}

static void add_from_skeyids(struct ikelog_session *session, struct sa_entry *entry)
{
    struct skeyid_list list = {.count = 0};
    unsigned g_xy_count;

    sa_collect_skeyids(session, entry, &list);
    g_xy_count = entry->rare->shared ? entry->rare->shared->count : 0;
    for (unsigned i = 0; i < list.count; i++) {
        const struct skeyid_candidate *candidate = &list.rows[i];

        if (candidate->g_xy >= 0)
            add_derived(session, entry, candidate, candidate->g_xy);
        else if (g_xy_count == 0)
            add_derived(session, entry, candidate, -1);
        else
            for (unsigned g = 0; g < g_xy_count; g++)
                add_derived(session, entry, candidate, (int)g);
    }
    ikelog_wipe(&list, sizeof list);
}

static bool key_length_fits(const struct ikelog_cipher *cipher, uint32_t length)
{
    return length >= cipher->key_min && length <= cipher->key_max &&
           (length - cipher->key_min) % (cipher->key_step ? cipher->key_step : 1u) == 0;
}

/* The negotiation was not captured: every cipher that takes a key of this length may be it. */
static void add_ka_any_cipher(struct ikelog_sa *sa, struct ikelog_keyset *keyset)
{
    size_t count;
    const struct ikelog_cipher *rows = ikelog_cipher_rows(&count);

    for (size_t i = 0; i < count; i++)
        if (key_length_fits(&rows[i], keyset->ka_length)) {
            keyset->cipher = &rows[i];
            add_keyset(sa, keyset);
        }
}

static void add_ka(struct ikelog_session *session, struct ikelog_sa *sa,
                   const struct ikelog_secret *secret)
{
    struct ikelog_keyset keyset = {
        .hash = sa->suite->hash, .cipher = sa->suite->cipher, .skeyids = &ikelog_no_skeyids};

    if (secret->value.length == 0 || secret->value.length > IKELOG_MAX_KEY)
        return;
    memcpy(keyset.ka, secret->value.data, secret->value.length);
    keyset.ka_length = (uint8_t)secret->value.length;
    keyset.source = source_of(session, secret, NULL);
    if (!sa->suite->known)
        add_ka_any_cipher(sa, &keyset);
    else if (sa->suite->cipher && key_length_fits(sa->suite->cipher, keyset.ka_length))
        add_keyset(sa, &keyset);
    ikelog_wipe(&keyset, sizeof keyset);
}

/* The usual ciphers with their key lengths, for SKEYID_e without a negotiation. */
static const struct {
    uint16_t cipher;
    uint8_t key_len;
} usual[] = {{7, 16}, {5, 24}, {7, 32}, {7, 24}, {1, 8}, {8, 16}, {8, 32}};

static void add_skeyid_e(struct ikelog_session *session, struct ikelog_sa *sa,
                         const struct ikelog_secret *secret)
{
    struct ikelog_skeyids skeyids = {.skeyid = {.length = 0}};
    struct ikelog_keyset keyset = {.hash = sa->suite->hash, .skeyids = &skeyids};

    if (secret->value.length == 0 || secret->value.length > IKELOG_MAX_HASH)
        return;
    if (!keyset.hash)
        keyset.hash = ikelog_hash_by_length(secret->value.length);
    memcpy(skeyids.e.octets, secret->value.data, secret->value.length);
    skeyids.e.length = (uint8_t)secret->value.length;
    keyset.source = source_of(session, secret, NULL);
    if (sa->suite->known) {
        set_cipher(&keyset, sa->suite->cipher, sa->suite->key_len);
        if (keyset.ka_length)
            add_keyset(sa, &keyset);
    }
    for (size_t i = 0; !sa->suite->known && i < G_N_ELEMENTS(usual); i++) {
        set_cipher(&keyset, ikelog_cipher_by_number(usual[i].cipher), usual[i].key_len);
        if (keyset.ka_length)
            add_keyset(sa, &keyset);
    }
    ikelog_wipe(&keyset, sizeof keyset);
    ikelog_wipe(&skeyids, sizeof skeyids);
}

void sa_add_lone_key(struct ikelog_session *session, struct ikelog_sa *sa,
                     const struct ikelog_secret *secret)
{
    if (secret->kind == IKELOG_SECRET_KA)
        add_ka(session, sa, secret);
    else if (secret->kind == IKELOG_SECRET_SKEYID_E)
        add_skeyid_e(session, sa, secret);
}

static bool same_ka(const struct ikelog_keyset *a, const struct ikelog_keyset *b)
{
    return a->ka_length && a->ka_length == b->ka_length && memcmp(a->ka, b->ka, a->ka_length) == 0;
}

/* A digest that is lacking comes from a record; the last of them serves all that follow. */
static void complete(struct ikelog_digest *digest, const struct ikelog_secret **secret)
{
    const struct ikelog_secret *s = *secret;

    if (!s || digest->length || s->value.length > IKELOG_MAX_HASH)
        return;
    digest->length = (uint8_t)s->value.length;
    memcpy(digest->octets, s->value.data, s->value.length);
    *secret = s->next ? s->next : s;
}

/* The keysets with a cipher key, or those without: each distinct key gets the next record. */
static void complete_those(const struct ikelog_session *session, struct ikelog_sa *sa, bool with_ka)
{
    const struct ikelog_secret *a =
        ikelog_keyring_find(session->keyring, IKELOG_SECRET_SKEYID_A, sa->cky_i);
    const struct ikelog_secret *d =
        ikelog_keyring_find(session->keyring, IKELOG_SECRET_SKEYID_D, sa->cky_i);

    for (unsigned i = 0; i < sa->keyset_count; i++) {
        struct ikelog_skeyids s = *sa->keysets[i].skeyids;

        if ((sa->keysets[i].ka_length > 0) != with_ka)
            continue;
        for (unsigned n = 0; n < i; n++)
            if (same_ka(&sa->keysets[n], &sa->keysets[i])) {
                fill_digest(&s.a, &sa->keysets[n].skeyids->a);
                fill_digest(&s.d, &sa->keysets[n].skeyids->d);
            }
        complete(&s.a, &a);
        complete(&s.d, &d);
        fill_skeyids(&sa->keysets[i], &s);
        ikelog_wipe(&s, sizeof s);
    }
}

/*
 * SKEYID_a and SKEYID_d decrypt nothing by themselves: they complete the keysets that lack them, in
 * the order of the keyring. Keysets that only differ in the cipher have one of each.
 */
static void complete_keysets(const struct ikelog_session *session, struct ikelog_sa *sa)
{
    complete_those(session, sa, true);
    complete_those(session, sa, false);
}

void sa_find_secrets(struct ikelog_session *session, struct sa_entry *entry)
{
    struct ikelog_sa *sa = &entry->sa;
    const struct ikelog_secret *secret;
    unsigned generation = ikelog_keyring_generation(session->keyring);

    sa->keyring_generation = generation;
    entry->inputs = inputs_of(session, sa);
    add_from_skeyids(session, entry);
    secret = ikelog_keyring_find(session->keyring, IKELOG_SECRET_KA, sa->cky_i);
    for (; secret; secret = secret->next)
        add_ka(session, sa, secret);
    secret = ikelog_keyring_find(session->keyring, IKELOG_SECRET_SKEYID_E, sa->cky_i);
    for (; secret; secret = secret->next)
        add_skeyid_e(session, sa, secret);
    complete_keysets(session, sa);
}

bool sa_keep_keyset(struct ikelog_sa *sa, const struct ikelog_keyset *keyset, unsigned *index)
{
    add_keyset(sa, keyset);
    for (unsigned i = 0; i < sa->keyset_count; i++)
        if (same_ka(&sa->keysets[i], keyset) && sa->keysets[i].cipher == keyset->cipher) {
            *index = i;
            return true;
        }
    return false;
}
