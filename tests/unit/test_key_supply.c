/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys that come only when a message stays closed give the answers of keys that were there before.
 */
#include "capture_reader.h"

#include "crypto/keyfile.h"

/* Where keys come from, and how often somebody asked for more. */
struct supply {
    struct ikelog_keyring *keyring;
    const char *name;
    unsigned asked;
};

static unsigned compared; /* messages of all captures */

static void load(const struct supply *supply)
{
    struct ikelog_keysource *source = ikelog_keysource_new(supply->name);
    char *path = capture_path_of(supply->name, ".keys"), *text;

    if (g_file_get_contents(path, &text, NULL, NULL)) {
        ikelog_keysource_feed(source, text, strlen(text), supply->keyring, NULL);
        ikelog_keysource_end(source, supply->keyring, NULL);
        g_free(text);
    }
    ikelog_keysource_free(source);
    g_free(path);
}

static bool load_once(void *context)
{
    struct supply *supply = context;

    if (supply->asked++ == 0)
        load(supply);
    return supply->asked == 1 && ikelog_keyring_count(supply->keyring) > 0;
}

static GPtrArray *feed(struct ikelog_session *session, const char *path)
{
    GPtrArray *records = g_ptr_array_new();
    struct ikelog_datagram d;
    struct capture capture;

    if (!capture_open(&capture, path))
        return records;
    while (capture_next(&capture, &d))
        g_ptr_array_add(records, (void *)(uintptr_t)ikelog_session_feed(session, &d));
    g_free(capture.octets);
    return records;
}

/* Each message that stays closed asks once; one that opens does not. */
static unsigned closed_count(const GPtrArray *records)
{
    unsigned count = 0;

    for (guint i = 0; i < records->len; i++) {
        const struct ikelog_record *r = g_ptr_array_index(records, i);

        if (r && !ikelog_record_repeats(r) && (r->flags & IKELOG_RECORD_ENCRYPTED) &&
            !(r->flags & IKELOG_RECORD_FRAGMENT) && r->decryption != IKELOG_EMPTY &&
            !ikelog_status_is_decrypted((enum ikelog_status)r->decryption))
            count++;
    }
    return count;
}

static void compare(const GPtrArray *early, const GPtrArray *late, const char *name)
{
    g_assert_cmpuint(early->len, ==, late->len);
    for (guint i = 0; i < early->len; i++, compared++) {
        const struct ikelog_record *a = g_ptr_array_index(early, i);
        const struct ikelog_record *b = g_ptr_array_index(late, i);

        g_assert_true((a == NULL) == (b == NULL));
        if (a && !(a->flags & IKELOG_RECORD_ENCRYPTED))
            continue; /* a proof in clear is checked with the keys that are there */
        if (a && (ikelog_record_decryption(a) != ikelog_record_decryption(b) ||
                  ikelog_record_check(a) != ikelog_record_check(b) || a->step != b->step ||
                  a->side != b->side || a->flags != b->flags))
            g_test_fail_printf("%s: message %u differs", name, i);
    }
}

static void check_capture(const char *name)
{
    struct supply early = {ikelog_keyring_new(), name, 0}, late = {ikelog_keyring_new(), name, 0};
    struct ikelog_session *before = ikelog_session_new(early.keyring);
    struct ikelog_session *after = ikelog_session_new(late.keyring);
    char *path = capture_path_of(name, ".pcap");
    GPtrArray *given, *asked;

    load(&early);
    ikelog_session_ask_for_keys(after, load_once, &late);
    given = feed(before, path);
    asked = feed(after, path);
    compare(given, asked, name);
    g_assert_cmpuint(late.asked, <=, closed_count(asked) + 1);
    g_ptr_array_unref(given);
    g_ptr_array_unref(asked);
    ikelog_session_free(before);
    ikelog_session_free(after);
    ikelog_keyring_free(early.keyring);
    ikelog_keyring_free(late.keyring);
    g_free(path);
}

static void test_late_keys_open_the_same(void)
{
    GPtrArray *names = capture_names(".keys");

    for (guint n = 0; n < names->len; n++)
        check_capture(g_ptr_array_index(names, n));
    g_ptr_array_unref(names);
    g_assert_cmpuint(compared, >, 1000);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key-supply/late-keys-open-the-same", test_late_keys_open_the_same);
    return g_test_run();
}
