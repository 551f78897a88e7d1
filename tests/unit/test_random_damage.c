/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captures with their keys, damaged at random: packets are dropped, repeated, swapped and cut, and
 * the beginning is missing. Whatever is missing then, no frame that is whole may fail a check that
 * holds in the whole capture, nothing may be shown that is not its plaintext, and what counts as
 * certain has to be right.
 */
#include "damage.h"

#define MOST_TOLD 20u /* faults */

/* What a frame of the whole capture turned out to be. */
struct truth {
    GBytes *message, *plaintext; /* plaintext NULL: not decrypted */
    struct ikelog_datagram datagram;
    uint8_t decryption, check, side, step;
    bool repeat;
};

struct figures {
    unsigned captures, runs, frames, decrypted, first_unknown, recovered, undecrypted;
    unsigned uncertain_sides, sides_wrong, steps_differ, faults;
};

static struct figures figures;

static void clear_truth(void *data)
{
    struct truth *truth = data;

    g_bytes_unref(truth->message);
    g_bytes_unref(truth->plaintext);
}

static GBytes *plaintext_of(struct ikelog_session *session, const struct ikelog_record *record,
                            struct ikelog_octets message, uint32_t *unknown)
{
    struct ikelog_view view;
    GBytes *plaintext = NULL;

    ikelog_view_open(session, record, message, &view);
    if (view.decrypted)
        plaintext = g_bytes_new(view.octets.data, view.octets.length);
    *unknown = view.unknown;
    ikelog_view_close(&view);
    return plaintext;
}

static GArray *truths_of(struct ikelog_keyring *keyring, const char *path)
{
    GArray *truths = g_array_new(FALSE, TRUE, sizeof(struct truth));
    struct ikelog_session *session = ikelog_session_new(keyring);
    GPtrArray *records = g_ptr_array_new();
    struct ikelog_datagram d;
    struct capture capture;

    g_array_set_clear_func(truths, clear_truth);
    g_assert_true(capture_open(&capture, path));
    while (capture_next(&capture, &d)) {
        struct truth truth = {.message = g_bytes_new(d.message.data, d.message.length),
                              .datagram = d};
        struct ikelog_record *record = (struct ikelog_record *)ikelog_session_feed(session, &d);

        if (record) {
            g_ptr_array_add(records, record);
            g_array_append_val(truths, truth);
        } else {
            g_bytes_unref(truth.message);
        }
    }
    for (unsigned n = 0; n < truths->len; n++) {
        struct truth *truth = &g_array_index(truths, struct truth, n);
        const struct ikelog_record *record = g_ptr_array_index(records, n);
        uint32_t unknown;

        truth->plaintext = plaintext_of(session, record, damage_octets(truth->message), &unknown);
        truth->decryption = (uint8_t)ikelog_record_decryption(record);
        truth->check = (uint8_t)ikelog_record_check(record);
        truth->side = record->side;
        truth->step = record->step;
        truth->repeat = ikelog_record_repeats(record) != NULL;
        if (unknown)
            g_clear_pointer(&truth->plaintext, g_bytes_unref);
    }
    g_ptr_array_unref(records);
    ikelog_session_free(session);
    g_free(capture.octets);
    return truths;
}

static void fault(const char *name, unsigned run, const struct truth *truth, const char *what)
{
    if (figures.faults++ < MOST_TOLD)
        g_test_message("%s, run %u: frame %u %s", name, run, truth->datagram.frame, what);
}

static void check_plaintext(struct ikelog_session *session, const struct ikelog_record *record,
                            const struct truth *truth, const char *name, unsigned run)
{
    uint32_t unknown;
    GBytes *plaintext = plaintext_of(session, record, damage_octets(truth->message), &unknown);
    struct ikelog_octets is, right;

    figures.decrypted += plaintext != NULL;
    figures.undecrypted += !plaintext && truth->plaintext;
    figures.first_unknown += unknown > 0;
    figures.recovered += ikelog_record_decryption(record) == IKELOG_DECRYPTED_RECOVERED;
    if (plaintext && truth->plaintext) {
        is = damage_octets(plaintext);
        right = damage_octets(truth->plaintext);
        if (is.length != right.length ||
            memcmp(is.data + unknown, right.data + unknown, is.length - unknown) != 0)
            fault(name, run, truth, "shows what is not its plaintext");
    }
    if (!plaintext && truth->plaintext && ikelog_record_decryption(record) == IKELOG_WRONG_KEY)
        fault(name, run, truth, "is said to have a wrong key");
    g_bytes_unref(plaintext);
}

