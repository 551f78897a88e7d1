/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tables of phase 1 ciphers and hashes, and the start of libgcrypt. */
#include "crypto/algorithms.h"

#include <gcrypt.h>

/*
 * Key octets: default (no key length attribute), least, most, step. RC5 is missing because
 * libgcrypt has none. 65001 and above: private numbers that Openswan, strongSwan and SSH agreed on.
 */
/* clang-format off */
static const struct ikelog_cipher ciphers[] = {
    {    1, "DES",      GCRY_CIPHER_DES,          8,  8,  8,  8, 1},
    {    2, "IDEA",     GCRY_CIPHER_IDEA,         8, 16, 16, 16, 1},
    {    3, "Blowfish", GCRY_CIPHER_BLOWFISH,     8, 16,  5, 56, 1},
    {    5, "3DES",     GCRY_CIPHER_3DES,         8, 24, 24, 24, 1},
    {    6, "CAST",     GCRY_CIPHER_CAST5,        8, 16, 16, 16, 1},
    {    7, "AES",      GCRY_CIPHER_AES128,      16, 16, 16, 32, 8},
    {    8, "Camellia", GCRY_CIPHER_CAMELLIA128, 16, 16, 16, 32, 8},
    {65004, "Serpent",  GCRY_CIPHER_SERPENT128,  16, 16, 16, 32, 8},
    {65005, "Twofish",  GCRY_CIPHER_TWOFISH128,  16, 16, 16, 32, 16},
    {65289, "Twofish",  GCRY_CIPHER_TWOFISH128,  16, 16, 16, 32, 16},
};

static const struct ikelog_hash hashes[] = {
    {1, "MD5",      GCRY_MD_MD5,    16},
    {2, "SHA-1",    GCRY_MD_SHA1,   20},
    {3, "Tiger",    GCRY_MD_TIGER1, 24},
    {4, "SHA2-256", GCRY_MD_SHA256, 32},
    {5, "SHA2-384", GCRY_MD_SHA384, 48},
    {6, "SHA2-512", GCRY_MD_SHA512, 64},
};

/* Ciphers whose longer keys are algorithms of their own to libgcrypt. */
static const struct {
    int base;
    uint8_t key;
    int gcry;
} longer_keys[] = {
    {GCRY_CIPHER_AES128,      24, GCRY_CIPHER_AES192},
    {GCRY_CIPHER_AES128,      32, GCRY_CIPHER_AES256},
    {GCRY_CIPHER_CAMELLIA128, 24, GCRY_CIPHER_CAMELLIA192},
    {GCRY_CIPHER_CAMELLIA128, 32, GCRY_CIPHER_CAMELLIA256},
    {GCRY_CIPHER_SERPENT128,  24, GCRY_CIPHER_SERPENT192},
    {GCRY_CIPHER_SERPENT128,  32, GCRY_CIPHER_SERPENT256},
    {GCRY_CIPHER_TWOFISH128,  32, GCRY_CIPHER_TWOFISH},
};
/* clang-format on */

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

void ikelog_crypto_init(void)
{
    if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
        return;
    /* No secure memory, as Wireshark has it: the pool is small, and a core without privileges
     * cannot lock it anyway. */
    gcry_check_version(NULL);
    gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
}

const struct ikelog_cipher *ikelog_cipher_by_number(uint16_t number)
{
    for (size_t i = 0; i < ROWS(ciphers); i++) {
        if (ciphers[i].number == number)
            return &ciphers[i];
    }
    return NULL;
}

const struct ikelog_hash *ikelog_hash_by_number(uint16_t number)
{
    for (size_t i = 0; i < ROWS(hashes); i++) {
        if (hashes[i].number == number)
            return &hashes[i];
    }
    return NULL;
}

const struct ikelog_hash *ikelog_hash_by_length(uint32_t length)
{
    for (size_t i = 0; i < ROWS(hashes); i++) {
        if (hashes[i].length == length)
            return &hashes[i];
    }
    return NULL;
}

const struct ikelog_cipher *ikelog_cipher_rows(size_t *count)
{
    *count = ROWS(ciphers);
    return ciphers;
}

const struct ikelog_hash *ikelog_hash_rows(size_t *count)
{
    *count = ROWS(hashes);
    return hashes;
}

int ikelog_cipher_gcry(const struct ikelog_cipher *cipher, uint32_t key_len)
{
    if (!cipher || key_len < cipher->key_min || key_len > cipher->key_max)
        return GCRY_CIPHER_NONE;
    if ((key_len - cipher->key_min) % cipher->key_step != 0)
        return GCRY_CIPHER_NONE;
    for (size_t i = 0; i < ROWS(longer_keys); i++) {
        if (longer_keys[i].base == cipher->gcry && longer_keys[i].key == key_len)
            return longer_keys[i].gcry;
    }
    return cipher->gcry;
}
