/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of SA payloads: situation, labels, proposals and transforms. */
#include "wire/decode_priv.h"

#include "wire/ident.h"
#include "wire/sa_payload.h"

#include <inttypes.h>

#define DOI_ISAKMP          0u
#define DOI_IPSEC           1u
#define DOI_GDOI            2u

#define SITUATION_SECRECY   2u
#define SITUATION_INTEGRITY 4u

/* The fields of one label. */
struct label_fields {
    enum ikelog_field length, level, bits, category;
};

/* " 1: " after "Proposal" or "Transform". */
static void append_ordinal(uint8_t number, GString *suffix)
{
    g_string_append_c(suffix, ' ');
    ikelog_text_decimal(number, suffix);
    g_string_append(suffix, ": ");
}

/* A value and its filling up to four octets (RFC 2407 4.6.1). */
static void decode_padded(const struct decoding *d, struct ikelog_reader *r,
                          enum ikelog_field field, uint32_t length)
{
    uint32_t padding = (4 - length % 4) % 4;

    ikelog_decode_octets(d, r, field, length);
    if (ikelog_reader_ok(r))
        ikelog_decode_octets(d, r, IKELOG_F_SA_LABEL_PADDING, padding);
}

static void decode_label(const struct decoding *d, struct ikelog_reader *r, const char *name,
                         const struct label_fields *fields)
{
    uint32_t from = r->pos, octets, bits;
    gsize start;

    if (!ikelog_reader_ok(r))
        return;
    start = ikelog_group_open(d, IKELOG_GROUP_DETAIL, from, ikelog_reader_left(r), name);
    octets = ikelog_decode_u16(d, r, fields->length);
    ikelog_decode_u16(d, r, IKELOG_F_SA_LABEL_RESERVED);
    decode_padded(d, r, fields->level, octets);
    bits = ikelog_decode_u16(d, r, fields->bits);
    ikelog_decode_u16(d, r, IKELOG_F_SA_LABEL_RESERVED);
    decode_padded(d, r, fields->category, (bits + 7) / 8);
    ikelog_group_close(d, start);
}

static void decode_situation(const struct decoding *d, struct ikelog_reader *r)
{
    static const enum ikelog_field bits[] = {IKELOG_F_SA_IDENTITY_ONLY, IKELOG_F_SA_SECRECY,
                                             IKELOG_F_SA_INTEGRITY};
    static const struct label_fields secrecy = {IKELOG_F_SA_SECRECY_LENGTH,
                                                IKELOG_F_SA_SECRECY_LEVEL, IKELOG_F_SA_SECRECY_BITS,
                                                IKELOG_F_SA_SECRECY_CATEGORY};
    static const struct label_fields integrity = {
        IKELOG_F_SA_INTEGRITY_LENGTH, IKELOG_F_SA_INTEGRITY_LEVEL, IKELOG_F_SA_INTEGRITY_BITS,
        IKELOG_F_SA_INTEGRITY_CATEGORY};
    struct ikelog_reader last = *r;
    uint32_t situation = ikelog_decode_u32(d, r, IKELOG_F_SA_SITUATION);

    if (!ikelog_reader_ok(r))
        return;
    ikelog_read_bytes(&last, 3); /* the flags stand in the last octet */
    ikelog_decode_bits(d, &last, bits, G_N_ELEMENTS(bits));
    if (situation & (SITUATION_SECRECY | SITUATION_INTEGRITY))
        ikelog_decode_u32(d, r, IKELOG_F_SA_LABELED_DOMAIN);
    if (situation & SITUATION_SECRECY)
        decode_label(d, r, "Secrecy label", &secrecy);
    if (situation & SITUATION_INTEGRITY)
        decode_label(d, r, "Integrity label", &integrity);
}

/*
 * The head of a proposal or transform. *body is confined to the entry as far as it is there; false,
 * and the rest emitted, when the entry cannot be told from what follows.
 */
static bool decode_entry(const struct decoding *d, struct ikelog_reader *r, uint8_t *next,
                         struct ikelog_reader *body)
{
    uint32_t start = r->pos, length, left;

