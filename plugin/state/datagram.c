/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Endpoints: comparison and text. */
#include "state/datagram.h"

#include <arpa/inet.h>
#include <string.h>

bool ikelog_endpoint_same_address(const struct ikelog_endpoint *a, const struct ikelog_endpoint *b)
{
    return a->family == b->family && memcmp(a->address, b->address, sizeof a->address) == 0;
}

void ikelog_endpoint_describe(const struct ikelog_endpoint *endpoint, GString *text)
{
    char buffer[INET6_ADDRSTRLEN];

    if (endpoint->family == 0)
        return;
    if (inet_ntop(endpoint->family == 4 ? AF_INET : AF_INET6, endpoint->address, buffer,
                  sizeof buffer))
        g_string_append(text, buffer);
}
