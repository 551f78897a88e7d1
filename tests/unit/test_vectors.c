/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SKEYID and its children against NIST's IKEv1 vectors where they are, and against our own always.
 */
#include "crypto/derive.h"

#include "hexbytes.h"

#include <gcrypt.h>

#define VECTORS_FILE "cavp_ikev1_subset.json"

/* One vector; all values in hexadecimal. psk is NULL unless the method is "psk". */
struct vector {
    const char *method; /* "psk"; "dsa": signatures; "pke": public key encryption */
    const char *hash;
    const char *cky_i, *cky_r, *ni, *nr, *g_xy, *psk;
    const char *skeyid, *d, *a, *e;
};

/* clang-format off */
/* Made with Python's hmac and hashlib from the formulas of RFC 2409 5. */
static const struct vector own[] = {
    {.method = "psk", .hash = "SHA-1",
     .cky_i = "de7b835ace53898c",
     .cky_r = "542e337e70c440f8",
     .ni = "5873e7b429facd1ebe",
     .nr = "3bb4ac0b03efc2f66601eb",
     .g_xy = "21953115fa5c133d2de34b7b374d8c10782c10b6b088c754",
     .psk = "acd9e440c198",
     .skeyid = "5b97e887fb2925e85e6a01fad843f5ebe20aa46c",
     .d = "34e5df712f6e4876e0d98382868a7728377127b3",
     .a = "4d28a92cbf9e0bcd612144ddee344c4fae3b9588",
     .e = "7b0ff71d46aca01aa32af2d0729e8d6d5655faf5",
    },
    {.method = "psk", .hash = "SHA-256",
     .cky_i = "cba443112e859def",
     .cky_r = "3edfa5dee1934061",
     .ni = "3a184cd5ce2048e79dbc",
     .nr = "4a8bd839f048ac102d4ccc8b",
     .g_xy = "723d5cadc657f7e2d329af7f4ec4381a5d0a519c07e83444",
     .psk = "b286411a797c",
     .skeyid = "4a368ab64385f277e104e405b9e54a88682e275c82e7e44cff1263c7958c224d",
     .d = "f4188e0c440e037bc1b9c34e948bf64d71c36b4e02cf03a3947c58dc8d2ab6dc",
     .a = "29530e0e730c60fb4ec44f769375d0e0a039f3003c68fafe689c7fc1dfb7c420",
     .e = "c5a1ec64fd5b7bc8616f277fdba78fc594c5787c0a91f734ea935b38a9ef54f2",
    },
    {.method = "dsa", .hash = "SHA-1",
     .cky_i = "33a817bc84758689",
     .cky_r = "d53150367e2d2b9d",
     .ni = "7874de9ea737363e9943f4",
     .nr = "ee76a3987e19685c18ced20397",
     .g_xy = "c6301a37625a24b327246fba76ef5a16b2ae84a2f48228ee",
     .skeyid = "6099cb82f79fe3e1e9101cae3c280b3c517dc3b5",
     .d = "7b99886e4da5d7f406053ee79f3c26a1268bfb83",
     .a = "5ac9d36be4067648ad1906f355c84490f6b57a9f",
     .e = "262f0f31b8e45ee9f3e6f33508da319880029cb6",
    },
    {.method = "dsa", .hash = "SHA-256",
     .cky_i = "7956b83b99443468",
     .cky_r = "1e8b6cd3fb8e6b74",
     .ni = "759481fef9c427d6b34ede96",
     .nr = "e666263138548c9f74bd7f60c71b",
     .g_xy = "4055d07f74b70745a39fc47391b820b262c65b6541bb58c5",
     .skeyid = "c5d7e4ec90312077664f8c421d5def2b6b87c42fc83e951f31383d59d5477f45",
     .d = "bdf0693d39d9b059bc482f3b1bd91e4c5dc584834eed6950ad22524531e83820",
     .a = "7329d45a04acf323eac3121fe5771983f09a54350f1641572a66d1d77610a5ba",
     .e = "b13506f87ac5210a925bd2a2efe9731c6925ee4495f50b2e39d0e5510c5f7d39",
    },
    {.method = "pke", .hash = "SHA-1",
     .cky_i = "dcbbd37268d11661",
     .cky_r = "a10e27b8364a74f5",
     .ni = "a0781ea4ce717f515676c7de8c",
     .nr = "f1716a13ca33b89d8bfc1b4f4efc53",
     .g_xy = "5652a22f7d3f863394215f9a25ba2873456809f3d383df6a",
     .skeyid = "2626e9b0fdcf4c6e2c9c107b8f7354685980937c",
     .d = "12ee207905c40b12d86200e6c0c01669216c6e4b",
     .a = "f18d233e3a3a3ee06e6c70117a7b8341dd110bd9",
     .e = "d7af890e88339a5c77af63f1de0cdb0c4ba6f9d5",
    },
    {.method = "pke", .hash = "SHA-256",
     .cky_i = "2eb5bf4c9ee20ee4",
     .cky_r = "dac10793040b5fe2",
     .ni = "1e4570760c28425039beab10d773",
     .nr = "c1d690488dee0a5ea4cff04554077203",
     .g_xy = "9a7e393bd0af33e55b98a449cc1c11eee7ebd8afdd0a6bfb",
     .skeyid = "024608a3d9c25b067111ad3d3273064eb356dfbd16dc15b3adb4b265bd7931bd",
     .d = "e2ccc165f941d6d2df4c2ee53986cae847dcc874fa0dd22a29823faac0d63d34",
     .a = "e85701bda73b4c4431ba71a1785129225257a040e0ccbc694a815f03e4de5cd6",
     .e = "b7e571db679d1c77ae089688eb02eda0ed81e37ed8418f63464bf7632b539fb0",
    },
};
/* clang-format on */

