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
    *verified = ikelog_session_sa(session, 0)->course->verified[0] != NULL;
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

/* Messages 5 and 6 came in fragments, which are not put together here: the last one of message 6
 * has the block that the first IV of Quick Mode is made of. */
static void test_last_fragment_has_the_last_block(void)
{
    char *path = capture_path_of("mm-rsa-fragments", ".pcap"), *keys, **lines;
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_session *session;
    unsigned whole = 0, first_unknown = 0;
    struct capture capture;
    struct ikelog_datagram d;
    const char *expected;

    g_assert_true(capture_open(&capture, path));
    g_free(path);
    path = capture_path_of("mm-rsa-fragments", ".keys");
    g_assert_true(g_file_get_contents(path, &keys, NULL, NULL));
    lines = g_strsplit(keys, "\n", -1);
    for (char **line = lines; *line; line++)
        if (g_str_has_prefix(*line, "KA "))
            ikelog_keyrecord_add(*line, "file", keyring, &expected);
    session = ikelog_session_new(keyring);
    while (capture_next(&capture, &d)) {
        const struct ikelog_record *record = ikelog_session_feed(session, &d);

        if (record && record->exchange->type == IKELOG_EXCHANGE_QUICK) {
            whole += record->decryption == IKELOG_DECRYPTED;
            first_unknown += record->decryption == IKELOG_DECRYPTED_NO_FIRST;
        }
    }
    g_assert_cmpuint(whole, ==, 3);
    g_assert_cmpuint(first_unknown, ==, 0);
    ikelog_session_free(session);
    ikelog_keyring_free(keyring);
    g_free(capture.octets);
    g_strfreev(lines);
    g_free(keys);
    g_free(path);
}

/* Message 5 was captured before messages 3 and 4, whose public values its IV is made of. */
static void test_late_public_values_give_the_iv(void)
{
    static const unsigned order[] = {1, 2, 5, 3, 4, 6};
    static const char ka[] = "KA 9629777173cf6abd 26f1842b82dda8884b910ca6e34006ff238554fa22803d81";
    char *path = capture_path_of("mm-psk", ".pcap");
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_session *session;
    const struct ikelog_record *fifth = NULL;
    const char *expected;

    g_assert_cmpint(ikelog_keyrecord_add(ka, "file", keyring, &expected), ==, IKELOG_OK);
    session = ikelog_session_new(keyring);
    for (unsigned n = 0; n < G_N_ELEMENTS(order); n++) {
        struct ikelog_datagram d;
        struct capture capture;
        const struct ikelog_record *record;

        g_assert_true(capture_open(&capture, path));
        for (unsigned skip = 0; skip < order[n]; skip++)
            g_assert_true(capture_next(&capture, &d));
        d.frame = n + 1;
        record = ikelog_session_feed(session, &d);
        fifth = order[n] == 5 ? record : fifth;
        if (order[n] == 5)
            g_assert_cmpint(fifth->decryption, !=, IKELOG_DECRYPTED);
        g_free(capture.octets);
    }
    g_assert_cmpint(fifth->decryption, ==, IKELOG_DECRYPTED);
    ikelog_session_free(session);
    ikelog_keyring_free(keyring);
    g_free(path);
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
    g_test_add_func("/decrypt/last-fragment-has-the-last-block",
                    test_last_fragment_has_the_last_block);
    g_test_add_func("/decrypt/late-public-values-give-the-iv", test_late_public_values_give_the_iv);
    return g_test_run();
}
