/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A value that was computed: formula, inputs, result, and a command that computes it again. */
#ifndef IKELOG_REPORTS_PAGE_DERIVATION_H
#define IKELOG_REPORTS_PAGE_DERIVATION_H

#include "crypto/cbc.h"
#include "reports/page/formula_rows.h"
#include "reports/page/page_priv.h"

enum ikelog_page_quantity {
#define X(id, name, class, secret) IKELOG_Q_##id,
    IKELOG_PAGE_QUANTITIES(X)
#undef X
};

enum ikelog_page_formula {
#define X(id, quantity, formula, meaning) IKELOG_PAGE_##id,
    IKELOG_PAGE_FORMULAS(X)
#undef X
};

/* How a value is computed from the inputs, in their order. */
enum ikelog_page_method {
    IKELOG_METHOD_NONE,         /* not at all: it was given, found or taken over */
    IKELOG_METHOD_PRF,          /* HMAC; the first input is the key */
    IKELOG_METHOD_DIGEST,       /* hash */
    IKELOG_METHOD_KA,           /* RFC 2409 appendix B: lengthened, from SKEYID_e */
    IKELOG_METHOD_KEYMAT,       /* RFC 2409 5.5: lengthened; the first input is the key */
    IKELOG_METHOD_POWER,        /* base, exponent, modulus */
    IKELOG_METHOD_MULTIPLE,     /* exponent: the multiple of the base point of `group` */
    IKELOG_METHOD_SHARED_POINT, /* public value, exponent: a coordinate of their product */
    IKELOG_METHOD_CBC,          /* key, IV, ciphertext */
    IKELOG_METHOD_RSA,          /* certificate, signature: PKCS #1, the end of what was signed */
    IKELOG_METHOD_CUT,          /* the first octets of the input */
};

struct ikelog_page_input {
    enum ikelog_page_quantity quantity;
    struct ikelog_octets octets; /* none: not known */
};

#define IKELOG_MAX_INPUTS 8u
struct ikelog_page_derivation {
    enum ikelog_page_formula formula;
    enum ikelog_page_method method;
    const struct ikelog_hash *hash;
    const struct ikelog_cipher *cipher; /* of CBC */
    const struct ikelog_group *group;   /* a curve, of MULTIPLE and SHARED_POINT */
    struct ikelog_page_input inputs[IKELOG_MAX_INPUTS];
    unsigned count;
    unsigned key_parts;         /* PRF: how many inputs are the key; 0 is 1 */
    struct ikelog_octets value; /* none: not known */
    const char *remark;         /* of this value: which direction, from which frame; NULL: none */
};

/* Add an input. */
void ikelog_page_input(struct ikelog_page_derivation *derivation,
                       enum ikelog_page_quantity quantity, struct ikelog_octets octets);

/* Append the derivation. Secrets and commands with secrets only when the user asked for them. */
void ikelog_page_derive(const struct ikelog_page *page,
                        const struct ikelog_page_derivation *derivation, GString *out);

/* Append the name of a quantity in its colour. */
void ikelog_page_chip(const struct ikelog_page *page, enum ikelog_page_quantity quantity,
                      GString *out);

/*
 * Append a text whose names of quantities (or code) stand between backquotes, with the names in
 * their colours.
 */
void ikelog_page_coloured(const struct ikelog_page *page, const char *text, GString *out);

/* Append hex digits, a blank after every four octets; more than a few octets can be folded away. */
void ikelog_page_hex(const struct ikelog_page *page, struct ikelog_octets octets, GString *out);

/*
 * command.c: append a command line that prints the value as hex digits; the first `length` octets
 * are kept. Nothing when neither openssl nor Python's standard library can do it.
 */
void ikelog_page_command(const struct ikelog_page_derivation *derivation, GString *out);

/* curve.c: the same for Diffie-Hellman on curves. */
void ikelog_page_curve_public(const struct ikelog_page_derivation *derivation, GString *out);
void ikelog_page_curve_shared(const struct ikelog_page_derivation *derivation, GString *out);

#endif