/* SHA-224 is no hash of IKEv1, but NIST has vectors for it and the formulas take any. */
static const struct ikelog_hash *hash_by_name(const char *name)
{
    static const struct {
        const char *name;
        struct ikelog_hash hash;
    } rows[] = {
        {"SHA-1", {2, "SHA-1", GCRY_MD_SHA1, 20}},
        {"SHA-224", {0, "SHA2-224", GCRY_MD_SHA224, 28}},
        {"SHA-256", {4, "SHA2-256", GCRY_MD_SHA256, 32}},
        {"SHA-384", {5, "SHA2-384", GCRY_MD_SHA384, 48}},
        {"SHA-512", {6, "SHA2-512", GCRY_MD_SHA512, 64}},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (g_strcmp0(rows[i].name, name) == 0)
            return &rows[i].hash;
    }
    g_error("a vector names the hash %s", name);
}

static enum ikelog_status skeyid_of(const struct vector *v, const GByteArray *cookies,
                                    struct ikelog_digest *skeyid)
{
    const struct ikelog_hash *hash = hash_by_name(v->hash);
    g_autoptr(GByteArray) ni = unhex(v->ni), nr = unhex(v->nr), g_xy = unhex(v->g_xy);
    g_autoptr(GByteArray) psk = unhex(v->psk ? v->psk : "");

    if (strcmp(v->method, "psk") == 0)
        return ikelog_skeyid_psk(hash, octets(psk), octets(ni), octets(nr), skeyid);
    if (strcmp(v->method, "dsa") == 0)
        return ikelog_skeyid_signature(hash, octets(ni), octets(nr), octets(g_xy), skeyid);
    g_assert_cmpstr(v->method, ==, "pke");
    return ikelog_skeyid_encryption(hash, octets(ni), octets(nr), cookies->data, skeyid);
}

