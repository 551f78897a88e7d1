/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CBC decryption of one IKE SA's messages. */
#ifndef IKELOG_CRYPTO_CBC_H
#define IKELOG_CRYPTO_CBC_H

#include "crypto/algorithms.h"
#include "wire/octets.h"
#include "wire/status.h"

/* A cipher with its key, ready to decrypt. Opaque; holds the key in libgcrypt. */
struct ikelog_cbc;

/*
 * Open `cipher` with `key`. *cbc is the caller's, to be ended with ikelog_cbc_close.
 * Returns IKELOG_OK; UNSUPPORTED_ALGORITHM (no such cipher or key length); CRYPTO. Weak DES
 * keys are accepted: a capture shows what was used, not what should have been.
 */
enum ikelog_status ikelog_cbc_open(const struct ikelog_cipher *cipher, struct ikelog_octets key,
                                   struct ikelog_cbc **cbc);

/* Wipe and free. NULL is allowed. */
void ikelog_cbc_close(struct ikelog_cbc *cbc);

/*
 * Decrypt `in` to out[0 .. in.length), in CBC mode with `iv` (block octets, or NULL for an IV of
 * zeros). in.length must be a multiple of the block; in and out must not overlap.
 * Returns IKELOG_OK, NOT_BLOCKS, CRYPTO.
 */
enum ikelog_status ikelog_cbc_decrypt(struct ikelog_cbc *cbc, const uint8_t *iv,
                                      struct ikelog_octets in, uint8_t *out);

#endif
