/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which algorithms the keys of an IPsec SA belong to, when no Quick Mode tells. */
#include "crypto/esp_given.h"

#include "crypto/cbc.h"

#include <glib.h>
#include <string.h>

#define ESP_HEADER 8u /* SPI and sequence number */

/* Transform identifiers (RFC 2407 4.4.4 and later) and IKE's numbers of the same ciphers. */
enum { ESP_DES = 2, ESP_3DES = 3, ESP_AES = 12, ESP_AES_CTR = 13, ESP_AES_GCM_16 = 20 };
enum { IKE_3DES = 5, IKE_AES = 7 };

static const struct {
    uint8_t length;
    bool authenticated; /* false: with or without an integrity key */
    uint8_t transform;
    uint16_t key_bits;
} by_cipher_key[] = {
    {8, false, ESP_DES, 0},           {16, false, ESP_AES, 128},
    {24, false, ESP_AES, 192},        {32, false, ESP_AES, 256},
    {20, true, ESP_AES_CTR, 128},     {28, true, ESP_AES_CTR, 192},
    {36, true, ESP_AES_CTR, 256},     {20, false, ESP_AES_GCM_16, 128},
    {28, false, ESP_AES_GCM_16, 192}, {36, false, ESP_AES_GCM_16, 256},
};

static const struct {
    uint8_t length, attribute;
} by_auth_key[] = {
    {0, 0}, {16, 1}, {20, 2}, {32, 5}, {48, 6}, {64, 7},
};

/* RFC 4303 2.4: 1, 2, 3 … and the count, then the next header. */
static bool is_trailer(const uint8_t *block, unsigned length)
{
    unsigned pad = block[length - 2];

    for (unsigned i = 0; i < pad && i + 2 < length; i++)
        if (block[length - 3 - i] != pad - i)
            return false;
    return true;
}

/* Whether the last block of the packet is a trailer when this cipher (IKE's number) opens it. */
static bool opens(const struct ikelog_esp_given *given, uint16_t number, unsigned icv)
{
    const struct ikelog_cipher *cipher = ikelog_cipher_by_number(number);
    const uint32_t length = given->packet.length, block = cipher->block;
    uint8_t plain[IKELOG_MAX_BLOCK];
    struct ikelog_cbc *cbc;
    const uint8_t *last;
    enum ikelog_status status;

    if (length < ESP_HEADER + 2u * block + icv || (length - ESP_HEADER - icv) % block != 0 ||
        ikelog_cbc_open(cipher, given->cipher, &cbc) != IKELOG_OK)
        return false;
    last = given->packet.data + length - icv - block;
    status = ikelog_cbc_decrypt(cbc, last - block, (struct ikelog_octets){last, block}, plain);
    ikelog_cbc_close(cbc);
    return status == IKELOG_OK && is_trailer(plain, block);
}

static bool choose_auth(const struct ikelog_esp_given *given, struct ikelog_esp_choice *choice)
{
    for (size_t i = 0; i < G_N_ELEMENTS(by_auth_key); i++)
        if (by_auth_key[i].length == given->auth.length) {
            choice->auth = by_auth_key[i].attribute;
            return true;
        }
    return false;
}

static bool choose_cipher(const struct ikelog_esp_given *given, struct ikelog_esp_choice *choice)
{
    for (size_t i = 0; i < G_N_ELEMENTS(by_cipher_key); i++)
        if (by_cipher_key[i].length == given->cipher.length &&
            (!by_cipher_key[i].authenticated || given->auth.length > 0)) {
            choice->transform = by_cipher_key[i].transform;
            choice->key_bits = by_cipher_key[i].key_bits;
            return true;
        }
    return false;
}

enum ikelog_status ikelog_esp_choose(const struct ikelog_esp_given *given,
                                     struct ikelog_esp_choice *choice)
{
    const struct ikelog_esp_auth *auth;
    unsigned icv;

    *choice = (struct ikelog_esp_choice){.protocol = IKELOG_PROTO_ESP};
    if (!choose_auth(given, choice) || !choose_cipher(given, choice)) {
        *choice = (struct ikelog_esp_choice){0};
        return IKELOG_UNSUPPORTED_ALGORITHM;
    }
    auth = ikelog_esp_auth_by_attribute(choice->auth);
    icv = auth ? auth->icv : 0;
    if (given->cipher.length == 24 && !opens(given, IKE_AES, icv) && opens(given, IKE_3DES, icv)) {
        choice->transform = ESP_3DES;
        choice->key_bits = 0;
    }
    return IKELOG_OK;
}
