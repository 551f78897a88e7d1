/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All secrets that the user gave, looked up by hash. */
#ifndef IKELOG_CRYPTO_KEYRING_H
#define IKELOG_CRYPTO_KEYRING_H

#include "wire/message.h"
#include "wire/octets.h"

#include <stdbool.h>
#include <stddef.h>

/* clang-format off */
/* X(NAME, "word in a key file", "what users call it") */
#define IKELOG_SECRET_ROWS(X)                                                                      \
    X(KA, "KA", "Ka")                                                                              \
    X(SKEYID_E, "SKEYID_E", "SKEYID_e")                                                            \
    X(SKEYID_D, "SKEYID_D", "SKEYID_d")                                                            \
    X(SKEYID_A, "SKEYID_A", "SKEYID_a")                                                            \
    X(SKEYID, "SKEYID", "SKEYID")                                                                  \
    X(SHARED_SECRET, "SHARED_SECRET", "DH shared secret")                                          \
    X(DH_PRIVATE, "DH_PRIVATE", "DH private value")                                                \
    X(PSK, "PSK", "PSK")                                                                           \
    X(ESP_ENC, "ESP_ENC", "ESP encryption key")                                                    \
    X(ESP_AUTH, "ESP_AUTH", "ESP integrity key")
/* clang-format on */

enum ikelog_secret_kind {
#define X(name, word, label) IKELOG_SECRET_##name,
    IKELOG_SECRET_ROWS(X)
#undef X
        IKELOG_SECRET_KINDS
};

/* The word of a kind in a key file ("SKEYID_E") and its label for people ("SKEYID_e"). */
const char *ikelog_secret_word(enum ikelog_secret_kind kind);
const char *ikelog_secret_label(enum ikelog_secret_kind kind);

#define IKELOG_MAX_SECRET  1056u    /* octets of one secret: a MODP8192 value and some */
#define IKELOG_MAX_SECRETS 1000000u /* records in one keyring; more are refused with TOO_MANY */

/* The octets that a secret of this kind has at most, where it is read from text. */
size_t ikelog_secret_most(enum ikelog_secret_kind kind);

/*
 * One secret. Owned by its keyring and valid until the keyring is cleared. `next` is the next
 * secret with the same kind and the same cookie (or the same peer for a PSK, the same SPI for an
 * ESP key), at most IKELOG_MAX_SAME of them; those of a Quick Mode are counted for each message ID
 * and stand one behind the other.
 */
#define IKELOG_MAX_SAME 16u
struct ikelog_secret {
    enum ikelog_secret_kind kind;
    uint8_t cky_i[IKELOG_COOKIE_LEN]; /* not for PSK, ESP_ENC, ESP_AUTH */
    bool lone;                        /* nobody knows the cookie: cky_i says nothing */
    bool has_message_id;              /* SHARED_SECRET and DH_PRIVATE of a Quick Mode */
    uint32_t message_id;
    uint32_t
        spi; /* ESP_ENC and ESP_AUTH only: of the receiver, as read from the wire (host order) */
    struct ikelog_octets value; /* ESP_ENC: the salt of counter modes is its end, as in RFC 4106 */
    const char *peer;           /* PSK only: address in canonical text, ID text, or "*" */
    const char *origin; /* where it came from: "keys.txt:12", "charon.log:1207", "ikelog_keys" */
    const struct ikelog_secret *next;
};

struct ikelog_keyring;

struct ikelog_keyring *ikelog_keyring_new(void);

/* Hold at most `most` records instead of IKELOG_MAX_SECRETS. Those that are there stay. */
void ikelog_keyring_limit(struct ikelog_keyring *keyring, size_t most);

/* Wipe all secrets and free. NULL is allowed. */
void ikelog_keyring_free(struct ikelog_keyring *keyring);

/* Wipe and forget all secrets; the generation grows. */
void ikelog_keyring_clear(struct ikelog_keyring *keyring);

