/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The Diffie-Hellman secrets and SKEYIDs that the keyring gives for one IKE SA. */
#include "state/secrets.h"

#include "crypto/auth_method.h"

#include <string.h>

/* Logs strip leading zeros, the formulas want them (RFC 2409 5). */
static GBytes *pad_left(struct ikelog_octets value, uint32_t length)
{
    uint8_t padded[IKELOG_MAX_SECRET] = {0};
    GBytes *bytes;

    while (value.length > length && value.data[0] == 0) {
        value.data++;
        value.length--;
    }
    if (value.length >= length || length > sizeof padded)
        return ikelog_secret_bytes_new(value.data, value.length);
    memcpy(padded + length - value.length, value.data, value.length);
    bytes = ikelog_secret_bytes_new(padded, length);
    ikelog_wipe(padded, sizeof padded);
    return bytes;
}

GBytes *shared_secret_padded(const struct ikelog_secret *secret, const struct ikelog_group *group)
{
    return pad_left(secret->value, group ? group->shared_length : secret->value.length);
}

static bool same_octets(GBytes *a, GBytes *b)
{
    return a && b && g_bytes_equal(a, b);
}

/* The public value of an exponent and the shared secret cost one exponentiation each. */
static bool take_cost(const struct ikelog_group *group, uint64_t *work_left)
{
    uint64_t cost = (uint64_t)2 * ikelog_dh_cost(group);

    if (cost > *work_left)
        return false;
    *work_left -= cost;
    return true;
}

GBytes *dh_secret_from_exponent(const struct ikelog_group *group,
                                const struct ikelog_secret *secret, GBytes *const ke[2],
                                uint64_t *work_left, enum ikelog_status *status)
{
    GBytes *own = NULL, *shared = NULL;
    GBytes *peer = NULL;

    *status = IKELOG_TOO_MUCH_WORK;
    if (!take_cost(group, work_left))
        return NULL;
    *status = ikelog_dh_public(group, secret->value, &own);
    if (*status != IKELOG_OK)
        return NULL;
    if (same_octets(own, ke[0]))
        peer = ke[1];
    else if (same_octets(own, ke[1]))
        peer = ke[0];
    g_bytes_unref(own);
    if (!peer) {
        *status = IKELOG_KEYS_INCOMPLETE;
        return NULL;
    }
    *status = ikelog_dh_shared(group, secret->value, ikelog_bytes_octets(peer), &shared);
    return *status == IKELOG_OK ? shared : NULL;
}

static void add_g_xy(struct tables *tables, struct sa_entry *entry, GBytes *g_xy,
                     const struct ikelog_secret *secret)
{
    struct sa_rare *rare = tables_rare(tables, entry);
    struct shared_secrets *shared = rare->shared;
    bool known = false;

    if (!shared)
        shared = rare->shared = g_new0(struct shared_secrets, 1);
    for (unsigned i = 0; i < shared->count; i++)
        known = known || g_bytes_equal(shared->g_xy[i], g_xy);
    if (known || shared->count == MAX_G_XY) {
        ikelog_secret_bytes_unref(g_xy);
        return;
    }
    shared->g_xy[shared->count] = g_xy;
    shared->source[shared->count++] =
        g_strdup_printf("%s|%s", ikelog_secret_label(secret->kind), secret->origin);
}

static void find_shared_secrets(struct ikelog_session *session, struct sa_entry *entry)
{
    const struct ikelog_secret *secret =
        ikelog_keyring_find_sa(session->keyring, IKELOG_SECRET_SHARED_SECRET, entry->sa.cky_i);

    for (; secret && !secret->has_message_id; secret = secret->next)
        add_g_xy(&session->tables, entry, shared_secret_padded(secret, entry->sa.suite->group),
                 secret);
}

/* Exponentiation is dear: once for an IKE SA and exponent, however often the keyring changes. */
static void find_exponents(struct ikelog_session *session, struct sa_entry *entry)
{
    GBytes *ke[2] = {entry->sa.sides[0].said->ke, entry->sa.sides[1].said->ke};
    const struct ikelog_secret *secret;
    unsigned n = 0;

    if (!ke[0] || !ke[1] || !entry->sa.suite->group)
        return;
    secret = ikelog_keyring_find_sa(session->keyring, IKELOG_SECRET_DH_PRIVATE, entry->sa.cky_i);
    for (; secret && !secret->has_message_id && n < MAX_DH_TRIES; secret = secret->next) {
        enum ikelog_status status;
        GBytes *g_xy;

        if (n++ < entry->dh_tried)
            continue;
        entry->dh_tried++;
        g_xy = dh_secret_from_exponent(entry->sa.suite->group, secret, ke, &session->dh_work_left,
                                       &status);
        if (g_xy)
            add_g_xy(&session->tables, entry, g_xy, secret);
        else if (status == IKELOG_PUBLIC_TOO_LONG || status == IKELOG_TOO_MUCH_WORK)
            entry->dh_status = (uint8_t)status;
    }
}

