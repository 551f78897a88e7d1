/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether octets are a decrypted body: how the right key and IV are recognised. */
#include "state/plaintext_check.h"

#include "crypto/algorithms.h"
#include "crypto/cbc.h"
#include "wire/numbers.h"

#include <glib.h>
#include <string.h>

#define MOST_PADDING 255u /* RFC 2409 asks for less than a block; random padding may be longer */
#define MOST_ID      512u /* octets of an ID payload that are tried when its length is lost */
#define ANY_TYPE     1u   /* of a payload whose type is lost with the header before it */

static bool hash_payload_length_fits(const struct plaintext_expectation *expected, uint32_t length)
{
    if (expected->hash_length)
        return length == IKELOG_GENERIC_LEN + expected->hash_length;
    return ikelog_hash_by_length(length - IKELOG_GENERIC_LEN) != NULL;
}

static bool read_first(const struct plaintext_expectation *expected, struct ikelog_octets octets,
                       struct ikelog_chain *chain)
{
    const struct ikelog_payload *first = &chain->payloads[0];
    uint32_t needed;

    ikelog_chain_read(octets.data, octets.length, 0, expected->first, chain);
    if (chain->count == 0 || first->reserved != 0 || first->claimed < IKELOG_GENERIC_LEN)
        return false;
    needed = first->claimed + (first->next ? IKELOG_GENERIC_LEN : 0);
    if (needed > MAX(expected->sent, octets.length))
        return false;
    if (expected->first == IKELOG_PAYLOAD_HASH)
        return hash_payload_length_fits(expected, first->claimed);
    return expected->first != IKELOG_PAYLOAD_ID || first->claimed >= 8;
}

bool plaintext_check_first(const struct plaintext_expectation *expected,
                           struct ikelog_octets octets)
{
    struct ikelog_chain chain;

    return read_first(expected, octets, &chain);
}

/* The chain ended itself, its reserved octets are zero, and what follows it can be padding. */
static bool is_whole_chain(const struct ikelog_chain *chain, struct ikelog_octets body)
{
    if (chain->status != IKELOG_OK || body.length - chain->end > MOST_PADDING)
        return false;
    for (uint32_t i = 0; i < chain->count; i++)
        if (chain->payloads[i].reserved != 0)
            return false;
    return true;
}

enum plaintext_verdict plaintext_check(const struct plaintext_expectation *expected,
                                       struct ikelog_octets body)
{
    struct ikelog_chain chain;

    if (!read_first(expected, body, &chain))
        return NOT_PLAINTEXT;
    return is_whole_chain(&chain, body) ? IS_PLAINTEXT : MAYBE_PLAINTEXT;
}

