/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Open ciphers: keys are set up once in a while, messages are decrypted all the time. */
#ifndef IKELOG_STATE_CIPHERS_H
#define IKELOG_STATE_CIPHERS_H

#include "state/sa.h"

#define CIPHER_SLOTS 64u /* a power of two */

struct cipher_slot {
    const struct ikelog_sa *sa;
    unsigned keyset;
    struct ikelog_cbc *cbc;
};

/* Direct-mapped by IKE SA and keyset. All zeros is an empty one. */
struct ciphers {
    struct cipher_slot slots[CIPHER_SLOTS];
};

/* Decrypt whole blocks with a keyset of an IKE SA. iv NULL: an IV of zeros. */
enum ikelog_status ciphers_decrypt(struct ciphers *ciphers, const struct ikelog_sa *sa,
                                   unsigned keyset, const uint8_t *iv, struct ikelog_octets in,
                                   uint8_t *out);

/* Forget those of an IKE SA: its keysets have changed their numbers. */
void ciphers_forget(struct ciphers *ciphers, const struct ikelog_sa *sa);

void ciphers_clear(struct ciphers *ciphers);

#endif
