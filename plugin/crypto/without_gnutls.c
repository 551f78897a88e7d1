/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands in for signature.c and certificate.c in a build without GnuTLS: nothing is known. */
#include "crypto/certificate.h"
#include "crypto/signature.h"

enum ikelog_status ikelog_signature_verify(const struct ikelog_signature_facts *facts)
{
    (void)facts;
    return IKELOG_NOT_CHECKED_WITHOUT_GNUTLS;
}

bool ikelog_certificate_read(struct ikelog_octets der, const struct ikelog_id *id,
                             struct ikelog_octets authority, struct ikelog_certificate *certificate)
{
    (void)der;
    (void)id;
    (void)authority;
    *certificate = (struct ikelog_certificate){0};
    return false;
}
