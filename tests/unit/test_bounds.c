/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bounds of docs/reliability.md: what is beyond one is not followed, and nothing else suffers.
 */
#include "reading.h"
#include "transcript.h"

#include "crypto/dh.h"
#include "state/anomalies.h"
#include "wire/numbers.h"
#include "wire/seeded.h"

#include <glib/gstdio.h>

#define FLOOD 70000u /* more than IKELOG_MAX_EXCHANGES, and than 16 bits count */

/* A message of an IKE SA of which the capture lacks the start, with a vendor ID of its own. */
static const struct ikelog_record *say_vendor_id(struct talk *talk, uint8_t exchange,
                                                 uint32_t message_id, unsigned number)
{
    char *body = g_strdup_printf("00000008 %08x", number);
    const struct spoken spoken = {'I', 1, "a b", exchange, 0, message_id, 13, body};

    talk_say(talk, &spoken);
    g_free(body);
    return g_ptr_array_index(talk->records, talk->records->len - 1);
}

static const struct ikelog_sa *first_sa(const struct talk *talk)
{
    return ikelog_session_sa(talk->session, 0);
}

static void test_attributes_behind_the_bound_are_not_read(void)
{
    static const uint8_t head[] = {0, 0, 0, 1, 0, 0, 0, 1,  0, 0, 1, 24,
                                   1, 1, 0, 1, 0, 0, 1, 16, 1, 1, 0, 0};
    static const uint8_t filler[] = {0x80, 20, 0, 1}, key_length[] = {0x80, 14, 0, 128};
    struct ikelog_sa_payload *sa = g_new0(struct ikelog_sa_payload, 1);

    for (unsigned before = IKELOG_MAX_ATTRIBUTES - 1; before <= IKELOG_MAX_ATTRIBUTES; before++) {
        GByteArray *body = g_byte_array_new();
        bool fits = before < IKELOG_MAX_ATTRIBUTES;

        g_byte_array_append(body, head, sizeof head);
        for (unsigned i = 0; i < before; i++)
            g_byte_array_append(body, filler, sizeof filler);
        g_byte_array_append(body, key_length, sizeof key_length);
        body->data[11] = (uint8_t)(body->len - 8);
        body->data[10] = (uint8_t)((body->len - 8) >> 8);
        body->data[19] = (uint8_t)(body->len - 16);
        body->data[18] = (uint8_t)((body->len - 16) >> 8);
        ikelog_sa_payload_read((struct ikelog_octets){body->data, body->len}, sa);
        g_assert_cmpuint(sa->transform_count, ==, 1);
        g_assert_cmpuint(sa->transforms[0].key_bits, ==, fits ? 128 : 0);
        g_assert_cmpint(sa->status, ==, fits ? IKELOG_OK : IKELOG_TOO_MANY);
        g_byte_array_unref(body);
    }
    g_free(sa);
}

static void test_long_body_is_not_kept(void)
{
    struct talk talk;

    talk_open(&talk);
    for (unsigned n = 0; n < 2; n++) {
        unsigned length = IKELOG_MAX_BODY + n;
        char *zeros = g_strnfill(2u * length, '0');
        char *body = g_strdup_printf("0000%04x %s", length + 4, zeros);
        const struct spoken spoken = {'I', 1, n ? "a b" : "c d", 2, 0, 0, 4, body};

        talk_say(&talk, &spoken);
        g_free(body);
        g_free(zeros);
    }
    g_assert_nonnull(ikelog_session_sa(talk.session, 0)->sides[0].said->ke);
    g_assert_null(ikelog_session_sa(talk.session, 1)->sides[0].said->ke);
    talk_close(&talk);
}

static void test_messages_of_an_exchange_are_followed_so_far(void)
{
    const struct ikelog_record *last = NULL, *again;
    unsigned listed = 0;
    struct talk talk;

    talk_open(&talk);
    for (unsigned n = 0; n < 2 * IKELOG_MAX_MESSAGES; n++)
        last = say_vendor_id(&talk, 32, 1, n);
    for (const struct ikelog_record *r = last->exchange->first; r; r = ikelog_record_next(r))
        listed++;
    g_assert_cmpuint(listed, <=, IKELOG_MAX_MESSAGES + 1);
    g_assert_cmpuint(listed, >=, IKELOG_MAX_MESSAGES);
    again = say_vendor_id(&talk, 32, 1, 2 * IKELOG_MAX_MESSAGES - 1);
    g_assert_true(ikelog_record_repeats(again) == last);
    talk_close(&talk);
}

