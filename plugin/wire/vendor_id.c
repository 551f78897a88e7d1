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

/* The digits of octets as the rows have them: they sort as the octets do. */
static void write_hex(const uint8_t *octets, size_t length, char *hex)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < length; i++) {
        *hex++ = digits[octets[i] >> 4];
        *hex++ = digits[octets[i] & 15u];
    }
}

/* By length: the first row that is at least so long. */
static uint16_t firsts[UINT8_MAX + 1];

static void find_firsts(void)
{
    uint16_t row = 0;

    for (size_t length = 0; length < G_N_ELEMENTS(firsts); length++) {
        while (row < G_N_ELEMENTS(rows) && rows[row].length < length)
            row++;
        firsts[length] = row;
    }
}

static size_t first_of_length(uint32_t length)
{
    if (firsts[UINT8_MAX] == 0)
        find_firsts();
    return firsts[length];
}

static const struct ikelog_vendor_id *find_among(size_t low, size_t high, const char *hex)
{
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = memcmp(hex, rows[middle].hex, (size_t)2 * rows[middle].length);

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
    char hex[2 * UINT8_MAX];

    if (high > 0)
        write_hex(body.data, rows[high - 1].length, hex); /* no row that may fit is longer */
    /* From the longest rows down, one length after the other. */
    while (high > 0) {
        size_t low = first_of_length(rows[high - 1].length);
        const struct ikelog_vendor_id *row = find_among(low, high, hex);

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