static void check_vector(const struct vector *v)
{
    g_autofree char *both = g_strconcat(v->cky_i, v->cky_r, NULL);
    g_autoptr(GByteArray) cookies = unhex(both), g_xy = unhex(v->g_xy);
    struct ikelog_skeyids s;

    g_assert_cmpuint(cookies->len, ==, 16);
    g_assert_cmpint(skeyid_of(v, cookies, &s.skeyid), ==, IKELOG_OK);
    assert_hex(s.skeyid.octets, s.skeyid.length, v->skeyid);
    g_assert_cmpint(ikelog_skeyids_expand(hash_by_name(v->hash), octets(g_xy), cookies->data, &s),
                    ==, IKELOG_OK);
    assert_hex(s.d.octets, s.d.length, v->d);
    assert_hex(s.a.octets, s.a.length, v->a);
    assert_hex(s.e.octets, s.e.length, v->e);
}

static void test_own_vectors_agree(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
        check_vector(&own[i]);
    if (!g_getenv("IKELOG_VECTORS"))
        g_test_message(
            "IKELOG_VECTORS is not set: NIST's vectors were NOT run, only %zu of our own",
            G_N_ELEMENTS(own));
}

/* The next token must be this one. */
static void expect(GScanner *scanner, guint token)
{
    if (g_scanner_get_next_token(scanner) != (GTokenType)token)
        g_error("line %u of the vectors is not of the expected form", scanner->line);
}

/* { "key": "text" or number, … }; the brace is read already. */
static GHashTable *read_object(GScanner *scanner)
{
    GHashTable *object = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    do {
        g_autofree char *key = NULL;

        expect(scanner, G_TOKEN_STRING);
        key = g_strdup(scanner->value.v_string);
        expect(scanner, ':');
        if (g_scanner_get_next_token(scanner) == G_TOKEN_STRING)
            g_hash_table_insert(object, g_steal_pointer(&key), g_strdup(scanner->value.v_string));
        else
            g_assert_cmpint(scanner->token, ==, G_TOKEN_INT);
    } while (g_scanner_get_next_token(scanner) == ',');
    g_assert_cmpint(scanner->token, ==, '}');
    return object;
}

static void check_object(GHashTable *object)
{
    const struct vector v = {
        .method = g_hash_table_lookup(object, "method"),
        .hash = g_hash_table_lookup(object, "hash"),
        .cky_i = g_hash_table_lookup(object, "CKY_I"),
        .cky_r = g_hash_table_lookup(object, "CKY_R"),
        .ni = g_hash_table_lookup(object, "Ni"),
        .nr = g_hash_table_lookup(object, "Nr"),
        .g_xy = g_hash_table_lookup(object, "g^xy"),
        .psk = g_hash_table_lookup(object, "pre-shared-key"),
        .skeyid = g_hash_table_lookup(object, "SKEYID"),
        .d = g_hash_table_lookup(object, "SKEYID_d"),
        .a = g_hash_table_lookup(object, "SKEYID_a"),
        .e = g_hash_table_lookup(object, "SKEYID_e"),
    };

    g_assert_nonnull(v.method);
    g_assert_nonnull(v.e);
    check_vector(&v);
}

static void test_nist_vectors_agree(void)
{
    g_autofree char *path = g_build_filename(g_getenv("IKELOG_VECTORS"), VECTORS_FILE, NULL);
    g_autofree char *text = NULL;
    GScanner *scanner = g_scanner_new(NULL);
    gsize length;
    unsigned count = 0;

    g_assert_true(g_file_get_contents(path, &text, &length, NULL));
    g_scanner_input_text(scanner, text, (guint)length);
    expect(scanner, '[');
    do {
        g_autoptr(GHashTable) object = NULL;

        expect(scanner, '{');
        object = read_object(scanner);
        check_object(object);
        count++;
    } while (g_scanner_get_next_token(scanner) == ',');
    g_assert_cmpint(scanner->token, ==, ']');
    g_test_message("%u of NIST's vectors agree", count);
    g_assert_cmpuint(count, >=, 100);
    g_scanner_destroy(scanner);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/vectors/own-vectors-agree", test_own_vectors_agree);
    if (g_getenv("IKELOG_VECTORS"))
        g_test_add_func("/vectors/nist-vectors-agree", test_nist_vectors_agree);
    return g_test_run();
}
