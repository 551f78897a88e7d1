/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An exchange under an IKE SA, and the Quick Mode facts that some carry. */
#ifndef IKELOG_STATE_EXCHANGE_H
#define IKELOG_STATE_EXCHANGE_H

#include "crypto/esp_keys.h"
#include "state/sa.h"
#include "wire/ident.h"

/* Distinct messages of one exchange that are followed; real exchanges have at most ten. */
#define IKELOG_MAX_MESSAGES 32u

/* One IPsec SA pair of a Quick Mode. Index 0 of spi: chosen by (inbound of) the starter. */
#define IKELOG_MAX_IPSEC 4u
struct ikelog_ipsec_sa {
    uint8_t protocol;                  /* IKELOG_PROTO_ESP, AH, IPCOMP */
    uint32_t spi[2];                   /* host order; 0: not seen. [0] starter's, [1] other's */
    struct ikelog_transform transform; /* as chosen */
    bool keys_known;
    struct ikelog_esp_keys keys[2]; /* traffic to spi[0]'s owner, to spi[1]'s owner */
};

/* What a Quick Mode says, when it could be read. "starter" is who sent its first message. */
struct ikelog_quick {
    GBytes *nonce[2], *ke[2];    /* starter's, other's; NULL: not seen */
    GBytes *id_ci, *id_cr;       /* ID payload bodies of the first message; NULL: none */
    GBytes *reply_ci, *reply_cr; /* of the answer */
    GBytes *offer_sa;            /* SA payload body of the offer */
    char *offered, *chosen;      /* proposals in short form; NULL: not seen */
    uint16_t group;              /* PFS group; 0: none */
    uint8_t dh_tried;            /* exponents that were tried for PFS */
    uint64_t life_seconds, life_kilobytes;
    unsigned ipsec_count;
    struct ikelog_ipsec_sa *ipsec; /* ipsec_count of them, at most IKELOG_MAX_IPSEC */
    char *key_source;                    /* how KEYMAT became known; NULL: not known */
    enum ikelog_status key_status;       /* OK, or why KEYMAT is not known */
    const struct ikelog_record *deleted; /* a Delete of one of its SPIs */
    struct ikelog_exchange *replaced_by; /* a later Quick Mode with the same IDs */
};

/*
 * Identity: phase 1: the IKE SA; later: IKE SA + message ID. Owned by the session. `starter` is the
 * side that sent the first message. Its distinct messages are a list in order of capture: `first`,
 * then record->next.
 */
struct ikelog_exchange {
    struct ikelog_sa *sa;
    uint32_t message_id;
    uint8_t type;    /* exchange type */
    uint8_t starter; /* enum ikelog_side */
    uint8_t message_count;
    bool complete;                      /* all messages that the protocol asks for were seen */
    bool commit;                        /* the commit bit was set in an answer */
    bool middle;                        /* the capture begins within this exchange */
    struct ikelog_record *first, *last; /* distinct messages; see record->next */
    uint16_t repeats[2];                /* retransmissions by each side */
    uint16_t unanswered;                /* repeats of the last message that no answer followed */
    const struct ikelog_record *last_repeat; /* the last retransmission seen */
    const struct ikelog_record *refused;     /* an error notification about it */
    uint16_t refusal;                        /* its type */
    struct ikelog_quick *quick;              /* Quick Modes that could be read; else NULL */
};

/* The first distinct message with this step (from 1), or NULL. Looks at IKELOG_MAX_MESSAGES at
 * most. */
const struct ikelog_record *ikelog_exchange_step(const struct ikelog_exchange *exchange,
                                                 unsigned step);

/* How many messages make the exchange complete (main 6, aggressive 3, quick 3 or 4); 0: open. */
unsigned ikelog_exchange_expected(const struct ikelog_exchange *exchange);

#endif
