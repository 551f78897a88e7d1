/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scraps of logs as people show them, tests/scraps/: each gives its secrets, or it is said why. */
#include "reading.h"

#define COOKIE "9629777173cf6abd"
#define KA     "26f1842b82dda8884b910ca6e34006ff238554fa22803d81"

static char *scrap_text(const char *name, gsize *length)
{
    char *file = g_strconcat(name, ".log", NULL), *text;
    char *path = g_test_build_filename(G_TEST_DIST, "tests", "scraps", file, NULL);
    GError *error = NULL;

    g_file_get_contents(path, &text, length, &error);
    g_assert_no_error(error);
    g_free(path);
    g_free(file);
    return text;
}

static struct reading *reading_of_scrap(const char *name)
{
    gsize length;
    char *text = scrap_text(name, &length);
    struct reading *reading = reading_of(text, length, 65536);

    g_free(text);
    return reading;
}

/* What one scrap gives: records, as many as `count` says. */
static const struct scrap {
    const char *name, *format;
    unsigned count, lone;
    const char *records[5];
} scraps[] = {
    {"charon-grep", "strongSwan log", 1, 0, {"KA " COOKIE " " KA}},
    {"charon-level1", "strongSwan log", 0, 0, {NULL}},
    {"charon-without-prefix",
     "strongSwan log",
     2,
     0,
     {"KA " COOKIE " " KA, "SKEYID " COOKIE " 247b75c7ea23f5a9b556e32b6f1d3bc6203b6ce8"}},
    {"fortigate-nokey", "FortiGate log", 0, 0, {NULL}},
    {"fortigate-timestamps-80-columns",
     "FortiGate log",
     5,
     0,
     {"KA 2f013665b867de80 161f81d2b495911ef63b98d14ad53392",
      "ESP_ENC fe02f809 95a30e49cbcb4efcbaa65c8ca9b0074c",
      "ESP_AUTH fe02f809 c5e5a450dabb70b398cd151c67d3b30e2bc938ea",
      "ESP_ENC db38e2b3 a4ddb950cce7bad17a48aab32f61514a",
      "ESP_AUTH db38e2b3 10b16b53c56103a2036bf5308eb3db30885db220"}},
    {"mikrotik-cookie-first", "MikroTik log", 1, 0, {"KA " COOKIE " " KA}},
    {"mikrotik-info", "MikroTik log", 0, 0, {NULL}},
    {"mikrotik-packet-line-first", "MikroTik log", 1, 0, {"KA " COOKIE " " KA}},
    {"mikrotik-trailing-blank", "MikroTik log", 1, 0, {"KA " COOKIE " " KA}},
    {"pluto-collapsed-blanks", "pluto log", 1, 0, {"KA " COOKIE " " KA}},
    {"pluto-helper", "pluto log", 1, 0, {"KA " COOKIE " " KA}},
    {"pluto-icookie", "pluto log", 1, 0, {"KA " COOKIE " " KA}},
    {"pluto-repeated-label", "pluto log", 1, 0, {"KA " COOKIE " " KA}},
    {"racoon-blank-lines", "racoon log", 1, 0, {"KA " COOKIE " " KA}},
    {"racoon-info", "racoon log", 0, 0, {NULL}},
    {"racoon-key-without-cookie", "racoon log", 0, 1, {NULL}},
    {"racoon-syslog-new-cookie", "racoon log", 0, 1, {NULL}},
    {"vpnc-excerpt", "vpnc log", 1, 0, {"KA " COOKIE " " KA}},
};

/* What a reading of a scrap must have given, however the scrap was dressed. */
static void assert_scrap(const struct reading *reading, const struct scrap *scrap)
{
    const struct ikelog_secret *lone = ikelog_keyring_nth_lone(reading->keyring, 0);

    g_assert_cmpstr(ikelog_keysource_format(reading->source), ==, scrap->format);
    for (size_t n = 0; n < G_N_ELEMENTS(scrap->records) && scrap->records[n]; n++)
        g_assert_true(has_record(reading->keyring, scrap->records[n]));
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, scrap->count);
    g_assert_null(ikelog_keyring_nth_lone(reading->keyring, scrap->lone));
    g_assert_cmpint(lone != NULL, ==, scrap->lone > 0);
    if (lone) {
        g_assert_cmpint(lone->kind, ==, IKELOG_SECRET_KA);
        g_assert_cmpuint(lone->value.length, ==, strlen(KA) / 2);
        g_assert_cmphex(lone->value.data[0], ==, 0x26);
    }
}

