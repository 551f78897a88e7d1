/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The header and the chain of payloads, honest and lying. */
#include "wire/message.h"
#include "wire/numbers.h"

#include "wire_hex.h"

#define COOKIES "0102030405060708 1112131415161718 "

static void test_header(void)
{
    struct ikelog_octets data = octets_of(COOKIES "08 10 20 01 deadbeef 00000123");
    struct ikelog_header header;

    g_assert_cmpint(ikelog_header_read(data.data, data.length, &header), ==, IKELOG_OK);
    assert_octets((struct ikelog_octets){header.cky_i, 8}, "0102030405060708");
    assert_octets((struct ikelog_octets){header.cky_r, 8}, "1112131415161718");
    g_assert_cmpuint(header.next_payload, ==, IKELOG_PAYLOAD_HASH);
    g_assert_cmphex(header.version, ==, 0x10);
    g_assert_cmpuint(header.exchange_type, ==, IKELOG_EXCHANGE_QUICK);
    g_assert_cmphex(header.flags, ==, IKELOG_FLAG_ENCRYPTION);
    g_assert_cmphex(header.message_id, ==, 0xdeadbeef);
    g_assert_cmpuint(header.length, ==, 0x123);
    g_free((gpointer)data.data);
}

static void test_header_faults(void)
{
    static const struct {
        const char *hex;
        enum ikelog_status status;
    } cases[] = {
        {"", IKELOG_TRUNCATED},
        {COOKIES "01 10 02 00 00000000 000000", IKELOG_TRUNCATED},
        {COOKIES "01 10 02 00 00000000 0000001b", IKELOG_BAD_LENGTH},
        {COOKIES "01 10 02 00 00000000 00000000", IKELOG_BAD_LENGTH},
        {COOKIES "01 20 22 08 00000000 0000001c", IKELOG_BAD_VERSION},
        {COOKIES "01 1f 02 00 00000000 0000001c", IKELOG_OK}, /* a later minor version */
        {COOKIES "01 00 02 00 00000000 0000001c", IKELOG_BAD_VERSION},
        {COOKIES "01 10 02 00 00000000 ffffffff", IKELOG_OK},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_octets data = octets_of(cases[i].hex);
        struct ikelog_header header;

        g_assert_cmpint(ikelog_header_read(data.data, data.length, &header), ==, cases[i].status);
        if (cases[i].status == IKELOG_TRUNCATED)
            g_assert_cmpuint(header.next_payload, ==, 0);
        else
            g_assert_cmpuint(header.next_payload, ==, 1);
        g_free((gpointer)data.data);
    }
}

struct expected {
    const char *hex;
    uint8_t first;
    enum ikelog_status status;
    uint32_t count, end, last_length;
};

static void assert_chain(const struct expected *expected)
{
    struct ikelog_octets data = octets_of(expected->hex);
    struct ikelog_chain *chain = g_new(struct ikelog_chain, 1);

    ikelog_chain_read(data.data, data.length, 0, expected->first, chain);
    g_assert_cmpint(chain->status, ==, expected->status);
    g_assert_cmpuint(chain->count, ==, expected->count);
    g_assert_cmpuint(chain->end, ==, expected->end);
    if (chain->count > 0)
        g_assert_cmpuint(chain->payloads[chain->count - 1].length, ==, expected->last_length);
    for (uint32_t i = 0; i < chain->count; i++) {
        const struct ikelog_payload *payload = &chain->payloads[i];
        uint32_t length;
        const uint8_t *body = ikelog_payload_body(data.data, payload, &length);

        g_assert_cmpuint(payload->offset + payload->length, <=, data.length);
        if (body)
            g_assert_true(body + length == data.data + payload->offset + payload->length);
        else
            g_assert_cmpuint(length, ==, 0);
    }
    g_free(chain);
    g_free((gpointer)data.data);
}