static void test_repeats_are_not_counted_round(void)
{
    const struct ikelog_record *record = NULL;
    struct talk talk;

    talk_open(&talk);
    for (unsigned n = 0; n < FLOOD; n++)
        record = say_vendor_id(&talk, 32, 1, 0);
    g_assert_cmpuint(record->exchange->trouble->repeats[record->side], ==, UINT16_MAX);
    g_assert_cmpuint(record->exchange->trouble->unanswered, ==, UINT16_MAX);
    g_assert_cmpuint(ikelog_sa_retransmissions(first_sa(&talk)), ==, FLOOD - 1);
    talk_close(&talk);
}

static void test_exchanges_of_an_ike_sa_are_followed_so_far(void)
{
    const struct ikelog_record *before, *record = NULL, *early;
    struct talk talk;

    talk_open(&talk);
    early = say_vendor_id(&talk, 32, 1, 0);
    for (unsigned n = 1; n < FLOOD; n++)
        record = say_vendor_id(&talk, 32, n + 1, n);
    before = say_vendor_id(&talk, 32, FLOOD + 1, FLOOD);
    g_assert_cmpuint(first_sa(&talk)->quick_modes->len, <=, IKELOG_MAX_EXCHANGES + 1);
    g_assert_true(before->exchange == record->exchange);
    record = say_vendor_id(&talk, 32, 1, FLOOD + 1);
    g_assert_true(record->exchange == early->exchange);
    talk_close(&talk);
}

static void test_ike_sas_of_a_capture_are_followed_so_far(void)
{
    static const char *const cookies[] = {"a b", "c d", "e f", "a b"};
    struct talk talk;

    talk_open(&talk);
    ikelog_session_limit(talk.session, 2, 0);
    for (unsigned n = 0; n < G_N_ELEMENTS(cookies); n++) {
        const struct spoken spoken = {'I', 1, cookies[n], 5, 0, n, 13, "00000008 00000001"};
        const struct ikelog_record *record;

        talk_say(&talk, &spoken);
        record = g_ptr_array_index(talk.records, n);
        g_assert_true((record != NULL) == (n != 2));
    }
    g_assert_cmpuint(ikelog_session_sa_count(talk.session), ==, 2);
    talk_close(&talk);
}

static void test_notifications_are_remembered_so_far(void)
{
    struct talk talk;

    talk_open(&talk);
    for (unsigned n = 0; n < 2 * IKELOG_MAX_NOTIFIES_SEEN; n++) {
        const struct spoken spoken = {'R', 1, "a b", 5, 0, n, 11, REFUSAL("000e")};

        talk_say(&talk, &spoken);
    }
    g_assert_cmpuint(first_sa(&talk)->course->notify_seen_count, ==, IKELOG_MAX_NOTIFIES_SEEN);
    talk_close(&talk);
}

/* One Delete payload with more SPIs than are followed, of IPsec SAs that nobody saw. */
static void test_deletes_are_remembered_so_far(void)
{
    GString *body = g_string_new("000004bc 00000001 03 04 012c");
    struct talk talk;

    for (unsigned n = 0; n < 300; n++)
        g_string_append_printf(body, "%08x", n + 1);
    const struct spoken spoken = {'R', 1, "a b", 5, 0, 1, 12, body->str};

    talk_open(&talk);
    talk_say(&talk, &spoken);
    g_assert_cmpuint(first_sa(&talk)->course->notify_seen_count, ==, IKELOG_MAX_NOTIFIES_SEEN);
    g_assert_cmpuint(first_sa(&talk)->course->notifies_seen[0].spi, ==, 1);
    talk_close(&talk);
    g_string_free(body, TRUE);
}

/* Cookies that fall into one bucket of a hash that adds up octets times powers of 33. */
/* The same payload `count` times, each with the type of the next one in front; g_free. */
static char *repeated(const char *type, const char *rest, unsigned count)
{
    GString *hex = g_string_new(NULL);

    for (unsigned n = 1; n <= count; n++)
        g_string_append_printf(hex, "%s %s ", n < count ? type : "00", rest);
    return g_string_free(hex, FALSE);
}

