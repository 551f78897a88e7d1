/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Octets written as hexadecimal text in tests. */
#ifndef IKELOG_TESTS_HEXBYTES_H
#define IKELOG_TESTS_HEXBYTES_H

#include "wire/octets.h"

#include <glib.h>
#include <string.h>

/* The octets of `hex` (an even number of digits, no blanks); the caller frees. */
static inline GByteArray *unhex(const char *hex)
{
    GByteArray *array = g_byte_array_new();
    size_t digits = strlen(hex);

    g_assert_cmpuint(digits % 2, ==, 0);
    for (size_t i = 0; i < digits; i += 2) {
        guint8 octet =
            (guint8)(g_ascii_xdigit_value(hex[i]) << 4 | g_ascii_xdigit_value(hex[i + 1]));

        g_assert_true(g_ascii_isxdigit(hex[i]) && g_ascii_isxdigit(hex[i + 1]));
        g_byte_array_append(array, &octet, 1);
    }
    return array;
}

/* Borrowed from the array. */
static inline struct ikelog_octets octets(const GByteArray *array)
{
    return (struct ikelog_octets){array->data, array->len};
}

/* Octets of a NUL-terminated text, without the NUL. */
static inline struct ikelog_octets text_octets(const char *text)
{
    return (struct ikelog_octets){(const uint8_t *)text, (uint32_t)strlen(text)};
}

/* data[0 .. length) is what `hex` (lower case) says. */
static inline void assert_hex(const uint8_t *data, size_t length, const char *hex)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < length; i++)
        g_string_append_printf(text, "%02x", data[i]);
    g_assert_cmpstr(text->str, ==, hex);
}

#endif
