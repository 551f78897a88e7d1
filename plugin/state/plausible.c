/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Does a decrypted body look like a chain of payloads? How a wrong key or IV is recognised. */
#include "state/session_priv.h"

#include "wire/numbers.h"
#include "wire/reader.h"

#include <string.h>

#define MOST_PADDING 255u /* RFC 2409 asks for less than a block; random padding may be longer */
#define MOST_ID      512u /* octets of an ID payload that are tried when its length is lost */

static bool known_type(uint8_t type)
{
    return type == IKELOG_PAYLOAD_NONE || type == IKELOG_PAYLOAD_SA ||
           (type >= IKELOG_PAYLOAD_KE && type <= IKELOG_PAYLOAD_NATOA) ||
           (type >= IKELOG_PAYLOAD_NATD_DRAFT && type <= IKELOG_PAYLOAD_FRAGMENT);
}

static bool hash_payload_length_fits(const struct expectation *expected, uint32_t length)
{
    if (expected->hash_length)
        return length == IKELOG_GENERIC_LEN + expected->hash_length;
    return ikelog_hash_by_length(length - IKELOG_GENERIC_LEN) != NULL;
}

bool first_header_plausible(const struct expectation *expected, const uint8_t *block,
                            uint32_t body_length)
{
    uint32_t length = (uint32_t)block[2] << 8 | block[3];
    uint32_t needed = block[0] ? length + IKELOG_GENERIC_LEN : length;

    if (!known_type(block[0]) || block[1] != 0 || length < IKELOG_GENERIC_LEN ||
        needed > body_length)
        return false;
    if (expected->first == IKELOG_PAYLOAD_HASH)
        return hash_payload_length_fits(expected, length);
    return expected->first != IKELOG_PAYLOAD_ID || length >= 8;
}

/* Every payload of the chain from number `from` on has a known type and a zero reserved octet. */
static bool chain_sane(const struct ikelog_chain *chain, struct ikelog_octets body, uint32_t from)
{
    for (uint32_t i = from; i < chain->count; i++) {
        const struct ikelog_payload *payload = &chain->payloads[i];

        if (!known_type(payload->next) || payload->offset + 1 >= body.length ||
            body.data[payload->offset + 1] != 0)
            return false;
    }
    return true;
}

enum plausibility body_plausible(const struct expectation *expected, struct ikelog_octets body)
{
    struct ikelog_chain chain;

    if (body.length < IKELOG_GENERIC_LEN ||
        !first_header_plausible(expected, body.data, body.length))
        return IMPLAUSIBLE;
    ikelog_chain_read(body.data, body.length, 0, expected->first, &chain);
    if (chain.status != IKELOG_OK || !chain_sane(&chain, body, 0) ||
        body.length - chain.end > MOST_PADDING)
        return WEAK;
    return GOOD;
}

/* The first octets of a payload's body as its type would have them. */
static bool structure_fits(uint8_t type, const uint8_t *payload, uint32_t length,
                           const struct expectation *expected)
{
    static const uint8_t ipsec_doi[4] = {0, 0, 0, 1};
    uint32_t body = length - IKELOG_GENERIC_LEN;
    const uint8_t *at = payload + IKELOG_GENERIC_LEN;

    switch (type) {
    case IKELOG_PAYLOAD_SA: /* the situation has three bits, RFC 2407 4.2 */
        return body >= 12 && memcmp(at, ipsec_doi, 4) == 0 && at[4] == 0 && at[5] == 0 &&
               at[6] == 0 && at[7] <= 7;
    case IKELOG_PAYLOAD_NOTIFY: /* some claim more octets of SPI than they send */
        return body >= 8 && at[0] == 0 && at[1] == 0 && at[2] == 0 && at[3] <= 2 && at[4] <= 4 &&
               at[5] <= IKELOG_COOKIE_LEN * 2u;
    case IKELOG_PAYLOAD_DELETE:
        /* no SPI at all would fit a notification as well: its type stands where the count is */
        return body > 8 && at[0] == 0 && at[1] == 0 && at[2] == 0 && at[3] <= 2 && at[4] <= 4 &&
               8u + (uint32_t)at[5] * ((uint32_t)at[6] << 8 | at[7]) == body;
    case IKELOG_PAYLOAD_CONFIG:
        return body >= 4 && at[0] >= 1 && at[0] <= 4 && at[1] == 0;
    case IKELOG_PAYLOAD_HASH:
    case IKELOG_PAYLOAD_NATD:
        return hash_payload_length_fits(expected, length);
    case IKELOG_PAYLOAD_CERT:
        return body >= 2 && at[0] >= 1 && at[0] <= 10 && at[1] == 0x30;
    case IKELOG_PAYLOAD_SIG:
        return body >= 40;
    default:
        return false;
    }
}

