/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What devices accepted and showed elsewhere in the capture: by address, by identity, by pair. */
#include "state/session_priv.h"

#include "wire/seeded.h"

#include <string.h>

/* Who shows what to whom; bodies are kept once, so that the pointer stands for the octets. */
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

    return memcmp(&x, &y, sizeof x) == 0;
}

static void free_identity(void *data)
{
    struct identity_entry *entry = data;

    g_bytes_unref(entry->id);
    g_free(entry);
}

void history_init(struct ikelog_session *session)
{
    session->identities = g_hash_table_new_full(hash_identity, equal_identity, free_identity, NULL);
}

/* The responder chose from what it was offered: so that is what it accepts. */
void history_note_choice(struct passage *p)
{
    const struct ikelog_endpoint *address = &p->entry->sa.sides[IKELOG_RESPONDER].first;
    struct responder_entry *entry = session_responder(p->session, address, true);

    entry->accepted[entry->count++ % IKELOG_MAX_ACCEPTED] = &p->entry->sa;
}

const struct ikelog_sa *ikelog_session_accepted(const struct ikelog_session *session,
                                                const struct ikelog_endpoint *responder, unsigned n)
{
    const struct responder_entry *entry =
        session_responder((struct ikelog_session *)session, responder, false);

    if (!entry || n >= MIN(entry->count, IKELOG_MAX_ACCEPTED))
        return NULL;
    return entry->accepted[(entry->count - 1 - n) % IKELOG_MAX_ACCEPTED];
}

/* The initiator's identity was seen: who showed it to this responder before? */
void history_note_identity(struct passage *p)
{
    struct ikelog_sa *sa = &p->entry->sa;
    struct identity_entry probe = {.id = sa->sides[IKELOG_INITIATOR].id,
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
        sa->same_id_before = entry->latest;
        entry->latest->same_id_after = sa;
    }
    entry->latest = sa;
}

const struct ikelog_sa *ikelog_session_latest(const struct ikelog_session *session,
                                              const struct ikelog_sa *sa)
{
    const struct pair_entry *pair =
        session_pair((struct ikelog_session *)session, &sa->sides[IKELOG_INITIATOR].last,
                     &sa->sides[IKELOG_RESPONDER].last, false);

    return pair && pair->latest ? &pair->latest->sa : sa;
}
