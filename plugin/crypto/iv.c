/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The exclusive or by which an IV acts. */
#include "crypto/iv.h"

void ikelog_iv_change(uint8_t *first_block, const uint8_t *used, const uint8_t *right,
                      uint32_t block)
{
    for (uint32_t i = 0; i < block; i++) {
        uint8_t difference = (uint8_t)((used ? used[i] : 0) ^ (right ? right[i] : 0));

        first_block[i] ^= difference;
    }
}
