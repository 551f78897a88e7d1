/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text files of Windows: UTF-16, with or without a byte order mark. */
#ifndef IKELOG_CRYPTO_TEXT_ENCODING_H
#define IKELOG_CRYPTO_TEXT_ENCODING_H

#include <glib.h>

enum ikelog_encoding {
    IKELOG_ENCODING_UNKNOWN, /* fewer than two octets were seen */
    IKELOG_ENCODING_OCTETS,  /* UTF-8, or something else that is taken as it is */
    IKELOG_ENCODING_UTF16LE,
    IKELOG_ENCODING_UTF16BE,
};

/* A text that comes in pieces; all zero at its start. */
struct ikelog_decoder {
    enum ikelog_encoding encoding;
    unsigned char first; /* octet of a unit whose second one is still to come */
    gboolean has_first;
    gunichar2 high; /* surrogate that waits for its other half; 0: none */
};

/*
 * Append text[0 .. length) to `out`, as UTF-8 when it is UTF-16, else unchanged. What the first two
 * octets of the text are decides: a byte order mark, or a character of ASCII with a zero beside it.
 */
void ikelog_decoder_feed(struct ikelog_decoder *decoder, const char *text, size_t length,
                         GString *out);

#endif
