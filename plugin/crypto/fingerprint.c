/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fingerprints: SipHash under a key that nobody else knows. The MACs of libgcrypt cost twice as
 * much. */
#include "crypto/fingerprint.h"

#include "wire/seeded.h"

#include <glib.h>

struct ikelog_fingerprints {
    uint64_t key[2];
};

struct ikelog_fingerprints *ikelog_fingerprints_new(void)
{
    struct ikelog_fingerprints *fingerprints = g_new(struct ikelog_fingerprints, 1);

    for (size_t i = 0; i < G_N_ELEMENTS(fingerprints->key); i++)
        fingerprints->key[i] = (uint64_t)g_random_int() << 32 | g_random_int();
    return fingerprints;
}

void ikelog_fingerprints_free(struct ikelog_fingerprints *fingerprints)
{
    g_free(fingerprints);
}

struct ikelog_fingerprint ikelog_fingerprint_of(const struct ikelog_fingerprints *fingerprints,
                                                struct ikelog_octets message)
{
    return (struct ikelog_fingerprint){
        ikelog_siphash(fingerprints->key, message.data, message.length)};
}

bool ikelog_fingerprint_equal(struct ikelog_fingerprint a, struct ikelog_fingerprint b)
{
    return a.value == b.value;
}
