/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a certificate fits the identity and authority it is used for, and its dates. */
#ifndef IKELOG_CRYPTO_CERTIFICATE_H
#define IKELOG_CRYPTO_CERTIFICATE_H

#include "wire/ident.h"

/* Yes, no, or not known. */
enum ikelog_finding {
    IKELOG_FINDING_UNKNOWN,
    IKELOG_FINDING_YES,
    IKELOG_FINDING_NO,
};

struct ikelog_certificate {
    int64_t not_before, not_after; /* seconds since 1970 */
    enum ikelog_finding names;     /* the identity is its subject or a subjectAltName */
    enum ikelog_finding issued_by; /* the authority is its issuer */
};

/*
 * Read an X.509 certificate (DER) and hold it against an identity (NULL: none) and the name of an
 * authority (DER; no octets: none). False when it is no certificate, and in a build without GnuTLS.
 */
bool ikelog_certificate_read(struct ikelog_octets der, const struct ikelog_id *id,
                             struct ikelog_octets authority,
                             struct ikelog_certificate *certificate);

#endif