static void check_frame(struct ikelog_session *session, const struct ikelog_record *record,
                        const struct truth *truth, const char *name, unsigned run)
{
    const struct ikelog_sa *sa = record->exchange->sa;

    figures.frames++;
    check_plaintext(session, record, truth, name, run);
    if (ikelog_record_check(record) == IKELOG_FAILED && truth->check != IKELOG_FAILED)
        fault(name, run, truth, "fails a check that holds");
    if (sa->side_evidence != IKELOG_SIDES_CERTAIN)
        figures.uncertain_sides++;
    else if (record->side != truth->side)
        fault(name, run, truth, "certainly has the wrong side");
    figures.sides_wrong += record->side != truth->side;
    figures.steps_differ += record->step && truth->step && record->step != truth->step;
}

static void run_once(struct ikelog_keyring *keyring, const GArray *truths, const char *name,
                     unsigned run, GRand *random)
{
    struct ikelog_session *session = ikelog_session_new(keyring);
    GPtrArray *messages = g_ptr_array_new();
    GArray *packets;
    GPtrArray *records = g_ptr_array_new();
    int64_t now = 0;

    for (unsigned n = 0; n < truths->len; n++)
        g_ptr_array_add(messages, g_array_index(truths, struct truth, n).message);
    packets = damage_packets((GBytes *const *)messages->pdata, messages->len, random);
    for (unsigned n = 0; n < packets->len; n++) {
        const struct packet *packet = &g_array_index(packets, struct packet, n);
        const struct truth *truth = &g_array_index(truths, struct truth, packet->original);
        struct ikelog_datagram d =
            damage_datagram(packet, n, &truth->datagram, truth->message, &now);

        g_ptr_array_add(records, (gpointer)ikelog_session_feed(session, &d));
    }
    for (unsigned n = 0; n < packets->len; n++) {
        const struct packet *packet = &g_array_index(packets, struct packet, n);
        const struct ikelog_record *record = g_ptr_array_index(records, n);

        if (record && !packet->cut && !(record->flags & IKELOG_RECORD_FRAGMENT))
            check_frame(session, record, &g_array_index(truths, struct truth, packet->original),
                        name, run);
    }
    figures.runs++;
    g_ptr_array_unref(records);
    g_ptr_array_unref(messages);
    g_array_unref(packets);
    ikelog_session_free(session);
}

static void run_capture(const char *name, const char *path, const char *keys, GRand *random)
{
    static const char *const kinds[] = {NULL, "KA "};

    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        struct ikelog_keyring *keyring = damage_keys(keys, kinds[i]);
        GArray *truths = ikelog_keyring_count(keyring) ? truths_of(keyring, path) : NULL;

        for (unsigned run = 0;
             truths && truths->len && run < damage_setting("IKELOG_DAMAGE_RUNS", 3); run++)
            run_once(keyring, truths, name, run, random);
        if (truths)
            g_array_unref(truths);
        ikelog_keyring_free(keyring);
    }
    figures.captures++;
}

static void test_damage_accuses_nobody(void)
{
    GRand *random = g_rand_new();
    GPtrArray *names = capture_names(".keys");

    g_ptr_array_sort(names, capture_compare_names);
    for (unsigned n = 0; n < names->len; n++) {
        char *path = capture_path_of(g_ptr_array_index(names, n), ".pcap");
        char *keyfile = capture_path_of(g_ptr_array_index(names, n), ".keys");
        char *keys;

        /* each capture by a seed of its own: a further one changes nothing for the others */
        g_rand_set_seed(random, damage_setting("IKELOG_DAMAGE_SEED", 1) +
                                    g_str_hash(g_ptr_array_index(names, n)));
        if (g_file_get_contents(keyfile, &keys, NULL, NULL)) {
            run_capture(g_ptr_array_index(names, n), path, keys, random);
            g_free(keys);
        }
        g_free(keyfile);
        g_free(path);
    }
    g_test_message("%u captures, %u runs, %u whole frames: %u decrypted (%u without their first "
                   "block, %u with it recovered), %u not; sides not certain %u, wrong %u; steps "
                   "differ %u; faults %u",
                   figures.captures, figures.runs, figures.frames, figures.decrypted,
                   figures.first_unknown, figures.recovered, figures.undecrypted,
                   figures.uncertain_sides, figures.sides_wrong, figures.steps_differ,
                   figures.faults);
    g_assert_cmpuint(figures.faults, ==, 0);
    g_assert_cmpuint(figures.decrypted, >, 1000);
    g_ptr_array_unref(names);
    g_rand_free(random);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/random-damage/damage-accuses-nobody", test_damage_accuses_nobody);
    return g_test_run();
}
