/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captures damaged at random, with keys and without: no verdict may blame anybody in whom the whole
 * capture finds no fault. One in five hundred may: a lost request and its refusal leave a delete
 * right behind phase 1, which is what a refused proof looks like. See damage.h for the settings.
 */
#include "damage.h"

#define MOST_TOLD  20u  /* faults */
#define MOST_WRONG 500u /* one verdict in so many */

/* Verdicts that send somebody to a setting. */
#define BLAME(kind) (UINT32_C(1) << IKELOG_VERDICT_##kind)
static const uint32_t blaming = BLAME(NO_PROPOSAL) | BLAME(PSK_MISMATCH) | BLAME(AUTH_FAILED) |
                                BLAME(ID_MISMATCH) | BLAME(SELECTOR_MISMATCH) |
                                BLAME(XAUTH_FAILED) | BLAME(CERT_FAILED) | BLAME(CONFIG_FAILED);

struct figures {
    unsigned captures, runs, verdicts, blamed, faults;
};

static struct figures figures;

/* What is told of each fault: where it happened. */
struct place {
    const char *name, *keys;
    unsigned run;
};

static uint32_t kinds_of(struct ikelog_session *session, const struct ikelog_sa *sa)
{
    uint32_t kinds = UINT32_C(1) << ikelog_verdict_of_sa(session, sa, NULL).kind;

    for (guint i = 0; sa->quick_modes && i < sa->quick_modes->len; i++)
        kinds |=
            UINT32_C(1)
            << ikelog_verdict_of_quick(session, g_ptr_array_index(sa->quick_modes, i), NULL).kind;
    return kinds;
}

/* What may be left of a verdict when the messages that tell more are lost. */
static const struct {
    uint32_t whole, remains;
} remainders[] = {
    /* the notification by its name, without what it is about */
    {BLAME(ID_MISMATCH) | BLAME(CERT_FAILED) | BLAME(REFUSED) | BLAME(PSK_MISMATCH),
     BLAME(AUTH_FAILED)},
    {BLAME(CERT_FAILED), BLAME(ID_MISMATCH)},
    {BLAME(CONFIG_FAILED), BLAME(SELECTOR_MISMATCH)},
    /* the repeats, without the answers */
    {BLAME(PATH_BLOCKED) | BLAME(HALF_OPEN) | BLAME(NO_ANSWER),
     BLAME(PSK_MISMATCH) | BLAME(CONFIG_FAILED)},
};

/* What the whole capture says of the IKE SAs with this initiator cookie. */
static uint32_t whole_kinds(struct ikelog_session *whole, const struct ikelog_sa *sa)
{
    uint32_t kinds = 0, left = 0;

    for (unsigned i = 0; i < ikelog_session_sa_count(whole); i++) {
        const struct ikelog_sa *other = ikelog_session_sa(whole, i);

        if (memcmp(other->cky_i, sa->cky_i, IKELOG_COOKIE_LEN) == 0)
            kinds |= kinds_of(whole, other);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(remainders); i++)
        if (kinds & remainders[i].whole)
            left |= remainders[i].remains;
    return kinds | left;
}

static void check_verdict(const struct place *place, uint32_t allowed,
                          const struct ikelog_verdict *verdict, const GString *reason)
{
    uint32_t kind = UINT32_C(1) << verdict->kind;

    figures.verdicts++;
    figures.blamed += (kind & blaming) != 0;
    if ((kind & blaming & ~allowed) && figures.faults++ < MOST_TOLD)
        g_test_message("%s, %s, run %u: %s: %s", place->name, place->keys, place->run,
                       ikelog_verdict_name(verdict->kind), reason->str);
}

static void check_session(const struct place *place, struct ikelog_session *session,
                          struct ikelog_session *whole)
{
    for (unsigned n = 0; n < ikelog_session_sa_count(session); n++) {
        const struct ikelog_sa *sa = ikelog_session_sa(session, n);
        uint32_t allowed = whole_kinds(whole, sa);
        GString *reason = g_string_new(NULL);
        struct ikelog_verdict verdict = ikelog_verdict_of_sa(session, sa, reason);

        check_verdict(place, allowed, &verdict, reason);
        for (guint i = 0; sa->quick_modes && i < sa->quick_modes->len; i++) {
            g_string_truncate(reason, 0);
            verdict =
                ikelog_verdict_of_quick(session, g_ptr_array_index(sa->quick_modes, i), reason);
            check_verdict(place, allowed, &verdict, reason);
        }
        g_string_free(reason, TRUE);
    }
}

