/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bounds-checked reader over octets. Whoever reads by it cannot leave the range. */
#ifndef IKELOG_WIRE_READER_H
#define IKELOG_WIRE_READER_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A position in a range of octets. All offsets are relative to `data`, also in
 * children, so that a field's offset can be shown as it is. Once a read fails the reader stays
 * failed and every further read gives zeros: a parser may read a whole picture
 * and check once. Plain value; owns nothing; `data` must outlive it.
 */
struct ikelog_reader {
    const uint8_t *data;
    uint32_t pos; /* next octet; pos <= end always */
    uint32_t end; /* first octet that does not belong to the range */
    bool failed;
};

/* A reader over data[0 .. length). data may be NULL when length is 0. */
struct ikelog_reader ikelog_reader_over(const uint8_t *data, uint32_t length);

bool ikelog_reader_ok(const struct ikelog_reader *r);

/* Octets not yet read; 0 after a failure. */
uint32_t ikelog_reader_left(const struct ikelog_reader *r);

/* Integers in network byte order; 0 and failed when they are not all there. */
uint8_t ikelog_read_u8(struct ikelog_reader *r);
uint16_t ikelog_read_u16(struct ikelog_reader *r);
uint32_t ikelog_read_u32(struct ikelog_reader *r);

/* `length` octets: a pointer into the range (valid as long as it), or NULL and failed. */
const uint8_t *ikelog_read_bytes(struct ikelog_reader *r, uint32_t length);

/*
 * A reader confined to the next `length` octets, which `r` skips. When they are not all there
 * both readers fail.
 */
struct ikelog_reader ikelog_read_child(struct ikelog_reader *r, uint32_t length);

#endif
