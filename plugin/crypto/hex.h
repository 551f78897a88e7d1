/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hexadecimal text to octets. */
#ifndef IKELOG_CRYPTO_HEX_H
#define IKELOG_CRYPTO_HEX_H

#include "wire/status.h"

#include <stddef.h>
#include <stdint.h>

/* The leading hex digits of text[0 .. length), either case. */
size_t ikelog_hex_span(const char *text, size_t length);

/*
 * Read all of text[0 .. length): hex digits of either case, two an octet, `0x` in front allowed.
 * out has `size` octets, *octets is how many were written. Returns OK; BAD_HEX (no digit, an odd
 * number of digits, another character); TOO_LONG (more than `size`). On failure *octets is 0.
 */
enum ikelog_status ikelog_hex_read(const char *text, size_t length, uint8_t *out, size_t size,
                                   size_t *octets);

/* Read exactly 8 hex digits (`0x` in front allowed) as a big-endian number. OK or BAD_HEX. */
enum ikelog_status ikelog_hex_read_u32(const char *text, size_t length, uint32_t *value);

#endif
