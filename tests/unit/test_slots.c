/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables of a fixed size, in which the new takes the place of the old: what that may change. */
#include "transcript.h"

#include <string.h>

#define CROWD 100000u /* many times the slots for transmissions */
#define PEERS 200u    /* more than there are slots for open ciphers */

/* A Quick Mode message with a vendor ID of its own. */
static const struct ikelog_record *feed_numbered(struct ikelog_session *session, uint32_t number,
                                                 int64_t time_ns, int32_t ip_id)
{
    static uint32_t frame;
    uint8_t message[IKELOG_HEADER_LEN + 8] = {
        [0] = 1, [8] = 2, [16] = 13, 0x10, 32, 0, 0, 0, 0, 1, 0, 0, 0, sizeof message, 0, 0, 0, 8};
    struct ikelog_datagram d = {
        .frame = ++frame,
        .time_ns = time_ns,
        .src = {.family = 4, .address = {192, 0, 2, 1}, .port = 500},
        .dst = {.family = 4, .address = {192, 0, 2, 2}, .port = 500},
        .message = {message, sizeof message},
        .on_wire = sizeof message,
        .ip_id = ip_id,
        .ttl = 64,
    };

    memcpy(message + sizeof message - sizeof number, &number, sizeof number);
    return ikelog_session_feed(session, &d);
}

/* What the second of two captures of one packet is marked with, `between` others after the first.
 */
static unsigned marks_of_copy(uint32_t between)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_session *session = ikelog_session_new(keyring);
    unsigned marks;

    feed_numbered(session, 0, 0, 7);
    for (uint32_t n = 1; n <= between; n++)
        feed_numbered(session, n, 0, 8);
    marks = feed_numbered(session, 0, 1000000, 7)->flags;
    ikelog_session_free(session);
    ikelog_keyring_free(keyring);
    return marks;
}

static void test_copy_behind_a_crowd_counts_as_a_repeat(void)
{
    g_assert_true(marks_of_copy(0) & IKELOG_RECORD_COPY);
    g_assert_false(marks_of_copy(0) & IKELOG_RECORD_RETRANSMISSION);
    g_assert_false(marks_of_copy(CROWD) & IKELOG_RECORD_COPY);
    g_assert_true(marks_of_copy(CROWD) & IKELOG_RECORD_RETRANSMISSION);
}

/* The cipher key of the capture, for the initiator's cookie that peer `n` has instead. */
static void give_key(struct talk *talk, const char *keys, const uint8_t *cookie)
{
    const struct ikelog_complaints none = {NULL, NULL};
    struct ikelog_keysource *source = ikelog_keysource_new("slots");
    const char *ka = strstr(keys, "KA ");
    GString *record = g_string_new("KA ");

    g_assert_nonnull(ka);
    for (unsigned i = 0; i < IKELOG_COOKIE_LEN; i++)
        g_string_append_printf(record, "%02x", cookie[i]);
    ka = strchr(ka + 3, ' ');
    g_string_append_len(record, ka, (gssize)strcspn(ka, "\n"));
    g_string_append_c(record, '\n');
    ikelog_keysource_feed(source, record->str, record->len, talk->keyring, &none);
    ikelog_keysource_end(source, talk->keyring, &none);
    ikelog_keysource_free(source);
    g_string_free(record, TRUE);
}

/* Every message of the capture once for each peer, by turns. */
static void feed_all_peers(struct talk *talk, const char *keys)
{
    struct ikelog_datagram d;

    while (capture_next(&talk->capture, &d)) {
        uint8_t *message = g_memdup2(d.message.data, d.message.length);

        d.message.data = message;
        for (unsigned peer = 0; peer < PEERS; peer++) {
            message[0] = (uint8_t)peer;
            d.frame = ++talk->frame;
            if (d.frame <= PEERS)
                give_key(talk, keys, message);
            talk_feed(talk, &d);
        }
        g_free(message);
    }
}

static void test_more_ike_sas_than_open_ciphers_are_all_decrypted(void)
{
    char *path = capture_path("mm-psk.pcap");
    char *key_path = capture_path("mm-psk.keys");
    struct talk talk;
    char *keys;
    unsigned read = 0;

    talk_open(&talk);
    g_assert_true(capture_open(&talk.capture, path));
    g_assert_true(g_file_get_contents(key_path, &keys, NULL, NULL));
    feed_all_peers(&talk, keys);
    for (guint i = 0; i < talk.records->len; i++) {
        const struct ikelog_record *record = g_ptr_array_index(talk.records, i);

        g_assert_nonnull(record);
        if (!(record->flags & IKELOG_RECORD_ENCRYPTED))
            continue;
        g_assert_cmpint(ikelog_record_decryption(record), ==, IKELOG_DECRYPTED);
        read++;
    }
    g_assert_cmpuint(ikelog_session_sa_count(talk.session), ==, PEERS);
    g_assert_cmpuint(read, >=, 5 * PEERS);
    talk_close(&talk);
    g_free(keys);
    g_free(key_path);
    g_free(path);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/slots/copy-behind-a-crowd-counts-as-a-repeat",
                    test_copy_behind_a_crowd_counts_as_a_repeat);
    g_test_add_func("/slots/more-ike-sas-than-open-ciphers-are-all-decrypted",
                    test_more_ike_sas_than_open_ciphers_are_all_decrypted);
    return g_test_run();
}
