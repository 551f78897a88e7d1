/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hash of NAT-D payloads, computed anew from the packet's addresses. */
#include "crypto/natd.h"

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

/* HASH(CKY-I | CKY-R | IP | port); none of an address that is none. */
static struct ikelog_digest hash_of(const struct ikelog_hash *hash, const uint8_t cookies[16],
                                    const struct ikelog_natd_end *end)
{
    const uint8_t port[] = {(uint8_t)(end->port >> 8), (uint8_t)end->port};
    const struct ikelog_octets parts[] = {
        {cookies, 16},
        {end->address, end->length},
        {port, sizeof(port)},
    };
    struct ikelog_digest digest = {.length = 0};

    if (end->length == 4 || end->length == 16)
        ikelog_digest_of(hash, parts, G_N_ELEMENTS(parts), &digest);
    return digest;
}

void ikelog_natd_start(struct ikelog_natd_hashes *hashes, const struct ikelog_hash *hash,
                       const uint8_t cookies[16], const struct ikelog_natd_end *source,
                       const struct ikelog_natd_end *destination)
{
    *hashes = (struct ikelog_natd_hashes){.hash = hash};
    if (!hash)
        return;
    hashes->source = hash_of(hash, cookies, source);
    hashes->destination = hash_of(hash, cookies, destination);
}

enum ikelog_natd ikelog_natd_check(const struct ikelog_natd_hashes *hashes,
                                   struct ikelog_octets body)
{
    if (!hashes->hash)
        return IKELOG_NATD_NO_HASH;
    if (body.length != hashes->hash->length)
        return IKELOG_NATD_BAD_LENGTH;
    if (ikelog_digest_equal(&hashes->destination, body))
        return IKELOG_NATD_DESTINATION;
    return ikelog_digest_equal(&hashes->source, body) ? IKELOG_NATD_SOURCE : IKELOG_NATD_NO_MATCH;
}
