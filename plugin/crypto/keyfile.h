/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key files and daemons' logs, read into a keyring. */
#ifndef IKELOG_CRYPTO_KEYFILE_H
#define IKELOG_CRYPTO_KEYFILE_H

#include "crypto/keyring.h"

/*
 * Somebody who wants to know what was wrong. `file` and `line` (from 1; 0: the whole file) say where,
 * `message` what was expected. Called once for each bad line, at most IKELOG_MAX_COMPLAINTS times.
 */
#define IKELOG_MAX_COMPLAINTS 20u
struct ikelog_complaints {
    void (*tell)(void *context, const char *file, unsigned line, const char *message);
    void *context;
};

/*
 * A source of secrets that is read bit by bit (a file that is still growing). It recognises by
 * content what it reads: key records (the form of `ikelog.keylog_file`), the stock table ikev1_decryption_table,
 * or the log of strongSwan, pluto, racoon, MikroTik, FortiGate, vpnc.
 */
struct ikelog_keysource;

/* `name` is what origins and complaints call it (a file's base name); copied. */
struct ikelog_keysource *ikelog_keysource_new(const char *name);
void ikelog_keysource_free(struct ikelog_keysource *source);

/*
 * Feed the next `length` octets. Complete lines are used, an incomplete last line waits for the
 * rest (or for ikelog_keysource_end). Bad lines are told to `complaints` and cost nothing else. Returns
 * OK or TOO_MANY.
 */
enum ikelog_status ikelog_keysource_feed(struct ikelog_keysource *source, const char *text,
                                         size_t length, struct ikelog_keyring *keyring,
                                         const struct ikelog_complaints *complaints);

/* The source ends here for now: use what waits, when it is complete in itself. May be fed on. */
enum ikelog_status ikelog_keysource_end(struct ikelog_keysource *source,
                                        struct ikelog_keyring *keyring,
                                        const struct ikelog_complaints *complaints);

/* What was recognised ("key records", "strongSwan log", …); "nothing known" before and when not. */
const char *ikelog_keysource_format(const struct ikelog_keysource *source);

/*
 * One key record (contract of `ikelog.keylog_file`), without line end. Returns OK (added, or an
 * empty or comment line), or the status with *expected set to a static sentence on what was expected.
 */
enum ikelog_status ikelog_keyrecord_add(const char *line, const char *origin,
                                        struct ikelog_keyring *keyring, const char **expected);

#endif
