/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hash of NAT-D payloads, computed anew from the packet's addresses. */
#include "crypto/natd.h"

#include "crypto/derive.h"

#include <glib.h>
#include <stdbool.h>

const char *ikelog_natd_text(enum ikelog_natd verdict)
{
    static const char *const texts[] = {
#define X(name, text) [IKELOG_NATD_##name] = text,
        IKELOG_NATD_ROWS(X)
#undef X
    };

    return (size_t)verdict < G_N_ELEMENTS(texts) ? texts[verdict] : "unknown verdict";
}

/* body == HASH(CKY-I | CKY-R | IP | port)? */
static bool fits(const struct ikelog_hash *hash, const uint8_t cookies[16],
                 const struct ikelog_natd_end *end, struct ikelog_octets body)
{
    const uint8_t port[] = {(uint8_t)(end->port >> 8), (uint8_t)end->port};
    const struct ikelog_octets parts[] = {
        {cookies, 16},
        {end->address, end->length},
        {port, sizeof(port)},
    };
    struct ikelog_digest digest;

    if (end->length != 4 && end->length != 16)
        return false;
    return ikelog_digest_of(hash, parts, G_N_ELEMENTS(parts), &digest) == IKELOG_OK &&
           ikelog_digest_equal(&digest, body);
}

enum ikelog_natd ikelog_natd_check(const struct ikelog_hash *hash, const uint8_t cookies[16],
                                   const struct ikelog_natd_end *source,
                                   const struct ikelog_natd_end *destination,
                                   struct ikelog_octets body)
{
    if (!hash)
        return IKELOG_NATD_NO_HASH;
    if (body.length != hash->length)
        return IKELOG_NATD_BAD_LENGTH;
    if (fits(hash, cookies, destination, body))
        return IKELOG_NATD_DESTINATION;
    return fits(hash, cookies, source, body) ? IKELOG_NATD_SOURCE : IKELOG_NATD_NO_MATCH;
}
