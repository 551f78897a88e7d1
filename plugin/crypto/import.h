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

/*
 * Add a secret of phase 1 whose cookie the log does not tell; cky_i is not looked at. It is tried
 * with the IKE SAs that it may fit.
 */
void ikelog_import_add_lone(const struct ikelog_import *import, struct ikelog_secret *secret,
                            unsigned line);

/* A key of an IPsec SA that was printed before its SPI. */
struct ikelog_waiting_key {
    uint32_t length; /* octets; 0: none */
    unsigned line;   /* where it begins */
    uint8_t value[IKELOG_MAX_SECRET];
};

/*
 * Their SPI (host order) is known now: add what waits in keys[0] (encryption) and keys[1]
 * (integrity), and wipe both.
 */
void ikelog_import_add_waiting(const struct ikelog_import *import,
                               struct ikelog_waiting_key keys[2], uint32_t spi);

/*
 * Tell that something is wrong with, or lacking at, line `line` (from 1). A line that is not after
 * the last one complained about is passed over: lines are looked at again as they grow.
 */
void ikelog_import_report(const struct ikelog_import *import, unsigned line, const char *message);

#endif
