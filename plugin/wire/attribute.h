/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data attributes (RFC 2408 3.3): type and value, in two octets or with a length. */
#ifndef IKELOG_WIRE_ATTRIBUTE_H
#define IKELOG_WIRE_ATTRIBUTE_H

#include "wire/octets.h"
#include "wire/reader.h"
#include "wire/status.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * One attribute. `offset` is that of its type within the reader's data, `length` that of the whole
 * attribute as far as it is there. `value` points into the data; it begins 2 octets (short form) or
 * 4 octets after `offset`.
 */
struct ikelog_attribute {
    uint16_t type; /* without the format bit */
    bool short_form;
    uint16_t claimed; /* length of the value as claimed; 2 in the short form */
    uint32_t offset, length;
    struct ikelog_octets value;
};

/* Returns OK; TRUNCATED when the head is not all there (the value is empty then) or when the value
 * is longer than what is left (it is clipped then). In both cases nothing is left in the reader. */
enum ikelog_status ikelog_attribute_read(struct ikelog_reader *r,
                                         struct ikelog_attribute *attribute);

/* The value as a number in network byte order. False when it is empty or does not fit 64 bits. */
bool ikelog_attribute_number(const struct ikelog_attribute *attribute, uint64_t *number);

#endif
