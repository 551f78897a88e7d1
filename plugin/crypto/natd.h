/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NAT discovery: whether a NAT-D payload fits the addresses that its packet carries. */
#ifndef IKELOG_CRYPTO_NATD_H
#define IKELOG_CRYPTO_NATD_H

#include "crypto/derive.h"
#include "wire/octets.h"

#include <stdint.h>

/* X(NAME, "what `ikelog.natd.verdict` says") */
#define IKELOG_NATD_ROWS(X)                                     \
    X(SOURCE, "matches source")                                 \
    X(DESTINATION, "matches destination")                       \
    X(NO_MATCH, "no match (NAT)")                               \
    X(NO_HASH, "not checked: the negotiated hash is not known") \
    X(BAD_LENGTH, "not checked: the length is not that of the negotiated hash")

enum ikelog_natd {
#define X(name, text) IKELOG_NATD_##name,
    IKELOG_NATD_ROWS(X)
#undef X
        IKELOG_NATD_COUNT
};

/* One end of a datagram, as captured. */
struct ikelog_natd_end {
    uint8_t length;      /* octets of the address: 4 or 16 */
    uint8_t address[16]; /* network byte order */
    uint16_t port;       /* UDP port, host order */
};

/* The sentence of a verdict. Static storage; never NULL, also for values out of range. */
const char *ikelog_natd_text(enum ikelog_natd verdict);

/*
 * HASH(CKY-I | CKY-R | IP | port) of both ends of a packet (RFC 3947 3.2). `hash` is the negotiated
 * one (NULL: not known); `cookies` is CKY-I | CKY-R, 16 octets, as in the header of the message.
 */
struct ikelog_natd_hashes {
    const struct ikelog_hash *hash;
    struct ikelog_digest source, destination;
};
void ikelog_natd_start(struct ikelog_natd_hashes *hashes, const struct ikelog_hash *hash,
                       const uint8_t cookies[16], const struct ikelog_natd_end *source,
                       const struct ikelog_natd_end *destination);

/*
 * Compare the body of a NAT-D payload (type 20 and, by drafts, 15 and 130) with the hashes of the
 * packet that carries it. The drafts differ in the payload's type and order only.
 *
 * The sender puts the address it sends to first, then those it may send from: "no match" for the
 * first means that its destination is translated, for all others that it is itself behind a NAT (or
 * forces UDP encapsulation with a false hash).
 */
enum ikelog_natd ikelog_natd_check(const struct ikelog_natd_hashes *hashes,
                                   struct ikelog_octets body);

#endif