static void add_skeyid(struct skeyid_list *list, const struct ikelog_digest *skeyid,
                       const struct ikelog_secret *secret, int g_xy)
{
    struct skeyid_candidate *candidate;

    if (list->count == G_N_ELEMENTS(list->rows))
        return;
    candidate = &list->rows[list->count++];
    candidate->skeyid = *skeyid;
    candidate->secret = secret;
    candidate->g_xy = g_xy;
}

static void add_psks(const struct sa_entry *entry, const struct ikelog_secret *psk,
                     struct skeyid_list *list)
{
    const struct ikelog_sa *sa = &entry->sa;

    for (; psk; psk = psk->next) {
        struct ikelog_digest skeyid;

        if (ikelog_skeyid_psk(sa->suite->hash, psk->value,
                              ikelog_bytes_octets(sa->sides[0].said->nonce),
                              ikelog_bytes_octets(sa->sides[1].said->nonce), &skeyid) == IKELOG_OK)
            add_skeyid(list, &skeyid, psk, -1);
        ikelog_wipe(&skeyid, sizeof skeyid);
    }
}

static void add_psks_of_side(const struct ikelog_session *session, const struct sa_entry *entry,
                             enum ikelog_side side, struct skeyid_list *list)
{
    const struct ikelog_peer *c = &entry->sa.sides[side];
    GString *name = g_string_new(NULL);
    struct ikelog_id id;

    ikelog_endpoint_describe(&c->first, name);
    add_psks(entry, ikelog_keyring_find_psk(session->keyring, name->str), list);
    if (c->said->id && ikelog_id_read(ikelog_bytes_octets(c->said->id), &id) == IKELOG_OK) {
        GString *identity = g_string_new(NULL);

        ikelog_id_describe(&id, identity);
        if (!g_string_equal(identity, name))
            add_psks(entry, ikelog_keyring_find_psk(session->keyring, identity->str), list);
        g_string_free(identity, TRUE);
    }
    g_string_free(name, TRUE);
}

static void find_psk_skeyids(const struct ikelog_session *session, const struct sa_entry *entry,
                             struct skeyid_list *list)
{
    if (!ikelog_keyring_holds(session->keyring, IKELOG_SECRET_PSK))
        return;
    add_psks_of_side(session, entry, IKELOG_RESPONDER, list);
    add_psks_of_side(session, entry, IKELOG_INITIATOR, list);
    add_psks(entry, ikelog_keyring_find_psk(session->keyring, "*"), list);
}

static void find_signature_skeyids(const struct sa_entry *entry, struct skeyid_list *list)
{
    const struct ikelog_sa *sa = &entry->sa;

    for (unsigned i = 0; entry->rare->shared && i < entry->rare->shared->count; i++) {
        struct ikelog_digest skeyid;

        if (ikelog_skeyid_signature(sa->suite->hash, ikelog_bytes_octets(sa->sides[0].said->nonce),
                                    ikelog_bytes_octets(sa->sides[1].said->nonce),
                                    ikelog_bytes_octets(entry->rare->shared->g_xy[i]),
                                    &skeyid) == IKELOG_OK)
            add_skeyid(list, &skeyid, NULL, (int)i);
        ikelog_wipe(&skeyid, sizeof skeyid);
    }
}

static void find_given_skeyids(const struct ikelog_session *session, const struct sa_entry *entry,
                               struct skeyid_list *list)
{
    const struct ikelog_secret *secret =
        ikelog_keyring_find(session->keyring, IKELOG_SECRET_SKEYID, entry->sa.cky_i);

    for (; secret; secret = secret->next) {
        struct ikelog_digest skeyid;

        if (secret->value.length == 0 || secret->value.length > sizeof skeyid.octets)
            continue;
        skeyid.length = (uint8_t)secret->value.length;
        memcpy(skeyid.octets, secret->value.data, secret->value.length);
        add_skeyid(list, &skeyid, secret, -1);
        ikelog_wipe(&skeyid, sizeof skeyid);
    }
}

void sa_collect_skeyids(struct ikelog_session *session, struct sa_entry *entry,
                        struct skeyid_list *list)
{
    const struct ikelog_sa *sa = &entry->sa;
    bool nonces = sa->sides[0].said->nonce && sa->sides[1].said->nonce;

    find_shared_secrets(session, entry);
    find_exponents(session, entry);
    find_given_skeyids(session, entry, list);
    if (!sa->suite->hash || !nonces)
        return;
    switch (ikelog_auth_class(sa->suite->auth_method)) {
    case IKELOG_AUTH_PSK:
        find_psk_skeyids(session, entry, list);
        break;
    case IKELOG_AUTH_SIGNATURE:
        find_signature_skeyids(entry, list);
        break;
    default: /* with RSA encryption the nonces themselves are encrypted */
        break;
    }
}
