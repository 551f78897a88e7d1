/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Vendor IDs: a table of known values and of the details inside some of them. */
#ifndef IKELOG_WIRE_VENDOR_ID_H
#define IKELOG_WIRE_VENDOR_ID_H

#include "wire/fields.h"
#include "wire/octets.h"

#include <glib.h>
#include <stdbool.h>

/* What a vendor ID announces that the analysis must know; the others are only names. */
enum ikelog_vendor_trait {
    IKELOG_VENDOR_PLAIN,
    IKELOG_VENDOR_DPD,
    IKELOG_VENDOR_XAUTH,
    IKELOG_VENDOR_UNITY,
    IKELOG_VENDOR_NATT_RFC,       /* RFC 3947: payloads 20, 21 */
    IKELOG_VENDOR_NATT_DRAFT_OLD, /* drafts 04 to 08: payloads 15, 16, which are GDOI's now */
    IKELOG_VENDOR_NATT_DRAFT,     /* drafts 00 to 03: payloads 130, 131 */
    IKELOG_VENDOR_FRAGMENTATION,
    IKELOG_VENDOR_GDOI,
};

struct ikelog_vendor_id {
    const char *hex; /* its octets as lower-case hex digits */
    uint8_t length;  /* octets */
    bool prefix;     /* matches when the payload begins with it; otherwise lengths must be equal */
    enum ikelog_vendor_trait trait;
    const char *name;
};

/* The longest match in the table, or NULL. A few binary searches: no walk over the table. */
const struct ikelog_vendor_id *ikelog_vendor_id_find(struct ikelog_octets body);

/* How many rows the table has, and row n (for tests and documents). */
size_t ikelog_vendor_id_count(void);
const struct ikelog_vendor_id *ikelog_vendor_id_at(size_t n);

/* Append versions and details that the octets after a known prefix carry (Check Point, Unity,
 * FortiGate, MS, DPD, …); nothing when there are none. */
void ikelog_vendor_id_details(const struct ikelog_vendor_id *vendor, struct ikelog_octets body,
                              GString *text);

/*
 * The fields that stand after the octets by which a vendor is known, up to IKELOG_FIELD_COUNT:
 * each in as many octets as its type has, a STRING to the end. Static storage; vendor may be NULL.
 */
const enum ikelog_field *ikelog_vendor_id_fields(const struct ikelog_vendor_id *vendor);

#endif
