/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of authentication methods. */
#include "crypto/auth_method.h"

#include "wire/auth_method_rows.h"

#include <stddef.h>

#define KEY_NO_KEY IKELOG_KEY_NONE
#define KEY_RSA    IKELOG_KEY_RSA
#define KEY_DSS    IKELOG_KEY_DSS
#define KEY_ECDSA  IKELOG_KEY_ECDSA

/* Which sides a column speaks of, as pairs. */
#define SIDES_NOBODY \
    {                \
        false, false \
    }
#define SIDES_INITIATOR \
    {                   \
        true, false     \
    }
#define SIDES_RESPONDER \
    {                   \
        false, true     \
    }
#define SIDES_BOTH \
    {              \
        true, true \
    }

#define IS_HYBRID_NOBODY    false
#define IS_HYBRID_INITIATOR true
#define IS_HYBRID_RESPONDER true
#define IS_HYBRID_BOTH      false

static const struct ikelog_auth_method rows[] = {
#define X(number, name, class, family, hash, signer, asked)     \
    {number, name,           IKELOG_AUTH_##class, KEY_##family, \
     hash,   SIDES_##signer, SIDES_##asked,       IS_HYBRID_##signer},
    IKELOG_AUTH_METHOD_ROWS(X)
#undef X
};

static const struct ikelog_auth_class_row classes[IKELOG_AUTH_CLASSES] = {
    [IKELOG_AUTH_UNKNOWN] = {"",
                             "Which way of authentication is used was not captured, so the "
                             "formula of `SKEYID` is left open here.",
                             NULL, NULL, NULL},
    [IKELOG_AUTH_PSK] = {"SKEYID = prf(pre-shared key, Ni_b | Nr_b)\n",
                         "With a pre-shared key, that key goes into `SKEYID` together with both "
                         "nonces. Whoever does not have it ends up with other keys.",
                         "The pre-shared key goes into these keys, too: if the two sides hold "
                         "different ones, neither can read what the other encrypts",
                         "Whoever recorded this can try out pre-shared keys at leisure, because "
                         "all else that goes into the HASH is in clear: only a long random key "
                         "withstands that",
                         "the pre-shared key together with a DH private value or the DH shared "
                         "secret"},
    [IKELOG_AUTH_SIGNATURE] = {"SKEYID = prf(Ni_b | Nr_b, g^xy)\n",
                               "With signatures, `SKEYID` is made from both nonces and the shared "
                               "secret. Who the other side is, the signatures have to prove.",
                               "No certificate goes into these keys: they do not tell who sits at "
                               "the other end",
                               "The identity is readable by everybody, but a signature gives "
                               "nothing away that could be guessed",
                               "a DH private value or the DH shared secret"},
    [IKELOG_AUTH_ENCRYPTION] = {"SKEYID = prf(hash(Ni_b | Nr_b), CKY-I | CKY-R)\n",
                                "With public key encryption, the nonces travel encrypted: whoever "
                                "can read them owns the private key.",
                                "The nonces travelled encrypted: only the owners of the private "
                                "keys can compute these keys",
                                NULL, NULL},
};

const struct ikelog_auth_method *ikelog_auth_method(uint16_t number)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].number == number)
            return &rows[i];
    return NULL;
}

enum ikelog_auth_class ikelog_auth_class(uint16_t number)
{
    const struct ikelog_auth_method *method = ikelog_auth_method(number);

    return method ? method->class : IKELOG_AUTH_UNKNOWN;
}

const struct ikelog_auth_class_row *ikelog_auth_class_row(enum ikelog_auth_class class)
{
    return &classes[class];
}

const char *ikelog_auth_proof(uint16_t number, bool initiator)
{
    const struct ikelog_auth_method *method = ikelog_auth_method(number);

    if (!method || method->class == IKELOG_AUTH_UNKNOWN)
        return NULL;
    if (method->signs[!initiator])
        return "a signature with the private key of its certificate";
    if (method->hybrid)
        return "a hash that shows no more than that it took part in the key exchange: who it is, "
               "XAUTH asks";
    return method->class == IKELOG_AUTH_PSK
               ? "a hash that only an owner of the pre-shared key can compute"
               : "a hash that only the owner of the private key can compute, who could decrypt the "
                 "nonce";
}
