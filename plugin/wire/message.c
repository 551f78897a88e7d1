/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ISAKMP header and the chain of payloads after it. */
#include "wire/message.h"

#include "wire/numbers.h"
#include "wire/reader.h"

#include <string.h>

enum ikelog_status ikelog_header_read(const uint8_t *data, uint32_t length,
                                      struct ikelog_header *header)
{
    struct ikelog_reader r = ikelog_reader_over(data, length);
    const uint8_t *cky_i = ikelog_read_bytes(&r, IKELOG_COOKIE_LEN);
    const uint8_t *cky_r = ikelog_read_bytes(&r, IKELOG_COOKIE_LEN);

    memset(header, 0, sizeof *header);
    header->next_payload = ikelog_read_u8(&r);
    header->version = ikelog_read_u8(&r);
    header->exchange_type = ikelog_read_u8(&r);
    header->flags = ikelog_read_u8(&r);
    header->message_id = ikelog_read_u32(&r);
    header->length = ikelog_read_u32(&r);
    if (!ikelog_reader_ok(&r)) {
        memset(header, 0, sizeof *header);
        return IKELOG_TRUNCATED;
    }
    memcpy(header->cky_i, cky_i, IKELOG_COOKIE_LEN);
    memcpy(header->cky_r, cky_r, IKELOG_COOKIE_LEN);
    if (header->version >> 4 != 1)
        return IKELOG_BAD_VERSION;
    return header->length < IKELOG_HEADER_LEN ? IKELOG_BAD_LENGTH : IKELOG_OK;
}

uint32_t ikelog_header_end(const struct ikelog_header *header, uint32_t there)
{
    return header->length >= IKELOG_HEADER_LEN && header->length < there ? header->length : there;
}

bool ikelog_header_hides_body(const struct ikelog_header *header)
{
    return (header->flags & IKELOG_FLAG_ENCRYPTION) != 0 &&
           header->next_payload != IKELOG_PAYLOAD_FRAGMENT;
}

/* Generic payload header, RFC 2408 3.2: next(1) reserved(1) length(2, header included). */
static enum ikelog_status read_generic(struct ikelog_reader *r, struct ikelog_payload *payload)
{
    uint16_t length;

    payload->offset = r->pos;
    payload->claimed = 0;
    payload->next = ikelog_read_u8(r);
    payload->reserved = ikelog_read_u8(r);
    length = payload->claimed = ikelog_read_u16(r);
    if (!ikelog_reader_ok(r)) {
        payload->length = r->end - payload->offset;
        return IKELOG_TRUNCATED;
    }
    payload->claimed = (uint16_t)length;
    if (length < IKELOG_GENERIC_LEN) {
        payload->length = IKELOG_GENERIC_LEN;
        return IKELOG_BAD_LENGTH;
    }
    if (length - IKELOG_GENERIC_LEN > ikelog_reader_left(r)) {
        payload->length = r->end - payload->offset;
        return IKELOG_TRUNCATED;
    }
    payload->length = length;
    ikelog_read_child(r, length - IKELOG_GENERIC_LEN);
    return IKELOG_OK;
}

void ikelog_chain_read(const uint8_t *data, uint32_t length, uint32_t from, uint8_t first,
                       struct ikelog_chain *chain)
{
    struct ikelog_reader r = ikelog_reader_over(data, length);
    uint8_t type = first;

    chain->status = IKELOG_OK;
    chain->count = 0;
    chain->end = from < length ? from : length;
    ikelog_read_child(&r, chain->end);
    while (type != 0) {
        struct ikelog_payload *payload = &chain->payloads[chain->count];

        if (chain->count == IKELOG_MAX_PAYLOADS) {
            chain->status = IKELOG_TOO_MANY;
            return;
        }
        payload->type = type;
        chain->status = read_generic(&r, payload);
        chain->count++;
        chain->end = payload->offset + payload->length;
        if (chain->status != IKELOG_OK)
            return;
        type = payload->next;
    }
}

const uint8_t *ikelog_payload_body(const uint8_t *data, const struct ikelog_payload *payload,
                                   uint32_t *body_length)
{
    if (payload->length < IKELOG_GENERIC_LEN) {
        *body_length = 0;
        return NULL;
    }
    *body_length = payload->length - IKELOG_GENERIC_LEN;
    return data + payload->offset + IKELOG_GENERIC_LEN;
}

const struct ikelog_payload *ikelog_chain_find(const struct ikelog_chain *chain, uint8_t type,
                                               uint32_t n)
{
    for (uint32_t i = 0; i < chain->count; i++)
        if (chain->payloads[i].type == type && n-- == 0)
            return &chain->payloads[i];
    return NULL;
}

bool ikelog_cookie_is_zero(const uint8_t cookie[IKELOG_COOKIE_LEN])
{
    static const uint8_t zero[IKELOG_COOKIE_LEN];

    return memcmp(cookie, zero, IKELOG_COOKIE_LEN) == 0;
}
