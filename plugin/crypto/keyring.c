/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All secrets that the user gave, looked up by hash. */
#include "crypto/keyring.h"

#include "crypto/derive.h"
#include "crypto/key_summary.h"
#include "wire/seeded.h"

#include <glib.h>
#include <string.h>

const char ikelog_keyring_full[] =
    "expected at most 16 different secrets of one kind for one cookie, peer or SPI, and a million "
    "in all";

const char ikelog_secret_too_long[] = "expected a secret that is not longer than its kind can be";

static const struct {
    const char *word, *label;
} kinds[] = {
#define X(name, word, label) {word, label},
    IKELOG_SECRET_ROWS(X)
#undef X
};

/* What secrets are looked up by. The unused parts are zero, NULL or false. */
struct key {
    enum ikelog_secret_kind kind;
    uint8_t id[IKELOG_COOKIE_LEN]; /* initiator cookie, or an SPI and zeros */
    const char *peer;              /* of a PSK; borrowed from the first secret of the chain */
    bool has_message_id;
    uint32_t message_id;
};

/* The secrets of one key, from `first` to `last` along `next`; `count` of them in a slot. */
struct chain {
    struct key key;
    struct node *first, *last;
    unsigned count;
};

/* A secret with its value and texts in the same piece of memory, so that one wipe takes all. */
struct node {
    struct ikelog_secret secret;
    struct node *next; /* secret.next, but ours to change */
    size_t size;
    uint8_t content[];
};

struct ikelog_keyring {
    GHashTable *chains;              /* by kind and cookie, peer or SPI; owns the nodes */
    GHashTable *slots;               /* by those and the message ID: parts of the chains */
    GPtrArray *nodes;                /* in the order in which they were added */
    GPtrArray *summaries;            /* struct ikelog_key_summary *, owned */
    GPtrArray *lone;                 /* nodes whose cookie is not known, owned */
    bool holds[IKELOG_SECRET_KINDS]; /* any of that kind in the chains */
    unsigned generation;
    size_t most;
};

const char *ikelog_secret_word(enum ikelog_secret_kind kind)
{
    return (unsigned)kind < IKELOG_SECRET_KINDS ? kinds[kind].word : "?";
}

const char *ikelog_secret_label(enum ikelog_secret_kind kind)
{
    return (unsigned)kind < IKELOG_SECRET_KINDS ? kinds[kind].label : "unknown secret";
}

size_t ikelog_secret_most(enum ikelog_secret_kind kind)
{
    switch (kind) {
    case IKELOG_SECRET_SHARED_SECRET:
    case IKELOG_SECRET_DH_PRIVATE:
    case IKELOG_SECRET_PSK:
        return IKELOG_MAX_SECRET;
    case IKELOG_SECRET_ESP_ENC: /* with the salt of a counter mode */
        return IKELOG_MAX_KEY + 4u;
    default:
        return IKELOG_MAX_HASH;
    }
}

static bool is_esp(enum ikelog_secret_kind kind)
{
    return kind == IKELOG_SECRET_ESP_ENC || kind == IKELOG_SECRET_ESP_AUTH;
}

static guint key_hash(gconstpointer pointer)
{
    const struct key *key = pointer;
    uint8_t parts[sizeof key->id + 2 * sizeof(uint32_t)];
    uint32_t numbers[2] = {key->message_id, (uint32_t)key->kind};

    memcpy(parts, key->id, sizeof key->id);
    memcpy(parts + sizeof key->id, numbers, sizeof numbers);
    return ikelog_seeded_hash(parts, sizeof parts) ^
           (key->peer ? ikelog_seeded_hash(key->peer, strlen(key->peer)) : 0);
}

static gboolean key_equal(gconstpointer left, gconstpointer right)
{
    const struct key *a = left, *b = right;

    return a->kind == b->kind && memcmp(a->id, b->id, sizeof a->id) == 0 &&
           a->has_message_id == b->has_message_id && a->message_id == b->message_id &&
           g_strcmp0(a->peer, b->peer) == 0;
}

static void spi_to_id(uint32_t spi, uint8_t *id)
{
    for (unsigned i = 0; i < 4; i++)
        id[i] = (uint8_t)(spi >> (24u - 8u * i));
}

static struct key key_of(const struct ikelog_secret *secret)
{
    struct key key = {.kind = secret->kind};

    if (secret->kind == IKELOG_SECRET_PSK)
        key.peer = secret->peer;
    else if (is_esp(secret->kind))
        spi_to_id(secret->spi, key.id);
    else
        memcpy(key.id, secret->cky_i, sizeof key.id);
    return key;
}

static struct key slot_key_of(const struct ikelog_secret *secret)
{
    struct key key = key_of(secret);

    key.has_message_id = secret->has_message_id;
    key.message_id = secret->has_message_id ? secret->message_id : 0;
    return key;
}

static void node_free(gpointer pointer)
{
    struct node *node = pointer;

    ikelog_wipe(node, node->size);
    g_free(node);
}

static void chain_free(gpointer pointer)
{
    struct chain *chain = pointer;
    struct node *node = chain->first;

    while (node) {
        struct node *next = node->next;

        node_free(node);
        node = next;
    }
    g_free(chain);
}

