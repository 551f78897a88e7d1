/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Secrets on their way from a log into the keyring, when it is known to whom they belong. */
#include "crypto/derive.h"
#include "crypto/import.h"
#include "wire/numbers.h"

#include <string.h>

bool ikelog_import_keep(struct ikelog_waiting_secret *waiting, enum ikelog_secret_kind kind,
                        const uint8_t *value, size_t length, unsigned line)
{
    *waiting = (struct ikelog_waiting_secret){.kind = kind, .line = line};
    if (length > sizeof waiting->value)
        return false;
    waiting->length = (uint32_t)length;
    memcpy(waiting->value, value, length);
    return true;
}

static struct ikelog_secret secret_of(const struct ikelog_waiting_secret *waiting)
{
    return (struct ikelog_secret){
        .kind = waiting->kind,
        .has_message_id = waiting->has_message_id,
        .message_id = waiting->message_id,
        .value = {waiting->value, waiting->length},
    };
}

void ikelog_import_add_waiting(const struct ikelog_import *import,
                               struct ikelog_waiting_secret *waiting, const uint8_t *cky_i)
{
    struct ikelog_secret secret = secret_of(waiting);

    secret.lone = !cky_i;
    if (cky_i)
        memcpy(secret.cky_i, cky_i, sizeof secret.cky_i);
    if (cky_i || !waiting->has_message_id)
        ikelog_import_add(import, &secret, waiting->line);
    ikelog_wipe(waiting, sizeof *waiting);
}

void ikelog_import_add_ipsec(const struct ikelog_import *import,
                             struct ikelog_waiting_secret *waiting, uint32_t spi)
{
    struct ikelog_secret secret = secret_of(waiting);

    secret.spi = spi;
    if (waiting->length > 0)
        ikelog_import_add(import, &secret, waiting->line);
    ikelog_wipe(waiting, sizeof *waiting);
}

void ikelog_import_add_psk(const struct ikelog_import *import, const char *peer,
                           struct ikelog_octets value, unsigned line)
{
    struct ikelog_secret secret = {
        .kind = IKELOG_SECRET_PSK, .peer = *peer ? peer : "*", .value = value};

    if (value.length > 0 && value.length <= IKELOG_MAX_SECRET)
        ikelog_import_add(import, &secret, line);
}

bool ikelog_import_seed_spi(struct ikelog_octets seed, uint32_t *spi)
{
    if (seed.length < 5 || seed.data[0] != IKELOG_PROTO_ESP)
        return false;
    *spi = ikelog_octets_u32(seed.data + 1);
    return true;
}
