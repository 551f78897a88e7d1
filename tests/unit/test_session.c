/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session against what the daemons logged: every plaintext, and what each frame is. */
#include "capture_reader.h"

#include "crypto/keyfile.h"
#include "events/event.h"

#include <stdio.h>

/* Everything that a run over one capture needs. */
struct run {
    struct ikelog_keyring *keyring;
    struct ikelog_session *session;
    struct capture capture;
    GHashTable *plain; /* frame number -> hex */
    bool fragments;    /* vendor fragments were met: the core leaves them to its caller */
    unsigned compared, lost;
};

/* Whether a line of a key file is one of these records; NULL: all. */
static bool wanted(const char *line, const char *const *words)
{
    if (!words)
        return true;
    for (; *words; words++)
        if (g_str_has_prefix(line, *words) && line[strlen(*words)] == ' ')
            return true;
    return false;
}

static void feed_lines(struct run *run, struct ikelog_keysource *source, const char *text,
                       const char *const *words)
{
    const struct ikelog_complaints none = {NULL, NULL};
    char **lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line; line++)
        if (wanted(*line, words)) {
            ikelog_keysource_feed(source, *line, strlen(*line), run->keyring, &none);
            ikelog_keysource_feed(source, "\n", 1, run->keyring, &none);
        }
    ikelog_keysource_end(source, run->keyring, &none);
    g_strfreev(lines);
}

static void load_keys(struct run *run, const char *name, const char *const *words)
{
    struct ikelog_keysource *source = ikelog_keysource_new(name);
    char *path = capture_path_of(name, ".keys"), *text;

    if (g_file_get_contents(path, &text, NULL, NULL)) {
        feed_lines(run, source, text, words);
        g_free(text);
    }
    ikelog_keysource_free(source);
    g_free(path);
}

static void load_plain(struct run *run, const char *name)
{
    char *path = capture_path_of(name, ".plain"), *text;

    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        g_free(path);
        return;
    }
    char **lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        char **parts = g_strsplit(*line, "\t", 2);

        if (parts[0] && parts[1])
            g_hash_table_insert(run->plain, GUINT_TO_POINTER(atoi(parts[0])), g_strdup(parts[1]));
        g_strfreev(parts);
    }
    g_strfreev(lines);
    g_free(text);
    g_free(path);
}

static bool run_open(struct run *run, const char *name, const char *const *words)
{
    char *path = capture_path_of(name, ".pcap");
    bool ok = capture_open(&run->capture, path);

    g_free(path);
    run->keyring = ikelog_keyring_new();
    run->plain = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    load_keys(run, name, words);
    load_plain(run, name);
    run->session = ikelog_session_new(run->keyring);
    return ok;
}

static void run_close(struct run *run)
{
    ikelog_session_free(run->session);
    ikelog_keyring_free(run->keyring);
    g_hash_table_destroy(run->plain);
    g_free(run->capture.octets);
}

static char *hex_of(struct ikelog_octets octets)
{
    GString *hex = g_string_new(NULL);

    for (uint32_t i = 0; i < octets.length; i++)
        g_string_append_printf(hex, "%02x", octets.data[i]);
    return g_string_free(hex, FALSE);
}

/* expected: hex, then perhaps a tab and how many octets at the beginning nothing determines. */
static void compare_plaintext(struct run *run, const char *name, const struct ikelog_view *view,
                              const char *expected)
{
    char *hex = hex_of(view->octets);
    const char *tab = strchr(expected, '\t');
    size_t length = tab ? (size_t)(tab - expected) : strlen(expected);
    uint32_t lost = tab ? (uint32_t)atoi(tab + 1) : 0;
    size_t from = 2 * (size_t)view->unknown;

    if (strlen(hex) == length && view->unknown <= lost &&
        strncmp(hex + from, expected + from, length - from) == 0)
        run->lost += view->unknown > 0;
    else if (!run->fragments && !run->capture.fragmented)
        g_test_fail_printf("%s frame %u: %s\n got %s\n not %s", name, view->record->frame,
                           ikelog_status_text(ikelog_record_decryption(view->record)), hex,
                           expected);
    run->compared++;
    g_free(hex);
}

