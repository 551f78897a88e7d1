/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CBC decryption of every cipher against other implementations, its links, and what is refused. */
#include "crypto/cbc.h"
#include "crypto/iv.h"

#include "hexbytes.h"

#include <stdbool.h>

static const struct ikelog_cipher *cipher_of(uint16_t number)
{
    const struct ikelog_cipher *cipher = ikelog_cipher_by_number(number);

    g_assert_nonnull(cipher);
    return cipher;
}

static const char sentence[] = "4953414b4d50206d6573736167657320656e6420696e2070616464696e672e00";
static const char zero_block[] = "00000000000000000000000000000000";

/* clang-format off */
static const struct {
    uint16_t cipher;
    const char *key, *iv, *in, *out; /* iv NULL: an IV of zeros */
} cases[] = {
    /* Encrypted with OpenSSL. */
    {1, "1f5f11bcb2e9d088", "73d5f61d5598a433",
     "88a98ac2c53abc6d21c71f4249188fffb24c2e1ae1a5811c28db4c09c3542781", sentence},
    {3, "071796da2dcd864b2f798236cd253a46", "74c9cfb63bdd8acb",
     "c5c6f366837563c39536cadd4958d430777517517c9a33df079c4f2e13ed20c1", sentence},
    {5, "44fb1f77b80eba68efa5acd2f5361dd2cfa1a8bc8215615e", "7490a75beff86d65",
     "2fdf0b1733095488eb268dda7405b0daffb69e80c9445c21c4c09dfd9610e414", sentence},
    {6, "9640b491059119aebc6798863487cb98", "d32064973e3f8111",
     "a42a604640db359e70558a48b8dfe92973c68af75204b634271282841f612755", sentence},
    {7, "9c37956bff336e0433255b0b37fe7ba3", "1112bc6dec0a9c44bd1a73185cc76c09",
     "f5d89540259e66645f2325df9f9000ae67154de98dd9a504dcc81607fd3ba318", sentence},
    {7, "0c854e915f3bd7308ec0d2ae088b88e6855ccab759d8ab84", "6f6d11c9f18105dc036dcf8b4d94c172",
     "45bfa00b15ed6fce3ee6a120789456d1d4cc9ab6069ee7d5b137dbffb984af54", sentence},
    {7, "0ee02bf2dfaead6df8b88a206f32a1305d20d6837ff5ea3578578005acd37c3e",
     "4c01a51f7359fded63ddb6f969a975e3",
     "b84c2986705a5bd39d2825c466611bf8fcf2ddb584ada4c06aeac288b3898274", sentence},
    {8, "8a94ae57881aa69322c91a9f6305f995", "b16413595eb4174877279dd3964b5a83",
     "72fe8aaf42127cc3fc5ab59de04b1542457ea861893c5efb4d09f91f6b007c51", sentence},
    {8, "dd6286deb6e2c4d3cff581c171c0fbd51950efdbb22bef99", "e172fbb2f3e24c71a4d423555066a91e",
     "e27365c517fe5ec6156aea549f68f5b80d0eb26289e8b234f18e6f50fa037a58", sentence},
    {8, "51e884141e9dfbbd1928fd09533985081948d97cc6313763eca419fa92e3eee6",
     "feb25f46124c2c50745720e30d52af77",
     "11fdcd4097f7e1347f427abe327fd4dcb0fa8a0263f6395d49bc13d77cf6b5ce", sentence},
    /* The designers' own test values. */
    {2, "00010002000300040005000600070008", NULL, "11fbed2b01986de5", "0000000100020003"},
    {3, "f0e1d2c3b4", NULL, "b39e44481bdb1e6e", "fedcba9876543210"},
    {3, "f0e1d2c3b4a59687", NULL, "e87a244e2cc85e82", "fedcba9876543210"},
    {3, "f0e1d2c3b4a5968778695a4b3c2d1e0f0011223344556677", NULL,
     "05044b62fa52d080", "fedcba9876543210"},
    {65005, zero_block, NULL, "9f589f5cf6122c32b6bfec2f2ae8c35a", zero_block},
    {65289, "0000000000000000000000000000000000000000000000000000000000000000", NULL,
     "57ff739d4dc92c1bd7fc01700cc8216f", zero_block},
    {65004, "000102030405060708090a0b0c0d0e0f", NULL, "4c7d8a328072a22c823e4a1f3acda16d",
     "000102030405060708090a0b0c0d0e0f"},
    /* A weak DES key, and 3DES with three equal parts: a capture shows what was used. */
    {1, "0101010101010101", NULL, "8ca64de9c1b123a7", "0000000000000000"},
    {5, "010101010101010101010101010101010101010101010101", NULL,
     "8ca64de9c1b123a7", "0000000000000000"},
};
/* clang-format on */

