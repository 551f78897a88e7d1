/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every check holds for real messages, and fails when something in their plaintext is changed. */
#include "reading.h"
#include "transcript.h"

#include "state/anomalies.h"
#include "state/check_text.h"
#include "wire/numbers.h"

#include <gcrypt.h>

/* The records that open a capture without many exponentiations. */
static struct ikelog_keyring *keys_of(const char *name)
{
    static const char *const words[] = {"PSK ", "SKEYID ", "SHARED_SECRET ", "KA ", "SKEYID_A "};
    char *file = g_strconcat(name, ".keys", NULL), *text = read_capture_file(file, NULL);
    char **lines = g_strsplit(text, "\n", -1);
    GString *chosen = g_string_new(NULL);
    struct reading *reading;
    struct ikelog_keyring *keyring;

    for (char **line = lines; *line; line++)
        for (size_t i = 0; i < G_N_ELEMENTS(words); i++)
            if (g_str_has_prefix(*line, words[i]))
                g_string_append_printf(chosen, "%s\n", *line);
    reading = reading_of_text(chosen->str);
    keyring = g_steal_pointer(&reading->keyring);
    reading_free(reading);
    g_string_free(chosen, TRUE);
    g_strfreev(lines);
    g_free(text);
    g_free(file);
    return keyring;
}

/* Feed a capture up to message `last` (from 0), `instead` of that one when it is not NULL. */
static void feed(struct talk *talk, const char *name, unsigned last, const GByteArray *instead)
{
    char *path = capture_path_of(name, ".pcap");
    struct ikelog_datagram d;

    talk_open(talk);
    ikelog_session_free(talk->session);
    ikelog_keyring_free(talk->keyring);
    talk->keyring = keys_of(name);
    talk->session = ikelog_session_new(talk->keyring);
    g_assert_true(capture_open(&talk->capture, path));
    for (unsigned n = 0; n <= last && capture_next(&talk->capture, &d); n++) {
        if (n == last && instead) {
            d.message = (struct ikelog_octets){instead->data, instead->len};
            d.on_wire = instead->len;
        }
        talk_feed(talk, &d);
    }
    g_free(path);
}

static void open_message(struct talk *talk, unsigned n, struct ikelog_view *view)
{
    gsize length;
    const uint8_t *data = g_bytes_get_data(g_ptr_array_index(talk->messages, n), &length);

    ikelog_view_open(talk->session, g_ptr_array_index(talk->records, n),
                     (struct ikelog_octets){data, (uint32_t)length}, view);
}

static const struct ikelog_payload *payload_of(const struct ikelog_view *view, uint8_t type)
{
    return view->readable ? ikelog_chain_find(&view->chain, type, 0) : NULL;
}

/* The body of an opened message is encrypted again with the key and IV that opened it. */
static void encrypt(const struct ikelog_record *record, GByteArray *body)
{
    const struct ikelog_keyset *keyset = ikelog_record_keyset(record);
    int algorithm = keyset->cipher->gcry;
    const uint8_t *iv = ikelog_record_iv(record);
    gcry_cipher_hd_t cipher;

    if (algorithm == GCRY_CIPHER_AES128 && keyset->ka_length > 16)
        algorithm = keyset->ka_length == 24 ? GCRY_CIPHER_AES192 : GCRY_CIPHER_AES256;
    g_assert_cmpint(gcry_cipher_open(&cipher, algorithm, GCRY_CIPHER_MODE_CBC, 0), ==, 0);
    g_assert_cmpint(gcry_cipher_setkey(cipher, keyset->ka, keyset->ka_length), ==, 0);
    g_assert_nonnull(iv);
    g_assert_cmpint(gcry_cipher_setiv(cipher, iv, keyset->cipher->block), ==, 0);
    g_assert_cmpint(gcry_cipher_encrypt(cipher, body->data, body->len, NULL, 0), ==, 0);
    gcry_cipher_close(cipher);
}

/* A change of a message's octets (the plaintext of an encrypted one). */
typedef void change_function(GByteArray *octets, const struct ikelog_payload *payload);

