/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Key files and daemons' logs, read into a keyring. */
#ifndef IKELOG_CRYPTO_KEYFILE_H
#define IKELOG_CRYPTO_KEYFILE_H

#include "crypto/keyring.h"

/*
 * The receiver of complaints about the input. `file` and `line` (from 1) say where, `message` what
 * was expected, or what a log lacks that was recognised. Called once for each such line, at most
 * IKELOG_MAX_COMPLAINTS times.
 */
#define IKELOG_MAX_COMPLAINTS 20u
struct ikelog_complaints {
    void (*report)(void *context, const char *file, unsigned line, const char *message);
    void *context;
};

/*
 * A source of secrets that is read bit by bit (a file that is still growing). It recognises by
 * content what it reads: key records (keyrecord.h), the stock table ikev1_decryption_table, or one
 * of the logs of import_rows.h. The first line that is typical of one decides; of a log only what
 * its daemon printed counts, no records within it.
 */
struct ikelog_keysource;

/* `name` is what origins and complaints call it (a file's base name); copied. */
struct ikelog_keysource *ikelog_keysource_new(const char *name);

/* Wipe and free. NULL is allowed. */
void ikelog_keysource_free(struct ikelog_keysource *source);

/*
 * Feed the next `length` octets. Complete lines are used, an incomplete last line waits for the
 * rest (or for ikelog_keysource_end). Bad lines are told to `complaints` (may be NULL) and cost
 * nothing else. Of a line only the first 16,384 octets are kept. Returns OK or TOO_MANY (a secret
 * found no room in the keyring; the others were added).
 */
enum ikelog_status ikelog_keysource_feed(struct ikelog_keysource *source, const char *text,
                                         size_t length, struct ikelog_keyring *keyring,
                                         const struct ikelog_complaints *complaints);

/*
 * The source ends here for now: what waits is used as far as it is complete in itself, and told to
 * `complaints` when it is not. May be fed on: a last line that was only begun is then read again
 * with its rest, and what a log's last line seemed to give does not change how the rest is read.
 * Returns OK or TOO_MANY.
 */
enum ikelog_status ikelog_keysource_end(struct ikelog_keysource *source,
                                        struct ikelog_keyring *keyring,
                                        const struct ikelog_complaints *complaints);

/* What was recognised ("key records", "strongSwan log", …); "nothing known" before and when not. */
const char *ikelog_keysource_format(const struct ikelog_keysource *source);

/*
 * One key record (keyrecord.h), without line end. Returns OK (added, or an empty or comment line);
 * BAD_SYNTAX, BAD_HEX, TOO_LONG or TOO_MANY with *expected set to a static sentence on what was
 * expected. *expected is NULL on OK.
 */
enum ikelog_status ikelog_keyrecord_add(const char *line, const char *origin,
                                        struct ikelog_keyring *keyring, const char **expected);

#endif
