/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ISAKMP header and the chain of payloads after it (RFC 2408 3.1, 3.2). */
#ifndef IKELOG_WIRE_MESSAGE_H
#define IKELOG_WIRE_MESSAGE_H

#include "wire/status.h"

#include <stdbool.h>
#include <stdint.h>

#define IKELOG_COOKIE_LEN  8u
#define IKELOG_HEADER_LEN  28u
#define IKELOG_GENERIC_LEN 4u

/* Most payloads that are interpreted in one message; real ones have fewer than 30. */
#define IKELOG_MAX_PAYLOADS 64u

/* Flags of the header, RFC 2408 3.1. */
#define IKELOG_FLAG_ENCRYPTION 0x01u
#define IKELOG_FLAG_COMMIT     0x02u
#define IKELOG_FLAG_AUTH_ONLY  0x04u

/* ISAKMP header, RFC 2408 3.1; integers in host order, cookies as on the wire. */
struct ikelog_header {
    union {
        uint8_t cookies[2 * IKELOG_COOKIE_LEN]; /* CKY-I | CKY-R */
        struct {
            uint8_t cky_i[IKELOG_COOKIE_LEN], cky_r[IKELOG_COOKIE_LEN];
        };
    };
    uint8_t next_payload;
    uint8_t version; /* major << 4 | minor */
    uint8_t exchange_type;
    uint8_t flags;
    uint32_t message_id;
    uint32_t length; /* header included, as claimed */
};

/* One payload of a chain. `offset` is that of its generic header within the parsed range. */
struct ikelog_payload {
    uint8_t type;
    uint8_t next;     /* the type of the following one; 0 at the end */
    uint8_t reserved; /* as sent; it should be 0 */
    uint16_t claimed; /* the length field as sent; 0 when the range ends before it */
    uint32_t offset;  /* generic payload header */
    uint32_t length;  /* whole payload, generic header (4 octets) included; clipped to the range */
};

/*
 * A chain of payloads, in wire order. `status` is IKELOG_OK when the chain ended itself (next
 * payload 0), else it says why it ended at `end`: TRUNCATED (the range ends within a payload: that
 * payload is listed with what is there of it), BAD_LENGTH (a length below 4), TOO_MANY. Octets from
 * `end` on were not interpreted: padding, when the status is OK.
 */
struct ikelog_chain {
    enum ikelog_status status;
    uint32_t count;
    uint32_t end;
    struct ikelog_payload payloads[IKELOG_MAX_PAYLOADS];
};

/*
 * Read the header from data[0 .. length).
 * Returns IKELOG_OK; TRUNCATED when fewer than 28 octets are there (*header is zeroed);
 * BAD_LENGTH when the claimed length is below 28 (the header is filled in);
 * BAD_VERSION when the major version is not 1 (the header is filled in).
 */
enum ikelog_status ikelog_header_read(const uint8_t *data, uint32_t length,
                                      struct ikelog_header *header);

/* Where a message ends of which `there` octets are there: as claimed, or where they end. */
uint32_t ikelog_header_end(const struct ikelog_header *header, uint32_t there);

/* Whether the body is encrypted. A vendor fragment repeats the flag of the message that it is a
 * part of, but is itself in clear. */
bool ikelog_header_hides_body(const struct ikelog_header *header);

/*
 * Walk the chain of payloads that starts at data[from] with a payload of type `first`.
 * Offsets in *chain are relative to data. Never fails: see struct ikelog_chain.
 */
void ikelog_chain_read(const uint8_t *data, uint32_t length, uint32_t from, uint8_t first,
                       struct ikelog_chain *chain);

/* The body of a payload: *body_length octets after the generic header, or NULL when cut off. */
const uint8_t *ikelog_payload_body(const uint8_t *data, const struct ikelog_payload *payload,
                                   uint32_t *body_length);

/* The n-th (from 0) payload of a type in the chain, or NULL. */
const struct ikelog_payload *ikelog_chain_find(const struct ikelog_chain *chain, uint8_t type,
                                               uint32_t n);

/* True when all eight octets are zero. */
bool ikelog_cookie_is_zero(const uint8_t cookie[IKELOG_COOKIE_LEN]);

#endif
