/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading notification, delete and fragment payloads. */
#include "wire/ident.h"
#include "wire/reader.h"

#include <string.h>

static struct ikelog_octets take(struct ikelog_reader *r, uint32_t length)
{
    const uint8_t *data = ikelog_read_bytes(r, length);

    return (struct ikelog_octets){data, data ? length : 0};
}

bool ikelog_notify_read(struct ikelog_octets body, struct ikelog_notify *notify)
{
    struct ikelog_reader r = ikelog_reader_over(body.data, body.length);
    uint8_t spi_size;

    /* RFC 2408 3.14: DOI(4) protocol(1) SPI size(1) type(2) SPI data. */
    memset(notify, 0, sizeof *notify);
    notify->doi = ikelog_read_u32(&r);
    notify->protocol = ikelog_read_u8(&r);
    spi_size = ikelog_read_u8(&r);
    notify->type = ikelog_read_u16(&r);
    if (!ikelog_reader_ok(&r)) {
        memset(notify, 0, sizeof *notify);
        return false;
    }
    notify->spi = take(&r, spi_size);
    notify->data = take(&r, ikelog_reader_left(&r));
    notify->whole = ikelog_reader_ok(&r);
    return true;
}

enum ikelog_status ikelog_delete_read(struct ikelog_octets body, struct ikelog_delete *out)
{
    struct ikelog_reader r = ikelog_reader_over(body.data, body.length);
    uint32_t claimed, left;

    /* RFC 2408 3.15: DOI(4) protocol(1) SPI size(1) number of SPIs(2) SPIs. */
    memset(out, 0, sizeof *out);
    out->doi = ikelog_read_u32(&r);
    out->protocol = ikelog_read_u8(&r);
    out->spi_size = ikelog_read_u8(&r);
    out->count = ikelog_read_u16(&r);
    if (!ikelog_reader_ok(&r))
        return IKELOG_TRUNCATED;
    claimed = (uint32_t)out->count * out->spi_size;
    left = ikelog_reader_left(&r);
    if (out->spi_size > 0 && claimed > left)
        out->spis = take(&r, left - left % out->spi_size);
    else
        out->spis = take(&r, claimed);
    return claimed == left ? IKELOG_OK : IKELOG_BAD_LENGTH;
}

enum ikelog_status ikelog_fragment_read(struct ikelog_octets body, struct ikelog_fragment *out)
{
    struct ikelog_reader r = ikelog_reader_over(body.data, body.length);

    out->id = ikelog_read_u16(&r);
    out->number = ikelog_read_u8(&r);
    out->last = ikelog_read_u8(&r) & 1;
    out->data = take(&r, ikelog_reader_left(&r));
    return ikelog_reader_ok(&r) ? IKELOG_OK : IKELOG_TRUNCATED;
}
