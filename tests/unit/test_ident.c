/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Identities, notifications, deletes, fragments, and the escaping of text. */
#include "wire/ident.h"
#include "wire/numbers.h"

#include "wire_hex.h"

#include <string.h>

/* C=CH, O=Example, CN=gw */
#define DN                                                                  \
    "302c 310b3009060355040613024348 3110300e060355040a0c074578616d706c65 " \
    "310b300906035504030c026777"

static void test_describe(void)
{
    static const struct {
        const char *hex, *text;
    } cases[] = {
        {"01 11 01f4 c0000201", "192.0.2.1"},
        {"01 00 0000 c00002", "c00002"},
        {"02 00 0000 67772e6578616d706c652e6f7267", "gw.example.org"},
        {"03 00 0000 76706e406578616d706c65", "vpn@example"},
        {"02 00 0000 61000a1b5b326d", "a\\x00\\x0a\\x1b[2m"},
        {"04 00 0000 0a010000 ffff0000", "10.1.0.0/16"},
        {"04 00 0000 0a010203 ffffffff", "10.1.2.3/32"},
        {"04 00 0000 00000000 00000000", "0.0.0.0/0"},
        {"04 00 0000 0a010000 ff00ff00", "10.1.0.0/255.0.255.0"},
        {"04 00 0000 0a010000 ffff", "0a010000ffff"},
        {"05 00 0000 20010db8000000000000000000000001", "2001:db8::1"},
        {"06 00 0000 20010db8000000000000000000000000 ffffffffffffffff0000000000000000",
         "2001:db8::/64"},
        {"07 00 0000 0a000001 0a000009", "10.0.0.1-10.0.0.9"},
        {"08 00 0000 20010db8000000000000000000000001 20010db800000000000000000000000f",
         "2001:db8::1-2001:db8::f"},
        {"09 00 0000 " DN, "C=CH, O=Example, CN=gw"},
        {"09 00 0000 302d3181", "302d3181"},
        {"0a 00 0000 820667772e6f72", "820667772e6f72"}, /* a name longer than what is there */
        {"0a 00 0000 820667772e6f7267", "dns:gw.org"},
        {"0b 00 0000 67726f757031", "group1"},
        {"0b 00 0000 0102ff", "0102ff"},
        {"0b 00 0000", ""},
        {"63 00 0000 41", "41"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_octets body = octets_of(cases[i].hex);
        GString *text = g_string_new(NULL);
        struct ikelog_id id;

        g_assert_cmpint(ikelog_id_read(body, &id), ==, IKELOG_OK);
        ikelog_id_describe(&id, text);
        g_assert_cmpstr(text->str, ==, cases[i].text);
        g_string_free(text, TRUE);
        g_free((gpointer)body.data);
    }
}

static void test_short_id(void)
{
    struct ikelog_id id;

    for (uint32_t length = 0; length < 4; length++) {
        static const uint8_t octets[3] = {1, 17, 1};

        g_assert_cmpint(ikelog_id_read((struct ikelog_octets){octets, length}, &id), ==,
                        IKELOG_TRUNCATED);
        g_assert_cmpuint(id.data.length, ==, 0);
    }
}

static void test_range(void)
{
    static const struct {
        const char *hex;
        bool ok, bad_mask;
        const char *first, *last;
    } cases[] = {
        {"01 00 0000 c0000201", true, false, "c0000201", "c0000201"},
        {"04 00 0000 0a0102ff ffffff00", true, false, "0a010200", "0a0102ff"},
        {"04 00 0000 0a0102ff ff00ff00", false, true, "", ""},
        {"04 00 0000 0a0102ff ffffff", false, false, "", ""},
        {"07 00 0000 0a000001 0a000009", true, false, "0a000001", "0a000009"},
        {"06 00 0000 20010db8000000000000000000000001 ffffffffffffffff0000000000000000", true,
         false, "20010db8000000000000000000000000", "20010db800000000ffffffffffffffff"},
        {"02 00 0000 61626364", false, false, "", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_octets body = octets_of(cases[i].hex);
        struct ikelog_range range;
        struct ikelog_id id;
        bool bad_mask;

        g_assert_cmpint(ikelog_id_read(body, &id), ==, IKELOG_OK);
        g_assert_true(ikelog_id_range(&id, &range, &bad_mask) == cases[i].ok);
        g_assert_true(bad_mask == cases[i].bad_mask);
        if (cases[i].ok) {
            uint32_t size = range.family == 4 ? 4 : 16;

            g_assert_cmpuint(range.family, ==, id.type == IKELOG_ID_IPV6_ADDR_SUBNET ? 6 : 4);
            assert_octets((struct ikelog_octets){range.first, size}, cases[i].first);
            assert_octets((struct ikelog_octets){range.last, size}, cases[i].last);
        }
        g_free((gpointer)body.data);
    }
}

static void test_notify(void)
{
    struct ikelog_octets body = octets_of("00000001 03 04 000e c0ffee01 6162");
    struct ikelog_notify notify;

    g_assert_true(ikelog_notify_read(body, &notify));
    g_assert_true(notify.whole);
    g_assert_cmpuint(notify.doi, ==, 1);
    g_assert_cmpuint(notify.protocol, ==, IKELOG_PROTO_ESP);
    g_assert_cmpuint(notify.type, ==, IKELOG_NOTIFY_NO_PROPOSAL_CHOSEN);
    assert_octets(notify.spi, "c0ffee01");
    assert_octets(notify.data, "6162");
    for (uint32_t length = 0; length < 12; length++) {
        guint8 *cut = g_memdup2(body.data, length);

        /* An SPI that is cut takes nothing from the type. */
        g_assert_cmpint(ikelog_notify_read((struct ikelog_octets){cut, length}, &notify), ==,
                        length >= 8);
        g_assert_cmpuint(notify.type, ==, length >= 8 ? IKELOG_NOTIFY_NO_PROPOSAL_CHOSEN : 0);
        g_assert_false(notify.whole);
        g_assert_cmpuint(notify.spi.length, ==, 0);
        g_assert_cmpuint(notify.data.length, ==, 0);
        g_free(cut);
    }
    g_free((gpointer)body.data);
}

static void test_delete(void)
{
    static const struct {
        const char *hex;
        enum ikelog_status status;
        uint32_t spis;
    } cases[] = {
        {"00000001 03 04 0002 11111111 22222222", IKELOG_OK, 8},
        {"00000001 03 04 0002 11111111 2222", IKELOG_BAD_LENGTH, 4},
        {"00000001 03 04 ffff 11111111", IKELOG_BAD_LENGTH, 4},
        {"00000001 03 04 0001 11111111 22222222", IKELOG_BAD_LENGTH, 4},
        {"00000001 03 00 ffff", IKELOG_OK, 0},
        {"00000001 03 00 0001 11", IKELOG_BAD_LENGTH, 0},
        {"00000001 03 ff ffff 11", IKELOG_BAD_LENGTH, 0},
        {"00000001 03 04 00", IKELOG_TRUNCATED, 0},
        {"", IKELOG_TRUNCATED, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_octets body = octets_of(cases[i].hex);
        struct ikelog_delete delete;

        g_assert_cmpint(ikelog_delete_read(body, &delete), ==, cases[i].status);
        g_assert_cmpuint(delete.spis.length, ==, cases[i].spis);
        g_free((gpointer)body.data);
    }
}

static void test_fragment(void)
{
    struct ikelog_octets body = octets_of("0102 03 01 aabb");
    struct ikelog_fragment fragment;

    g_assert_cmpint(ikelog_fragment_read(body, &fragment), ==, IKELOG_OK);
    g_assert_cmpuint(fragment.id, ==, 0x102);
    g_assert_cmpuint(fragment.number, ==, 3);
    g_assert_true(fragment.last);
    assert_octets(fragment.data, "aabb");
    g_assert_cmpint(ikelog_fragment_read((struct ikelog_octets){body.data, 3}, &fragment), ==,
                    IKELOG_TRUNCATED);
    g_free((gpointer)body.data);
}

static void test_escape(void)
{
    static const struct {
        const char *octets;
        uint32_t length, most;
        const char *text;
    } cases[] = {
        {"plain", 5, 100, "plain"},
        {"", 0, 100, ""},
        {"DOMAIN\\user", 11, 100, "DOMAIN\\user"},
        {"a\tb\r\n", 5, 100, "a\\x09b\\x0d\\x0a"},
        {"\x1b]0;x\a", 6, 100, "\\x1b]0;x\\x07"},
        {"a\0b\x7f", 4, 100, "a\\x00b\\x7f"},
        {"Z\xc3\xbcrich", 7, 100, "Z\xc3\xbcrich"},
        {"\xc2\x9b", 2, 100, "\\u{9b}"},             /* C1 control */
        {"\xe2\x80\xae", 3, 100, "\\u{202e}"},       /* right-to-left override */
        {"\xe2\x80\xa8", 3, 100, "\\u{2028}"},       /* line separator */
        {"\xc3", 1, 100, "\\xc3"},                   /* ends within a character */
        {"\xc0\x80\xff", 3, 100, "\\xc0\\x80\\xff"}, /* overlong, invalid */
        {"abcdef", 6, 3, "abc…"},
        {"ab\xc3\xbc", 4, 3, "ab\\xc3…"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        guint8 *copy = g_memdup2(cases[i].octets, cases[i].length);
        GString *text = g_string_new(NULL);

        ikelog_text_escape((struct ikelog_octets){copy, cases[i].length}, cases[i].most, text);
        g_assert_cmpstr(text->str, ==, cases[i].text);
        g_string_free(text, TRUE);
        g_free(copy);
    }
}

/* No value of an octet, alone or in a pair, gets a control character through. */
static void test_escape_leaves_no_control(void)
{
    GString *text = g_string_new(NULL);

    for (unsigned i = 0; i < 0x10000; i++) {
        const uint8_t pair[2] = {(uint8_t)(i >> 8), (uint8_t)i};

        g_string_truncate(text, 0);
        ikelog_text_escape((struct ikelog_octets){pair, 2}, 2, text);
        g_assert_true(g_utf8_validate(text->str, (gssize)text->len, NULL));
        for (const char *at = text->str; *at; at = g_utf8_next_char(at))
            g_assert_false(g_unichar_iscntrl(g_utf8_get_char(at)));
    }
    g_string_free(text, TRUE);
}

static void test_dn(void)
{
    static const struct {
        const char *hex, *text;
    } cases[] = {
        {DN, "C=CH, O=Example, CN=gw"},
        /* a comma in a value: O=a,b */
        {"300e 310c300a060355040a0c03612c62", "O=a\\,b"},
        /* two attributes in one RDN: CN=a + UID=b */
        {"3022 3120 3008060355040a0c0161 3014060a0992268993f22c6401010c06626262626262",
         "O=a + UID=bbbbbb"},
        /* BMPString, an escape sequence in a value */
        {"300f 310d300b06035504031e0400e4006e", "CN=\xc3\xa4n"},
        {"300d 310b300906035504030c021b63", "CN=\\x1bc"},
        {"3000", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_octets der = octets_of(cases[i].hex);
        GString *text = g_string_new(NULL);

        g_test_message("%s", cases[i].hex);
        g_assert_true(ikelog_dn_describe(der, text));
        g_assert_cmpstr(text->str, ==, cases[i].text);
        g_string_free(text, TRUE);
        g_free((gpointer)der.data);
    }
}

static void test_dn_cut_anywhere(void)
{
    struct ikelog_octets whole = octets_of(DN);
    GString *text = g_string_new(NULL);

    for (uint32_t length = 0; length < whole.length; length++) {
        guint8 *cut = g_memdup2(whole.data, length);

        g_assert_false(ikelog_dn_describe((struct ikelog_octets){cut, length}, text));
        g_assert_cmpuint(text->len, ==, 0);
        g_assert_false(ikelog_certificate_names((struct ikelog_octets){cut, length}, text, text));
        g_assert_cmpuint(text->len, ==, 0);
        g_free(cut);
    }
    g_string_free(text, TRUE);
    g_free((gpointer)whole.data);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ident/every-type-as-people-write-it", test_describe);
    g_test_add_func("/ident/short-payload-is-truncated", test_short_id);
    g_test_add_func("/ident/ranges", test_range);
    g_test_add_func("/notify/fields-and-cuts", test_notify);
    g_test_add_func("/delete/counts-that-lie", test_delete);
    g_test_add_func("/fragment/fields", test_fragment);
    g_test_add_func("/text/escapes", test_escape);
    g_test_add_func("/text/no-control-gets-through", test_escape_leaves_no_control);
    g_test_add_func("/dn/names", test_dn);
    g_test_add_func("/dn/cut-anywhere", test_dn_cut_anywhere);
    return g_test_run();
}
