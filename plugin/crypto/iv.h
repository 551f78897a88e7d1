/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an IV does to the first block of a CBC chain. */
#ifndef IKELOG_CRYPTO_IV_H
#define IKELOG_CRYPTO_IV_H

#include <stdint.h>

/*
 * In CBC the IV touches the first block alone: P1 = D(C1) xor IV. Turn a first block that was
 * decrypted with `used` into what `right` would have given, in place, without deciphering again.
 * NULL is an IV of zeros: so this also gives IV = D(C1) xor P1 when a plaintext P1 is known.
 */
void ikelog_iv_change(uint8_t *first_block, const uint8_t *used, const uint8_t *right,
                      uint32_t block);

#endif
