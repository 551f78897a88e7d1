/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands of the page that compute on curves: openssl gets what libgcrypt gets, on each. */
#include "crypto/dh.h"
#include "reports/page/derivation.h"

#include <string.h>

static struct ikelog_octets octets_of(GBytes *bytes)
{
    gsize length = 0;
    const uint8_t *data = g_bytes_get_data(bytes, &length);

    return (struct ikelog_octets){data, (uint32_t)length};
}

static void expect_printed(const struct ikelog_page_derivation *d)
{
    GString *command = g_string_new(NULL), *expected = g_string_new(NULL);
    char *argv[] = {(char *)"bash", (char *)"-euo", (char *)"pipefail", (char *)"-c", NULL, NULL};
    char *printed = NULL, **words;
    int status = -1;

    ikelog_page_command(d, command);
    argv[4] = command->str;
    g_assert_true(g_spawn_sync(NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &printed, NULL,
                               &status, NULL));
    g_assert_cmpint(status, ==, 0);
    words = g_strsplit_set(printed, " \n", -1);
    g_free(printed);
    printed = g_strjoinv("", words);
    for (uint32_t i = 0; i < d->value.length; i++)
        g_string_append_printf(expected, "%02x", d->value.data[i]);
    g_assert_cmpstr(printed, ==, expected->str);
    g_strfreev(words);
    g_free(printed);
    g_string_free(command, TRUE);
    g_string_free(expected, TRUE);
}

/* The exponent begins with a zero octet, or lacks it: daemons write both. */
static void check_curve(const struct ikelog_group *group, uint32_t missing)
{
    uint8_t mine[128] = {0}, yours[128] = {0};
    struct ikelog_octets my = {mine + missing, group->shared_length - missing};
    struct ikelog_octets your = {yours, group->shared_length};
    struct ikelog_page_derivation d = {.method = IKELOG_METHOD_MULTIPLE, .group = group};
    GBytes *my_public, *your_public, *shared;

    for (unsigned i = 2; i < group->shared_length; i++) {
        mine[i] = (uint8_t)(i * 7 + group->number);
        yours[i] = (uint8_t)(i * 11 + group->number);
    }
    g_assert_cmpint(ikelog_dh_public(group, my, &my_public), ==, IKELOG_OK);
    g_assert_cmpint(ikelog_dh_public(group, your, &your_public), ==, IKELOG_OK);
    g_assert_cmpint(ikelog_dh_shared(group, my, octets_of(your_public), &shared), ==, IKELOG_OK);
    ikelog_page_input(&d, IKELOG_Q_XI, my);
    d.value = octets_of(my_public);
    expect_printed(&d);
    d.method = IKELOG_METHOD_SHARED_POINT;
    d.count = 0;
    ikelog_page_input(&d, IKELOG_Q_G_XR, octets_of(your_public));
    ikelog_page_input(&d, IKELOG_Q_XI, my);
    d.value = octets_of(shared);
    expect_printed(&d);
    g_bytes_unref(my_public);
    g_bytes_unref(your_public);
    ikelog_secret_bytes_unref(shared);
}

static void test_each_curve(void)
{
    unsigned curves = 0;

    for (uint16_t number = 1; number <= 32; number++) {
        const struct ikelog_group *group = ikelog_group_by_number(number);

        if (!group || !group->curve)
            continue;
        check_curve(group, 0);
        if (ikelog_group_has_points(group))
            check_curve(group, 1);
        curves++;
    }
    g_assert_cmpuint(curves, ==, 11);
}

/* What openssl refuses gets no command. */
static void test_exponent_too_long(void)
{
    static const uint8_t octets[33] = {1};
    struct ikelog_page_derivation d = {.method = IKELOG_METHOD_MULTIPLE,
                                       .group = ikelog_group_by_number(19)};
    GString *command = g_string_new(NULL);

    ikelog_page_input(&d, IKELOG_Q_XI, (struct ikelog_octets){octets, sizeof octets});
    ikelog_page_command(&d, command);
    g_assert_cmpstr(command->str, ==, "");
    g_string_free(command, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/page-commands/each-curve", test_each_curve);
    g_test_add_func("/page-commands/exponent-too-long", test_exponent_too_long);
    return g_test_run();
}
