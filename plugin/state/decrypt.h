/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From ciphertext to plaintext: the key, the IV, and messages that wait for either. */
#ifndef IKELOG_STATE_DECRYPT_H
#define IKELOG_STATE_DECRYPT_H

#include "state/packet_context.h"
#include "state/plaintext_check.h"

/* cbc_chain.c: the IVs that may belong to a message, likeliest first. *n counts from 0; false at
 * the end. iv has IKELOG_MAX_BLOCK octets. */
bool candidate_iv(const struct packet_context *p, const struct ikelog_keyset *keyset, unsigned *n,
                  uint8_t *iv);
/* A vendor fragment: the last one holds the last cipher block, which is the next message's IV even
 * where the others are lost. */
void note_fragment(struct packet_context *p);
/* Whether no message is missing that the IV of this one depends on. */
bool chain_is_whole(const struct packet_context *p);
/* The IV of a message of `exchange` if `last` was the message before it; false: it cannot be. */
bool iv_after(const struct ikelog_record *last, const struct ikelog_exchange *exchange,
              const struct ikelog_keyset *keyset, uint8_t *iv);
/* The first IV of phase 1, when one of the sides is the initiator; false: not known yet. */
bool iv_of_phase1(const struct ikelog_sa *sa, enum ikelog_side initiator,
                  const struct ikelog_keyset *keyset, uint8_t *iv);
/* The message of its exchange whose last block is the IV of a decrypted message; NULL: none, its IV
 * comes from outside the exchange or is the initial one. */
const struct ikelog_record *iv_predecessor(const struct packet_context *p,
                                           const struct ikelog_keyset *keyset);

/* key_search.c: find the key and the IV of a message. */
struct key_and_iv {
    bool silent;  /* none fits, but without its first block the message may be anything */
    bool tried;   /* the members below say something */
    bool certain; /* all that could be compared fits; else it fits a key that has proven itself */
    bool first_known; /* `iv` is the IV; else it is D(C1), the first block before CBC */
    bool deciphered;  /* the session's plaintext is this message's, with an IV of zeros */
    unsigned keyset;
    uint8_t iv[IKELOG_MAX_BLOCK];
};
/* False when none is certain; *found is then an attempt that its key has yet to prove, if any. */
bool find_key_and_iv(struct packet_context *p, struct ikelog_octets ciphertext,
                     struct key_and_iv *found);

/*
 * lone_keys.c: the same with the keys whose cookie is not known. One that fits for certain becomes
 * a keyset of the IKE SA. Only the first messages of an IKE SA are tried, while the work that a
 * capture may cost lasts (IKELOG_MAX_LONE_WORK).
 */
bool find_lone_key(struct packet_context *p, struct ikelog_octets ciphertext,
                   struct key_and_iv *found);

/* pending.c: messages that wait; `deciphered` is D(C1). */
void add_pending(struct packet_context *p, const uint8_t *deciphered);
/* A key proved right: so are the messages of this side that could not show it by themselves. */
void prove_pending(struct packet_context *p, unsigned keyset);

/* view.c: open a message whose record has the key and the IV */
struct ikelog_octets view_ciphertext(const struct ikelog_view *view);
void view_decrypt(struct ikelog_session *session, struct ikelog_view *view);
void plaintext_cache_clear(struct ikelog_session *session);
/* Room for a plaintext that is nobody's yet, in the place of the last one. */
uint8_t *plaintext_cache_take(struct ikelog_session *session, uint32_t length);
void expectation_of(const struct ikelog_view *view, const struct ikelog_keyset *keyset,
                    struct plaintext_expectation *expected);

/* check.c: the first block of a message whose HASH payload follows from the rest; false: it does
 * not. */
bool recover_first_block(const struct packet_context *p, const struct ikelog_keyset *keyset,
                         struct ikelog_octets body, const struct ikelog_chain *chain,
                         uint8_t *first_block);

#endif
