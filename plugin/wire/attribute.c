/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Data attributes of transforms, notifications and mode config. */
#include "wire/attribute.h"

#include <stddef.h>

#define FORMAT_BIT 0x8000u

enum ikelog_status ikelog_attribute_read(struct ikelog_reader *r,
                                         struct ikelog_attribute *attribute)
{
    uint32_t left = ikelog_reader_left(r);
    uint16_t type = ikelog_read_u16(r);
    uint32_t length = 2;

    *attribute = (struct ikelog_attribute){.offset = r->pos - (ikelog_reader_ok(r) ? 2u : 0u)};
    attribute->type = type & 0x7fffu;
    attribute->short_form = type & FORMAT_BIT;
    if (!attribute->short_form)
        length = ikelog_read_u16(r);
    attribute->claimed = (uint16_t)length;
    if (!ikelog_reader_ok(r)) {
        attribute->length = left;
        return IKELOG_TRUNCATED;
    }
    left = ikelog_reader_left(r);
    attribute->value.length = length < left ? length : left;
    attribute->value.data = ikelog_read_bytes(r, attribute->value.length);
    attribute->length = r->pos - attribute->offset;
    return length <= left ? IKELOG_OK : IKELOG_TRUNCATED;
}

bool ikelog_attribute_number(const struct ikelog_attribute *attribute, uint64_t *number)
{
    uint32_t i = 0;

    while (i < attribute->value.length && attribute->value.data[i] == 0)
        i++;
    if (attribute->value.length == 0 || attribute->value.length - i > sizeof *number)
        return false;
    for (*number = 0; i < attribute->value.length; i++)
        *number = *number << 8 | attribute->value.data[i];
    return true;
}
