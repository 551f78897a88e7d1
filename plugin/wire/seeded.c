/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Multiplies and shifts eight octets at a time into a random start. */
#include "wire/seeded.h"

#include <stdint.h>
#include <string.h>

/* GHashTable passes no context to its functions: the seed is one for the process. */
static uint64_t process_seed(void)
{
    static gsize seed;

    if (g_once_init_enter(&seed)) {
        gsize value = ((gsize)g_random_int() << 16 << 16) | g_random_int() | 1u;

        g_once_init_leave(&seed, value);
    }
    return seed;
}

guint ikelog_seeded_hash(const void *octets, size_t length)
{
    const uint8_t *at = octets;
    uint64_t hash = process_seed() ^ length;

    while (length > 0) {
        size_t n = length < sizeof hash ? length : sizeof hash;
        uint64_t word = 0;

        memcpy(&word, at, n);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
        at += n;
        length -= n;
    }
    hash *= UINT64_C(0xbf58476d1ce4e5b9);
    return (guint)(hash >> 32);
}
