/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which algorithms the keys of an IPsec SA belong to, when no Quick Mode tells. */
#ifndef IKELOG_CRYPTO_ESP_GIVEN_H
#define IKELOG_CRYPTO_ESP_GIVEN_H

#include "crypto/esp_keys.h"
#include "wire/octets.h"

/*
 * Keys that the user gave, and a packet that they may open.
 * cipher  the cipher key; a salt of counter modes is its end
 * auth    the integrity key; empty: there is none
 * packet  the ESP packet: SPI, sequence number, IV, ciphertext, integrity check value
 */
struct ikelog_esp_given {
    struct ikelog_octets cipher, auth, packet;
};

/*
 * Judge by lengths: a cipher key of 8 octets is DES-CBC, 16 or 32 AES-CBC; 24 is 3DES-CBC or
 * AES-CBC, whichever opens the packet with the padding that RFC 4303 2.4 asks for (AES when both or
 * none does). Without an integrity key 20, 28 and 36 octets are AES-GCM-16 with its salt, with one
 * they are AES-CTR. An integrity key of 16 octets is HMAC-MD5, 20 HMAC-SHA-1, 32, 48 and 64
 * HMAC-SHA2. Returns OK; UNSUPPORTED_ALGORITHM (*choice is zeroed) for other lengths.
 */
enum ikelog_status ikelog_esp_choose(const struct ikelog_esp_given *given,
                                     struct ikelog_esp_choice *choice);

#endif
