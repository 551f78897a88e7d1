/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An exchange under an IKE SA, and the Quick Mode facts that some carry. */
#ifndef IKELOG_STATE_EXCHANGE_H
#define IKELOG_STATE_EXCHANGE_H

#include "crypto/esp_keys.h"
#include "state/sa.h"
#include "wire/ident.h"
#include "wire/numbers.h"

struct ikelog_body;

/* Distinct messages of one exchange that are followed; real exchanges have at most ten. */
#define IKELOG_MAX_MESSAGES 32u

/* One IPsec SA pair of a Quick Mode. Index 0 of spi: chosen by (inbound of) the starter. */
#define IKELOG_MAX_IPSEC 4u
struct ikelog_ipsec_sa {
    uint8_t protocol; /* IKELOG_PROTO_ESP, AH, IPCOMP */
    bool keys_known;
    uint32_t spi[2]; /* host order; 0: not seen. [0] starter's, [1] other's */
    const struct ikelog_transform *transform; /* as chosen, without its place; never NULL */
    /* Two: of traffic to spi[0]'s owner, to spi[1]'s owner. Empty ones while they are not known. */
    const struct ikelog_esp_keys *keys;
};

/*
 * What a Quick Mode says, when it could be read. "starter" is who sent its first message. Texts and
 * the bodies of ID payloads are the session's: equal ones are kept once.
 */
struct ikelog_quick {
    struct ikelog_body *nonce[2];          /* starter's, other's; NULL: not seen */
    GBytes *ke[2];                         /* the same */
    GBytes *id_ci, *id_cr;                 /* ID payload bodies of the first message; NULL: none */
    GBytes *reply_ci, *reply_cr;           /* of the answer */
    GBytes *offer_sa;                      /* SA payload body, until one of several is chosen */
    const char *offered, *chosen;          /* proposals in short form; NULL: not seen */
    const char *key_source;                /* how KEYMAT became known; NULL: not known */
    uint64_t life_seconds, life_kilobytes; /* agreed on: as the responder notifies, else chosen */
    struct ikelog_lifetime offered_life;   /* of the first transform offered */
    const struct ikelog_record *deleted;   /* a Delete of one of its SPIs */
    struct ikelog_exchange *replaced_by;   /* a later Quick Mode with the same IDs */
    struct ikelog_ipsec_sa *ipsec;         /* ipsec_count of them, at most IKELOG_MAX_IPSEC */
    uint8_t ipsec_count;
    uint8_t dh_tried;   /* exponents that were tried for PFS */
    uint8_t choice;     /* enum ikelog_choice: how the answer stands to the offer */
    uint8_t key_status; /* enum ikelog_status: OK, or why KEYMAT is not known */
    uint16_t group;     /* PFS group; 0: none */
    bool altered;       /* the attributes of the answer are not, octet for octet, those offered */
};

/*
 * What did not go smoothly in an exchange. Those in which all did, as in most, share one without
 * members: see ikelog_no_trouble.
 */
struct ikelog_trouble {
    const struct ikelog_record *last_repeat; /* the last retransmission seen */
    const struct ikelog_record *doubted;     /* what its sender repeats although it was answered */
    const struct ikelog_record *last_doubt;  /* the last repeat of it after the answer */
    const struct ikelog_record *closed;      /* informational message that could not be read, from
                                                the side that had to answer: the first one */
    const struct ikelog_record *last_closed; /* the last one */
    const struct ikelog_record *refused;     /* an error notification about it */
    uint16_t refusal;                        /* type of the notification `refused` */
    uint16_t repeats[2];                     /* retransmissions by each side */
    uint16_t unanswered; /* repeats of the last message that no answer followed */
    uint16_t doubts;     /* repeats of `doubted` after its answer */
    uint16_t owed;       /* repeats that came before an answer: each may get one of its own later */
};
extern const struct ikelog_trouble ikelog_no_trouble;

/*
 * Identity: phase 1: the IKE SA; later: IKE SA + message ID. Owned by the session. `starter` is the
 * side that sent the first message: a conclusion, which later messages may revise until it is
 * certain. Its distinct messages are a list in order of capture: `first`,
 * then ikelog_record_next. The list is empty while nothing but vendor fragments of it were
 * captured. Such an exchange is the `exchange` of these fragments' records, and nothing else refers
 * to it.
 */
