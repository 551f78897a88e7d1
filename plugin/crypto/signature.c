/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SIG payloads: GnuTLS takes the certificate apart, libgcrypt verifies. */
#include "crypto/signature.h"

#include "crypto/auth_method.h"

#include <gcrypt.h>
#include <glib.h>
#include <gnutls/pkcs7.h>
#include <gnutls/x509.h>
#include <string.h>

/* Bounds of keys in octets, for the time that one verification may take. */
#define MAX_RSA_MODULUS  1024u
#define MAX_RSA_EXPONENT 8u
#define MAX_DSA_PRIME    512u

/* Curves of RFC 4754 and RFC 5903; GnuTLS and libgcrypt name them differently. */
static const struct curve {
    gnutls_ecc_curve_t gnutls;
    const char *gcry;
    uint8_t octets; /* of a coordinate, of r and of s */
} curves[] = {
    {GNUTLS_ECC_CURVE_SECP192R1, "NIST P-192", 24}, {GNUTLS_ECC_CURVE_SECP224R1, "NIST P-224", 28},
    {GNUTLS_ECC_CURVE_SECP256R1, "NIST P-256", 32}, {GNUTLS_ECC_CURVE_SECP384R1, "NIST P-384", 48},
    {GNUTLS_ECC_CURVE_SECP521R1, "NIST P-521", 66},
};

/* Without the zeros that ASN.1 puts before a set high bit. */
static struct ikelog_octets stripped(const gnutls_datum_t *datum)
{
    struct ikelog_octets octets = {datum->data, datum->size};

    while (octets.length > 0 && octets.data[0] == 0) {
        octets.data++;
        octets.length--;
    }
    return octets;
}

/*
 * Fit to be a modulus: odd, so that libgcrypt does not divide by zero (which ends the process), and
 * of a length whose arithmetic ends soon. The peer chose it.
 */
static bool is_modulus(struct ikelog_octets octets, uint32_t max)
{
    return octets.length > 0 && octets.length <= max && octets.data[octets.length - 1] % 2 == 1;
}

/* gcry_pk_verify; takes all three over. An expression that could not be built is NULL: FAILED. */
static enum ikelog_status verify(gcry_sexp_t key, gcry_sexp_t data, gcry_sexp_t signature)
{
    enum ikelog_status status = IKELOG_FAILED;

    if (key && data && signature)
        status = gcry_pk_verify(signature, data, key) == 0 ? IKELOG_VERIFIED : IKELOG_FAILED;
    gcry_sexp_release(key);
    gcry_sexp_release(data);
    gcry_sexp_release(signature);
    return status;
}

/* An S-expression with `first` and `second` at its two %b, or NULL. */
static gcry_sexp_t expression(const char *format, struct ikelog_octets first,
                              struct ikelog_octets second)
{
    gcry_sexp_t result = NULL;

    if (gcry_sexp_build(&result, NULL, format, (int)first.length, first.data, (int)second.length,
                        second.data) != 0)
        return NULL;
    return result;
}

static gcry_sexp_t raw_data(struct ikelog_octets value)
{
    gcry_sexp_t data = NULL;

    if (gcry_sexp_build(&data, NULL, "(data (flags raw) (value %b))", (int)value.length,
                        value.data) != 0)
        return NULL;
    return data;
}

/* PKCS #1 block type 1 around the bare hash. */
static gcry_sexp_t bare_hash_data(struct ikelog_octets value)
{
    gcry_sexp_t data = NULL;

    if (gcry_sexp_build(&data, NULL, "(data (flags pkcs1-raw) (value %b))", (int)value.length,
                        value.data) != 0)
        return NULL;
    return data;
}

/* PKCS #1 block type 1 around a DigestInfo: the usual signature. */
static gcry_sexp_t digest_info_data(const struct ikelog_hash *hash, struct ikelog_octets value)
{
    gcry_sexp_t data = NULL;

    if (gcry_sexp_build(&data, NULL, "(data (flags pkcs1) (hash %s %b))",
                        gcry_md_algo_name(hash->gcry), (int)value.length, value.data) != 0)
        return NULL;
    return data;
}

/* One try: `data` is taken over. */
static enum ikelog_status verify_rsa_as(struct ikelog_octets n, struct ikelog_octets e,
                                        struct ikelog_octets s, gcry_sexp_t data)
{
    gcry_sexp_t signature = NULL;

