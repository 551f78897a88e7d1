/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An IKE SA as the capture shows it: who, what was agreed, the secrets found, how it went. */
#ifndef IKELOG_STATE_SA_H
#define IKELOG_STATE_SA_H

#include "crypto/algorithms.h"
#include "crypto/cbc.h"
#include "crypto/derive.h"
#include "crypto/dh.h"
#include "crypto/keyring.h"
#include "crypto/natd.h"
#include "state/datagram.h"
#include "wire/message.h"
#include "wire/sa_payload.h"

struct ikelog_exchange;
struct ikelog_record;

/* A side of the IKE SA: who sent the first message of phase 1, and the other. See side_evidence. */
enum ikelog_side {
    IKELOG_INITIATOR,
    IKELOG_RESPONDER,
};

/* "initiator" or "responder"; static storage. */
const char *ikelog_side_name(enum ikelog_side side);
enum ikelog_side ikelog_side_other(enum ikelog_side side);

/* Vendor IDs that change the reading, as bits of `traits`. */
#define IKELOG_TRAIT(trait) (1u << (trait)) /* enum ikelog_vendor_trait */

/* IP packets with an IKE message of which a first fragment was captured by itself. */
struct ikelog_parts {
    uint32_t begun, whole;            /* first fragments; messages of which all fragments came */
    uint32_t first_frame, last_frame; /* of the first fragments */
    uint8_t exchange_type;            /* of the message that began last */
    bool encrypted;
};

/* What a side said in phase 1 beyond its offer. Bodies of payloads; NULL: not seen. */
struct ikelog_said {
    GBytes *ke, *nonce, *id, *cert;
    GBytes *cert_request;                  /* the first of them, DER of its name; NULL: none */
    const struct ikelog_record *cert_from; /* the message that brought its certificate */
    uint8_t cert_encoding;
    bool cert_asked;       /* it asked for a certificate */
    bool cert_sent;        /* a CERT payload of it was seen, of any encoding */
    uint8_t cert_requests; /* authorities that it named, at most 255 */
};
extern const struct ikelog_said ikelog_nothing_said;

/* What tells of a side later why a negotiation failed. */
struct ikelog_trace {
    const struct ikelog_record *floated;     /* its first one behind a non-ESP marker */
    const struct ikelog_record *alive_asked; /* its first question whether the other is alive */
    const struct ikelog_record *closed_information; /* its latest that could not be read */
    uint32_t on_natt; /* messages and repeats after a non-ESP marker */
    struct ikelog_parts parts;
};
extern const struct ikelog_trace ikelog_no_trace;

/* A side of an IKE SA. Those of which nothing is known share what is empty: never NULL. */
struct ikelog_peer {
    struct ikelog_endpoint first, last; /* where it spoke from, first and most recently */
    const struct ikelog_said *said;     /* never NULL */
    const struct ikelog_trace *trace;   /* never NULL */
    GBytes *sa;                         /* body of its SA payload; NULL: not seen */
    GBytes *vendors; /* the vendor IDs that it sent: each a length octet, octets; NULL: none */
    const struct ikelog_record *latest; /* its latest packet, repeats too */
    uint32_t traits;                    /* bits IKELOG_TRAIT(…) of the vendor IDs it sent */
    uint32_t messages;                  /* distinct messages of the IKE SA that it sent */
    uint32_t retransmissions;
    uint16_t ordinals[2]; /* of its latest message: in exchanges of its own, in the other side's */
    bool behind_nat;      /* its NAT-D for itself did not match */
    bool nat_checked;     /* NAT-D payloads about this side's address were seen */
};

/*
 * One set of secrets that may belong to this IKE SA. Two peers with different pre-shared keys
 * hold different sets under one cookie pair: `proven` says it for each side's messages.
 */
