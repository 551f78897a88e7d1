/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Captures with something missing, repeated or out of order, against what the daemons logged. */
#include "capture_reader.h"

#include "crypto/keyfile.h"

#include <stdlib.h>

/* A message of a capture, and what a daemon says is in it (hex; NULL: nothing is known). */
struct message {
    struct ikelog_datagram datagram;
    const char *plain;
};

struct tape {
    const char *name;
    struct capture capture;
    struct ikelog_keyring *keyring;
    GArray *messages;  /* struct message */
    GHashTable *plain; /* frame number -> hex */
    bool whole;        /* all its messages are whole */
};

/* An edit writes the order in which messages are fed; false: there is no n-th edit of its kind. */
typedef bool edit_function(const struct tape *tape, guint n, GArray *order);

static char *text_of(const char *name, const char *ending)
{
    char *path = capture_path_of(name, ending), *text = NULL;

    g_file_get_contents(path, &text, NULL, NULL);
    g_free(path);
    return text;
}

/* The cipher keys and the keys of HASH payloads: with them no edit costs an exponentiation. */
static void load_keys(struct tape *tape)
{
    const struct ikelog_complaints none = {NULL, NULL};
    struct ikelog_keysource *source = ikelog_keysource_new(tape->name);
    char *text = text_of(tape->name, ".keys");
    char **lines = g_strsplit(text ? text : "", "\n", -1);

    tape->keyring = ikelog_keyring_new();
    for (char **line = lines; *line; line++)
        if (g_str_has_prefix(*line, "KA ") || g_str_has_prefix(*line, "SKEYID_A ")) {
            ikelog_keysource_feed(source, *line, strlen(*line), tape->keyring, &none);
            ikelog_keysource_feed(source, "\n", 1, tape->keyring, &none);
        }
    ikelog_keysource_end(source, tape->keyring, &none);
    ikelog_keysource_free(source);
    g_strfreev(lines);
    g_free(text);
}

static void load_plain(struct tape *tape)
{
    char *text = text_of(tape->name, ".plain");
    char **lines = g_strsplit(text ? text : "", "\n", -1);

    tape->plain = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    for (char **line = lines; *line; line++) {
        char **parts = g_strsplit(*line, "\t", 3);

        /* a third column says that octets of this message cannot be known even without an edit */
        if (parts[0] && parts[1] && !parts[2])
            g_hash_table_insert(tape->plain, GINT_TO_POINTER(atoi(parts[0])), g_strdup(parts[1]));
        g_strfreev(parts);
    }
    g_strfreev(lines);
    g_free(text);
}

/* The core gets whole messages, out of fragments and from whatever port; this reader gives others.
 */
static bool is_whole(const struct message *message)
{
    const struct ikelog_octets *octets = &message->datagram.message;
    bool is_ikev1 = octets->data[17] >> 4 == 1;

    return octets->data[16] != 132 && message->datagram.on_wire == octets->length &&
           (is_ikev1 || !message->plain);
}

static void tape_open(struct tape *tape, const char *name)
{
    char *path = capture_path_of(name, ".pcap");
    struct message message;

    tape->name = name;
    g_assert_true(capture_open(&tape->capture, path));
    load_keys(tape);
    load_plain(tape);
    tape->messages = g_array_new(FALSE, FALSE, sizeof message);
    tape->whole = true;
    while (capture_next(&tape->capture, &message.datagram)) {
        message.plain =
            g_hash_table_lookup(tape->plain, GINT_TO_POINTER((gint)message.datagram.frame));
        tape->whole = tape->whole && is_whole(&message);
        g_array_append_val(tape->messages, message);
    }
    tape->whole = tape->whole && !tape->capture.fragmented;
    g_free(path);
}

static void tape_close(struct tape *tape)
{
    g_array_free(tape->messages, TRUE);
    g_hash_table_destroy(tape->plain);
    ikelog_keyring_free(tape->keyring);
    g_free(tape->capture.octets);
}

static void append_range(GArray *order, guint from, guint to)
{
    for (guint i = from; i < to; i++)
        g_array_append_val(order, i);
}

static bool edit_lose(const struct tape *tape, guint n, GArray *order)
{
    append_range(order, 0, n);
    append_range(order, n + 1, tape->messages->len);
    return n < tape->messages->len;
}

static bool edit_begin_late(const struct tape *tape, guint n, GArray *order)
{
    append_range(order, n + 1, tape->messages->len);
    return n + 1 < tape->messages->len;
}

static bool edit_swap(const struct tape *tape, guint n, GArray *order)
{
    append_range(order, 0, n);
    append_range(order, n + 1, n + 2);
    append_range(order, n, n + 1);
    append_range(order, n + 2, tape->messages->len);
    return n + 1 < tape->messages->len;
}

static bool edit_repeat_at_once(const struct tape *tape, guint n, GArray *order)
{
    append_range(order, 0, n + 1);
    append_range(order, n, tape->messages->len);
    return n < tape->messages->len;
}

