/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SA payload: proposals, transforms and their attributes (RFC 2408 3.4 to 3.6, RFC 2407 4). */
#ifndef IKELOG_WIRE_SA_PAYLOAD_H
#define IKELOG_WIRE_SA_PAYLOAD_H

#include "wire/octets.h"
#include "wire/reader.h"
#include "wire/status.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Bounds of one SA payload; what comes after is not interpreted (TOO_MANY). */
#define IKELOG_MAX_PROPOSALS  64u
#define IKELOG_MAX_TRANSFORMS 256u /* of all proposals together */
#define IKELOG_MAX_ATTRIBUTES 64u  /* of one transform */
#define IKELOG_MAX_SPI        16u

/*
 * One transform, its attributes reduced to what IKE works with; 0: not there.
 * In phase 1 cipher/hash/auth/group are IKE attributes 1 to 4; in phase 2 `id` is the ESP, AH or
 * IPCOMP transform, integrity is IPsec attribute 5, group attribute 3, encapsulation attribute 4.
 */
struct ikelog_transform {
    uint8_t number;
    uint8_t id;
    bool cut; /* its attributes are not all there */
    uint16_t integrity, encapsulation;
    uint16_t key_bits;                         /* attribute 14 in phase 1, 6 in phase 2 */
    uint16_t attributes_at, attributes_length; /* where its attributes stand in the body */
    uint32_t cipher, hash, auth, group;
    uint64_t life_seconds, life_kilobytes;
};

struct ikelog_proposal {
    uint8_t number;
    uint8_t protocol;   /* IKELOG_PROTO_… */
    uint8_t spi_length; /* octets kept in spi: min(claimed, IKELOG_MAX_SPI) */
    uint8_t spi[IKELOG_MAX_SPI];
    uint16_t first, count; /* its rows in `transforms` */
};

/* The contents of an SA payload. Large (about 20 KiB): keep it on the heap or reuse it. */
struct ikelog_sa_payload {
    enum ikelog_status status; /* OK, TRUNCATED, BAD_LENGTH, TOO_MANY: what was read before stays */
    uint32_t doi, situation;
    uint32_t proposal_count, transform_count;
    struct ikelog_proposal proposals[IKELOG_MAX_PROPOSALS];
    struct ikelog_transform transforms[IKELOG_MAX_TRANSFORMS];
};

/* Read the body of an SA payload (from the DOI on). Never fails: see `status`. */
void ikelog_sa_payload_read(struct ikelog_octets body, struct ikelog_sa_payload *sa);

/* How an answer stands to the offer (RFC 2408 4.2). */
enum ikelog_choice {
    IKELOG_CHOICE_FITS,         /* or nothing can be said: one of the two is not whole */
    IKELOG_CHOICE_NOT_OFFERED,  /* no transform like it was offered for that protocol */
    IKELOG_CHOICE_OTHER_NUMBER, /* it was, but under another proposal number */
    IKELOG_CHOICE_SEVERAL,      /* more than one of the alternatives was taken */
};

/* Lifetimes do not count: responders may name their own. */
enum ikelog_choice ikelog_sa_payload_compare(const struct ikelog_sa_payload *offer,
                                             const struct ikelog_sa_payload *answer);

/* After GDOI's situation stand proposals (phase 1) or its own payloads: their head, where the
 * reader stands, differs. Other domains of interpretation have proposals. */
bool ikelog_sa_holds_proposals(uint32_t doi, const struct ikelog_reader *at);

/*
 * Append the short form that people write: "3DES/SHA-1/DHG2" for phase 1,
 * "ESP/AES-128/SHA-1" for phase 2 (with "/DHG2" when PFS is asked for).
 */
void ikelog_transform_describe(const struct ikelog_sa_payload *sa,
                               const struct ikelog_proposal *proposal,
                               const struct ikelog_transform *transform, GString *text);

/* All of them, "; " between alternatives and " + " between protocols of one proposal number. */
void ikelog_sa_payload_describe(const struct ikelog_sa_payload *sa, GString *text);

#endif
