/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Captures of which messages are missing, cut or out of order: what the rest shows must not accuse
 * somebody of what the whole capture clears him of.
 */
#include "damage.h"

/* `frames`: numbers in the order to be fed, "n:length" is cut; `keys`: NULL none, "" all, a kind.
 */
static void read_part(struct talk *talk, const char *name, const char *keys, const char *frames)
{
    char *path = capture_path_of(name, ".pcap"), *keyfile = capture_path_of(name, ".keys");
    char **wanted = g_strsplit(frames, " ", -1), *text = NULL;

    talk_open(talk);
    if (keys && g_file_get_contents(keyfile, &text, NULL, NULL)) {
        ikelog_session_free(talk->session);
        ikelog_keyring_free(talk->keyring);
        talk->keyring = damage_keys(text, *keys ? keys : NULL);
        talk->session = ikelog_session_new(talk->keyring);
    }
    for (unsigned n = 0; wanted[n]; n++) {
        char *end;
        unsigned frame = (unsigned)g_ascii_strtoull(wanted[n], &end, 10);
        struct ikelog_datagram d = {.frame = 0};

        g_free(talk->capture.octets);
        g_assert_true(capture_open(&talk->capture, path));
        while (capture_next(&talk->capture, &d) && d.frame != frame)
            ;
        g_assert_cmpuint(d.frame, ==, frame);
        d.frame = n + 1;
        d.time_ns = talk->now = MAX(talk->now, d.time_ns);
        if (*end == ':')
            d.message.length = (uint32_t)g_ascii_strtoull(end + 1, NULL, 10);
        talk_feed(talk, &d);
    }
    g_free(text);
    g_strfreev(wanted);
    g_free(keyfile);
    g_free(path);
}

/* The verdict on the last IKE SA and its reason; g_free. */
static char *judge_part(const char *name, const char *keys, const char *frames)
{
    GString *text = g_string_new(NULL), *reason = g_string_new(NULL);
    struct ikelog_verdict verdict;
    struct talk talk;

    read_part(&talk, name, keys, frames);
    verdict = ikelog_verdict_of_sa(
        talk.session, ikelog_session_sa(talk.session, ikelog_session_sa_count(talk.session) - 1),
        reason);
    g_string_append_printf(text, "%s: %s", ikelog_verdict_name(verdict.kind), reason->str);
    g_string_free(reason, TRUE);
    talk_close(&talk);
    return g_string_free(text, FALSE);
}

static const struct part {
    const char *claim, *name, *keys, *frames, *verdict;
    const char *words, *not ; /* NULL: any, nothing */
} parts[] = {
    {"cut-reply-did-not-lack-the-address", "xauth-modeconfig", "KA ",
     "1 2 4 5:38 7:38 8 9 11 10 12:68 13 16 17", "established", NULL, NULL},
    {"certificate-of-a-message-read-late-is-not-missing", "cert-wrong-name", "", "1 2 3 4 6 5 7",
     "auth-failed", NULL, "no certificate"},
    {"certificate-behind-an-unknown-block-is-not-missing", "cert-revoked", "KA ", "1 2 4 5 6",
     "auth-failed", NULL, "no certificate"},
    {"refused-identity-may-be-a-lost-range", "ts-swapped", "KA ", "8", "refused",
     "address ranges in phase 2", NULL},
    {"cut-natd-finds-no-nat", "xauth-not-offered", "", "1 2 3:239 4 5 6", "refused",
     "the packet's own address", "NAT"},
    {"who-goes-on-did-not-complain", "racoon-gateway", NULL, "1 2 4 5 6 7 8 10 12 13 14 15 16",
     "established", NULL, "pre-shared keys"},
    {"one-key-known-twice-is-one-key", "lifetime-short", "", "1 2 3 4 5 6 33 36 37 34 38 40",
     "established", NULL, "differ"},
    {"delete-of-ipsec-sas-shows-a-renewal", "phase1-reauthentication", "KA ",
     "11 12 13 14 15 16 17", "established", NULL, "does not accept"},
    {"refused-proof-without-identity-accuses-none", "xauth-not-offered", "KA ", "1 2 4 5 6",
     "refused", "AUTHENTICATION_FAILED", NULL},
    {"key-of-one-side-clears-no-key", "psk-differs-aggressive-nat", "", "1 3 2 4", "auth-failed",
     NULL, "the proof itself holds"},
    {"attributes-refused-under-keys-are-no-proposal", "modeconfig-no-pool-vpnc", "", "10 11",
     "refused", "ATTRIBUTES_NOT_SUPPORTED", NULL},
};

static void test_part(gconstpointer data)
{
    const struct part *part = data;
    char *text = judge_part(part->name, part->keys, part->frames);

    if (!g_str_has_prefix(text, part->verdict) || (part->words && !strstr(text, part->words)) ||
        (part->not &&strstr(text, part->not )))
        g_test_fail_printf("%s, frames %s: %s", part->name, part->frames, text);
    g_free(text);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        char *path = g_strdup_printf("/partial-captures/%s", parts[i].claim);

        g_test_add_data_func(path, &parts[i], test_part);
        g_free(path);
    }
    return g_test_run();
}
