/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of the payloads of GDOI (RFC 6407 5): policies and keys of a group. */
#include "wire/decode_priv.h"

#include "wire/ident.h"
#include "wire/payload_table.h"

#include <inttypes.h>

#define KEK_SPI 16u
#define TEK_SPI 4u

/* Protocols of a TEK, and kinds of key packets. */
#define TEK_ESP    1u
#define TEK_AH     2u
#define KEY_OF_TEK 1u
#define KEY_OF_KEK 2u
#define KEY_OF_LKH 3u
#define KEY_OF_SID 4u

/* The fields of one end of the traffic. */
struct end_fields {
    enum ikelog_field type, port, length, data, text;
};

static const struct end_fields source = {IKELOG_F_GDOI_SRC_TYPE, IKELOG_F_GDOI_SRC_PORT,
                                         IKELOG_F_GDOI_SRC_LENGTH, IKELOG_F_GDOI_SRC_DATA,
                                         IKELOG_F_GDOI_SRC_TEXT};
static const struct end_fields destination = {IKELOG_F_GDOI_DST_TYPE, IKELOG_F_GDOI_DST_PORT,
                                              IKELOG_F_GDOI_DST_LENGTH, IKELOG_F_GDOI_DST_DATA,
                                              IKELOG_F_GDOI_DST_TEXT};

/* ID type, port, length (in one octet or two) and data. */
static void decode_end(const struct decoding *d, struct ikelog_reader *r, bool wide_length,
                       const struct end_fields *fields, const char *before)
{
    struct ikelog_id id = {.type = ikelog_decode_u8(d, r, fields->type)};
    uint32_t length, at;
    gsize text;

    id.port = ikelog_decode_u16(d, r, fields->port);
    length = wide_length ? ikelog_decode_u16(d, r, fields->length)
                         : ikelog_decode_u8(d, r, fields->length);
    at = r->pos;
    id.data = ikelog_decode_octets(d, r, fields->data, length);
    if (!ikelog_reader_ok(r) || length == 0)
        return;
    g_string_append(d->suffix, before);
    text = d->suffix->len;
    ikelog_id_describe(&id, d->suffix);
    ikelog_item_emit_text(d, fields->text, at, length, d->suffix->str + text);
    if (id.port)
        g_string_append_printf(d->suffix, " port %u", id.port);
}

/* SA KEK, 5.3: how rekey messages are protected. */
void ikelog_decode_gdoi_kek(const struct decoding *d, struct ikelog_reader *r)
{
    ikelog_decode_u8(d, r, IKELOG_F_GDOI_IP_PROTOCOL);
    decode_end(d, r, false, &source, ": ");
    decode_end(d, r, false, &destination, " to ");
    ikelog_decode_octets(d, r, IKELOG_F_GDOI_SPI, KEK_SPI);
    ikelog_decode_u32(d, r, IKELOG_F_GDOI_RESERVED);
    if (ikelog_reader_ok(r))
        ikelog_decode_attributes(d, r, ATTRIBUTES_KEK);
}

/* SA TEK, 5.5: how the group's traffic is protected. */
void ikelog_decode_gdoi_tek(const struct decoding *d, struct ikelog_reader *r)
{
    uint8_t protocol = ikelog_decode_u8(d, r, IKELOG_F_GDOI_TEK_PROTOCOL);

    if (protocol != TEK_ESP && protocol != TEK_AH) {
        ikelog_decode_rest(d, r, IKELOG_F_GDOI_DATA);
        return;
    }
    ikelog_decode_u8(d, r, IKELOG_F_GDOI_IP_PROTOCOL);
    decode_end(d, r, true, &source, ": ");
    decode_end(d, r, true, &destination, " to ");
    ikelog_decode_u8(d, r, protocol == TEK_ESP ? IKELOG_F_GDOI_ESP : IKELOG_F_GDOI_AH);
    ikelog_decode_octets(d, r, IKELOG_F_GDOI_SPI, TEK_SPI);
    if (ikelog_reader_ok(r))
        ikelog_decode_attributes(d, r, ATTRIBUTES_IPSEC);
}

/* Group associated policy, 5.4. */
void ikelog_decode_gdoi_policy(const struct decoding *d, struct ikelog_reader *r)
{
    ikelog_decode_attributes(d, r, ATTRIBUTES_GROUP_POLICY);
}

static enum attribute_kind attributes_of(uint8_t kind)
{
    switch (kind) {
    case KEY_OF_TEK:
        return ATTRIBUTES_KEY_TEK;
    case KEY_OF_KEK:
        return ATTRIBUTES_KEY_KEK;
    case KEY_OF_LKH:
        return ATTRIBUTES_KEY_LKH;
    case KEY_OF_SID:
        return ATTRIBUTES_KEY_SID;
    default:
        return ATTRIBUTES_UNKNOWN;
    }
}

