/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session's tables, found by seeded hashes. Only the messages of one exchange are a list. */
#include "state/tables.h"

#include "state/secrets.h"

#include "crypto/keyring.h"
#include "wire/seeded.h"

#include <string.h>

const struct sa_rare sa_without_rare = {.pending = NULL};

static guint hash_cookies(gconstpointer key)
{
    return ikelog_seeded_hash(((const struct sa_entry *)key)->sa.cookies, 16);
}

static gboolean equal_cookies(gconstpointer a, gconstpointer b)
{
    return memcmp(((const struct sa_entry *)a)->sa.cookies,
                  ((const struct sa_entry *)b)->sa.cookies, 16) == 0;
}

/* Addresses are hashed without their family, which hardly ever differs, so that a key is a row of
 * words: the processor need not wait until its octets are written. */
static guint hash_half(gconstpointer key)
{
    const struct sa_entry *entry = key;
    uint8_t octets[IKELOG_COOKIE_LEN + sizeof entry->sa.sides[0].first.address];

    memcpy(octets, entry->sa.cky_i, IKELOG_COOKIE_LEN);
    memcpy(octets + IKELOG_COOKIE_LEN, entry->sa.sides[IKELOG_RESPONDER].first.address,
           sizeof entry->sa.sides[0].first.address);
    return ikelog_seeded_hash(octets, sizeof octets);
}

static gboolean equal_half(gconstpointer a, gconstpointer b)
{
    const struct ikelog_sa *x = &((const struct sa_entry *)a)->sa;
    const struct ikelog_sa *y = &((const struct sa_entry *)b)->sa;

    return memcmp(x->cky_i, y->cky_i, sizeof x->cky_i) == 0 &&
           ikelog_endpoint_same_address(&x->sides[IKELOG_RESPONDER].first,
                                        &y->sides[IKELOG_RESPONDER].first);
}

static guint hash_pair(gconstpointer key)
{
    const struct pair_entry *pair = key;
    const size_t length = sizeof pair->low.address;
    uint8_t octets[2 * sizeof pair->low.address];

    memcpy(octets, pair->low.address, length);
    memcpy(octets + length, pair->high.address, length);
    return ikelog_seeded_hash(octets, sizeof octets);
}

static gboolean equal_pair(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, 2 * sizeof(struct ikelog_endpoint)) == 0;
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
    uint64_t words[2] = {(uintptr_t)r->exchange, r->fingerprint.value ^ r->side};

    return ikelog_seeded_hash(words, sizeof words);
}

static gboolean equal_record(gconstpointer a, gconstpointer b)
{
    const struct ikelog_record *x = a, *y = b;

    return x->exchange == y->exchange && x->side == y->side &&
           ikelog_fingerprint_equal(x->fingerprint, y->fingerprint);
}

guint tables_hash_spi(gconstpointer key)
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

    g_bytes_unref(quick->offer_sa);
    g_bytes_unref(quick->ke[0]);
    g_bytes_unref(quick->ke[1]);
    g_bytes_unref(quick->id_ci);
    g_bytes_unref(quick->id_cr);
    g_bytes_unref(quick->reply_ci);
    g_bytes_unref(quick->reply_cr);
    free_ipsec(quick);
}

static void clear_said(void *data)
{
    struct ikelog_said *said = data;

    g_bytes_unref(said->ke);
    g_bytes_unref(said->nonce);
    g_bytes_unref(said->id);
    g_bytes_unref(said->cert);
    g_bytes_unref(said->cert_request);
}

