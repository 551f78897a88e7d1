/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decoding of identities and of original addresses (NAT-OA). */
#include "wire/decode_priv.h"

#include "wire/ident.h"

#include <inttypes.h>

/* How the data of an ID type is laid out: one or two parts of a size; 0: any length. */
struct layout {
    uint8_t type;
    uint8_t size;
    enum ikelog_field first, second; /* second: ID_DATA when there is none */
};

static const struct layout layouts[] = {
    {IKELOG_ID_IPV4_ADDR, 4, IKELOG_F_ID_IPV4, IKELOG_F_ID_DATA},
    {IKELOG_ID_IPV4_ADDR_SUBNET, 4, IKELOG_F_ID_IPV4, IKELOG_F_ID_IPV4_MASK},
    {IKELOG_ID_IPV4_ADDR_RANGE, 4, IKELOG_F_ID_IPV4, IKELOG_F_ID_IPV4_END},
    {IKELOG_ID_IPV6_ADDR, 16, IKELOG_F_ID_IPV6, IKELOG_F_ID_DATA},
    {IKELOG_ID_IPV6_ADDR_SUBNET, 16, IKELOG_F_ID_IPV6, IKELOG_F_ID_IPV6_MASK},
    {IKELOG_ID_IPV6_ADDR_RANGE, 16, IKELOG_F_ID_IPV6, IKELOG_F_ID_IPV6_END},
};

static const struct layout *layout_of(uint8_t type)
{
    for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++)
        if (layouts[i].type == type)
            return &layouts[i];
    return NULL;
}

static void decode_id_data(const struct decoding *d, struct ikelog_reader *r, uint8_t type)
{
    const struct layout *layout = layout_of(type);
    uint32_t left = ikelog_reader_left(r), wanted;

    if (!layout) {
        ikelog_decode_rest(d, r, IKELOG_F_ID_DATA);
        return;
    }
    wanted = layout->size * (layout->second == IKELOG_F_ID_DATA ? 1u : 2u);
    if (left != wanted) {
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, r->pos, left,
                            "%s has %" PRIu32 " octets, not %" PRIu32,
                            ikelog_number_name(&ikelog_registry_id_type, type), wanted, left);
        ikelog_decode_rest(d, r, IKELOG_F_ID_DATA);
        return;
    }
    ikelog_decode_octets(d, r, layout->first, layout->size);
    ikelog_decode_rest(d, r, layout->second);
}

/* X.500 names are DER. Octets that are no such name are reported. */
static void check_name(const struct decoding *d, const struct ikelog_id *id, uint32_t at)
{
    GString *text = g_string_new(NULL);
    bool named = id->type == IKELOG_ID_DER_ASN1_DN ? ikelog_dn_describe(id->data, text)
                                                   : ikelog_general_name_describe(id->data, text);

    if (!named && ikelog_dn_is_readable())
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, at, id->data.length,
                            id->type == IKELOG_ID_DER_ASN1_DN ? "this is no distinguished name"
                                                              : "this is no general name");
    g_string_free(text, TRUE);
}

/* ", TCP port 80" */
static void append_service(const struct ikelog_id *id, GString *text)
{
    if (id->protocol) {
        g_string_append(text, ", ");
        ikelog_number_append(&ikelog_registry_ip_protocol, id->protocol, text);
    }
    if (id->port)
        g_string_append_printf(text, " port %u", id->port);
}

void ikelog_decode_id(const struct decoding *d, struct ikelog_reader *r)
{
    struct ikelog_octets body = {r->data + r->pos, ikelog_reader_left(r)};
    struct ikelog_id id;
    uint32_t at;
    gsize text;

    ikelog_decode_u8(d, r, IKELOG_F_ID_TYPE);
    ikelog_decode_u8(d, r, IKELOG_F_ID_PROTOCOL);
    ikelog_decode_u16(d, r, IKELOG_F_ID_PORT);
    if (!ikelog_reader_ok(r) || ikelog_id_read(body, &id) != IKELOG_OK)
        return;
    at = r->pos;
    decode_id_data(d, r, id.type);
    g_string_append(d->suffix, ": ");
    text = d->suffix->len;
    ikelog_id_describe(&id, d->suffix);
    ikelog_item_emit_text(d, IKELOG_F_ID_TEXT, at, id.data.length, d->suffix->str + text);
    append_service(&id, d->suffix);
    if (id.type == IKELOG_ID_DER_ASN1_DN || id.type == IKELOG_ID_DER_ASN1_GN)
        check_name(d, &id, at);
}

void ikelog_decode_natoa(const struct decoding *d, struct ikelog_reader *r)
{
    uint32_t left, wanted;
    struct ikelog_id id = {.type = ikelog_decode_u8(d, r, IKELOG_F_NATOA_TYPE)};

    /* RFC 3947 5.2: ID type(1) reserved(3) address. */
    ikelog_decode_octets(d, r, IKELOG_F_NATOA_RESERVED, 3);
    left = ikelog_reader_left(r);
    if (!ikelog_reader_ok(r))
        return;
    wanted = id.type == IKELOG_ID_IPV4_ADDR ? 4 : id.type == IKELOG_ID_IPV6_ADDR ? 16 : 0;
    if (wanted == 0 || left != wanted) {
        ikelog_fault_report(d, IKELOG_BAD_LENGTH, r->pos, left,
                            "type %u with %" PRIu32 " octets is no address", id.type, left);
        ikelog_decode_rest(d, r, IKELOG_F_NATOA_DATA);
        return;
    }
    id.data = ikelog_decode_rest(d, r, wanted == 4 ? IKELOG_F_NATOA_IPV4 : IKELOG_F_NATOA_IPV6);
    g_string_append(d->suffix, ": ");
    ikelog_id_describe(&id, d->suffix);
}

bool ikelog_value_of_id(struct ikelog_octets body, GString *text)
{
    struct ikelog_id id;

    if (ikelog_id_read(body, &id) != IKELOG_OK)
        return false;
    ikelog_id_describe(&id, text);
    if (id.protocol || id.port)
        g_string_append_printf(text, ", protocol %u port %u", id.protocol, id.port);
    return true;
}
