/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which of many secrets lead to the keys of an IKE SA, and how many are tried at most. */
#include "story.h"

/* The first record of this kind in NAME.keys, or NULL; g_free. */
static char *record_of(const char *name, const char *kind)
{
    char *path = capture_path_of(name, ".keys"), *text, *found = NULL, **lines;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line && !found; line++)
        if (g_str_has_prefix(*line, kind) && (*line)[strlen(kind)] == ' ')
            found = g_strdup(*line);
    g_strfreev(lines);
    g_free(text);
    g_free(path);
    return found;
}

/* Whether these records read anything of the capture. */
static bool opens(const char *name, const char *keys)
{
    const struct ikelog_report_part *part;
    struct story story;
    bool read = false;

    story_open(&story, name, keys);
    part = g_ptr_array_index(story.report->parts, 0);
    for (guint i = 0; i < part->packets->len; i++) {
        const struct ikelog_packet *packet = g_ptr_array_index(part->packets, i);
        const struct ikelog_record *record = packet->record;

        read = read || ((record->flags & IKELOG_RECORD_ENCRYPTED) &&
                        ikelog_status_is_decrypted(ikelog_record_decryption(record)));
    }
    story_close(&story);
    return read;
}

/* `wrong` records of `kind` that lead nowhere, then the right one, and the pre-shared key. */
static char *secrets(const char *name, const char *kind, unsigned wrong)
{
    char *right = record_of(name, kind), *psk = record_of(name, "PSK"), **fields;
    GString *keys = g_string_new(psk);

    g_assert_nonnull(right);
    g_assert_nonnull(psk);
    fields = g_strsplit(right, " ", -1);
    g_string_append_c(keys, '\n');
    for (unsigned i = 0; i < wrong; i++)
        g_string_append_printf(keys, "%s %s %02x\n", kind, fields[1], i + 3);
    g_string_append_printf(keys, "%s\n", right);
    g_strfreev(fields);
    g_free(right);
    g_free(psk);
    return g_string_free(keys, FALSE);
}

static const struct {
    const char *capture, *kind;
    unsigned wrong;
    bool opens;
} bounds[] = {
    {"mm-psk", "SHARED_SECRET", 0, true},       {"mm-psk", "SHARED_SECRET", 3, true},
    {"mm-psk", "SHARED_SECRET", 4, false},      {"dh-private-modp", "DH_PRIVATE", 0, true},
    {"dh-private-modp", "DH_PRIVATE", 7, true}, {"dh-private-modp", "DH_PRIVATE", 8, false},
};

/* A key file may hold any number of secrets; the work that one IKE SA costs is bounded. */
static void test_right_secret_is_found_behind_wrong_ones_up_to_the_bound(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(bounds); i++) {
        char *keys = secrets(bounds[i].capture, bounds[i].kind, bounds[i].wrong);

        if (opens(bounds[i].capture, keys) != bounds[i].opens)
            g_test_fail_printf("%s behind %u wrong ones", bounds[i].kind, bounds[i].wrong);
        g_free(keys);
    }
}

/* The right secret with something in front of it. */
static const struct {
    const char *what, *before;
    bool opens;
} spellings[] = {
    {"as it is", "", true},
    {"with zeros in front, more than the group has octets", "000000", true},
    {"with something else in front", "01", false},
};

static void test_shared_secret_is_a_number_of_the_groups_size(void)
{
    char *right = record_of("mm-psk", "SHARED_SECRET"), *psk = record_of("mm-psk", "PSK");
    char **fields = g_strsplit(right, " ", -1);

    for (size_t i = 0; i < G_N_ELEMENTS(spellings); i++) {
        char *keys = g_strdup_printf("%s\nSHARED_SECRET %s %s%s\n", psk, fields[1],
                                     spellings[i].before, fields[2]);

        if (opens("mm-psk", keys) != spellings[i].opens)
            g_test_fail_printf("%s", spellings[i].what);
        g_free(keys);
    }
    g_strfreev(fields);
    g_free(right);
    g_free(psk);
}

/* Neither half of what SKEYID and its children are made of is enough. */
static void test_half_of_the_secrets_opens_nothing(void)
{
    char *shared = record_of("mm-psk", "SHARED_SECRET"), *psk = record_of("mm-psk", "PSK");

    g_assert_false(opens("mm-psk", shared));
    g_assert_false(opens("mm-psk", psk));
    g_free(shared);
    g_free(psk);
}

/* Whose pre-shared key a record is: that of either end's address, of anybody, or of a stranger. */
static const struct {
    const char *capture, *whose;
    bool opens;
} owners[] = {
    {"mm-psk", "192.0.2.1", true},
    {"mm-psk", "192.0.2.2", true},
    {"mm-psk", "*", true},
    {"mm-psk", "192.0.2.3", false},
    {"ag-psk", "road@example.com", true},
    {"ag-psk", "gate.example.com", true},
    {"ag-psk", "192.0.2.2", true},
    {"ag-psk", "other.example.com", false},
};

static void test_pre_shared_key_is_either_ends(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(owners); i++) {
        char *shared = record_of(owners[i].capture, "SHARED_SECRET");
        char *psk = record_of(owners[i].capture, "PSK");
        char *keys = g_strdup_printf("%s\nPSK %s %s\n", shared, owners[i].whose, strchr(psk, '"'));

        if (opens(owners[i].capture, keys) != owners[i].opens)
            g_test_fail_printf("%s of %s", owners[i].whose, owners[i].capture);
        g_free(keys);
        g_free(psk);
        g_free(shared);
    }
}