struct ikelog_exchange {
    struct ikelog_sa *sa;
    struct ikelog_record *first, *last;   /* both NULL: vendor fragments only */
    const struct ikelog_trouble *trouble; /* never NULL */
    uint32_t message_id;
    uint8_t type;        /* exchange type */
    uint8_t starter;     /* enum ikelog_side */
    bool complete : 1;   /* all messages that the protocol asks for were seen */
    bool commit : 1;     /* the commit bit was set in an answer */
    bool late_start : 1; /* the capture begins within this exchange */
    bool starter_certain : 1;
    bool has_strays : 1; /* its list does not hold all of its messages */
    uint8_t message_count;
};

/* What only a Quick Mode has: an exchange of that type is the first member of one. */
struct ikelog_quick_exchange {
    struct ikelog_exchange exchange;
    struct ikelog_quick *quick; /* NULL: it could not be read */
    uint32_t number;            /* its place among the Quick Modes of the IKE SA, from 0 */
    uint32_t ordinal;           /* as that of an IKE SA; 0: vendor fragments only */
};

/* The same exchange as a Quick Mode; NULL: it is of another type. Borrowed. */
static inline struct ikelog_quick_exchange *ikelog_exchange_as_quick(
    const struct ikelog_exchange *exchange)
{
    return exchange->type == IKELOG_EXCHANGE_QUICK
               ? (struct ikelog_quick_exchange *)(void *)exchange
               : NULL;
}

/* What a Quick Mode says; NULL: it could not be read, or is none. */
static inline struct ikelog_quick *ikelog_exchange_quick(const struct ikelog_exchange *exchange)
{
    const struct ikelog_quick_exchange *quick = ikelog_exchange_as_quick(exchange);

    return quick ? quick->quick : NULL;
}

/* Of a type that negotiates phase 1 (RFC 2408 4, RFC 2409 5), under message ID 0. */
bool ikelog_exchange_is_phase1(const struct ikelog_exchange *exchange);

/* The first distinct message with this step (from 1), or NULL. Looks at IKELOG_MAX_MESSAGES at
 * most. */
const struct ikelog_record *ikelog_exchange_step(const struct ikelog_exchange *exchange,
                                                 unsigned step);

/* The message of phase 1 by which a side proves who it is, or NULL. */
const struct ikelog_record *ikelog_exchange_proof(const struct ikelog_exchange *phase1,
                                                  enum ikelog_side side);

/* Silence after which an unfinished negotiation does not count as going on any more. */
#define IKELOG_PATIENCE_NS (INT64_C(60) * 1000000000)

/* Its latest message, a repeat included; NULL when none was followed. */
const struct ikelog_record *ikelog_exchange_latest(const struct ikelog_exchange *exchange);

/* Whether, at a time, nothing has come of it for IKELOG_PATIENCE_NS. */
bool ikelog_exchange_is_left(const struct ikelog_exchange *exchange, int64_t time_ns);

/* Under GDOI (RFC 6407 3.2, 4.2) the numbers of Quick Mode and New Group Mode are GROUPKEY-PULL and
 * GROUPKEY-PUSH. */
bool ikelog_exchange_is_pull(const struct ikelog_exchange *exchange);
bool ikelog_exchange_is_push(const struct ikelog_exchange *exchange);

/* How many messages make the exchange complete (main 6, aggressive 3, quick 3 or 4); 0: open. */
unsigned ikelog_exchange_expected(const struct ikelog_exchange *exchange);

/*
 * What is wrong with a public Diffie-Hellman value (ikelog_dh_weakness): with this one, which is
 * the body of a KE payload of the exchange; with one of those that were kept, *side is then whose
 * it is. NULL: nothing is known.
 */
const char *ikelog_exchange_weak_public(const struct ikelog_exchange *exchange,
                                        struct ikelog_octets value);
const char *ikelog_exchange_weak_publics(const struct ikelog_exchange *exchange,
                                         enum ikelog_side *side);

#endif
