/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Diffie-Hellman: a public value and the shared secret, as far as an exponent is known. */
#include "crypto/hex.h"
#include "reports/page/derivation.h"
#include "reports/page/secrets.h"

#include <string.h>

/* What phase 1 and a Quick Mode with perfect forward secrecy call them; both sides' values. */
static const struct {
    enum ikelog_page_quantity public_value[2];
    enum ikelog_page_formula of_public[2], of_shared, of_shared_on_curve;
} names[] = {
    {{IKELOG_Q_G_XI, IKELOG_Q_G_XR},
     {IKELOG_PAGE_G_XI, IKELOG_PAGE_G_XR},
     IKELOG_PAGE_G_XY,
     IKELOG_PAGE_G_XY_CURVE},
    {{IKELOG_Q_G_QM_XI, IKELOG_Q_G_QM_XR},
     {IKELOG_PAGE_G_QM_XI, IKELOG_PAGE_G_QM_XR},
     IKELOG_PAGE_G_QM_XY,
     IKELOG_PAGE_G_QM_XY_CURVE},
};
static const enum ikelog_page_quantity exponents[] = {IKELOG_Q_XI, IKELOG_Q_XR};

struct number {
    uint8_t octets[IKELOG_MAX_SECRET];
    size_t length;
};

static void add_number(struct ikelog_page_derivation *d, enum ikelog_page_quantity quantity,
                       const char *hex, struct number *number)
{
    ikelog_hex_read(hex, strlen(hex), number->octets, sizeof number->octets, &number->length);
    ikelog_page_input(d, quantity,
                      (struct ikelog_octets){number->octets, (uint32_t)number->length});
}

static void derive_public(const struct ikelog_page *page, const struct ikelog_page_shared *shared,
                          bool quick, GString *out)
{
    struct ikelog_page_derivation d = {.formula = names[quick].of_public[shared->owner],
                                       .group = shared->group,
                                       .value = ikelog_bytes_octets(shared->own)};
    struct number generator, prime;

    d.method = shared->group->curve ? IKELOG_METHOD_MULTIPLE : IKELOG_METHOD_POWER;
    if (!shared->group->curve)
        add_number(&d, IKELOG_Q_GENERATOR, shared->group->generator_hex, &generator);
    ikelog_page_input(&d, exponents[shared->owner], shared->exponent->value);
    if (!shared->group->curve)
        add_number(&d, IKELOG_Q_PRIME, shared->group->prime_hex, &prime);
    ikelog_page_derive(page, &d, out);
}

void ikelog_page_power(const struct ikelog_page *page, const struct ikelog_page_shared *shared,
                       bool quick, GString *out)
{
    bool on_curve = shared->group && shared->group->curve;
    struct ikelog_page_derivation d = {.formula = on_curve ? names[quick].of_shared_on_curve
                                                           : names[quick].of_shared,
                                       .group = shared->group,
                                       .value = ikelog_bytes_octets(shared->g_xy),
                                       .remark = shared->exponent ? NULL : "as it was given"};
    struct number prime;

    if (!shared->g_xy)
        return;
    if (shared->exponent) {
        derive_public(page, shared, quick, out);
        d.method = on_curve ? IKELOG_METHOD_SHARED_POINT : IKELOG_METHOD_POWER;
        ikelog_page_input(&d, names[quick].public_value[ikelog_side_other(shared->owner)],
                          ikelog_bytes_octets(shared->base));
        ikelog_page_input(&d, exponents[shared->owner], shared->exponent->value);
        if (!on_curve)
            add_number(&d, IKELOG_Q_PRIME, shared->group->prime_hex, &prime);
    }
    ikelog_page_derive(page, &d, out);
}
