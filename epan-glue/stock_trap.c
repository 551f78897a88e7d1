/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds vendor fragments where the stock dissector would find them. */

#include "stock_trap.h"

#include "wire/attribute.h"
#include "wire/numbers.h"

#define DOI_IPSEC            1u
#define IKEV2_PAYLOAD_SA     33u
#define INTERNAL_IP6_NETMASK 9u
#define NEXT_PAYLOAD_OFFSET  16u /* in the header */
#define SITUATION_END        8u  /* DOI and situation of the IPsec DOI */

static uint32_t length_at(struct ikelog_octets octets, uint32_t at)
{
    uint32_t length = (uint32_t)octets.data[at + 2] << 8 | octets.data[at + 3];

    /* As the stock dissector goes on after a length that is too small. */
    return MAX(length, IKELOG_GENERIC_LEN);
}

/* Behind a proposal stands another one, or nothing. */
static bool proposals_lead_astray(struct ikelog_octets body, uint32_t at)
{
    while (at <= body.length && body.length - at >= IKELOG_GENERIC_LEN) {
        if (body.data[at] == IKELOG_PAYLOAD_NONE)
            return false;
        if (body.data[at] != IKELOG_PAYLOAD_PROPOSAL)
            return true;
        at += length_at(body, at);
    }
    return false;
}

static bool sa_leads_astray(struct ikelog_octets body)
{
    static const uint8_t ipsec[] = {0, 0, 0, DOI_IPSEC};

    return body.length >= SITUATION_END && memcmp(body.data, ipsec, sizeof ipsec) == 0 &&
           proposals_lead_astray(body, SITUATION_END);
}

bool ikelog_stock_trap_in_view(const struct ikelog_view *view)
{
    for (uint32_t i = 0; view->readable && i < view->chain.count; i++) {
        const struct ikelog_payload *payload = &view->chain.payloads[i];
        struct ikelog_octets body = {NULL, 0};

        if (payload->type == IKELOG_PAYLOAD_FRAGMENT)
            return true;
        body.data = ikelog_payload_body(view->octets.data, payload, &body.length);
        if (payload->type == IKELOG_PAYLOAD_SA && body.data && sa_leads_astray(body))
            return true;
    }
    return false;
}

/* IKEv2's SA payload begins with its proposals, and its number is another one. */
bool ikelog_stock_trap_in_octets(struct ikelog_octets message)
{
    uint32_t at = IKELOG_HEADER_LEN, length;
    uint8_t type;

    if (message.length < IKELOG_HEADER_LEN)
        return false;
    type = message.data[NEXT_PAYLOAD_OFFSET];
    while (type != IKELOG_PAYLOAD_NONE && message.length - at >= IKELOG_GENERIC_LEN) {
        struct ikelog_octets rest = {message.data + at, message.length - at};

        length = MIN(length_at(message, at), rest.length);
        rest.length = length;
        if (type == IKELOG_PAYLOAD_FRAGMENT)
            return true;
        if ((type == IKELOG_PAYLOAD_SA || type == IKEV2_PAYLOAD_SA) &&
            proposals_lead_astray(rest, IKELOG_GENERIC_LEN))
            return true;
        type = message.data[at];
        at += length;
    }
    return false;
}

/* It takes all certificates but raw keys for X.509 ones (RFC 2408 3.9). */
static bool is_misread_certificate(struct ikelog_octets body)
{
    static const uint8_t encodings[] = {1, 2, 3, 6, 7, 8, 9};

    return body.length > 0 && memchr(encodings, body.data[0], sizeof encodings) != NULL;
}

/* It reads a prefix length of one octet where some send a mask of 16. */
static bool has_long_netmask(struct ikelog_octets body)
{
    struct ikelog_reader r = ikelog_reader_over(body.data, body.length);
    struct ikelog_attribute attribute;

    ikelog_read_u32(&r);
    while (ikelog_reader_left(&r) > 0 && ikelog_attribute_read(&r, &attribute) == IKELOG_OK)
        if (attribute.type == INTERNAL_IP6_NETMASK && attribute.value.length == 16)
            return true;
    return false;
}

const char *ikelog_stock_misread(const struct ikelog_view *view)
{
    for (uint32_t i = 0; view->readable && i < view->chain.count; i++) {
        struct ikelog_octets body;

        if (!ikelog_view_payload(view, i, 0, &body))
            continue;
        switch (view->chain.payloads[i].type) {
        case IKELOG_PAYLOAD_SA:
            if (body.length < SITUATION_END)
                return "its SA payload ends before the situation";
            break;
        case IKELOG_PAYLOAD_CERT:
            if (is_misread_certificate(body))
                return "it would take what the CERT payload holds for an X.509 certificate";
            break;
        case IKELOG_PAYLOAD_CONFIG:
            if (has_long_netmask(body))
                return "it would misread an IPv6 netmask of 16 octets";
            break;
        default:
            break;
        }
    }
    return NULL;
}
