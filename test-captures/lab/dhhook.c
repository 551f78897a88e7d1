/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LD_PRELOAD library for a daemon that leaves Diffie-Hellman to OpenSSL 3: each time it derives a
 * shared secret, its public value and its private exponent are appended to the file `exponents` in
 * the folder that LAB_FOLDER names, as two words of hex.  No daemon on OpenSSL logs the exponent.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

#define VALUE_MAX 4096

typedef struct evp_pkey_ctx_st EVP_PKEY_CTX;
typedef struct evp_pkey_st EVP_PKEY;
typedef struct bignum_st BIGNUM;

/* The few functions of libcrypto that are needed; its headers need not be installed. */
struct libcrypto {
    int (*derive)(EVP_PKEY_CTX *, unsigned char *, size_t *);
    EVP_PKEY *(*pkey_of)(EVP_PKEY_CTX *);
    int (*get_bn)(const EVP_PKEY *, const char *, BIGNUM **);
    int (*get_raw_private)(const EVP_PKEY *, unsigned char *, size_t *);
    size_t (*get_public)(EVP_PKEY *, unsigned char **);
    int (*bn_bits)(const BIGNUM *);
    int (*bn_to_bytes)(const BIGNUM *, unsigned char *);
    void (*bn_free)(BIGNUM *);
};

static int load(struct libcrypto *crypto)
{
    void *library = dlopen("libcrypto.so.3", RTLD_LAZY);

    if (library == NULL)
        return 0;
    *(void **)&crypto->derive = dlsym(library, "EVP_PKEY_derive");
    *(void **)&crypto->pkey_of = dlsym(library, "EVP_PKEY_CTX_get0_pkey");
    *(void **)&crypto->get_bn = dlsym(library, "EVP_PKEY_get_bn_param");
    *(void **)&crypto->get_raw_private = dlsym(library, "EVP_PKEY_get_raw_private_key");
    *(void **)&crypto->get_public = dlsym(library, "EVP_PKEY_get1_encoded_public_key");
    *(void **)&crypto->bn_bits = dlsym(library, "BN_num_bits");
    *(void **)&crypto->bn_to_bytes = dlsym(library, "BN_bn2bin");
    *(void **)&crypto->bn_free = dlsym(library, "BN_clear_free");
    return crypto->derive != NULL && crypto->pkey_of != NULL && crypto->get_bn != NULL &&
           crypto->get_raw_private != NULL && crypto->get_public != NULL &&
           crypto->bn_bits != NULL && crypto->bn_to_bytes != NULL && crypto->bn_free != NULL;
}

/* MODP and ECP exponents are numbers, those of the Montgomery curves octet strings. */
static size_t private_of(const struct libcrypto *crypto, const EVP_PKEY *pkey, unsigned char *value)
{
    BIGNUM *number = NULL;
    size_t len = VALUE_MAX;
    int written = 0;

    if (crypto->get_bn(pkey, "priv", &number) != 1)
        return crypto->get_raw_private(pkey, value, &len) == 1 ? len : 0;
    if (crypto->bn_bits(number) <= VALUE_MAX * 8)
        written = crypto->bn_to_bytes(number, value);
    crypto->bn_free(number);
    return written > 0 ? (size_t)written : 0;
}

static void write_hex(FILE *file, const unsigned char *value, size_t len)
{
    for (size_t i = 0; i < len; i++)
        fprintf(file, "%02x", value[i]);
}

static void record(const struct libcrypto *crypto, EVP_PKEY *pkey)
{
    unsigned char value[VALUE_MAX], *public = NULL;
    const char *folder = getenv("LAB_FOLDER");
    char path[VALUE_MAX];
    size_t public_len, len;
    FILE *file;

    if (folder == NULL || pkey == NULL)
        return;
    public_len = crypto->get_public(pkey, &public);
    if (public_len == 0 || public_len > VALUE_MAX)
        return;
    len = private_of(crypto, pkey, value);
    snprintf(path, sizeof path, "%s/exponents", folder);
    file = len > 0 ? fopen(path, "a") : NULL;
    if (file == NULL)
        return;
    write_hex(file, public, public_len);
    fputc(' ', file);
    write_hex(file, value, len);
    fputc('\n', file);
    fclose(file);
}

int EVP_PKEY_derive(EVP_PKEY_CTX *context, unsigned char *secret, size_t *len);

int EVP_PKEY_derive(EVP_PKEY_CTX *context, unsigned char *secret, size_t *len)
{
    struct libcrypto crypto;

    if (!load(&crypto))
        return -1;
    if (secret != NULL)
        record(&crypto, crypto.pkey_of(context));
    return crypto.derive(context, secret, len);
}