static void test_every_cipher_agrees_with_others(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GByteArray) key = unhex(cases[i].key), in = unhex(cases[i].in);
        g_autoptr(GByteArray) iv = unhex(cases[i].iv ? cases[i].iv : "");
        struct ikelog_cbc *cbc = NULL;
        uint8_t out[32];

        g_test_message("%s, key of %u octets", cipher_of(cases[i].cipher)->name, key->len);
        g_assert_cmpint(ikelog_cbc_open(cipher_of(cases[i].cipher), octets(key), &cbc), ==,
                        IKELOG_OK);
        /* Twice: one message leaves nothing behind for the next. */
        for (int n = 0; n < 2; n++) {
            g_assert_cmpint(ikelog_cbc_decrypt(cbc, cases[i].iv ? iv->data : NULL, octets(in), out),
                            ==, IKELOG_OK);
            assert_hex(out, in->len, cases[i].out);
        }
        ikelog_cbc_close(cbc);
    }
}

/* All rows of the table are covered above. */
static void test_no_cipher_is_untested(void)
{
    size_t count;
    const struct ikelog_cipher *rows = ikelog_cipher_rows(&count);

    for (size_t i = 0; i < count; i++) {
        bool found = false;

        for (size_t n = 0; n < G_N_ELEMENTS(cases); n++)
            found |= cases[n].cipher == rows[i].number;
        g_test_message("%s", rows[i].name);
        g_assert_true(found);
    }
}

static void test_keys_of_other_lengths_are_refused(void)
{
    static const struct {
        uint16_t cipher;
        uint32_t key;
    } bad[] = {
        {1, 7},  {1, 9},      {1, 0},      {2, 8},       {3, 4},      {3, 57},
        {5, 16}, {5, 23},     {6, 5},      {7, 8},       {7, 17},     {7, 20},
        {7, 40}, {7, 33},     {8, 31},     {65005, 24},  {7, 0},      {5, 0},
        {3, 0},  {65004, 20}, {65289, 15}, {7, 0x10010}, {5, 65536u}, {7, UINT32_MAX},
    };
    static const uint8_t key[64];

    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        struct ikelog_cbc *cbc = NULL;

        g_assert_cmpint(ikelog_cbc_open(cipher_of(bad[i].cipher),
                                        (struct ikelog_octets){key, bad[i].key}, &cbc),
                        ==, IKELOG_UNSUPPORTED_ALGORITHM);
        g_assert_null(cbc);
    }
}

static struct ikelog_cbc *open_aes(void)
{
    static const uint8_t key[16] = {1, 2, 3};
    struct ikelog_cbc *cbc = NULL;

    g_assert_cmpint(ikelog_cbc_open(cipher_of(7), (struct ikelog_octets){key, 16}, &cbc), ==,
                    IKELOG_OK);
    return cbc;
}

static void test_missing_cipher_is_refused_and_null_closes(void)
{
    struct ikelog_cbc *cbc = open_aes();

    ikelog_cbc_close(cbc);
    g_assert_cmpint(ikelog_cbc_open(NULL, text_octets("0123456789abcdef"), &cbc), ==,
                    IKELOG_UNSUPPORTED_ALGORITHM);
    g_assert_null(cbc);
    ikelog_cbc_close(NULL);
}

