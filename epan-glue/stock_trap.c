/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds vendor fragments where the stock dissector would find them. */

#include "stock_trap.h"

#include "wire/numbers.h"

#define DOI_IPSEC           1u
#define IKEV2_PAYLOAD_SA    33u
#define NEXT_PAYLOAD_OFFSET 16u /* in the header */
#define SITUATION_END       8u  /* DOI and situation of the IPsec DOI */

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
