/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fingerprints: Poly1305 under a key that nobody else knows, the cheapest MAC that libgcrypt has,
 * made shorter by SipHash under another one. */
#include "crypto/fingerprint.h"

#include "crypto/derive.h"
#include "wire/seeded.h"

#include <gcrypt.h>
#include <glib.h>

struct ikelog_fingerprints {
    gcry_mac_hd_t mac;
    uint64_t key[2]; /* of SipHash */
};

/* In FIPS mode libgcrypt has no Poly1305. HMAC is lacking only when there is no memory. */
static gcry_mac_hd_t open_mac(void)
{
    gcry_mac_hd_t mac = NULL;

    if (gcry_mac_open(&mac, GCRY_MAC_POLY1305, 0, NULL) != 0 &&
        gcry_mac_open(&mac, GCRY_MAC_HMAC_SHA256, 0, NULL) != 0)
        g_error("no memory for a MAC");
    return mac;
}

struct ikelog_fingerprints *ikelog_fingerprints_new(void)
{
    struct ikelog_fingerprints *fingerprints = g_new(struct ikelog_fingerprints, 1);
    uint32_t key[8];

    ikelog_crypto_init();
    fingerprints->mac = open_mac();
    for (size_t i = 0; i < G_N_ELEMENTS(key); i++)
        key[i] = g_random_int();
    gcry_mac_setkey(fingerprints->mac, key, sizeof key);
    ikelog_wipe(key, sizeof key);
    for (size_t i = 0; i < G_N_ELEMENTS(fingerprints->key); i++)
        fingerprints->key[i] = (uint64_t)g_random_int() << 32 | g_random_int();
    return fingerprints;
}

void ikelog_fingerprints_free(struct ikelog_fingerprints *fingerprints)
{
    if (!fingerprints)
        return;
    gcry_mac_close(fingerprints->mac);
    g_free(fingerprints);
}

struct ikelog_fingerprint ikelog_fingerprint_of(struct ikelog_fingerprints *fingerprints,
                                                struct ikelog_octets message)
{
    uint8_t tag[16] = {0};
    size_t length = sizeof tag;

    gcry_mac_reset(fingerprints->mac);
    gcry_mac_write(fingerprints->mac, message.data, message.length);
    gcry_mac_read(fingerprints->mac, tag, &length);
    return (struct ikelog_fingerprint){ikelog_siphash(fingerprints->key, tag, sizeof tag)};
}

bool ikelog_fingerprint_equal(struct ikelog_fingerprint a, struct ikelog_fingerprint b)
{
    return a.value == b.value;
}
