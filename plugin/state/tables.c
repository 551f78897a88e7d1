/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session's tables: everything is found by a seeded hash, nothing by walking a list. */
#include "state/session_priv.h"

#include <string.h>

/* Mixes eight octets at a time; the seed is random, so that nobody can aim at one bucket. */
static guint mix(uint64_t hash, const void *data, size_t length)
{
    const uint8_t *octets = data;
    uint64_t word;

    while (length > 0) {
        size_t n = length < sizeof word ? length : sizeof word;

        word = 0;
        memcpy(&word, octets, n);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
        octets += n;
        length -= n;
    }
    hash *= UINT64_C(0xbf58476d1ce4e5b9);
    return (guint)(hash >> 32);
}

/* GHashTable passes no context to its functions: the seed is one for the process. */
static uint64_t process_seed(void)
{
    static gsize seed;

    if (g_once_init_enter(&seed)) {
        gsize value = ((gsize)g_random_int() << 16 << 16) | g_random_int() | 1u;

        g_once_init_leave(&seed, value);
    }
    return seed;
}

static guint hash_cookies(gconstpointer key)
{
    return mix(process_seed(), ((const struct sa_entry *)key)->sa.cookies, 16);
}

static gboolean equal_cookies(gconstpointer a, gconstpointer b)
{
    return memcmp(((const struct sa_entry *)a)->sa.cookies,
                  ((const struct sa_entry *)b)->sa.cookies, 16) == 0;
}

static guint hash_half(gconstpointer key)
{
    return mix(process_seed(), key, sizeof(struct half_key));
}

static gboolean equal_half(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct half_key)) == 0;
}

static guint hash_pair(gconstpointer key)
{
    return mix(process_seed(), key, 2 * sizeof(struct ikelog_endpoint));
}

static gboolean equal_pair(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, 2 * sizeof(struct ikelog_endpoint)) == 0;
}

static guint hash_exchange(gconstpointer key)
{
    const struct ikelog_exchange *e = key;
    uint64_t words[2] = {(uintptr_t)e->sa, (uint64_t)e->type << 32 | e->message_id};

    return mix(process_seed(), words, sizeof words);
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

    return mix(process_seed(), words, sizeof words);
}

static gboolean equal_record(gconstpointer a, gconstpointer b)
{
    const struct ikelog_record *x = a, *y = b;

    return x->exchange == y->exchange && x->digest == y->digest && x->side == y->side;
}

static guint hash_spi(gconstpointer key)
{
    return mix(process_seed(), key, sizeof(uint32_t));
}

static gboolean equal_spi(gconstpointer a, gconstpointer b)
{
    return ((const struct spi_entry *)a)->spi == ((const struct spi_entry *)b)->spi;
}

static void free_exchange(gpointer data)
{
    struct ikelog_exchange *exchange = data;
    struct ikelog_quick *quick = exchange->quick;

    if (quick) {
        for (int i = 0; i < 2; i++) {
            g_bytes_unref(quick->nonce[i]);
            g_bytes_unref(quick->ke[i]);
        }
        g_bytes_unref(quick->id_ci);
        g_bytes_unref(quick->id_cr);
        g_bytes_unref(quick->reply_ci);
        g_bytes_unref(quick->reply_cr);
        g_bytes_unref(quick->offer_sa);
        g_free(quick->offered);
        g_free(quick->chosen);
        g_free(quick->key_source);
        if (quick->ipsec)
            ikelog_wipe(quick->ipsec, quick->ipsec_count * sizeof *quick->ipsec);
        g_free(quick->ipsec);
        g_free(quick);
    }
    g_free(exchange);
}

static void free_side(struct ikelog_contribution *side)
{
    g_bytes_unref(side->sa);
    g_bytes_unref(side->ke);
    g_bytes_unref(side->nonce);
    g_bytes_unref(side->id);
    g_bytes_unref(side->cert);
    g_bytes_unref(side->hash);
    g_bytes_unref(side->sig);
}

