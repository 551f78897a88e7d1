/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the keyring holds for an IKE SA, and the keysets that come of it. */
#ifndef IKELOG_STATE_SECRETS_H
#define IKELOG_STATE_SECRETS_H

#include "state/session_struct.h"

/* keysets.c: build the keysets of an IKE SA; whether there is anything new to build them from. */
void sa_find_secrets(struct ikelog_session *session, struct sa_entry *entry);
bool sa_needs_secrets(const struct ikelog_session *session, const struct sa_entry *entry);

/* keysets.c: the keysets that a key without a cookie would give this IKE SA, if it were its key. */
void sa_add_lone_key(struct ikelog_session *session, struct ikelog_sa *sa,
                     const struct ikelog_secret *secret);
/* Make `keyset` one of the IKE SA's; *index is its number then. False: there is no room. */
bool sa_keep_keyset(struct ikelog_sa *sa, const struct ikelog_keyset *keyset, unsigned *index);

/*
 * g^xy from an exponent that belongs to one of two public values; NULL with the reason in *status.
 * Takes what it costs from *work_left.
 */
GBytes *dh_secret_from_exponent(const struct ikelog_group *group,
                                const struct ikelog_secret *secret, GBytes *const ke[2],
                                uint64_t *work_left, enum ikelog_status *status);

/* One SKEYID and where it came from: a record of the keyring, or derived from g_xy[n]. */
struct skeyid_candidate {
    struct ikelog_digest skeyid;
    const struct ikelog_secret *secret; /* NULL: derived without one */
    int g_xy;                           /* index; -1: any */
};

struct skeyid_list {
    unsigned count;
    struct skeyid_candidate rows[IKELOG_MAX_KEYSETS];
};

/* Fill entry->shared and the list from all that the keyring holds for this IKE SA. */
void sa_collect_skeyids(struct ikelog_session *session, struct sa_entry *entry,
                        struct skeyid_list *list);

/* A SHARED_SECRET record's value, left-padded to what the group asks for. */
GBytes *shared_secret_padded(const struct ikelog_secret *secret, const struct ikelog_group *group);

/* Wipe and free keysets. NULL is allowed. */
void keysets_free(struct ikelog_keyset *keysets, unsigned count);

#endif
