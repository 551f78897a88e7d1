/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The messages of each exchange, one row a message, in the order of the RFCs' diagrams. */
#ifndef IKELOG_STATE_SCRIPT_ROWS_H
#define IKELOG_STATE_SCRIPT_ROWS_H

/*
 * X(exchange, method, step, sender, cover, must, one of, may)
 *
 * exchange  IKELOG_EXCHANGE_…
 * method    how phase 1 authenticates: PSK, SIGNATURE, HYBRID, ENCRYPTION; ANY
 * step      number of the message; 0: the exchange has as many messages as the peers like
 * sender    STARTER of the exchange (of phase 1: the initiator), OTHER, EITHER;
 *           CONFIRMER: the other side, which asked for one more message by the commit bit
 * cover     CLEAR, ENCRYPTED, EITHER. A peer's own dump has messages in clear that were encrypted.
 * must      payloads that the message always has
 * one of    and at least one of these; NONE: no more
 * may       payloads that the diagram has in brackets
 *
 * Vendor IDs, certificates and requests for them, notifications, NAT-D and NAT-OA come with any
 * message; no row names them.
 *
 * Of the two modes with public key encryption (RFC 2409 5.2, 5.3) the same payloads are encrypted
 * in different ways. Hybrid authentication: the device signs, the user of XAUTH proves by a
 * HASH.
 */
#define IKELOG_SCRIPT_ROWS(X)                                                           \
    /* RFC 2409 5, RFC 2408 4.5: main mode, the identity protection exchange */         \
    X(MAIN, ANY, 1, STARTER, CLEAR, SA, NONE, NONE)                                     \
    X(MAIN, ANY, 2, OTHER, CLEAR, SA, NONE, NONE)                                       \
    X(MAIN, PSK, 3, STARTER, CLEAR, KE | NONCE, NONE, NONE)                             \
    X(MAIN, PSK, 4, OTHER, CLEAR, KE | NONCE, NONE, NONE)                               \
    X(MAIN, PSK, 5, STARTER, ENCRYPTED, ID | HASH, NONE, NONE)                          \
    X(MAIN, PSK, 6, OTHER, ENCRYPTED, ID | HASH, NONE, NONE)                            \
    X(MAIN, SIGNATURE, 3, STARTER, CLEAR, KE | NONCE, NONE, NONE)                       \
    X(MAIN, SIGNATURE, 4, OTHER, CLEAR, KE | NONCE, NONE, NONE)                         \
    X(MAIN, SIGNATURE, 5, STARTER, ENCRYPTED, ID | SIG, NONE, NONE)                     \
    X(MAIN, SIGNATURE, 6, OTHER, ENCRYPTED, ID | SIG, NONE, NONE)                       \
    X(MAIN, HYBRID, 3, STARTER, CLEAR, KE | NONCE, NONE, NONE)                          \
    X(MAIN, HYBRID, 4, OTHER, CLEAR, KE | NONCE, NONE, NONE)                            \
    X(MAIN, HYBRID, 5, STARTER, ENCRYPTED, ID, HASH | SIG, NONE)                        \
    X(MAIN, HYBRID, 6, OTHER, ENCRYPTED, ID, HASH | SIG, NONE)                          \
    X(MAIN, ENCRYPTION, 3, STARTER, CLEAR, KE | ID | NONCE, NONE, HASH)                 \
    X(MAIN, ENCRYPTION, 4, OTHER, CLEAR, KE | ID | NONCE, NONE, NONE)                   \
    X(MAIN, ENCRYPTION, 5, STARTER, ENCRYPTED, HASH, NONE, NONE)                        \
    X(MAIN, ENCRYPTION, 6, OTHER, ENCRYPTED, HASH, NONE, NONE)                          \
    /* RFC 2409 5, RFC 2408 4.7: aggressive mode */                                     \
    X(AGGRESSIVE, ANY, 1, STARTER, CLEAR, SA | KE | NONCE | ID, NONE, HASH)             \
    X(AGGRESSIVE, PSK, 2, OTHER, CLEAR, SA | KE | NONCE | ID | HASH, NONE, NONE)        \
    X(AGGRESSIVE, PSK, 3, STARTER, EITHER, HASH, NONE, ID)                              \
    X(AGGRESSIVE, SIGNATURE, 2, OTHER, CLEAR, SA | KE | NONCE | ID | SIG, NONE, NONE)   \
    X(AGGRESSIVE, SIGNATURE, 3, STARTER, EITHER, SIG, NONE, ID)                         \
    X(AGGRESSIVE, HYBRID, 2, OTHER, CLEAR, SA | KE | NONCE | ID, HASH | SIG, NONE)      \
    X(AGGRESSIVE, HYBRID, 3, STARTER, EITHER, NONE, HASH | SIG, ID)                     \
    X(AGGRESSIVE, ENCRYPTION, 2, OTHER, CLEAR, SA | KE | NONCE | ID | HASH, NONE, NONE) \
    X(AGGRESSIVE, ENCRYPTION, 3, STARTER, EITHER, HASH, NONE, ID)                       \
    /* RFC 2408 4.4: the base exchange; IKE's has the identities in messages 1 and 2 */ \
    X(BASE, ANY, 1, STARTER, CLEAR, SA | NONCE, NONE, ID)                               \
    X(BASE, ANY, 2, OTHER, CLEAR, SA | NONCE, NONE, ID)                                 \
    X(BASE, ANY, 3, STARTER, EITHER, KE, HASH | SIG, ID)                                \
    X(BASE, ANY, 4, OTHER, EITHER, KE, HASH | SIG, ID)                                  \
    /* RFC 2408 4.6: authentication only */                                             \
    X(AUTH_ONLY, ANY, 1, STARTER, CLEAR, SA | NONCE, NONE, NONE)                        \
    X(AUTH_ONLY, ANY, 2, OTHER, CLEAR, SA | NONCE | ID, HASH | SIG, NONE)               \
    X(AUTH_ONLY, ANY, 3, STARTER, CLEAR, ID, HASH | SIG, NONE)                          \
    /* RFC 2409 5.5: Quick Mode; message 4 by the commit bit, RFC 2408 3.1 */           \
    X(QUICK, ANY, 1, STARTER, ENCRYPTED, HASH | SA | NONCE, NONE, KE | ID)              \
    X(QUICK, ANY, 2, OTHER, ENCRYPTED, HASH | SA | NONCE, NONE, KE | ID)                \
    X(QUICK, ANY, 3, STARTER, ENCRYPTED, HASH, NONE, NONE)                              \
    X(QUICK, ANY, 4, CONFIRMER, ENCRYPTED, HASH, NONE, NONE)                            \
    /* RFC 2409 5.6: new group mode */                                                  \
    X(NEW_GROUP, ANY, 1, STARTER, ENCRYPTED, HASH | SA, NONE, NONE)                     \
    X(NEW_GROUP, ANY, 2, OTHER, ENCRYPTED, HASH | SA, NONE, NONE)                       \
    /* RFC 2409 5.7; before there are keys it has no HASH */                            \
    X(INFORMATIONAL, ANY, 0, EITHER, ENCRYPTED, HASH, NOTIFY | DELETE, NONE)            \
    X(INFORMATIONAL, ANY, 0, EITHER, CLEAR, NONE, NOTIFY | DELETE, HASH)                \
    /* draft-ietf-ipsec-isakmp-mode-cfg, draft-ietf-ipsec-isakmp-xauth */               \
    X(TRANSACTION, ANY, 0, EITHER, ENCRYPTED, HASH | CONFIG, NONE, NONE)

#endif