static void test_scraps_give_their_secrets(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(scraps); i++) {
        struct reading *reading = reading_of_scrap(scraps[i].name);

        g_test_message("%s", scraps[i].name);
        assert_scrap(reading, &scraps[i]);
        reading_free(reading);
    }
}

/* The lines of `text`, each as `format` has it: # is its number, $ the line. */
static char *dress(const char *text, const char *format)
{
    char **lines = g_strsplit(text, "\n", -1);
    GString *dressed = g_string_new(NULL);

    for (unsigned i = 0; lines[i] && (lines[i][0] || lines[i + 1]); i++)
        for (const char *at = format; *at; at++)
            if (*at == '#')
                g_string_append_printf(dressed, "%u", i + 1);
            else if (*at == '$')
                g_string_append(dressed, lines[i]);
            else
                g_string_append_c(dressed, *at);
    g_strfreev(lines);
    return g_string_free(dressed, FALSE);
}

/* `wrapped`: those in which a terminal broke lines as well, whose parts no tag stands before. */
static void for_each_scrap(char *(*change)(const char *text, unsigned n), unsigned kinds,
                           bool wrapped)
{
    for (size_t i = 0; i < G_N_ELEMENTS(scraps); i++)
        for (unsigned n = 0; n < kinds && (wrapped || !strstr(scraps[i].name, "columns")); n++) {
            char *text = scrap_text(scraps[i].name, NULL), *changed = change(text, n);
            struct reading *reading = reading_of_text(changed);

            g_test_message("%s, %u:\n%s", scraps[i].name, n, changed);
            assert_scrap(reading, &scraps[i]);
            reading_free(reading);
            g_free(changed);
            g_free(text);
        }
}

/* Markdown, letters, grep, CSV, Windows, terminals with colours, journalctl. */
static const char *const dresses[] = {
    "    $\n",
    "> $\n",
    "#:$\n",
    "/var/log/some.log:#:$\n",
    "gw.log:$\n",
    "\"$\"\n",
    "$\r\n",
    "\x1b[32m$\x1b[0m\n",
    "$   \n",
    "`$`\n",
    "\"$\";\n",
    "#-$\n",
    "\xc2\xa0\xc2\xa0$\n",
};

static char *in_dress(const char *text, unsigned n)
{
    return dress(text, dresses[n]);
}

static void test_scraps_in_any_dress_give_the_same(void)
{
    for_each_scrap(in_dress, G_N_ELEMENTS(dresses), true);
}

/* What stands in front of every line in syslog, journalctl, logcat, CSV and others. */
static const char *const tags[] = {
    "2026-11-21 16:42:01.123 $\n",
    "[2026-11-21 16:42:01] $\n",
    "Sat Nov 21 16:42:01 2026 daemon.debug charon[12]: $\n",
    "Nov 21 16:42:01 gate charon[12]: $\n",
    "<30>Nov  1 16:42:01 gate charon: $\n",
    "<30>1 2026-11-21T16:42:01+01:00 gate charon 12 - - $\n",
    "D/charon  ( 1234): $\n",
    "11-21 16:42:01.314 D/charon(1234): $\n",
    "11-21 16:42:01.314  1234  1250 D charon  : $\n",
    "\"2026-11-21 16:42:01\",\"charon\",\"$\"\n",
    "2026-11-21T16:42:01\tInformational\tcharon\t$\n",
    "#:Nov 21 16:42:01 gate charon[12]: $\n",
};

static char *with_tag(const char *text, unsigned n)
{
    return dress(text, tags[n]);
}

static void test_scraps_behind_any_tag_give_the_same(void)
{
    for_each_scrap(with_tag, G_N_ELEMENTS(tags), false);
}

/* As a page's source has it. */
static char *as_html(const char *text, unsigned n)
{
    char *escaped = g_markup_escape_text(text, -1);
    char *spaced = dress(escaped, n == 0 ? "$\n" : "&nbsp;$<br>\n");

    g_free(escaped);
    return spaced;
}

static void test_scraps_escaped_for_html_give_the_same(void)
{
    for_each_scrap(as_html, 2, true);
}

