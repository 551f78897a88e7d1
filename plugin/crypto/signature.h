/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether the SIG payload of phase 1 was made with the key of the certificate that was sent. */
#ifndef IKELOG_CRYPTO_SIGNATURE_H
#define IKELOG_CRYPTO_SIGNATURE_H

#include "crypto/algorithms.h"
#include "wire/octets.h"
#include "wire/status.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * True when a peer authenticates itself with a SIG payload under this authentication method (value
 * of IKE attribute 3): DSS, RSA and ECDSA signatures, and XAUTH and hybrid with RSA or DSS. In
 * hybrid authentication only one side signs, the other sends HASH.
 */
bool ikelog_signature_method(uint16_t auth_method);

/*
 * The hash whose HMAC, keyed with SKEYID, makes the HASH_I and HASH_R that are signed. For RSA it
 * is the negotiated one; DSS always takes SHA-1 (RFC 2409 5.1); ECDSA-256, -384 and -521 (methods
 * 9, 10, 11) take SHA2-256, -384 and -512 (RFC 4754 3), whatever was negotiated. SKEYID itself is
 * always made with the negotiated hash. NULL when the method does not sign.
 */
const struct ikelog_hash *ikelog_signature_hash(uint16_t auth_method,
                                                const struct ikelog_hash *negotiated);

/* What a SIG payload is checked against. */
struct ikelog_signature_facts {
    uint16_t auth_method;             /* value of IKE attribute 3 */
    const struct ikelog_hash *hash;   /* what ikelog_signature_hash said */
    struct ikelog_octets certificate; /* X.509 in DER, or PKCS #7 (then any certificate in it) */
    struct ikelog_octets hash_value;  /* HASH_I or HASH_R, made with `hash` */
    struct ikelog_octets signature;   /* body of the SIG payload */
};

/*
 * Verify. RSA: PKCS #1 block type 1 around the bare hash, as RFC 2409 5.1 wants it, or around a
 * DigestInfo, as some products do. DSS and ECDSA: r | s, each left-padded (RFC 4754 7). The
 * certificate only provides the key: who issued it and whether it is valid is not looked at.
 * Returns VERIFIED; FAILED (also for a key of another kind than the method's);
 * NOT_CHECKED_NO_CERT (empty); NOT_CHECKED_MISSING (no hash value); NOT_CHECKED_TRUNCATED (empty
 * signature); NOT_CHECKED_UNSUPPORTED (method, an unreadable certificate, an unknown curve, a key
 * of more than 8192 bits (DSS: 4096) or with parameters that no key has, such as an even modulus);
 * NOT_CHECKED_WITHOUT_GNUTLS in a build without GnuTLS, whatever the facts are.
 */
enum ikelog_status ikelog_signature_verify(const struct ikelog_signature_facts *facts);

#endif
