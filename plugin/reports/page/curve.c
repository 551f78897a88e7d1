/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Diffie-Hellman on curves as commands. openssl reads keys only as DER: so they are written here.
 */
#include "crypto/derive.h"
#include "crypto/hex.h"
#include "reports/page/derivation.h"

#include <string.h>

/* Tags of X.690. */
enum {
    DER_BITS = 0x03,
    DER_OCTETS = 0x04,
    DER_OID = 0x06,
    DER_SEQUENCE = 0x30,
    DER_PARAMETERS = 0xa0
};

static const uint8_t ec_public_key[] = {0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01};

struct oid {
    uint8_t octets[16];
    size_t length;
};

static struct oid oid_of(const struct ikelog_group *group)
{
    struct oid oid = {.length = 0};

    ikelog_hex_read(group->oid_hex, strlen(group->oid_hex), oid.octets, sizeof oid.octets,
                    &oid.length);
    return oid;
}

/* Keys of curves are shorter than 256 octets. */
static void append_tagged(GByteArray *out, uint8_t tag, const uint8_t *octets, size_t length)
{
    const uint8_t head[] = {tag, 0x81, (uint8_t)length};

    g_byte_array_append(out, head, 1);
    g_byte_array_append(out, length < 128 ? head + 2 : head + 1, length < 128 ? 1 : 2);
    g_byte_array_append(out, octets, (guint)length);
}

/* Appends `inner` and drops it. */
static void append_inner(GByteArray *out, uint8_t tag, GByteArray *inner)
{
    append_tagged(out, tag, inner->data, inner->len);
    ikelog_wipe(inner->data, inner->len);
    g_byte_array_free(inner, TRUE);
}

static void append_version(GByteArray *out, uint8_t version)
{
    const uint8_t octets[] = {0x02, 0x01, version};

    g_byte_array_append(out, octets, sizeof octets);
}

/* openssl takes exponents up to the length of a coordinate. */
static bool is_takeable(const struct ikelog_page_derivation *d, struct ikelog_octets exponent)
{
    return exponent.length <= d->group->shared_length;
}

/* Big-endian, as long as a coordinate. */
static GByteArray *padded(const struct ikelog_group *group, struct ikelog_octets exponent)
{
    GByteArray *octets = g_byte_array_new();
    static const uint8_t zero;

    while (octets->len + exponent.length < group->shared_length)
        g_byte_array_append(octets, &zero, 1);
    return g_byte_array_append(octets, exponent.data, exponent.length);
}

/* ECPrivateKey (RFC 5915 3), or OneAsymmetricKey (RFC 8410 7). */
static GByteArray *private_key(const struct ikelog_group *group, struct ikelog_octets exponent)
{
    GByteArray *out = g_byte_array_new(), *whole = g_byte_array_new(), *curve = g_byte_array_new();
    struct oid oid = oid_of(group);

    append_tagged(curve, DER_OID, oid.octets, oid.length);
    if (ikelog_group_has_points(group)) {
        append_version(out, 1);
        append_inner(out, DER_OCTETS, padded(group, exponent));
        append_inner(out, DER_PARAMETERS, curve);
    } else {
        GByteArray *inner = g_byte_array_new();

        append_version(out, 0);
        append_inner(out, DER_SEQUENCE, curve);
        append_tagged(inner, DER_OCTETS, exponent.data, exponent.length);
        append_inner(out, DER_OCTETS, inner);
    }
    append_inner(whole, DER_SEQUENCE, out);
    return whole;
}

/* SubjectPublicKeyInfo (RFC 5480 2). The first octet of a bit string counts bits that are left
 * over; 4 says that both coordinates of a point follow. */
static GByteArray *public_key(const struct ikelog_group *group, struct ikelog_octets value)
{
    static const uint8_t no_bits_over[] = {0, 4};
    bool points = ikelog_group_has_points(group);
    GByteArray *out = g_byte_array_new(), *whole = g_byte_array_new();
    GByteArray *algorithm = g_byte_array_new(), *bits = g_byte_array_new();
    struct oid oid = oid_of(group);

    if (points)
        append_tagged(algorithm, DER_OID, ec_public_key, sizeof ec_public_key);
    append_tagged(algorithm, DER_OID, oid.octets, oid.length);
    append_inner(out, DER_SEQUENCE, algorithm);
    g_byte_array_append(bits, no_bits_over, points ? 2 : 1);
    g_byte_array_append(bits, value.data, value.length);
    append_inner(out, DER_BITS, bits);
    append_inner(whole, DER_SEQUENCE, out);
    return whole;
}

/* <(…) is a file that holds the key. Drops the key. */
static void append_file(GByteArray *key, GString *out)
{
    char *text = g_base64_encode(key->data, key->len);

    g_string_append_printf(out, "<(echo %s | openssl base64 -d -A)", text);
    ikelog_wipe(text, strlen(text));
    ikelog_wipe(key->data, key->len);
    g_free(text);
    g_byte_array_free(key, TRUE);
}

void ikelog_page_curve_public(const struct ikelog_page_derivation *d, GString *out)
{
    if (!is_takeable(d, d->inputs[0].octets))
        return;
    g_string_append(out, "openssl pkey -inform DER -pubout -outform DER -in ");
    append_file(private_key(d->group, d->inputs[0].octets), out);
    g_string_append_printf(out, " | tail -c %u | od -An -v -tx1", d->group->public_length);
}

void ikelog_page_curve_shared(const struct ikelog_page_derivation *d, GString *out)
{
    if (!is_takeable(d, d->inputs[1].octets))
        return;
    g_string_append(out, "openssl pkeyutl -derive -keyform DER -inkey ");
    append_file(private_key(d->group, d->inputs[1].octets), out);
    g_string_append(out, " -peerform DER -peerkey ");
    append_file(public_key(d->group, d->inputs[0].octets), out);
    g_string_append(out, " | od -An -v -tx1");
}
