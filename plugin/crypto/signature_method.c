/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which authentication methods sign, and over which hash. */
#include "crypto/auth_method.h"
#include "crypto/signature.h"

#include <stddef.h>

bool ikelog_signature_method(uint16_t auth_method)
{
    const struct ikelog_auth_method *method = ikelog_auth_method(auth_method);

    return method && method->family != IKELOG_KEY_NONE;
}

const struct ikelog_hash *ikelog_signature_hash(uint16_t auth_method,
                                                const struct ikelog_hash *negotiated)
{
    const struct ikelog_auth_method *method = ikelog_auth_method(auth_method);

    if (!method || method->family == IKELOG_KEY_NONE)
        return NULL;
    return method->hash ? ikelog_hash_by_number(method->hash) : negotiated;
}
