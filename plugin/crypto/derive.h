/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The formulas of RFC 2409: secrets, cipher key, IVs, hashes and keying material. */
#ifndef IKELOG_CRYPTO_DERIVE_H
#define IKELOG_CRYPTO_DERIVE_H

#include "crypto/algorithms.h"
#include "wire/octets.h"
#include "wire/status.h"

#include <stdbool.h>

/* A digest-sized secret or hash: `length` octets of `octets`; length 0: not known. */
struct ikelog_digest {
    uint8_t length;
    uint8_t octets[IKELOG_MAX_HASH];
};

/* Its octets, borrowed from it. */
static inline struct ikelog_octets ikelog_digest_octets(const struct ikelog_digest *digest)
{
    return (struct ikelog_octets){digest->octets, digest->length};
}

/* The four secrets of phase 1, RFC 2409 5. Each with length 0 when it is not known. */
struct ikelog_skeyids {
    struct ikelog_digest skeyid, d, a, e;
};

/* Overwrite secrets so that the compiler cannot leave the stores out. */
void ikelog_wipe(void *secret, size_t length);

/*
 * prf(key, parts[0] | parts[1] | …) = HMAC-hash. Any length of key, also 0; at most 12 parts.
 * libgcrypt opens a handle per call: keeping one would save a tenth of half a microsecond. Returns
 * OK or CRYPTO (*out is emptied).
 */
enum ikelog_status ikelog_prf(const struct ikelog_hash *hash, struct ikelog_octets key,
                              const struct ikelog_octets *parts, size_t count,
                              struct ikelog_digest *out);

/* The same without a key: hash(parts[0] | parts[1] | …). */
enum ikelog_status ikelog_digest_of(const struct ikelog_hash *hash,
                                    const struct ikelog_octets *parts, size_t count,
                                    struct ikelog_digest *out);

/*
 * SKEYID, RFC 2409 5. ni, nr: bodies of the nonce payloads (Ni_b, Nr_b). cookies: CKY-I | CKY-R,
 * exactly 16 octets. g_xy: big-endian, left-padded to the group's size.
 *   pre-shared key: prf(psk, Ni_b | Nr_b)
 *   signatures:     prf(Ni_b | Nr_b, g^xy)
 *   encryption:     prf(hash(Ni_b | Nr_b), CKY-I | CKY-R)
 * Each returns OK or CRYPTO.
 */
enum ikelog_status ikelog_skeyid_psk(const struct ikelog_hash *hash, struct ikelog_octets psk,
                                     struct ikelog_octets ni, struct ikelog_octets nr,
                                     struct ikelog_digest *skeyid);
enum ikelog_status ikelog_skeyid_signature(const struct ikelog_hash *hash, struct ikelog_octets ni,
                                           struct ikelog_octets nr, struct ikelog_octets g_xy,
                                           struct ikelog_digest *skeyid);
enum ikelog_status ikelog_skeyid_encryption(const struct ikelog_hash *hash, struct ikelog_octets ni,
                                            struct ikelog_octets nr, const uint8_t cookies[16],
                                            struct ikelog_digest *skeyid);

/*
 * SKEYID_d, SKEYID_a and SKEYID_e from s->skeyid:
 *   SKEYID_d = prf(SKEYID,            g^xy | CKY-I | CKY-R | 0)
 *   SKEYID_a = prf(SKEYID, SKEYID_d | g^xy | CKY-I | CKY-R | 1)
 *   SKEYID_e = prf(SKEYID, SKEYID_a | g^xy | CKY-I | CKY-R | 2)
 * Returns OK or CRYPTO (also for an empty SKEYID; then d, a, e are emptied).
 */
enum ikelog_status ikelog_skeyids_expand(const struct ikelog_hash *hash, struct ikelog_octets g_xy,
                                         const uint8_t cookies[16], struct ikelog_skeyids *s);

/*
 * Ka of `key_len` octets (1 .. IKELOG_MAX_KEY) from SKEYID_e, RFC 2409 appendix B: its first
 * octets, or, when it is too short, K1 | K2 | … with K1 = prf(SKEYID_e, 0),
 * Kn = prf(SKEYID_e, Kn-1).
 * Returns OK; CRYPTO (also for an empty SKEYID_e); TOO_LONG (key_len is 0 or above the bound).
 */
enum ikelog_status ikelog_ka(const struct ikelog_hash *hash, struct ikelog_octets skeyid_e,
                             uint32_t key_len, uint8_t *ka);

/*
 * The first IV of phase 1: the first `block` octets of hash(g^xi | g^xr); KE payload bodies.
 * `block` is at most IKELOG_MAX_BLOCK. Returns OK or CRYPTO.
 */