/* A key packet, 5.6: kind(1) reserved(1) length(2) SPI size(1) SPI, attributes. */
static void decode_key_packet(const struct decoding *d, struct ikelog_reader *r)
{
    uint32_t start = r->pos, length;
    gsize group =
        ikelog_group_open(d, IKELOG_GROUP_DETAIL, start, ikelog_reader_left(r), "Key packet");
    uint8_t kind = ikelog_decode_u8(d, r, IKELOG_F_GDOI_KEY_TYPE), size;
    struct ikelog_reader body;

    ikelog_decode_u8(d, r, IKELOG_F_GDOI_KEY_RESERVED);
    length = ikelog_decode_u16(d, r, IKELOG_F_GDOI_KEY_LENGTH);
    if (ikelog_reader_ok(r) &&
        (length < r->pos - start || length - (r->pos - start) > ikelog_reader_left(r)))
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, r->pos - 2, 2,
                            "%" PRIu32 " octets do not fit what is there", length);
    length = MAX(length, r->pos - start) - (r->pos - start);
    body = ikelog_read_child(r, MIN(length, ikelog_reader_left(r)));
    g_string_append(d->suffix, ": ");
    ikelog_number_append(&ikelog_registry_gdoi_key_type, kind, d->suffix);
    size = ikelog_decode_u8(d, &body, IKELOG_F_GDOI_SPI_SIZE);
    ikelog_decode_octets(d, &body, IKELOG_F_GDOI_SPI, size);
    if (ikelog_reader_ok(&body))
        ikelog_decode_attributes(d, &body, attributes_of(kind));
    ikelog_group_close(d, group);
}

/* Key download, 5.6. */
void ikelog_decode_gdoi_keys(const struct decoding *d, struct ikelog_reader *r)
{
    uint16_t count = ikelog_decode_u16(d, r, IKELOG_F_GDOI_KEY_COUNT);

    ikelog_decode_u16(d, r, IKELOG_F_GDOI_KEYS_RESERVED);
    if (!ikelog_reader_ok(r))
        return;
    g_string_append_printf(d->suffix, ": %u %s", count, count == 1 ? "key packet" : "key packets");
    while (count-- > 0 && ikelog_reader_left(r) > 0)
        decode_key_packet(d, r);
}

void ikelog_decode_gdoi_sequence(const struct decoding *d, struct ikelog_reader *r)
{
    uint32_t number = ikelog_decode_u32(d, r, IKELOG_F_GDOI_SEQUENCE);

    if (ikelog_reader_ok(r))
        g_string_append_printf(d->suffix, ": %" G_GUINT32_FORMAT, number);
}

/* One of the payloads inside an SA: a generic header and its body. Returns the next one's type. */
static uint8_t decode_inner(const struct decoding *d, struct ikelog_reader *r, uint8_t type)
{
    const struct ikelog_payload_row *row = ikelog_payload_row(type, true);
    uint32_t start = r->pos, length;
    gsize group = ikelog_group_open(d, IKELOG_GROUP_PROPOSAL, start, ikelog_reader_left(r),
                                    row ? row->name : "Unknown payload");
    uint8_t next = ikelog_decode_u8(d, r, IKELOG_F_PAYLOAD_NEXT);
    struct ikelog_reader body;

    ikelog_decode_u8(d, r, IKELOG_F_PAYLOAD_RESERVED);
    length = ikelog_decode_u16(d, r, IKELOG_F_PAYLOAD_LENGTH);
    if (ikelog_reader_ok(r) &&
        (length < IKELOG_GENERIC_LEN || length - IKELOG_GENERIC_LEN > ikelog_reader_left(r)))
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, start + 2, 2,
                            "%" PRIu32 " octets do not fit what is there", length);
    length = MAX(length, IKELOG_GENERIC_LEN) - IKELOG_GENERIC_LEN;
    body = ikelog_read_child(r, MIN(length, ikelog_reader_left(r)));
    if (row && row->parse && row->type != IKELOG_PAYLOAD_SA)
        row->parse(d, &body);
    ikelog_decode_rest(d, &body, IKELOG_F_PAYLOAD_DATA);
    ikelog_group_close(d, group);
    return next;
}

/* The body of an SA payload after its situation, 5.2. */
void ikelog_decode_gdoi_sa(const struct decoding *d, struct ikelog_reader *r)
{
    uint8_t type = (uint8_t)ikelog_decode_u16(d, r, IKELOG_F_GDOI_SA_NEXT);

    ikelog_decode_u16(d, r, IKELOG_F_GDOI_SA_RESERVED);
    while (type != IKELOG_PAYLOAD_NONE && ikelog_reader_left(r) > 0)
        type = decode_inner(d, r, type);
}
