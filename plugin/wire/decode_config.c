/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of mode config and XAUTH: what a client is asked for and given (payload 14). */
#include "wire/decode_priv.h"

#include "wire/ident.h"

#include <inttypes.h>

#define TEXT_MOST      512u
#define HEX_MOST       32u

#define CONFIG_REQUEST 1u
#define CONFIG_ACK     4u

/* One part of a value: a field and its octets. Values repeat the parts of their layout. */
struct part {
    enum ikelog_field field;
    uint8_t size;
};

/* The layouts of values; at most MOST_PARTS parts, size 0 ends them. */
#define MOST_PARTS 5
enum layout {
    RAW,
    TEXT,
    PASSWORD,
    NUMBER,
    IPV4,
    IPV6,
    MASK,
    SUBNET4,
    SUBNET6,
    SPLIT,
    SUPPORTED,
    XAUTH_TYPE,
    XAUTH_STATUS,
    SECONDS,
    PORT,
    SERVERS,
    FIREWALL,
};

/* clang-format off */
static const struct part layouts[][MOST_PARTS] = {
    [IPV4] = {{IKELOG_F_CONFIG_IPV4, 4}},
    [IPV6] = {{IKELOG_F_CONFIG_IPV6, 16}},
    [MASK] = {{IKELOG_F_CONFIG_MASK, 4}},
    [SUBNET4] = {{IKELOG_F_CONFIG_IPV4, 4}, {IKELOG_F_CONFIG_MASK, 4}},
    [SUBNET6] = {{IKELOG_F_CONFIG_IPV6, 16}, {IKELOG_F_CONFIG_PREFIX, 1}},
    [SPLIT] = {{IKELOG_F_CONFIG_IPV4, 4},
               {IKELOG_F_CONFIG_MASK, 4},
               {IKELOG_F_CONFIG_PROTOCOL, 2},
               {IKELOG_F_CONFIG_SOURCE_PORT, 2},
               {IKELOG_F_CONFIG_DESTINATION_PORT, 2}},
    [SUPPORTED] = {{IKELOG_F_CONFIG_SUPPORTED, 2}},
    [XAUTH_TYPE] = {{IKELOG_F_CONFIG_XAUTH_TYPE, 2}},
    [XAUTH_STATUS] = {{IKELOG_F_CONFIG_XAUTH_STATUS, 2}},
    [SECONDS] = {{IKELOG_F_CONFIG_SECONDS, 4}},
    [PORT] = {{IKELOG_F_CONFIG_PORT, 2}},
    [FIREWALL] = {{IKELOG_F_CONFIG_FW_VENDOR, 2}, /* see decode_firewall */
                  {IKELOG_F_CONFIG_FW_PRODUCT, 2},
                  {IKELOG_F_CONFIG_FW_CAPABILITY, 2}},
};
/* clang-format on */

/* The values of attributes; several layouts of one attribute are told by the length. */
static const struct {
    uint16_t type;
    enum layout first, second;
} values[] = {
    {1, IPV4, RAW},         {2, MASK, RAW},           {3, IPV4, RAW},
    {4, IPV4, RAW},         {5, SECONDS, RAW},        {6, IPV4, RAW},
    {7, TEXT, RAW},         {8, SUBNET6, IPV6},       {9, IPV6, RAW},
    {10, IPV6, RAW},        {11, IPV6, RAW},          {12, IPV6, RAW},
    {13, SUBNET4, RAW},     {14, SUPPORTED, RAW},     {15, SUBNET6, RAW},
    {18, SUBNET6, RAW},     {20, IPV4, RAW},          {21, IPV6, RAW},
    {16387, TEXT, RAW},     {16520, XAUTH_TYPE, RAW}, {16521, TEXT, RAW},
    {16522, PASSWORD, RAW}, {16523, PASSWORD, RAW},   {16524, TEXT, RAW},
    {16525, TEXT, RAW},     {16526, TEXT, RAW},       {16527, XAUTH_STATUS, RAW},
    {16528, PASSWORD, RAW}, {16529, PASSWORD, RAW},   {23456, IPV4, RAW},
    {23457, IPV6, RAW},     {28672, TEXT, RAW},       {28673, NUMBER, RAW},
    {28674, TEXT, RAW},     {28675, TEXT, RAW},       {28676, SPLIT, SUBNET4},
    {28677, PORT, RAW},     {28678, SPLIT, SUBNET4},  {28679, NUMBER, RAW},
    {28680, FIREWALL, RAW}, {28681, SERVERS, RAW},    {28682, TEXT, RAW},
    {28684, NUMBER, RAW},
};