/* The first octets of a payload's body as its type would have them. */
static bool structure_fits(uint8_t type, struct ikelog_octets octets,
                           const struct ikelog_payload *payload,
                           const struct plaintext_expectation *expected)
{
    static const uint8_t ipsec_doi[4] = {0, 0, 0, 1};
    uint32_t body;
    const uint8_t *at = ikelog_payload_body(octets.data, payload, &body);

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
        return hash_payload_length_fits(expected, payload->length);
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

/* The payload type that may follow the first one and has the structure of *payload; 0: none. */
static uint8_t follower_type(const struct plaintext_expectation *expected,
                             struct ikelog_octets body, const struct ikelog_payload *payload)
{
    for (size_t i = 0; i < G_N_ELEMENTS(followers); i++)
        if (followers[i].exchange == expected->exchange_type &&
            followers[i].first == expected->first &&
            structure_fits(followers[i].next, body, payload, expected))
            return followers[i].next;
    return IKELOG_PAYLOAD_NONE;
}

/* The chain after a first payload of `length` octets, whatever its own header said. */
static bool follows_at(const struct plaintext_expectation *expected, struct ikelog_octets body,
                       uint32_t length, struct ikelog_chain *chain)
{
    struct ikelog_chain rest;

    ikelog_chain_read(body.data, body.length, length, ANY_TYPE, &rest);
    if (!is_whole_chain(&rest, body))
        return false;
    rest.payloads[0].type = follower_type(expected, body, &rest.payloads[0]);
    if (rest.payloads[0].type == IKELOG_PAYLOAD_NONE)
        return false;
    start_chain(chain, expected->first, rest.payloads[0].type, length);
    append_chain(chain, &rest);
    return true;
}

/* Payloads whose types are not known, from `at` to the end. */
static bool any_chain_at(struct ikelog_octets body, uint32_t at)
{
    struct ikelog_chain rest;

    ikelog_chain_read(body.data, body.length, at, ANY_TYPE, &rest);
    return is_whole_chain(&rest, body);
}

/* Padding as daemons write it: zeros (telling, when there are some), or counted by its last octet.
 */
static enum plaintext_verdict check_padding(struct ikelog_octets body, uint32_t from)
{
    uint32_t padding = body.length - from;
    uint8_t last = body.data[body.length - 1];

    if (padding == 0)
        return MAYBE_PLAINTEXT;
    if (padding > 2 * IKELOG_MAX_BLOCK)
        return NOT_PLAINTEXT;
    for (uint32_t i = from; i + 1 < body.length; i++)
        if (body.data[i] != 0)
            return last == padding || last + 1u == padding ? MAYBE_PLAINTEXT : NOT_PLAINTEXT;
    if (last == 0 || last == padding || last + 1u == padding)
        return padding >= 4 ? IS_PLAINTEXT : MAYBE_PLAINTEXT;
    return NOT_PLAINTEXT;
}

static enum plaintext_verdict tail_with_hash(const struct plaintext_expectation *expected,
                                             struct ikelog_octets body, struct ikelog_chain *chain)
{
    size_t count;
    const struct ikelog_hash *rows = ikelog_hash_rows(&count);
    enum plaintext_verdict best = NOT_PLAINTEXT;

    for (size_t i = 0; i < count; i++) {
        uint32_t length = IKELOG_GENERIC_LEN + rows[i].length;
        enum plaintext_verdict alone;

        if ((expected->hash_length && rows[i].length != expected->hash_length) ||
            length > body.length)
            continue;
        if (follows_at(expected, body, length, chain))
            return IS_PLAINTEXT;
        alone = check_padding(body, length);
        if (alone == NOT_PLAINTEXT && any_chain_at(body, length))
            alone = NOTHING_TO_COMPARE;
        if (alone > best) {
            start_chain(chain, expected->first, IKELOG_PAYLOAD_NONE, length);
            best = alone;
        }
    }
    return best;
}

/* The chain from `at` on when it starts with a notification there. */
static bool notify_at(const struct plaintext_expectation *expected, struct ikelog_octets body,
                      uint32_t at, struct ikelog_chain *rest)
{
    ikelog_chain_read(body.data, body.length, at, IKELOG_PAYLOAD_NOTIFY, rest);
    return is_whole_chain(rest, body) &&
           structure_fits(IKELOG_PAYLOAD_NOTIFY, body, &rest->payloads[0], expected);
}

static void start_id_hash(struct ikelog_chain *chain, uint32_t id, uint32_t end, uint8_t next)
{
    start_chain(chain, IKELOG_PAYLOAD_ID, IKELOG_PAYLOAD_HASH, id);
    chain->payloads[chain->count++] = (struct ikelog_payload){
        .type = IKELOG_PAYLOAD_HASH, .next = next, .offset = id, .length = end - id};
    chain->end = end;
}

/* An ID of one IPv4 address: with long blocks the header of HASH is lost as well. */
static enum plaintext_verdict tail_with_short_id(const struct plaintext_expectation *expected,
                                                 struct ikelog_octets body,
                                                 struct ikelog_chain *chain)
{
    const uint32_t id = 12;
    size_t count;
    const struct ikelog_hash *rows = ikelog_hash_rows(&count);
    enum plaintext_verdict best = NOT_PLAINTEXT;

    for (size_t i = 0; i < count; i++) {
        uint32_t end = id + IKELOG_GENERIC_LEN + rows[i].length;
        struct ikelog_chain rest;
        enum plaintext_verdict found;

        if ((expected->hash_length && rows[i].length != expected->hash_length) || end > body.length)
            continue;
        if (notify_at(expected, body, end, &rest)) {
            start_id_hash(chain, id, end, IKELOG_PAYLOAD_NOTIFY);
            append_chain(chain, &rest);
            return IS_PLAINTEXT;
        }
        found = check_padding(body, end);
        if (found > best) {
            start_id_hash(chain, id, end, IKELOG_PAYLOAD_NONE);
            best = found;
        }
    }
    return best;
}

enum plaintext_verdict plaintext_check_tail(const struct plaintext_expectation *expected,
                                            struct ikelog_octets body, uint32_t unknown,
                                            struct ikelog_chain *chain)
{
    uint32_t most = body.length < MOST_ID ? body.length : MOST_ID;
    enum plaintext_verdict found = NOT_PLAINTEXT;

    start_chain(chain, expected->first, IKELOG_PAYLOAD_NONE, body.length);
    if (expected->first == IKELOG_PAYLOAD_HASH || expected->first == IKELOG_PAYLOAD_NATD)
        return body.length > unknown ? tail_with_hash(expected, body, chain) : NOT_PLAINTEXT;
    for (uint32_t length = MAX(unknown, 8); length < most; length++)
        if (follows_at(expected, body, length, chain))
            return IS_PLAINTEXT;
    if (expected->first == IKELOG_PAYLOAD_ID && unknown == IKELOG_MAX_BLOCK)
        found = tail_with_short_id(expected, body, chain);
    return MAX(found, NOTHING_TO_COMPARE);
}
