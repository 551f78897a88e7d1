/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SIG payloads, made by GnuTLS with keys of this test and verified by libgcrypt. */
#include "crypto/signature.h"

#include "signing_peer.h"

#include <gnutls/pkcs7.h>

/* Right as it is, wrong when anything is changed. */
static void assert_only_this_verifies(uint16_t method, const struct peer *peer, GByteArray *value,
                                      GByteArray *signature)
{
    static const guint8 extra = 0;

    g_assert_cmpint(verify(method, &peer->der, value, signature), ==, IKELOG_VERIFIED);
    value->data[0] ^= 1;
    g_assert_cmpint(verify(method, &peer->der, value, signature), ==, IKELOG_FAILED);
    value->data[0] ^= 1;
    signature->data[signature->len / 2] ^= 0x80;
    g_assert_cmpint(verify(method, &peer->der, value, signature), ==, IKELOG_FAILED);
    signature->data[signature->len / 2] ^= 0x80;
    g_byte_array_append(signature, &extra, 1);
    g_assert_cmpint(verify(method, &peer->der, value, signature), ==, IKELOG_FAILED);
    g_byte_array_set_size(signature, signature->len - 2);
    g_assert_cmpint(verify(method, &peer->der, value, signature), ==, IKELOG_FAILED);
}

static void test_rsa_signs_the_bare_hash(void)
{
    static const uint16_t methods[] = {3, 65005, 65006, 64221, 64222};
    struct peer peer = new_peer(GNUTLS_PK_RSA, 1024);

    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
        g_autoptr(GByteArray) value = hash_value(ikelog_hash_by_number(2));
        g_autoptr(GByteArray) signature = sign_rsa(&peer, GNUTLS_DIG_UNKNOWN, value);

        assert_only_this_verifies(methods[i], &peer, value, signature);
    }
    free_peer(&peer);
}

static void test_rsa_with_digest_info_is_tolerated(void)
{
    struct peer peer = new_peer(GNUTLS_PK_RSA, 2048);
    g_autoptr(GByteArray) value = hash_value(ikelog_hash_by_number(2));
    g_autoptr(GByteArray) signature = sign_rsa(&peer, GNUTLS_DIG_SHA1, value);

    assert_only_this_verifies(3, &peer, value, signature);
    free_peer(&peer);
}

static void test_ecdsa_signs_with_its_own_hash(void)
{
    static const struct {
        uint16_t method;
        gnutls_ecc_curve_t curve;
        gnutls_sign_algorithm_t algorithm;
        guint half;
        uint16_t hash;
    } cases[] = {
        {9, GNUTLS_ECC_CURVE_SECP256R1, GNUTLS_SIGN_ECDSA_SHA256, 32, 4},
        {10, GNUTLS_ECC_CURVE_SECP384R1, GNUTLS_SIGN_ECDSA_SHA384, 48, 5},
        {11, GNUTLS_ECC_CURVE_SECP521R1, GNUTLS_SIGN_ECDSA_SHA512, 66, 6},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct ikelog_hash *hash =
            ikelog_signature_hash(cases[i].method, ikelog_hash_by_number(1));
        struct peer peer = new_peer(GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(cases[i].curve));

        g_assert_true(hash == ikelog_hash_by_number(cases[i].hash));
        /* Many times: r, s or a coordinate sometimes has a leading zero or a set high bit. */
        for (int n = 0; n < 20; n++) {
            g_autoptr(GByteArray) value = hash_value(hash);
            g_autoptr(GByteArray) signature = NULL;

            value->data[1] = (guint8)n;
            signature = sign_pair(&peer, cases[i].algorithm, cases[i].half, value);
            assert_only_this_verifies(cases[i].method, &peer, value, signature);
        }
        free_peer(&peer);
    }
}