/* Windows' own encoding of text, of either byte order, with its mark and without. */
static void test_scraps_in_utf16_give_the_same(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(scraps); i++)
        for (unsigned n = 0; n < 4; n++) {
            gsize length;
            char *text = scrap_text(scraps[i].name, NULL);
            char *wide =
                g_convert(text, -1, n % 2 ? "UTF-16BE" : "UTF-16LE", "UTF-8", NULL, &length, NULL);
            struct reading *reading = reading_new();

            if (n >= 2)
                reading_feed(reading, n % 2 ? "\xfe\xff" : "\xff\xfe", 2);
            for (gsize at = 0; at < length; at += 7)
                reading_feed(reading, wide + at, MIN(7, length - at));
            reading_end(reading);
            g_test_message("%s, %u", scraps[i].name, n);
            assert_scrap(reading, &scraps[i]);
            reading_free(reading);
            g_free(wide);
            g_free(text);
        }
}

/* Windows and web pages show the newest line first. */
static void test_log_with_the_newest_line_first_gives_the_same(void)
{
    static const char *const names[] = {"mm-psk.charon.log", "crossing.charon.log",
                                        "libreswan-psk.pluto.log"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        char *text = read_capture_file(names[i], NULL), **lines = g_strsplit(text, "\n", -1);
        GString *turned = g_string_new(NULL);
        struct reading *first, *second;

        for (guint n = g_strv_length(lines); n > 0; n--)
            g_string_append_printf(turned, "%s\n", lines[n - 1]);
        first = reading_of_text(text);
        second = reading_of_text(turned->str);
        g_assert_cmpuint(ikelog_keyring_count(first->keyring), >, 0);
        assert_records_within(first->keyring, second->keyring, ~0u);
        assert_records_within(second->keyring, first->keyring, ~0u);
        reading_free(first);
        reading_free(second);
        g_string_free(turned, TRUE);
        g_strfreev(lines);
        g_free(text);
    }
}

/* As a terminal of so many columns wraps; an editor may have cut off the blanks at a break. */
static char *wrap(const char *text, unsigned columns, bool cut_blanks)
{
    GString *wrapped = g_string_new(NULL);
    unsigned column = 0;

    for (; *text; text++) {
        if (column == columns && *text != '\n') {
            while (cut_blanks && wrapped->str[wrapped->len - 1] == ' ')
                g_string_truncate(wrapped, wrapped->len - 1);
            g_string_append_c(wrapped, '\n');
            text += cut_blanks ? strspn(text, " ") : 0;
            column = 0;
        }
        g_string_append_c(wrapped, *text);
        column = *text == '\n' ? 0 : column + 1;
    }
    return g_string_free(wrapped, FALSE);
}

static void test_wrapped_scraps_give_the_same(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(scraps); i++)
        for (unsigned columns = 66; columns <= 120; columns++) {
            char *text = scrap_text(scraps[i].name, NULL);
            char *wrapped = wrap(text, columns, false);
            struct reading *reading = reading_of_text(wrapped);

            g_test_message("%s, %u columns", scraps[i].name, columns);
            assert_scrap(reading, &scraps[i]);
            reading_free(reading);
            g_free(wrapped);
            g_free(text);
        }
}

/* Where too little is left to put lines together, there is no key rather than a part of one. */
static void assert_only_whole_keys(const struct scrap *scrap, const char *text)
{
    struct reading *reading = reading_of_text(text);
    const struct ikelog_secret *secret;

    for (size_t i = 0; (secret = ikelog_keyring_nth(reading->keyring, i)) != NULL; i++) {
        char *record = ikelog_keyrecord_text(secret);
        bool known = false;

        for (size_t n = 0; n < G_N_ELEMENTS(scrap->records) && scrap->records[n]; n++)
            known = known || strcmp(scrap->records[n], record) == 0;
        if (!known)
            g_error("%s from\n%s", record, text);
        g_free(record);
    }
    for (size_t i = 0; (secret = ikelog_keyring_nth_lone(reading->keyring, i)) != NULL; i++)
        g_assert_true(secret->kind != IKELOG_SECRET_KA || secret->value.length == 24);
    reading_free(reading);
}

static void test_wrapped_scraps_never_give_a_shortened_key(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(scraps); i++)
        for (unsigned columns = 15; columns <= 120; columns++)
            for (unsigned cut = 0; cut < 2; cut++) {
                char *text = scrap_text(scraps[i].name, NULL);
                char *wrapped = wrap(text, columns, cut);

                assert_only_whole_keys(&scraps[i], wrapped);
                g_free(wrapped);
                g_free(text);
            }
}

