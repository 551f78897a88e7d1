/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The algorithms of IKEv1 as libgcrypt knows them: ciphers and hashes by their IKE numbers. */
#ifndef IKELOG_CRYPTO_ALGORITHMS_H
#define IKELOG_CRYPTO_ALGORITHMS_H

#include <stddef.h>
#include <stdint.h>

#define IKELOG_MAX_BLOCK 16u /* octets of a cipher block, at most */
#define IKELOG_MAX_KEY   64u /* octets of a cipher key, at most (Blowfish: 56) */
#define IKELOG_MAX_HASH  64u /* octets of a hash, at most */

/* A CBC cipher of phase 1 (RFC 2409 appendix A, IANA "Encryption Algorithm"). */
struct ikelog_cipher {
    uint16_t number;  /* value of attribute 1 */
    const char *name; /* short form, e.g. "3DES", "AES" */
    int gcry;         /* GCRY_CIPHER_…; for AES and Camellia that of the 128 bit key */
    uint8_t block;    /* octets of a block: 8 or 16 */
    uint8_t key_default, key_min, key_max, key_step; /* octets of a key */
};

/* A hash of phase 1 (IANA "Hash Algorithm"); its HMAC is the prf. */
struct ikelog_hash {
    uint16_t number;  /* value of attribute 2 */
    const char *name; /* short form, e.g. "SHA-1" */
    int gcry;         /* GCRY_MD_… */
    uint8_t length;   /* octets of a digest */
};

/*
 * Make libgcrypt ready, unless somebody in this process (Wireshark, GnuTLS) has done so already.
 * Cheap and harmless when repeated; everything here that reaches libgcrypt calls it by itself.
 */
void ikelog_crypto_init(void);

/* By IKE number; NULL when the algorithm is not supported here. Static storage. */
const struct ikelog_cipher *ikelog_cipher_by_number(uint16_t number);
const struct ikelog_hash *ikelog_hash_by_number(uint16_t number);

/* The hash with digests of so many octets (no two have the same); NULL: none. */
const struct ikelog_hash *ikelog_hash_by_length(uint32_t length);

/* All rows, for those who must try which one fits (captures that begin late). */
const struct ikelog_cipher *ikelog_cipher_rows(size_t *count);
const struct ikelog_hash *ikelog_hash_rows(size_t *count);

/*
 * The GCRY_CIPHER_… for a cipher and a key of `key_len` octets; 0 (GCRY_CIPHER_NONE) when the
 * cipher has no such key. cipher may be NULL (0).
 */
int ikelog_cipher_gcry(const struct ikelog_cipher *cipher, uint32_t key_len);

#endif
