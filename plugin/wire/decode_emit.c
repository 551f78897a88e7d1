/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading and emitting in one step. */
#include "wire/decode_priv.h"

#include <inttypes.h>

/* Of a number that its registry does not name: what its range is kept for. */
static const char *range_of(const struct decoding *d, enum ikelog_field field, uint32_t offset,
                            uint32_t length)
{
    const struct ikelog_field_row *row = ikelog_field_row(field);
    uint32_t number = 0;

    if (!row->registry || length == 0 || length > 4)
        return NULL;
    for (uint32_t i = 0; i < length; i++)
        number = number << 8 | d->data[offset + i];
    if (row->mask)
        number &= (uint32_t)row->mask;
    return ikelog_number_name(row->registry, number) ? NULL
                                                     : ikelog_number_range(row->registry, number);
}

static bool is_wanted(const struct decoding *d, enum ikelog_field field)
{
    return !d->sink->wants || d->sink->wants(d->sink->context, field);
}

void ikelog_item_emit(const struct decoding *d, enum ikelog_field field, uint32_t offset,
                      uint32_t length)
{
    struct ikelog_item item = {.field = field, .offset = offset, .length = length};

    if (length == 0 || !is_wanted(d, field))
        return;
    item.text = range_of(d, field, offset, length);
    d->sink->add(d->sink->context, &item);
}

void ikelog_item_emit_value(const struct decoding *d, enum ikelog_field field, uint32_t offset,
                            uint32_t length, uint64_t value)
{
    const struct ikelog_item item = {
        .field = field, .offset = offset, .length = length, .computed = true, .value = value};

    if (is_wanted(d, field))
        d->sink->add(d->sink->context, &item);
}

void ikelog_item_emit_text(const struct decoding *d, enum ikelog_field field, uint32_t offset,
                           uint32_t length, const char *text)
{
    const struct ikelog_item item = {
        .field = field, .offset = offset, .length = length, .text = text};

    if (is_wanted(d, field))
        d->sink->add(d->sink->context, &item);
}

gsize ikelog_group_open(const struct decoding *d, enum ikelog_group_kind kind, uint32_t offset,
                        uint32_t length, const char *label)
{
    d->sink->open(d->sink->context, kind, offset, length, label);
    return d->suffix ? d->suffix->len : 0;
}

void ikelog_group_close(const struct decoding *d, gsize start)
{
    bool any = d->suffix && d->suffix->len > start;

    d->sink->close(d->sink->context, any ? d->suffix->str + start : NULL);
    if (any)
        g_string_truncate(d->suffix, start);
}

void ikelog_fault_report(const struct decoding *d, enum ikelog_status status, uint32_t offset,
                         uint32_t length, const char *detail, ...)
{
    char *text = NULL;
    va_list arguments;

    if (detail) {
        va_start(arguments, detail);
        text = g_strdup_vprintf(detail, arguments);
        va_end(arguments);
    }
    if (status == IKELOG_TRUNCATED && !d->cut)
        status = IKELOG_TOO_SHORT;
    d->sink->report(d->sink->context, status, offset, length, text);
    g_free(text);
}

void ikelog_number_append(const struct ikelog_registry *registry, uint32_t value, GString *text)
{
    const char *name = ikelog_number_name(registry, value);
    const char *range = ikelog_number_range(registry, value);

    if (name)
        g_string_append(text, name);
    else
        g_string_append_printf(text, range ? "#%" PRIu32 " (%s)" : "#%" PRIu32, value, range);
}

/* Makes sure of `length` octets; otherwise shows what there is and fails the reader. */
static bool expect(const struct decoding *d, struct ikelog_reader *r, enum ikelog_field field,
                   uint32_t length)
{
    uint32_t left = ikelog_reader_left(r);

    if (!ikelog_reader_ok(r))
        return false;
    if (length <= left)
        return true;
    ikelog_item_emit(d, IKELOG_F_PAYLOAD_DATA, r->pos, left);
    ikelog_fault_report(d, IKELOG_TRUNCATED, r->pos, left,
                        "%s: %" PRIu32 " octets expected, %" PRIu32 " there",
                        ikelog_field_row(field)->name, length, left);
    ikelog_read_bytes(r, left);
    r->failed = true;
    return false;
}

uint8_t ikelog_decode_u8(const struct decoding *d, struct ikelog_reader *r, enum ikelog_field field)
{
    if (!expect(d, r, field, 1))
        return 0;
    ikelog_item_emit(d, field, r->pos, 1);
    return ikelog_read_u8(r);
}

uint16_t ikelog_decode_u16(const struct decoding *d, struct ikelog_reader *r,
                           enum ikelog_field field)
{
    if (!expect(d, r, field, 2))
        return 0;
    ikelog_item_emit(d, field, r->pos, 2);
    return ikelog_read_u16(r);
}

uint32_t ikelog_decode_u32(const struct decoding *d, struct ikelog_reader *r,
                           enum ikelog_field field)
{
    if (!expect(d, r, field, 4))
        return 0;
    ikelog_item_emit(d, field, r->pos, 4);
    return ikelog_read_u32(r);
}

struct ikelog_octets ikelog_decode_octets(const struct decoding *d, struct ikelog_reader *r,
                                          enum ikelog_field field, uint32_t length)
{
    if (length == 0 || !expect(d, r, field, length))
        return (struct ikelog_octets){NULL, 0};
    ikelog_item_emit(d, field, r->pos, length);
    return (struct ikelog_octets){ikelog_read_bytes(r, length), length};
}

struct ikelog_octets ikelog_decode_rest(const struct decoding *d, struct ikelog_reader *r,
                                        enum ikelog_field field)
{
    return ikelog_decode_octets(d, r, field, ikelog_reader_left(r));
}

void ikelog_decode_bits(const struct decoding *d, const struct ikelog_reader *r,
                        const enum ikelog_field *fields, size_t count)
{
    gsize start;

    if (ikelog_reader_left(r) == 0)
        return;
    start = ikelog_group_open(d, IKELOG_GROUP_FLAGS, r->pos, 1, "Flags");
    for (size_t i = 0; i < count; i++)
        ikelog_item_emit(d, fields[i], r->pos, 1);
    ikelog_group_close(d, start);
}