static void free_summary(gpointer summary)
{
    ikelog_key_summary_free(summary);
}

struct ikelog_keyring *ikelog_keyring_new(void)
{
    struct ikelog_keyring *keyring = g_new0(struct ikelog_keyring, 1);

    keyring->chains = g_hash_table_new_full(key_hash, key_equal, NULL, chain_free);
    keyring->slots = g_hash_table_new_full(key_hash, key_equal, NULL, g_free);
    keyring->nodes = g_ptr_array_new();
    keyring->lone = g_ptr_array_new_with_free_func(node_free);
    keyring->summaries = g_ptr_array_new_with_free_func(free_summary);
    keyring->most = IKELOG_MAX_SECRETS;
    return keyring;
}

void ikelog_keyring_limit(struct ikelog_keyring *keyring, size_t most)
{
    keyring->most = most;
}

void ikelog_keyring_free(struct ikelog_keyring *keyring)
{
    if (!keyring)
        return;
    g_hash_table_destroy(keyring->slots); /* its keys borrow from the nodes: first */
    g_hash_table_destroy(keyring->chains);
    g_ptr_array_free(keyring->nodes, TRUE);
    g_ptr_array_free(keyring->lone, TRUE);
    g_ptr_array_free(keyring->summaries, TRUE);
    g_free(keyring);
}

void ikelog_keyring_clear(struct ikelog_keyring *keyring)
{
    g_hash_table_remove_all(keyring->slots);
    g_hash_table_remove_all(keyring->chains);
    g_ptr_array_set_size(keyring->nodes, 0);
    g_ptr_array_set_size(keyring->lone, 0);
    g_ptr_array_set_size(keyring->summaries, 0);
    memset(keyring->holds, 0, sizeof keyring->holds);
    keyring->generation++;
}

static struct node *node_new(const struct ikelog_secret *secret)
{
    const char *peer = secret->kind == IKELOG_SECRET_PSK ? secret->peer : "";
    const char *origin = secret->origin ? secret->origin : "";
    size_t value_size = secret->value.length;
    size_t peer_size = strlen(peer) + 1, origin_size = strlen(origin) + 1;
    size_t size = sizeof(struct node) + value_size + peer_size + origin_size;
    struct node *node = g_malloc0(size);
    uint8_t *at = node->content;

    node->size = size;
    node->secret = *secret;
    node->secret.next = NULL;
    node->secret.value.data = memcpy(at, secret->value.data, value_size);
    at += value_size;
    node->secret.peer = memcpy(at, peer, peer_size);
    if (secret->kind != IKELOG_SECRET_PSK)
        node->secret.peer = NULL;
    at += peer_size;
    node->secret.origin = memcpy(at, origin, origin_size);
    return node;
}

/* The chain of `key` in one of the tables, made when it is not there. */
static struct chain *chain_get(GHashTable *table, const struct key *key, const char *peer)
{
    struct chain *chain = g_hash_table_lookup(table, key);

    if (!chain) {
        chain = g_new0(struct chain, 1);
        chain->key = *key;
        chain->key.peer = key->peer ? peer : NULL;
        g_hash_table_insert(table, &chain->key, chain);
    }
    return chain;
}

/* After the last one of the same Quick Mode, so that these stand together; else at the end. */
static void link_node(struct chain *chain, struct chain *slot, struct node *node)
{
    struct node *before = slot->last ? slot->last : chain->last;

    if (before) {
        node->next = before->next;
        node->secret.next = before->secret.next;
        before->next = node;
        before->secret.next = &node->secret;
    }
    if (before == chain->last)
        chain->last = node;
    if (!chain->first)
        chain->first = node;
    if (!slot->first)
        slot->first = node;
    slot->last = node;
    slot->count++;
}

static bool slot_holds(const struct chain *slot, struct ikelog_octets value)
{
    const struct node *node = slot->first;

    for (unsigned i = 0; i < slot->count; i++, node = node->next)
        if (node->secret.value.length == value.length &&
            memcmp(node->secret.value.data, value.data, value.length) == 0)
            return true;
    return false;
}

static enum ikelog_status add_lone(struct ikelog_keyring *keyring,
                                   const struct ikelog_secret *secret)
{
    for (guint i = 0; i < keyring->lone->len; i++) {
        const struct node *node = g_ptr_array_index(keyring->lone, i);

        if (node->secret.kind == secret->kind &&
            node->secret.value.length == secret->value.length &&
            memcmp(node->secret.value.data, secret->value.data, secret->value.length) == 0)
            return IKELOG_OK;
    }
    if (keyring->lone->len >= IKELOG_MAX_LONE)
        return IKELOG_TOO_MANY;
    g_ptr_array_add(keyring->lone, node_new(secret));
    keyring->generation++;
    return IKELOG_OK;
}

