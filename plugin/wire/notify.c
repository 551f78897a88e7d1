/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading notification, delete and fragment payloads. */
#include "wire/attribute.h"
#include "wire/ident.h"
#include "wire/numbers.h"

#include <string.h>

#define LIFE_SECONDS        1u
#define IPSEC_LIFE_TYPE     1u
#define IPSEC_LIFE_DURATION 2u
#define IKE_LIFE_TYPE       11u
#define IKE_LIFE_DURATION   12u

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

/* Life type and duration have other numbers for an IKE SA (RFC 2409 A) than for IPsec SAs. */
void ikelog_notify_lifetime(const struct ikelog_notify *notify, struct ikelog_lifetime *life)
{
    bool ike = notify->protocol == IKELOG_PROTO_ISAKMP;
    struct ikelog_reader r = ikelog_reader_over(notify->data.data, notify->data.length);
    struct ikelog_attribute attribute;
    uint64_t number, unit = LIFE_SECONDS;

    memset(life, 0, sizeof *life);
    while (ikelog_reader_left(&r) > 0) {
        ikelog_attribute_read(&r, &attribute);
        if (!ikelog_attribute_number(&attribute, &number))
            continue;
        if (attribute.type == (ike ? IKE_LIFE_TYPE : IPSEC_LIFE_TYPE))
            unit = number;
        else if (attribute.type == (ike ? IKE_LIFE_DURATION : IPSEC_LIFE_DURATION))
            *(unit == LIFE_SECONDS ? &life->seconds : &life->kilobytes) = number;
    }
}

bool ikelog_delete_spi(const struct ikelog_delete *deleted, uint32_t n, uint32_t *spi)
{
    const uint8_t *at;

    if ((deleted->spi_size != 2 && deleted->spi_size != 4) ||
        n >= deleted->spis.length / deleted->spi_size)
        return false;
    at = deleted->spis.data + (size_t)n * deleted->spi_size;
    *spi = deleted->spi_size == 4 ? ikelog_octets_u32(at) : (uint32_t)at[0] << 8 | at[1];
    return true;
}

bool ikelog_delete_names(const struct ikelog_delete *deleted, uint32_t spi)
{
    uint32_t found;

    for (uint32_t n = 0; ikelog_delete_spi(deleted, n, &found); n++)
        if (found == spi)
            return true;
    return false;
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
