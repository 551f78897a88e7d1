/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What racoon and its descendants write in front of the text of a log line. */
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

#endif
