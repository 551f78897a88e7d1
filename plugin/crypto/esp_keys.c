/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of ESP and AH algorithms, and the cutting of KEYMAT. */
#include "crypto/esp_keys.h"

#include <glib.h>
#include <string.h>

/* clang-format off */
#define NO_STOCK {NULL, 0}

/* transform, name, key: default, least, most, step; salt, block, IV, ICV; stock name and number */
static const struct ikelog_esp_cipher ciphers[] = {
    {  1, "DES-IV64",    8,  8,  8, 1,  0,  8,  8,  0, {"DES-CBC [RFC2405]", 4}},
    {  2, "DES-CBC",     8,  8,  8, 1,  0,  8,  8,  0, {"DES-CBC [RFC2405]", 4}},
    {  3, "3DES-CBC",   24, 24, 24, 1,  0,  8,  8,  0, {"TripleDES-CBC [RFC2451]", 1}},
    {  4, "RC5-CBC",    16,  5, 64, 1,  0,  8,  8,  0, NO_STOCK},
    {  5, "IDEA-CBC",   16, 16, 16, 1,  0,  8,  8,  0, NO_STOCK},
    {  6, "CAST-CBC",   16,  5, 16, 1,  0,  8,  8,  0, {"CAST5-CBC [RFC2144]", 7}},
    {  7, "Blowfish-CBC", 16, 5, 56, 1, 0,  8,  8,  0, {"BLOWFISH-CBC [RFC2451]", 5}},
    { 11, "NULL",        0,  0,  0, 1,  0,  1,  0,  0, {"NULL", 0}},
    { 12, "AES-CBC",    16, 16, 32, 8,  0, 16, 16,  0, {"AES-CBC [RFC3602]", 2}},
    { 13, "AES-CTR",    16, 16, 32, 8,  4,  1,  8,  0, {"AES-CTR [RFC3686]", 3}},
    { 14, "AES-CCM-8",  16, 16, 32, 8,  3,  1,  8,  8, NO_STOCK},
    { 15, "AES-CCM-12", 16, 16, 32, 8,  3,  1,  8, 12, NO_STOCK},
    { 16, "AES-CCM-16", 16, 16, 32, 8,  3,  1,  8, 16, NO_STOCK},
    { 18, "AES-GCM-8",  16, 16, 32, 8,  4,  1,  8,  8, {"AES-GCM with 8 octet ICV [RFC4106]", 9}},
    { 19, "AES-GCM-12", 16, 16, 32, 8,  4,  1,  8, 12, {"AES-GCM with 12 octet ICV [RFC4106]", 10}},
    { 20, "AES-GCM-16", 16, 16, 32, 8,  4,  1,  8, 16, {"AES-GCM with 16 octet ICV [RFC4106]", 11}},
    { 21, "SEED-CBC",   16, 16, 16, 1,  0, 16, 16,  0, NO_STOCK},
    { 22, "Camellia-CBC", 16, 16, 32, 8, 0, 16, 16, 0, NO_STOCK},
    { 23, "NULL-AES-GMAC", 16, 16, 32, 8, 4, 1,  8, 16, NO_STOCK},
    {252, "Serpent-CBC", 16, 16, 32, 8, 0, 16, 16,  0, NO_STOCK},
    {253, "Twofish-CBC", 16, 16, 32, 16, 0, 16, 16, 0, {"TWOFISH-CBC", 6}},
};

/*
 * attribute, name, key, salt, ICV; stock name and number. What the stock dissector cannot
 * check it is at least told the length of. SHA2-256 is truncated as in RFC 4868 (some old
 * kernels kept 12 octets).
 */
static const struct ikelog_esp_auth auths[] = {
    { 1, "HMAC-MD5",      16, 0, 12, {"HMAC-MD5-96 [RFC2403]", 6}},
    { 2, "HMAC-SHA-1",    20, 0, 12, {"HMAC-SHA-1-96 [RFC2404]", 1}},
    { 3, "DES-MAC",        8, 0,  8, {"ANY 64 bit authentication [no checking]", 8}},
    { 5, "HMAC-SHA2-256", 32, 0, 16, {"HMAC-SHA-256-128 [RFC4868]", 3}},
    { 6, "HMAC-SHA2-384", 48, 0, 24, {"HMAC-SHA-384-192 [RFC4868]", 4}},
    { 7, "HMAC-SHA2-512", 64, 0, 32, {"HMAC-SHA-512-256 [RFC4868]", 5}},
    { 8, "HMAC-RIPEMD",   20, 0, 12, {"MAC-RIPEMD-160-96 [RFC2857]", 7}},
    { 9, "AES-XCBC-MAC",  16, 0, 12, {"ANY 96 bit authentication [no checking]", 9}},
    {11, "AES-128-GMAC",  16, 4, 16, {"ANY 128 bit authentication [no checking]", 10}},
    {12, "AES-192-GMAC",  24, 4, 16, {"ANY 128 bit authentication [no checking]", 10}},
    {13, "AES-256-GMAC",  32, 4, 16, {"ANY 128 bit authentication [no checking]", 10}},
};