/* The message of an opened view with a change in it. */
static GByteArray *changed_message(const struct ikelog_view *view,
                                   const struct ikelog_payload *payload, change_function *change)
{
    GByteArray *octets = g_byte_array_new(), *message = g_byte_array_new();

    g_byte_array_append(octets, view->octets.data, view->octets.length);
    change(octets, payload);
    if (!view->decrypted)
        return g_byte_array_unref(message), octets;
    encrypt(view->record, octets);
    g_byte_array_append(message, view->message.data, 24);
    append_u32(message, IKELOG_HEADER_LEN + octets->len);
    g_byte_array_append(message, octets->data, octets->len);
    g_byte_array_unref(octets);
    return message;
}

/* Open message n of a capture after a change in its first payload of a type. */
static void open_changed(const char *name, unsigned n, uint8_t type, change_function *change,
                         struct talk *talk, struct ikelog_view *view)
{
    struct talk before;
    GByteArray *message;

    feed(&before, name, n, NULL);
    open_message(&before, n, view);
    message = changed_message(view, payload_of(view, type), change);
    ikelog_view_close(view);
    talk_close(&before);
    feed(talk, name, n, message);
    open_message(talk, n, view);
    g_byte_array_unref(message);
}

static void flip_last(GByteArray *octets, const struct ikelog_payload *payload)
{
    octets->data[payload->offset + payload->length - 1] ^= 1;
}

static char *verdict_of(const struct ikelog_view *view)
{
    GString *text = g_string_new(NULL);

    ikelog_view_describe_check(view, text);
    return g_string_free(text, FALSE);
}

static void assert_says(const char *text, const char *words)
{
    if (!strstr(text, words))
        g_error("\"%s\" does not say \"%s\"", text, words);
}

/* Message n verifies; with its proof changed it fails and names what was compared. */
static void assert_flip_fails(const char *name, unsigned n, uint8_t type, const char *compared)
{
    struct ikelog_view view;
    struct talk talk;
    char *text;

    feed(&talk, name, n, NULL);
    open_message(&talk, n, &view);
    text = verdict_of(&view);
    g_assert_cmpstr(text, ==, "verified");
    ikelog_view_close(&view);
    talk_close(&talk);
    g_free(text);

    open_changed(name, n, type, flip_last, &talk, &view);
    text = verdict_of(&view);
    g_assert_true(g_str_has_prefix(text, "failed: "));
    assert_says(text, compared);
    assert_says(text, "(file:");
    ikelog_view_close(&view);
    talk_close(&talk);
    g_free(text);
}

