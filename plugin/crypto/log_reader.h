/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A log, line by line to the importer of its format; only keyfile.c uses it. */
#ifndef IKELOG_CRYPTO_LOG_READER_H
#define IKELOG_CRYPTO_LOG_READER_H

#include "crypto/import.h"

#include <glib.h>

struct ikelog_log_reader;

/* For the log that this line is typical of; NULL: it is typical of none. */
struct ikelog_log_reader *ikelog_log_reader_new(const char *line);

/* Wipe and free. NULL is allowed. */
void ikelog_log_reader_free(struct ikelog_log_reader *reader);

const struct ikelog_importer *ikelog_log_reader_importer(const struct ikelog_log_reader *reader);

/*
 * The next line of the file, in which syslog may have put several lines of the log, and a copy a
 * part of one: an importer gets whole lines without their dress.
 */
void ikelog_log_reader_line(struct ikelog_log_reader *reader, const struct ikelog_import *import,
                            const char *line, unsigned number);

/*
 * The log ends here for now, with a last line that is not ended (NULL: there is none). What that
 * gives is tried out on a copy, for the line may still grow.
 */
void ikelog_log_reader_end(const struct ikelog_log_reader *reader,
                           const struct ikelog_import *import, const char *line, unsigned number);

#endif
