/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MODP, elliptic curve and Montgomery groups over libgcrypt's integers and curves. */
#include "crypto/dh.h"

#include "crypto/algorithms.h"
#include "crypto/derive.h"
#include "crypto/modp_primes.h"

#include <gcrypt.h>
#include <string.h>

/* clang-format off */
#define MODP(number, name, bits, p, g) {number, name, bits / 8, bits / 8, NULL, NULL, p, g}
#define ECP(number, name, octets, curve, oid) \
    {number, name, 2 * octets, octets, curve, oid, NULL, NULL}
#define MONTGOMERY(number, name, octets, curve, oid) \
    {number, name, octets, octets, curve, oid, NULL, NULL}

/* IANA "Group Description"; 3 and 4 (EC2N) are curves that no library here knows. */
static const struct ikelog_group groups[] = {
    MODP( 1, "MODP768",           768, MODP768_P,  "02"),
    MODP( 2, "MODP1024",         1024, MODP1024_P, "02"),
    MODP( 5, "MODP1536",         1536, MODP1536_P, "02"),
    MODP(14, "MODP2048",         2048, MODP2048_P, "02"),
    MODP(15, "MODP3072",         3072, MODP3072_P, "02"),
    MODP(16, "MODP4096",         4096, MODP4096_P, "02"),
    MODP(17, "MODP6144",         6144, MODP6144_P, "02"),
    MODP(18, "MODP8192",         8192, MODP8192_P, "02"),
    ECP( 19, "ECP256",             32, "NIST P-256", "2a8648ce3d030107"),
    ECP( 20, "ECP384",             48, "NIST P-384", "2b81040022"),
    ECP( 21, "ECP521",             66, "NIST P-521", "2b81040023"),
    MODP(22, "MODP1024_160",     1024, MODP1024_160_P, MODP1024_160_G),
    MODP(23, "MODP2048_224",     2048, MODP2048_224_P, MODP2048_224_G),
    MODP(24, "MODP2048_256",     2048, MODP2048_256_P, MODP2048_256_G),
    ECP( 25, "ECP192",             24, "NIST P-192", "2a8648ce3d030101"),
    ECP( 26, "ECP224",             28, "NIST P-224", "2b81040021"),
    ECP( 27, "BrainpoolP224r1",    28, "brainpoolP224r1", "2b2403030208010105"),
    ECP( 28, "BrainpoolP256r1",    32, "brainpoolP256r1", "2b2403030208010107"),
    ECP( 29, "BrainpoolP384r1",    48, "brainpoolP384r1", "2b240303020801010b"),
    ECP( 30, "BrainpoolP512r1",    64, "brainpoolP512r1", "2b240303020801010d"),
    MONTGOMERY(31, "Curve25519",   32, "Curve25519", "2b656e"),
    MONTGOMERY(32, "Curve448",     56, "X448", "2b656f"),
};
/* clang-format on */

bool ikelog_group_has_points(const struct ikelog_group *group)
{
    return group->public_length != group->shared_length;
}

const struct ikelog_group *ikelog_group_by_number(uint16_t number)
{
    const struct ikelog_group *group = NULL;
    gcry_ctx_t curve;

    for (size_t i = 0; i < G_N_ELEMENTS(groups) && !group; i++) {
        if (groups[i].number == number)
            group = &groups[i];
    }
    if (!group || !group->curve)
        return group;
    ikelog_crypto_init();
    if (gcry_mpi_ec_new(&curve, NULL, group->curve) != 0)
        return NULL;
    gcry_ctx_release(curve);
    return group;
}

struct secret_box {
    size_t length;
    uint8_t octets[];
};

static void free_secret_box(gpointer data)
{
    struct secret_box *box = data;

    ikelog_wipe(box->octets, box->length);
    g_free(box);
}

GBytes *ikelog_secret_bytes_new(const uint8_t *data, size_t length)
{
    struct secret_box *box = g_malloc0(sizeof(*box) + length);

    box->length = length;
    if (length > 0)
        memcpy(box->octets, data, length);
    return g_bytes_new_with_free_func(box->octets, length, free_secret_box, box);
}

void ikelog_secret_bytes_unref(GBytes *bytes)
{
    if (bytes)
        g_bytes_unref(bytes);
}

