/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What devices accepted and showed elsewhere in the capture: by address, by identity, by pair. */
#include "state/packet_context.h"

#include "wire/seeded.h"

#include <string.h>

/* Keys: an identity and to whom it is shown. Equal identities are one GBytes: pointers compare. */
struct identity_key {
    const void *id;
    uint8_t family, address[16];
};

static struct identity_key key_of(const struct identity_entry *entry)
{
    struct identity_key key;

    memset(&key, 0, sizeof key); /* padding is hashed too */
    key.id = entry->id;
    key.family = entry->responder.family;
    memcpy(key.address, entry->responder.address, sizeof key.address);
    return key;
}

static guint hash_identity(gconstpointer entry)
{
    const struct identity_key key = key_of(entry);

    return ikelog_seeded_hash(&key, sizeof key);
}

static gboolean equal_identity(gconstpointer a, gconstpointer b)
{
    const struct identity_key x = key_of(a), y = key_of(b);

    return x.id == y.id && x.family == y.family &&
           memcmp(x.address, y.address, sizeof x.address) == 0;
}

static void free_identity(void *data)
{
    struct identity_entry *entry = data;

    g_bytes_unref(entry->id);
    g_free(entry);
}

static guint hash_responder(gconstpointer key)
{
    return ikelog_seeded_hash(key, sizeof(struct ikelog_endpoint));
}

static gboolean equal_responder(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct ikelog_endpoint)) == 0;
}

void history_init(struct ikelog_session *session)
{
    session->responders = g_hash_table_new_full(hash_responder, equal_responder, g_free, NULL);
    session->identities = g_hash_table_new_full(hash_identity, equal_identity, free_identity, NULL);
}

void history_clear(struct ikelog_session *session)
{
    g_hash_table_destroy(session->responders);
    g_hash_table_destroy(session->identities);
}

static struct responder_entry *find_responder(const struct ikelog_session *session,
                                              const struct ikelog_endpoint *address, bool create)
{
    struct responder_entry probe, *found;

    memset(&probe, 0, sizeof probe); /* padding is hashed too */
    probe.address.family = address->family;
    memcpy(probe.address.address, address->address, sizeof address->address);
    found = g_hash_table_lookup(session->responders, &probe);
    if (!found && create) {
        found = g_memdup2(&probe, sizeof probe);
        g_hash_table_add(session->responders, found);
    }
    return found;
}

/* The responder chose from what it was offered: so that is what it accepts. */
void history_note_choice(struct packet_context *p)
{
    const struct ikelog_endpoint *address = &p->entry->sa.sides[IKELOG_RESPONDER].first;
    struct responder_entry *entry = find_responder(p->session, address, true);

    entry->accepted[entry->count++ % IKELOG_MAX_ACCEPTED] = &p->entry->sa;
}

const struct ikelog_sa *ikelog_session_accepted(const struct ikelog_session *session,
                                                const struct ikelog_endpoint *responder, unsigned n)
{
    const struct responder_entry *entry = find_responder(session, responder, false);

    if (!entry || n >= MIN(entry->count, IKELOG_MAX_ACCEPTED))
        return NULL;
    return entry->accepted[(entry->count - 1 - n) % IKELOG_MAX_ACCEPTED];
}

/* The initiator's identity was seen: who showed it to this responder before? */
void history_note_identity(struct packet_context *p)
{
    struct tables *tables = &p->session->tables;
    struct ikelog_sa *sa = &p->entry->sa;
    struct identity_entry probe = {.id = sa->sides[IKELOG_INITIATOR].said->id,
                                   .responder = sa->sides[IKELOG_RESPONDER].first};
    struct identity_entry *entry;

    if (!probe.id)
        return;
    entry = g_hash_table_lookup(p->session->identities, &probe);
    if (!entry) {
        entry = g_memdup2(&probe, sizeof probe);
        g_bytes_ref(entry->id);
        g_hash_table_add(p->session->identities, entry);
    } else if (entry->latest != sa) {
        tables_course(tables, sa)->same_id_before = entry->latest;
        tables_course(tables, entry->latest)->same_id_after = sa;
    }
    entry->latest = sa;
}

const struct ikelog_sa *ikelog_session_latest(const struct ikelog_session *session,
                                              const struct ikelog_sa *sa)
{
    const struct pair_entry *pair =
        tables_pair((struct tables *)&session->tables, &sa->sides[IKELOG_INITIATOR].last,
                    &sa->sides[IKELOG_RESPONDER].last, false);

    return pair && pair->latest ? &pair->latest->sa : sa;
}
