/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Public Diffie-Hellman values that keep no secret. */
#include "crypto/dh_weakness.h"

#include "crypto/hex.h"

#include <string.h>

#define GIVEN_AWAY ": whoever hears it can compute the shared secret"
#define REFUSED    ": the other side must refuse it"

#define LONGEST    1024u /* octets of the longest prime, MODP8192 */

/* Octets behind the leading zeros. */
static struct ikelog_octets stripped(struct ikelog_octets value)
{
    while (value.length > 0 && value.data[0] == 0) {
        value.data++;
        value.length--;
    }
    return value;
}

/* All bits are zero but one: 2^k. */
static bool is_power_of_two(struct ikelog_octets value)
{
    unsigned ones = 0;

    for (uint32_t i = 0; i < value.length && ones <= 1; i++)
        ones += (unsigned)__builtin_popcount(value.data[i]);
    return ones == 1;
}

static int compare(struct ikelog_octets a, struct ikelog_octets b)
{
    a = stripped(a);
    b = stripped(b);
    if (a.length != b.length)
        return a.length < b.length ? -1 : 1;
    return a.length ? memcmp(a.data, b.data, a.length) : 0;
}

static struct ikelog_octets octets_of_hex(const char *hex, uint8_t *buffer)
{
    size_t length = 0;

    ikelog_hex_read(hex, strlen(hex), buffer, LONGEST, &length);
    return (struct ikelog_octets){buffer, (uint32_t)length};
}

static const char *weakness_of_modp(const struct ikelog_group *group, struct ikelog_octets value)
{
    uint8_t prime[LONGEST], generator[LONGEST];
    struct ikelog_octets p = octets_of_hex(group->prime_hex, prime);
    struct ikelog_octets g = octets_of_hex(group->generator_hex, generator);

    if (compare(value, p) >= 0)
        return "not less than the prime of its group" REFUSED;
    if (compare(value, g) == 0)
        return "the generator of its group itself" GIVEN_AWAY;
    if (g.length == 1 && g.data[0] == 2 && is_power_of_two(value))
        return "a small power of the generator" GIVEN_AWAY;
    prime[p.length - 1]--; /* it is odd */
    return compare(value, p) == 0 ? "the prime of its group less 1" GIVEN_AWAY : NULL;
}

/* An exponent that every group takes: a private value of 1, or 8 where a curve clamps it. */
static bool has_shared_secret(const struct ikelog_group *group, struct ikelog_octets value,
                              bool montgomery)
{
    uint8_t factor[LONGEST] = {0};
    struct ikelog_octets exponent = {factor, montgomery ? group->public_length : 1};
    GBytes *shared = NULL;

    factor[0] = montgomery ? 8 : 1;
    ikelog_dh_shared(group, exponent, value, &shared);
    ikelog_secret_bytes_unref(shared);
    return shared != NULL;
}

static bool is_base_point(const struct ikelog_group *group, struct ikelog_octets value,
                          bool montgomery)
{
    static const uint8_t one = 1;
    GBytes *base = NULL;
    bool same;

    if (montgomery) /* u is 9 of Curve25519, 5 of Curve448; little-endian */
        return value.data[0] == (group->public_length == 32 ? 9 : 5) &&
               stripped((struct ikelog_octets){value.data + 1, value.length - 1}).length == 0;
    ikelog_dh_public(group, (struct ikelog_octets){&one, 1}, &base);
    same = base && g_bytes_get_size(base) == value.length &&
           memcmp(g_bytes_get_data(base, NULL), value.data, value.length) == 0;
    if (base)
        g_bytes_unref(base);
    return same;
}

static const char *weakness_of_curve(const struct ikelog_group *group, struct ikelog_octets value)
{
    bool montgomery = !ikelog_group_has_points(group);

    if (value.length != group->public_length)
        return NULL;
    if (!has_shared_secret(group, value, montgomery))
        return montgomery ? "a point of small order" GIVEN_AWAY : "no point of its curve" REFUSED;
    return is_base_point(group, value, montgomery) ? "the base point of its curve itself" GIVEN_AWAY
                                                   : NULL;
}

const char *ikelog_dh_weakness(const struct ikelog_group *group, struct ikelog_octets public_value)
{
    struct ikelog_octets value = stripped(public_value);

    if (public_value.length == 0)
        return NULL;
    if (value.length == 0)
        return "0" GIVEN_AWAY;
    if (group && group->curve)
        return weakness_of_curve(group, public_value);
    if (value.length == 1 && value.data[0] == 1)
        return "1" GIVEN_AWAY;
    return group ? weakness_of_modp(group, value) : NULL;
}