/*
 * Add a copy of `secret` (value, peer and origin are copied; `next` is ignored; a missing origin
 * becomes the empty text). An equal record is not added twice. Returns OK; TOO_LONG (more than
 * IKELOG_MAX_SECRET octets); TOO_MANY (the keyring or this cookie is full); BAD_SYNTAX (no such
 * kind, no value, a PSK without a peer).
 */
enum ikelog_status ikelog_keyring_add(struct ikelog_keyring *keyring,
                                      const struct ikelog_secret *secret);

/*
 * Secrets of phase 1 whose cookie is not known (`lone`) stand apart: they are neither counted nor
 * found with the others. The n-th one (from 0) in the order in which they were added, or NULL; at
 * most IKELOG_MAX_LONE.
 */
#define IKELOG_MAX_LONE 64u
const struct ikelog_secret *ikelog_keyring_nth_lone(const struct ikelog_keyring *keyring, size_t n);

/*
 * What became of each source of keys, for its owner: the summary of the source with this name, made
 * when it is not there (NULL: there are IKELOG_MAX_SUMMARIES others already); and the n-th (from 0)
 * in order, or NULL. They live until the keyring is cleared.
 */
struct ikelog_key_summary;
struct ikelog_key_summary *ikelog_keyring_summarise(struct ikelog_keyring *keyring,
                                                    const char *name);
const struct ikelog_key_summary *ikelog_keyring_summary(const struct ikelog_keyring *keyring,
                                                        size_t n);

/* What whoever gave the secret is told when that returned TOO_MANY, and TOO_LONG. */
extern const char ikelog_keyring_full[];
extern const char ikelog_secret_too_long[];

/*
 * The first secret of `kind` for an initiator cookie, in the order in which they were added, or
 * NULL. Constant time. `cky_i` is 8 octets.
 */
const struct ikelog_secret *ikelog_keyring_find(const struct ikelog_keyring *keyring,
                                                enum ikelog_secret_kind kind, const uint8_t *cky_i);

/*
 * The same, but only those that belong to the IKE SA itself: the first one of a Quick Mode ends
 * them. Constant time.
 */
const struct ikelog_secret *ikelog_keyring_find_sa(const struct ikelog_keyring *keyring,
                                                   enum ikelog_secret_kind kind,
                                                   const uint8_t *cky_i);

/*
 * The first secret of `kind` for one Quick Mode of an initiator cookie, or NULL. Constant time.
 * Those of the same Quick Mode follow it by `next`; the first with another message ID, or without
 * one, ends them.
 */
const struct ikelog_secret *ikelog_keyring_find_quick(const struct ikelog_keyring *keyring,
                                                      enum ikelog_secret_kind kind,
                                                      const uint8_t *cky_i, uint32_t message_id);

/* The first ESP_ENC or ESP_AUTH for an SPI, or NULL. Constant time. */
const struct ikelog_secret *ikelog_keyring_find_esp(const struct ikelog_keyring *keyring,
                                                    enum ikelog_secret_kind kind, uint32_t spi);

/* The first PSK for `peer` (address text, ID text or "*", compared exactly), or NULL. */
const struct ikelog_secret *ikelog_keyring_find_psk(const struct ikelog_keyring *keyring,
                                                    const char *peer);

/* Grows with every change: who failed with an older generation may try again. */
unsigned ikelog_keyring_generation(const struct ikelog_keyring *keyring);

/* Whether it holds a secret of this kind whose cookie, peer or SPI is known. */
bool ikelog_keyring_holds(const struct ikelog_keyring *keyring, enum ikelog_secret_kind kind);

/* How many secrets it holds. */
size_t ikelog_keyring_count(const struct ikelog_keyring *keyring);

/* The n-th secret (from 0) in the order in which they were added; NULL when there are not so many.
 */
const struct ikelog_secret *ikelog_keyring_nth(const struct ikelog_keyring *keyring, size_t n);

#endif