    if (gcry_sexp_build(&signature, NULL, "(sig-val (rsa (s %b)))", (int)s.length, s.data) != 0)
        signature = NULL;
    return verify(expression("(public-key (rsa (n %b) (e %b)))", n, e), data, signature);
}

static enum ikelog_status verify_rsa(gnutls_x509_crt_t certificate,
                                     const struct ikelog_signature_facts *facts)
{
    gnutls_datum_t modulus = {0}, exponent = {0};
    enum ikelog_status status = IKELOG_NOT_CHECKED_UNSUPPORTED;
    struct ikelog_octets n, e;

    if (gnutls_x509_crt_get_pk_rsa_raw(certificate, &modulus, &exponent) != 0)
        return IKELOG_FAILED;
    n = stripped(&modulus);
    e = stripped(&exponent);
    if (is_modulus(n, MAX_RSA_MODULUS) && e.length <= MAX_RSA_EXPONENT) {
        status = verify_rsa_as(n, e, facts->signature, bare_hash_data(facts->hash_value));
        if (status == IKELOG_FAILED)
            status = verify_rsa_as(n, e, facts->signature,
                                   digest_info_data(facts->hash, facts->hash_value));
    }
    gnutls_free(modulus.data);
    gnutls_free(exponent.data);
    return status;
}

/* The halves r and s of a signature; false when there are no equal halves of `octets`. */
static bool halve(struct ikelog_octets signature, uint32_t octets, struct ikelog_octets *r,
                  struct ikelog_octets *s)
{
    if (signature.length != 2 * octets)
        return false;
    *r = (struct ikelog_octets){signature.data, octets};
    *s = (struct ikelog_octets){signature.data + octets, octets};
    return true;
}

/*
 * A prime order, so that every s has an inverse: without one libgcrypt raises to the power of zero,
 * for which it ends the process.
 */
static bool is_order(const gnutls_datum_t *q)
{
    gcry_mpi_t order = NULL;
    bool prime = false;

    if (is_modulus(stripped(q), IKELOG_MAX_HASH) &&
        gcry_mpi_scan(&order, GCRYMPI_FMT_USG, q->data, q->size, NULL) == 0)
        prime = gcry_mpi_cmp_ui(order, 2) > 0 && gcry_prime_check(order, 0) == 0;
    gcry_mpi_release(order);
    return prime;
}

static enum ikelog_status verify_dss(gnutls_x509_crt_t certificate,
                                     const struct ikelog_signature_facts *facts)
{
    gnutls_datum_t p = {0}, q = {0}, g = {0}, y = {0};
    enum ikelog_status status = IKELOG_NOT_CHECKED_UNSUPPORTED;
    gcry_sexp_t key = NULL;
    struct ikelog_octets r, s;

    if (gnutls_x509_crt_get_pk_dsa_raw(certificate, &p, &q, &g, &y) != 0)
        return IKELOG_FAILED;
    if (is_modulus(stripped(&p), MAX_DSA_PRIME) && is_order(&q) &&
        stripped(&g).length <= MAX_DSA_PRIME && stripped(&y).length <= MAX_DSA_PRIME) {
        gcry_sexp_build(&key, NULL, "(public-key (dsa (p %b) (q %b) (g %b) (y %b)))", (int)p.size,
                        p.data, (int)q.size, q.data, (int)g.size, g.data, (int)y.size, y.data);
        status = IKELOG_FAILED;
        if (halve(facts->signature, stripped(&q).length, &r, &s))
            status = verify(key, raw_data(facts->hash_value),
                            expression("(sig-val (dsa (r %b) (s %b)))", r, s));
        else
            gcry_sexp_release(key);
    }
    gnutls_free(p.data);
    gnutls_free(q.data);
    gnutls_free(g.data);
    gnutls_free(y.data);
    return status;
}

/* The uncompressed point 4 | x | y as a key on `curve`, or NULL. */
static gcry_sexp_t ecdsa_key(const struct curve *curve, struct ikelog_octets x,
                             struct ikelog_octets y)
{
    uint8_t point[1 + 2 * 66] = {4};
    gcry_sexp_t key = NULL;

    if (x.length > curve->octets || y.length > curve->octets)
        return NULL;
    memcpy(point + 1 + (curve->octets - x.length), x.data, x.length);
    memcpy(point + 1 + (2 * curve->octets - y.length), y.data, y.length);
    if (gcry_sexp_build(&key, NULL, "(public-key (ecdsa (curve %s) (q %b)))", curve->gcry,
                        1 + 2 * curve->octets, point) != 0)
        return NULL;
    return key;
}

