/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of IPsec SAs: what ESP and AH take from KEYMAT, and the stock ESP dissector's names. */
#ifndef IKELOG_CRYPTO_ESP_KEYS_H
#define IKELOG_CRYPTO_ESP_KEYS_H

#include "crypto/algorithms.h"
#include "crypto/derive.h"
#include "wire/numbers.h"
#include "wire/status.h"

#include <stdint.h>

#define IKELOG_MAX_SALT 4u /* octets */

/* A name and number in the stock dissector's table of ESP SAs; text NULL: it has none. */
struct ikelog_stock_algorithm {
    const char *text; /* as in a row of the table, e.g. "AES-CBC [RFC3602]" */
    uint8_t number;   /* as in its programming interface */
};

/* An ESP transform (IANA "IPSEC ESP Transform Identifiers"). All sizes in octets. */
struct ikelog_esp_cipher {
    uint8_t transform;
    const char *name; /* short form, e.g. "AES-CBC" */
    /* all but the step 0: no key (NULL) */
    uint8_t key_default, key_min, key_max, key_step;
    uint8_t salt;  /* follows the key in KEYMAT: 4 for CTR, GCM, GMAC, 3 for CCM */
    uint8_t block; /* block of the ciphertext; 1 for stream modes */
    uint8_t iv;    /* IV in each packet */
    uint8_t icv;   /* combined modes: the integrity check value; else 0 */
    struct ikelog_stock_algorithm stock;
};

/* An integrity algorithm (IPsec attribute 5, "Authentication Algorithm"). Sizes in octets. */
struct ikelog_esp_auth {
    uint16_t attribute;
    const char *name; /* short form, e.g. "HMAC-SHA-1" */
    uint8_t key;
    uint8_t salt; /* GMAC: 4 */
    uint8_t icv;  /* the truncated value in each packet */
    struct ikelog_stock_algorithm stock;
};

/* By number; NULL when it is not known. Static storage. */
const struct ikelog_esp_cipher *ikelog_esp_cipher_by_transform(uint8_t transform);
const struct ikelog_esp_auth *ikelog_esp_auth_by_attribute(uint16_t attribute);

/* What was negotiated for one IPsec SA, as it stands in the transform. */
struct ikelog_esp_choice {
    uint8_t protocol;  /* IKELOG_PROTO_… */
    uint8_t transform; /* transform id */
    uint16_t key_bits; /* attribute 6 "Key Length"; 0 when it is missing */
    uint16_t auth;     /* attribute 5; 0 when it is missing */
};

/* The same, resolved. cipher is NULL for AH; auth is NULL when there is no integrity algorithm. */
struct ikelog_esp_suite {
    const struct ikelog_esp_cipher *cipher;
    const struct ikelog_esp_auth *auth;
    uint8_t key; /* octets of the cipher key, salt not included */
};

/*
 * Resolve a choice. A missing key length is the cipher's default; a missing attribute 5 is, for
 * AH, what the transform id stands for. Returns OK; UNSUPPORTED_ALGORITHM (*suite is zeroed) for
 * numbers unknown here, key lengths that the cipher does not have and other protocols (IPComp has
 * no keys).
 */
enum ikelog_status ikelog_esp_suite_resolve(const struct ikelog_esp_choice *choice,
                                            struct ikelog_esp_suite *suite);

/* The keys of one IPsec SA, one direction. Secret: end it with ikelog_esp_keys_clear. */
struct ikelog_esp_keys {
    uint8_t encryption_length; /* the cipher key and, after it, the salt: the stock table's form */
    uint8_t salt_length;       /* how many of the octets of `encryption` are salt, at its end */
    uint8_t integrity_length;
    uint8_t encryption[IKELOG_MAX_KEY + IKELOG_MAX_SALT];
    uint8_t integrity[IKELOG_MAX_KEY + IKELOG_MAX_SALT];
};

/*
 * Cut KEYMAT for the SPI and protocol in `facts` into keys: the cipher key first, its salt, then
 * the integrity key (RFC 2409 5.5, RFC 2401 4.4.3, RFC 4106 8.1). The SPI is the receiver's: each
 * direction has its own. Returns OK; CRYPTO (*keys is wiped).
 */
enum ikelog_status ikelog_esp_keys_derive(const struct ikelog_hash *hash,
                                          const struct ikelog_keymat_facts *facts,
                                          const struct ikelog_esp_suite *suite,
                                          struct ikelog_esp_keys *keys);

/* Wipe. */
void ikelog_esp_keys_clear(struct ikelog_esp_keys *keys);

#endif
