/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Endpoints: comparison and text. */
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
