/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Address ranges, as policies compare them. */
#include "events/range.h"

#include <string.h>

bool ikelog_range_equal(const struct ikelog_range *a, const struct ikelog_range *b)
{
    size_t n = ikelog_address_length(a->family);

    return n && a->family == b->family && memcmp(a->first, b->first, n) == 0 &&
           memcmp(a->last, b->last, n) == 0;
}

bool ikelog_range_overlaps(const struct ikelog_range *a, const struct ikelog_range *b)
{
    size_t n = ikelog_address_length(a->family);

    return n && a->family == b->family && memcmp(a->first, b->last, n) <= 0 &&
           memcmp(b->first, a->last, n) <= 0;
}

bool ikelog_range_is_reversed(const struct ikelog_range *range)
{
    size_t n = ikelog_address_length(range->family);

    return n && memcmp(range->first, range->last, n) > 0;
}

static void describe_address(uint8_t family, const uint8_t address[16], GString *text)
{
    struct ikelog_endpoint endpoint = {.family = family};

    memcpy(endpoint.address, address, sizeof endpoint.address);
    ikelog_endpoint_describe(&endpoint, text);
}

void ikelog_range_first(const struct ikelog_range *range, GString *text)
{
    describe_address(range->family, range->first, text);
}

void ikelog_range_last(const struct ikelog_range *range, GString *text)
{
    describe_address(range->family, range->last, text);
}

void ikelog_range_describe(const struct ikelog_range *range, GString *text)
{
    ikelog_range_first(range, text);
    if (memcmp(range->first, range->last, ikelog_address_length(range->family)) == 0)
        return;
    g_string_append_c(text, '-');
    ikelog_range_last(range, text);
}