/* Turns every "pre-shared key" of the proposals into "RSA encryption". */
static void demand_rsa_encryption(struct capture *capture)
{
    static const char psk[] = {(char)0x80, 3, 0, 1};

    for (gsize i = 0; i + sizeof psk <= capture->length; i++)
        if (memcmp(capture->octets + i, psk, sizeof psk) == 0)
            capture->octets[i + 3] = 4;
}

/* Whoever hashes the nonces as they are on the wire, encrypted, blames the user's secret. */
static void test_encrypted_nonces_make_no_wrong_key(void)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_session *session = ikelog_session_new(keyring);
    char *path = capture_path_of("mm-psk", ".pcap"), *shared = record_of("mm-psk", "SHARED_SECRET");
    const struct ikelog_record *record;
    struct ikelog_datagram datagram;
    struct capture capture;
    unsigned met = 0;

    load_keys(keyring, shared);
    g_assert_true(capture_open(&capture, path));
    demand_rsa_encryption(&capture);
    while (capture_next(&capture, &datagram)) {
        record = ikelog_session_feed(session, &datagram);
        if (!record || !(record->flags & IKELOG_RECORD_ENCRYPTED))
            continue;
        g_assert_cmpint(ikelog_record_decryption(record), ==, IKELOG_KEYS_INCOMPLETE);
        met++;
    }
    g_assert_cmpuint(met, >, 2);
    ikelog_session_free(session);
    ikelog_keyring_free(keyring);
    g_free(capture.octets);
    g_free(shared);
    g_free(path);
}

/* A log that names no cookie, with `wrong` keys in it before the right one of mm-psk, if any. */
static char *log_without_cookie(unsigned wrong, bool right)
{
    static const char key[] = "Jun  4 17:54:43 vm1 racoon: DEBUG: final encryption key computed:\n"
                              "Jun  4 17:54:43 vm1 racoon: DEBUG: \n";
    GString *log = g_string_new(NULL);

    for (unsigned i = 0; i < wrong; i++)
        g_string_append_printf(log, "%s%08x 82dda888 4b910ca6 e34006ff 238554fa 22803d81\n", key,
                               i);
    if (right)
        g_string_append_printf(log, "%s26f1842b 82dda888 4b910ca6 e34006ff 238554fa 22803d81\n",
                               key);
    return g_string_free(log, FALSE);
}

/* The plaintext says whose key it is; the source of the key says that nothing else did. */
static void test_key_without_a_cookie_opens_the_ike_sa_that_it_fits(void)
{
    static const unsigned wrong[] = {0, IKELOG_MAX_LONE - 1};

    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
        char *log = log_without_cookie(wrong[i], true);
        struct story story;
        const struct ikelog_sa *sa;

        story_open(&story, "mm-psk", log);
        sa = ikelog_session_sa(story.session, 0);
        g_assert_cmpuint(sa->keyset_count, ==, 1);
        g_assert_nonnull(strstr(sa->keysets[0].source, "where no cookie stands"));
        g_assert_null(sa->course->undecryptable);
        story_close(&story);
        g_free(log);
    }
}

/* Further keys than are kept are told, not tried. */
static void test_keys_without_a_cookie_are_bounded(void)
{
    char *log = log_without_cookie(IKELOG_MAX_LONE, true);
    struct story story;

    story_open(&story, "mm-psk", log);
    g_assert_nonnull(ikelog_keyring_nth_lone(story.keyring, IKELOG_MAX_LONE - 1));
    g_assert_null(ikelog_keyring_nth_lone(story.keyring, IKELOG_MAX_LONE));
    g_assert_cmpuint(ikelog_session_sa(story.session, 0)->keyset_count, ==, 0);
    story_close(&story);
    g_free(log);
}

/* Where it does not fit nobody says that a key was given for this IKE SA. */
static void test_key_without_a_cookie_accuses_nobody(void)
{
    char *log = log_without_cookie(IKELOG_MAX_LONE, false);
    struct story story;
    const struct ikelog_sa *sa;

    story_open(&story, "mm-psk", log);
    sa = ikelog_session_sa(story.session, 0);
    g_assert_cmpuint(sa->keyset_count, ==, 0);
    g_assert_nonnull(sa->course->undecryptable);
    g_assert_cmpuint(sa->course->undecryptable_status, ==, IKELOG_NO_KEYS);
    story_close(&story);
    g_free(log);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/secrets/right-one-is-found-behind-wrong-ones-up-to-the-bound",
                    test_right_secret_is_found_behind_wrong_ones_up_to_the_bound);
    g_test_add_func("/secrets/shared-secret-is-a-number-of-the-groups-size",
                    test_shared_secret_is_a_number_of_the_groups_size);
    g_test_add_func("/secrets/half-of-them-opens-nothing", test_half_of_the_secrets_opens_nothing);
    g_test_add_func("/secrets/encrypted-nonces-make-no-wrong-key",
                    test_encrypted_nonces_make_no_wrong_key);
    g_test_add_func("/secrets/pre-shared-key-is-either-ends", test_pre_shared_key_is_either_ends);
    g_test_add_func("/secrets/key-without-a-cookie-opens-the-ike-sa-that-it-fits",
                    test_key_without_a_cookie_opens_the_ike_sa_that_it_fits);
    g_test_add_func("/secrets/keys-without-a-cookie-are-bounded",
                    test_keys_without_a_cookie_are_bounded);
    g_test_add_func("/secrets/key-without-a-cookie-accuses-nobody",
                    test_key_without_a_cookie_accuses_nobody);
    return g_test_run();
}
