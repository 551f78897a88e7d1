/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of the header and of the chain of payloads; each family has a file of its own. */
#include "wire/decode.h"

#include "wire/decode_priv.h"
#include "wire/payload_table.h"

#include <inttypes.h>

/* Room for what nearly all suffixes stay within. */
#define USUAL_SUFFIX 256u

static void decode_flags(const struct decoding *d, struct ikelog_reader *r)
{
    static const enum ikelog_field bits[] = {IKELOG_F_FLAG_ENCRYPTION, IKELOG_F_FLAG_COMMIT,
                                             IKELOG_F_FLAG_AUTH_ONLY, IKELOG_F_FLAG_RESERVED};
    struct ikelog_reader octet = *r;

    ikelog_decode_u8(d, r, IKELOG_F_FLAGS);
    if (ikelog_reader_ok(r))
        ikelog_decode_bits(d, &octet, bits, G_N_ELEMENTS(bits));
}

static void decode_version(const struct decoding *d, struct ikelog_reader *r)
{
    uint32_t offset = r->pos;
    uint8_t version = ikelog_read_u8(r);
    char text[16] = "1.0"; /* of nearly all: printing it costs more than the item */

    if (!ikelog_reader_ok(r))
        return;
    if (version != 0x10)
        g_snprintf(text, sizeof text, "%d.%d", version >> 4, version & 15);
    ikelog_item_emit_text(d, IKELOG_F_VERSION, offset, 1, text);
    if (version >> 4 != 1)
        ikelog_fault_report(d, IKELOG_BAD_VERSION, offset, 1, "version %s", text);
}

static void check_length(const struct decoding *d, uint32_t claimed, uint32_t offset,
                         uint32_t there)
{
    if (claimed < IKELOG_HEADER_LEN)
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, offset, 4,
                            "the header alone has 28 octets, %" PRIu32 " are claimed for all",
                            claimed);
    else if (claimed > there)
        ikelog_fault_report(d, IKELOG_TRUNCATED, offset, 4,
                            "%" PRIu32 " octets are claimed, %" PRIu32 " are there", claimed,
                            there);
    else if (claimed < there)
        ikelog_fault_report(d, IKELOG_TRAILING, claimed, there - claimed,
                            "%" PRIu32 " octets behind the message", there - claimed);
}

void ikelog_decode_header(struct ikelog_octets message, bool cut, const struct ikelog_sink *sink)
{
    const struct decoding d = {.data = message.data, .sink = sink, .cut = cut};
    uint32_t length = MIN(message.length, IKELOG_HEADER_LEN), claimed;
    struct ikelog_reader r = ikelog_reader_over(message.data, length);
    gsize start = ikelog_group_open(&d, IKELOG_GROUP_HEADER, 0, length, "Header");

    ikelog_decode_octets(&d, &r, IKELOG_F_ICOOKIE, IKELOG_COOKIE_LEN);
    ikelog_decode_octets(&d, &r, IKELOG_F_RCOOKIE, IKELOG_COOKIE_LEN);
    ikelog_decode_u8(&d, &r, IKELOG_F_NEXT_PAYLOAD);
    decode_version(&d, &r);
    ikelog_decode_u8(&d, &r, IKELOG_F_EXCHANGE_TYPE);
    decode_flags(&d, &r);
    ikelog_decode_u32(&d, &r, IKELOG_F_MESSAGE_ID);
    claimed = ikelog_decode_u32(&d, &r, IKELOG_F_LENGTH);
    if (ikelog_reader_ok(&r))
        check_length(&d, claimed, r.pos - 4, message.length);
    ikelog_group_close(&d, start);
}

/* What the parser left over. */
static void decode_leftover(const struct decoding *d, struct ikelog_reader *r)
{
    uint32_t left = ikelog_reader_left(r);

    if (left == 0)
        return;
    ikelog_fault_report(d, IKELOG_TRAILING, r->pos, left,
                        "%" PRIu32 " octets that the payload has no use for", left);
    ikelog_decode_rest(d, r, IKELOG_F_PAYLOAD_DATA);
}

static void decode_plain(const struct decoding *d, struct ikelog_reader *r, enum ikelog_field field)
{
    if (ikelog_reader_left(r) == 0)
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, r->pos - IKELOG_GENERIC_LEN, IKELOG_GENERIC_LEN,
                            "the payload is empty");
    ikelog_decode_rest(d, r, field);
}

