/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys whose cookie nobody knows: each is tried, and the plaintext says to whom it belongs. */
#include "state/decrypt.h"

#include "state/secrets.h"

#include <string.h>

#define MOST_MESSAGES 8u   /* of one IKE SA that they are tried with */
#define TRIAL         256u /* octets of work that a trial costs beside its ciphertext */

/* Whether the ciphertext may be deciphered once more for each cipher that it may be. */
static bool pay(struct ikelog_session *session, struct ikelog_octets ciphertext, unsigned keysets)
{
    uint64_t cost = (uint64_t)(ciphertext.length + TRIAL) * keysets;

    if (session->lone_work_left < cost)
        return false;
    session->lone_work_left -= cost;
    return true;
}

/*
 * Try one key as if the IKE SA had no other. The open ciphers are known by their IKE SA and number:
 * they are forgotten before and after.
 */
static bool try_lone(struct packet_context *p, const struct ikelog_secret *secret,
                     struct ikelog_octets ciphertext, struct key_and_iv *found)
{
    struct ikelog_sa *sa = &p->entry->sa;
    struct ikelog_keyset *own = sa->keysets, *tried;
    unsigned own_count = sa->keyset_count, count;
    bool fits;

    sa->keysets = NULL;
    sa->keyset_count = 0;
    sa_add_lone_key(p->session, sa, secret);
    ciphers_forget(&p->session->ciphers, sa);
    fits = sa->keyset_count > 0 && pay(p->session, ciphertext, sa->keyset_count) &&
           find_key_and_iv(p, ciphertext, found) && found->certain;
    ciphers_forget(&p->session->ciphers, sa);
    tried = sa->keysets;
    count = sa->keyset_count;
    sa->keysets = own;
    sa->keyset_count = own_count;
    fits = fits && sa_keep_keyset(sa, &tried[found->keyset], &found->keyset);
    keysets_free(tried, count);
    return fits;
}

bool find_lone_key(struct packet_context *p, struct ikelog_octets ciphertext,
                   struct key_and_iv *found)
{
    const struct ikelog_keyring *keyring = p->session->keyring;
    const struct ikelog_secret *secret = ikelog_keyring_nth_lone(keyring, 0);

    if (!secret || p->entry->lone_tried >= MOST_MESSAGES)
        return false;
    p->tried_lone = true;
    for (size_t n = 0; (secret = ikelog_keyring_nth_lone(keyring, n)) != NULL; n++) {
        *found = (struct key_and_iv){.tried = false};
        if (try_lone(p, secret, ciphertext, found))
            return true;
    }
    return false;
}