static void test_chains(void)
{
    static const struct expected cases[] = {
        {"", 0, IKELOG_OK, 0, 0, 0},
        {"0a000006 aabb 00000005 cc", 4, IKELOG_OK, 2, 11, 5},
        {"0a000006 aabb 00000005 cc 000000", 4, IKELOG_OK, 2, 11, 5}, /* padding is left */
        {"00000004", 8, IKELOG_OK, 1, 4, 4},
        {"", 8, IKELOG_TRUNCATED, 1, 0, 0},
        {"0000", 8, IKELOG_TRUNCATED, 1, 2, 2},
        {"00000008 0102", 8, IKELOG_TRUNCATED, 1, 6, 6},
        {"0000ffff 0102", 8, IKELOG_TRUNCATED, 1, 6, 6},
        {"0a000003 0102", 8, IKELOG_BAD_LENGTH, 1, 4, 4},
        {"08000000 0102", 8, IKELOG_BAD_LENGTH, 1, 4, 4}, /* a payload that points at itself */
        {"0a000006 aabb", 4, IKELOG_TRUNCATED, 2, 6, 0},  /* one more is announced */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("row %zu", i);
        assert_chain(&cases[i]);
    }
}

static void test_chain_from(void)
{
    struct ikelog_octets data = octets_of("ffffffff 00000006 aabb");
    struct ikelog_chain *chain = g_new(struct ikelog_chain, 1);

    ikelog_chain_read(data.data, data.length, 4, 10, chain);
    g_assert_cmpint(chain->status, ==, IKELOG_OK);
    g_assert_cmpuint(chain->payloads[0].offset, ==, 4);
    g_assert_cmpuint(chain->end, ==, 10);

    ikelog_chain_read(data.data, data.length, 11, 10, chain); /* from behind the end */
    g_assert_cmpint(chain->status, ==, IKELOG_TRUNCATED);
    g_assert_cmpuint(chain->end, ==, 10);
    g_free(chain);
    g_free((gpointer)data.data);
}

static void test_find(void)
{
    struct ikelog_octets data = octets_of("08000004 0d000005 01 0d000005 02 00000005 03");
    struct ikelog_chain *chain = g_new(struct ikelog_chain, 1);

    ikelog_chain_read(data.data, data.length, 0, 1, chain);
    g_assert_cmpuint(chain->count, ==, 4);
    g_assert_true(ikelog_chain_find(chain, 13, 0) == &chain->payloads[2]);
    g_assert_true(ikelog_chain_find(chain, 13, 1) == &chain->payloads[3]);
    g_assert_null(ikelog_chain_find(chain, 13, 2));
    g_assert_null(ikelog_chain_find(chain, 4, 0));
    g_free(chain);
    g_free((gpointer)data.data);
}

static void test_bound(void)
{
    static const guint8 one[4] = {8, 0, 0, 4};
    GByteArray *bytes = g_byte_array_new();
    struct ikelog_chain *chain = g_new(struct ikelog_chain, 1);

    for (unsigned i = 0; i < IKELOG_MAX_PAYLOADS; i++)
        g_byte_array_append(bytes, one, sizeof one);
    bytes->data[bytes->len - 4] = 0;
    ikelog_chain_read(bytes->data, bytes->len, 0, 8, chain);
    g_assert_cmpint(chain->status, ==, IKELOG_OK);
    g_assert_cmpuint(chain->count, ==, IKELOG_MAX_PAYLOADS);

    bytes->data[bytes->len - 4] = 8;
    g_byte_array_append(bytes, one, sizeof one);
    ikelog_chain_read(bytes->data, bytes->len, 0, 8, chain);
    g_assert_cmpint(chain->status, ==, IKELOG_TOO_MANY);
    g_assert_cmpuint(chain->count, ==, IKELOG_MAX_PAYLOADS);
    g_assert_cmpuint(chain->end, ==, IKELOG_MAX_PAYLOADS * 4);
    g_byte_array_free(bytes, TRUE);
    g_free(chain);
}

static void test_zero_cookie(void)
{
    uint8_t cookie[IKELOG_COOKIE_LEN] = {0};

    g_assert_true(ikelog_cookie_is_zero(cookie));
    for (size_t i = 0; i < sizeof cookie; i++) {
        cookie[i] = 1;
        g_assert_false(ikelog_cookie_is_zero(cookie));
        cookie[i] = 0;
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/message/header-fields", test_header);
    g_test_add_func("/message/header-faults", test_header_faults);
    g_test_add_func("/message/chains-end-where-they-should", test_chains);
    g_test_add_func("/message/chain-from-an-offset", test_chain_from);
    g_test_add_func("/message/n-th-payload-of-a-type", test_find);
    g_test_add_func("/message/bound-on-payloads", test_bound);
    g_test_add_func("/message/zero-cookie", test_zero_cookie);
    return g_test_run();
}
