/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scraps of logs as people show them, tests/scraps/: each gives its secrets, or it is said why. */
#include "reading.h"

#define COOKIE "9629777173cf6abd"
#define KA     "26f1842b82dda8884b910ca6e34006ff238554fa22803d81"

static struct reading *reading_of_scrap(const char *name)
{
    char *file = g_strconcat(name, ".log", NULL), *text;
    char *path = g_test_build_filename(G_TEST_DIST, "tests", "scraps", file, NULL);
    struct reading *reading;
    GError *error = NULL;
    gsize length;

    g_file_get_contents(path, &text, &length, &error);
    g_assert_no_error(error);
    reading = reading_of(text, length, 65536);
    g_free(text);
    g_free(path);
    g_free(file);
    return reading;
}

/* What one scrap gives: records, as many as `count` says. */
static const struct scrap {
    const char *name, *format;
    unsigned count;
    const char *records[5];
} scraps[] = {
    {"pluto-repeated-label", "pluto log", 1, {"KA " COOKIE " " KA}},
    {"pluto-collapsed-blanks", "pluto log", 1, {"KA " COOKIE " " KA}},
};

static void test_scraps_give_their_secrets(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(scraps); i++) {
        const struct scrap *scrap = &scraps[i];
        struct reading *reading = reading_of_scrap(scrap->name);

        g_test_message("%s", scrap->name);
        g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, scrap->format);
        for (size_t n = 0; n < G_N_ELEMENTS(scrap->records) && scrap->records[n]; n++)
            g_assert_true(has_record(reading->keyring, scrap->records[n]));
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, scrap->count);
        reading_free(reading);
    }
}

/* What an importer takes can be written as a record and be read again. */
static void test_secret_longer_than_its_kind_is_told(void)
{
    struct reading *reading = reading_of_scrap("pluto-too-long");

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
    assert_complaint(reading, 0, 2, "all rows of this secret");
    reading_free(reading);
}

/* A copy that lost a row or a part of one: the rest is not taken for the secret. */
static void test_shortened_secret_is_told_and_not_used(void)
{
#define ROW_1 "26 f1 84 2b  82 dd a8 88  4b 91 0c a6  e3 40 06 ff"
    static const char *const dumps[] = {
        "| enc key:  " ROW_1 "\n| 23 85 54 f\n",
        "| enc key:  " ROW_1 "\n| 23 85\n",
        "| enc key:  26 f1 84 2b  82 dd a8 88\n|   4b 91 0c a6  e3 40 06 ff\n",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(dumps); i++) {
        char *text =
            g_strconcat("| initiator cookie:\n|   96 29 77 71  73 cf 6a bd\n", dumps[i], NULL);
        struct reading *reading = reading_of_text(text);

        g_test_message("%s", dumps[i]);
        g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
        assert_complaint(reading, 0, 3, "a secret that is not whole is not used");
        reading_free(reading);
        g_free(text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import-scraps/scraps-give-their-secrets", test_scraps_give_their_secrets);
    g_test_add_func("/import-scraps/secret-longer-than-its-kind-is-told",
                    test_secret_longer_than_its_kind_is_told);
    g_test_add_func("/import-scraps/shortened-secret-is-told-and-not-used",
                    test_shortened_secret_is_told_and_not_used);
    return g_test_run();
}
