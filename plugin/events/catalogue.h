/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue of events: all that can be said to have happened in a frame, one row each. */
#ifndef IKELOG_EVENTS_CATALOGUE_H
#define IKELOG_EVENTS_CATALOGUE_H

#include "wire/status.h"

#include <stdbool.h>

/*
 * X(ID, "name as ikelog.event prints it", severity)
 *
 * Names do not depend on whose log is written. Each event carries a side of the IKE SA (struct
 * ikelog_event): the one that sent, gave up, refused or deleted; the comment says so where it
 * is not plainly the sender of the frame. `number` and `range` are named where they are used.
 */
#define IKELOG_EVENT_ROWS(X)                                                                      \
    /* every message; exactly one per frame with a record */                                      \
    X(PACKET, "packet", CHAT)                                                                     \
    X(PACKET_COPY, "packet-copy", CHAT)                                                           \
    X(CAPTURE_STARTED_LATER, "capture-started-later", NOTE)                                       \
    X(PAYLOAD_MISSING, "payload-missing", WARN) /* number: its type; 0: there is none at all */   \
    /* phase 1 */                                                                                 \
    X(PHASE1_STARTED, "phase1-started", CHAT)                                                     \
    X(PHASE1_ESTABLISHED, "phase1-established", CHAT)                                             \
    X(PHASE1_REKEY, "phase1-rekey", CHAT)                                                         \
    X(PHASE1_GIVEN_UP, "phase1-given-up", ERROR)              /* number: repeats */               \
    X(NEGOTIATION_IN_PROCESS, "negotiation-in-process", NOTE) /* side: began the first */         \
    X(DUPLICATE_REQUEST, "duplicate-request", NOTE)                                               \
    /* phase 2 */                                                                                 \
    X(PHASE2_STARTED, "phase2-started", CHAT)                                                     \
    X(IPSEC_SA_LOADED, "ipsec-sa-loaded", CHAT) /* number: which pair, from 0 */                  \
    X(REKEY, "rekey", CHAT)                                                                       \
    X(PHASE2_GIVEN_UP, "phase2-given-up", ERROR) /* number: repeats */                            \
    /* repeats and silence */                                                                     \
    X(NO_ANSWER, "no-answer", WARN) /* number: which repeat, 0: unknown */                        \
    X(RETRANSMIT, "retransmit", NOTE)                                                             \
    X(ANSWER_REPEATED, "answer-repeated", NOTE)                                                   \
    X(SEND_FAILED, "send-failed", ERROR)         /* number: ICMP type << 8 | code */              \
    X(TOO_MANY_ERRORS, "too-many-errors", ERROR) /* number: errors or repeats */                  \
    /* refusals: side is the one that refuses; number: notification type unless said otherwise */ \
    X(NO_PROPOSAL_CHOSEN, "no-proposal-chosen", ERROR)                                            \
    X(ID_REFUSED, "id-refused", ERROR)                                                            \
    X(LOCAL_ID_MISMATCH, "local-id-mismatch", ERROR)         /* number: rule; range: what came */ \
    X(REMOTE_ID_MISMATCH, "remote-id-mismatch", ERROR)       /* number: rule, 0: none; range */   \
    X(RULE_CONFLICT, "rule-conflict", ERROR)                 /* number: the other rule; range */  \
    X(INVALID_RANGE, "invalid-range", ERROR)                 /* range: as announced */            \
    X(REMOTE_RANGE_CONFLICT, "remote-range-conflict", ERROR) /* range */                          \
    X(LIMIT_EXCEEDED, "limit-exceeded", ERROR)               /* number: the limit */              \
    X(REFUSAL_SUSPECTED, "refusal-suspected", WARN)                                               \
    X(AUTH_FAILED, "auth-failed", ERROR)                                                          \
    X(HASH_FAILED, "hash-failed", ERROR)                                                          \
    X(PSK_MISMATCH_SUSPECTED, "psk-mismatch-suspected", ERROR)                                    \
    X(PAYLOAD_MALFORMED, "payload-malformed", ERROR)                                              \
    X(INVALID_COOKIE, "invalid-cookie", WARN)                                                     \
    X(INVALID_SPI, "invalid-spi", WARN)                                                           \
    X(CERTIFICATE_REFUSED, "certificate-refused", ERROR)                                          \
    X(ERROR_NOTIFICATION, "error-notification", WARN)                                             \
    /* status: number: notification type */                                                       \
    X(CONNECTED, "connected", CHAT)                                                               \
    X(RESPONDER_LIFETIME, "responder-lifetime", CHAT)                                             \
    X(REPLAY_STATUS, "replay-status", CHAT)                                                       \
    X(INITIAL_CONTACT, "initial-contact", CHAT)                                                   \
    X(LOAD_BALANCE, "load-balance", NOTE)                                                         \
    X(NOTIFICATION, "notification", CHAT)                                                         \
    /* deletes and dead peers */                                                                  \
    X(SA_DELETED, "sa-deleted", NOTE)                                                             \
    X(IPSEC_SA_DELETED, "ipsec-sa-deleted", NOTE) /* number: SPI */                               \
    X(DPD_REQUEST, "dpd-request", CHAT)           /* number: sequence number */                   \
    X(DPD_ANSWER, "dpd-answer", CHAT)             /* number: sequence number */                   \
    X(PEER_DEAD, "peer-dead", ERROR)              /* side: noticed it; number: questions */       \
    /* certificates */                                                                            \
    X(CERTIFICATE_SENT, "certificate-sent", CHAT)           /* number: encoding */                \
    X(CERTIFICATE_REQUESTED, "certificate-requested", CHAT) /* number: encoding */                \
    /* XAUTH and mode config */                                                                   \
    X(XAUTH_REQUESTED, "xauth-requested", CHAT)                                                   \
    X(XAUTH_ANSWERED, "xauth-answered", CHAT)                                                     \
    X(XAUTH_OK, "xauth-ok", CHAT)                                                                 \
    X(XAUTH_FAILED, "xauth-failed", ERROR)                                                        \
    X(CONFIG_REQUESTED, "config-requested", CHAT)                                                 \
    X(CONFIG_ANSWERED, "config-answered", CHAT)                                                   \
    X(CONFIG_SET, "config-set", CHAT)                                                             \
    X(CONFIG_ACKNOWLEDGED, "config-acknowledged", CHAT)                                           \
    /* where the peers are: side: the one behind the NAT, that floated, that moved */             \
    X(NAT_DETECTED, "nat-detected", NOTE)                                                         \
    X(PORT_FLOATED, "port-floated", CHAT)                                                         \
    X(ADDRESS_CHANGED, "address-changed", NOTE)                                                   \
    /* ESP and AH: side is the one that receives it; number: SPI */                               \
    X(UNKNOWN_SPI, "unknown-spi", WARN)                                                           \
    X(REPLAY, "replay", WARN)

enum ikelog_event_kind {
#define X(id, name, severity) IKELOG_EVENT_##id,
    IKELOG_EVENT_ROWS(X)
#undef X
        IKELOG_EVENT_COUNT
};

/* The name of an event, and how serious it is. Static storage; "unknown" for kinds out of range. */
const char *ikelog_event_name(enum ikelog_event_kind kind);
enum ikelog_severity ikelog_event_severity(enum ikelog_event_kind kind);

/* The kind with this name; false (and *kind untouched) when there is none. */
bool ikelog_event_find(const char *name, enum ikelog_event_kind *kind);

#endif
