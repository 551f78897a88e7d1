/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SA payload, reduced to what those who follow a negotiation need. */
#include "wire/sa_payload.h"

#include "wire/attribute.h"
#include "wire/numbers.h"
#include "wire/reader.h"

#include <string.h>

#define DOI_GDOI            2u
#define SITUATION_SECRECY   2u
#define SITUATION_INTEGRITY 4u

/* A later fault does not hide the first one. */
static void note(struct ikelog_sa_payload *sa, enum ikelog_status status)
{
    if (sa->status == IKELOG_OK)
        sa->status = status;
}

static uint16_t clamp16(uint64_t number)
{
    return number > UINT16_MAX ? UINT16_MAX : (uint16_t)number;
}

/* Durations are counted in the unit of the life type before them. */
static void take_life(struct ikelog_transform *transform, uint64_t unit, uint64_t duration)
{
    if (unit == 2)
        transform->life_kilobytes = duration;
    else
        transform->life_seconds = duration;
}

static uint32_t clamp32(uint64_t number)
{
    return number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
}

static void take_ike(struct ikelog_transform *transform, uint16_t type, uint64_t number)
{
    uint32_t value = clamp32(number);

    switch (type) {
    case 1:
        transform->cipher = value;
        break;
    case 2:
        transform->hash = value;
        break;
    case 3:
        transform->auth = value;
        break;
    case 4:
        transform->group = value;
        break;
    case 14:
        transform->key_bits = clamp16(number);
        break;
    default:
        break;
    }
}

static void take_ipsec(struct ikelog_transform *transform, uint16_t type, uint64_t number)
{
    uint16_t value = clamp16(number);

    switch (type) {
    case 3:
        transform->group = value;
        break;
    case 4:
        transform->encapsulation = value;
        break;
    case 5:
        transform->integrity = value;
        break;
    case 6:
        transform->key_bits = value;
        break;
    default:
        break;
    }
}

static void read_attributes(struct ikelog_sa_payload *sa, struct ikelog_reader *r, bool phase1,
                            struct ikelog_transform *transform)
{
    const uint16_t life_type = phase1 ? 11 : 1, life_duration = phase1 ? 12 : 2;
    struct ikelog_attribute attribute;
    uint64_t number, unit = 1;

    for (uint32_t n = 0; ikelog_reader_left(r) > 0; n++) {
        if (n == IKELOG_MAX_ATTRIBUTES) {
            note(sa, IKELOG_TOO_MANY);
            return;
        }
        if (ikelog_attribute_read(r, &attribute) != IKELOG_OK) {
            note(sa, IKELOG_TRUNCATED);
            transform->cut = true;
            return;
        }
        if (!ikelog_attribute_number(&attribute, &number))
            continue;
        if (attribute.type == life_type)
            unit = number;
        else if (attribute.type == life_duration)
            take_life(transform, unit, number);
        else if (phase1)
            take_ike(transform, attribute.type, number);
        else
            take_ipsec(transform, attribute.type, number);
    }
}

/*
 * The head that proposals and transforms share: next(1) reserved(1) length(2). *body is confined to
 * what the length claims, clipped to what is there. False when nothing of the entry can be read.
 */
static bool open_entry(struct ikelog_sa_payload *sa, struct ikelog_reader *r, uint8_t *next,
                       struct ikelog_reader *body)
{
    uint32_t length, left;

    *next = ikelog_read_u8(r);
    ikelog_read_u8(r);
    length = ikelog_read_u16(r);
    if (!ikelog_reader_ok(r)) {
        note(sa, IKELOG_TRUNCATED);
        return false;
    }
    if (length < 8) { /* both kinds have four octets more */
        note(sa, IKELOG_BAD_LENGTH);
        return false;
    }
    left = ikelog_reader_left(r);
    if (length - 4 > left) {
        note(sa, IKELOG_TRUNCATED);
        length = left + 4;
    }
    *body = ikelog_read_child(r, length - 4);
    return true;
}

/* Whether the entry that begins here claims more octets than are there. */
static bool is_clipped(const struct ikelog_reader *at)
{
    struct ikelog_reader r = *at;
    uint32_t left = ikelog_reader_left(&r);

    ikelog_read_u16(&r);
    return ikelog_read_u16(&r) > left;
}

/* Transforms, RFC 2408 3.6: number(1) id(1) reserved(2) attributes. */
static void read_transforms(struct ikelog_sa_payload *sa, struct ikelog_reader *r,
                            struct ikelog_proposal *proposal)
{
    struct ikelog_reader body;
    uint8_t next = IKELOG_PAYLOAD_TRANSFORM;
    bool clipped;

