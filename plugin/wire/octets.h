/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A borrowed range of octets. */
#ifndef IKELOG_WIRE_OCTETS_H
#define IKELOG_WIRE_OCTETS_H

#include <glib.h>
#include <stdint.h>

/* `length` octets at `data`, owned by somebody else. data may be NULL when length is 0. */
struct ikelog_octets {
    const uint8_t *data;
    uint32_t length;
};

/* Four octets in network byte order, all of which must be there, as a number. */
static inline uint32_t ikelog_octets_u32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The octets of a GBytes, borrowed from it; none for NULL. */
static inline struct ikelog_octets ikelog_bytes_octets(GBytes *bytes)
{
    gsize length = 0;
    const uint8_t *data = bytes ? g_bytes_get_data(bytes, &length) : NULL;

    return (struct ikelog_octets){data, (uint32_t)length};
}

/* How many octets an address of a family (4 or 6) has; 0 for any other family. */
static inline uint32_t ikelog_address_length(uint8_t family)
{
    return family == 4 ? 4 : family == 6 ? 16 : 0;
}

#endif
