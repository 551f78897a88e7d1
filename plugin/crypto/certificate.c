/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dates, issuer and names of certificates, by way of GnuTLS. */
#include "crypto/certificate.h"

#include "wire/numbers.h"

#include <gnutls/x509.h>
#include <string.h>

/* Names of one certificate that are looked at, and the longest one. */
#define MOST_NAMES   64u
#define LONGEST_NAME 512u

static bool same_octets(const gnutls_datum_t *datum, struct ikelog_octets octets)
{
    return datum->size == octets.length && memcmp(datum->data, octets.data, octets.length) == 0;
}

/* The kind of name that an identity of this type is; -1: it has none. */
static int kind_of_id(uint8_t type)
{
    switch (type) {
    case IKELOG_ID_FQDN:
        return GNUTLS_SAN_DNSNAME;
    case IKELOG_ID_USER_FQDN:
        return GNUTLS_SAN_RFC822NAME;
    case IKELOG_ID_IPV4_ADDR:
    case IKELOG_ID_IPV6_ADDR:
        return GNUTLS_SAN_IPADDRESS;
    default:
        return -1;
    }
}

static bool same_name(int kind, const char *name, size_t size, struct ikelog_octets id)
{
    if (size != id.length)
        return false;
    if (kind == GNUTLS_SAN_IPADDRESS)
        return memcmp(name, id.data, size) == 0;
    return g_ascii_strncasecmp(name, (const char *)id.data, size) == 0;
}

static bool has_alternative(gnutls_x509_crt_t certificate, int kind, struct ikelog_octets id)
{
    for (unsigned i = 0; i < MOST_NAMES; i++) {
        char name[LONGEST_NAME];
        size_t size = sizeof name;
        int found = gnutls_x509_crt_get_subject_alt_name(certificate, i, name, &size, NULL);

        if (found == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
            return false;
        if (found == kind && same_name(kind, name, size, id))
            return true;
    }
    return false;
}

/* Some devices take the common name, too. */
static bool is_common_name(gnutls_x509_crt_t certificate, struct ikelog_octets id)
{
    char name[LONGEST_NAME];
    size_t size = sizeof name;

    return gnutls_x509_crt_get_dn_by_oid(certificate, GNUTLS_OID_X520_COMMON_NAME, 0, 0, name,
                                         &size) == 0 &&
           same_name(GNUTLS_SAN_DNSNAME, name, size, id);
}

static bool is_subject(gnutls_x509_crt_t certificate, struct ikelog_octets id)
{
    gnutls_datum_t subject;
    bool same;

    if (gnutls_x509_crt_get_raw_dn(certificate, &subject) < 0)
        return false;
    same = same_octets(&subject, id);
    gnutls_free(subject.data);
    return same;
}

static enum ikelog_finding names(gnutls_x509_crt_t certificate, const struct ikelog_id *id)
{
    int kind = id ? kind_of_id(id->type) : -1;

    if (id && id->type == IKELOG_ID_DER_ASN1_DN)
        return is_subject(certificate, id->data) ? IKELOG_FINDING_YES : IKELOG_FINDING_NO;
    if (kind < 0)
        return IKELOG_FINDING_UNKNOWN;
    return has_alternative(certificate, kind, id->data) || is_common_name(certificate, id->data)
               ? IKELOG_FINDING_YES
               : IKELOG_FINDING_NO;
}

static enum ikelog_finding issued_by(gnutls_x509_crt_t certificate, struct ikelog_octets authority)
{
    gnutls_datum_t issuer;
    bool same;

    if (authority.length == 0 || gnutls_x509_crt_get_raw_issuer_dn(certificate, &issuer) < 0)
        return IKELOG_FINDING_UNKNOWN;
    same = same_octets(&issuer, authority);
    gnutls_free(issuer.data);
    return same ? IKELOG_FINDING_YES : IKELOG_FINDING_NO;
}

bool ikelog_certificate_read(struct ikelog_octets der, const struct ikelog_id *id,
                             struct ikelog_octets authority, struct ikelog_certificate *certificate)
{
    gnutls_datum_t datum = {(unsigned char *)der.data, der.length};
    gnutls_x509_crt_t crt;
    bool read;

    memset(certificate, 0, sizeof *certificate);
    if (der.length == 0 || gnutls_x509_crt_init(&crt) < 0)
        return false;
    read = gnutls_x509_crt_import(crt, &datum, GNUTLS_X509_FMT_DER) == 0;
    if (read) {
        certificate->not_before = (int64_t)gnutls_x509_crt_get_activation_time(crt);
        certificate->not_after = (int64_t)gnutls_x509_crt_get_expiration_time(crt);
        certificate->names = names(crt, id);
        certificate->issued_by = issued_by(crt, authority);
    }
    gnutls_x509_crt_deinit(crt);
    return read;
}