/* AH transform ids (RFC 2407 4.4.3 and later) that are not the number of the attribute. */
static const struct {
    uint8_t transform;
    uint8_t attribute;
} ah_transforms[] = {
    {2, 1}, {3, 2}, {4, 3}, {5, 5}, {6, 6}, {7, 7}, {8, 8}, {9, 9}, {11, 11}, {12, 12}, {13, 13},
};
/* clang-format on */

const struct ikelog_esp_cipher *ikelog_esp_cipher_by_transform(uint8_t transform)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ciphers); i++) {
        if (ciphers[i].transform == transform)
            return &ciphers[i];
    }
    return NULL;
}

const struct ikelog_esp_auth *ikelog_esp_auth_by_attribute(uint16_t attribute)
{
    for (size_t i = 0; i < G_N_ELEMENTS(auths); i++) {
        if (auths[i].attribute == attribute)
            return &auths[i];
    }
    return NULL;
}

static uint16_t ah_attribute(uint8_t transform)
{
    for (size_t i = 0; i < G_N_ELEMENTS(ah_transforms); i++) {
        if (ah_transforms[i].transform == transform)
            return ah_transforms[i].attribute;
    }
    return 0;
}

/*
 * Octets of the cipher key; false when the cipher has no such key. Where there is no choice the
 * attribute should not be there (RFC 2407 4.5), and whatever it says is left aside.
 */
static bool key_octets(const struct ikelog_esp_cipher *cipher, uint16_t bits, uint8_t *octets)
{
    uint32_t length = bits / 8u;

    *octets = cipher->key_default;
    if (bits == 0 || cipher->key_min == cipher->key_max)
        return true;
    if (bits % 8 != 0 || length < cipher->key_min || length > cipher->key_max ||
        (length - cipher->key_min) % cipher->key_step != 0)
        return false;
    *octets = (uint8_t)length;
    return true;
}

enum ikelog_status ikelog_esp_suite_resolve(const struct ikelog_esp_choice *choice,
                                            struct ikelog_esp_suite *suite)
{
    bool esp = choice->protocol == IKELOG_PROTO_ESP;
    uint16_t auth = choice->auth;
    bool ok = true;

    *suite = (struct ikelog_esp_suite){0};
    if (esp) {
        suite->cipher = ikelog_esp_cipher_by_transform(choice->transform);
        ok = suite->cipher && key_octets(suite->cipher, choice->key_bits, &suite->key);
    } else if (choice->protocol == IKELOG_PROTO_AH) {
        auth = auth ? auth : ah_attribute(choice->transform);
        ok = auth != 0;
    } else {
        ok = false;
    }
    if (ok && auth != 0) {
        suite->auth = ikelog_esp_auth_by_attribute(auth);
        ok = suite->auth != NULL;
    }
    if (!ok)
        *suite = (struct ikelog_esp_suite){0};
    return ok ? IKELOG_OK : IKELOG_UNSUPPORTED_ALGORITHM;
}

enum ikelog_status ikelog_esp_keys_derive(const struct ikelog_hash *hash,
                                          const struct ikelog_keymat_facts *facts,
                                          const struct ikelog_esp_suite *suite,
                                          struct ikelog_esp_keys *keys)
{
    uint8_t keymat[sizeof(keys->encryption) + sizeof(keys->integrity)];
    enum ikelog_status status;

    memset(keys, 0, sizeof(*keys));
    if (suite->cipher) {
        keys->salt_length = suite->cipher->salt;
        keys->encryption_length = (uint8_t)(suite->key + suite->cipher->salt);
    }
    if (suite->auth)
        keys->integrity_length = (uint8_t)(suite->auth->key + suite->auth->salt);
    status = ikelog_keymat(hash, facts, (uint32_t)keys->encryption_length + keys->integrity_length,
                           keymat);
    if (status == IKELOG_OK) {
        memcpy(keys->encryption, keymat, keys->encryption_length);
        memcpy(keys->integrity, keymat + keys->encryption_length, keys->integrity_length);
    } else {
        ikelog_esp_keys_clear(keys);
    }
    ikelog_wipe(keymat, sizeof(keymat));
    return status;
}

void ikelog_esp_keys_clear(struct ikelog_esp_keys *keys)
{
    ikelog_wipe(keys, sizeof(*keys));
}
