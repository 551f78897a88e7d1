/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of authentication methods (IKE attribute 3): all that is particular to one. */
#ifndef IKELOG_WIRE_AUTH_METHOD_ROWS_H
#define IKELOG_WIRE_AUTH_METHOD_ROWS_H

/*
 * X(number, "name", SKEYID, family, hash, signer, asked), in ascending order of number.
 *
 * SKEYID: what it is made from, enum ikelog_auth_class. Family: of the keys that sign. Hash: the
 * number of the one that is signed, 0: the negotiated one (DSS: SHA-1, RFC 2409 5.1; ECDSA: RFC
 * 4754 3). Signer: which side's proof is SIG; the other's is HASH. Asked: whom XAUTH asks for a
 * name and a password afterwards. The columns after the name are for crypto/auth_method.c.
 *
 * Hybrid: draft-ietf-ipsec-isakmp-hybrid-auth. XAUTH: draft-ietf-ipsec-isakmp-xauth.
 */
/* clang-format off */
#define IKELOG_AUTH_METHOD_ROWS(X) \
    X(0, "Reserved", UNKNOWN, NO_KEY, 0, NOBODY, NOBODY) \
    X(1, "Pre-shared key", PSK, NO_KEY, 0, NOBODY, NOBODY) \
    X(2, "DSS signatures", SIGNATURE, DSS, 2, BOTH, NOBODY) \
    X(3, "RSA signatures", SIGNATURE, RSA, 0, BOTH, NOBODY) \
    X(4, "Encryption with RSA", ENCRYPTION, NO_KEY, 0, NOBODY, NOBODY) \
    X(5, "Revised encryption with RSA", ENCRYPTION, NO_KEY, 0, NOBODY, NOBODY) \
    X(6, "Encryption with ElGamal (withdrawn)", ENCRYPTION, NO_KEY, 0, NOBODY, NOBODY) \
    X(7, "Revised encryption with ElGamal (withdrawn)", ENCRYPTION, NO_KEY, 0, NOBODY, NOBODY) \
    X(8, "ECDSA signatures (withdrawn)", SIGNATURE, ECDSA, 0, BOTH, NOBODY) \
    X(9, "ECDSA with SHA-256 on the P-256 curve", SIGNATURE, ECDSA, 4, BOTH, NOBODY) \
    X(10, "ECDSA with SHA-384 on the P-384 curve", SIGNATURE, ECDSA, 5, BOTH, NOBODY) \
    X(11, "ECDSA with SHA-512 on the P-521 curve", SIGNATURE, ECDSA, 6, BOTH, NOBODY) \
    X(128, "CRACK", UNKNOWN, NO_KEY, 0, NOBODY, NOBODY) \
    X(64221, "HybridInitRSA", SIGNATURE, RSA, 0, RESPONDER, INITIATOR) \
    X(64222, "HybridRespRSA", SIGNATURE, RSA, 0, INITIATOR, RESPONDER) \
    X(64223, "HybridInitDSS", SIGNATURE, DSS, 2, RESPONDER, INITIATOR) \
    X(64224, "HybridRespDSS", SIGNATURE, DSS, 2, INITIATOR, RESPONDER) \
    X(65001, "XAUTHInitPreShared", PSK, NO_KEY, 0, NOBODY, INITIATOR) \
    X(65002, "XAUTHRespPreShared", PSK, NO_KEY, 0, NOBODY, RESPONDER) \
    X(65003, "XAUTHInitDSS", SIGNATURE, DSS, 2, BOTH, INITIATOR) \
    X(65004, "XAUTHRespDSS", SIGNATURE, DSS, 2, BOTH, RESPONDER) \
    X(65005, "XAUTHInitRSA", SIGNATURE, RSA, 0, BOTH, INITIATOR) \
    X(65006, "XAUTHRespRSA", SIGNATURE, RSA, 0, BOTH, RESPONDER) \
    X(65007, "XAUTHInitRSAEncryption", ENCRYPTION, NO_KEY, 0, NOBODY, INITIATOR) \
    X(65008, "XAUTHRespRSAEncryption", ENCRYPTION, NO_KEY, 0, NOBODY, RESPONDER) \
    X(65009, "XAUTHInitRSARevisedEncryption", ENCRYPTION, NO_KEY, 0, NOBODY, INITIATOR) \
    X(65010, "XAUTHRespRSARevisedEncryption", ENCRYPTION, NO_KEY, 0, NOBODY, RESPONDER)
/* clang-format on */

#endif