/* The unsigned big-endian integer, or NULL. */
static gcry_mpi_t mpi_of(struct ikelog_octets octets)
{
    gcry_mpi_t mpi = NULL;

    if (gcry_mpi_scan(&mpi, GCRYMPI_FMT_USG, octets.data, octets.length, NULL) != 0)
        return NULL;
    return mpi;
}

static gcry_mpi_t mpi_of_hex(const char *hex)
{
    gcry_mpi_t mpi = NULL;

    return gcry_mpi_scan(&mpi, GCRYMPI_FMT_HEX, hex, 0, NULL) == 0 ? mpi : NULL;
}

/* Big-endian, left-padded with zeros to `length` octets; false when it does not fit. */
static bool put_mpi(gcry_mpi_t mpi, uint8_t *out, size_t length)
{
    size_t written;

    if (gcry_mpi_print(GCRYMPI_FMT_USG, out, length, &written, mpi) != 0)
        return false;
    memmove(out + (length - written), out, written);
    memset(out, 0, length - written);
    return true;
}

/*
 * base^x mod p to out[0 .. public_length). `base` NULL: the generator. Values that no exponent
 * reaches (0, p and above) are refused. Takes the time of the exponent's length, which callers
 * bound.
 */
static enum ikelog_status power(const struct ikelog_group *group, struct ikelog_octets x,
                                const struct ikelog_octets *base, uint8_t *out)
{
    gcry_mpi_t p = mpi_of_hex(group->prime_hex);
    gcry_mpi_t g = base ? mpi_of(*base) : mpi_of_hex(group->generator_hex);
    gcry_mpi_t exponent = mpi_of(x);
    gcry_mpi_t result = gcry_mpi_new(0);
    bool ok = p && g && exponent && gcry_mpi_cmp_ui(exponent, 0) > 0 && gcry_mpi_cmp_ui(g, 0) > 0 &&
              gcry_mpi_cmp(g, p) < 0;

    if (ok) {
        gcry_mpi_powm(result, g, exponent, p);
        ok = put_mpi(result, out, group->public_length);
    }
    gcry_mpi_release(p);
    gcry_mpi_release(g);
    gcry_mpi_release(exponent); /* libgcrypt wipes the limbs */
    gcry_mpi_release(result);
    return ok ? IKELOG_OK : IKELOG_CRYPTO;
}

/* The point x | y, or NULL when it is not one of the curve's. */
static gcry_mpi_point_t point_of(const struct ikelog_group *group, struct ikelog_octets xy,
                                 gcry_ctx_t curve)
{
    uint32_t half = group->shared_length;
    gcry_mpi_t x = mpi_of((struct ikelog_octets){xy.data, half});
    gcry_mpi_t y = mpi_of((struct ikelog_octets){xy.data + half, half});
    gcry_mpi_t p = gcry_mpi_ec_get_mpi("p", curve, 1);
    gcry_mpi_point_t point = gcry_mpi_point_new(0);
    bool ok = x && y && p && gcry_mpi_cmp(x, p) < 0 && gcry_mpi_cmp(y, p) < 0;

    if (ok) {
        gcry_mpi_point_set(point, x, y, GCRYMPI_CONST_ONE);
        ok = gcry_mpi_ec_curve_point(point, curve);
    }
    gcry_mpi_release(x);
    gcry_mpi_release(y);
    gcry_mpi_release(p);
    if (ok)
        return point;
    gcry_mpi_point_release(point);
    return NULL;
}

/* factor * point as x | y to out[0 .. public_length). */
static enum ikelog_status multiply(const struct ikelog_group *group, struct ikelog_octets factor,
                                   gcry_mpi_point_t point, gcry_ctx_t curve, uint8_t *out)
{
    gcry_mpi_t k = mpi_of(factor);
    gcry_mpi_t n = gcry_mpi_ec_get_mpi("n", curve, 1);
    gcry_mpi_t x = gcry_mpi_new(0), y = gcry_mpi_new(0);
    gcry_mpi_point_t product = gcry_mpi_point_new(0);
    uint32_t half = group->shared_length;
    bool ok = k && n;

    if (ok) {
        gcry_mpi_mod(k, k, n);
        gcry_mpi_ec_mul(product, k, point, curve);
        /* Fails for the point at infinity, which a factor of 0 leads to. */
        ok = gcry_mpi_ec_get_affine(x, y, product, curve) == 0 && put_mpi(x, out, half) &&
             put_mpi(y, out + half, half);
    }
    gcry_mpi_release(k);
    gcry_mpi_release(n);
    gcry_mpi_release(x);
    gcry_mpi_release(y);
    gcry_mpi_point_release(product);
    return ok ? IKELOG_OK : IKELOG_CRYPTO;
}