static void read_capture(struct run *run, const char *name)
{
    struct ikelog_datagram d;

    while (capture_next(&run->capture, &d)) {
        const struct ikelog_record *record = ikelog_session_feed(run->session, &d);
        const char *expected = g_hash_table_lookup(run->plain, GUINT_TO_POINTER(d.frame));
        struct ikelog_view view;

        if (!record || record->flags & IKELOG_RECORD_FRAGMENT) { /* the glue puts them together */
            run->fragments = true;
            continue;
        }
        ikelog_view_open(run->session, record, d.message, &view);
        if (expected)
            compare_plaintext(run, name, &view, expected);
        if (ikelog_record_check(record) == IKELOG_FAILED && !strstr(name, "wrong"))
            g_test_fail_printf("%s frame %u: HASH or SIG failed", name, d.frame);
        ikelog_view_close(&view);
    }
}

/* With all secrets: every plaintext that a daemon logged must come out. */
static void test_plaintext_is_the_daemons(gconstpointer data)
{
    const char *name = data;
    struct run run = {.fragments = false};

    g_assert_true(run_open(&run, name, NULL));
    read_capture(&run, name);
    if (!run.fragments && !run.capture.fragmented && run.compared == 0)
        g_test_fail_printf("%s: nothing was compared", name);
    run_close(&run);
}

/* Any one of these is enough; captures that show it by name, authenticated as the road needs. */
static const char *const roads[][4] = {
    {"KA"},
    {"SKEYID_E"},
    {"SKEYID", "SHARED_SECRET"},
    {"PSK", "SHARED_SECRET"},
    {"PSK", "DH_PRIVATE"},
};
static const struct {
    const char *name;
    unsigned road;
} each_secret[] = {
    {"mm-psk", 0},
    {"mm-psk", 1},
    {"mm-psk", 2},
    {"mm-psk", 3},
    {"ag-psk", 0},
    {"ag-psk", 1},
    {"ag-psk", 2},
    {"ag-psk", 3},
    {"nat", 0},
    {"nat", 1},
    {"nat", 2},
    {"nat", 3},
    {"nat-router", 0},
    {"nat-router", 3},
    {"lossy", 0},
    {"lossy", 3},
    {"mm-psk-ipv6", 3},
    {"mm-psk-pfs", 3},
    {"crossing", 3},
    {"rekey-interleaved", 3},
    {"dh-private-modp", 4},
    {"dh-private-ecp", 4},
    {"dh-private-pfs", 4},
    {"dh-private-curve25519", 4},
    {"dh-private-aggressive", 4},
};

static void test_one_secret_is_enough(gconstpointer data)
{
    unsigned n = GPOINTER_TO_UINT(data);
    struct run run = {.fragments = false};

    g_assert_true(run_open(&run, each_secret[n].name, roads[each_secret[n].road]));
    read_capture(&run, each_secret[n].name);
    g_assert_cmpuint(run.compared, >, 0);
    g_assert_cmpuint(run.lost, ==, 0);
    run_close(&run);
}

