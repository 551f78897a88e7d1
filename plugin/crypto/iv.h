/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Links of the CBC chain: which block follows, and what an IV does to the first block. */
#ifndef IKELOG_CRYPTO_IV_H
#define IKELOG_CRYPTO_IV_H

#include "crypto/algorithms.h"
#include "wire/octets.h"

#include <stdbool.h>

/*
 * The IV of the message that follows in the same exchange: the last block of this one's ciphertext
 * (RFC 2409 appendix B), to iv[0 .. block). block: octets, 1 .. IKELOG_MAX_BLOCK. Returns
 * false, and leaves iv as it is, when the ciphertext is empty or not a multiple of the block.
 */
bool ikelog_iv_next(struct ikelog_octets ciphertext, uint32_t block, uint8_t *iv);

/*
 * In CBC the IV touches the first block alone: P1 = D(C1) xor IV. Turn a first block that was
 * decrypted with `used` into what `right` would have given, in place, without deciphering again.
 * NULL is an IV of zeros: so this also gives IV = D(C1) xor P1 when a plaintext P1 is known.
 */
void ikelog_iv_change(uint8_t *first_block, const uint8_t *used, const uint8_t *right,
                      uint32_t block);

#endif