/* What may follow the first payload, most telling structure first. */
static const struct {
    uint8_t exchange, first, next;
} followers[] = {
    {IKELOG_EXCHANGE_QUICK, IKELOG_PAYLOAD_HASH, IKELOG_PAYLOAD_SA},
    {IKELOG_EXCHANGE_QUICK, IKELOG_PAYLOAD_HASH, IKELOG_PAYLOAD_NOTIFY},
    {IKELOG_EXCHANGE_INFORMATIONAL, IKELOG_PAYLOAD_HASH, IKELOG_PAYLOAD_DELETE},
    {IKELOG_EXCHANGE_INFORMATIONAL, IKELOG_PAYLOAD_HASH, IKELOG_PAYLOAD_NOTIFY},
    {IKELOG_EXCHANGE_TRANSACTION, IKELOG_PAYLOAD_HASH, IKELOG_PAYLOAD_CONFIG},
    {IKELOG_EXCHANGE_MAIN, IKELOG_PAYLOAD_ID, IKELOG_PAYLOAD_HASH},
    {IKELOG_EXCHANGE_MAIN, IKELOG_PAYLOAD_ID, IKELOG_PAYLOAD_CERT},
    {IKELOG_EXCHANGE_MAIN, IKELOG_PAYLOAD_ID, IKELOG_PAYLOAD_SIG},
    {IKELOG_EXCHANGE_AGGRESSIVE, IKELOG_PAYLOAD_HASH, IKELOG_PAYLOAD_NOTIFY},
    {IKELOG_EXCHANGE_AGGRESSIVE, IKELOG_PAYLOAD_HASH, IKELOG_PAYLOAD_NATD},
    {IKELOG_EXCHANGE_AGGRESSIVE, IKELOG_PAYLOAD_NATD, IKELOG_PAYLOAD_NATD},
};

static void append_chain(struct ikelog_chain *chain, const struct ikelog_chain *rest)
{
    for (uint32_t i = 0; i < rest->count && chain->count < IKELOG_MAX_PAYLOADS; i++)
        chain->payloads[chain->count++] = rest->payloads[i];
    chain->status = rest->status;
    chain->end = rest->end;
}

static void start_chain(struct ikelog_chain *chain, uint8_t first, uint8_t next, uint32_t length)
{
    chain->status = IKELOG_OK;
    chain->count = 1;
    chain->end = length;
    chain->payloads[0] =
        (struct ikelog_payload){.type = first, .next = next, .offset = 0, .length = length};
}

/* The chain behind a first payload of `length` octets, whatever its own header said. */
static bool follows_at(const struct expectation *expected, struct ikelog_octets body,
                       uint32_t length, struct ikelog_chain *chain)
{
    uint32_t left = body.length - length;
    uint32_t claimed;
    struct ikelog_chain rest;

    if (left < IKELOG_GENERIC_LEN + 4u)
        return false;
    claimed = (uint32_t)body.data[length + 2] << 8 | body.data[length + 3];
    if (body.data[length + 1] != 0 || claimed < IKELOG_GENERIC_LEN || claimed > left)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(followers); i++) {
        if (followers[i].exchange != expected->exchange_type ||
            followers[i].first != expected->first ||
            !structure_fits(followers[i].next, body.data + length, claimed, expected))
            continue;
        ikelog_chain_read(body.data, body.length, length, followers[i].next, &rest);
        if (rest.status != IKELOG_OK || !chain_sane(&rest, body, 0) ||
            body.length - rest.end > MOST_PADDING)
            continue;
        start_chain(chain, expected->first, followers[i].next, length);
        append_chain(chain, &rest);
        return true;
    }
    return false;
}

/* Padding as daemons write it: zeros (telling, when there are some), or counted by its last octet.
 */
static enum plausibility padding_plausible(struct ikelog_octets body, uint32_t from)
{
    uint32_t padding = body.length - from;
    uint8_t last = body.data[body.length - 1];

