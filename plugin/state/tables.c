/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session's tables: everything is found by a seeded hash, nothing by walking a list. */
#include "state/session_priv.h"

#include "wire/seeded.h"

#include <string.h>

static guint hash_cookies(gconstpointer key)
{
    return ikelog_seeded_hash(((const struct sa_entry *)key)->sa.cookies, 16);
}

static gboolean equal_cookies(gconstpointer a, gconstpointer b)
{
    return memcmp(((const struct sa_entry *)a)->sa.cookies,
                  ((const struct sa_entry *)b)->sa.cookies, 16) == 0;
}

/* Only octets: there is no padding that could differ. */
struct half_key {
    uint8_t cky_i[IKELOG_COOKIE_LEN];
    uint8_t family, address[16];
};

static struct half_key half_key_of(const struct sa_entry *entry)
{
    const struct ikelog_endpoint *responder = &entry->sa.sides[IKELOG_RESPONDER].first;
    struct half_key key = {.family = responder->family};

    memcpy(key.cky_i, entry->sa.cky_i, sizeof key.cky_i);
    memcpy(key.address, responder->address, sizeof key.address);
    return key;
}

static guint hash_half(gconstpointer entry)
{
    const struct half_key key = half_key_of(entry);

    return ikelog_seeded_hash(&key, sizeof key);
}

static gboolean equal_half(gconstpointer a, gconstpointer b)
{
    const struct half_key x = half_key_of(a), y = half_key_of(b);

    return memcmp(&x, &y, sizeof x) == 0;
}

static guint hash_pair(gconstpointer key)
{
    return ikelog_seeded_hash(key, 2 * sizeof(struct ikelog_endpoint));
}

static gboolean equal_pair(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, 2 * sizeof(struct ikelog_endpoint)) == 0;
}

static guint hash_responder(gconstpointer key)
{
    return ikelog_seeded_hash(key, sizeof(struct ikelog_endpoint));
}

static gboolean equal_responder(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct ikelog_endpoint)) == 0;
}

struct responder_entry *session_responder(struct ikelog_session *session,
                                          const struct ikelog_endpoint *address, bool create)
{
    struct responder_entry probe, *found;

    memset(&probe, 0, sizeof probe);
    probe.address.family = address->family;
    memcpy(probe.address.address, address->address, sizeof address->address);
    found = g_hash_table_lookup(session->responders, &probe);
    if (!found && create) {
        found = g_memdup2(&probe, sizeof probe);
        g_hash_table_add(session->responders, found);
    }
    return found;
}

static guint hash_exchange(gconstpointer key)
{
    const struct ikelog_exchange *e = key;
    uint64_t words[2] = {(uintptr_t)e->sa, (uint64_t)e->type << 32 | e->message_id};

    return ikelog_seeded_hash(words, sizeof words);
}

static gboolean equal_exchange(gconstpointer a, gconstpointer b)
{
    const struct ikelog_exchange *x = a, *y = b;

    return x->sa == y->sa && x->type == y->type && x->message_id == y->message_id;
}

static guint hash_record(gconstpointer key)
{
    const struct ikelog_record *r = key;
    uint64_t words[2] = {(uintptr_t)r->exchange, r->digest ^ r->side};

    return ikelog_seeded_hash(words, sizeof words);
}

static gboolean equal_record(gconstpointer a, gconstpointer b)
{
    const struct ikelog_record *x = a, *y = b;

    return x->exchange == y->exchange && x->digest == y->digest && x->side == y->side;
}

static guint hash_spi(gconstpointer key)
{
    const uint32_t spi = GPOINTER_TO_UINT(key);

    return ikelog_seeded_hash(&spi, sizeof spi);
}

static void free_ipsec(struct ikelog_quick *quick)
{
    for (unsigned i = 0; i < quick->ipsec_count; i++) {
        struct ikelog_esp_keys *keys = (struct ikelog_esp_keys *)quick->ipsec[i].keys;

        if (!quick->ipsec[i].keys_known)
            continue;
        ikelog_wipe(keys, 2 * sizeof *keys);
        g_free(keys);
    }
    g_free(quick->ipsec);
}

static void clear_quick(void *data)
{
    struct ikelog_quick *quick = data;

    g_bytes_unref(quick->ke[0]);
    g_bytes_unref(quick->ke[1]);
    g_bytes_unref(quick->id_ci);
    g_bytes_unref(quick->id_cr);
    g_bytes_unref(quick->reply_ci);
    g_bytes_unref(quick->reply_cr);
    free_ipsec(quick);
}

static void free_side(struct ikelog_contribution *side)
{
    g_bytes_unref(side->sa);
    g_bytes_unref(side->ke);
    g_bytes_unref(side->nonce);
    g_bytes_unref(side->id);
    g_bytes_unref(side->cert);
    g_bytes_unref(side->cert_request);
}

static void free_shared(struct shared_secrets *shared)
{
    if (!shared)
        return;
    for (unsigned i = 0; i < shared->count; i++) {
        ikelog_secret_bytes_unref(shared->g_xy[i]);
        g_free(shared->source[i]);
    }
    g_free(shared);
}

static void clear_entry(void *data)
{
    struct sa_entry *entry = data;

    free_side(&entry->sa.sides[0]);
    free_side(&entry->sa.sides[1]);
    free_shared(entry->shared);
    if (entry->sa.keysets)
        ikelog_wipe(entry->sa.keysets, entry->sa.keyset_count * sizeof *entry->sa.keysets);
    g_free(entry->sa.keysets);
    g_free(entry->sa.remarks);
    if (entry->sa.quick_modes)
        g_ptr_array_unref(entry->sa.quick_modes);
    if (entry->pending)
        g_array_unref(entry->pending);
    g_free(entry->dpd);
}