enum ikelog_status ikelog_iv_phase1(const struct ikelog_hash *hash, struct ikelog_octets g_xi,
                                    struct ikelog_octets g_xr, uint32_t block, uint8_t *iv);

/*
 * The first IV of another exchange: the first `block` octets of hash(last block of phase 1 | M-ID).
 * Returns OK or CRYPTO.
 */
enum ikelog_status ikelog_iv_phase2(const struct ikelog_hash *hash, const uint8_t *last_block,
                                    uint32_t block, uint32_t message_id, uint8_t *iv);

/* What HASH_I and HASH_R cover. For HASH_R swap the public values, the cookies and the ID. */
struct ikelog_phase1_facts {
    struct ikelog_octets g_xi, g_xr; /* bodies of the KE payloads */
    const uint8_t *cky_i, *cky_r;    /* 8 octets each */
    struct ikelog_octets sa_i;       /* SAi_b: body of the initiator's SA payload */
    struct ikelog_octets id_i, id_r; /* bodies of the ID payloads */
};

/*
 * HASH_I = prf(SKEYID, g^xi | g^xr | CKY-I | CKY-R | SAi_b | IDii_b)
 * HASH_R = prf(SKEYID, g^xr | g^xi | CKY-R | CKY-I | SAi_b | IDir_b)
 * In the base exchange with a pre-shared key HASH_I goes without g^xr: leave it empty.
 * Returns OK or CRYPTO.
 */
enum ikelog_status ikelog_hash_i(const struct ikelog_hash *hash, struct ikelog_octets skeyid,
                                 const struct ikelog_phase1_facts *facts,
                                 struct ikelog_digest *out);
enum ikelog_status ikelog_hash_r(const struct ikelog_hash *hash, struct ikelog_octets skeyid,
                                 const struct ikelog_phase1_facts *facts,
                                 struct ikelog_digest *out);

/*
 * The HASH payload of protected phase 2 messages, RFC 2409 5.5 and 5.7:
 *   HASH(1) and informational, transaction: prf(SKEYID_a, M-ID | rest)
 *   HASH(2): prf(SKEYID_a, M-ID | Ni_b | rest)
 *   HASH(3): prf(SKEYID_a, 0 | M-ID | Ni_b | Nr_b)
 *   HASH(4) (commit, RFC 2408 4.2.1): as HASH(1)
 * rest: all payloads after the HASH payload, generic headers included, padding excluded.
 * Returns OK or CRYPTO.
 */
enum ikelog_status ikelog_hash_1(const struct ikelog_hash *hash, struct ikelog_octets skeyid_a,
                                 uint32_t message_id, struct ikelog_octets rest,
                                 struct ikelog_digest *out);
enum ikelog_status ikelog_hash_2(const struct ikelog_hash *hash, struct ikelog_octets skeyid_a,
                                 uint32_t message_id, const struct ikelog_octets ni_rest[2],
                                 struct ikelog_digest *out);
enum ikelog_status ikelog_hash_3(const struct ikelog_hash *hash, struct ikelog_octets skeyid_a,
                                 uint32_t message_id, const struct ikelog_octets ni_nr[2],
                                 struct ikelog_digest *out);

#define IKELOG_MAX_KEYMAT 256u /* octets */

/* What KEYMAT of one IPsec SA covers. */
struct ikelog_keymat_facts {
    struct ikelog_octets skeyid_d;
    struct ikelog_octets g_qm_xy; /* with PFS, else length 0 */
    uint8_t protocol;             /* protocol id of the proposal: 2 AH, 3 ESP */
    struct ikelog_octets spi;     /* 4 octets, of the receiver */
    struct ikelog_octets ni, nr;  /* nonces of the Quick Mode */
};

/*
 * KEYMAT = prf(SKEYID_d, [g(qm)^xy |] protocol | SPI | Ni_b | Nr_b), expanded (RFC 2409 5.5) to
 * `length` octets (at most IKELOG_MAX_KEYMAT): K1 | K2 | … with Kn = prf(SKEYID_d, Kn-1 | …).
 * Returns OK; CRYPTO (keymat is wiped); TOO_LONG.
 */
enum ikelog_status ikelog_keymat(const struct ikelog_hash *hash,
                                 const struct ikelog_keymat_facts *facts, uint32_t length,
                                 uint8_t *keymat);

/* True when both are known and equal; takes the same time wherever they differ. */
bool ikelog_digest_equal(const struct ikelog_digest *a, struct ikelog_octets b);

#endif
