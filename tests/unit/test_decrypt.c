/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said of a key that does not fit, when messages are missing and when they are not. */
#include "replay.h"

#include "crypto/keyfile.h"

/* The message before it is missing and its end, too: nothing tells whether the key is right. */
static void test_cut_message_does_not_blame_the_key(void)
{
    struct talk talk;

    play(&talk, "mm-psk", "1 2 3 4 8c", KA_ONLY);
    g_assert_cmpint(ikelog_record_decryption(record_at(&talk, 4)), ==, IKELOG_KEY_UNPROVEN);
    talk_close(&talk);
}

/* Nothing is missing, so a weak fit of the last message does not excuse the key. */
static void test_wrong_key_is_wrong_to_the_end(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "faults/wrong-key-to-the-end", true);
    for (unsigned n = 4; n < 9; n++)
        g_assert_cmpint(ikelog_record_decryption(g_ptr_array_index(talk.records, n)), ==,
                        IKELOG_WRONG_KEY);
    talk_close(&talk);
}

/* Two public values in the wrong order must not refute the key; the IV that fits proves the sides.
 */
static void test_wrong_order_refutes_nothing(void)
{
    struct talk talk;

    play(&talk, "mm-psk", "4 3 6 5 7 8 9", KA_ONLY);
    for (unsigned n = 2; n < 7; n++)
        g_assert_true(ikelog_status_is_decrypted(ikelog_record_decryption(record_at(&talk, n))));
    g_assert_cmpuint(record_at(&talk, 3)->side, ==, IKELOG_INITIATOR);
    g_assert_cmpint(record_at(&talk, 0)->exchange->sa->side_evidence, ==, IKELOG_SIDES_CERTAIN);
    talk_close(&talk);
}

/* The first message of a Quick Mode that was seen is its last: that refutes no key. */
static void test_last_message_first_refutes_nothing(void)
{
    struct talk talk;

    play(&talk, "racoon-aggressive", "1 2 3 7 5 6 8", KA_ONLY);
    for (unsigned n = 4; n < 7; n++)
        g_assert_true(ikelog_status_is_decrypted(ikelog_record_decryption(record_at(&talk, n))));
    g_assert_cmpint(ikelog_record_decryption(record_at(&talk, 3)), !=, IKELOG_WRONG_KEY);
    talk_close(&talk);
}

/* Without its first block a message that begins with an identity may be anything. */
static void test_lost_beginning_does_not_blame_the_key(void)
{
    struct talk talk;

    play(&talk, "private-payload", "1 2 3 4 6", KA_ONLY);
    g_assert_cmpint(ikelog_record_decryption(record_at(&talk, 4)), ==, IKELOG_KEY_UNPROVEN);
    talk_close(&talk);
}

/* A hash concluded from a message that was cut would make later messages unreadable. */
static void test_cut_message_settles_no_hash(void)
{
    struct talk talk;

    play(&talk, "mm-ecdsa", "4 3 5 6 7c 8 9", KA_ONLY);
    for (unsigned n = 5; n < 7; n++)
        g_assert_cmpint(ikelog_record_decryption(record_at(&talk, n)), !=, IKELOG_WRONG_KEY);
    talk_close(&talk);
}

/* Each of two sides' SKEYID_a goes to the keys of its own Ka, whatever cipher they are tried with.
 */
static void test_skeyid_a_goes_with_its_ka(void)
{
    struct talk talk;

    play(&talk, "racoon-wrong-psk", "3 4 5 6 7 8", ALL_KEYS);
    for (unsigned n = 0; n < 6; n++)
        g_assert_cmpint(ikelog_record_check(record_at(&talk, n)), !=, IKELOG_FAILED);
    g_assert_cmpint(ikelog_record_check(record_at(&talk, 3)), ==, IKELOG_VERIFIED);
    talk_close(&talk);
}

/* Only these records of mm-psk: Ka has to be derived. */
static void add_psk_and_shared_secret(struct ikelog_keyring *keyring)
{
    char *path = capture_path_of("mm-psk", ".keys"), *text, **lines;
    const char *expected;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++)
        if (g_str_has_prefix(*line, "PSK") || g_str_has_prefix(*line, "SHARED_SECRET"))
            g_assert_cmpint(ikelog_keyrecord_add(*line, "file", keyring, &expected), ==, IKELOG_OK);
    g_strfreev(lines);
    g_free(text);
    g_free(path);
}

/* Read mm-psk, but for its message 2; how many messages were decrypted. */
static unsigned decrypted_without_message_2(bool *verified)
{
    char *path = capture_path_of("mm-psk", ".pcap");
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_session *session;
    struct capture capture;
    struct ikelog_datagram d;
    unsigned count = 0;

    add_psk_and_shared_secret(keyring);
    session = ikelog_session_new(keyring);
    g_assert_true(capture_open(&capture, path));
    while (capture_next(&capture, &d)) {
        const struct ikelog_record *record = d.frame == 2 ? NULL : ikelog_session_feed(session, &d);

        count += record && record->decryption == IKELOG_DECRYPTED;
    }
    *verified = ikelog_session_sa(session, 0)->verified[0] != NULL;
    g_assert_cmpstr(ikelog_session_sa(session, 0)->chosen, ==, "3DES/SHA-1/DHG2");
    ikelog_session_free(session);
    ikelog_keyring_free(keyring);
    g_free(capture.octets);
    g_free(path);
    return count;
}

/* The initiator went on, so that the responder took its only proposal. */
static void test_only_proposal_was_chosen(void)
{
    bool verified;

    g_assert_cmpuint(decrypted_without_message_2(&verified), ==, 11);
    g_assert_true(verified);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/decrypt/cut-message-does-not-blame-the-key",
                    test_cut_message_does_not_blame_the_key);
    g_test_add_func("/decrypt/wrong-key-is-wrong-to-the-end", test_wrong_key_is_wrong_to_the_end);
    g_test_add_func("/decrypt/wrong-order-refutes-nothing", test_wrong_order_refutes_nothing);
    g_test_add_func("/decrypt/last-message-first-refutes-nothing",
                    test_last_message_first_refutes_nothing);
    g_test_add_func("/decrypt/lost-beginning-does-not-blame-the-key",
                    test_lost_beginning_does_not_blame_the_key);
    g_test_add_func("/decrypt/cut-message-settles-no-hash", test_cut_message_settles_no_hash);
    g_test_add_func("/decrypt/skeyid-a-goes-with-its-ka", test_skeyid_a_goes_with_its_ka);
    g_test_add_func("/decrypt/only-proposal-was-chosen", test_only_proposal_was_chosen);
    return g_test_run();
}
