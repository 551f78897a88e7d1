/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the importers of daemons' logs have in common; only keyfile.c and import_*.c include it. */
#ifndef IKELOG_CRYPTO_IMPORT_H
#define IKELOG_CRYPTO_IMPORT_H

#include "crypto/import_rows.h"
#include "crypto/keyfile.h"
#include "crypto/log_line.h"

/* Octets of one line that are looked at; what is behind them is dropped. */
#define IKELOG_MAX_LINE 16384u

/* Where an importer's secrets and complaints go. Made by the key source for each call. */
struct ikelog_import {
    struct ikelog_keysource *source;
    struct ikelog_keyring *keyring;
    const struct ikelog_complaints *complaints;
    struct ikelog_key_summary *summary; /* NULL: nobody wants one */
};

/*
 * The reader of one log format: it knows the words of its product, and nothing of what other
 * programs put around them. Its state is one flat piece of memory without pointers in it, zero at
 * the start: the key source copies it to look at what an unfinished last line would give, and
 * wipes it.
 */
struct ikelog_importer {
    const char *format; /* "strongSwan log" */
    const char *level;  /* how to make the daemon log secrets */
    size_t state_size;  /* octets; 0: no state */
    /* True when `line` is typical of this format, and of no other. */
    bool (*recognise)(const struct ikelog_log_line *line);
    /*
     * True when a copy must have broken a line in two, of which `before` and `after` are the
     * halves: the key source joins them. NULL: lines are never joined.
     */
    bool (*joins)(const struct ikelog_log_line *before, const struct ikelog_log_line *after);
    /* The next line, without NUL octets. Blank lines are passed on as well. */
    void (*line)(void *state, const struct ikelog_log_line *line,
                 const struct ikelog_import *import);
    /* The log ends here for now: use what is complete without another line. May be NULL. */
    void (*finish)(void *state, const struct ikelog_import *import);
};

#define X(name, product, where) extern const struct ikelog_importer ikelog_import_##name;
IKELOG_IMPORT_ROWS(X)
#undef X

/* The number of the line that is being read, from 1; of joined ones it is the first. */
unsigned ikelog_import_line_number(const struct ikelog_import *import);

/* That line is being read now. */
void ikelog_import_reads(const struct ikelog_import *import, unsigned line);

/*
 * Add a secret that begins in line `line`; its origin becomes "file:line". Refusals of the keyring
 * are told and remembered as the outcome of the feeding.
 */
void ikelog_import_add(const struct ikelog_import *import, struct ikelog_secret *secret,
                       unsigned line);

/* A secret that was printed before it is known to whom it belongs. */
struct ikelog_waiting_secret {
    enum ikelog_secret_kind kind;
    uint32_t length; /* octets; 0: none */
    unsigned line;   /* where it begins */
    bool has_message_id;
    uint32_t message_id; /* of the Quick Mode, for its own Diffie-Hellman values */
    uint8_t value[IKELOG_MAX_SECRET];
};

/*
 * Let the first `length` octets of `value` wait. False, and nothing waits, when they are more than
 * a secret has.
 */
bool ikelog_import_keep(struct ikelog_waiting_secret *waiting, enum ikelog_secret_kind kind,
                        const uint8_t *value, size_t length, unsigned line);

/*
 * Add a secret of the IKE SA with this initiator cookie, and wipe what waited. NULL: the log does
 * not tell the cookie. A secret of phase 1 is then tried with the IKE SAs that it may fit; one of
 * a Quick Mode is dropped.
 */
void ikelog_import_add_waiting(const struct ikelog_import *import,
                               struct ikelog_waiting_secret *waiting, const uint8_t *cky_i);

/* Add the key of an IPsec SA by its SPI (host order), and wipe what waited; without octets none. */
void ikelog_import_add_ipsec(const struct ikelog_import *import,
                             struct ikelog_waiting_secret *waiting, uint32_t spi);

/* Add a pre-shared key. The peer may be empty: any. */
void ikelog_import_add_psk(const struct ikelog_import *import, const char *peer,
                           struct ikelog_octets value, unsigned line);

/*
 * The SPI of an ESP SA out of what its KEYMAT is made from: [g(qm)^xy |] protocol | SPI | Ni_b |
 * Nr_b (RFC 2409 5.5), without the secret. False when it is no seed of ESP.
 */
bool ikelog_import_seed_spi(struct ikelog_octets seed, uint32_t *spi);

/* The complaint of a dump that lacks a part. */
#define IKELOG_IMPORT_NOT_WHOLE \
    "expected all of this secret; a secret that is not whole is not used"

/*
 * Tell that something is wrong with, or lacking at, line `line` (from 1). A line that is not after
 * the last one complained about is passed over: lines are looked at again as they grow.
 */
void ikelog_import_report(const struct ikelog_import *import, unsigned line, const char *message);

#endif
