/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks through payloads as the stock dissector does, and stops where it stops. */

#include "showing/stock_crash.h"

#include "wire/attribute.h"
#include "wire/numbers.h"

#define INTERNAL_IP6_NETMASK 9u
#define DOI_IPSEC            1u
#define DOI_LENGTH           4u
#define SITUATION_LENGTH     4u
#define IKEV2_PAYLOAD_SA     33u
#define FRAGMENT_LENGTH      4u /* of its own header: a shorter one is left alone */

/* Places in the header. */
#define NEXT_PAYLOAD_OFFSET 16u
#define VERSION_OFFSET      17u
#define LENGTH_OFFSET       24u

/* Lists inside lists may be walked again and again; nothing well-formed needs as many steps. */
#define MAX_STEPS 10000u
#define MAX_DEPTH 16u

enum outcome { GO_ON, STOPPED, FOUND };

/* A list of payloads that the stock dissector is on its way through. */
struct walk {
    struct ikelog_octets message; /* what its offsets count in */
    unsigned version;
    unsigned steps, depth;
};

static uint32_t number_at(struct ikelog_octets octets, uint32_t at, uint32_t length)
{
    uint32_t number = 0;

    for (uint32_t i = 0; i < length; i++)
        number = number << 8 | octets.data[at + i];
    return number;
}

static enum outcome walk_list(struct walk *walk, uint8_t type, uint32_t at, uint32_t length);

/* Version 2 has no DOI in front of its proposals. */
static enum outcome walk_proposals(struct walk *walk, uint32_t at, uint32_t length)
{
    const uint32_t before = walk->version == 1 ? DOI_LENGTH + SITUATION_LENGTH : 0;
    enum outcome outcome;

    if (walk->version != 1 && walk->version != 2)
        return GO_ON;
    if (length < before || (before && number_at(walk->message, at, DOI_LENGTH) != DOI_IPSEC))
        return GO_ON;
    if (walk->depth >= MAX_DEPTH)
        return FOUND; /* nobody has looked further */
    walk->depth++;
    outcome = walk_list(walk, IKELOG_PAYLOAD_PROPOSAL, at + before, length - before);
    walk->depth--;
    return outcome;
}

static enum outcome visit(struct walk *walk, uint8_t type, uint32_t at, uint32_t length)
{
    switch (type) {
    case IKELOG_PAYLOAD_FRAGMENT:
        return length >= FRAGMENT_LENGTH ? FOUND : GO_ON;
    case IKELOG_PAYLOAD_SA:
    case IKEV2_PAYLOAD_SA:
        return walk_proposals(walk, at, length);
    default:
        return GO_ON;
    }
}

/*
 * What claims more octets than the message has ends everything with an exception. A payload may
 * claim more than the list that it is in: then the list is at its end.
 */
static enum outcome walk_list(struct walk *walk, uint8_t type, uint32_t at, uint32_t length)
{
    const uint32_t all = walk->message.length;

    while (length >= IKELOG_GENERIC_LEN && type != IKELOG_PAYLOAD_NONE) {
        uint32_t claimed;
        enum outcome outcome = GO_ON;

        if (at > all || all - at < IKELOG_GENERIC_LEN)
            return STOPPED;
        if (walk->steps++ == MAX_STEPS)
            return FOUND;
        claimed = number_at(walk->message, at + 2, 2);
        if (claimed > all - at)
            return STOPPED;
        if (claimed >= IKELOG_GENERIC_LEN)
            outcome = visit(walk, type, at + IKELOG_GENERIC_LEN, claimed - IKELOG_GENERIC_LEN);
        if (outcome != GO_ON)
            return outcome;
        claimed = MAX(claimed, IKELOG_GENERIC_LEN);
        type = walk->message.data[at];
        at += claimed;
        length -= MIN(claimed, length);
    }
    return GO_ON;
}

bool ikelog_stock_crash_in_view(const struct ikelog_view *view)
{
    const uint32_t at = view->decrypted ? 0 : IKELOG_HEADER_LEN;
    struct walk walk = {.message = view->octets, .version = 1};

    return view->readable && view->octets.length >= at &&
           walk_list(&walk, view->header.next_payload, at, view->octets.length - at) == FOUND;
}

bool ikelog_stock_crash_in_octets(struct ikelog_octets message)
{
    struct walk walk = {.message = message};
    uint32_t length;

    if (message.length < IKELOG_HEADER_LEN)
        return false;
    length = number_at(message, LENGTH_OFFSET, 4);
    if (length < IKELOG_HEADER_LEN || length > message.length)
        return false; /* it goes no further than the header */
    walk.version = message.data[VERSION_OFFSET] >> 4;
    return walk_list(&walk, message.data[NEXT_PAYLOAD_OFFSET], IKELOG_HEADER_LEN,
                     length - IKELOG_HEADER_LEN) == FOUND;
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
            if (body.length < DOI_LENGTH + SITUATION_LENGTH)
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