static void test_dss_signs_with_sha1(void)
{
    struct peer peer = new_peer(GNUTLS_PK_DSA, 1024);
    const struct ikelog_hash *hash = ikelog_signature_hash(2, ikelog_hash_by_number(4));
    g_autoptr(GByteArray) value = hash_value(hash);
    g_autoptr(GByteArray) signature = sign_pair(&peer, GNUTLS_SIGN_DSA_SHA1, 20, value);

    g_assert_true(hash == ikelog_hash_by_number(2));
    assert_only_this_verifies(2, &peer, value, signature);
    free_peer(&peer);
}

/* RFC 4754 8.1: the signature of SHA-256("abc") with a published key. */
static void test_published_ecdsa_signature_verifies(void)
{
    g_autoptr(GByteArray) w =
        unhex("dc51d3866a15bacde33d96f992fca99da7e6ef0934e7097559c27f1614c88a7f");
    g_autoptr(GByteArray) x =
        unhex("2442a5cc0ecd015fa3ca31dc8e2bbc70bf42d60cbca20085e0822cb04235e970");
    g_autoptr(GByteArray) y =
        unhex("6fc98bd7e50211a4a27102fa3549df79ebcb4bf246b80945cddfe7d509bbfd7d");
    g_autoptr(GByteArray) value =
        unhex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    g_autoptr(GByteArray) signature =
        unhex("cb28e0999b9c7715fd0a80d8e47a77079716cbbf917dd72e97566ea1c066957c"
              "86fa3bb4e26cad5bf90b7f81899256ce7594bb1ea0c89212748bff3b3d5b0315");
    const gnutls_datum_t k = {w->data, w->len}, gx = {x->data, x->len}, gy = {y->data, y->len};
    gnutls_x509_privkey_t x509;
    struct peer peer;

    g_assert_cmpint(gnutls_x509_privkey_init(&x509), ==, 0);
    g_assert_cmpint(
        gnutls_x509_privkey_import_ecc_raw(x509, GNUTLS_ECC_CURVE_SECP256R1, &gx, &gy, &k), ==, 0);
    peer = peer_with(x509);
    assert_only_this_verifies(9, &peer, value, signature);
    free_peer(&peer);
}

static void test_another_peers_key_does_not_verify(void)
{
    struct peer rsa = new_peer(GNUTLS_PK_RSA, 1024), other = new_peer(GNUTLS_PK_RSA, 1024);
    struct peer ec = new_peer(GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1));
    g_autoptr(GByteArray) value = hash_value(ikelog_hash_by_number(2));
    g_autoptr(GByteArray) signature = sign_rsa(&rsa, GNUTLS_DIG_UNKNOWN, value);

    g_assert_cmpint(verify(3, &rsa.der, value, signature), ==, IKELOG_VERIFIED);
    g_assert_cmpint(verify(3, &other.der, value, signature), ==, IKELOG_FAILED);
    g_assert_cmpint(verify(3, &ec.der, value, signature), ==, IKELOG_FAILED);
    g_assert_cmpint(verify(9, &rsa.der, value, signature), ==, IKELOG_FAILED);
    g_assert_cmpint(verify(2, &rsa.der, value, signature), ==, IKELOG_FAILED);
    free_peer(&rsa);
    free_peer(&other);
    free_peer(&ec);
}

