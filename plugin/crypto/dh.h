/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Diffie-Hellman groups of IKE and their arithmetic, by libgcrypt. */
#ifndef IKELOG_CRYPTO_DH_H
#define IKELOG_CRYPTO_DH_H

#include "wire/octets.h"
#include "wire/status.h"

#include <glib.h>
#include <stdbool.h>

/* A group of the IANA registry "Group Description". */
struct ikelog_group {
    uint16_t number;
    const char *name;       /* e.g. "MODP1024", "ECP256", "Curve25519" */
    uint16_t public_length; /* octets of a public value: of the prime, or of both coordinates */
    uint16_t shared_length; /* octets of g^xy: of the prime, or of the x coordinate */
    const char *curve;      /* libgcrypt's name, NULL for MODP groups */
    const char *oid_hex;    /* its object identifier, the contents of its DER; NULL for MODP
                               groups: RFC 5480 2.1.1.1, RFC 5639 A.1, RFC 8410 3 */
    const char *prime_hex;  /* MODP: the prime; NULL for curves */
    const char *generator_hex;
};

/*
 * Whether public values are points with both coordinates, as on all curves but Curve25519 and
 * Curve448, which have one, little-endian (RFC 8031).
 */
bool ikelog_group_has_points(const struct ikelog_group *group);

/* NULL when the group is not known or libgcrypt here lacks its curve. Static storage. */
const struct ikelog_group *ikelog_group_by_number(uint16_t number);

/*
 * The public value of an exponent: g^x mod p, or x*G as both coordinates, big-endian,
 * left-padded to public_length (Curve25519/448: little-endian as on the wire).
 * *public is the caller's (g_bytes_unref). `private` has at most public_length octets.
 * Returns OK, TOO_LONG, CRYPTO.
 */
enum ikelog_status ikelog_dh_public(const struct ikelog_group *group,
                                    struct ikelog_octets private_value, GBytes **public_value);

/*
 * g^xy from one side's exponent and the other side's public value, left-padded to shared_length.
 * *shared is the caller's and secret: end it with ikelog_secret_bytes_unref.
 * Returns OK; PUBLIC_TOO_LONG (public value longer than the group's: refused before any
 * arithmetic); TOO_LONG (exponent); CRYPTO (not on the curve, 0, …).
 */
enum ikelog_status ikelog_dh_shared(const struct ikelog_group *group,
                                    struct ikelog_octets private_value,
                                    struct ikelog_octets peer_public, GBytes **shared);

/*
 * What ikelog_dh_public or ikelog_dh_shared costs, in exponentiations of MODP1024: of MODP groups
 * the third power of the length, 512 for MODP8192; of curves 1.
 */
uint32_t ikelog_dh_cost(const struct ikelog_group *group);

/* A GBytes that is wiped when its last reference goes. */
GBytes *ikelog_secret_bytes_new(const uint8_t *data, size_t length);
void ikelog_secret_bytes_unref(GBytes *bytes);

#endif
