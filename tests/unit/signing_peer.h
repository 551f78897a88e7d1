/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Peers with keys and certificates that GnuTLS makes, for tests of signatures. */
#ifndef IKELOG_TESTS_SIGNING_PEER_H
#define IKELOG_TESTS_SIGNING_PEER_H

#include "crypto/derive.h"
#include "crypto/signature.h"
#include "hexbytes.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>

/* A peer: its private key and its certificate. */
struct peer {
    gnutls_x509_privkey_t x509;
    gnutls_privkey_t key;
    gnutls_datum_t der;
};

/* A certificate that its own key signs; takes the key over. */
static inline struct peer peer_with(gnutls_x509_privkey_t x509)
{
    struct peer peer = {.x509 = x509};
    gnutls_x509_crt_t certificate;
    static const char name[] = "CN=gateway,O=Example";

    g_assert_cmpint(gnutls_privkey_init(&peer.key), ==, 0);
    g_assert_cmpint(gnutls_privkey_import_x509(peer.key, x509, 0), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_init(&certificate), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_version(certificate, 3), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_serial(certificate, "\1", 1), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_activation_time(certificate, 1700000000), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_expiration_time(certificate, 1800000000), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_dn(certificate, name, NULL), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_key(certificate, x509), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_sign2(certificate, certificate, x509, GNUTLS_DIG_SHA256, 0), ==,
                    0);
    g_assert_cmpint(gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_DER, &peer.der), ==, 0);
    gnutls_x509_crt_deinit(certificate);
    return peer;
}

static inline struct peer new_peer(gnutls_pk_algorithm_t algorithm, unsigned bits)
{
    gnutls_x509_privkey_t x509;

    g_assert_cmpint(gnutls_x509_privkey_init(&x509), ==, 0);
    g_assert_cmpint(gnutls_x509_privkey_generate(x509, algorithm, bits, 0), ==, 0);
    return peer_with(x509);
}

static inline void free_peer(struct peer *peer)
{
    gnutls_privkey_deinit(peer->key);
    gnutls_x509_privkey_deinit(peer->x509);
    gnutls_free(peer->der.data);
}

static inline GByteArray *take_datum(gnutls_datum_t *datum)
{
    GByteArray *array = g_byte_array_new();

    g_byte_array_append(array, datum->data, datum->size);
    gnutls_free(datum->data);
    return array;
}

/* PKCS #1 around the bare value, or, with a digest, around a DigestInfo. */
static inline GByteArray *sign_rsa(const struct peer *peer, gnutls_digest_algorithm_t digest,
                                   const GByteArray *value)
{
    const gnutls_datum_t hash = {value->data, value->len};
    unsigned flags = digest == GNUTLS_DIG_UNKNOWN ? GNUTLS_PRIVKEY_SIGN_FLAG_TLS1_RSA : 0;
    gnutls_datum_t signature;

    g_assert_cmpint(gnutls_privkey_sign_hash(peer->key, digest, flags, &hash, &signature), ==, 0);
    return take_datum(&signature);
}

/* Right-aligned in `octets`, whatever number of zeros is before it. */
static inline void append_padded(GByteArray *array, const gnutls_datum_t *number,
                                 guint octets_wanted)
{
    guint start = array->len;

    g_byte_array_set_size(array, start + octets_wanted);
    memset(array->data + start, 0, octets_wanted);
    for (guint i = 0; i < octets_wanted && i < number->size; i++)
        array->data[start + octets_wanted - 1 - i] = number->data[number->size - 1 - i];
}

/* r | s, each of `half` octets. */
static inline GByteArray *sign_pair(const struct peer *peer, gnutls_sign_algorithm_t algorithm,
                                    guint half, const GByteArray *value)
{
    const gnutls_datum_t hash = {value->data, value->len};
    gnutls_datum_t encoded, r, s;
    GByteArray *pair = g_byte_array_new();

    g_assert_cmpint(gnutls_privkey_sign_hash2(peer->key, algorithm, 0, &hash, &encoded), ==, 0);
    g_assert_cmpint(gnutls_decode_rs_value(&encoded, &r, &s), ==, 0);
    append_padded(pair, &r, half);
    append_padded(pair, &s, half);
    gnutls_free(encoded.data);
    gnutls_free(r.data);
    gnutls_free(s.data);
    return pair;
}

/* HASH_I as long as the hash of the method makes it. */
static inline GByteArray *hash_value(const struct ikelog_hash *hash)
{
    const struct ikelog_octets data = text_octets("g^xi | g^xr | cookies | SAi_b | IDii_b");
    struct ikelog_digest digest;
    GByteArray *value = g_byte_array_new();

    g_assert_cmpint(ikelog_prf(hash, text_octets("SKEYID"), &data, 1, &digest), ==, IKELOG_OK);
    g_byte_array_append(value, digest.octets, digest.length);
    return value;
}

static inline enum ikelog_status verify(uint16_t method, const gnutls_datum_t *certificate,
                                        const GByteArray *value, const GByteArray *signature)
{
    const struct ikelog_signature_facts facts = {
        .auth_method = method,
        .hash = ikelog_signature_hash(method, ikelog_hash_by_number(2)),
        .certificate = {certificate->data, certificate->size},
        .hash_value = octets(value),
        .signature = octets(signature),
    };

    return ikelog_signature_verify(&facts);
}

#endif