static void test_contradictions_of_a_message_are_told_so_far(void)
{
    char *body = repeated("0b", "00000c 00000001 0100 6002", 3 * IKELOG_MAX_ANOMALIES);
    const struct spoken spoken = {'I', 1, "a b", 5, 0, 9, 11, body};
    struct ikelog_anomaly found[IKELOG_MAX_ANOMALIES];
    struct ikelog_view view;
    struct talk talk;
    gsize length;

    talk_open(&talk);
    talk_say(&talk, &spoken);
    const uint8_t *octets = g_bytes_get_data(g_ptr_array_index(talk.messages, 0), &length);
    ikelog_view_open(talk.session, g_ptr_array_index(talk.records, 0),
                     (struct ikelog_octets){octets, (uint32_t)length}, &view);
    g_assert_cmpuint(view.chain.count, ==, 3 * IKELOG_MAX_ANOMALIES);
    g_assert_cmpuint(ikelog_view_anomalies(talk.session, &view, found), ==, IKELOG_MAX_ANOMALIES);
    g_assert_nonnull(strstr(found[IKELOG_MAX_ANOMALIES - 1].text, "INITIAL-CONTACT"));
    ikelog_view_close(&view);
    talk_close(&talk);
    g_free(body);
}

/* A bundle of `count` protocols, proposed and chosen in the clear. */
static unsigned ipsec_sas_of_a_bundle(unsigned count)
{
    char *proposals = repeated("02", "000014 01030401 0a0b0c0d 00000008 01030000", count);
    char *body = g_strdup_printf("0000%04x 00000001 00000001 %s", 12 + 20 * count, proposals);
    const struct spoken offer = {'I', 1, "a b", 32, 0, 9, 1, body};
    const struct spoken choice = {'R', 1, "a b", 32, 0, 9, 1, body};
    const struct ikelog_record *record;
    struct talk talk;
    unsigned kept;

    talk_open(&talk);
    talk_say(&talk, &offer);
    talk_say(&talk, &choice);
    record = g_ptr_array_index(talk.records, 0);
    kept = ikelog_exchange_quick(record->exchange)
               ? ikelog_exchange_quick(record->exchange)->ipsec_count
               : 0;
    talk_close(&talk);
    g_free(body);
    g_free(proposals);
    return kept;
}

static void test_ipsec_sas_of_a_quick_mode_are_followed_so_far(void)
{
    g_assert_cmpuint(ipsec_sas_of_a_bundle(2), ==, 2);
    g_assert_cmpuint(ipsec_sas_of_a_bundle(IKELOG_MAX_IPSEC), ==, IKELOG_MAX_IPSEC);
    g_assert_cmpuint(ipsec_sas_of_a_bundle(IKELOG_MAX_IPSEC + 9), ==, IKELOG_MAX_IPSEC);
}

static void test_aimed_cookies_fall_apart(void)
{
    GHashTable *hashes = g_hash_table_new(NULL, NULL);

    for (unsigned n = 0; n < 4096; n++) {
        uint8_t cookie[8];

        for (unsigned i = 0; i < 4; i++) {
            unsigned k = n >> 3 * i & 7;

            cookie[2 * i] = (uint8_t)k;
            cookie[2 * i + 1] = (uint8_t)(33 * (7 - k));
        }
        g_hash_table_add(hashes, GUINT_TO_POINTER(ikelog_seeded_hash(cookie, sizeof cookie)));
    }
    g_assert_cmpuint(g_hash_table_size(hashes), >, 4090);
    g_hash_table_destroy(hashes);
}

static void test_huge_dialect_file_is_refused(void)
{
    GPtrArray *errors = g_ptr_array_new_with_free_func(g_free);
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    unsigned before = ikelog_dialects_count(dialects);
    char *folder = g_dir_make_tmp("ikelog-bounds-XXXXXX", NULL), *blanks, *path;

    g_assert_nonnull(folder);
    path = g_build_filename(folder, "huge.dialect", NULL);
    blanks = g_strnfill(1048577, '\n');
    g_assert_true(g_file_set_contents(path, blanks, -1, NULL));
    ikelog_dialects_read_folder(dialects, folder, errors);
    g_assert_cmpuint(errors->len, ==, 1);
    g_assert_nonnull(strstr(g_ptr_array_index(errors, 0), "not a dialect file"));
    g_assert_cmpuint(ikelog_dialects_count(dialects), ==, before);
    g_assert_cmpint(g_remove(path), ==, 0);
    g_assert_cmpint(g_rmdir(folder), ==, 0);
    g_free(blanks);
    g_free(path);
    g_free(folder);
    ikelog_dialects_free(dialects);
    g_ptr_array_unref(errors);
}

