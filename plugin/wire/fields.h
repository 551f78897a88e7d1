/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every field of the wire that has a name: one row each, from which filters are registered. */
#ifndef IKELOG_WIRE_FIELDS_H
#define IKELOG_WIRE_FIELDS_H

#include "wire/field_rows.h"
#include "wire/numbers.h"

/*
 * How a field's octets are read and shown:
 *   U8 U16 U32 U64   unsigned integers, network byte order
 *   BYTES            octets;  STRING  text (the item carries it, escaped);  NONE  a label only
 *   IPV4 IPV6        addresses;  BOOL8  one bit of an octet, by `mask`
 * A mask other than 0 selects the bits of an integer too. An item of an integer field may have
 * fewer octets than the type.
 */
enum ikelog_field_type {
    IKELOG_FT_U8,
    IKELOG_FT_U16,
    IKELOG_FT_U32,
    IKELOG_FT_U64,
    IKELOG_FT_BYTES,
    IKELOG_FT_STRING,
    IKELOG_FT_NONE,
    IKELOG_FT_IPV4,
    IKELOG_FT_IPV6,
    IKELOG_FT_BOOL8,
};

enum ikelog_field_base {
    IKELOG_BASE_NONE,
    IKELOG_BASE_DEC,
    IKELOG_BASE_HEX,
    IKELOG_BASE_DEC_HEX,
};

/* IKELOG_FIELD_ROWS(X) in field_rows.h: X(ID, "filter", "Name", TYPE, BASE, registry, mask,
 * "blurb") where registry is an identifier of IKELOG_REGISTRIES or `none`. */
enum ikelog_field {
#define X(id, filter, name, type, base, registry, mask, blurb) IKELOG_F_##id,
    IKELOG_FIELD_ROWS(X)
#undef X
        IKELOG_FIELD_COUNT
};

struct ikelog_field_row {
    const char *filter, *name;
    enum ikelog_field_type type;
    enum ikelog_field_base base;
    const struct ikelog_registry *registry; /* NULL: none */
    uint64_t mask;
    const char *blurb;
};

/* The row of a field; static storage. */
const struct ikelog_field_row *ikelog_field_row(enum ikelog_field field);

#endif