static bool is_known(const struct ikelog_payload_row *row)
{
    return row && row->class != IKELOG_CLASS_INNER;
}

static void decode_payload_body(const struct decoding *d, const struct ikelog_payload *payload,
                                const struct ikelog_payload_row *row, struct ikelog_reader *r)
{
    if (!is_known(row)) {
        ikelog_fault_report(d, IKELOG_UNKNOWN_PAYLOAD, payload->offset, payload->length,
                            "type %u%s%s", payload->type, row ? " cannot stand here: " : "",
                            row ? row->name : "");
        ikelog_decode_rest(d, r, IKELOG_F_PAYLOAD_DATA);
    } else if (row->parse) {
        row->parse(d, r);
        decode_leftover(d, r);
    } else {
        decode_plain(d, r, row->field);
    }
}

static void emit_type(const struct decoding *d, const struct ikelog_payload *payload)
{
    ikelog_item_emit_value(d, IKELOG_F_PAYLOAD_TYPE, payload->offset, payload->length,
                           payload->type);
}

/* The header of the payload is not known; what is known of its body may lack its beginning. */
static void decode_known_part(const struct decoding *d, const struct ikelog_payload *payload)
{
    uint32_t from = MAX(payload->offset, d->context->unknown);

    if (from < payload->offset + payload->length)
        ikelog_item_emit(d, IKELOG_F_PAYLOAD_DATA, from, payload->offset + payload->length - from);
}

/* Generic payload header, RFC 2408 3.2. False when no body can be told. */
static bool decode_generic(const struct decoding *d, const struct ikelog_payload *payload,
                           struct ikelog_reader *r)
{
    uint16_t length;

    ikelog_decode_u8(d, r, IKELOG_F_PAYLOAD_NEXT);
    ikelog_decode_u8(d, r, IKELOG_F_PAYLOAD_RESERVED);
    length = ikelog_decode_u16(d, r, IKELOG_F_PAYLOAD_LENGTH);
    if (!ikelog_reader_ok(r))
        return false;
    if (length < IKELOG_GENERIC_LEN) {
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, r->pos - 2, 2,
                            "%u octets are claimed, this header alone has 4; what follows cannot "
                            "be told",
                            length);
        return false;
    }
    if (length != payload->length)
        ikelog_fault_report(d, IKELOG_TRUNCATED, r->pos - 2, 2,
                            "%u octets are claimed, %" PRIu32 " are there", length,
                            payload->length);
    return true;
}

static void decode_payload(const struct decoding *d, const struct ikelog_payload *payload)
{
    const struct ikelog_payload_row *row = ikelog_payload_row(payload->type, d->context->gdoi);
    struct ikelog_reader r = ikelog_reader_over(d->data, payload->offset + payload->length);
    gsize start = ikelog_group_open(d, IKELOG_GROUP_PAYLOAD, payload->offset, payload->length,
                                    is_known(row) ? row->name : "Unknown payload");

    emit_type(d, payload);
    ikelog_read_bytes(&r, payload->offset);
    if (payload->offset < d->context->unknown)
        decode_known_part(d, payload);
    else if (decode_generic(d, payload, &r))
        decode_payload_body(d, payload, row, &r);
    ikelog_group_close(d, start);
}

void ikelog_decode_chain(struct ikelog_octets data, const struct ikelog_chain *chain,
                         const struct ikelog_decode_context *context,
                         const struct ikelog_sink *sink)
{
    const struct decoding d = {.data = data.data,
                               .context = context,
                               .sink = sink,
                               .cut = context->cut,
                               .suffix = g_string_sized_new(USUAL_SUFFIX)};

    for (uint32_t i = 0; i < chain->count; i++)
        decode_payload(&d, &chain->payloads[i]);
    g_string_free(d.suffix, TRUE);
    if (chain->status == IKELOG_OK || chain->end >= data.length)
        return;
    /* After a chain that did not end itself the rest is no padding: what it is, is not known. */
    ikelog_item_emit(&d, IKELOG_F_PAYLOAD_DATA, chain->end, data.length - chain->end);
    if (chain->status == IKELOG_TOO_MANY)
        ikelog_fault_report(&d, IKELOG_TOO_MANY, chain->end, data.length - chain->end,
                            "%u payloads were interpreted", IKELOG_MAX_PAYLOADS);
}

bool ikelog_value_of_length(struct ikelog_octets body, GString *text)
{
    g_string_append_printf(text, "%u octets", body.length);
    return true;
}
