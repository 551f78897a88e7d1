/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What daemons write in front of the text of a log line. */
#ifndef IKELOG_CRYPTO_IMPORT_PREFIX_H
#define IKELOG_CRYPTO_IMPORT_PREFIX_H

#include <stdbool.h>

/*
 * The text after the first level ("DEBUG: ", "INFO: ", …) of a racoon line, and after the place
 * in the source ("oakley.c:12:function(): ") when that is logged; NULL when there is no level.
 */
const char *ikelog_prefix_racoon(const char *line);

/* The text after the topics ("ipsec ", "ipsec,debug ", …) of a RouterOS line, or NULL. */
const char *ikelog_prefix_mikrotik(const char *line);

/*
 * The beginning of a line, e.g. "10[IKE] <c|1> ". A copy may have lost the thread and the group,
 * and the name, too: then all is of one thread, and the group is empty.
 */
struct ikelog_prefix_charon {
    unsigned thread;
    unsigned sa; /* number after the bar, 0: none */
    bool has_sa;
    char group[4];
    const char *text; /* what is behind it */
};

/* That of a line of charon. */
struct ikelog_prefix_charon ikelog_prefix_charon(const char *line);

#endif