static void free_entry(gpointer data)
{
    struct sa_entry *entry = data;

    free_side(&entry->sa.sides[0]);
    free_side(&entry->sa.sides[1]);
    for (unsigned i = 0; i < entry->g_xy_count; i++) {
        ikelog_secret_bytes_unref(entry->g_xy[i]);
        g_free(entry->g_xy_source[i]);
    }
    for (unsigned i = 0; i < entry->sa.keyset_count; i++)
        g_free(entry->sa.keysets[i].source);
    if (entry->sa.keysets)
        ikelog_wipe(entry->sa.keysets, entry->sa.keyset_count * sizeof *entry->sa.keysets);
    g_free(entry->sa.keysets);
    g_free(entry->sa.remarks);
    g_free(entry->sa.offered);
    g_free(entry->sa.chosen);
    if (entry->sa.quick_modes)
        g_ptr_array_unref(entry->sa.quick_modes);
    if (entry->pending)
        g_ptr_array_unref(entry->pending);
    g_free(entry);
}

void session_tables_init(struct ikelog_session *session)
{
    session->sas = g_ptr_array_new_with_free_func(free_entry);
    session->by_cookies = g_hash_table_new(hash_cookies, equal_cookies);
    session->half_open = g_hash_table_new_full(hash_half, equal_half, g_free, NULL);
    session->pairs = g_hash_table_new_full(hash_pair, equal_pair, g_free, NULL);
    session->exchanges = g_hash_table_new(hash_exchange, equal_exchange);
    session->all_exchanges = g_ptr_array_new_with_free_func(free_exchange);
    session->originals = g_hash_table_new(hash_record, equal_record);
    session->spis = g_hash_table_new_full(hash_spi, equal_spi, g_free, NULL);
    session->record_blocks = g_ptr_array_new_with_free_func(g_free);
    session->record_used = RECORD_BLOCK;
    session->cache = g_byte_array_new();
    session->scratch_sa = g_new0(struct ikelog_sa_payload, 1);
}

void session_tables_free(struct ikelog_session *session)
{
    for (unsigned i = 0; i < CIPHER_SLOTS; i++)
        ikelog_cbc_close(session->ciphers[i].cbc);
    g_hash_table_destroy(session->spis);
    g_hash_table_destroy(session->originals);
    g_hash_table_destroy(session->exchanges);
    g_hash_table_destroy(session->pairs);
    g_hash_table_destroy(session->half_open);
    g_hash_table_destroy(session->by_cookies);
    g_ptr_array_unref(session->all_exchanges);
    g_ptr_array_unref(session->sas);
    g_ptr_array_unref(session->record_blocks);
    if (session->cache->len)
        ikelog_wipe(session->cache->data, session->cache->len);
    g_byte_array_unref(session->cache);
    g_free(session->scratch_sa);
}

struct ikelog_record *session_new_record(struct ikelog_session *session)
{
    struct ikelog_record *block;

    if (session->record_used == RECORD_BLOCK) {
        g_ptr_array_add(session->record_blocks, g_new0(struct ikelog_record, RECORD_BLOCK));
        session->record_used = 0;
    }
    block = g_ptr_array_index(session->record_blocks, session->record_blocks->len - 1);
    return &block[session->record_used++];
}

struct sa_entry *session_find_cookies(const struct ikelog_session *session,
                                      const uint8_t cookies[16])
{
    struct sa_entry probe;

    memcpy(probe.sa.cookies, cookies, 16);
    return g_hash_table_lookup(session->by_cookies, &probe);
}

static void fill_half_key(struct half_key *key, const uint8_t *cky_i,
                          const struct ikelog_endpoint *responder)
{
    memset(key, 0, sizeof *key);
    memcpy(key->cky_i, cky_i, IKELOG_COOKIE_LEN);
    key->responder.family = responder->family;
    memcpy(key->responder.address, responder->address, sizeof key->responder.address);
}

struct half_entry *session_find_half(const struct ikelog_session *session, const uint8_t *cky_i,
                                     const struct ikelog_endpoint *responder)
{
    struct half_key key;

    fill_half_key(&key, cky_i, responder);
    return g_hash_table_lookup(session->half_open, &key);
}

void session_add_half(struct ikelog_session *session, struct sa_entry *entry, const uint8_t *cky_i,
                      const struct ikelog_endpoint *responder)
{
    struct half_entry *half = g_new0(struct half_entry, 1);

    fill_half_key(&half->key, cky_i, responder);
    half->entry = entry;
    g_hash_table_add(session->half_open, half);
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
    const struct ikelog_record probe = {
        .exchange = (struct ikelog_exchange *)exchange, .side = (uint8_t)side, .digest = digest};

    return g_hash_table_lookup(session->originals, &probe);
}

struct spi_entry *session_find_spi(const struct ikelog_session *session, uint32_t spi)
{
    const struct spi_entry probe = {.spi = spi};

    return g_hash_table_lookup(session->spis, &probe);
}
