/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CBC decryption with libgcrypt. */
#include "crypto/cbc.h"

#include <gcrypt.h>
#include <glib.h>

struct ikelog_cbc {
    gcry_cipher_hd_t handle;
    uint32_t block;
};

enum ikelog_status ikelog_cbc_open(const struct ikelog_cipher *cipher, struct ikelog_octets key,
                                   struct ikelog_cbc **cbc)
{
    gcry_cipher_hd_t handle;
    gcry_error_t error;
    int algorithm = ikelog_cipher_gcry(cipher, key.length);

    *cbc = NULL;
    ikelog_crypto_init();
    if (algorithm == GCRY_CIPHER_NONE || gcry_cipher_test_algo(algorithm) != 0)
        return IKELOG_UNSUPPORTED_ALGORITHM;
    if (gcry_cipher_open(&handle, algorithm, GCRY_CIPHER_MODE_CBC, 0) != 0)
        return IKELOG_CRYPTO;
    gcry_cipher_ctl(handle, GCRYCTL_SET_ALLOW_WEAK_KEY, NULL, 1);
    error = gcry_cipher_setkey(handle, key.data, key.length);
    if (error != 0 && gcry_err_code(error) != GPG_ERR_WEAK_KEY) {
        gcry_cipher_close(handle);
        return IKELOG_CRYPTO;
    }
    *cbc = g_new0(struct ikelog_cbc, 1);
    (*cbc)->handle = handle;
    (*cbc)->block = cipher->block;
    return IKELOG_OK;
}

void ikelog_cbc_close(struct ikelog_cbc *cbc)
{
    if (!cbc)
        return;
    gcry_cipher_close(cbc->handle); /* wipes the key schedule */
    g_free(cbc);
}

enum ikelog_status ikelog_cbc_decrypt(struct ikelog_cbc *cbc, const uint8_t *iv,
                                      struct ikelog_octets in, uint8_t *out)
{
    static const uint8_t zeros[IKELOG_MAX_BLOCK];

    if (in.length % cbc->block != 0)
        return IKELOG_NOT_BLOCKS;
    if (in.length == 0)
        return IKELOG_OK;
    if (gcry_cipher_setiv(cbc->handle, iv ? iv : zeros, cbc->block) != 0)
        return IKELOG_CRYPTO;
    if (gcry_cipher_decrypt(cbc->handle, out, in.length, in.data, in.length) != 0)
        return IKELOG_CRYPTO;
    return IKELOG_OK;
}