static bool edit_repeat_at_the_end(const struct tape *tape, guint n, GArray *order)
{
    append_range(order, 0, tape->messages->len);
    append_range(order, n, n + 1);
    return n < tape->messages->len;
}

static bool edit_keep_one_direction(const struct tape *tape, guint n, GArray *order)
{
    const struct message *first = &g_array_index(tape->messages, struct message, 0);

    for (guint i = 0; i < tape->messages->len; i++) {
        const struct message *message = &g_array_index(tape->messages, struct message, i);
        bool same = memcmp(message->datagram.src.address, first->datagram.src.address,
                           sizeof first->datagram.src.address) == 0;

        if (same == (n == 0))
            g_array_append_val(order, i);
    }
    return n < 2;
}

static bool edit_see_each_twice(const struct tape *tape, guint n, GArray *order)
{
    for (guint i = 0; i < tape->messages->len; i++) {
        append_range(order, i, i + 1);
        append_range(order, i, i + 1);
    }
    return n < 1;
}

/* Whether nothing is lost by the edit, so that everything must be exact. */
static const struct {
    const char *name;
    edit_function *make;
    bool complete;
} edits[] = {
    {"lose", edit_lose, false},
    {"begin-late", edit_begin_late, false},
    {"swap", edit_swap, false},
    {"repeat-at-once", edit_repeat_at_once, true},
    {"repeat-at-the-end", edit_repeat_at_the_end, true},
    {"keep-one-direction", edit_keep_one_direction, false},
    {"see-each-twice", edit_see_each_twice, true},
};

static char *hex_of(struct ikelog_octets octets)
{
    GString *hex = g_string_new(NULL);

    for (uint32_t i = 0; i < octets.length; i++)
        g_string_append_printf(hex, "%02x", octets.data[i]);
    return g_string_free(hex, FALSE);
}

/* All is as the daemon says, or where the edit lost something, all behind octets said unknown. */
static bool is_right(const struct ikelog_view *view, const char *plain, bool complete)
{
    char *hex = hex_of(view->octets);
    size_t from = 2 * (size_t)view->unknown;
    bool open = view->decrypted && strlen(hex) == strlen(plain) &&
                strcmp(hex + from, plain + from) == 0 && !(complete && view->unknown);
    bool undecided =
        !complete && view->record && ikelog_record_decryption(view->record) == IKELOG_KEY_UNPROVEN;

    g_free(hex);
    return open || undecided;
}

static void feed(const struct tape *tape, const GArray *order, struct ikelog_session *session,
                 const struct ikelog_record **records)
{
    for (guint i = 0; i < order->len; i++) {
        struct message message =
            g_array_index(tape->messages, struct message, g_array_index(order, guint, i));

        message.datagram.frame = i + 1;
        message.datagram.time_ns = (int64_t)(i + 1) * 1000000000;
        records[i] = ikelog_session_feed(session, &message.datagram);
    }
}

/* Looked at when all is fed, as on the second pass. */
static void play(const struct tape *tape, const GArray *order, unsigned edit, guint n)
{
    struct ikelog_session *session = ikelog_session_new(tape->keyring);
    const struct ikelog_record **records = g_new0(const struct ikelog_record *, order->len);

    feed(tape, order, session, records);
    for (guint i = 0; i < order->len; i++) {
        const struct message *message =
            &g_array_index(tape->messages, struct message, g_array_index(order, guint, i));
        struct ikelog_view view;

        if (!message->plain)
            continue;
        g_assert_nonnull(records[i]);
        ikelog_view_open(session, records[i], message->datagram.message, &view);
        if (!is_right(&view, message->plain, edits[edit].complete)) {
            char *hex = hex_of(view.octets);

            g_test_fail_printf("%s, %s %u, message %u: %s\n got %s\n not %s", tape->name,
                               edits[edit].name, n + 1, i + 1,
                               ikelog_status_text(ikelog_record_decryption(records[i])), hex,
                               message->plain);
            g_free(hex);
        }
        ikelog_view_close(&view);
    }
    g_free(records);
    ikelog_session_free(session);
}

static void test_edits_of_a_capture(gconstpointer data)
{
    struct tape tape;

    tape_open(&tape, data);
    for (unsigned edit = 0; tape.whole && edit < G_N_ELEMENTS(edits); edit++)
        for (guint n = 0;; n++) {
            GArray *order = g_array_new(FALSE, FALSE, sizeof(guint));
            bool more = edits[edit].make(&tape, n, order);

            if (more)
                play(&tape, order, edit, n);
            g_array_free(order, TRUE);
            if (!more)
                break;
        }
    tape_close(&tape);
}

static void add_captures(void)
{
    GPtrArray *names = capture_names(".plain");

    for (guint i = 0; i < names->len; i++) {
        char *name = g_strdup(g_ptr_array_index(names, i));
        char *path = g_strdup_printf("/edits/what-is-left-is-exact/%s", name);

        g_test_add_data_func_full(path, name, test_edits_of_a_capture, g_free);
        g_free(path);
    }
    g_ptr_array_unref(names);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    add_captures();
    return g_test_run();
}