enum ikelog_status ikelog_keyring_add(struct ikelog_keyring *keyring,
                                      const struct ikelog_secret *secret)
{
    struct key key, slot_key;
    struct chain *slot;
    struct node *node;

    if ((unsigned)secret->kind >= IKELOG_SECRET_KINDS || secret->value.length == 0 ||
        (secret->kind == IKELOG_SECRET_PSK && !secret->peer))
        return IKELOG_BAD_SYNTAX;
    if (secret->value.length > IKELOG_MAX_SECRET)
        return IKELOG_TOO_LONG;
    if (secret->lone)
        return add_lone(keyring, secret);
    key = key_of(secret);
    slot_key = slot_key_of(secret);
    slot = g_hash_table_lookup(keyring->slots, &slot_key);
    if (slot && slot_holds(slot, secret->value))
        return IKELOG_OK;
    if (keyring->nodes->len >= keyring->most || (slot && slot->count >= IKELOG_MAX_SAME))
        return IKELOG_TOO_MANY;
    node = node_new(secret);
    link_node(chain_get(keyring->chains, &key, node->secret.peer),
              chain_get(keyring->slots, &slot_key, node->secret.peer), node);
    g_ptr_array_add(keyring->nodes, node);
    keyring->holds[secret->kind] = true;
    keyring->generation++;
    return IKELOG_OK;
}

bool ikelog_keyring_holds(const struct ikelog_keyring *keyring, enum ikelog_secret_kind kind)
{
    return keyring->holds[kind];
}

/* Most users give one kind of secret: the others need no look into the table. */
static const struct ikelog_secret *first_of(const struct ikelog_keyring *keyring, GHashTable *table,
                                            const struct key *key)
{
    const struct chain *chain = keyring->holds[key->kind] ? g_hash_table_lookup(table, key) : NULL;

    return chain ? &chain->first->secret : NULL;
}

const struct ikelog_secret *ikelog_keyring_find(const struct ikelog_keyring *keyring,
                                                enum ikelog_secret_kind kind, const uint8_t *cky_i)
{
    struct key key = {.kind = kind};

    memcpy(key.id, cky_i, sizeof key.id);
    return first_of(keyring, keyring->chains, &key);
}

const struct ikelog_secret *ikelog_keyring_find_sa(const struct ikelog_keyring *keyring,
                                                   enum ikelog_secret_kind kind,
                                                   const uint8_t *cky_i)
{
    struct key key = {.kind = kind};

    memcpy(key.id, cky_i, sizeof key.id);
    return first_of(keyring, keyring->slots, &key);
}

const struct ikelog_secret *ikelog_keyring_find_quick(const struct ikelog_keyring *keyring,
                                                      enum ikelog_secret_kind kind,
                                                      const uint8_t *cky_i, uint32_t message_id)
{
    struct key key = {.kind = kind, .has_message_id = true, .message_id = message_id};

    memcpy(key.id, cky_i, sizeof key.id);
    return first_of(keyring, keyring->slots, &key);
}

const struct ikelog_secret *ikelog_keyring_find_esp(const struct ikelog_keyring *keyring,
                                                    enum ikelog_secret_kind kind, uint32_t spi)
{
    struct key key = {.kind = kind};

    spi_to_id(spi, key.id);
    return first_of(keyring, keyring->chains, &key);
}

const struct ikelog_secret *ikelog_keyring_find_psk(const struct ikelog_keyring *keyring,
                                                    const char *peer)
{
    struct key key = {.kind = IKELOG_SECRET_PSK, .peer = peer};

    return first_of(keyring, keyring->chains, &key);
}

unsigned ikelog_keyring_generation(const struct ikelog_keyring *keyring)
{
    return keyring->generation;
}

size_t ikelog_keyring_count(const struct ikelog_keyring *keyring)
{
    return keyring->nodes->len;
}

const struct ikelog_secret *ikelog_keyring_nth(const struct ikelog_keyring *keyring, size_t n)
{
    const struct node *node;

    if (n >= keyring->nodes->len)
        return NULL;
    node = g_ptr_array_index(keyring->nodes, n);
    return &node->secret;
}

const struct ikelog_secret *ikelog_keyring_nth_lone(const struct ikelog_keyring *keyring, size_t n)
{
    const struct node *node;

    if (n >= keyring->lone->len)
        return NULL;
    node = g_ptr_array_index(keyring->lone, n);
    return &node->secret;
}

struct ikelog_key_summary *ikelog_keyring_summarise(struct ikelog_keyring *keyring,
                                                    const char *name)
{
    for (guint i = 0; i < keyring->summaries->len; i++) {
        struct ikelog_key_summary *summary = g_ptr_array_index(keyring->summaries, i);

        if (strcmp(ikelog_key_summary_name(summary), name) == 0)
            return summary;
    }
    if (keyring->summaries->len >= IKELOG_MAX_SUMMARIES)
        return NULL;
    g_ptr_array_add(keyring->summaries, ikelog_key_summary_new(name));
    return g_ptr_array_index(keyring->summaries, keyring->summaries->len - 1);
}

const struct ikelog_key_summary *ikelog_keyring_summary(const struct ikelog_keyring *keyring,
                                                        size_t n)
{
    return n < keyring->summaries->len ? g_ptr_array_index(keyring->summaries, n) : NULL;
}
