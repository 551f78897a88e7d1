/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Public Diffie-Hellman values that give the shared secret away, or that are none. */
#ifndef IKELOG_CRYPTO_DH_WEAKNESS_H
#define IKELOG_CRYPTO_DH_WEAKNESS_H

#include "crypto/dh.h"

/*
 * What is wrong with a public value and what follows from it, to stand behind "is" ("1: whoever
 * hears it can compute the shared secret"), or NULL:
 * MODP groups (RFC 2631 2.1.5, RFC 6989 2.1): 0, 1, the prime less 1, the prime or more, and a
 * power of the generator that needs no exponentiation (all of whose bits are zero but one);
 * curves (RFC 6989 2.3, RFC 7748 6): not on the curve, the base point, a point of small order.
 * `group` NULL: it is not known; 0 and 1 are weak in each. Static storage.
 * Takes about a millisecond at most.
 */
const char *ikelog_dh_weakness(const struct ikelog_group *group, struct ikelog_octets public_value);

#endif
