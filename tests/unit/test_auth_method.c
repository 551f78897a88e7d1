/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each authentication method asks of which side. */
#include "crypto/auth_method.h"

#include <glib.h>
#include <string.h>

/* The classes of RFC 2409 5 and of the drafts that took private numbers. */
static void test_class(void)
{
    static const struct {
        uint16_t first, last;
        enum ikelog_auth_class class;
    } cases[] = {
        {0, 0, IKELOG_AUTH_UNKNOWN},           {1, 1, IKELOG_AUTH_PSK},
        {2, 3, IKELOG_AUTH_SIGNATURE},         {4, 7, IKELOG_AUTH_ENCRYPTION},
        {8, 11, IKELOG_AUTH_SIGNATURE},        {12, 12, IKELOG_AUTH_UNKNOWN},
        {64220, 64220, IKELOG_AUTH_UNKNOWN},   {64221, 64224, IKELOG_AUTH_SIGNATURE},
        {64225, 64225, IKELOG_AUTH_UNKNOWN},   {65001, 65002, IKELOG_AUTH_PSK},
        {65003, 65006, IKELOG_AUTH_SIGNATURE}, {65007, 65010, IKELOG_AUTH_ENCRYPTION},
        {65011, 65535, IKELOG_AUTH_UNKNOWN},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        for (uint32_t number = cases[i].first; number <= cases[i].last; number++)
            g_assert_cmpint(ikelog_auth_class((uint16_t)number), ==, cases[i].class);
}

/* Only one side of hybrid authentication signs; XAUTH asks the other. */
static void test_sides(void)
{
    const struct ikelog_auth_method *hybrid = ikelog_auth_method(64221);
    const struct ikelog_auth_method *xauth = ikelog_auth_method(65005);

    g_assert_true(hybrid->hybrid && !hybrid->signs[0] && hybrid->signs[1]);
    g_assert_true(hybrid->asked[0] && !hybrid->asked[1]);
    g_assert_true(ikelog_auth_method(64222)->signs[0] && ikelog_auth_method(64222)->asked[1]);
    g_assert_true(!xauth->hybrid && xauth->signs[0] && xauth->signs[1] && xauth->asked[0]);
    g_assert_false(ikelog_auth_method(3)->asked[0] || ikelog_auth_method(3)->asked[1]);
    g_assert_null(ikelog_auth_method(12));
}

static void test_proof(void)
{
    g_assert_nonnull(strstr(ikelog_auth_proof(1, true), "pre-shared key"));
    g_assert_nonnull(strstr(ikelog_auth_proof(65002, false), "pre-shared key"));
    g_assert_nonnull(strstr(ikelog_auth_proof(65005, false), "signature"));
    g_assert_nonnull(strstr(ikelog_auth_proof(64221, true), "XAUTH asks"));
    g_assert_nonnull(strstr(ikelog_auth_proof(64221, false), "signature"));
    g_assert_nonnull(strstr(ikelog_auth_proof(4, true), "private key"));
    g_assert_null(ikelog_auth_proof(0, true));
    g_assert_null(ikelog_auth_proof(128, true));
    g_assert_null(ikelog_auth_proof(12, true));
}

static void test_words_of_classes(void)
{
    g_assert_cmpstr(ikelog_auth_class_row(IKELOG_AUTH_UNKNOWN)->skeyid, ==, "");
    g_assert_null(ikelog_auth_class_row(IKELOG_AUTH_ENCRYPTION)->secrets);
    for (int class = 0; class < IKELOG_AUTH_CLASSES; class ++) {
        const struct ikelog_auth_class_row *row =
            ikelog_auth_class_row((enum ikelog_auth_class) class);

        g_assert_cmpuint(strlen(row->meaning), >, 0);
        g_assert_cmpint(row->skeyid[0] != 0, ==, class != IKELOG_AUTH_UNKNOWN);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/auth-method/classes", test_class);
    g_test_add_func("/auth-method/sides-that-sign-and-are-asked", test_sides);
    g_test_add_func("/auth-method/proof-of-each-side", test_proof);
    g_test_add_func("/auth-method/words-of-classes", test_words_of_classes);
    return g_test_run();
}
