/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the value of an item as the row of its field says. */
#include "reports/page/item_value.h"

#include "wire/ident.h"

#include <inttypes.h>

#define MOST_OCTETS 8u /* of a number */

/* The octets as a number, its mask applied and shifted out. False when they are too many. */
static bool read_number(const struct ikelog_item *item, struct ikelog_octets octets,
                        uint64_t *number)
{
    uint64_t mask = ikelog_field_row(item->field)->mask;

    if (item->length > MOST_OCTETS)
        return false;
    *number = 0;
    for (uint32_t i = 0; i < item->length; i++)
        *number = *number << 8 | octets.data[item->offset + i];
    for (*number &= mask ? mask : UINT64_MAX; mask && !(mask & 1); mask >>= 1)
        *number >>= 1;
    return true;
}

static void append_number(const struct ikelog_field_row *row, uint64_t number, GString *text)
{
    const char *name = row->registry && number <= UINT32_MAX
                           ? ikelog_number_name(row->registry, (uint32_t)number)
                           : NULL;

    if (name)
        g_string_append_printf(text, "%s (%" PRIu64 ")", name, number);
    else if (row->base == IKELOG_BASE_HEX)
        g_string_append_printf(text, "0x%" PRIx64, number);
    else
        g_string_append_printf(text, "%" PRIu64, number);
}

static void append_by_type(const struct ikelog_item *item, struct ikelog_octets octets,
                           GString *text)
{
    const struct ikelog_field_row *row = ikelog_field_row(item->field);
    const uint8_t *at = octets.data + item->offset;
    uint64_t number;

    switch (row->type) {
    case IKELOG_FT_IPV4:
    case IKELOG_FT_IPV6:
        if (item->length == (row->type == IKELOG_FT_IPV4 ? 4 : 16))
            ikelog_text_address(row->type == IKELOG_FT_IPV4 ? 4 : 6, at, text);
        break;
    case IKELOG_FT_BOOL8:
        g_string_append(text, at[0] & row->mask ? "set" : "not set");
        break;
    case IKELOG_FT_U8:
    case IKELOG_FT_U16:
    case IKELOG_FT_U32:
    case IKELOG_FT_U64:
        if (read_number(item, octets, &number))
            append_number(row, number, text);
        break;
    default:
        break;
    }
}

char *ikelog_page_item_value(const struct ikelog_item *item, struct ikelog_octets octets)
{
    GString *text = g_string_new(NULL);

    append_by_type(item, octets, text);
    if (item->text && *item->text)
        g_string_append_printf(text, text->len ? " (%s)" : "%s", item->text);
    return g_string_free(text, text->len == 0);
}

bool ikelog_page_item_is_zero(const struct ikelog_item *item, struct ikelog_octets octets)
{
    const struct ikelog_field_row *row = ikelog_field_row(item->field);
    uint64_t number;

    if (row->type == IKELOG_FT_BOOL8)
        return !(octets.data[item->offset] & row->mask);
    return row->type <= IKELOG_FT_U64 && !row->registry && !item->text &&
           read_number(item, octets, &number) && number == 0;
}
