/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bounds-checked reader over octets. */
#include "wire/reader.h"

#include <stddef.h>

struct ikelog_reader ikelog_reader_over(const uint8_t *data, uint32_t length)
{
    return (struct ikelog_reader){.data = data, .pos = 0, .end = length, .failed = false};
}

bool ikelog_reader_ok(const struct ikelog_reader *r)
{
    return !r->failed;
}

uint32_t ikelog_reader_left(const struct ikelog_reader *r)
{
    return r->failed ? 0 : r->end - r->pos;
}

/* Every read goes through this comparison of a length with the end of the range. */
static bool claim(struct ikelog_reader *r, uint32_t length, uint32_t *at)
{
    if (r->failed || length > r->end - r->pos) { /* pos <= end always: no overflow */
        r->failed = true;
        return false;
    }
    *at = r->pos;
    r->pos += length;
    return true;
}

uint8_t ikelog_read_u8(struct ikelog_reader *r)
{
    uint32_t at;

    return claim(r, 1, &at) ? r->data[at] : 0;
}

uint16_t ikelog_read_u16(struct ikelog_reader *r)
{
    uint32_t at;

    if (!claim(r, 2, &at))
        return 0;
    return (uint16_t)(r->data[at] << 8 | r->data[at + 1]);
}

uint32_t ikelog_read_u32(struct ikelog_reader *r)
{
    uint32_t at;

    if (!claim(r, 4, &at))
        return 0;
    return (uint32_t)r->data[at] << 24 | (uint32_t)r->data[at + 1] << 16 |
           (uint32_t)r->data[at + 2] << 8 | r->data[at + 3];
}

const uint8_t *ikelog_read_bytes(struct ikelog_reader *r, uint32_t length)
{
    uint32_t at;

    return claim(r, length, &at) && r->data ? r->data + at : NULL;
}

struct ikelog_reader ikelog_read_child(struct ikelog_reader *r, uint32_t length)
{
    struct ikelog_reader child = *r;
    uint32_t at;

    if (!claim(r, length, &at)) {
        child.failed = true;
        return child;
    }
    child.end = r->pos;
    return child;
}
