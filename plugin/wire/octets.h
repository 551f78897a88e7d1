/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A borrowed range of octets. */
#ifndef IKELOG_WIRE_OCTETS_H
#define IKELOG_WIRE_OCTETS_H

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

#endif