/* What an importer takes can be written as a record and be read again. */
static void test_secret_longer_than_its_kind_is_told(void)
{
    struct reading *reading = reading_of_scrap("pluto-too-long");

    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 0);
    assert_complaint(reading, 0, 2, "all of this secret");
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

/* Two gateways that log to one server: lines of one stand between those of the other. */
static void test_devices_of_one_file_are_told_apart(void)
{
    static const char log[] =
        "Nov 21 16:42:01 east racoon: DEBUG: final encryption key computed:\n"
        "Nov 21 16:42:01 west racoon: DEBUG: final encryption key computed:\n"
        "Nov 21 16:42:01 east racoon: DEBUG: #01200010203 04050607 08090a0b 0c0d0e0f\n"
        "Nov 21 16:42:01 west racoon: DEBUG: #01210111213 14151617 18191a1b 1c1d1e1f\n"
        "Nov 21 16:42:01 west racoon: DEBUG: sent phase1 packet 192.0.2.1[500]<=>192.0.2.9[500] "
        "2222222222222222:3333333333333333\n"
        "Nov 21 16:42:01 east racoon: DEBUG: sent phase1 packet 192.0.2.1[500]<=>192.0.2.2[500] "
        "1111111111111111:4444444444444444\n";
    struct reading *reading = reading_of(log, strlen(log), 65536);

    g_assert_true(
        has_record(reading->keyring, "KA 1111111111111111 000102030405060708090a0b0c0d0e0f"));
    g_assert_true(
        has_record(reading->keyring, "KA 2222222222222222 101112131415161718191a1b1c1d1e1f"));
    g_assert_cmpuint(ikelog_keyring_count(reading->keyring), ==, 2);
    g_assert_null(ikelog_keyring_nth_lone(reading->keyring, 0));
    reading_free(reading);
}

/* The levels that some programs put there are no devices. */
static void test_levels_are_no_devices(void)
{
    static const char log[] =
        "Nov 21 16:42:01 Debug racoon: DEBUG: final encryption key computed:\n"
        "Nov 21 16:42:01 Info racoon: DEBUG: #01200010203 04050607 08090a0b 0c0d0e0f\n"
        "Nov 21 16:42:01 Notice racoon: DEBUG: sent phase1 packet 192.0.2.1[500]<=>192.0.2.2[500] "
        "1111111111111111:4444444444444444\n";
    struct reading *reading = reading_of(log, strlen(log), 65536);

    g_assert_true(
        has_record(reading->keyring, "KA 1111111111111111 000102030405060708090a0b0c0d0e0f"));
    reading_free(reading);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/import-scraps/scraps-give-their-secrets", test_scraps_give_their_secrets);
    g_test_add_func("/import-scraps/scraps-in-any-dress-give-the-same",
                    test_scraps_in_any_dress_give_the_same);
    g_test_add_func("/import-scraps/scraps-behind-any-tag-give-the-same",
                    test_scraps_behind_any_tag_give_the_same);
    g_test_add_func("/import-scraps/scraps-escaped-for-html-give-the-same",
                    test_scraps_escaped_for_html_give_the_same);
    g_test_add_func("/import-scraps/scraps-in-utf16-give-the-same",
                    test_scraps_in_utf16_give_the_same);
    g_test_add_func("/import-scraps/log-with-the-newest-line-first-gives-the-same",
                    test_log_with_the_newest_line_first_gives_the_same);
    g_test_add_func("/import-scraps/wrapped-scraps-give-the-same",
                    test_wrapped_scraps_give_the_same);
    g_test_add_func("/import-scraps/wrapped-scraps-never-give-a-shortened-key",
                    test_wrapped_scraps_never_give_a_shortened_key);
    g_test_add_func("/import-scraps/secret-longer-than-its-kind-is-told",
                    test_secret_longer_than_its_kind_is_told);
    g_test_add_func("/import-scraps/shortened-secret-is-told-and-not-used",
                    test_shortened_secret_is_told_and_not_used);
    g_test_add_func("/import-scraps/devices-of-one-file-are-told-apart",
                    test_devices_of_one_file_are_told_apart);
    g_test_add_func("/import-scraps/levels-are-no-devices", test_levels_are_no_devices);
    return g_test_run();
}
