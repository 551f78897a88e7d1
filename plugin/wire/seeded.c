/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SipHash: neither GLib nor libgcrypt has it, and their keyed hashes cost three times as much. */
#include "wire/seeded.h"

#include <string.h>

#define WORD sizeof(uint64_t)

static uint64_t rotated(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

static inline void mix(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = rotated(v[1], 13) ^ v[0];
    v[3] = rotated(v[3], 16) ^ v[2];
    v[0] = rotated(v[0], 32);
    v[2] += v[1];
    v[0] += v[3];
    v[1] = rotated(v[1], 17) ^ v[2];
    v[3] = rotated(v[3], 21) ^ v[0];
    v[2] = rotated(v[2], 32);
}

static inline void absorb(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    mix(v);
    v[0] ^= word;
}

static inline uint64_t little_endian(const uint8_t *octets, size_t length)
{
    uint64_t word = 0;

    memcpy(&word, octets, length);
    return GUINT64_FROM_LE(word);
}

uint64_t ikelog_siphash(const uint64_t key[2], const void *octets, size_t length)
{
    const uint8_t *at = octets;
    uint64_t v[4] = {key[0] ^ UINT64_C(0x736f6d6570736575), key[1] ^ UINT64_C(0x646f72616e646f6d),
                     key[0] ^ UINT64_C(0x6c7967656e657261), key[1] ^ UINT64_C(0x7465646279746573)};
    uint64_t last = (uint64_t)length << 56;

    for (; length >= WORD; length -= WORD, at += WORD)
        absorb(v, little_endian(at, WORD));
    if (length > 0)
        last |= little_endian(at, length);
    absorb(v, last);
    v[2] ^= 0xff;
    for (unsigned i = 0; i < 3; i++)
        mix(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* GHashTable passes no context to its functions: the key is one for the process. */
static const uint64_t *process_key(void)
{
    static uint64_t key[2];
    static gsize made;

    if (g_once_init_enter(&made)) {
        for (size_t i = 0; i < G_N_ELEMENTS(key); i++)
            key[i] = (uint64_t)g_random_int() << 32 | g_random_int();
        g_once_init_leave(&made, 1);
    }
    return key;
}

guint ikelog_seeded_hash(const void *octets, size_t length)
{
    return (guint)ikelog_siphash(process_key(), octets, length);
}