void session_tables_init(struct ikelog_session *session)
{
    session->sas = g_ptr_array_new();
    session->by_cookies = g_hash_table_new(hash_cookies, equal_cookies);
    session->half_open = g_hash_table_new(hash_half, equal_half);
    session->pairs = g_hash_table_new_full(hash_pair, equal_pair, g_free, NULL);
    session->exchanges = g_hash_table_new(hash_exchange, equal_exchange);
    session->strays = g_hash_table_new(hash_record, equal_record);
    session->spis = g_hash_table_new(hash_spi, g_direct_equal);
    session->traffic = g_hash_table_new_full(hash_spi, g_direct_equal, NULL, g_free);
    session->responders = g_hash_table_new_full(hash_responder, equal_responder, g_free, NULL);
    history_init(session);
    session->odd_ivs = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    pool_init(&session->all_entries, sizeof(struct sa_entry));
    pool_init(&session->all_exchanges, sizeof(struct ikelog_exchange));
    pool_init(&session->all_quicks, sizeof(struct ikelog_quick));
    pool_init(&session->all_records, sizeof(struct ikelog_record));
    arena_init(&session->bodies);
    kept_init(&session->kept);
    session->cache = g_byte_array_new();
    session->scratch_sa = g_new0(struct ikelog_sa_payload, 1);
}

void session_tables_free(struct ikelog_session *session)
{
    for (unsigned i = 0; i < CIPHER_SLOTS; i++)
        ikelog_cbc_close(session->ciphers[i].cbc);
    g_hash_table_destroy(session->identities);
    g_hash_table_destroy(session->responders);
    g_hash_table_destroy(session->odd_ivs);
    g_hash_table_destroy(session->traffic);
    g_hash_table_destroy(session->spis);
    g_hash_table_destroy(session->strays);
    g_hash_table_destroy(session->exchanges);
    g_hash_table_destroy(session->pairs);
    g_hash_table_destroy(session->half_open);
    g_hash_table_destroy(session->by_cookies);
    pool_clear(&session->all_records, NULL);
    pool_clear(&session->all_exchanges, NULL);
    pool_clear(&session->all_quicks, clear_quick);
    pool_clear(&session->all_entries, clear_entry);
    arena_clear(&session->bodies);
    g_ptr_array_unref(session->sas);
    kept_clear(&session->kept);
    if (session->cache->len)
        ikelog_wipe(session->cache->data, session->cache->len);
    g_byte_array_unref(session->cache);
    g_free(session->scratch_sa);
}

struct sa_entry *session_find_cookies(const struct ikelog_session *session,
                                      const uint8_t cookies[16])
{
    struct sa_entry probe;

    memcpy(probe.sa.cookies, cookies, 16);
    return g_hash_table_lookup(session->by_cookies, &probe);
}

struct sa_entry *session_find_half(const struct ikelog_session *session, const uint8_t *cky_i,
                                   const struct ikelog_endpoint *responder)
{
    struct sa_entry probe;

    memcpy(probe.sa.cky_i, cky_i, sizeof probe.sa.cky_i);
    probe.sa.sides[IKELOG_RESPONDER].first = *responder;
    return g_hash_table_lookup(session->half_open, &probe);
}

struct pair_entry *session_pair(struct ikelog_session *session, const struct ikelog_endpoint *a,
                                const struct ikelog_endpoint *b, bool create)
{
    bool swap = memcmp(a->address, b->address, sizeof a->address) > 0;
    struct pair_entry probe, *found;

    memset(&probe, 0, sizeof probe);
    probe.low.family = (swap ? b : a)->family;
    probe.high.family = (swap ? a : b)->family;
    memcpy(probe.low.address, (swap ? b : a)->address, sizeof a->address);
    memcpy(probe.high.address, (swap ? a : b)->address, sizeof a->address);
    found = g_hash_table_lookup(session->pairs, &probe);
    if (!found && create) {
        found = g_memdup2(&probe, sizeof probe);
        g_hash_table_add(session->pairs, found);
    }
    return found;
}

struct ikelog_exchange *session_find_exchange(const struct ikelog_session *session,
                                              const struct sa_entry *entry, uint8_t type,
                                              uint32_t message_id)
{
    const struct ikelog_exchange probe = {
        .sa = (struct ikelog_sa *)&entry->sa, .type = type, .message_id = message_id};

    return g_hash_table_lookup(session->exchanges, &probe);
}

struct ikelog_record *session_find_original(const struct ikelog_session *session,
                                            const struct ikelog_exchange *exchange,
                                            enum ikelog_side side, uint64_t digest)
{
    const struct ikelog_record probe = {.exchange = (struct ikelog_exchange *)exchange,
                                        .side = side == IKELOG_RESPONDER,
                                        .digest = digest};

    for (struct ikelog_record *r = exchange->first; r; r = r->next)
        if (equal_record(r, &probe))
            return r;
    return g_hash_table_lookup(session->strays, &probe);
}

struct ikelog_exchange *session_find_spi(const struct ikelog_session *session, uint32_t spi)
{
    return g_hash_table_lookup(session->spis, GUINT_TO_POINTER(spi));
}