static void test_full_keyring_refuses_what_is_new_only(void)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();

    ikelog_keyring_limit(keyring, 3);
    for (uint8_t n = 0; n < 5; n++) {
        const struct ikelog_secret secret = {
            .kind = IKELOG_SECRET_KA, .cky_i = {n}, .value = {&n, 1}};

        g_assert_cmpint(ikelog_keyring_add(keyring, &secret), ==,
                        n < 3 ? IKELOG_OK : IKELOG_TOO_MANY);
        g_assert_true((ikelog_keyring_find(keyring, IKELOG_SECRET_KA, secret.cky_i) != NULL) ==
                      (n < 3));
    }
    ikelog_keyring_free(keyring);
}

static void give(struct talk *talk, const char *records)
{
    const struct ikelog_complaints none = {NULL, NULL};
    struct ikelog_keysource *source = ikelog_keysource_new("bounds");

    ikelog_keysource_feed(source, records, strlen(records), talk->keyring, &none);
    ikelog_keysource_end(source, talk->keyring, &none);
    ikelog_keysource_free(source);
}

/* The record of a kind in the keys of the capture that the tests of exponents read; g_free. */
static char *record_of(const char *word)
{
    char *text = read_capture_file("dh-private-modp.keys", NULL), *found = NULL;
    char **lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line && !found; line++)
        if (g_str_has_prefix(*line, word))
            found = g_strconcat(*line, "\n", NULL);
    g_strfreev(lines);
    g_free(text);
    g_assert_nonnull(found);
    return found;
}

static void give_wrong_exponents(struct talk *talk, unsigned count)
{
    char *right = record_of("DH_PRIVATE");

    for (unsigned n = 0; n < count; n++) {
        char *wrong = g_strdup_printf("%.*s %02x\n", (int)strlen("DH_PRIVATE 0123456789abcdef"),
                                      right, n + 2);

        give(talk, wrong);
        g_free(wrong);
    }
    g_free(right);
}

static void give_record(struct talk *talk, const char *word)
{
    char *record = record_of(word);

    give(talk, record);
    g_free(record);
}

/* Feed the next `count` messages; before each of them the keyring gets a record of no use. */
static const struct ikelog_record *feed_some(struct talk *talk, unsigned count)
{
    const struct ikelog_record *record = NULL;
    struct ikelog_datagram d;

    while (count-- > 0 && capture_next(&talk->capture, &d)) {
        char *useless = g_strdup_printf("KA 00000000%08x 00112233\n", d.frame);

        give(talk, useless);
        g_free(useless);
        talk_feed(talk, &d);
        record = g_ptr_array_index(talk->records, talk->records->len - 1);
    }
    return record;
}

static void open_exponents(struct talk *talk)
{
    char *path = capture_path("dh-private-modp.pcap");

    talk_open(talk);
    g_assert_true(capture_open(&talk->capture, path));
    give_record(talk, "PSK");
    g_free(path);
}

static void test_exponents_are_tried_so_far(void)
{
    for (unsigned wrong = 7; wrong <= 8; wrong++) {
        const struct ikelog_record *record;
        struct talk talk;

        open_exponents(&talk);
        give_wrong_exponents(&talk, wrong);
        give_record(&talk, "DH_PRIVATE");
        record = feed_some(&talk, 5);
        g_assert_cmpint(ikelog_record_decryption(record), ==,
                        wrong < 8 ? IKELOG_DECRYPTED : IKELOG_KEYS_INCOMPLETE);
        talk_close(&talk);
    }
}

/* However often the keyring changes, an exponent that led nowhere is not tried again. */
static void test_exponent_is_tried_once(void)
{
    const struct ikelog_record *record;
    struct talk talk;
    uint64_t once;

    open_exponents(&talk);
    once = 2u * ikelog_dh_cost(ikelog_group_by_number(14));
    ikelog_session_limit(talk.session, IKELOG_MAX_SAS, 2 * once);
    give_wrong_exponents(&talk, 1);
    record = feed_some(&talk, 7);
    g_assert_cmpuint(first_sa(&talk)->suite->group_number, ==, 14);
    g_assert_cmpint(ikelog_record_decryption(record), ==, IKELOG_KEYS_INCOMPLETE);
    give_record(&talk, "DH_PRIVATE");
    record = feed_some(&talk, 2);
    g_assert_true(ikelog_status_is_decrypted(ikelog_record_decryption(record)));
    talk_close(&talk);
}

