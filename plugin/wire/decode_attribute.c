/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of the attributes of transforms and of lifetimes. */
#include "wire/decode_priv.h"

#include "wire/ident.h"

#include <inttypes.h>

/* Raw values longer than this are shown in part after the label. */
#define HEX_MOST       16u

#define LIFE_SECONDS   1u
#define LIFE_KILOBYTES 2u

struct value_row {
    uint16_t type;
    enum ikelog_field field;
};

static const struct value_row ike_values[] = {
    {1, IKELOG_F_ATTRIBUTE_ENCRYPTION},  {2, IKELOG_F_ATTRIBUTE_HASH},
    {3, IKELOG_F_ATTRIBUTE_AUTH},        {4, IKELOG_F_ATTRIBUTE_GROUP},
    {5, IKELOG_F_ATTRIBUTE_GROUP_TYPE},  {6, IKELOG_F_ATTRIBUTE_PRIME},
    {7, IKELOG_F_ATTRIBUTE_GENERATOR},   {8, IKELOG_F_ATTRIBUTE_GENERATOR},
    {9, IKELOG_F_ATTRIBUTE_CURVE},       {10, IKELOG_F_ATTRIBUTE_CURVE},
    {11, IKELOG_F_ATTRIBUTE_LIFE_TYPE},  {12, IKELOG_F_ATTRIBUTE_LIFE_DURATION},
    {13, IKELOG_F_ATTRIBUTE_PRF},        {14, IKELOG_F_ATTRIBUTE_KEY_LENGTH},
    {15, IKELOG_F_ATTRIBUTE_FIELD_SIZE}, {16, IKELOG_F_ATTRIBUTE_ORDER},
    {17, IKELOG_F_ATTRIBUTE_BLOCK_SIZE}, {20, IKELOG_F_ATTRIBUTE_ASYMMETRIC},
};

static const struct value_row ipsec_values[] = {
    {1, IKELOG_F_ATTRIBUTE_LIFE_TYPE},      {2, IKELOG_F_ATTRIBUTE_LIFE_DURATION},
    {3, IKELOG_F_ATTRIBUTE_GROUP},          {4, IKELOG_F_ATTRIBUTE_ENCAPSULATION},
    {5, IKELOG_F_ATTRIBUTE_AUTH_ALGORITHM}, {6, IKELOG_F_ATTRIBUTE_KEY_LENGTH},
    {7, IKELOG_F_ATTRIBUTE_KEY_ROUNDS},     {8, IKELOG_F_ATTRIBUTE_DICTIONARY},
    {9, IKELOG_F_ATTRIBUTE_COMPRESSION},    {10, IKELOG_F_ATTRIBUTE_ECN},
    {11, IKELOG_F_ATTRIBUTE_ESN},           {12, IKELOG_F_ATTRIBUTE_AUTH_KEY_LENGTH},
    {13, IKELOG_F_ATTRIBUTE_SIG_ENCODING},  {14, IKELOG_F_ATTRIBUTE_ADDRESS},
    {15, IKELOG_F_ATTRIBUTE_DIRECTION},
};

static const struct value_row kek_values[] = {
    {2, IKELOG_F_GDOI_KEK_ALGORITHM}, {3, IKELOG_F_ATTRIBUTE_KEY_LENGTH},
    {4, IKELOG_F_GDOI_SECONDS},       {5, IKELOG_F_GDOI_SIG_HASH},
    {6, IKELOG_F_GDOI_SIG_ALGORITHM}, {7, IKELOG_F_ATTRIBUTE_KEY_LENGTH},
    {8, IKELOG_F_ATTRIBUTE_GROUP},
};

static const struct value_row group_policy_values[] = {
    {1, IKELOG_F_GDOI_SECONDS},
    {2, IKELOG_F_GDOI_SECONDS},
};

#define NO_VALUES NULL, 0
#define TYPED(field)                                                                          \
    {                                                                                         \
        IKELOG_F_ATTRIBUTE_FORMAT, IKELOG_F_ATTRIBUTE_TYPE_##field, IKELOG_F_ATTRIBUTE_LENGTH \
    }

static const struct attribute_set {
    const struct value_row *rows;
    size_t count;
    struct attribute_fields fields;
} sets[] = {
    [ATTRIBUTES_IKE] = {ike_values,
                        G_N_ELEMENTS(ike_values),
                        {IKELOG_F_ATTRIBUTE_FORMAT, IKELOG_F_ATTRIBUTE_TYPE_IKE,
                         IKELOG_F_ATTRIBUTE_LENGTH}},
    [ATTRIBUTES_IPSEC] = {ipsec_values,
                          G_N_ELEMENTS(ipsec_values),
                          {IKELOG_F_ATTRIBUTE_FORMAT, IKELOG_F_ATTRIBUTE_TYPE_IPSEC,
                           IKELOG_F_ATTRIBUTE_LENGTH}},
    [ATTRIBUTES_KEK] = {kek_values, G_N_ELEMENTS(kek_values), TYPED(KEK)},
    [ATTRIBUTES_GROUP_POLICY] = {group_policy_values, G_N_ELEMENTS(group_policy_values),
                                 TYPED(GROUP_POLICY)},
    [ATTRIBUTES_KEY_TEK] = {NO_VALUES, TYPED(KEY_TEK)},
    [ATTRIBUTES_KEY_KEK] = {NO_VALUES, TYPED(KEY_KEK)},
    [ATTRIBUTES_KEY_LKH] = {NO_VALUES, TYPED(KEY_LKH)},
    [ATTRIBUTES_KEY_SID] = {NO_VALUES, TYPED(KEY_SID)},
    [ATTRIBUTES_UNKNOWN] =
        {NULL, 0, {IKELOG_F_ATTRIBUTE_FORMAT, IKELOG_F_ATTRIBUTE_TYPE, IKELOG_F_ATTRIBUTE_LENGTH}},
};

