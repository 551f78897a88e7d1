/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of a source of keys: what it was recognised as, what it gave, which level is
 * lacking.
 */
#include "story.h"

#define STOCK  "9629777173cf6abd"
#define COOKIE "2f013665b867de80"

/* What mm-psk says at its end about these keys. */
static char *given(const char *keys)
{
    GString *text = g_string_new(NULL);
    struct story story;

    story_open(&story, "mm-psk", keys);
    ikelog_session_describe_given(story.session, false, text);
    story_close(&story);
    return g_string_free(text, FALSE);
}

static void test_log_without_a_secret_is_told_with_the_level_that_prints_one(void)
{
    static const struct {
        const char *log, *words;
    } cases[] = {
        {"10[IKE] initiating Main Mode IKE_SA c[1] to 192.0.2.2\n",
         "a strongSwan log; no secret in it; raise the level: groups ike and chd at 4"},
        {"ike 0:vpn:12: initiator: main mode is sending 1st message...\n",
         "a FortiGate log; no secret in it; raise the level: diagnose debug application ike -1"},
        {"2007-08-07 00:03:58: INFO: initiate new phase 1 negotiation\n",
         "a racoon log; no secret in it; raise the level: log debug2;"},
        {"15:03:36 ipsec,info initiate new phase 1\n",
         "a MikroTik log; no secret in it; raise the level: /system logging add"},
        {"vpnc version 0.5.3\n", "a vpnc log; no secret in it; raise the level: vpnc --debug 99"},
        {"| *received 28 bytes\n", "a pluto log; no secret in it; raise the level: plutodebug="},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = given(cases[i].log);

        g_test_message("%s", text);
        g_assert_true(g_str_has_prefix(text, "test: recognised as "));
        g_assert_nonnull(strstr(text, cases[i].words));
        g_free(text);
    }
}

static void test_secrets_of_other_ike_sas_are_told_with_both_cookies(void)
{
    char *text = given("ike 0:a:1: ISAKMP SA " COOKIE "/4878dfc8fee0cc14 key 2:0102\n"
                       "ike 0:a:1:a:0: IPsec SA dec spi fe02f809 key 2:0102 auth 2:0304\n");

    g_assert_cmpstr(text, ==,
                    "test: recognised as a FortiGate log: 1 secret of 1 IKE SA (" COOKIE
                    "), 2 keys of IPsec SAs; none belongs to an IKE SA of this capture (" STOCK
                    ").\n");
    g_free(text);
}

/* Nobody has to be told of what was used, or of what names no IKE SA. */
static void test_nothing_is_said_of_a_source_that_may_belong(void)
{
    static const char *const sources[] = {"", "# nothing\n", "KA " STOCK " 0102\n",
                                          "PSK * \"x\"\n"};

    for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
        char *text = given(sources[i]);

        g_assert_cmpstr(text, ==, "");
        g_free(text);
    }
}

/* Below a report, not on standard error: a file of keys may serve many captures. */
static void test_keys_of_ike_sas_that_were_not_captured_are_named(void)
{
    GString *aloud = g_string_new(NULL);
    struct story story;
    GPtrArray *foreign;
    char *text = given("KA " STOCK " 0102\nKA " COOKIE " 0102\n");

    g_assert_cmpstr(text, ==,
                    "test: recognised as key records: 2 secrets of 2 IKE SAs; 1 of these IKE SAs "
                    "is not in this capture (" COOKIE ").\n");
    g_free(text);
    story_open(&story, "mm-psk", "KA " STOCK " 0102\nKA " COOKIE " 0102\n");
    ikelog_session_describe_given(story.session, true, aloud);
    g_assert_cmpstr(aloud->str, ==, "");
    foreign = ikelog_session_foreign_cookies(story.session);
    g_assert_cmpuint(foreign->len, ==, 1);
    g_assert_cmphex(*(const uint8_t *)g_ptr_array_index(foreign, 0), ==, 0x2f);
    g_ptr_array_unref(foreign);
    story_close(&story);
    g_string_free(aloud, TRUE);
}

static void test_closed_ike_sa_says_what_was_given_instead(void)
{
    static const struct {
        const char *keys, *words;
    } cases[] = {
        {"KA " COOKIE " 0102\nSKEYID " COOKIE " 03\nKA 0102030405060708 01\nPSK * \"x\"\n",
         "What was given: test: recognised as key records: 3 secrets of 2 IKE SAs (" COOKIE
         ", 0102030405060708), 1 pre-shared key; none is known to be of this IKE SA."},
        {"KA " STOCK " 26f1842b82dda8884b910ca6e34006ff238554fa22803d82\n",
         "its key of this IKE SA does not fit the message"},
        {"SKEYID_D " STOCK " 0102\n", "some are of this IKE SA, but a part is missing."},
        {"2026-11-21 16:42:01: DEBUG: final encryption key computed:\n"
         "2026-11-21 16:42:01: DEBUG: \n01020304\n",
         "a racoon log: 1 key without a cookie; none is known to be of this IKE SA."},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        GString *text = g_string_new(NULL);
        struct story story;

        story_open(&story, "mm-psk", cases[i].keys);
        ikelog_session_describe_needed_keys(story.session, ikelog_session_sa(story.session, 0),
                                            text);
        g_test_message("%s", text->str);
        g_assert_nonnull(strstr(text->str, cases[i].words));
        story_close(&story);
        g_string_free(text, TRUE);
    }
}

/* The log of one device has its key; the other one's message shows that it has another. */
static void test_key_of_one_side_that_does_not_fit_the_other_is_a_psk_mismatch(void)
{
    char *path = capture_path("wrong-psk-key-of-one-side.fortigate.other-log"), *log;
    GString *text = g_string_new(NULL);
    const struct ikelog_sa *sa;
    struct story story;

    g_assert_true(g_file_get_contents(path, &log, NULL, NULL));
    story_open(&story, "wrong-psk-key-of-one-side", log);
    sa = ikelog_session_sa(story.session, 0);
    g_assert_cmpint(ikelog_verdict_of_sa(story.session, sa, NULL).kind, ==,
                    IKELOG_VERDICT_PSK_MISMATCH);
    g_assert_cmpuint(sa->course->undecryptable_status, ==, IKELOG_WRONG_KEY);
    ikelog_session_describe_needed_keys(story.session, sa, text);
    g_assert_nonnull(strstr(text->str, "only the key in that side's own log fits"));
    story_close(&story);
    g_string_free(text, TRUE);
    g_free(log);
    g_free(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/given-keys/log-without-a-secret-is-told-with-the-level-that-prints-one",
                    test_log_without_a_secret_is_told_with_the_level_that_prints_one);
    g_test_add_func("/given-keys/secrets-of-other-ike-sas-are-told-with-both-cookies",
                    test_secrets_of_other_ike_sas_are_told_with_both_cookies);
    g_test_add_func("/given-keys/nothing-is-said-of-a-source-that-may-belong",
                    test_nothing_is_said_of_a_source_that_may_belong);
    g_test_add_func("/given-keys/keys-of-ike-sas-that-were-not-captured-are-named",
                    test_keys_of_ike_sas_that_were_not_captured_are_named);
    g_test_add_func("/given-keys/closed-ike-sa-says-what-was-given-instead",
                    test_closed_ike_sa_says_what_was_given_instead);
    g_test_add_func("/given-keys/key-of-one-side-that-does-not-fit-the-other-is-a-psk-mismatch",
                    test_key_of_one_side_that_does_not_fit_the_other_is_a_psk_mismatch);
    return g_test_run();
}
