/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A message that is opened again later reads as it did when it was fed. */
#include "capture_reader.h"

#include "crypto/keyfile.h"

/* What a frame said when it was fed; `plaintext` NULL: it was not decrypted. */
struct look {
    const struct ikelog_record *record;
    GBytes *message, *plaintext;
    uint32_t unknown;
};

static unsigned compared; /* messages of all captures */

static void load_keys(struct ikelog_keyring *keyring, const char *name)
{
    struct ikelog_keysource *source = ikelog_keysource_new(name);
    char *path = capture_path_of(name, ".keys"), *text;

    if (g_file_get_contents(path, &text, NULL, NULL)) {
        ikelog_keysource_feed(source, text, strlen(text), keyring, NULL);
        ikelog_keysource_end(source, keyring, NULL);
        g_free(text);
    }
    ikelog_keysource_free(source);
    g_free(path);
}

static GBytes *bytes_of(struct ikelog_octets octets)
{
    return g_bytes_new(octets.data, octets.length);
}

static struct ikelog_octets octets_of(GBytes *bytes)
{
    gsize length;
    const uint8_t *data = g_bytes_get_data(bytes, &length);

    return (struct ikelog_octets){data, (uint32_t)length};
}

static void clear_look(void *data)
{
    struct look *look = data;

    g_bytes_unref(look->message);
    g_bytes_unref(look->plaintext);
}

static void expect_same_chain(const struct ikelog_chain *handed_on,
                              const struct ikelog_chain *opened)
{
    g_assert_cmpint(handed_on->status, ==, opened->status);
    g_assert_cmpuint(handed_on->end, ==, opened->end);
    g_assert_cmpuint(handed_on->count, ==, opened->count);
    for (uint32_t i = 0; i < opened->count; i++) {
        g_assert_cmpuint(handed_on->payloads[i].type, ==, opened->payloads[i].type);
        g_assert_cmpuint(handed_on->payloads[i].offset, ==, opened->payloads[i].offset);
        g_assert_cmpuint(handed_on->payloads[i].length, ==, opened->payloads[i].length);
    }
}

/* What feed hands on is what opening the message would give. */
static void expect_same(struct ikelog_view *handed_on, const struct ikelog_view *opened)
{
    g_assert_true(handed_on->record == opened->record);
    g_assert_cmpint(handed_on->header_status, ==, opened->header_status);
    g_assert_cmpuint(handed_on->header.message_id, ==, opened->header.message_id);
    g_assert_cmpint(handed_on->readable, ==, opened->readable);
    g_assert_cmpint(handed_on->decrypted, ==, opened->decrypted);
    g_assert_cmpuint(handed_on->unknown, ==, opened->unknown);
    g_assert_cmpuint(handed_on->octets.length, ==, opened->octets.length);
    if (opened->octets.length)
        g_assert_true(memcmp(handed_on->octets.data, opened->octets.data, opened->octets.length) ==
                      0);
    if (opened->readable)
        expect_same_chain(&handed_on->chain, &opened->chain);
    ikelog_view_close(handed_on);
}

/* All frames behind the first `skip`. */
static GArray *feed(struct ikelog_session *session, struct capture *capture, uint32_t skip)
{
    GArray *looks = g_array_new(FALSE, TRUE, sizeof(struct look));
    struct ikelog_datagram d;

    g_array_set_clear_func(looks, clear_look);
    while (capture_next(capture, &d)) {
        struct look look = {.message = bytes_of(d.message)};
        struct ikelog_view view, handed_on;

        if (d.frame > skip)
            look.record = ikelog_session_feed_open(session, &d, &handed_on);
        ikelog_view_open(session, look.record, d.message, &view);
        if (d.frame > skip)
            expect_same(&handed_on, &view);
        look.unknown = view.unknown;
        look.plaintext = view.decrypted ? bytes_of(view.octets) : NULL;
        ikelog_view_close(&view);
        g_array_append_val(looks, look);
    }
    return looks;
}

static void look_again(struct ikelog_session *session, const struct look *look, const char *name)
{
    struct ikelog_view view;
    struct ikelog_octets before;

    if (!look->record || !look->plaintext)
        return;
    before = octets_of(look->plaintext);
    ikelog_view_open(session, look->record, octets_of(look->message), &view);
    if (!view.decrypted || view.octets.length != before.length || view.unknown > look->unknown ||
        memcmp(view.octets.data + look->unknown, before.data + look->unknown,
               before.length - look->unknown) != 0)
        g_test_fail_printf("%s: frame %u reads differently", name, look->record->frame);
    compared++;
    ikelog_view_close(&view);
}

static void check_capture(const char *name, uint32_t skip)
{
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_session *session = ikelog_session_new(keyring);
    char *path = capture_path_of(name, ".pcap");
    struct capture capture;
    GArray *looks;

    g_assert_true(capture_open(&capture, path));
    load_keys(keyring, name);
    looks = feed(session, &capture, skip);
    for (unsigned n = looks->len; n > 0; n--)
        look_again(session, &g_array_index(looks, struct look, n - 1), name);
    g_array_unref(looks);
    g_free(capture.octets);
    g_free(path);
    ikelog_session_free(session);
    ikelog_keyring_free(keyring);
}

/* Whole, without a part of phase 1's protected messages, without phase 1. */
static void test_plaintext_is_the_same_later(void)
{
    static const uint32_t skips[] = {0, 4, 5, 6};
    GPtrArray *names = capture_names(".keys");

    for (guint n = 0; n < names->len; n++)
        for (size_t i = 0; i < G_N_ELEMENTS(skips); i++)
            check_capture(g_ptr_array_index(names, n), skips[i]);
    g_ptr_array_unref(names);
    g_assert_cmpuint(compared, >, 1000);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/second-look/plaintext-is-the-same-later", test_plaintext_is_the_same_later);
    return g_test_run();
}
