/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of notifications, with the data of each type, and of deletes. */
#include "wire/decode_priv.h"

#include "wire/ident.h"

#include <inttypes.h>

#define COOKIES   16u
#define TEXT_MOST 256u
#define MOST_SPIS 8u /* of a delete, in few words */

/* A notification while its data is decoded. */
struct notice {
    uint8_t protocol;
    uint16_t type;
};

typedef void decode_data(const struct decoding *d, struct ikelog_reader *r,
                         const struct notice *notice);

static void data_lifetime(const struct decoding *d, struct ikelog_reader *r,
                          const struct notice *notice)
{
    ikelog_decode_attributes(
        d, r, notice->protocol == IKELOG_PROTO_ISAKMP ? ATTRIBUTES_IKE : ATTRIBUTES_IPSEC);
}

/* A number of four octets, or raw octets and a report. */
static void decode_number(const struct decoding *d, struct ikelog_reader *r,
                          enum ikelog_field field)
{
    uint32_t left = ikelog_reader_left(r);

    if (left >= 4) {
        ikelog_decode_u32(d, r, field);
    } else {
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, r->pos, left,
                            "%s: 4 octets expected, %" PRIu32 " there",
                            ikelog_field_row(field)->name, left);
        ikelog_decode_rest(d, r, IKELOG_F_NOTIFY_DATA);
    }
}

static void data_replay(const struct decoding *d, struct ikelog_reader *r,
                        const struct notice *notice)
{
    (void)notice;
    decode_number(d, r, IKELOG_F_NOTIFY_REPLAY);
}

static void data_sequence(const struct decoding *d, struct ikelog_reader *r,
                          const struct notice *notice)
{
    (void)notice;
    decode_number(d, r, IKELOG_F_NOTIFY_SEQUENCE);
}

static void data_address(const struct decoding *d, struct ikelog_reader *r,
                         const struct notice *notice)
{
    uint32_t left = ikelog_reader_left(r);

    (void)notice;
    ikelog_decode_rest(d, r,
                       left == 4    ? IKELOG_F_NOTIFY_IPV4
                       : left == 16 ? IKELOG_F_NOTIFY_IPV6
                                    : IKELOG_F_NOTIFY_DATA);
}

static void data_payload_type(const struct decoding *d, struct ikelog_reader *r,
                              const struct notice *notice)
{
    (void)notice;
    if (ikelog_reader_left(r) > 0)
        ikelog_decode_u8(d, r, IKELOG_F_NOTIFY_PAYLOAD);
    ikelog_decode_rest(d, r, IKELOG_F_NOTIFY_DATA);
}

/* Many devices explain an error in words. */
static void data_text(const struct decoding *d, struct ikelog_reader *r,
                      const struct notice *notice)
{
    uint32_t at = r->pos;
    struct ikelog_octets data = ikelog_decode_rest(d, r, IKELOG_F_NOTIFY_DATA);
    GString *text;

    (void)notice;
    while (data.length > 0 && data.data[data.length - 1] == 0) /* C strings come with their end */
        data.length--;
    if (!ikelog_text_is_printable(data))
        return;
    text = g_string_new(NULL);
    ikelog_text_escape(data, TEXT_MOST, text);
    ikelog_item_emit_text(d, IKELOG_F_NOTIFY_TEXT, at, data.length, text->str);
    g_string_free(text, TRUE);
}

static const struct {
    uint16_t type;
    decode_data *decode;
} data_rows[] = {
#define X(id, number, name, word, reader, ...) {number, data_##reader},
    IKELOG_NOTIFY_ROWS(X)
#undef X
};

static void decode_notify_data(const struct decoding *d, struct ikelog_reader *r,
                               const struct notice *notice)
{
    decode_data *decode = data_text;

    for (size_t i = 0; i < G_N_ELEMENTS(data_rows); i++)
        if (data_rows[i].type == notice->type)
            decode = data_rows[i].decode;
    decode(d, r, notice);
}

