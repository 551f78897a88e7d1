/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Octets for tests, written as hex digits. */
#ifndef IKELOG_TESTS_WIRE_HEX_H
#define IKELOG_TESTS_WIRE_HEX_H

#include "wire/octets.h"

#include <glib.h>

/*
 * The octets of `hex` (blanks allowed) in a block of exactly their size, so that a sanitizer sees a
 * read past the end. Free data with g_free.
 */
static inline struct ikelog_octets octets_of(const char *hex)
{
    GByteArray *bytes = g_byte_array_new();
    struct ikelog_octets octets;

    for (int high = -1; *hex; hex++) {
        int digit = g_ascii_xdigit_value(*hex);
        guint8 octet;

        if (digit < 0)
            continue;
        if (high < 0) {
            high = digit;
            continue;
        }
        octet = (guint8)(high << 4 | digit);
        g_byte_array_append(bytes, &octet, 1);
        high = -1;
    }
    octets.length = bytes->len;
    octets.data = g_memdup2(bytes->data, bytes->len);
    g_byte_array_free(bytes, TRUE);
    return octets;
}

/* Fails the test unless `octets` are those of `hex`. */
static inline void assert_octets(struct ikelog_octets octets, const char *hex)
{
    struct ikelog_octets expected = octets_of(hex);

    g_assert_cmpuint(octets.length, ==, expected.length);
    for (uint32_t i = 0; i < octets.length; i++)
        g_assert_cmphex(octets.data[i], ==, expected.data[i]);
    g_free((gpointer)expected.data);
}

#endif