static void test_only_whole_blocks_are_decrypted(void)
{
    static const uint8_t in[64];
    struct ikelog_cbc *cbc = open_aes();

    for (uint32_t length = 0; length <= sizeof(in); length++) {
        uint8_t out[64];

        memset(out, 0x77, sizeof(out));
        g_assert_cmpint(ikelog_cbc_decrypt(cbc, NULL, (struct ikelog_octets){in, length}, out), ==,
                        length % 16 == 0 ? IKELOG_OK : IKELOG_NOT_BLOCKS);
        for (uint32_t i = length % 16 == 0 ? length : 0; i < sizeof(out); i++)
            g_assert_cmpuint(out[i], ==, 0x77);
    }
    ikelog_cbc_close(cbc);
}

/* A message cut in two at a block boundary decrypts as the whole does: that is the chain. */
static void test_the_last_block_is_the_next_iv(void)
{
    uint8_t in[64], whole[64], parts[64];
    struct ikelog_cbc *cbc = open_aes();

    for (size_t i = 0; i < sizeof(in); i++)
        in[i] = (uint8_t)(i * 11);
    g_assert_cmpint(ikelog_cbc_decrypt(cbc, NULL, (struct ikelog_octets){in, 64}, whole), ==,
                    IKELOG_OK);
    g_assert_cmpint(ikelog_cbc_decrypt(cbc, NULL, (struct ikelog_octets){in, 32}, parts), ==,
                    IKELOG_OK);
    g_assert_cmpint(
        ikelog_cbc_decrypt(cbc, in + 16, (struct ikelog_octets){in + 32, 32}, parts + 32), ==,
        IKELOG_OK);
    g_assert_cmpint(memcmp(whole, parts, sizeof(whole)), ==, 0);
    ikelog_cbc_close(cbc);
}

static void test_another_iv_changes_the_first_block_alone(void)
{
    static const uint8_t in[32] = {9, 8, 7}, right[16] = {0xaa, 0xbb}, wrong[16] = {0x55, 1};
    uint8_t expected[32], out[32], iv[16];
    struct ikelog_cbc *cbc = open_aes();
    const struct ikelog_octets message = {in, sizeof(in)};

    g_assert_cmpint(ikelog_cbc_decrypt(cbc, right, message, expected), ==, IKELOG_OK);
    g_assert_cmpint(ikelog_cbc_decrypt(cbc, wrong, message, out), ==, IKELOG_OK);
    g_assert_cmpint(memcmp(out, expected, 16), !=, 0);
    g_assert_cmpint(memcmp(out + 16, expected + 16, 16), ==, 0);
    ikelog_iv_change(out, wrong, right, 16);
    g_assert_cmpint(memcmp(out, expected, sizeof(out)), ==, 0);
    /* IV = D(C1) xor P1 */
    g_assert_cmpint(ikelog_cbc_decrypt(cbc, NULL, message, out), ==, IKELOG_OK);
    memcpy(iv, out, 16);
    ikelog_iv_change(iv, NULL, expected, 16);
    g_assert_cmpint(memcmp(iv, right, 16), ==, 0);
    ikelog_cbc_close(cbc);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cbc/every-cipher-agrees-with-others", test_every_cipher_agrees_with_others);
    g_test_add_func("/cbc/no-cipher-is-untested", test_no_cipher_is_untested);
    g_test_add_func("/cbc/keys-of-other-lengths-are-refused",
                    test_keys_of_other_lengths_are_refused);
    g_test_add_func("/cbc/missing-cipher-is-refused-and-null-closes",
                    test_missing_cipher_is_refused_and_null_closes);
    g_test_add_func("/cbc/only-whole-blocks-are-decrypted", test_only_whole_blocks_are_decrypted);
    g_test_add_func("/cbc/the-last-block-is-the-next-iv", test_the_last_block_is_the_next_iv);
    g_test_add_func("/cbc/another-iv-changes-the-first-block-alone",
                    test_another_iv_changes_the_first_block_alone);
    return g_test_run();
}
