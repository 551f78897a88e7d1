/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times and endpoints of what is fed. */
#include "state/datagram.h"

#include "wire/ident.h"

#include <string.h>

bool ikelog_endpoint_same_address(const struct ikelog_endpoint *a, const struct ikelog_endpoint *b)
{
    return a->family == b->family && memcmp(a->address, b->address, sizeof a->address) == 0;
}

void ikelog_endpoint_describe(const struct ikelog_endpoint *endpoint, GString *text)
{
    if (endpoint->family != 0)
        ikelog_text_address(endpoint->family, endpoint->address, text);
}

int64_t ikelog_time_ns(int64_t seconds, int32_t nanoseconds)
{
    const int64_t second = 1000000000, most = IKELOG_TIME_MOST / second - 3;

    return CLAMP(seconds, -most, most) * second + nanoseconds; /* of which 3 seconds are room */
}
