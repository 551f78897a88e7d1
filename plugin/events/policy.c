/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose log it is, and what the peers are called. */
#include "events/policy.h"
#include "wire/inet.h"

#include <string.h>

static unsigned address_bits(uint8_t family)
{
    return family == 4 ? 32u : 128u;
}

/* Decimal digits only, at most `most`: "/8", never "/+8" or "/ 8". */
static bool parse_bits(const char *text, unsigned most, uint8_t *bits)
{
    guint64 value;

    if (!g_ascii_string_to_unsigned(text, 10, 0, most, &value, NULL))
        return false;
    *bits = (uint8_t)value;
    return true;
}

static bool parse_address(const char *text, struct ikelog_prefix *prefix)
{
    memset(prefix->address, 0, sizeof prefix->address);
    if (inet_pton(AF_INET, text, prefix->address) == 1)
        prefix->family = 4;
    else if (inet_pton(AF_INET6, text, prefix->address) == 1)
        prefix->family = 6;
    else
        return false;
    return true;
}

bool ikelog_prefix_parse(const char *text, struct ikelog_prefix *prefix)
{
    struct ikelog_prefix parsed = {0};
    char **parts = g_strsplit(text, "/", 2);
    bool ok;

    if (parts[0])
        g_strstrip(parts[0]);
    ok = parts[0] && parse_address(parts[0], &parsed);
    if (ok && parts[1])
        ok = parse_bits(g_strstrip(parts[1]), address_bits(parsed.family), &parsed.bits);
    else
        parsed.bits = (uint8_t)address_bits(parsed.family);
    g_strfreev(parts);
    if (ok)
        *prefix = parsed;
    return ok;
}

struct ikelog_prefix ikelog_prefix_of(const struct ikelog_endpoint *endpoint)
{
    struct ikelog_prefix prefix = {.family = endpoint->family,
                                   .bits = (uint8_t)address_bits(endpoint->family)};

    memcpy(prefix.address, endpoint->address, sizeof prefix.address);
    return prefix;
}

bool ikelog_prefix_covers(const struct ikelog_prefix *prefix,
                          const struct ikelog_endpoint *endpoint)
{
    unsigned whole = prefix->bits / 8u, rest = prefix->bits % 8u;

    if (prefix->family == 0 || prefix->family != endpoint->family)
        return false;
    if (memcmp(prefix->address, endpoint->address, whole) != 0)
        return false;
    return rest == 0 || ((prefix->address[whole] ^ endpoint->address[whole]) >> (8u - rest)) == 0;
}

static bool is_local(const struct ikelog_policy *policy, const struct ikelog_peer *side)
{
    for (unsigned i = 0; i < policy->local_count; i++)
        if (ikelog_prefix_covers(&policy->local[i], &side->first) ||
            ikelog_prefix_covers(&policy->local[i], &side->last))
            return true;
    return false;
}

enum ikelog_side ikelog_policy_us(const struct ikelog_policy *policy, const struct ikelog_sa *sa)
{
    bool initiator = is_local(policy, &sa->sides[IKELOG_INITIATOR]);
    bool responder = is_local(policy, &sa->sides[IKELOG_RESPONDER]);

    if (initiator == responder) /* both ends are ours, or neither: the addresses do not decide */
        return policy->perspective;
    return initiator ? IKELOG_INITIATOR : IKELOG_RESPONDER;
}

const char *ikelog_policy_named(const struct ikelog_policy *policy, const struct ikelog_sa *sa)
{
    enum ikelog_side peer = ikelog_side_other(ikelog_policy_us(policy, sa));
    const struct ikelog_connection *best = NULL;

    for (unsigned i = 0; i < policy->connection_count; i++) {
        const struct ikelog_connection *row = &policy->connections[i];

        if (!ikelog_prefix_covers(&row->peer, &sa->sides[peer].first) &&
            !ikelog_prefix_covers(&row->peer, &sa->sides[peer].last))
            continue;
        if (!best || row->peer.bits > best->peer.bits)
            best = row;
    }
    return best ? best->name : NULL;
}

const char *ikelog_policy_connection(const struct ikelog_policy *policy, const struct ikelog_sa *sa)
{
    const char *name = ikelog_policy_named(policy, sa);

    return name ? name : policy->default_connection;
}
