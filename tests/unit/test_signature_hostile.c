/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Certificates and signatures as an attacker would send them: libgcrypt must survive them. */
#include "signing_peer.h"

/* Cut anywhere, or with any octet changed, a certificate is refused or fails, and nothing breaks.
 */
static void test_damaged_certificates_break_nothing(void)
{
    struct peer peer = new_peer(GNUTLS_PK_RSA, 1024);
    g_autoptr(GByteArray) value = hash_value(ikelog_hash_by_number(2));
    g_autoptr(GByteArray) signature = sign_rsa(&peer, GNUTLS_DIG_UNKNOWN, value);
    const unsigned size = peer.der.size;

    for (peer.der.size = 0; peer.der.size < size; peer.der.size += 7)
        g_assert_cmpint(verify(3, &peer.der, value, signature), !=, IKELOG_VERIFIED);
    peer.der.size = size;
    for (unsigned i = 0; i < size; i += 3) {
        enum ikelog_status status;

        peer.der.data[i] ^= 0xff;
        status = verify(3, &peer.der, value, signature);
        /* Only the key counts: other octets may change. */
        g_assert_true(status == IKELOG_VERIFIED || status == IKELOG_FAILED ||
                      status == IKELOG_NOT_CHECKED_UNSUPPORTED);
        peer.der.data[i] ^= 0xff;
    }
    free_peer(&peer);
}

/* A certificate with whatever public key, signed by somebody else. */
static gnutls_datum_t certificate_with(gnutls_pubkey_t key, const struct peer *signer)
{
    gnutls_x509_crt_t certificate, issuer;
    gnutls_datum_t der;

    g_assert_cmpint(gnutls_x509_crt_init(&certificate), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_version(certificate, 3), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_serial(certificate, "\2", 1), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_activation_time(certificate, 1700000000), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_expiration_time(certificate, 1800000000), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_dn(certificate, "CN=hostile", NULL), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_set_pubkey(certificate, key), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_init(&issuer), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_import(issuer, &signer->der, GNUTLS_X509_FMT_DER), ==, 0);
    g_assert_cmpint(gnutls_x509_crt_sign2(certificate, issuer, signer->x509, GNUTLS_DIG_SHA256, 0),
                    ==, 0);
    g_assert_cmpint(gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_DER, &der), ==, 0);
    gnutls_x509_crt_deinit(certificate);
    gnutls_x509_crt_deinit(issuer);
    gnutls_pubkey_deinit(key);
    return der;
}

/* libgcrypt ends the process when it divides by zero: keys from the wire must not get it there. */
static void test_hostile_rsa_moduli_break_nothing(void)
{
    static const struct {
        uint8_t first, last;
        unsigned octets;
    } moduli[] = {{0, 0, 1},     {1, 1, 1},       {2, 2, 1},       {3, 3, 1},      {0x80, 0, 128},
                  {0x80, 1, 64}, {0xff, 1, 1024}, {0xff, 1, 1025}, {0xff, 1, 4000}};
    unsigned made = 0;
    struct peer signer = new_peer(GNUTLS_PK_RSA, 1024);
    g_autoptr(GByteArray) value = hash_value(ikelog_hash_by_number(2));
    g_autoptr(GByteArray) signature = sign_rsa(&signer, GNUTLS_DIG_UNKNOWN, value);

    for (size_t i = 0; i < G_N_ELEMENTS(moduli); i++) {
        static uint8_t n[4000], exponent[600];
        const gnutls_datum_t m = {n, moduli[i].octets};
        const gnutls_datum_t exponents[] = {
            {exponent, 1}, {exponent, 3}, {exponent, sizeof(exponent)}};

        memset(n, 0x5a, sizeof(n));
        n[0] = moduli[i].first;
        n[moduli[i].octets - 1] = moduli[i].last;
        for (size_t k = 0; k < G_N_ELEMENTS(exponents); k++) {
            gnutls_pubkey_t key;
            gnutls_datum_t der;

            memset(exponent, k == 0 ? 0 : 0x77, sizeof(exponent));
            g_assert_cmpint(gnutls_pubkey_init(&key), ==, 0);
            if (gnutls_pubkey_import_rsa_raw(key, &m, &exponents[k]) != 0) {
                gnutls_pubkey_deinit(key); /* GnuTLS knows no 0 */
                continue;
            }
            made++;
            der = certificate_with(key, &signer);
            g_assert_cmpint(verify(3, &der, value, signature), !=, IKELOG_VERIFIED);
            gnutls_free(der.data);
        }
    }
    g_assert_cmpuint(made, >=, 14);
    free_peer(&signer);
}