#define IKELOG_MAX_KEYSETS 16u
extern const struct ikelog_skeyids ikelog_no_skeyids;
struct ikelog_keyset {
    const struct ikelog_skeyids *skeyids; /* what is known of them; never NULL */
    uint8_t ka[IKELOG_MAX_KEY];
    uint8_t ka_length;                  /* octets; 0: not known */
    const struct ikelog_cipher *cipher; /* with the key ka */
    const struct ikelog_hash *hash;
    const char *source;    /* "Ka (keys.txt:3)", "PSK + DH private value", …; the session's */
    bool proven[2];        /* a message of that side was decrypted with it */
    bool refuted[2];       /* a message of that side would have been decrypted with it */
    bool hash_verified[2]; /* a HASH payload of that side was computed with it */
};

/* The algorithms of phase 1. Members are NULL or 0 while not known. */
struct ikelog_suite {
    const struct ikelog_cipher *cipher;
    uint32_t key_len; /* octets */
    const struct ikelog_hash *hash;
    const struct ikelog_group *group;
    uint16_t cipher_number, hash_number, group_number, auth_method; /* as negotiated */
    uint64_t life_seconds, life_kilobytes;
    bool known;    /* the responder's choice was seen, or */
    bool presumed; /* that it took the only proposal follows from what came later */
};
extern const struct ikelog_suite ikelog_no_suite;

/* A notification that says how a negotiation fares (errors, deletes), remembered for the verdict.
 */
#define IKELOG_MAX_NOTIFIES_SEEN 16u
struct ikelog_notify_seen {
    uint16_t notify;  /* type; 0: a Delete payload */
    uint8_t protocol; /* IKELOG_PROTO_… of the payload */
    uint8_t side;     /* who sent it */
    bool was_protected;
    uint32_t message_id; /* of the informational exchange */
    uint32_t spi;        /* first SPI of 4 octets, host order; 0: none */
    const struct ikelog_record *record;
    struct ikelog_exchange *about; /* the Quick Mode that it speaks of, or NULL: the IKE SA */
};

/* Bounds of a session, see docs/reliability.md, "Bounds". */
#define IKELOG_MAX_SAS       1000000u
#define IKELOG_MAX_EXCHANGES 65536u  /* of one IKE SA; later ones are shown, but not followed */
#define IKELOG_MAX_BODY      8192u   /* octets of a payload body that is kept */
#define IKELOG_MAX_DH_WORK   131072u /* for all exponents of a capture; see ikelog_dh_cost */
#define IKELOG_MAX_LONE_WORK                                             \
    16777216u /* octets deciphered with keys without a cookie, a capture \
               */

/* How well it is known which peer is the initiator, weakest first. */
enum ikelog_side_evidence {
    IKELOG_SIDES_GUESSED, /* by who was heard first */
    IKELOG_SIDES_HABIT,   /* who starts the Quick Modes, who began the IKE SA before */
    IKELOG_SIDES_LIKELY,  /* order of phase 1, ports behind NAT, roles in mode config */
    IKELOG_SIDES_CERTAIN, /* the beginning was captured, or a message that only one side can send */
};

/* Where phase 1 stands. */
enum ikelog_sa_state {
    IKELOG_SA_NEGOTIATING,
    IKELOG_SA_ESTABLISHED,
    IKELOG_SA_UNKNOWN_START, /* the capture begins after phase 1 began */
};

/* What may happen to an IKE SA after its first message. Those without share one: see
 * ikelog_no_course. */