static uint32_t layout_size(enum layout layout)
{
    uint32_t size = 0;

    if (layout >= G_N_ELEMENTS(layouts))
        return 0;
    for (size_t i = 0; i < MOST_PARTS; i++)
        size += layouts[layout][i].size;
    return size;
}

/* Whether a value of this length can have the layout. */
static bool fits(enum layout layout, uint32_t length)
{
    uint32_t size = layout_size(layout);

    switch (layout) {
    case RAW:
        return false;
    case TEXT:
    case PASSWORD:
        return true;
    case NUMBER:
        return length <= 4;
    case SERVERS:
        return true;
    case FIREWALL:
        return length % 4 == 0;
    default:
        return size > 0 && length % size == 0;
    }
}

static enum layout layout_of(uint16_t type, uint32_t length, bool *known)
{
    *known = false;
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        if (values[i].type != type)
            continue;
        *known = true;
        if (fits(values[i].first, length))
            return values[i].first;
        if (fits(values[i].second, length))
            return values[i].second;
    }
    return RAW;
}

static void append_escaped(struct ikelog_octets octets, GString *text)
{
    while (octets.length > 0 && octets.data[octets.length - 1] == 0)
        octets.length--;
    ikelog_text_escape(octets, TEXT_MOST, text);
}

/* Texts and passwords: the octets and what they say. */
static void decode_text(const struct decoding *d, struct ikelog_reader *r, enum layout layout)
{
    enum ikelog_field field = layout == PASSWORD ? IKELOG_F_CONFIG_PASSWORD : IKELOG_F_CONFIG_TEXT;
    uint32_t at = r->pos, length = ikelog_reader_left(r);
    struct ikelog_octets octets = {ikelog_read_bytes(r, length), length};
    GString *text = g_string_new(NULL);

    append_escaped(octets, text);
    ikelog_item_emit_text(d, field, at, length, text->str);
    g_string_append_printf(d->suffix, ": %s", layout == PASSWORD ? "…" : text->str);
    g_string_free(text, TRUE);
}

static void append_part(enum ikelog_field field, struct ikelog_octets octets, GString *suffix)
{
    const struct ikelog_field_row *row = ikelog_field_row(field);
    struct ikelog_id id = {.data = octets};
    uint32_t number = 0;

    for (uint32_t i = 0; i < octets.length && i < 4; i++)
        number = number << 8 | octets.data[i];
    if (row->mask)
        number &= (uint32_t)row->mask;
    if (row->type == IKELOG_FT_IPV4 || row->type == IKELOG_FT_IPV6) {
        id.type = row->type == IKELOG_FT_IPV4 ? IKELOG_ID_IPV4_ADDR : IKELOG_ID_IPV6_ADDR;
        ikelog_id_describe(&id, suffix);
    } else if (row->registry) {
        ikelog_number_append(row->registry, number, suffix);
    } else {
        g_string_append_printf(suffix, "%" PRIu32, number);
    }
}

/* The parts of a layout, again and again to the end of the value. */
static void decode_parts(const struct decoding *d, struct ikelog_reader *r, enum layout layout)
{
    const char *between = ": ";

    while (ikelog_reader_left(r) > 0) {
        for (size_t i = 0; i < MOST_PARTS && layouts[layout][i].size > 0; i++) {
            const struct part *part = &layouts[layout][i];

            g_string_append(d->suffix, between);
            append_part(part->field, ikelog_decode_octets(d, r, part->field, part->size),
                        d->suffix);
            between = "/";
        }
        between = ", ";
    }
}

