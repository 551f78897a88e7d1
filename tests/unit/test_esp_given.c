/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys given by SPI find their algorithms by length, and 24 octets by the packet. */
#include "crypto/esp_given.h"

#include <gcrypt.h>
#include <glib.h>
#include <string.h>

static const uint8_t octets[64] = {
    0x1c, 0x59, 0x83, 0x2e, 0x4a, 0x97, 0x10, 0xd3, 0x62, 0xb5, 0x7f, 0x01, 0xe8, 0x34, 0xca, 0x26,
    0x71, 0x0b, 0xfd, 0x92, 0x48, 0xa6, 0x3d, 0xe4, 0x15, 0x8c, 0xd0, 0x6b, 0x29, 0xf7, 0x53, 0xbe,
};

static void test_lengths_tell_algorithms(void)
{
    static const struct {
        uint32_t cipher, auth;
        uint8_t transform;
        uint16_t key_bits, attribute;
    } cases[] = {
        {8, 20, 2, 0, 2},     {16, 16, 12, 128, 1}, {16, 20, 12, 128, 2}, {16, 32, 12, 128, 5},
        {24, 20, 12, 192, 2}, {32, 48, 12, 256, 6}, {32, 64, 12, 256, 7}, {20, 0, 20, 128, 0},
        {28, 0, 20, 192, 0},  {36, 0, 20, 256, 0},  {20, 20, 13, 128, 2}, {36, 32, 13, 256, 5},
        {16, 0, 12, 128, 0},  {0, 20, 0, 0, 0},     {1, 20, 0, 0, 0},     {17, 20, 0, 0, 0},
        {64, 20, 0, 0, 0},    {16, 1, 0, 0, 0},     {16, 21, 0, 0, 0},    {16, 63, 0, 0, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct ikelog_esp_given given = {
            {octets, cases[i].cipher}, {octets, cases[i].auth}, {NULL, 0}};
        struct ikelog_esp_choice choice;

        g_assert_cmpint(ikelog_esp_choose(&given, &choice), ==,
                        cases[i].transform ? IKELOG_OK : IKELOG_UNSUPPORTED_ALGORITHM);
        g_assert_cmpuint(choice.transform, ==, cases[i].transform);
        g_assert_cmpuint(choice.key_bits, ==, cases[i].key_bits);
        g_assert_cmpuint(choice.auth, ==, cases[i].attribute);
    }
}

/* An ESP packet with `size` octets of plaintext that end with a trailer; 12 octets of check value.
 */
static uint32_t make_packet(int algorithm, uint32_t block, uint32_t size, uint8_t *packet)
{
    uint8_t *plain = packet + 8 + block;
    gcry_cipher_hd_t cipher;

    memset(packet, 0x5a, 8 + block + size + 12);
    for (uint8_t i = 1; i <= 3; i++)
        plain[size - 6 + i] = i;
    plain[size - 2] = 3;
    plain[size - 1] = 4;
    g_assert_cmpint(gcry_cipher_open(&cipher, algorithm, GCRY_CIPHER_MODE_CBC, 0), ==, 0);
    g_assert_cmpint(gcry_cipher_setkey(cipher, octets, 24), ==, 0);
    g_assert_cmpint(gcry_cipher_setiv(cipher, packet + 8, block), ==, 0);
    g_assert_cmpint(gcry_cipher_encrypt(cipher, plain, size, NULL, 0), ==, 0);
    gcry_cipher_close(cipher);
    return 8 + block + size + 12;
}

static uint8_t chosen(const uint8_t *packet, uint32_t length)
{
    const struct ikelog_esp_given given = {{octets, 24}, {octets, 20}, {packet, length}};
    struct ikelog_esp_choice choice;

    g_assert_cmpint(ikelog_esp_choose(&given, &choice), ==, IKELOG_OK);
    return choice.transform;
}

static void test_packet_tells_3des_from_aes(void)
{
    static const uint32_t sizes[] = {48, 64, 96};
    uint8_t packet[256];
    uint32_t length;

    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        length = make_packet(GCRY_CIPHER_AES192, 16, sizes[i], packet);
        g_assert_cmpuint(chosen(packet, length), ==, 12);
        length = make_packet(GCRY_CIPHER_3DES, 8, sizes[i], packet);
        g_assert_cmpuint(chosen(packet, length), ==, 3);
        length = make_packet(GCRY_CIPHER_3DES, 8, sizes[i] + 8, packet);
        g_assert_cmpuint(chosen(packet, length), ==, 3);
    }
}

static void test_short_packet_is_not_read_beyond(void)
{
    uint8_t packet[256];
    uint32_t length = make_packet(GCRY_CIPHER_3DES, 8, 24, packet);

    for (uint32_t cut = 0; cut < length; cut++) {
        uint8_t *exact = g_memdup2(packet, cut);

        chosen(exact, cut); /* the sanitizers watch */
        g_free(exact);
    }
    g_assert_cmpuint(chosen(packet, length), ==, 3);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/esp-given/lengths-tell-algorithms", test_lengths_tell_algorithms);
    g_test_add_func("/esp-given/packet-tells-3des-from-aes", test_packet_tells_3des_from_aes);
    g_test_add_func("/esp-given/short-packet-is-not-read-beyond",
                    test_short_packet_is_not_read_beyond);
    return g_test_run();
}
