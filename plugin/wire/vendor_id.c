/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of vendor IDs and the search in it. */
#include "wire/vendor_id.h"

#include <string.h>

#define EXACT  false
#define PREFIX true

/* Rows X(hex, EXACT or PREFIX, trait, "name") in ascending order of length, then of value. */
static const struct ikelog_vendor_id rows[] = {
#define X(hex, match, trait, name) {hex, (sizeof hex - 1) / 2, match, IKELOG_VENDOR_##trait, name},
#include "wire/vendor_ids_short.inc"
/* Then: 16 octets. */
#include "wire/vendor_ids_hash.inc"
/* Then: more. */
#include "wire/vendor_ids_long.inc"
#undef X
};

static int compare_octets(const uint8_t *octets, const struct ikelog_vendor_id *row)
{
    for (size_t i = 0; i < row->length; i++) {
        int value =
            g_ascii_xdigit_value(row->hex[2 * i]) << 4 | g_ascii_xdigit_value(row->hex[2 * i + 1]);

        if (octets[i] != value)
            return octets[i] - value;
    }
    return 0;
}

/* The first row whose length is at least `length`. */
static size_t first_of_length(uint32_t length)
{
    size_t low = 0, high = G_N_ELEMENTS(rows);

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (rows[middle].length < length)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct ikelog_vendor_id *find_among(size_t low, size_t high, const uint8_t *octets)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_octets(octets, &rows[middle]);

        if (order == 0)
            return &rows[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct ikelog_vendor_id *ikelog_vendor_id_find(struct ikelog_octets body)
{
    size_t high = first_of_length(body.length < UINT8_MAX ? body.length + 1 : UINT8_MAX);

    /* From the longest rows down, one length after the other. */
    while (high > 0) {
        size_t low = first_of_length(rows[high - 1].length);
        const struct ikelog_vendor_id *row = find_among(low, high, body.data);

        if (row && (row->prefix || row->length == body.length))
            return row;
        high = low;
    }
    return NULL;
}

size_t ikelog_vendor_id_count(void)
{
    return G_N_ELEMENTS(rows);
}

const struct ikelog_vendor_id *ikelog_vendor_id_at(size_t n)
{
    return &rows[n];
}
