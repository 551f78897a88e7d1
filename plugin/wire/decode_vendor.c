/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of vendor IDs, vendor fragments and the sequence numbers of GDOI. */
#include "wire/decode_priv.h"

#include "wire/ident.h"
#include "wire/vendor_id.h"

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
    g_string_append_printf(d->suffix, ": %s", vendor ? vendor->name : "unknown");
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

void ikelog_decode_gdoi_sequence(const struct decoding *d, struct ikelog_reader *r)
{
    uint32_t number = ikelog_decode_u32(d, r, IKELOG_F_GDOI_SEQUENCE);

    if (ikelog_reader_ok(r))
        g_string_append_printf(d->suffix, ": %" G_GUINT32_FORMAT, number);
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
