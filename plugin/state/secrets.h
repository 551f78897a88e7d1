/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Candidates for SKEYID of one IKE SA, on their way to keysets. */
#ifndef IKELOG_STATE_SECRETS_H
#define IKELOG_STATE_SECRETS_H

#include "state/session_priv.h"

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

/* Fill entry->g_xy and the list from all that the keyring holds for this IKE SA. */
void sa_collect_skeyids(struct ikelog_session *session, struct sa_entry *entry,
                        struct skeyid_list *list);

/* A SHARED_SECRET record's value, left-padded to what the group asks for. */
GBytes *shared_secret_padded(const struct ikelog_secret *secret, const struct ikelog_group *group);

#endif