static void test_flipped_proof_fails(void)
{
    static const struct {
        const char *name;
        unsigned message; /* from 0 */
        uint8_t type;
        const char *compared;
    } cases[] = {
        {"mm-psk", 4, IKELOG_PAYLOAD_HASH, "HASH_I does not equal prf(SKEYID, g^xi | g^xr"},
        {"mm-psk", 5, IKELOG_PAYLOAD_HASH, "HASH_R does not equal prf(SKEYID, g^xr | g^xi"},
        {"mm-psk", 6, IKELOG_PAYLOAD_HASH, "HASH(1) does not equal prf(SKEYID_a, M-ID | all"},
        {"mm-psk", 7, IKELOG_PAYLOAD_HASH, "HASH(2) does not equal prf(SKEYID_a, M-ID | Ni_b"},
        {"mm-psk", 8, IKELOG_PAYLOAD_HASH, "HASH(3) does not equal prf(SKEYID_a, 0 | M-ID"},
        {"mm-psk", 9, IKELOG_PAYLOAD_HASH, "HASH(1) does not equal"},
        {"ag-psk", 1, IKELOG_PAYLOAD_HASH, "HASH_R does not equal"},
        {"ag-psk", 2, IKELOG_PAYLOAD_HASH, "HASH_I does not equal"},
        {"xauth-modeconfig", 6, IKELOG_PAYLOAD_HASH, "HASH(1) does not equal"},
        {"mm-ecdsa", 4, IKELOG_PAYLOAD_SIG, "by the initiator's certificate, SIG is no signature"},
        {"mm-ecdsa", 5, IKELOG_PAYLOAD_SIG, "by the responder's certificate, SIG is no signature"},
        {"dh-private-rsa", 4, IKELOG_PAYLOAD_SIG, "SIG is no signature of HASH_I"},
        {"dh-private-rsa", 5, IKELOG_PAYLOAD_SIG, "SIG is no signature of HASH_R"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        assert_flip_fails(cases[i].name, cases[i].message, cases[i].type, cases[i].compared);
}

/* What HASH(1), HASH_I and SIG cover, too. */
static void test_flipped_content_fails(void)
{
    static const struct {
        const char *name;
        unsigned message;
        uint8_t type;
    } cases[] = {
        {"mm-psk", 4, IKELOG_PAYLOAD_ID},
        {"mm-psk", 5, IKELOG_PAYLOAD_ID},
        {"mm-psk", 6, IKELOG_PAYLOAD_NONCE},
        {"mm-psk", 7, IKELOG_PAYLOAD_NONCE},
        {"mm-psk", 6, IKELOG_PAYLOAD_ID},
        {"mm-psk-pfs", 6, IKELOG_PAYLOAD_KE},
        {"xauth-modeconfig", 6, IKELOG_PAYLOAD_CONFIG},
        {"mm-ecdsa", 4, IKELOG_PAYLOAD_ID},
        {"ag-psk", 1, IKELOG_PAYLOAD_ID},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_view view;
        struct talk talk;

        open_changed(cases[i].name, cases[i].message, cases[i].type, flip_last, &talk, &view);
        g_assert_cmpint(ikelog_record_check(view.record), ==, IKELOG_FAILED);
        ikelog_view_close(&view);
        talk_close(&talk);
    }
}

/* The uncompressed point of a P-256 key: BIT STRING of 66 octets, no unused bits, 04, x, y. */
static void change_public_key(GByteArray *octets, const struct ikelog_payload *payload)
{
    static const uint8_t before_point[] = {0x03, 0x42, 0x00, 0x04};

    for (uint32_t at = payload->offset; at + 66 < payload->offset + payload->length; at++)
        if (memcmp(octets->data + at, before_point, sizeof before_point) == 0) {
            octets->data[at + 10] ^= 1;
            return;
        }
    g_assert_not_reached();
}

static void test_certificate_gives_the_key_only(void)
{
    struct ikelog_view view;
    struct talk talk;

    open_changed("mm-ecdsa", 4, IKELOG_PAYLOAD_CERT, change_public_key, &talk, &view);
    g_assert_cmpint(ikelog_record_check(view.record), !=, IKELOG_VERIFIED);
    ikelog_view_close(&view);
    talk_close(&talk);
    /* Its last octet is the issuer's signature: who issued it is not looked at. */
    open_changed("mm-ecdsa", 4, IKELOG_PAYLOAD_CERT, flip_last, &talk, &view);
    g_assert_cmpint(ikelog_record_check(view.record), ==, IKELOG_VERIFIED);
    ikelog_view_close(&view);
    talk_close(&talk);
}

/* Offsets in notifications and deletes (RFC 2408 3.14, 3.15), generic header included. */
enum { SPI_OF_NOTIFY = 12, SPI_OF_DELETE = 12, SEQUENCE_OF_DPD = 28 };

static void change_sequence(GByteArray *octets, const struct ikelog_payload *payload)
{
    octets->data[payload->offset + SEQUENCE_OF_DPD] ^= 0x40;
}

static void change_spi(GByteArray *octets, const struct ikelog_payload *payload)
{
    octets->data[payload->offset + SPI_OF_NOTIFY] ^= 1;
}

static void fill_padding(GByteArray *octets, const struct ikelog_payload *payload)
{
    memset(octets->data + payload->offset + payload->length, 0xaa,
           octets->len - payload->offset - payload->length);
}

static void lengthen_padding(GByteArray *octets, const struct ikelog_payload *payload)
{
    static const uint8_t zeros[32];

    (void)payload;
    g_byte_array_append(octets, zeros, sizeof zeros);
}

static unsigned contradictions(struct talk *talk, const struct ikelog_view *view, GString *text)
{
    struct ikelog_anomaly found[IKELOG_MAX_ANOMALIES];
    unsigned count = ikelog_view_anomalies(talk->session, view, found);

    for (unsigned i = 0; i < count; i++) {
        g_string_append_printf(text, "%s%s", i ? "; " : "", found[i].text);
        g_assert_cmpuint(found[i].offset + found[i].length, <=, view->octets.length);
    }
    return count;
}

static void test_changed_message_contradicts(void)
{
    static const struct {
        const char *name;
        unsigned message;
        uint8_t type;
        change_function *change;
        const char *words;
    } cases[] = {
        {"mm-psk", 9, IKELOG_PAYLOAD_NOTIFY, change_spi, "the SPI of a DPD message is not"},
        {"mm-psk", 10, IKELOG_PAYLOAD_NOTIFY, change_sequence,
         "is not that of the latest question"},
        {"mm-psk", 12, IKELOG_PAYLOAD_NOTIFY, change_sequence,
         "neither follows the one before nor"},
        {"mm-psk", 11, IKELOG_PAYLOAD_DELETE, change_spi,
         "which no Quick Mode of this IKE SA set up"},
        {"mm-psk", 14, IKELOG_PAYLOAD_DELETE, change_spi, "the Delete names cookies of another"},
        {"mm-ecdsa", 4, IKELOG_PAYLOAD_NOTIFY, change_spi, "the SPI of INITIAL-CONTACT is not"},
        {"mm-psk", 14, IKELOG_PAYLOAD_DELETE, fill_padding, "neither zeros nor counted"},
        {"mm-psk", 14, IKELOG_PAYLOAD_DELETE, lengthen_padding, "than the cipher block of 8 asks"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct ikelog_view view;
        struct talk talk;
        GString *text = g_string_new(NULL);

        open_changed(cases[i].name, cases[i].message, cases[i].type, cases[i].change, &talk, &view);
        g_assert_true(view.decrypted);
        contradictions(&talk, &view, text);
        assert_says(text->str, cases[i].words);
        g_string_free(text, TRUE);
        ikelog_view_close(&view);
        talk_close(&talk);
    }
}

static void test_real_messages_agree(void)
{
    static const char *const names[] = {"mm-psk",           "mm-ecdsa",    "ag-psk",
                                        "xauth-modeconfig", "dpd-timeout", "peer-restarted",
                                        "initial-contact"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        GString *text = g_string_new(NULL);
        struct talk talk;

        feed(&talk, names[i], UINT_MAX, NULL);
        for (unsigned n = 0; n < talk.messages->len; n++) {
            struct ikelog_view view;

            open_message(&talk, n, &view);
            contradictions(&talk, &view, text);
            ikelog_view_close(&view);
        }
        g_assert_cmpstr(text->str, ==, "");
        g_string_free(text, TRUE);
        talk_close(&talk);
    }
}

#define COOKIES "41414141414141414242424242424242"

static void test_clear_message_contradicts(void)
{
    static const struct {
        uint8_t first;
        const char *body, *words;
    } cases[] = {
        {11, "0000001c 00000001 01 10 6002 " COOKIES, "INITIAL-CONTACT is not protected"},
        {11, "0000000c 00000001 01 00 6002", "INITIAL-CONTACT is not protected"},
        {11, "00000010 00000001 03 04 6000 00112233", "the SPI of RESPONDER-LIFETIME belongs"},
        {12, "0000001c 00000001 01 10 0001 " COOKIES, "the Delete is not protected"},
        {11, "00000020 00000001 01 10 8d28 " COOKIES "00000001", NULL},
        {11, "0000001e 00000001 01 10 8d28 " COOKIES "0001",
         "a sequence number of 4 octets, this one has 2"},
        {11, "0000001c 00000001 01 10 6000 " COOKIES, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct spoken spoken = {'I', 1, "A B", 5, 0, 1, cases[i].first, cases[i].body};
        GString *text = g_string_new(NULL);
        struct ikelog_view view;
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &spoken);
        open_message(&talk, 0, &view);
        contradictions(&talk, &view, text);
        if (cases[i].words)
            assert_says(text->str, cases[i].words);
        else
            g_assert_cmpstr(text->str, ==, "");
        g_string_free(text, TRUE);
        ikelog_view_close(&view);
        talk_close(&talk);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/check/flipped-proof-fails", test_flipped_proof_fails);
    g_test_add_func("/check/flipped-content-fails", test_flipped_content_fails);
    g_test_add_func("/check/certificate-gives-the-key-only", test_certificate_gives_the_key_only);
    g_test_add_func("/check/changed-message-contradicts", test_changed_message_contradicts);
    g_test_add_func("/check/real-messages-agree", test_real_messages_agree);
    g_test_add_func("/check/clear-message-contradicts", test_clear_message_contradicts);
    return g_test_run();
}
