/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fingerprints, by which a message is known again. */
#ifndef IKELOG_CRYPTO_FINGERPRINT_H
#define IKELOG_CRYPTO_FINGERPRINT_H

#include "wire/octets.h"

#include <stdbool.h>
#include <stdint.h>

struct ikelog_fingerprint {
    uint64_t value;
};

/* A keyed hash with a random key of its own. Opaque. */
struct ikelog_fingerprints;

struct ikelog_fingerprints *ikelog_fingerprints_new(void);
void ikelog_fingerprints_free(struct ikelog_fingerprints *fingerprints);

/*
 * The fingerprint of a message: equal for equal octets. Messages that differ have the same one by
 * chance only (64 bits): who does not know the key cannot make two of them on purpose.
 */
struct ikelog_fingerprint ikelog_fingerprint_of(const struct ikelog_fingerprints *fingerprints,
                                                struct ikelog_octets message);

bool ikelog_fingerprint_equal(struct ikelog_fingerprint a, struct ikelog_fingerprint b);

#endif
