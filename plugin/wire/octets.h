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

#endif