static const struct curve *curve_by_gnutls(gnutls_ecc_curve_t number)
{
    for (size_t i = 0; i < G_N_ELEMENTS(curves); i++) {
        if (curves[i].gnutls == number)
            return &curves[i];
    }
    return NULL;
}

static enum ikelog_status verify_ecdsa(gnutls_x509_crt_t certificate,
                                       const struct ikelog_signature_facts *facts)
{
    gnutls_datum_t x = {0}, y = {0};
    gnutls_ecc_curve_t number;
    enum ikelog_status status = IKELOG_NOT_CHECKED_UNSUPPORTED;
    const struct curve *curve;
    struct ikelog_octets r, s;

    if (gnutls_x509_crt_get_pk_ecc_raw(certificate, &number, &x, &y) != 0)
        return IKELOG_FAILED;
    curve = curve_by_gnutls(number);
    if (curve) {
        status = IKELOG_FAILED;
        if (halve(facts->signature, curve->octets, &r, &s))
            status =
                verify(ecdsa_key(curve, stripped(&x), stripped(&y)), raw_data(facts->hash_value),
                       expression("(sig-val (ecdsa (r %b) (s %b)))", r, s));
    }
    gnutls_free(x.data);
    gnutls_free(y.data);
    return status;
}

static enum ikelog_status verify_with_der(const gnutls_datum_t *der,
                                          const struct ikelog_signature_facts *facts)
{
    static enum ikelog_status (*const verifiers[])(gnutls_x509_crt_t,
                                                   const struct ikelog_signature_facts *) = {
        [IKELOG_KEY_RSA] = verify_rsa,
        [IKELOG_KEY_DSS] = verify_dss,
        [IKELOG_KEY_ECDSA] = verify_ecdsa};
    const struct ikelog_auth_method *method = ikelog_auth_method(facts->auth_method);
    enum ikelog_status status = IKELOG_NOT_CHECKED_UNSUPPORTED;
    gnutls_x509_crt_t certificate;

    if (!method || method->family == IKELOG_KEY_NONE)
        return status;
    if (gnutls_x509_crt_init(&certificate) != 0)
        return IKELOG_CRYPTO;
    if (gnutls_x509_crt_import(certificate, der, GNUTLS_X509_FMT_DER) == 0)
        status = verifiers[method->family](certificate, facts);
    gnutls_x509_crt_deinit(certificate);
    return status;
}

/* Any certificate of a PKCS #7 bundle. */
static enum ikelog_status verify_with_bundle(const gnutls_datum_t *der,
                                             const struct ikelog_signature_facts *facts)
{
    enum ikelog_status status = IKELOG_NOT_CHECKED_UNSUPPORTED;
    gnutls_pkcs7_t bundle;
    gnutls_datum_t one;

    if (gnutls_pkcs7_init(&bundle) != 0)
        return IKELOG_CRYPTO;
    if (gnutls_pkcs7_import(bundle, der, GNUTLS_X509_FMT_DER) == 0) {
        for (unsigned i = 0; i < 8 && status != IKELOG_VERIFIED; i++) {
            if (gnutls_pkcs7_get_crt_raw2(bundle, i, &one) != 0)
                break;
            status = verify_with_der(&one, facts);
            gnutls_free(one.data);
        }
    }
    gnutls_pkcs7_deinit(bundle);
    return status;
}

enum ikelog_status ikelog_signature_verify(const struct ikelog_signature_facts *facts)
{
    const gnutls_datum_t der = {(unsigned char *)(uintptr_t)facts->certificate.data,
                                facts->certificate.length};
    enum ikelog_status status;

    if (!ikelog_signature_method(facts->auth_method) || !facts->hash)
        return IKELOG_NOT_CHECKED_UNSUPPORTED;
    if (facts->certificate.length == 0)
        return IKELOG_NOT_CHECKED_NO_CERT;
    if (facts->hash_value.length == 0)
        return IKELOG_NOT_CHECKED_MISSING;
    if (facts->signature.length == 0)
        return IKELOG_NOT_CHECKED_TRUNCATED;
    if (facts->signature.length > MAX_RSA_MODULUS || facts->hash_value.length > IKELOG_MAX_HASH)
        return IKELOG_FAILED;
    ikelog_crypto_init();
    status = verify_with_der(&der, facts);
    if (status == IKELOG_NOT_CHECKED_UNSUPPORTED)
        status = verify_with_bundle(&der, facts);
    return status;
}