/* r | s of ones, for a key of these parameters; false when GnuTLS makes no such key (of 0). */
static bool try_dsa(const struct peer *signer, const gnutls_datum_t *const pqgy[4])
{
    g_autoptr(GByteArray) value = hash_value(ikelog_hash_by_number(2));
    g_autoptr(GByteArray) signature = g_byte_array_new();
    gnutls_pubkey_t key;
    gnutls_datum_t der;

    g_byte_array_set_size(signature, 2 * pqgy[1]->size);
    memset(signature->data, 1, signature->len);
    g_assert_cmpint(gnutls_pubkey_init(&key), ==, 0);
    if (gnutls_pubkey_import_dsa_raw(key, pqgy[0], pqgy[1], pqgy[2], pqgy[3]) != 0) {
        gnutls_pubkey_deinit(key);
        return false;
    }
    der = certificate_with(key, signer);
    g_assert_cmpint(verify(2, &der, value, signature), !=, IKELOG_VERIFIED);
    gnutls_free(der.data);
    return true;
}

/* An order that is not prime once ended the process: an s without inverse, raised to the power of
 * 0. */
static void test_hostile_dsa_parameters_break_nothing(void)
{
    static uint8_t zero = 0, one = 1, two = 2, large[256], composite[20];
    g_autoptr(GByteArray) prime = unhex("f518aa8781a8df278aba4e7d64b7cb9d49462353");
    const gnutls_datum_t values[] = {
        {&zero, 1}, {&one, 1}, {&two, 1}, {large, 256}, {composite, 20}, {prime->data, 20},
    };
    const size_t count = G_N_ELEMENTS(values);
    struct peer signer = new_peer(GNUTLS_PK_RSA, 1024);
    unsigned made = 0;

    memset(large, 0xb5, sizeof(large));
    memset(composite, 0xd3, sizeof(composite));
    for (size_t i = 0; i < count * count * count * count; i++) { /* p, q, g, y: the digits of i */
        const gnutls_datum_t *const pqgy[] = {
            &values[i % count],
            &values[i / count % count],
            &values[i / count / count % count],
            &values[i / count / count / count],
        };

        made += try_dsa(&signer, pqgy);
    }
    g_assert_cmpuint(made, ==, 625);
    free_peer(&signer);
}

static void test_extreme_ecdsa_signatures_break_nothing(void)
{
    static const char *const numbers[] = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000001",
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550", /* the order - 1 */
        "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", /* the order */
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    };
    const size_t count = G_N_ELEMENTS(numbers);
    struct peer peer = new_peer(GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1));

    for (size_t i = 0; i < count * count * count; i++) {
        g_autofree char *pair = g_strconcat(numbers[i % count], numbers[i / count % count], NULL);
        g_autoptr(GByteArray) signature = unhex(pair);
        g_autoptr(GByteArray) value = unhex(numbers[i / count / count]);

        g_assert_cmpint(verify(9, &peer.der, value, signature), ==, IKELOG_FAILED);
    }
    free_peer(&peer);
}

static void test_points_off_the_curve_break_nothing(void)
{
    static uint8_t coordinates[4][32] = {[0] = {[31] = 1}, [1] = {[31] = 2}, [3] = {[0] = 0x7f}};
    struct peer signer = new_peer(GNUTLS_PK_RSA, 1024);
    g_autoptr(GByteArray) value = hash_value(ikelog_hash_by_number(4));
    g_autoptr(GByteArray) signature = g_byte_array_new();

    memset(coordinates[2], 0xff, sizeof(coordinates[2]));
    g_byte_array_set_size(signature, 64);
    memset(signature->data, 5, signature->len);
    for (size_t i = 0; i < 16; i++) {
        const gnutls_datum_t x = {coordinates[i % 4], 32}, y = {coordinates[i / 4], 32};
        gnutls_pubkey_t key;
        gnutls_datum_t der;

        g_assert_cmpint(gnutls_pubkey_init(&key), ==, 0);
        g_assert_cmpint(gnutls_pubkey_import_ecc_raw(key, GNUTLS_ECC_CURVE_SECP256R1, &x, &y), ==,
                        0);
        der = certificate_with(key, &signer);
        g_assert_cmpint(verify(9, &der, value, signature), !=, IKELOG_VERIFIED);
        gnutls_free(der.data);
    }
    free_peer(&signer);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/signature-hostile/damaged-certificates-break-nothing",
                    test_damaged_certificates_break_nothing);
    g_test_add_func("/signature-hostile/rsa-moduli-break-nothing",
                    test_hostile_rsa_moduli_break_nothing);
    g_test_add_func("/signature-hostile/dsa-parameters-break-nothing",
                    test_hostile_dsa_parameters_break_nothing);
    g_test_add_func("/signature-hostile/ecdsa-signatures-break-nothing",
                    test_extreme_ecdsa_signatures_break_nothing);
    g_test_add_func("/signature-hostile/points-off-the-curve-break-nothing",
                    test_points_off_the_curve_break_nothing);
    return g_test_run();
}
