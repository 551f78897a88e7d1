/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Open ciphers, a small direct-mapped cache of them. */
#include "state/ciphers.h"

/* An open cipher for this keyset, or NULL. */
static struct ikelog_cbc *open_cipher(struct ciphers *ciphers, const struct ikelog_sa *sa,
                                      unsigned keyset)
{
    const struct ikelog_keyset *k = &sa->keysets[keyset];
    struct cipher_slot *slot = &ciphers->slots[(sa->number * 3u + keyset) & (CIPHER_SLOTS - 1)];

    if (slot->cbc && slot->sa == sa && slot->keyset == keyset)
        return slot->cbc;
    ikelog_cbc_close(slot->cbc);
    slot->cbc = NULL;
    slot->sa = sa;
    slot->keyset = keyset;
    if (ikelog_cbc_open(k->cipher, (struct ikelog_octets){k->ka, k->ka_length}, &slot->cbc) !=
        IKELOG_OK)
        slot->cbc = NULL;
    return slot->cbc;
}

enum ikelog_status ciphers_decrypt(struct ciphers *ciphers, const struct ikelog_sa *sa,
                                   unsigned keyset, const uint8_t *iv, struct ikelog_octets in,
                                   uint8_t *out)
{
    struct ikelog_cbc *cbc = open_cipher(ciphers, sa, keyset);

    return cbc ? ikelog_cbc_decrypt(cbc, iv, in, out) : IKELOG_UNSUPPORTED_ALGORITHM;
}

void ciphers_forget(struct ciphers *ciphers, const struct ikelog_sa *sa)
{
    for (unsigned i = 0; i < CIPHER_SLOTS; i++)
        if (ciphers->slots[i].sa == sa) {
            ikelog_cbc_close(ciphers->slots[i].cbc);
            ciphers->slots[i] = (struct cipher_slot){.sa = NULL};
        }
}

void ciphers_clear(struct ciphers *ciphers)
{
    for (unsigned i = 0; i < CIPHER_SLOTS; i++)
        ikelog_cbc_close(ciphers->slots[i].cbc);
}
