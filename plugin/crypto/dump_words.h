/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dumps as hex words of 4 octets, as racoon, RouterOS and vpnc print them, row by row. */
#ifndef IKELOG_CRYPTO_DUMP_WORDS_H
#define IKELOG_CRYPTO_DUMP_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A dump that is being read; all zero: nothing of it yet. */
struct ikelog_dump {
    size_t digits; /* so far, two an octet; those that found no room are counted as well */
    unsigned word; /* digits of the last word */
    bool bad;      /* a word within it is not of 4 octets: a part is missing, or it is no dump */
};

/* True when there is nothing on the line but hex digits, in words, and blanks between them. */
bool ikelog_dump_is_row(const char *text);

/* True when the first word of a line is of hex digits; with other words it is a broken row. */
bool ikelog_dump_begins_row(const char *text);

/*
 * Append a row to a dump whose octets are written to value[0 .. size); what finds no room there is
 * dropped. A copy may have broken the row before it anywhere, also within a word.
 */
void ikelog_dump_append(struct ikelog_dump *dump, const char *text, uint8_t *value, size_t size);

/* Whether all octets of a dump are there, at most `size`. */
bool ikelog_dump_is_whole(const struct ikelog_dump *dump, size_t size);

#endif
