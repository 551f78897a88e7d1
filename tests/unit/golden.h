/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Texts that a test prints and that have to be those of a file in tests/golden/. */
#ifndef IKELOG_TESTS_GOLDEN_H
#define IKELOG_TESTS_GOLDEN_H

#include <glib.h>
#include <string.h>

static inline void golden_compare(const char *name, const char *expected, const char *actual)
{
    char **a = g_strsplit(expected, "\n", -1), **b = g_strsplit(actual, "\n", -1);
    unsigned line = 0;

    while (a[line] && b[line] && strcmp(a[line], b[line]) == 0)
        line++;
    if (a[line] || b[line])
        g_test_fail_printf("tests/golden/%s:%u is\n%s\nbut what is printed is\n%s\n", name,
                           line + 1, a[line] ? a[line] : "", b[line] ? b[line] : "");
    g_strfreev(a);
    g_strfreev(b);
}

/* Fails at the first line that differs. With IKELOG_BLESS set the file is written instead. */
static inline void expect_golden(const char *name, const char *actual)
{
    char *path = g_test_build_filename(G_TEST_DIST, "tests", "golden", name, NULL);
    char *expected = NULL;

    if (g_getenv("IKELOG_BLESS"))
        g_assert_true(g_file_set_contents(path, actual, -1, NULL));
    g_assert_true(g_file_get_contents(path, &expected, NULL, NULL));
    golden_compare(name, expected, actual);
    g_free(expected);
    g_free(path);
}

#endif
