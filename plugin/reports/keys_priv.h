/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the key report share. */
#ifndef IKELOG_REPORTS_KEYS_PRIV_H
#define IKELOG_REPORTS_KEYS_PRIV_H

#include "reports/keys.h"

/* Records while they are written; `seen` holds the lines that there are already. */
struct ikelog_key_writer {
    const struct ikelog_report *report;
    GString *text;
    GHashTable *seen;
    uint64_t dh_work_left;
};

/* Append the record of a secret, unless it is there already. */
void ikelog_keys_add(struct ikelog_key_writer *writer, const struct ikelog_secret *secret);

/* Append the keys of the IPsec SAs of a Quick Mode that could be read. */
void ikelog_keys_add_esp(struct ikelog_key_writer *writer, const struct ikelog_exchange *exchange);

/* Say so when nothing was appended since `before`: a comment, for no report is only a heading. */
void ikelog_keys_add_none(gsize before, const char *why, GString *text);

#endif