    proposal->first = (uint16_t)sa->transform_count;
    while (next == IKELOG_PAYLOAD_TRANSFORM) {
        struct ikelog_transform *transform = &sa->transforms[sa->transform_count];

        if (sa->transform_count == IKELOG_MAX_TRANSFORMS) {
            note(sa, IKELOG_TOO_MANY);
            return;
        }
        clipped = is_clipped(r);
        if (!open_entry(sa, r, &next, &body))
            return;
        memset(transform, 0, sizeof *transform);
        transform->number = ikelog_read_u8(&body);
        transform->id = ikelog_read_u8(&body);
        ikelog_read_u16(&body);
        if (!ikelog_reader_ok(&body)) {
            note(sa, IKELOG_TRUNCATED);
            return;
        }
        sa->transform_count++;
        proposal->count++;
        transform->cut = clipped;
        transform->attributes_at = clamp16(body.pos);
        transform->attributes_length = clamp16(ikelog_reader_left(&body));
        read_attributes(sa, &body, proposal->protocol == IKELOG_PROTO_ISAKMP, transform);
    }
}

/* Proposals, RFC 2408 3.5: number(1) protocol(1) SPI size(1) transforms(1) SPI, transforms. */
static void read_proposals(struct ikelog_sa_payload *sa, struct ikelog_reader *r)
{
    struct ikelog_reader body;
    uint8_t next = IKELOG_PAYLOAD_PROPOSAL;

    while (next == IKELOG_PAYLOAD_PROPOSAL) {
        struct ikelog_proposal *proposal = &sa->proposals[sa->proposal_count];
        const uint8_t *spi;
        uint8_t spi_size;

        if (sa->proposal_count == IKELOG_MAX_PROPOSALS) {
            note(sa, IKELOG_TOO_MANY);
            return;
        }
        if (!open_entry(sa, r, &next, &body))
            return;
        memset(proposal, 0, sizeof *proposal);
        proposal->number = ikelog_read_u8(&body);
        proposal->protocol = ikelog_read_u8(&body);
        spi_size = ikelog_read_u8(&body);
        ikelog_read_u8(&body); /* number of transforms: the chain itself tells */
        spi = ikelog_read_bytes(&body, spi_size);
        if (!ikelog_reader_ok(&body)) {
            note(sa, IKELOG_TRUNCATED);
            return;
        }
        proposal->spi_length = (uint8_t)MIN(spi_size, IKELOG_MAX_SPI);
        if (proposal->spi_length > 0)
            memcpy(proposal->spi, spi, proposal->spi_length);
        sa->proposal_count++;
        if (ikelog_reader_left(&body) > 0)
            read_transforms(sa, &body, proposal);
    }
}

/* A label of the situation, RFC 2407 4.6.1: length(2) reserved(2) level, bits(2) reserved(2)
 * bitmap; level and bitmap are filled up to four octets. */
static void skip_label(struct ikelog_reader *r)
{
    uint32_t octets, bits;

    octets = ikelog_read_u16(r);
    ikelog_read_u16(r);
    ikelog_read_bytes(r, (octets + 3) / 4 * 4);
    bits = ikelog_read_u16(r);
    ikelog_read_u16(r);
    ikelog_read_bytes(r, (bits + 31) / 32 * 4);
}

bool ikelog_sa_holds_proposals(uint32_t doi, const struct ikelog_reader *at)
{
    struct ikelog_reader r = *at;
    uint8_t next = ikelog_read_u8(&r);
    uint8_t reserved = ikelog_read_u8(&r);
    uint16_t length = ikelog_read_u16(&r);

    if (doi != DOI_GDOI)
        return true;
    return ikelog_reader_ok(&r) && (next == 0 || next == IKELOG_PAYLOAD_PROPOSAL) &&
           reserved == 0 && length >= 8;
}

void ikelog_sa_payload_read(struct ikelog_octets body, struct ikelog_sa_payload *sa)
{
    struct ikelog_reader r = ikelog_reader_over(body.data, body.length);

    sa->status = IKELOG_OK;
    sa->proposal_count = sa->transform_count = 0;
    sa->doi = ikelog_read_u32(&r);
    sa->situation = ikelog_read_u32(&r);
    if (sa->situation & (SITUATION_SECRECY | SITUATION_INTEGRITY))
        ikelog_read_u32(&r); /* labeled domain */
    if (sa->situation & SITUATION_SECRECY)
        skip_label(&r);
    if (sa->situation & SITUATION_INTEGRITY)
        skip_label(&r);
    if (!ikelog_reader_ok(&r))
        note(sa, IKELOG_TRUNCATED);
    else if (ikelog_sa_holds_proposals(sa->doi, &r))
        read_proposals(sa, &r);
}
