/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a session is made of. */
#ifndef IKELOG_STATE_SESSION_STRUCT_H
#define IKELOG_STATE_SESSION_STRUCT_H

#include "state/ciphers.h"
#include "state/interned.h"
#include "state/session.h"
#include "state/tables.h"
#include "state/transmissions.h"
#include "state/unannotated.h"

/* The plaintext that was decrypted last. Secret: wiped. */
struct plaintext_cache {
    const struct ikelog_record *record; /* whose it is; NULL: none */
    GByteArray *octets;
};

struct ikelog_session {
    const struct ikelog_keyring *keyring;
    bool (*more_keys)(void *context); /* NULL: there are no more; see ikelog_session_ask_for_keys */
    void *more_keys_context;
    struct ikelog_fingerprints *fingerprints;
    struct tables tables;
    struct transmissions transmissions;
    struct ciphers ciphers;
    struct plaintext_cache plaintext;
    struct interned interned;
    struct arena bodies; /* struct ikelog_body */
    GHashTable *traffic; /* SPI to struct esp_traffic *, owned; those that a packet was seen of */
    GHashTable *responders; /* set of struct responder_entry *, owned */
    GHashTable *identities; /* set of struct identity_entry *, owned */
    struct ikelog_unannotated unannotated;
    unsigned most_sas;
    uint32_t ordinals;     /* IKE SAs and Quick Modes so far */
    uint64_t dh_work_left; /* see ikelog_dh_cost */
    uint64_t lone_work_left;
    int64_t now;
    bool growing;
    struct ikelog_sa_payload *scratch_sa; /* the SA payload that was read last */
};

#endif