/* An SPI; that of an IKE SA is its pair of cookies. */
static void decode_spi(const struct decoding *d, struct ikelog_reader *r, uint32_t size,
                       const enum ikelog_field fields[3])
{
    uint32_t at = r->pos;

    ikelog_decode_octets(d, r, fields[0], size);
    if (size == COOKIES && ikelog_reader_ok(r)) {
        ikelog_item_emit(d, fields[1], at, COOKIES / 2);
        ikelog_item_emit(d, fields[2], at + COOKIES / 2, COOKIES / 2);
    }
}

void ikelog_decode_notify(const struct decoding *d, struct ikelog_reader *r)
{
    static const enum ikelog_field spi[3] = {IKELOG_F_NOTIFY_SPI, IKELOG_F_NOTIFY_ICOOKIE,
                                             IKELOG_F_NOTIFY_RCOOKIE};
    struct notice notice;
    uint8_t spi_size;

    ikelog_decode_u32(d, r, IKELOG_F_NOTIFY_DOI);
    notice.protocol = ikelog_decode_u8(d, r, IKELOG_F_NOTIFY_PROTOCOL);
    spi_size = ikelog_decode_u8(d, r, IKELOG_F_NOTIFY_SPI_SIZE);
    notice.type = ikelog_decode_u16(d, r, IKELOG_F_NOTIFY_TYPE);
    if (!ikelog_reader_ok(r))
        return;
    g_string_append(d->suffix, ": ");
    ikelog_number_append(&ikelog_registry_notify_type, notice.type, d->suffix);
    decode_spi(d, r, spi_size, spi);
    if (ikelog_reader_left(r) > 0)
        decode_notify_data(d, r, &notice);
}

void ikelog_decode_delete(const struct decoding *d, struct ikelog_reader *r)
{
    static const enum ikelog_field spi[3] = {IKELOG_F_DELETE_SPI, IKELOG_F_DELETE_ICOOKIE,
                                             IKELOG_F_DELETE_RCOOKIE};
    uint8_t protocol, spi_size;
    uint16_t count;
    uint32_t left;

    ikelog_decode_u32(d, r, IKELOG_F_DELETE_DOI);
    protocol = ikelog_decode_u8(d, r, IKELOG_F_DELETE_PROTOCOL);
    spi_size = ikelog_decode_u8(d, r, IKELOG_F_DELETE_SPI_SIZE);
    count = ikelog_decode_u16(d, r, IKELOG_F_DELETE_COUNT);
    if (!ikelog_reader_ok(r))
        return;
    g_string_append(d->suffix, ": ");
    ikelog_number_append(&ikelog_registry_protocol_id, protocol, d->suffix);
    left = ikelog_reader_left(r);
    if ((uint32_t)count * spi_size > left)
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, r->pos - 4, 4,
                            "%u SPIs of %u octets are claimed, %" PRIu32 " octets are there", count,
                            spi_size, left);
    for (uint16_t i = 0; i < count && spi_size > 0 && ikelog_reader_left(r) >= spi_size; i++)
        decode_spi(d, r, spi_size, spi);
}

bool ikelog_value_of_notify(struct ikelog_octets body, GString *text)
{
    struct ikelog_notify notify;
    const char *name;

    if (!ikelog_notify_read(body, &notify))
        return false;
    name = ikelog_number_name(&ikelog_registry_notify_type, notify.type);
    g_string_append_printf(text, "%s (%u)", name ? name : "unknown type", notify.type);
    return true;
}

bool ikelog_value_of_delete(struct ikelog_octets body, GString *text)
{
    struct ikelog_delete deleted;
    const char *protocol;

    if (ikelog_delete_read(body, &deleted) == IKELOG_TRUNCATED)
        return false;
    protocol = ikelog_number_name(&ikelog_registry_protocol_id, deleted.protocol);
    g_string_append(text, protocol ? protocol : "unknown protocol");
    for (uint32_t i = 0, at = 0; i < deleted.count && i < MOST_SPIS; i++) {
        if (deleted.spi_size == 0 || at + deleted.spi_size > deleted.spis.length)
            break;
        g_string_append_c(text, ' ');
        ikelog_text_hex((struct ikelog_octets){deleted.spis.data + at, deleted.spi_size}, TEXT_MOST,
                        text);
        at += deleted.spi_size;
    }
    if (deleted.count > MOST_SPIS)
        g_string_append(text, " …");
    return true;
}