/* NAME.esp: SPI, source, destination, cipher key, integrity key, as the daemon installed them. */
static void test_esp_keys_are_the_daemons(gconstpointer data)
{
    const char *name = data;
    char *path = capture_path_of(name, ".esp"), *text, **lines;
    struct run run = {.fragments = false};
    unsigned found = 0;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    lines = g_strsplit(text, "\n", -1);
    g_assert_true(run_open(&run, name, NULL));
    read_capture(&run, name);
    for (unsigned s = 0; s < ikelog_session_sa_count(run.session); s++) {
        GPtrArray *modes = ikelog_session_sa(run.session, s)->quick_modes;

        for (unsigned m = 0; modes && m < modes->len; m++) {
            const struct ikelog_quick *quick = ikelog_exchange_quick(g_ptr_array_index(modes, m));

            for (unsigned i = 0; quick && i < 2 * quick->ipsec_count; i++) {
                const struct ikelog_ipsec_sa *ipsec = &quick->ipsec[i / 2];
                const struct ikelog_esp_keys *keys = &ipsec->keys[i % 2];
                char *spi = g_strdup_printf("%08x ", ipsec->spi[i % 2]);
                char *enc =
                    hex_of((struct ikelog_octets){keys->encryption, keys->encryption_length});
                char *auth =
                    hex_of((struct ikelog_octets){keys->integrity, keys->integrity_length});

                for (char **line = lines; ipsec->keys_known && *line; line++)
                    if (g_str_has_prefix(*line, spi)) {
                        found++;
                        if (!strstr(*line, enc) || !strstr(*line, auth))
                            g_test_fail_printf("%s: SPI %s: %s %s", name, spi, enc, auth);
                    }
                g_free(spi);
                g_free(enc);
                g_free(auth);
            }
        }
    }
    g_assert_cmpuint(found, >, 0);
    g_strfreev(lines);
    g_free(text);
    g_free(path);
    run_close(&run);
}

static void test_summary_reads_like_the_log(void)
{
    static const char *const expected[] = {
        "MM (SA, VID, VID, VID, VID, VID)",
        "MM (SA, VID, VID, VID, VID)",
        "MM (KE, NON, NAT-D, NAT-D)",
        "MM (KE, NON, NAT-D, NAT-D)",
        "MM *(ID, HASH, NOTIFY:STATUS_INITIAL_CONTACT)",
        "MM *(ID, HASH)",
        "QM *(HASH, SA, NON, ID, ID)",
        "QM *(HASH, SA, NON, ID, ID)",
        "QM *(HASH)",
    };
    struct ikelog_datagram d;
    struct run run;

    g_assert_true(run_open(&run, "mm-psk", NULL));
    for (unsigned i = 0; i < G_N_ELEMENTS(expected); i++) {
        GString *text = g_string_new(NULL);
        struct ikelog_view view;

        g_assert_true(capture_next(&run.capture, &d));
        ikelog_view_open(run.session, ikelog_session_feed(run.session, &d), d.message, &view);
        ikelog_view_summarise(&view, text);
        g_assert_cmpstr(text->str, ==, expected[i]);
        g_assert_cmpuint(view.record->step, ==, i < 6 ? i + 1 : i - 5);
        g_assert_cmpuint(view.record->side, ==, i % 2);
        g_string_free(text, TRUE);
        ikelog_view_close(&view);
    }
    g_assert_cmpint(ikelog_session_sa(run.session, 0)->state, ==, IKELOG_SA_ESTABLISHED);
    run_close(&run);
}

static const char *const with_esp_keys[] = {
    "mm-psk", "mm-psk-pfs", "ag-psk", "nat", "dh-private-pfs", "rekey-interleaved", "ah",
};

/* One test a capture that has an oracle. */
static void add_captures(void)
{
    GPtrArray *names = capture_names(".plain");

    for (guint i = 0; i < names->len; i++) {
        char *name = g_strdup(g_ptr_array_index(names, i));
        char *path = g_strdup_printf("/session/plaintext-is-the-daemons/%s", name);

        g_test_add_data_func_full(path, name, test_plaintext_is_the_daemons, g_free);
        g_free(path);
    }
    g_ptr_array_unref(names);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/session/summary-reads-like-the-log", test_summary_reads_like_the_log);
    add_captures();
    for (unsigned n = 0; n < G_N_ELEMENTS(each_secret); n++) {
        char *path = g_strdup_printf("/session/one-secret-is-enough/%s/%s", each_secret[n].name,
                                     roads[each_secret[n].road][0]);

        g_test_add_data_func(path, GUINT_TO_POINTER(n), test_one_secret_is_enough);
        g_free(path);
    }
    for (unsigned n = 0; n < G_N_ELEMENTS(with_esp_keys); n++) {
        char *path = g_strdup_printf("/session/esp-keys-are-the-daemons/%s", with_esp_keys[n]);

        g_test_add_data_func(path, with_esp_keys[n], test_esp_keys_are_the_daemons);
        g_free(path);
    }
    return g_test_run();
}