    *next = ikelog_decode_u8(d, r, IKELOG_F_PAYLOAD_NEXT);
    ikelog_decode_u8(d, r, IKELOG_F_PAYLOAD_RESERVED);
    length = ikelog_decode_u16(d, r, IKELOG_F_PAYLOAD_LENGTH);
    if (!ikelog_reader_ok(r))
        return false;
    left = ikelog_reader_left(r);
    if (length < 8) {
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, start + 2, 2,
                            "%" PRIu32 " octets are claimed, at least 8 are needed", length);
        ikelog_decode_rest(d, r, IKELOG_F_PAYLOAD_DATA);
        return false;
    }
    if (length - 4 > left) {
        ikelog_fault_report(d, IKELOG_TRUNCATED, start + 2, 2,
                            "%" PRIu32 " octets are claimed, %" PRIu32 " are there", length,
                            left + 4);
        length = left + 4;
    }
    *body = ikelog_read_child(r, length - 4);
    return true;
}

/* What a next payload number may say inside an SA: another of its kind, or none. */
static void check_next(const struct decoding *d, const struct ikelog_reader *r, uint8_t next,
                       uint8_t kind, uint32_t at)
{
    if (next != 0 && next != kind)
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, at, 1,
                            "next payload %u, where only %u or 0 can stand", next, kind);
    else if (next == kind && ikelog_reader_ok(r) && ikelog_reader_left(r) == 0)
        ikelog_fault_report(d, IKELOG_TRUNCATED, at, 1,
                            "another entry is announced, none is there");
}

/* How the identifier of a transform is read, and its attributes. */
static const struct protocol_row {
    uint8_t protocol;
    enum ikelog_field transform;
    enum attribute_kind attributes;
} protocols[] = {
    {IKELOG_PROTO_ISAKMP, IKELOG_F_TRANSFORM_ISAKMP, ATTRIBUTES_IKE},
    {IKELOG_PROTO_AH, IKELOG_F_TRANSFORM_AH, ATTRIBUTES_IPSEC},
    {IKELOG_PROTO_ESP, IKELOG_F_TRANSFORM_ESP, ATTRIBUTES_IPSEC},
    {IKELOG_PROTO_IPCOMP, IKELOG_F_TRANSFORM_IPCOMP, ATTRIBUTES_IPSEC},
    {0, IKELOG_F_TRANSFORM_ID, ATTRIBUTES_UNKNOWN},
};

static const struct protocol_row *protocol_row(uint8_t protocol)
{
    const struct protocol_row *row = protocols;

    while (row->protocol != protocol && row->protocol != 0)
        row++;
    return row;
}

/* Transform after its head, RFC 2408 3.6. */
static void decode_transform(const struct decoding *d, struct ikelog_reader *body,
                             const struct protocol_row *protocol)
{
    const struct ikelog_registry *names = ikelog_field_row(protocol->transform)->registry;
    uint8_t number = ikelog_decode_u8(d, body, IKELOG_F_TRANSFORM_NUMBER);
    uint8_t id = ikelog_decode_u8(d, body, protocol->transform);

    ikelog_decode_u16(d, body, IKELOG_F_TRANSFORM_RESERVED);
    if (!ikelog_reader_ok(body))
        return;
    append_ordinal(number, d->suffix);
    if (names)
        ikelog_number_append(names, id, d->suffix);
    else
        g_string_append_printf(d->suffix, "#%u", id);
    ikelog_decode_attributes(d, body, protocol->attributes);
}

/* Returns how many transforms were there. */
static uint32_t decode_transforms(const struct decoding *d, struct ikelog_reader *r,
                                  const struct protocol_row *protocol)
{
    uint8_t next = IKELOG_PAYLOAD_TRANSFORM;
    uint32_t count = 0;

    while (next == IKELOG_PAYLOAD_TRANSFORM && ikelog_reader_left(r) > 0) {
        uint32_t start = r->pos;
        struct ikelog_reader body, peek = *r;
        uint32_t length;
        gsize suffix;

        ikelog_read_u16(&peek);
        length = MAX(ikelog_read_u16(&peek), 1);
        suffix = ikelog_group_open(d, IKELOG_GROUP_TRANSFORM, start,
                                   MIN(length, ikelog_reader_left(r)), "Transform");
        if (decode_entry(d, r, &next, &body)) {
            decode_transform(d, &body, protocol);
            check_next(d, r, next, IKELOG_PAYLOAD_TRANSFORM, start);
            count++;
        }
        ikelog_group_close(d, suffix);
    }
    return count;
}

