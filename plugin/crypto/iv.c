/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two things that everybody does with a CBC chain. */
#include "crypto/iv.h"

#include <string.h>

bool ikelog_iv_next(struct ikelog_octets ciphertext, uint32_t block, uint8_t *iv)
{
    if (block == 0 || block > IKELOG_MAX_BLOCK)
        return false;
    if (ciphertext.length == 0 || ciphertext.length % block != 0)
        return false;
    memcpy(iv, ciphertext.data + (ciphertext.length - block), block);
    return true;
}

void ikelog_iv_change(uint8_t *first_block, const uint8_t *used, const uint8_t *right,
                      uint32_t block)
{
    for (uint32_t i = 0; i < block; i++) {
        uint8_t difference = (uint8_t)((used ? used[i] : 0) ^ (right ? right[i] : 0));

        first_block[i] ^= difference;
    }
}
