/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hexadecimal text to octets. */
#include "crypto/hex.h"

#include "wire/octets.h"

#include <glib.h>

size_t ikelog_hex_span(const char *text, size_t length)
{
    size_t n = 0;

    while (n < length && g_ascii_isxdigit(text[n]))
        n++;
    return n;
}

static void skip_prefix(const char **text, size_t *length)
{
    if (*length >= 2 && (*text)[0] == '0' && ((*text)[1] == 'x' || (*text)[1] == 'X')) {
        *text += 2;
        *length -= 2;
    }
}

enum ikelog_status ikelog_hex_read(const char *text, size_t length, uint8_t *out, size_t size,
                                   size_t *octets)
{
    *octets = 0;
    skip_prefix(&text, &length);
    if (length == 0 || length % 2 != 0 || ikelog_hex_span(text, length) != length)
        return IKELOG_BAD_HEX;
    if (length / 2 > size)
        return IKELOG_TOO_LONG;
    for (size_t i = 0; i < length; i += 2)
        out[i / 2] =
            (uint8_t)(g_ascii_xdigit_value(text[i]) << 4 | g_ascii_xdigit_value(text[i + 1]));
    *octets = length / 2;
    return IKELOG_OK;
}

enum ikelog_status ikelog_hex_read_u32(const char *text, size_t length, uint32_t *value)
{
    uint8_t octets[4] = {0};
    size_t count;

    if (ikelog_hex_read(text, length, octets, sizeof octets, &count) != IKELOG_OK ||
        count != sizeof octets)
        return IKELOG_BAD_HEX;
    *value = ikelog_octets_u32(octets);
    return IKELOG_OK;
}