static void test_work_for_exponents_has_an_end(void)
{
    const struct ikelog_record *record;
    struct talk talk;

    open_exponents(&talk);
    ikelog_session_limit(talk.session, IKELOG_MAX_SAS,
                         2u * ikelog_dh_cost(ikelog_group_by_number(14)) - 1);
    give_record(&talk, "DH_PRIVATE");
    record = feed_some(&talk, 5);
    g_assert_cmpint(ikelog_record_decryption(record), ==, IKELOG_TOO_MUCH_WORK);
    give_record(&talk, "KA");
    record = feed_some(&talk, 1);
    g_assert_cmpint(ikelog_record_decryption(record), ==, IKELOG_DECRYPTED);
    talk_close(&talk);
}

static void test_keysets_are_tried_so_far(void)
{
    const struct ikelog_record *record;
    struct talk talk;

    open_exponents(&talk);
    give_record(&talk, "SHARED_SECRET");
    for (unsigned n = 0; n < IKELOG_MAX_KEYSETS; n++) {
        char *line = g_strdup_printf("PSK * \"wrong %u\"\n", n);

        give(&talk, line);
        g_free(line);
    }
    record = feed_some(&talk, 9);
    g_assert_cmpuint(record->exchange->sa->keyset_count, ==, IKELOG_MAX_KEYSETS);
    g_assert_cmpint(ikelog_record_decryption(record), ==, IKELOG_DECRYPTED);
    talk_close(&talk);
}

/* A record for each message is what a capture costs most: docs/reliability.md tells its size. */
static void test_record_is_as_small_as_it_is_said(void)
{
    if (sizeof(void *) == 8)
        g_assert_cmpuint(sizeof(struct ikelog_record), ==, 72);
    g_assert_cmpuint(sizeof(struct ikelog_chained_record), ==, 104);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/bounds/attributes-behind-the-bound-are-not-read",
                    test_attributes_behind_the_bound_are_not_read);
    g_test_add_func("/bounds/long-body-is-not-kept", test_long_body_is_not_kept);
    g_test_add_func("/bounds/messages-of-an-exchange-are-followed-so-far",
                    test_messages_of_an_exchange_are_followed_so_far);
    g_test_add_func("/bounds/repeats-are-not-counted-round", test_repeats_are_not_counted_round);
    g_test_add_func("/bounds/exchanges-of-an-ike-sa-are-followed-so-far",
                    test_exchanges_of_an_ike_sa_are_followed_so_far);
    g_test_add_func("/bounds/ike-sas-of-a-capture-are-followed-so-far",
                    test_ike_sas_of_a_capture_are_followed_so_far);
    g_test_add_func("/bounds/notifications-are-remembered-so-far",
                    test_notifications_are_remembered_so_far);
    g_test_add_func("/bounds/deletes-are-remembered-so-far", test_deletes_are_remembered_so_far);
    g_test_add_func("/bounds/contradictions-of-a-message-are-told-so-far",
                    test_contradictions_of_a_message_are_told_so_far);
    g_test_add_func("/bounds/ipsec-sas-of-a-quick-mode-are-followed-so-far",
                    test_ipsec_sas_of_a_quick_mode_are_followed_so_far);
    g_test_add_func("/bounds/aimed-cookies-fall-apart", test_aimed_cookies_fall_apart);
    g_test_add_func("/bounds/huge-dialect-file-is-refused", test_huge_dialect_file_is_refused);
    g_test_add_func("/bounds/full-keyring-refuses-what-is-new-only",
                    test_full_keyring_refuses_what_is_new_only);
    g_test_add_func("/bounds/exponents-are-tried-so-far", test_exponents_are_tried_so_far);
    g_test_add_func("/bounds/exponent-is-tried-once", test_exponent_is_tried_once);
    g_test_add_func("/bounds/work-for-exponents-has-an-end", test_work_for_exponents_has_an_end);
    g_test_add_func("/bounds/keysets-are-tried-so-far", test_keysets_are_tried_so_far);
    g_test_add_func("/bounds/record-is-as-small-as-it-is-said",
                    test_record_is_as_small_as_it_is_said);
    return g_test_run();
}
