/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bounds-checked reader: nothing is read past the end, and a failure lasts. */
#include "wire/reader.h"

#include <glib.h>

static const uint8_t octets[] = {0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08};

static void test_network_order(void)
{
    struct ikelog_reader r = ikelog_reader_over(octets, sizeof octets);

    g_assert_cmphex(ikelog_read_u8(&r), ==, 0x01);
    g_assert_cmphex(ikelog_read_u16(&r), ==, 0x0203);
    g_assert_cmphex(ikelog_read_u32(&r), ==, 0x04050607);
    g_assert_cmpuint(ikelog_reader_left(&r), ==, 1);
    g_assert_true(ikelog_reader_ok(&r));
}

static void test_high_bits(void)
{
    static const uint8_t ones[] = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff};
    struct ikelog_reader r = ikelog_reader_over(ones, sizeof ones);

    g_assert_cmphex(ikelog_read_u32(&r), ==, 0xffffffff);
    g_assert_cmphex(ikelog_read_u16(&r), ==, 0xffff);
    g_assert_cmphex(ikelog_read_u8(&r), ==, 0xff);
}

static void test_failure_lasts(void)
{
    struct ikelog_reader r = ikelog_reader_over(octets, 3);

    g_assert_cmpuint(ikelog_read_u32(&r), ==, 0);
    g_assert_false(ikelog_reader_ok(&r));
    g_assert_cmpuint(ikelog_reader_left(&r), ==, 0);
    g_assert_cmpuint(ikelog_read_u8(&r), ==, 0); /* although an octet is there */
    g_assert_cmpuint(ikelog_read_u16(&r), ==, 0);
    g_assert_null(ikelog_read_bytes(&r, 0));
    g_assert_false(ikelog_reader_ok(&r));
}

static void test_bytes(void)
{
    static const struct {
        uint32_t length;
        bool ok;
    } cases[] = {{0, true}, {1, true}, {8, true}, {9, false}, {UINT32_MAX, false}};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_reader r = ikelog_reader_over(octets, sizeof octets);

        g_assert_true(ikelog_read_bytes(&r, cases[i].length) == (cases[i].ok ? octets : NULL));
        g_assert_true(ikelog_reader_ok(&r) == cases[i].ok);
        g_assert_cmpuint(r.pos, ==, cases[i].ok ? cases[i].length : 0);
    }
}

static void test_child_cannot_escape(void)
{
    static const struct {
        uint32_t length;
        bool child_ok, parent_ok;
    } cases[] = {
        {0, false, true},           /* an empty child: its first read fails */
        {2, true, true},            /* within */
        {6, true, true},            /* all that is left */
        {7, false, false},          /* longer than the parent: both fail */
        {UINT32_MAX, false, false}, /* no overflow */
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_reader parent = ikelog_reader_over(octets, sizeof octets), child;

        ikelog_read_u16(&parent);
        child = ikelog_read_child(&parent, cases[i].length);
        ikelog_read_u16(&child);
        g_assert_true(ikelog_reader_ok(&child) == cases[i].child_ok);
        g_assert_true(ikelog_reader_ok(&parent) == cases[i].parent_ok);
        if (cases[i].parent_ok)
            g_assert_cmpuint(parent.pos, ==, 2 + cases[i].length);
    }
}

static void test_child_keeps_offsets(void)
{
    struct ikelog_reader parent = ikelog_reader_over(octets, sizeof octets), child;

    ikelog_read_u8(&parent);
    child = ikelog_read_child(&parent, 3);
    g_assert_cmpuint(child.pos, ==, 1);
    g_assert_cmphex(ikelog_read_u8(&child), ==, 0x02);
    g_assert_cmpuint(ikelog_reader_left(&child), ==, 2);
    g_assert_cmphex(ikelog_read_u8(&parent), ==, 0x05);
}

static void test_nothing(void)
{
    struct ikelog_reader r = ikelog_reader_over(NULL, 0);

    g_assert_true(ikelog_reader_ok(&r));
    g_assert_null(ikelog_read_bytes(&r, 0));
    g_assert_true(ikelog_reader_ok(&r));
    g_assert_cmpuint(ikelog_read_u8(&r), ==, 0);
    g_assert_false(ikelog_reader_ok(&r));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reader/network-order", test_network_order);
    g_test_add_func("/reader/high-bits-do-not-sign-extend", test_high_bits);
    g_test_add_func("/reader/failure-lasts", test_failure_lasts);
    g_test_add_func("/reader/bytes-within-the-range-only", test_bytes);
    g_test_add_func("/reader/child-cannot-escape", test_child_cannot_escape);
    g_test_add_func("/reader/child-keeps-offsets", test_child_keeps_offsets);
    g_test_add_func("/reader/nothing-at-all", test_nothing);
    return g_test_run();
}
