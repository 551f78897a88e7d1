/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash that nobody outside the process can aim at one bucket. */
#include "state/seeded.h"

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

/* Mixes eight octets at a time. */
guint seeded_hash(const void *data, size_t length)
{
    const uint8_t *octets = data;
    uint64_t hash = process_seed() ^ length, word;

    while (length > 0) {
        size_t n = length < sizeof word ? length : sizeof word;

        word = 0;
        memcpy(&word, octets, n);
        hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
        octets += n;
        length -= n;
    }
    hash *= UINT64_C(0xbf58476d1ce4e5b9);
    return (guint)(hash >> 32);
}