    if (padding == 0)
        return WEAK;
    if (padding > 2 * IKELOG_MAX_BLOCK)
        return IMPLAUSIBLE;
    for (uint32_t i = from; i + 1 < body.length; i++)
        if (body.data[i] != 0)
            return last == padding || last + 1u == padding ? WEAK : IMPLAUSIBLE;
    if (last == 0 || last == padding || last + 1u == padding)
        return padding >= 4 ? GOOD : WEAK;
    return IMPLAUSIBLE;
}

static enum plausibility tail_with_hash(const struct expectation *expected,
                                        struct ikelog_octets body, struct ikelog_chain *chain)
{
    size_t count;
    const struct ikelog_hash *rows = ikelog_hash_rows(&count);
    enum plausibility best = IMPLAUSIBLE;

    for (size_t i = 0; i < count; i++) {
        uint32_t length = IKELOG_GENERIC_LEN + rows[i].length;
        enum plausibility alone;

        if ((expected->hash_length && rows[i].length != expected->hash_length) ||
            length > body.length)
            continue;
        if (follows_at(expected, body, length, chain))
            return GOOD;
        alone = padding_plausible(body, length);
        if (alone > best) {
            start_chain(chain, expected->first, IKELOG_PAYLOAD_NONE, length);
            best = alone;
        }
    }
    return best;
}

/* The chain from `at` on when it starts with a notification there. */
static bool notify_at(const struct expectation *expected, struct ikelog_octets body, uint32_t at,
                      struct ikelog_chain *rest)
{
    uint32_t left = body.length - at, claimed;

    if (left < IKELOG_GENERIC_LEN + 8u)
        return false;
    claimed = (uint32_t)body.data[at + 2] << 8 | body.data[at + 3];
    if (body.data[at + 1] != 0 || claimed < IKELOG_GENERIC_LEN || claimed > left ||
        !structure_fits(IKELOG_PAYLOAD_NOTIFY, body.data + at, claimed, expected))
        return false;
    ikelog_chain_read(body.data, body.length, at, IKELOG_PAYLOAD_NOTIFY, rest);
    return rest->status == IKELOG_OK && chain_sane(rest, body, 0) &&
           body.length - rest->end <= MOST_PADDING;
}

static void start_id_hash(struct ikelog_chain *chain, uint32_t id, uint32_t end, uint8_t next)
{
    start_chain(chain, IKELOG_PAYLOAD_ID, IKELOG_PAYLOAD_HASH, id);
    chain->payloads[chain->count++] = (struct ikelog_payload){
        .type = IKELOG_PAYLOAD_HASH, .next = next, .offset = id, .length = end - id};
    chain->end = end;
}

/* An ID of one IPv4 address: with long blocks the header of HASH is lost as well. */
static enum plausibility tail_with_short_id(const struct expectation *expected,
                                            struct ikelog_octets body, struct ikelog_chain *chain)
{
    const uint32_t id = 12;
    size_t count;
    const struct ikelog_hash *rows = ikelog_hash_rows(&count);
    enum plausibility best = IMPLAUSIBLE;

    for (size_t i = 0; i < count; i++) {
        uint32_t end = id + IKELOG_GENERIC_LEN + rows[i].length;
        struct ikelog_chain rest;
        enum plausibility found;

        if ((expected->hash_length && rows[i].length != expected->hash_length) || end > body.length)
            continue;
        if (notify_at(expected, body, end, &rest)) {
            start_id_hash(chain, id, end, IKELOG_PAYLOAD_NOTIFY);
            append_chain(chain, &rest);
            return GOOD;
        }
        found = padding_plausible(body, end);
        if (found > best) {
            start_id_hash(chain, id, end, IKELOG_PAYLOAD_NONE);
            best = found;
        }
    }
    return best;
}

enum plausibility tail_plausible(const struct expectation *expected, struct ikelog_octets body,
                                 uint32_t unknown, struct ikelog_chain *chain)
{
    uint32_t most = body.length < MOST_ID ? body.length : MOST_ID;

    start_chain(chain, expected->first, IKELOG_PAYLOAD_NONE, body.length);
    if (body.length <= unknown)
        return IMPLAUSIBLE;
    if (expected->first == IKELOG_PAYLOAD_HASH || expected->first == IKELOG_PAYLOAD_NATD)
        return tail_with_hash(expected, body, chain);
    for (uint32_t length = unknown > 8 ? unknown : 8; length < most; length++)
        if (follows_at(expected, body, length, chain))
            return GOOD;
    return expected->first == IKELOG_PAYLOAD_ID && unknown == IKELOG_MAX_BLOCK
               ? tail_with_short_id(expected, body, chain)
               : IMPLAUSIBLE;
}
