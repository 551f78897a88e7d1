/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the session remembers of one frame. */
#ifndef IKELOG_STATE_RECORD_H
#define IKELOG_STATE_RECORD_H

#include "crypto/fingerprint.h"
#include "state/exchange.h"

/* Bits of record.flags. */
#define IKELOG_RECORD_ENCRYPTED       0x0001u /* the encryption flag was set */
#define IKELOG_RECORD_RETRANSMISSION  0x0002u /* the sender sent the same octets again */
#define IKELOG_RECORD_COPY            0x0004u /* the same packet captured twice, not sent again */
#define IKELOG_RECORD_ANSWER_REPEATED 0x0008u /* a repeat that answers the other side's repeat */
#define IKELOG_RECORD_UNANSWERED      0x0010u /* a repeat: nothing came since the original */
#define IKELOG_RECORD_MARKER          0x0020u /* non-ESP marker */
#define IKELOG_RECORD_STARTS_EXCHANGE 0x0040u
#define IKELOG_RECORD_COMPLETES       0x0080u /* the last message of its exchange */
#define IKELOG_RECORD_FLOATED         0x0100u /* first message of this side from another port */
#define IKELOG_RECORD_MOVED           0x0200u /* first message of this side from another address */
#define IKELOG_RECORD_FRAGMENT        0x0400u /* a vendor fragment, not a whole message */
#define IKELOG_RECORD_OUT_OF_ORDER    0x0800u /* a later step of the exchange was seen before */
#define IKELOG_RECORD_FIRST_UNKNOWN   0x1000u /* the first cipher block could not be decrypted */
#define IKELOG_RECORD_CUT             0x2000u /* the capture cut the message short */
#define IKELOG_RECORD_DPD_SEQUENCE    0x4000u /* DPD: not the sequence number that was due */
#define IKELOG_RECORD_UNPROVEN        0x8000u /* nothing in it tells whether the key is right */

/*
 * Immutable once ikelog_session_feed returned it, but for `answer`; where a message of the CBC
 * chain arrived later, `decryption` and the IV; and while it is not certain which side is which or
 * which message of its exchange this is, `side`, `step`, `request` and what follows from them.
 * Owned by the session. 72 octets.
 *
 * `ordinal` counts a side's distinct messages by themselves: those of exchanges that it started,
 * and those of exchanges that the other side started. Vendor fragments have none.
 */
struct ikelog_record {
    uint32_t frame;
    uint32_t length; /* octets of the message as claimed by its header */
    int64_t time_ns;
    struct ikelog_exchange *exchange;    /* never NULL; exchange->sa is the IKE SA */
    const struct ikelog_record *request; /* the message that this one answers; NULL: none */
    const struct ikelog_record *answer;  /* the first answer to this one; NULL: none (yet) */
    struct ikelog_record *link;          /* see ikelog_record_repeats and ikelog_record_next */
    uint8_t side : 1;                    /* sender, enum ikelog_side: see sa->side_evidence */
    uint8_t phase : 2;                   /* 1 or 2 */
    uint8_t ip_fragments : 4;            /* that it came in, at most 15; 0: in one packet */
    uint8_t chain_whole : 1;             /* no message before it in the CBC chain is missing */
    uint8_t of_fragments : 1; /* put together of vendor fragments, the last in its frame */
    uint8_t older_iv : 1;     /* its IV does not follow from the latest message of phase 1 */
    uint8_t prompts : 1;      /* a repeat: the other side at once sends what followed it */
    uint8_t prompted : 1;     /* it follows such a repeat: not on its side's own account */
    uint8_t step;             /* from 1; 0: not known */
    uint8_t decryption;       /* enum ikelog_status; of clear messages IKELOG_OK */
    uint8_t check;            /* enum ikelog_status of HASH or SIG; IKELOG_OK: has none */
    uint8_t keyset;           /* index into sa->keysets, when decrypted */
    uint8_t next_payload;     /* type of the first payload, always in clear */
    uint8_t part;             /* number of the vendor fragment that it is, or that completed it */
    uint16_t flags;           /* IKELOG_RECORD_… */
    uint16_t repeat;          /* which of its side's own account, from 1; 0: none */
    uint16_t repeated;        /* how often it was sent again so far */
    uint16_t ordinal;         /* which message of its side in the IKE SA, from 1: see below */
    struct ikelog_fingerprint fingerprint;
};

/* An encrypted message that is neither a repeat nor a vendor fragment has its place in the CBC
 * chain besides. */
struct ikelog_chained_record {
    struct ikelog_record record;    /* first member */
    uint8_t last[IKELOG_MAX_BLOCK]; /* last 16 octets of the ciphertext, right-aligned */
    uint8_t iv[IKELOG_MAX_BLOCK];   /* see ikelog_record_iv */
};
static inline struct ikelog_chained_record *ikelog_record_chained(
    const struct ikelog_record *record)
{
    return (struct ikelog_chained_record *)(void *)record;
}

/* Of a retransmission or copy: the first one, of the same octets; else NULL. */
static inline const struct ikelog_record *ikelog_record_repeats(const struct ikelog_record *record)
{
    return record->flags & (IKELOG_RECORD_RETRANSMISSION | IKELOG_RECORD_COPY) ? record->link
                                                                               : NULL;
}

/* The next distinct message of its exchange; NULL: it is the last one, or a repeat. */
static inline struct ikelog_record *ikelog_record_next(const struct ikelog_record *record)
{
    return record->flags & (IKELOG_RECORD_RETRANSMISSION | IKELOG_RECORD_COPY) ? NULL
                                                                               : record->link;
}

/* The record that carries the decryption of a frame: of a repeat the original, else itself. */
const struct ikelog_record *ikelog_record_original(const struct ikelog_record *record);

/*
 * The side that the sender of a record has in another IKE SA of the same peers, by address: who
 * began the one may have answered the other.
 */
enum ikelog_side ikelog_record_side_in(const struct ikelog_record *record,
                                       const struct ikelog_sa *sa);

/* `ikelog.decryption` and the check of HASH or SIG as they stand now, for repeats too. */
enum ikelog_status ikelog_record_decryption(const struct ikelog_record *record);
enum ikelog_status ikelog_record_check(const struct ikelog_record *record);

/* True when the status says that there is plaintext (whole, or but for its first block). */
bool ikelog_status_is_decrypted(enum ikelog_status status);

/*
 * The negotiation that the frame belongs to: its Quick Mode, also of an informational message that
 * refuses or deletes one; NULL: the IKE SA. Looks at IKELOG_MAX_NOTIFIES_SEEN at most.
 */
const struct ikelog_exchange *ikelog_record_quick_mode(const struct ikelog_record *record);

/*
 * The IV of a decrypted message whose first block is known, as long as the block of its cipher; of
 * a repeat that of the original. NULL when there is none. Borrowed from the record.
 */
const uint8_t *ikelog_record_iv(const struct ikelog_record *record);

/* The keyset that decrypted the frame, or NULL. Borrowed from the IKE SA. */
const struct ikelog_keyset *ikelog_record_keyset(const struct ikelog_record *record);

#endif
