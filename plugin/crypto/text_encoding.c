/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UTF-16 to UTF-8, piece by piece. */
#include "crypto/text_encoding.h"

#include <stdbool.h>

#define MARK          0xfeffu
#define NO_CHARACTER  0xfffdu /* for halves of surrogates */
#define IS_HIGH(unit) (((unit)&0xfc00u) == 0xd800u)
#define IS_LOW(unit)  (((unit)&0xfc00u) == 0xdc00u)

static bool is_ascii(unsigned char octet)
{
    return octet >= '\t' && octet <= '~';
}

static enum ikelog_encoding recognise(unsigned char first, unsigned char second)
{
    if ((first == 0xff && second == 0xfe) || (is_ascii(first) && second == 0))
        return IKELOG_ENCODING_UTF16LE;
    if ((first == 0xfe && second == 0xff) || (first == 0 && is_ascii(second)))
        return IKELOG_ENCODING_UTF16BE;
    return IKELOG_ENCODING_OCTETS;
}

static void take_unit(struct ikelog_decoder *decoder, gunichar2 unit, GString *out)
{
    gunichar2 high = decoder->high;

    decoder->high = 0;
    if (high && IS_LOW(unit)) {
        g_string_append_unichar(out, 0x10000u + ((high & 0x3ffu) << 10) + (unit & 0x3ffu));
        return;
    }
    if (high)
        g_string_append_unichar(out, NO_CHARACTER);
    if (IS_HIGH(unit))
        decoder->high = unit;
    else if (unit != MARK)
        g_string_append_unichar(out, IS_LOW(unit) ? NO_CHARACTER : unit);
}

static void take_pair(struct ikelog_decoder *decoder, unsigned char first, unsigned char second,
                      GString *out)
{
    if (decoder->encoding == IKELOG_ENCODING_UNKNOWN)
        decoder->encoding = recognise(first, second);
    if (decoder->encoding == IKELOG_ENCODING_OCTETS) {
        g_string_append_c(out, (char)first);
        g_string_append_c(out, (char)second);
    } else if (decoder->encoding == IKELOG_ENCODING_UTF16LE)
        take_unit(decoder, (gunichar2)(second << 8 | first), out);
    else
        take_unit(decoder, (gunichar2)(first << 8 | second), out);
}

void ikelog_decoder_feed(struct ikelog_decoder *decoder, const char *text, size_t length,
                         GString *out)
{
    size_t i = 0;

    for (; i < length && decoder->encoding != IKELOG_ENCODING_OCTETS; i++) {
        if (!decoder->has_first) {
            decoder->first = (unsigned char)text[i];
            decoder->has_first = true;
            continue;
        }
        decoder->has_first = false;
        take_pair(decoder, decoder->first, (unsigned char)text[i], out);
    }
    g_string_append_len(out, text + i, (gssize)(length - i));
}