static void run_once(const struct place *place, struct ikelog_keyring *keyring,
                     const GArray *datagrams, GPtrArray *messages, struct ikelog_session *whole,
                     GRand *random)
{
    struct ikelog_session *session = ikelog_session_new(keyring);
    GArray *packets = damage_packets((GBytes *const *)messages->pdata, messages->len, random);
    int64_t now = 0;

    for (unsigned n = 0; n < packets->len; n++) {
        const struct packet *packet = &g_array_index(packets, struct packet, n);
        struct ikelog_datagram d = damage_datagram(
            packet, n, &g_array_index(datagrams, struct ikelog_datagram, packet->original),
            g_ptr_array_index(messages, packet->original), &now);

        ikelog_session_feed(session, &d);
    }
    check_session(place, session, whole);
    figures.runs++;
    g_array_unref(packets);
    ikelog_session_free(session);
}

static void run_keys(struct place *place, const char *path, struct ikelog_keyring *keyring,
                     GRand *random)
{
    GArray *datagrams = g_array_new(FALSE, TRUE, sizeof(struct ikelog_datagram));
    GPtrArray *messages = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    struct ikelog_session *whole = ikelog_session_new(keyring);
    struct ikelog_datagram d;
    struct capture capture;

    g_assert_true(capture_open(&capture, path));
    while (capture_next(&capture, &d)) {
        g_array_append_val(datagrams, d);
        g_ptr_array_add(messages, g_bytes_new(d.message.data, d.message.length));
        ikelog_session_feed(whole, &d);
    }
    for (place->run = 0; messages->len && place->run < damage_setting("IKELOG_DAMAGE_RUNS", 3);
         place->run++)
        run_once(place, keyring, datagrams, messages, whole, random);
    ikelog_session_free(whole);
    g_ptr_array_unref(messages);
    g_array_unref(datagrams);
    g_free(capture.octets);
}

static void run_capture(const char *name, GRand *random)
{
    static const char *const kinds[] = {"no keys", "all keys", "Ka"};
    char *path = capture_path_of(name, ".pcap"), *keyfile = capture_path_of(name, ".keys");
    char *text = NULL;

    g_file_get_contents(keyfile, &text, NULL, NULL);
    for (size_t i = 0; i < (text ? G_N_ELEMENTS(kinds) : 1); i++) {
        struct ikelog_keyring *keyring =
            damage_keys(i ? text : "", strcmp(kinds[i], "Ka") == 0 ? "KA " : NULL);
        struct place place = {.name = name, .keys = kinds[i]};

        if (i == 0 || ikelog_keyring_count(keyring))
            run_keys(&place, path, keyring, random);
        ikelog_keyring_free(keyring);
    }
    figures.captures++;
    g_free(text);
    g_free(keyfile);
    g_free(path);
}

static void test_damage_adds_no_blame(void)
{
    GRand *random = g_rand_new();
    GPtrArray *names = capture_names(".pcap");

    g_ptr_array_sort(names, capture_compare_names);
    for (guint n = 0; n < names->len; n++) {
        const char *name = g_ptr_array_index(names, n);

        g_rand_set_seed(random, damage_setting("IKELOG_DAMAGE_SEED", 1) + g_str_hash(name));
        run_capture(name, random);
    }
    g_test_message("%u captures, %u runs, %u verdicts: %u blame somebody, %u of them without "
                   "reason",
                   figures.captures, figures.runs, figures.verdicts, figures.blamed,
                   figures.faults);
    g_assert_cmpuint(figures.faults * MOST_WRONG, <=, figures.verdicts);
    g_assert_cmpuint(figures.blamed, >, 100);
    g_ptr_array_unref(names);
    g_rand_free(random);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/damaged-verdicts/damage-adds-no-blame", test_damage_adds_no_blame);
    return g_test_run();
}