static void clear_course(void *data)
{
    struct ikelog_course *course = data;

    g_free(course->notifies_seen);
    g_bytes_unref(course->xauth_user);
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

static void clear_rare(void *data)
{
    struct sa_rare *rare = data;

    if (rare->pending)
        g_array_unref(rare->pending);
    free_shared(rare->shared);
    g_free(rare->tail);
}

static void clear_entry(void *data)
{
    struct sa_entry *entry = data;

    for (int side = IKELOG_INITIATOR; side <= IKELOG_RESPONDER; side++) {
        g_bytes_unref(entry->sa.sides[side].sa);
        g_bytes_unref(entry->sa.sides[side].vendors);
    }
    keysets_free(entry->sa.keysets, entry->sa.keyset_count);
    if (entry->sa.quick_modes)
        g_ptr_array_unref(entry->sa.quick_modes);
    if (entry->unsettled)
        g_ptr_array_unref(entry->unsettled);
}

void tables_init(struct tables *tables)
{
    tables->sas = g_ptr_array_new();
    tables->by_cookies = g_hash_table_new(hash_cookies, equal_cookies);
    tables->half_open = g_hash_table_new(hash_half, equal_half);
    tables->pairs = g_hash_table_new(hash_pair, equal_pair);
    tables->exchanges = g_hash_table_new(hash_exchange, equal_exchange);
    tables->strays = g_hash_table_new(hash_record, equal_record);
    tables->spis = g_hash_table_new(tables_hash_spi, g_direct_equal);
    pool_init(&tables->all_entries, sizeof(struct sa_entry));
    pool_init(&tables->all_exchanges, sizeof(struct ikelog_exchange));
    pool_init(&tables->all_quick_exchanges, sizeof(struct ikelog_quick_exchange));
    pool_init(&tables->all_quicks, sizeof(struct ikelog_quick));
    pool_init(&tables->all_records, sizeof(struct ikelog_record));
    pool_init(&tables->all_pairs, sizeof(struct pair_entry));
    pool_init(&tables->all_pair_traffic, sizeof(struct pair_traffic));
    pool_init(&tables->all_rare, sizeof(struct sa_rare));
    pool_init(&tables->all_chained, sizeof(struct ikelog_chained_record));
    pool_init(&tables->all_troubles, sizeof(struct ikelog_trouble));
    pool_init(&tables->all_said, sizeof(struct ikelog_said));
    pool_init(&tables->all_traces, sizeof(struct ikelog_trace));
    pool_init(&tables->all_courses, sizeof(struct ikelog_course));
}

void tables_clear(struct tables *tables)
{
    GHashTable *const hashed[] = {tables->by_cookies, tables->half_open, tables->pairs,
                                  tables->exchanges,  tables->strays,    tables->spis};

    for (size_t i = 0; i < G_N_ELEMENTS(hashed); i++)
        g_hash_table_destroy(hashed[i]);
    pool_clear(&tables->all_courses, clear_course);
    pool_clear(&tables->all_traces, NULL);
    pool_clear(&tables->all_said, clear_said);
    pool_clear(&tables->all_troubles, NULL);
    pool_clear(&tables->all_records, NULL);
    pool_clear(&tables->all_chained, NULL);
    pool_clear(&tables->all_pairs, NULL);
    pool_clear(&tables->all_pair_traffic, NULL);
    pool_clear(&tables->all_rare, clear_rare);
    pool_clear(&tables->all_exchanges, NULL);
    pool_clear(&tables->all_quick_exchanges, NULL);
    pool_clear(&tables->all_quicks, clear_quick);
    pool_clear(&tables->all_entries, clear_entry);
    g_ptr_array_unref(tables->sas);
}

/* Messages of one IKE SA often follow each other. */
struct sa_entry *tables_find_cookies(struct tables *tables, const uint8_t cookies[16])
{
    struct sa_entry probe, *found;

    memcpy(probe.sa.cookies, cookies, 16);
    if (tables->latest && equal_cookies(tables->latest, &probe))
        return tables->latest;
    found = g_hash_table_lookup(tables->by_cookies, &probe);
    if (found)
        tables->latest = found;
    return found;
}

struct sa_entry *tables_find_half(const struct tables *tables, const uint8_t *cky_i,
                                  const struct ikelog_endpoint *responder)
{
    struct sa_entry probe;

    memcpy(probe.sa.cky_i, cky_i, sizeof probe.sa.cky_i);
    probe.sa.sides[IKELOG_RESPONDER].first = *responder;
    return g_hash_table_lookup(tables->half_open, &probe);
}

struct pair_entry *tables_pair(struct tables *tables, const struct ikelog_endpoint *a,
                               const struct ikelog_endpoint *b, bool create)
{
    bool swap = memcmp(a->address, b->address, sizeof a->address) > 0;
    struct pair_entry probe, *found;

    memset(&probe, 0, sizeof probe);
    probe.low.family = (swap ? b : a)->family;
    probe.high.family = (swap ? a : b)->family;
    memcpy(probe.low.address, (swap ? b : a)->address, sizeof a->address);
    memcpy(probe.high.address, (swap ? a : b)->address, sizeof a->address);
    found = g_hash_table_lookup(tables->pairs, &probe);
    if (!found && create) {
        found = pool_add(&tables->all_pairs);
        *found = probe;
        g_hash_table_add(tables->pairs, found);
    }
    return found;
}

struct pair_traffic *tables_pair_traffic(struct tables *tables, struct pair_entry *pair)
{
    if (!pair->traffic)
        pair->traffic = pool_add(&tables->all_pair_traffic);
    return pair->traffic;
}

bool pair_is_of(const struct pair_entry *pair, const struct ikelog_endpoint *a,
                const struct ikelog_endpoint *b)
{
    return (ikelog_endpoint_same_address(&pair->low, a) &&
            ikelog_endpoint_same_address(&pair->high, b)) ||
           (ikelog_endpoint_same_address(&pair->low, b) &&
            ikelog_endpoint_same_address(&pair->high, a));
}

struct ikelog_exchange *tables_find_exchange(const struct tables *tables,
                                             const struct sa_entry *entry, uint8_t type,
                                             uint32_t message_id)
{
    struct ikelog_exchange *const likely[] = {entry->latest_exchange, entry->first_exchange};
    const struct ikelog_exchange probe = {
        .sa = (struct ikelog_sa *)&entry->sa, .type = type, .message_id = message_id};

    for (size_t i = 0; i < G_N_ELEMENTS(likely); i++)
        if (likely[i] && equal_exchange(likely[i], &probe))
            return likely[i];
    if (entry->exchange_count <= 1)
        return NULL;
    return g_hash_table_lookup(tables->exchanges, &probe);
}

struct ikelog_trouble *tables_trouble(struct tables *tables, struct ikelog_exchange *exchange)
{
    if (exchange->trouble == &ikelog_no_trouble)
        exchange->trouble = pool_add(&tables->all_troubles);
    return (struct ikelog_trouble *)exchange->trouble;
}

struct ikelog_said *tables_said(struct tables *tables, struct ikelog_peer *side)
{
    if (side->said == &ikelog_nothing_said)
        side->said = pool_add(&tables->all_said);
    return (struct ikelog_said *)side->said;
}

struct ikelog_trace *tables_trace(struct tables *tables, struct ikelog_peer *side)
{
    if (side->trace == &ikelog_no_trace)
        side->trace = pool_add(&tables->all_traces);
    return (struct ikelog_trace *)side->trace;
}

struct ikelog_course *tables_course(struct tables *tables, struct ikelog_sa *sa)
{
    if (sa->course == &ikelog_no_course)
        sa->course = pool_add(&tables->all_courses);
    return (struct ikelog_course *)sa->course;
}

struct sa_rare *tables_rare(struct tables *tables, struct sa_entry *entry)
{
    if (entry->rare == &sa_without_rare)
        entry->rare = pool_add(&tables->all_rare);
    return (struct sa_rare *)entry->rare;
}

struct ikelog_record *tables_find_original(const struct tables *tables,
                                           const struct ikelog_exchange *exchange,
                                           enum ikelog_side side,
                                           struct ikelog_fingerprint fingerprint)
{
    const struct ikelog_record probe = {.exchange = (struct ikelog_exchange *)exchange,
                                        .side = side == IKELOG_RESPONDER,
                                        .fingerprint = fingerprint};

    for (struct ikelog_record *r = exchange->first; r; r = ikelog_record_next(r))
        if (equal_record(r, &probe))
            return r;
    return exchange->has_strays ? g_hash_table_lookup(tables->strays, &probe) : NULL;
}

struct ikelog_exchange *tables_find_spi(const struct tables *tables, uint32_t spi)
{
    return g_hash_table_lookup(tables->spis, GUINT_TO_POINTER(spi));
}
