/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether octets are a decrypted body: how the right key and IV are recognised. */
#ifndef IKELOG_STATE_PLAINTEXT_CHECK_H
#define IKELOG_STATE_PLAINTEXT_CHECK_H

#include "wire/message.h"
#include "wire/octets.h"

enum plaintext_verdict {
    NOT_PLAINTEXT,
    NOTHING_TO_COMPARE, /* without what is unknown it may be anything */
    MAYBE_PLAINTEXT,    /* what was compared fits, but too little could be compared */
    IS_PLAINTEXT,
};

/* What is known of a body before it is decrypted. */
struct plaintext_expectation {
    uint8_t first; /* type of the first payload, from the header in clear */
    uint8_t exchange_type;
    uint8_t hash_length; /* octets that the hash of the IKE SA gives; 0: any hash */
    uint32_t sent;       /* octets of the body as sent, when the capture cut it; else 0 */
};

/*
 * Structure is what counts, not a list of payload types: each payload has a zero reserved octet and
 * a length within the body, the chain ends by itself, a leading HASH has the length of a hash, and
 * what remains is short enough for padding. Without such an end the answer is MAYBE.
 */
enum plaintext_verdict plaintext_check(const struct plaintext_expectation *expected,
                                       struct ikelog_octets body);

/*
 * The same when the first `unknown` octets are not known. *chain gets the payloads that follow from
 * the rest; the length of the first one is then a conclusion, and the types are those that the
 * exchange asks for. Never fails: *chain is one payload where nothing follows. Only a first payload
 * whose length follows from its type can tell that the rest is no plaintext.
 */
enum plaintext_verdict plaintext_check_tail(const struct plaintext_expectation *expected,
                                            struct ikelog_octets body, uint32_t unknown,
                                            struct ikelog_chain *chain);

/*
 * Whether the first octets of a body, at least 4, can be the first payload's generic header. The
 * body has expected->sent octets, or those that are there.
 */
bool plaintext_check_first(const struct plaintext_expectation *expected,
                           struct ikelog_octets octets);

#endif