static void test_a_certificate_inside_pkcs7_is_found(void)
{
    struct peer peer = new_peer(GNUTLS_PK_RSA, 1024), other = new_peer(GNUTLS_PK_RSA, 1024);
    g_autoptr(GByteArray) value = hash_value(ikelog_hash_by_number(2));
    g_autoptr(GByteArray) signature = sign_rsa(&peer, GNUTLS_DIG_UNKNOWN, value);
    gnutls_datum_t bundle_der;
    gnutls_pkcs7_t bundle;

    g_assert_cmpint(gnutls_pkcs7_init(&bundle), ==, 0);
    g_assert_cmpint(gnutls_pkcs7_set_crt_raw(bundle, &other.der), ==, 0);
    g_assert_cmpint(gnutls_pkcs7_set_crt_raw(bundle, &peer.der), ==, 0);
    g_assert_cmpint(gnutls_pkcs7_export2(bundle, GNUTLS_X509_FMT_DER, &bundle_der), ==, 0);
    g_assert_cmpint(verify(3, &bundle_der, value, signature), ==, IKELOG_VERIFIED);
    value->data[3] ^= 4;
    g_assert_cmpint(verify(3, &bundle_der, value, signature), ==, IKELOG_FAILED);
    gnutls_free(bundle_der.data);
    gnutls_pkcs7_deinit(bundle);
    free_peer(&peer);
    free_peer(&other);
}

static void test_what_is_missing_is_named(void)
{
    struct peer peer = new_peer(GNUTLS_PK_RSA, 1024);
    const gnutls_datum_t none = {NULL, 0};
    g_autoptr(GByteArray) empty = g_byte_array_new();
    g_autoptr(GByteArray) value = hash_value(ikelog_hash_by_number(2));
    g_autoptr(GByteArray) signature = sign_rsa(&peer, GNUTLS_DIG_UNKNOWN, value);
    g_autoptr(GByteArray) huge = g_byte_array_new();

    g_byte_array_set_size(huge, 65535);
    memset(huge->data, 0xff, huge->len);
    g_assert_cmpint(verify(3, &none, value, signature), ==, IKELOG_NOT_CHECKED_NO_CERT);
    g_assert_cmpint(verify(3, &peer.der, empty, signature), ==, IKELOG_NOT_CHECKED_MISSING);
    g_assert_cmpint(verify(3, &peer.der, value, empty), ==, IKELOG_NOT_CHECKED_TRUNCATED);
    g_assert_cmpint(verify(1, &peer.der, value, signature), ==, IKELOG_NOT_CHECKED_UNSUPPORTED);
    g_assert_cmpint(verify(3, &peer.der, value, huge), ==, IKELOG_FAILED);
    g_assert_cmpint(verify(3, &peer.der, huge, signature), ==, IKELOG_FAILED);
    free_peer(&peer);
}

static void test_only_signing_methods_have_a_hash(void)
{
    static const uint16_t without[] = {0, 1, 4, 5, 6, 7, 12, 64220, 65001, 65002, 65007, 65535};
    const struct ikelog_hash *negotiated = ikelog_hash_by_number(1);

    for (size_t i = 0; i < G_N_ELEMENTS(without); i++) {
        g_assert_false(ikelog_signature_method(without[i]));
        g_assert_null(ikelog_signature_hash(without[i], negotiated));
    }
    g_assert_true(ikelog_signature_hash(3, negotiated) == negotiated);
    g_assert_null(ikelog_signature_hash(3, NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/signature/rsa-signs-the-bare-hash", test_rsa_signs_the_bare_hash);
    g_test_add_func("/signature/rsa-with-digest-info-is-tolerated",
                    test_rsa_with_digest_info_is_tolerated);
    g_test_add_func("/signature/ecdsa-signs-with-its-own-hash", test_ecdsa_signs_with_its_own_hash);
    g_test_add_func("/signature/dss-signs-with-sha1", test_dss_signs_with_sha1);
    g_test_add_func("/signature/published-ecdsa-signature-verifies",
                    test_published_ecdsa_signature_verifies);
    g_test_add_func("/signature/another-peers-key-does-not-verify",
                    test_another_peers_key_does_not_verify);
    g_test_add_func("/signature/a-certificate-inside-pkcs7-is-found",
                    test_a_certificate_inside_pkcs7_is_found);
    g_test_add_func("/signature/what-is-missing-is-named", test_what_is_missing_is_named);
    g_test_add_func("/signature/only-signing-methods-have-a-hash",
                    test_only_signing_methods_have_a_hash);
    return g_test_run();
}