/* Attributes in two octets each: vendor, product, capability. */
static void decode_firewall(const struct decoding *d, struct ikelog_reader *r)
{
    while (ikelog_reader_left(r) > 0) {
        uint32_t at = r->pos;
        uint16_t type = ikelog_read_u16(r) & 0x7fffu;

        ikelog_read_u16(r);
        ikelog_item_emit(d, IKELOG_F_CONFIG_VALUE, at, 2);
        ikelog_item_emit(
            d, type >= 1 && type <= 3 ? layouts[FIREWALL][type - 1].field : IKELOG_F_CONFIG_NUMBER,
            at + 2, 2);
    }
}

/* Names in words, or addresses. */
static void decode_servers(const struct decoding *d, struct ikelog_reader *r)
{
    struct ikelog_octets octets = {r->data + r->pos, ikelog_reader_left(r)};

    if (octets.length % 4 == 0 && !ikelog_text_is_printable(octets))
        decode_parts(d, r, IPV4);
    else
        decode_text(d, r, TEXT);
}

static void decode_value(const struct decoding *d, const struct ikelog_attribute *attribute,
                         struct ikelog_reader *r)
{
    bool known;
    enum layout layout = layout_of(attribute->type, attribute->value.length, &known);

    switch (layout) {
    case RAW:
        if (known)
            ikelog_fault_report(d, IKELOG_BAD_LENGTH, r->pos, attribute->value.length,
                                "%" PRIu32 " octets do not fit this attribute",
                                attribute->value.length);
        ikelog_decode_rest(d, r, IKELOG_F_CONFIG_VALUE);
        g_string_append(d->suffix, ": ");
        ikelog_text_hex(attribute->value, HEX_MOST, d->suffix);
        break;
    case TEXT:
    case PASSWORD:
        decode_text(d, r, layout);
        break;
    case SERVERS:
        decode_servers(d, r);
        break;
    case FIREWALL:
        decode_firewall(d, r);
        break;
    case NUMBER:
        g_string_append(d->suffix, ": ");
        append_part(IKELOG_F_CONFIG_NUMBER, ikelog_decode_rest(d, r, IKELOG_F_CONFIG_NUMBER),
                    d->suffix);
        break;
    default:
        decode_parts(d, r, layout);
        break;
    }
}

void ikelog_decode_config(const struct decoding *d, struct ikelog_reader *r)
{
    static const struct attribute_fields fields = {
        IKELOG_F_CONFIG_FORMAT, IKELOG_F_CONFIG_ATTRIBUTE, IKELOG_F_CONFIG_LENGTH};
    uint8_t type = ikelog_decode_u8(d, r, IKELOG_F_CONFIG_TYPE);
    struct ikelog_attribute attribute;

    ikelog_decode_u8(d, r, IKELOG_F_CONFIG_RESERVED);
    ikelog_decode_u16(d, r, IKELOG_F_CONFIG_IDENTIFIER);
    if (!ikelog_reader_ok(r))
        return;
    g_string_append(d->suffix, ": ");
    ikelog_number_append(&ikelog_registry_config_type, type, d->suffix);
    while (ikelog_reader_left(r) > 0) {
        struct ikelog_reader value;
        gsize start;

        ikelog_attribute_read(r, &attribute);
        value = ikelog_attribute_reader(d, &attribute);
        start = ikelog_attribute_open(d, &attribute, &fields);
        if (attribute.value.length > 0) /* requests and acknowledgements have no values */
            decode_value(d, &attribute, &value);
        else if (attribute.length >= 4 && type != CONFIG_REQUEST && type != CONFIG_ACK)
            ikelog_fault_report(d, IKELOG_BAD_LENGTH, attribute.offset, attribute.length,
                                "the value is empty");
        ikelog_group_close(d, start);
    }
}
