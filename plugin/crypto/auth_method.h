/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an authentication method of phase 1 asks of the peers, and of who wants to read along. */
#ifndef IKELOG_CRYPTO_AUTH_METHOD_H
#define IKELOG_CRYPTO_AUTH_METHOD_H

#include <stdbool.h>
#include <stdint.h>

/* What SKEYID is made from (RFC 2409 5), and with it what a key has to be known for. */
enum ikelog_auth_class {
    IKELOG_AUTH_UNKNOWN,
    IKELOG_AUTH_PSK,
    IKELOG_AUTH_SIGNATURE,
    IKELOG_AUTH_ENCRYPTION,
    IKELOG_AUTH_CLASSES,
};

/* The keys that make signatures. */
enum ikelog_key_family {
    IKELOG_KEY_NONE,
    IKELOG_KEY_RSA,
    IKELOG_KEY_DSS,
    IKELOG_KEY_ECDSA,
};

/* A row of IKELOG_AUTH_METHOD_ROWS. The pairs are by side: [0] the initiator, [1] the responder. */
struct ikelog_auth_method {
    uint16_t number; /* value of IKE attribute 3 */
    const char *name;
    enum ikelog_auth_class class;
    enum ikelog_key_family family;
    uint16_t hash; /* IKE number of the hash that is signed; 0: the negotiated */
    bool signs[2]; /* its proof is SIG, else HASH */
    bool asked[2]; /* XAUTH asks it for a name and a password */
    bool hybrid;   /* one side proves nothing in phase 1 */
};

/* The row of a method; NULL for numbers that no row names. Static storage. */
const struct ikelog_auth_method *ikelog_auth_method(uint16_t number);

/* The class of a method, UNKNOWN for those without a row. */
enum ikelog_auth_class ikelog_auth_class(uint16_t number);

/* What goes for all methods of a class: a formula, and sentences. */
struct ikelog_auth_class_row {
    const char *skeyid;  /* the formula of SKEYID and a line feed; "" when it is not known */
    const char *meaning; /* what goes into SKEYID, and what follows from it */
    const char *keys;    /* what the keys of phase 1 depend on; NULL: not known */
    const char *clear;   /* what a proof in clear gives away; NULL: not known */
    const char *secrets; /* what opens an IKE SA beyond Ka and SKEYID_e; NULL: nothing else */
};

/* Static storage, never NULL. */
const struct ikelog_auth_class_row *ikelog_auth_class_row(enum ikelog_auth_class class);

/*
 * How the side of the initiator, or the other one, proves who it is in phase 1: "a hash that only
 * an owner of the pre-shared key can compute". NULL for methods without a row. Static storage.
 */
const char *ikelog_auth_proof(uint16_t number, bool initiator);

#endif