static enum ikelog_field field_of(const struct attribute_set *set, uint16_t type)
{
    for (size_t i = 0; i < set->count; i++)
        if (set->rows[i].type == type)
            return set->rows[i].field;
    return IKELOG_F_ATTRIBUTE_VALUE;
}

/* Most octets that a number of the field's type may have; 0 when it is no number. */
static uint32_t widest(enum ikelog_field field)
{
    enum ikelog_field_type type = ikelog_field_row(field)->type;

    return type == IKELOG_FT_U64 ? 8 : type == IKELOG_FT_U32 ? 4 : 0;
}

gsize ikelog_attribute_open(const struct decoding *d, const struct ikelog_attribute *attribute,
                            const struct attribute_fields *fields)
{
    const struct ikelog_registry *names = ikelog_field_row(fields->type)->registry;
    const char *name = names ? ikelog_number_name(names, attribute->type) : NULL;
    uint32_t head = attribute->short_form ? 2 : 4;
    char unnamed[32];
    gsize start;

    if (!name)
        g_snprintf(unnamed, sizeof unnamed, "Attribute #%u", attribute->type);
    start = ikelog_group_open(d, IKELOG_GROUP_ATTRIBUTE, attribute->offset, attribute->length,
                              name ? name : unnamed);
    if (attribute->length < head) {
        ikelog_item_emit(d, IKELOG_F_PAYLOAD_DATA, attribute->offset, attribute->length);
        ikelog_fault_report(d, IKELOG_TRUNCATED, attribute->offset, attribute->length,
                            "an attribute has at least 4 octets");
        return start;
    }
    ikelog_item_emit(d, fields->format, attribute->offset, 1);
    ikelog_item_emit(d, fields->type, attribute->offset, 2);
    if (!attribute->short_form)
        ikelog_item_emit(d, fields->length, attribute->offset + 2, 2);
    if (attribute->claimed != attribute->value.length)
        ikelog_fault_report(d, IKELOG_TRUNCATED, attribute->offset, attribute->length,
                            "the value has %u octets as claimed, %" PRIu32 " are there",
                            attribute->claimed, attribute->value.length);
    return start;
}

struct ikelog_reader ikelog_attribute_reader(const struct decoding *d,
                                             const struct ikelog_attribute *attribute)
{
    uint32_t end = attribute->offset + attribute->length;
    struct ikelog_reader r = ikelog_reader_over(d->data, end);

    ikelog_read_bytes(&r, end - attribute->value.length);
    return r;
}

/* "28800 seconds (8:00:00)" or "4608000 kilobytes", as the life type before said. */
static void append_duration(uint64_t duration, uint64_t unit, GString *suffix)
{
    ikelog_text_decimal(duration, suffix);
    if (unit == LIFE_KILOBYTES)
        g_string_append(suffix, " kilobytes");
    if (unit != LIFE_SECONDS)
        return;
    g_string_append(suffix, " seconds");
    if (duration >= 60)
        g_string_append_printf(suffix, " (%" PRIu64 ":%02u:%02u)", duration / 3600,
                               (unsigned)(duration / 60 % 60), (unsigned)(duration % 60));
}

/* *unit: the last life type, which a duration is counted in. */
static void append_value(enum ikelog_field field, const struct ikelog_attribute *attribute,
                         uint64_t *unit, GString *suffix)
{
    const struct ikelog_field_row *row = ikelog_field_row(field);
    uint64_t number;

    g_string_append(suffix, ": ");
    if (!widest(field) || !ikelog_attribute_number(attribute, &number)) {
        ikelog_text_hex(attribute->value, HEX_MOST, suffix);
        return;
    }
    if (field == IKELOG_F_ATTRIBUTE_LIFE_TYPE)
        *unit = number;
    if (field == IKELOG_F_ATTRIBUTE_LIFE_DURATION)
        append_duration(number, *unit, suffix);
    else if (row->registry && number <= UINT32_MAX)
        ikelog_number_append(row->registry, (uint32_t)number, suffix);
    else
        ikelog_text_decimal(number, suffix);
}

static void decode_attribute(const struct decoding *d, const struct ikelog_attribute *attribute,
                             const struct attribute_set *set, uint64_t *unit)
{
    enum ikelog_field field = field_of(set, attribute->type);
    struct ikelog_reader value = ikelog_attribute_reader(d, attribute);
    gsize start = ikelog_attribute_open(d, attribute, &set->fields);

    if (widest(field) && attribute->value.length > widest(field))
        field = IKELOG_F_ATTRIBUTE_VALUE;
    if (attribute->value.length > 0)
        append_value(field, attribute, unit, d->suffix);
    else if (attribute->length >= 4)
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, attribute->offset, attribute->length,
                            "the value is empty");
    ikelog_decode_rest(d, &value, field);
    ikelog_group_close(d, start);
}

void ikelog_decode_attributes(const struct decoding *d, struct ikelog_reader *r,
                              enum attribute_kind kind)
{
    struct ikelog_attribute attribute;
    uint64_t unit = LIFE_SECONDS;

    while (ikelog_reader_left(r) > 0) {
        ikelog_attribute_read(r, &attribute);
        decode_attribute(d, &attribute, &sets[kind], &unit);
    }
}