/* Proposal after its head, RFC 2408 3.5. */
static void decode_proposal(const struct decoding *d, struct ikelog_reader *body)
{
    uint32_t count_at, count;
    uint8_t number = ikelog_decode_u8(d, body, IKELOG_F_PROPOSAL_NUMBER);
    uint8_t protocol = ikelog_decode_u8(d, body, IKELOG_F_PROPOSAL_PROTOCOL);
    uint8_t spi_size = ikelog_decode_u8(d, body, IKELOG_F_PROPOSAL_SPI_SIZE);
    uint8_t claimed;

    count_at = body->pos;
    claimed = ikelog_decode_u8(d, body, IKELOG_F_PROPOSAL_TRANSFORMS);
    if (!ikelog_reader_ok(body))
        return;
    append_ordinal(number, d->suffix);
    ikelog_number_append(&ikelog_registry_protocol_id, protocol, d->suffix);
    ikelog_decode_octets(d, body, IKELOG_F_PROPOSAL_SPI, spi_size);
    if (!ikelog_reader_ok(body))
        return;
    count = decode_transforms(d, body, protocol_row(protocol));
    if (count != claimed)
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, count_at, 1,
                            "%u transforms are claimed, %" PRIu32 " are there", claimed, count);
}

static void decode_proposals(const struct decoding *d, struct ikelog_reader *r)
{
    uint8_t next = IKELOG_PAYLOAD_PROPOSAL;

    while (next == IKELOG_PAYLOAD_PROPOSAL && ikelog_reader_left(r) > 0) {
        uint32_t start = r->pos;
        struct ikelog_reader body, peek = *r;
        uint32_t length;
        gsize suffix;

        ikelog_read_u16(&peek);
        length = MAX(ikelog_read_u16(&peek), 1);
        suffix = ikelog_group_open(d, IKELOG_GROUP_PROPOSAL, start,
                                   MIN(length, ikelog_reader_left(r)), "Proposal");
        if (decode_entry(d, r, &next, &body)) {
            decode_proposal(d, &body);
            if (ikelog_reader_left(&body) > 0)
                ikelog_fault_report(d, IKELOG_TRAILING, body.pos, ikelog_reader_left(&body),
                                    "octets behind the last transform");
            ikelog_decode_rest(d, &body, IKELOG_F_PAYLOAD_DATA);
            check_next(d, r, next, IKELOG_PAYLOAD_PROPOSAL, start);
        }
        ikelog_group_close(d, suffix);
    }
}

/* The short form of the proposals, which is shown beside the payload's name. */
static void append_summary(struct ikelog_octets body, GString *suffix)
{
    struct ikelog_sa_payload *sa = g_new(struct ikelog_sa_payload, 1);

    ikelog_sa_payload_read(body, sa);
    if (sa->transform_count > 0)
        g_string_append(suffix, ": ");
    ikelog_sa_payload_describe(sa, suffix);
    g_free(sa);
}

void ikelog_decode_sa(const struct decoding *d, struct ikelog_reader *r)
{
    struct ikelog_octets body = {r->data + r->pos, ikelog_reader_left(r)};
    uint32_t doi;

    doi = ikelog_decode_u32(d, r, IKELOG_F_SA_DOI);
    if (!ikelog_reader_ok(r))
        return;
    if (doi > DOI_GDOI) {
        ikelog_decode_rest(d, r, IKELOG_F_SA_DATA);
        return;
    }
    decode_situation(d, r);
    if (!ikelog_reader_ok(r))
        return;
    if (!ikelog_sa_holds_proposals(doi, r)) {
        ikelog_decode_gdoi_sa(d, r);
        return;
    }
    append_summary(body, d->suffix);
    if (ikelog_reader_left(r) == 0)
        ikelog_fault_report(d, IKELOG_TRUNCATED, r->pos, 0, "there is no proposal");
    decode_proposals(d, r);
}

bool ikelog_value_of_sa(struct ikelog_octets body, GString *text)
{
    struct ikelog_sa_payload *sa = g_new(struct ikelog_sa_payload, 1);
    gsize start = text->len;

    ikelog_sa_payload_read(body, sa);
    ikelog_sa_payload_describe(sa, text);
    g_free(sa);
    return text->len > start;
}
