/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RFC 2409's formulas against published HMAC values and a second, independent computation. */
#include "crypto/derive.h"

#include "hexbytes.h"

static const struct ikelog_hash *hash_of(uint16_t number)
{
    const struct ikelog_hash *hash = ikelog_hash_by_number(number);

    g_assert_nonnull(hash);
    return hash;
}

static struct ikelog_octets digest_octets(const struct ikelog_digest *digest)
{
    return (struct ikelog_octets){digest->octets, digest->length};
}

/* RFC 2202 2 and 3, RFC 4231 4.2, 4.3, 4.7. A key of one octet repeated, or a text. */
static void test_prf_matches_published_hmacs(void)
{
    static const char nothing[] = "what do ya want for nothing?";
    static const char larger[] = "Test Using Larger Than Block-Size Key - Hash Key First";
    static const struct {
        uint16_t hash;
        uint8_t key_octet, key_length;
        const char *key, *data, *expected;
    } cases[] = {
        {1, 0x0b, 16, NULL, "Hi There", "9294727a3638bb1c13f48ef8158bfc9d"},
        {1, 0, 0, "Jefe", nothing, "750c783e6ab0b503eaa86e310a5db738"},
        {1, 0xaa, 80, NULL, larger, "6b1ab7fe4bd7bf8f0b62e6ce61b9d0cd"},
        {2, 0x0b, 20, NULL, "Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"},
        {2, 0, 0, "Jefe", nothing, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
        {2, 0xaa, 80, NULL, larger, "aa4ae5e15272d00e95705637ce8a3b55ed402112"},
        {4, 0x0b, 20, NULL, "Hi There",
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {4, 0, 0, "Jefe", nothing,
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {4, 0xaa, 131, NULL, larger,
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {5, 0x0b, 20, NULL, "Hi There",
         "afd03944d84895626b0825f4ab46907f15f9dadbe4101ec682aa034c7cebc59c"
         "faea9ea9076ede7f4af152e8b2fa9cb6"},
        {6, 0x0b, 20, NULL, "Hi There",
         "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
         "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        uint8_t repeated[131];
        struct ikelog_octets key = {repeated, cases[i].key_length};
        struct ikelog_octets data = text_octets(cases[i].data);
        /* The same in one part and in three, one of them empty. */
        const struct ikelog_octets split[] = {
            {data.data, 3}, {NULL, 0}, {data.data + 3, data.length - 3}};
        struct ikelog_digest out;

        memset(repeated, cases[i].key_octet, sizeof(repeated));
        if (cases[i].key)
            key = text_octets(cases[i].key);
        g_assert_cmpint(ikelog_prf(hash_of(cases[i].hash), key, &data, 1, &out), ==, IKELOG_OK);
        assert_hex(out.octets, out.length, cases[i].expected);
        g_assert_cmpint(ikelog_prf(hash_of(cases[i].hash), key, split, 3, &out), ==, IKELOG_OK);
        assert_hex(out.octets, out.length, cases[i].expected);
    }
}

static void test_prf_takes_an_empty_key_and_no_data(void)
{
    const struct ikelog_octets none = {NULL, 0};
    struct ikelog_digest out;

    g_assert_cmpint(ikelog_prf(hash_of(2), none, NULL, 0, &out), ==, IKELOG_OK);
    assert_hex(out.octets, out.length, "fbdb1d1b18aa6c08324b7d64b71fb76370690e1d");
    g_assert_cmpint(ikelog_digest_of(hash_of(1), NULL, 0, &out), ==, IKELOG_OK);
    assert_hex(out.octets, out.length, "d41d8cd98f00b204e9800998ecf8427e");
}

static void test_a_hash_that_the_library_lacks_is_an_error(void)
{
    static const struct ikelog_hash no_such = {99, "none", 9999, 20};
    const struct ikelog_octets none = {NULL, 0};
    struct ikelog_digest out = {.length = 5};
    struct ikelog_skeyids s = {.skeyid = {.length = 20}, .d = {.length = 20}};
    static const uint8_t cookies[16];
    uint8_t buffer[64];

    g_assert_cmpint(ikelog_prf(&no_such, none, NULL, 0, &out), ==, IKELOG_CRYPTO);
    g_assert_cmpuint(out.length, ==, 0);
    out.length = 5;
    g_assert_cmpint(ikelog_digest_of(&no_such, NULL, 0, &out), ==, IKELOG_CRYPTO);
    g_assert_cmpuint(out.length, ==, 0);
    g_assert_cmpint(ikelog_skeyids_expand(&no_such, none, cookies, &s), ==, IKELOG_CRYPTO);
    g_assert_cmpuint(s.d.length, ==, 0);
    g_assert_cmpint(ikelog_ka(&no_such, (struct ikelog_octets){cookies, 16}, 32, buffer), ==,
                    IKELOG_CRYPTO);
    g_assert_cmpint(ikelog_iv_phase1(&no_such, none, none, 8, buffer), ==, IKELOG_CRYPTO);
}

/* SHA-256("ikelog <tag> 0") | SHA-256("ikelog <tag> 1") | …, cut to `length` octets. */
static GByteArray *sample(const char *tag, guint length)
{
    GByteArray *array = g_byte_array_new();

    for (unsigned i = 0; array->len < length; i++) {
        g_autofree char *text = g_strdup_printf("ikelog %s %u", tag, i);
        g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
        g_autoptr(GByteArray) octets_of_sum = unhex(sum);

        g_byte_array_append(array, octets_of_sum->data, octets_of_sum->len);
    }
    g_byte_array_set_size(array, length);
    return array;
}

/* The inputs of one imagined exchange. */
struct samples {
    GByteArray *ni, *nr, *cookies, *g_xi, *g_xr, *g_xy, *sa, *id_i, *id_r, *rest;
};

static struct samples make_samples(void)
{
    struct samples s = {
        .ni = sample("ni", 16),
        .nr = sample("nr", 20),
        .cookies = sample("cky-i", 8),
        .g_xi = sample("gxi", 128),
        .g_xr = sample("gxr", 128),
        .g_xy = sample("gxy", 128),
        .sa = sample("sa", 48),
        .id_i = sample("idi", 8),
        .id_r = sample("idr", 8),
        .rest = sample("rest", 60),
    };
    g_autoptr(GByteArray) cky_r = sample("cky-r", 8);

    g_byte_array_append(s.cookies, cky_r->data, cky_r->len);
    return s;
}

static void free_samples(struct samples *s)
{
    GByteArray *const all[] = {s->ni,   s->nr, s->cookies, s->g_xi, s->g_xr,
                               s->g_xy, s->sa, s->id_i,    s->id_r, s->rest};

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        g_byte_array_unref(all[i]);
}

/* The first 16 hex digits of the SHA-256 of a result: enough to tell it from any other. */
static void assert_fingerprint(const uint8_t *data, size_t length, const char *expected)
{
    g_autofree char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, data, length);

    sum[16] = '\0';
    g_assert_cmpstr(sum, ==, expected);
}

static void assert_digest(enum ikelog_status status, const struct ikelog_digest *digest,
                          const char *expected)
{
    g_assert_cmpint(status, ==, IKELOG_OK);
    assert_fingerprint(digest->octets, digest->length, expected);
}

/* Fingerprints for one hash, made with Python's hmac and hashlib from the formulas. */
struct expected {
    uint16_t hash;
    const char *skeyid_psk, *skeyid_signature, *skeyid_encryption, *d, *a, *e;
    const char *ka_32, *ka_56, *iv_phase1, *iv_phase2;
    const char *hash_i, *hash_r, *hash_1, *hash_2, *hash_3;
    const char *keymat, *keymat_pfs;
};

/* clang-format off */
static const struct expected expected[] = {
    {1, "465cbfc4333f4bc4", "5301b011c7e65d2a", "670f934cd055fac7",
     "238e537c24130ae8", "09fe53818e6f8c7a", "236a36c572de766c",
     "6f528cdc65a7c20c", "108e8518a5bccb77", "c076b740cc9c7cc6", "094995b7c04b07e7",
     "4f7cd65120cf45f4", "11eab4ba854947ca", "df71207121a49593",
     "f027bd5673d6aee3", "b556abf245d91e6e", "cd17f637d788ff68", "2cff59014305853d"},
    {2, "feb3b354712846b4", "58798e6d213dec60", "82b80ab68dbc521e",
     "3771852fe6f9f4d9", "38f28cd16962d1f1", "af2beda73c41caec",
     "1d3e7d14b0d72bb7", "e4ab6be2cc5440da", "97d75cea61b6b3d8", "5a1f57b83a02b110",
     "b65daf6a21391bad", "c46531f9d3cd9579", "0a59725002bbabfe",
     "5cdc36a371368e1f", "176e19e56aff8a82", "78653d425ee05169", "7a6f9aa90e3fb186"},
    {4, "d5861fcf7f2d28b6", "b262037091c4dd00", "3556e6e31e7c723a",
     "640fa2e7e97fb02b", "386d6475deb48acc", "b988df2c0ccae8ed",
     "b988df2c0ccae8ed", "f2b8959eb1b220a7", "c215b927106a535c", "7b075b35c63c224c",
     "9f4a9cf4a61160b9", "c564ba119e26185d", "ea6aa93747145641",
     "bff52d062b804c6f", "a0c08216c5fd220b", "7ac3893e02b3d62b", "fb423329c6291e6a"},
    {5, "54fa374a689d19f2", "4ee4de0b4e2a2a26", "dab79d4e9b98e4ef",
     "3c14c47febe9c601", "5af0f5e1c5c23e8d", "3b81068f81ffac24",
     "fad55075f4dbf1eb", "b3864d9d991cdbc4", "e36314f4b498dac0", "3f4bab5f8e805f9e",
     "818049d1f751af7e", "f136d620815ab930", "df4767fd39883991",
     "1146210cabc0dca4", "91fd0a65b3fb71ec", "4ad49aaa04127918", "04b290b3e6e2d56f"},
    {6, "a1306c3b2ac0c1b3", "19c350074618b184", "6ae121705dd2b9be",
     "972835e157a64ef7", "d99d74b7dfc90cc8", "6b7cc34ed157486b",
     "0d4addb3fcf263c3", "8819f83ff1b2673c", "1e8150e0fd8a1f68", "4a7e62c1a6899cd8",
     "af01ec6b7b65facc", "be07dc0789e20aab", "700a9afb05c396ad",
     "fe6b2693ad8751ce", "d8ca8d57d4a1bb8b", "1d756ca805a83dc8", "63ae082cb6ef23a9"},
};
/* clang-format on */

static const uint32_t message_id = 0xa1b2c3d4;

static void check_phase1(const struct expected *row, const struct samples *in,
                         struct ikelog_skeyids *s)
{
    const struct ikelog_hash *hash = hash_of(row->hash);
    const struct ikelog_octets ni = octets(in->ni), nr = octets(in->nr), g_xy = octets(in->g_xy);
    struct ikelog_digest skeyid;
    uint8_t ka[56], iv[16];

    assert_digest(ikelog_skeyid_signature(hash, ni, nr, g_xy, &skeyid), &skeyid,
                  row->skeyid_signature);
    assert_digest(ikelog_skeyid_encryption(hash, ni, nr, in->cookies->data, &skeyid), &skeyid,
                  row->skeyid_encryption);
    assert_digest(ikelog_skeyid_psk(hash, text_octets("mekmitasdigoat"), ni, nr, &s->skeyid),
                  &s->skeyid, row->skeyid_psk);
    assert_digest(ikelog_skeyids_expand(hash, g_xy, in->cookies->data, s), &s->d, row->d);
    assert_digest(IKELOG_OK, &s->a, row->a);
    assert_digest(IKELOG_OK, &s->e, row->e);
    g_assert_cmpint(ikelog_ka(hash, digest_octets(&s->e), 32, ka), ==, IKELOG_OK);
    assert_fingerprint(ka, 32, row->ka_32);
    g_assert_cmpint(ikelog_ka(hash, digest_octets(&s->e), 56, ka), ==, IKELOG_OK);
    assert_fingerprint(ka, 56, row->ka_56);
    g_assert_cmpint(ikelog_iv_phase1(hash, octets(in->g_xi), octets(in->g_xr), 16, iv), ==,
                    IKELOG_OK);
    assert_fingerprint(iv, 16, row->iv_phase1);
    g_assert_cmpint(ikelog_iv_phase2(hash, iv, 8, message_id, iv + 8), ==, IKELOG_OK);
    assert_fingerprint(iv + 8, 8, row->iv_phase2);
}

static void check_hashes(const struct expected *row, const struct samples *in,
                         const struct ikelog_skeyids *s)
{
    const struct ikelog_hash *hash = hash_of(row->hash);
    const struct ikelog_octets skeyid = digest_octets(&s->skeyid), a = digest_octets(&s->a);
    const struct ikelog_phase1_facts facts = {
        .g_xi = octets(in->g_xi),
        .g_xr = octets(in->g_xr),
        .cky_i = in->cookies->data,
        .cky_r = in->cookies->data + 8,
        .sa_i = octets(in->sa),
        .id_i = octets(in->id_i),
        .id_r = octets(in->id_r),
    };
    const struct ikelog_octets ni_rest[] = {octets(in->ni), octets(in->rest)};
    const struct ikelog_octets ni_nr[] = {octets(in->ni), octets(in->nr)};
    struct ikelog_digest out;

    assert_digest(ikelog_hash_i(hash, skeyid, &facts, &out), &out, row->hash_i);
    assert_digest(ikelog_hash_r(hash, skeyid, &facts, &out), &out, row->hash_r);
    assert_digest(ikelog_hash_1(hash, a, message_id, ni_rest[1], &out), &out, row->hash_1);
    assert_digest(ikelog_hash_2(hash, a, message_id, ni_rest, &out), &out, row->hash_2);
    assert_digest(ikelog_hash_3(hash, a, message_id, ni_nr, &out), &out, row->hash_3);
}

static void check_keymat(const struct expected *row, const struct samples *in,
                         const struct ikelog_skeyids *s)
{
    static const uint8_t spi[] = {0x0b, 0xad, 0xca, 0xfe};
    struct ikelog_keymat_facts facts = {
        .skeyid_d = digest_octets(&s->d),
        .protocol = 3,
        .spi = {spi, sizeof(spi)},
        .ni = octets(in->ni),
        .nr = octets(in->nr),
    };
    uint8_t keymat[100];

    g_assert_cmpint(ikelog_keymat(hash_of(row->hash), &facts, sizeof(keymat), keymat), ==,
                    IKELOG_OK);
    assert_fingerprint(keymat, sizeof(keymat), row->keymat);
    facts.g_qm_xy = octets(in->g_xy);
    g_assert_cmpint(ikelog_keymat(hash_of(row->hash), &facts, sizeof(keymat), keymat), ==,
                    IKELOG_OK);
    assert_fingerprint(keymat, sizeof(keymat), row->keymat_pfs);
}

static void test_formulas_agree_with_a_second_computation(void)
{
    struct samples in = make_samples();

    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        struct ikelog_skeyids s;

        g_test_message("%s", hash_of(expected[i].hash)->name);
        check_phase1(&expected[i], &in, &s);
        check_hashes(&expected[i], &in, &s);
        check_keymat(&expected[i], &in, &s);
    }
    free_samples(&in);
}

/* HASH_I and HASH_R are the same formula with the sides exchanged. */
static void test_hash_r_is_hash_i_seen_from_the_other_side(void)
{
    struct samples in = make_samples();
    const struct ikelog_octets skeyid = octets(in.nr);
    const struct ikelog_phase1_facts there = {
        .g_xi = octets(in.g_xi),
        .g_xr = octets(in.g_xr),
        .cky_i = in.cookies->data,
        .cky_r = in.cookies->data + 8,
        .sa_i = octets(in.sa),
        .id_r = octets(in.id_r),
    };
    const struct ikelog_phase1_facts here = {
        .g_xi = there.g_xr,
        .g_xr = there.g_xi,
        .cky_i = there.cky_r,
        .cky_r = there.cky_i,
        .sa_i = there.sa_i,
        .id_i = there.id_r,
    };
    struct ikelog_digest i, r;

    g_assert_cmpint(ikelog_hash_i(hash_of(4), skeyid, &here, &i), ==, IKELOG_OK);
    g_assert_cmpint(ikelog_hash_r(hash_of(4), skeyid, &there, &r), ==, IKELOG_OK);
    g_assert_true(ikelog_digest_equal(&i, digest_octets(&r)));
    free_samples(&in);
}

static void test_ka_bounds(void)
{
    static const uint8_t e[20] = {1, 2, 3};
    const struct {
        uint32_t e_length, key_len;
        enum ikelog_status status;
    } cases[] = {
        {20, 0, IKELOG_TOO_LONG},
        {20, 1, IKELOG_OK},
        {20, 20, IKELOG_OK},
        {20, 21, IKELOG_OK},
        {20, 64, IKELOG_OK},
        {20, 65, IKELOG_TOO_LONG},
        {20, UINT32_MAX, IKELOG_TOO_LONG},
        {0, 16, IKELOG_CRYPTO},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        uint8_t ka[IKELOG_MAX_KEY + 1];
        struct ikelog_octets skeyid_e = {e, cases[i].e_length};

        memset(ka, 0x77, sizeof(ka));
        g_assert_cmpint(ikelog_ka(hash_of(2), skeyid_e, cases[i].key_len, ka), ==, cases[i].status);
        g_assert_cmpuint(ka[cases[i].status == IKELOG_OK ? cases[i].key_len : 0], ==, 0x77);
    }
}

static void test_keymat_bounds(void)
{
    const struct ikelog_keymat_facts facts = {.protocol = 2};
    static const uint32_t lengths[] = {0, 1, 15, 16, 17, 256};
    uint8_t keymat[IKELOG_MAX_KEYMAT + 1];

    for (size_t i = 0; i < G_N_ELEMENTS(lengths); i++) {
        memset(keymat, 0x77, sizeof(keymat));
        g_assert_cmpint(ikelog_keymat(hash_of(1), &facts, lengths[i], keymat), ==, IKELOG_OK);
        g_assert_cmpuint(keymat[lengths[i]], ==, 0x77);
    }
    g_assert_cmpint(ikelog_keymat(hash_of(1), &facts, 257, keymat), ==, IKELOG_TOO_LONG);
    g_assert_cmpint(ikelog_keymat(hash_of(1), &facts, UINT32_MAX, keymat), ==, IKELOG_TOO_LONG);
}

static void test_expanding_an_unknown_skeyid_is_an_error(void)
{
    struct ikelog_skeyids s = {.d = {.length = 3}, .a = {.length = 3}, .e = {.length = 3}};
    static const uint8_t cookies[16];

    g_assert_cmpint(ikelog_skeyids_expand(hash_of(2), (struct ikelog_octets){NULL, 0}, cookies, &s),
                    ==, IKELOG_CRYPTO);
    g_assert_cmpint(s.d.length + s.a.length + s.e.length, ==, 0);
}

/* A block longer than the hash would read beyond it. */
static void test_iv_longer_than_the_hash_is_an_error(void)
{
    uint8_t iv[32], block[32] = {0};
    const struct ikelog_octets none = {NULL, 0};

    g_assert_cmpint(ikelog_iv_phase1(hash_of(1), none, none, 17, iv), ==, IKELOG_CRYPTO);
    g_assert_cmpint(ikelog_iv_phase2(hash_of(1), block, 17, 1, iv), ==, IKELOG_CRYPTO);
}

static void test_only_known_and_equal_digests_are_equal(void)
{
    const struct ikelog_digest four = {4, {1, 2, 3, 4}}, unknown = {0};
    const struct {
        uint32_t length;
        uint8_t octets[5];
        bool equal;
    } cases[] = {
        {4, {1, 2, 3, 4}, true}, {4, {1, 2, 3, 5}, false},    {4, {0, 2, 3, 4}, false},
        {3, {1, 2, 3}, false},   {5, {1, 2, 3, 4, 0}, false}, {0, {0}, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_octets other = {cases[i].octets, cases[i].length};

        g_assert_true(ikelog_digest_equal(&four, other) == cases[i].equal);
        g_assert_false(ikelog_digest_equal(&unknown, other));
    }
}

static void test_wiping_leaves_nothing(void)
{
    uint8_t secret[40], zeros[40] = {0};

    memset(secret, 0xa5, sizeof(secret));
    ikelog_wipe(secret, sizeof(secret));
    g_assert_cmpint(memcmp(secret, zeros, sizeof(secret)), ==, 0);
    ikelog_wipe(NULL, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/derive/prf-matches-published-hmacs", test_prf_matches_published_hmacs);
    g_test_add_func("/derive/prf-takes-an-empty-key-and-no-data",
                    test_prf_takes_an_empty_key_and_no_data);
    g_test_add_func("/derive/a-hash-that-the-library-lacks-is-an-error",
                    test_a_hash_that_the_library_lacks_is_an_error);
    g_test_add_func("/derive/formulas-agree-with-a-second-computation",
                    test_formulas_agree_with_a_second_computation);
    g_test_add_func("/derive/hash-r-is-hash-i-seen-from-the-other-side",
                    test_hash_r_is_hash_i_seen_from_the_other_side);
    g_test_add_func("/derive/ka-bounds", test_ka_bounds);
    g_test_add_func("/derive/keymat-bounds", test_keymat_bounds);
    g_test_add_func("/derive/expanding-an-unknown-skeyid-is-an-error",
                    test_expanding_an_unknown_skeyid_is_an_error);
    g_test_add_func("/derive/iv-longer-than-the-hash-is-an-error",
                    test_iv_longer_than_the_hash_is_an_error);
    g_test_add_func("/derive/only-known-and-equal-digests-are-equal",
                    test_only_known_and_equal_digests_are_equal);
    g_test_add_func("/derive/wiping-leaves-nothing", test_wiping_leaves_nothing);
    return g_test_run();
}
