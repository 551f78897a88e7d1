/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LD_PRELOAD library for libreswan's pluto, whose log never shows the keys of phase 1: they live
 * behind handles of NSS.  Appends to the file named by $NSSHOOK_OUT, one line each:
 *
 *   cipher <IV> <key>               a CBC context was made
 *   dh <public> <private>           a key pair was made for a Diffie-Hellman exchange
 *   shared <private> <g^xy>         the exchange was completed
 *
 * No NSS header is needed: handles stay opaque, and the numbers are those of PKCS #11.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

/* The next definition of a function that this library shadows, or any function of NSS. */
#define NEXT(type, name) ((type)dlsym(RTLD_NEXT, name))

enum { PRIVATE_KEY = 1, PUBLIC_KEY = 2 }; /* NSS: PK11ObjectType */
enum { CKA_VALUE = 0x11, CKA_EC_POINT = 0x181 };

struct item { /* NSS: SECItem */
    int type;
    unsigned char *data;
    unsigned length;
};

static void print_hex(FILE *file, const struct item *item)
{
    fputc(' ', file);
    for (unsigned i = 0; item != NULL && i < item->length; i++)
        fprintf(file, "%02x", item->data[i]);
}

static void note(const char *what, const struct item *first, const struct item *second)
{
    const char *path = getenv("NSSHOOK_OUT");
    FILE *file = path != NULL ? fopen(path, "a") : NULL;

    if (file == NULL)
        return;
    fputs(what, file);
    print_hex(file, first);
    print_hex(file, second);
    fputc('\n', file);
    fclose(file);
}

static struct item attribute(int kind, void *object, unsigned long which)
{
    typedef int function(int, void *, unsigned long, struct item *);
    struct item item = {0, NULL, 0};

    NEXT(function *, "PK11_ReadRawAttribute")(kind, object, which, &item);
    return item;
}

static const struct item *symmetric_key(void *key)
{
    if (key == NULL || NEXT(int (*)(void *), "PK11_ExtractKeyValue")(key) != 0)
        return NULL;
    return NEXT(struct item * (*)(void *), "PK11_GetKeyData")(key);
}

void *PK11_CreateContextBySymKey(unsigned long mechanism, unsigned long operation, void *key,
                                 const struct item *iv)
{
    typedef void *function(unsigned long, unsigned long, void *, const struct item *);

    switch (mechanism) {
    case 0x122:  /* CKM_DES_CBC */
    case 0x133:  /* CKM_DES3_CBC */
    case 0x552:  /* CKM_CAMELLIA_CBC */
    case 0x1082: /* CKM_AES_CBC */
        note("cipher", iv, symmetric_key(key));
    }
    return NEXT(function *, "PK11_CreateContextBySymKey")(mechanism, operation, key, iv);
}

static void note_pair(void *private, void *public, unsigned long public_attribute)
{
    struct item exponent, value;

    if (private == NULL || public == NULL)
        return;
    exponent = attribute(PRIVATE_KEY, private, CKA_VALUE);
    value = attribute(PUBLIC_KEY, public, public_attribute);
    note("dh", &value, &exponent);
}

void *SECKEY_CreateDHPrivateKey(void *parameters, void **public, void *context)
{
    typedef void *function(void *, void **, void *);
    void *private = NEXT(function *, "SECKEY_CreateDHPrivateKey")(parameters, public, context);

    note_pair(private, *public, CKA_VALUE);
    return private;
}

void *SECKEY_CreateECPrivateKey(void *parameters, void **public, void *context)
{
    typedef void *function(void *, void **, void *);
    void *private = NEXT(function *, "SECKEY_CreateECPrivateKey")(parameters, public, context);

    note_pair(private, *public, CKA_EC_POINT);
    return private;
}

static void note_shared(void *private, void *shared)
{
    struct item exponent = attribute(PRIVATE_KEY, private, CKA_VALUE);

    note("shared", &exponent, symmetric_key(shared));
}

void *PK11_PubDerive(void *private, void *public, int sender, void *a, void *b,
                     unsigned long derive, unsigned long target, unsigned long operation, int size,
                     void *context)
{
    typedef void *function(void *, void *, int, void *, void *, unsigned long, unsigned long,
                           unsigned long, int, void *);
    void *shared = NEXT(function *, "PK11_PubDerive")(private, public, sender, a, b, derive, target,
                                                      operation, size, context);

    note_shared(private, shared);
    return shared;
}

void *PK11_PubDeriveWithKDF(void *private, void *public, int sender, void *a, void *b,
                            unsigned long derive, unsigned long target, unsigned long operation,
                            int size, unsigned long kdf, void *data, void *context)
{
    typedef void *function(void *, void *, int, void *, void *, unsigned long, unsigned long,
                           unsigned long, int, unsigned long, void *, void *);
    void *shared = NEXT(function *, "PK11_PubDeriveWithKDF")(
        private, public, sender, a, b, derive, target, operation, size, kdf, data, context);

    note_shared(private, shared);
    return shared;
}
