/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of vendor IDs and vendor fragments. */
#include "wire/decode_priv.h"

#include "wire/ident.h"
#include "wire/vendor_id.h"

#define TEXT_MOST 128u

static uint32_t width_of(enum ikelog_field field)
{
    switch (ikelog_field_row(field)->type) {
    case IKELOG_FT_U8:
        return 1;
    case IKELOG_FT_U16:
        return 2;
    default:
        return 4;
    }
}

/* Products and versions, as far as they are there. */
static void decode_details(const struct decoding *d, const struct ikelog_vendor_id *vendor,
                           struct ikelog_octets body, uint32_t at)
{
    const enum ikelog_field *field = ikelog_vendor_id_fields(vendor);
    uint32_t from = vendor->length;

    for (; *field != IKELOG_FIELD_COUNT; field++) {
        bool is_text = ikelog_field_row(*field)->type == IKELOG_FT_STRING;
        uint32_t width = is_text ? body.length - from : width_of(*field);
        GString *text;

        if (width > body.length - from || width == 0)
            return;
        if (is_text) {
            text = g_string_new(NULL);
            ikelog_text_escape((struct ikelog_octets){body.data + from, width}, TEXT_MOST, text);
            ikelog_item_emit_text(d, *field, at + from, width, text->str);
            g_string_free(text, TRUE);
        } else {
            ikelog_item_emit(d, *field, at + from, width);
        }
        from += width;
    }
}

void ikelog_decode_vendor_id(const struct decoding *d, struct ikelog_reader *r)
{
    uint32_t at = r->pos;
    struct ikelog_octets body = ikelog_decode_rest(d, r, IKELOG_F_VID);
    const struct ikelog_vendor_id *vendor;
    GString *details;

    if (body.length == 0) {
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, at - IKELOG_GENERIC_LEN, IKELOG_GENERIC_LEN,
                            "the payload is empty");
        return;
    }
    vendor = ikelog_vendor_id_find(body);
    g_string_append(d->suffix, ": ");
    g_string_append(d->suffix, vendor ? vendor->name : "unknown");
    if (!vendor)
        return;
    ikelog_item_emit_text(d, IKELOG_F_VID_NAME, at, vendor->length, vendor->name);
    details = g_string_new(NULL);
    ikelog_vendor_id_details(vendor, body, details);
    if (details->len > 0) {
        ikelog_item_emit_text(d, IKELOG_F_VID_DETAILS, at + vendor->length,
                              body.length - vendor->length, details->str);
        g_string_append_printf(d->suffix, ", %s", details->str);
    }
    g_string_free(details, TRUE);
    if (vendor->length < body.length)
        decode_details(d, vendor, body, at);
}

void ikelog_decode_fragment(const struct decoding *d, struct ikelog_reader *r)
{
    static const enum ikelog_field bits[] = {IKELOG_F_FRAGMENT_LAST};
    struct ikelog_reader flags;
    uint16_t id = ikelog_decode_u16(d, r, IKELOG_F_FRAGMENT_ID);
    uint8_t number = ikelog_decode_u8(d, r, IKELOG_F_FRAGMENT_NUMBER);
    bool last;

    flags = *r;
    last = ikelog_decode_u8(d, r, IKELOG_F_FRAGMENT_FLAGS) & 1;
    if (!ikelog_reader_ok(r))
        return;
    ikelog_decode_bits(d, &flags, bits, G_N_ELEMENTS(bits));
    g_string_append_printf(d->suffix, ": part %u of message %u%s", number, id,
                           last ? ", the last" : "");
    ikelog_decode_rest(d, r, IKELOG_F_FRAGMENT_DATA);
}

bool ikelog_value_of_vendor_id(struct ikelog_octets body, GString *text)
{
    const struct ikelog_vendor_id *vendor = ikelog_vendor_id_find(body);

    if (vendor)
        g_string_append(text, vendor->name);
    else
        ikelog_text_hex(body, 16, text);
    return true;
}
