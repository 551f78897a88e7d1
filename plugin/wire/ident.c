/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Identities: reading ID payloads and writing them as people do. */
#include "wire/ident.h"

#include "wire/numbers.h"
#include "wire/reader.h"

#include <string.h>

/* Longest identity that is shown whole. */
#define TEXT_MOST 512u
#define HEX_MOST  64u

enum ikelog_status ikelog_id_read(struct ikelog_octets body, struct ikelog_id *id)
{
    struct ikelog_reader r = ikelog_reader_over(body.data, body.length);

    /* RFC 2407 4.6.2: type(1) protocol(1) port(2) data. */
    id->type = ikelog_read_u8(&r);
    id->protocol = ikelog_read_u8(&r);
    id->port = ikelog_read_u16(&r);
    id->data.length = ikelog_reader_left(&r);
    id->data.data = ikelog_read_bytes(&r, id->data.length);
    return ikelog_reader_ok(&r) ? IKELOG_OK : IKELOG_TRUNCATED;
}

/* The forms of addresses: family and how many addresses the data holds. */
static const struct address_form {
    uint8_t type, family, addresses;
} address_forms[] = {
    {IKELOG_ID_IPV4_ADDR, 4, 1},        {IKELOG_ID_IPV6_ADDR, 6, 1},
    {IKELOG_ID_IPV4_ADDR_SUBNET, 4, 2}, {IKELOG_ID_IPV6_ADDR_SUBNET, 6, 2},
    {IKELOG_ID_IPV4_ADDR_RANGE, 4, 2},  {IKELOG_ID_IPV6_ADDR_RANGE, 6, 2},
};

/* The form of an address ID of the right length, else NULL. */
static const struct address_form *address_form(const struct ikelog_id *id)
{
    for (size_t i = 0; i < G_N_ELEMENTS(address_forms); i++) {
        const struct address_form *form = &address_forms[i];

        if (form->type == id->type &&
            id->data.length == ikelog_address_length(form->family) * form->addresses)
            return form;
    }
    return NULL;
}

static bool is_subnet(uint8_t type)
{
    return type == IKELOG_ID_IPV4_ADDR_SUBNET || type == IKELOG_ID_IPV6_ADDR_SUBNET;
}

/* The number of leading ones of a mask, or -1 when ones follow a zero. */
static int prefix_length(const uint8_t *mask, uint32_t size)
{
    uint32_t bits = 0;

    while (bits < size * 8 && (mask[bits / 8] & 0x80 >> bits % 8))
        bits++;
    for (uint32_t i = bits; i < size * 8; i++)
        if (mask[i / 8] & 0x80 >> i % 8)
            return -1;
    return (int)bits;
}

bool ikelog_id_range(const struct ikelog_id *id, struct ikelog_range *range, bool *bad_mask)
{
    const struct address_form *form = address_form(id);
    uint32_t size;

    memset(range, 0, sizeof *range);
    *bad_mask = false;
    if (!form)
        return false;
    size = ikelog_address_length(form->family);
    range->family = form->family;
    memcpy(range->first, id->data.data, size);
    memcpy(range->last, id->data.data + (size_t)size * (form->addresses - 1u), size);
    if (!is_subnet(id->type))
        return true;
    if (prefix_length(range->last, size) < 0) {
        *bad_mask = true;
        return false;
    }
    for (uint32_t i = 0; i < size; i++) {
        uint8_t mask = range->last[i];

        range->first[i] &= mask;
        range->last[i] = (uint8_t)(range->first[i] | (uint8_t)~mask);
    }
    return true;
}

static void append_addresses(const struct ikelog_id *id, const struct address_form *form,
                             GString *text)
{
    uint32_t size = ikelog_address_length(form->family);
    const uint8_t *second = id->data.data + size;
    int prefix;

    ikelog_text_address(form->family, id->data.data, text);
    if (form->addresses == 1)
        return;
    if (!is_subnet(id->type)) {
        g_string_append_c(text, '-');
        ikelog_text_address(form->family, second, text);
        return;
    }
    g_string_append_c(text, '/');
    prefix = prefix_length(second, size);
    if (prefix >= 0)
        ikelog_text_decimal((unsigned)prefix, text);
    else
        ikelog_text_address(form->family, second, text);
}

void ikelog_id_describe(const struct ikelog_id *id, GString *text)
{
    const struct address_form *form = address_form(id);

    if (form)
        append_addresses(id, form, text);
    else if (id->type == IKELOG_ID_FQDN || id->type == IKELOG_ID_USER_FQDN)
        ikelog_text_escape(id->data, TEXT_MOST, text);
    else if (id->type == IKELOG_ID_KEY_ID && ikelog_text_is_printable(id->data))
        ikelog_text_escape(id->data, TEXT_MOST, text);
    else if (id->type == IKELOG_ID_DER_ASN1_DN && ikelog_dn_describe(id->data, text))
        return;
    else if (id->type == IKELOG_ID_DER_ASN1_GN && ikelog_general_name_describe(id->data, text))
        return;
    else
        ikelog_text_hex(id->data, HEX_MOST, text);
}

bool ikelog_id_read_kept(GBytes *body, struct ikelog_id *id)
{
    return ikelog_id_read(ikelog_bytes_octets(body), id) == IKELOG_OK;
}

bool ikelog_id_describe_kept(GBytes *body, GString *text)
{
    struct ikelog_id id;

    if (!ikelog_id_read_kept(body, &id))
        return false;
    ikelog_id_describe(&id, text);
    return true;
}