/* As `power`, for curves with x | y on the wire. */
static enum ikelog_status multiply_ecp(const struct ikelog_group *group,
                                       struct ikelog_octets factor,
                                       const struct ikelog_octets *base, uint8_t *out)
{
    gcry_mpi_point_t point;
    gcry_ctx_t curve;
    enum ikelog_status status = IKELOG_CRYPTO;

    if (gcry_mpi_ec_new(&curve, NULL, group->curve) != 0)
        return IKELOG_CRYPTO;
    point = base ? point_of(group, *base, curve) : gcry_mpi_ec_get_point("g", curve, 1);
    if (point)
        status = multiply(group, factor, point, curve, out);
    gcry_mpi_point_release(point);
    gcry_ctx_release(curve);
    return status;
}

/* As `power`, for Curve25519 and Curve448: everything little-endian, clamped by libgcrypt. */
static enum ikelog_status multiply_montgomery(const struct ikelog_group *group,
                                              struct ikelog_octets factor,
                                              const struct ikelog_octets *base, uint8_t *out)
{
    int curve = group->public_length == 32 ? GCRY_ECC_CURVE25519 : GCRY_ECC_CURVE448;
    uint8_t any = 0;

    if (factor.length != group->public_length)
        return IKELOG_CRYPTO;
    if (gcry_ecc_mul_point(curve, out, factor.data, base ? base->data : NULL) != 0)
        return IKELOG_CRYPTO;
    for (uint32_t i = 0; i < group->public_length; i++)
        any |= out[i];
    return any ? IKELOG_OK : IKELOG_CRYPTO; /* all zeros: a point of small order, RFC 7748 6 */
}

/* base^x in the group's own way, to out[0 .. public_length). */
static enum ikelog_status combine(const struct ikelog_group *group, struct ikelog_octets x,
                                  const struct ikelog_octets *base, uint8_t *out)
{
    if (x.length > group->public_length)
        return IKELOG_TOO_LONG;
    if (x.length == 0)
        return IKELOG_CRYPTO;
    ikelog_crypto_init();
    if (!group->curve)
        return power(group, x, base, out);
    return ikelog_group_has_points(group) ? multiply_ecp(group, x, base, out)
                                          : multiply_montgomery(group, x, base, out);
}

uint32_t ikelog_dh_cost(const struct ikelog_group *group)
{
    uint32_t kilobits = group->public_length / 128u;

    return group->curve || kilobits == 0 ? 1 : kilobits * kilobits * kilobits;
}

enum ikelog_status ikelog_dh_public(const struct ikelog_group *group,
                                    struct ikelog_octets private_value, GBytes **public_value)
{
    uint8_t *out = g_malloc0(group->public_length);
    enum ikelog_status status = combine(group, private_value, NULL, out);

    *public_value = NULL;
    if (status == IKELOG_OK)
        *public_value = g_bytes_new_take(out, group->public_length);
    else
        g_free(out);
    return status;
}

enum ikelog_status ikelog_dh_shared(const struct ikelog_group *group,
                                    struct ikelog_octets private_value,
                                    struct ikelog_octets peer_public, GBytes **shared)
{
    uint8_t *out;
    enum ikelog_status status;

    *shared = NULL;
    if (peer_public.length > group->public_length)
        return IKELOG_PUBLIC_TOO_LONG;
    if (peer_public.length == 0 || (group->curve && peer_public.length != group->public_length))
        return IKELOG_CRYPTO;
    out = g_malloc0(group->public_length);
    status = combine(group, private_value, &peer_public, out);
    if (status == IKELOG_OK) /* of x | y only x counts, RFC 5903 9 */
        *shared = ikelog_secret_bytes_new(out, group->shared_length);
    ikelog_wipe(out, group->public_length);
    g_free(out);
    return status;
}