struct ikelog_course {
    bool xauth_ok, xauth_failed, xauth_seen;
    uint8_t undecryptable_status; /* enum ikelog_status of `undecryptable` */
    uint8_t icmp_type, icmp_code;
    const struct ikelog_record *xauth_result; /* the message that brought it */
    GBytes *xauth_user;                       /* the latest name that XAUTH answered; NULL: none */
    const struct ikelog_record *config_asked; /* mode config: asked for an address */
    const struct ikelog_record *config_given; /* an address was given */
    const struct ikelog_record *config_empty; /* the answer carried none */
    struct ikelog_exchange *transaction;      /* the latest one (XAUTH, mode config) */
    const struct ikelog_record *next_step;    /* first message after the last one of phase 1 */
    struct ikelog_notify_seen *notifies_seen; /* notify_seen_count of them */
    unsigned notify_seen_count;
    uint32_t dpd_unanswered; /* R-U-THERE since the last answer */
    const struct ikelog_record *dpd_last;
    const struct ikelog_record *deleted;       /* a Delete of this IKE SA */
    const struct ikelog_record *undecryptable; /* first protected message that was not decrypted */
    const struct ikelog_record *verified[2];   /* HASH or SIG of that side verified */
    const struct ikelog_record *check_failed;  /* a HASH or SIG that failed */
    uint32_t icmp_frame, icmp_last_frame;      /* first and last ICMP error about it; 0: none */
    const struct ikelog_record *icmp_after;    /* the transmission that the last one followed */
    const struct ikelog_record *icmp_about;    /* the latest message when the latest error came */
    uint32_t icmp_count;
    struct ikelog_sa *same_id_before, *same_id_after; /* the initiator's identity elsewhere */
};
extern const struct ikelog_course ikelog_no_course;

/*
 * Owned by the session and valid until it is freed. Written by the session only; the events and
 * whoever presents read it. What only the future can tell is filled in as the capture goes on. What
 * a flood of first messages does not have is on its own: `suite`, `course`, `said`, `trace`.
 */
struct ikelog_sa {
    uint32_t number;  /* from 0, in order of appearance */
    uint32_t ordinal; /* among the IKE SAs and Quick Modes of the capture, from 1, in this order */
    union {
        struct {
            uint8_t cky_i[IKELOG_COOKIE_LEN], cky_r[IKELOG_COOKIE_LEN]; /* cky_r zero until known */
        };
        uint8_t cookies[2 * IKELOG_COOKIE_LEN]; /* CKY-I | CKY-R */
    };
    uint8_t mode;   /* exchange type of phase 1, also of fragments of it; 0: not seen */
    uint8_t choice; /* enum ikelog_choice: how the answer of phase 1 stands to the offer */
    enum ikelog_sa_state state : 8;
    enum ikelog_side_evidence side_evidence : 8; /* until CERTAIN, later messages may revise them */
    bool gdoi;
    bool nat_detected;
    struct ikelog_peer sides[2];
    const struct ikelog_suite *suite;   /* the session's: equal ones are kept once; never NULL */
    const struct ikelog_course *course; /* never NULL */
    const char *offered, *chosen;       /* proposals in short form, the session's; NULL: not seen */
    struct ikelog_keyset *keysets;      /* keyset_count of them */
    unsigned keyset_count;
    unsigned keyring_generation;    /* of the last look into the keyring */
    struct ikelog_exchange *phase1; /* NULL, or it has messages */
    GPtrArray *quick_modes;         /* struct ikelog_exchange * with messages, in order; or NULL */
    const struct ikelog_record *first;        /* first message; never NULL, as the next */
    struct ikelog_record *last;               /* most recent message, repeats too */
    const struct ikelog_record *established;  /* what shows phase 1 complete; may be revised */
    struct ikelog_sa *replaces, *replaced_by; /* rekey or retry between the same peers */
};

/* The number of distinct messages and of repeats, both sides together. */
uint32_t ikelog_sa_messages(const struct ikelog_sa *sa);
uint32_t ikelog_sa_retransmissions(const struct ikelog_sa *sa);

/*
 * The sentence for a user whose IKE SA stays undecrypted: which secrets would open it, given how it
 * authenticates, and where daemons log them. Appends to `text`.
 */
void ikelog_sa_describe_needed_keys(const struct ikelog_sa *sa, GString *text);

/*
 * Check the body of a NAT-D payload against the addresses of its datagram (ikelog_natd_check).
 * `cookies`: the 16 octets of the message's own header.
 */
enum ikelog_natd ikelog_sa_check_natd(const struct ikelog_sa *sa, const uint8_t cookies[16],
                                      const struct ikelog_endpoint *src,
                                      const struct ikelog_endpoint *dst, struct ikelog_octets body);

#endif
