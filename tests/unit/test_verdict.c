/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verdicts on captures of every outcome, and on conversations cut to the edge. */
#include "transcript.h"

/* A capture, with its keys or without; the verdict on IKE SA 0 and on its first Quick Mode. */
static const struct {
    const char *capture;
    bool keys;
    enum ikelog_verdict_kind sa;
    enum ikelog_end_kind end;
    int quick;          /* enum ikelog_verdict_kind; -1: there is none */
    const char *reason; /* a part of the reason of the one that failed, else of the SA's */
} cases[] = {
    {"mm-psk", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_DELETED, IKELOG_VERDICT_ESTABLISHED,
     "3DES/SHA-1/DHG2"},
    {"mm-psk", false, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_OPEN, IKELOG_VERDICT_ESTABLISHED,
     "frame 6"},
    {"ag-psk", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_DELETED, IKELOG_VERDICT_ESTABLISHED,
     "frame 3"},
    {"no-peer", false, IKELOG_VERDICT_NO_ANSWER, IKELOG_END_NONE, -1, "sent 4 times"},
    {"mm3-silence", false, IKELOG_VERDICT_NO_ANSWER, IKELOG_END_NONE, -1, "message 3"},
    {"no-proposal-phase1", false, IKELOG_VERDICT_NO_PROPOSAL, IKELOG_END_NONE, -1,
     "offered was 3DES/MD5/DHG2; AES-128/SHA-1/DHG2"},
    {"no-proposal-phase2", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_OPEN,
     IKELOG_VERDICT_NO_PROPOSAL, "ESP/3DES/MD5"},
    {"no-proposal-phase2", false, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_OPEN,
     IKELOG_VERDICT_REFUSED, "keys would tell"},
    {"selector-mismatch", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_OPEN,
     IKELOG_VERDICT_SELECTOR_MISMATCH, "10.2.7.0/24"},
    {"quick-mode-no-answer", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_OPEN,
     IKELOG_VERDICT_NO_ANSWER, "sent 4 times"},
    {"wrong-psk-main", true, IKELOG_VERDICT_PSK_MISMATCH, IKELOG_END_NONE, -1, "different keys"},
    {"wrong-psk-main", false, IKELOG_VERDICT_PSK_MISMATCH, IKELOG_END_NONE, -1,
     "instead of the answer"},
    {"wrong-psk-aggressive", true, IKELOG_VERDICT_PSK_MISMATCH, IKELOG_END_NONE, -1,
     "AUTHENTICATION_FAILED"},
    {"wrong-id", true, IKELOG_VERDICT_ID_MISMATCH, IKELOG_END_NONE, -1, "mallory@example.com"},
    {"wrong-responder-id", true, IKELOG_VERDICT_ID_MISMATCH, IKELOG_END_NONE, -1,
     "other.example.com"},
    {"wrong-group-name", false, IKELOG_VERDICT_ID_MISMATCH, IKELOG_END_NONE, -1, "markting"},
    {"mm-rsa-untrusted", true, IKELOG_VERDICT_CERT_FAILED, IKELOG_END_NONE, -1,
     "AUTHENTICATION_FAILED"},
    {"xauth-failed", true, IKELOG_VERDICT_XAUTH_FAILED, IKELOG_END_NONE, -1, "XAUTH"},
    {"dpd-timeout", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_PEER_DEAD,
     IKELOG_VERDICT_ESTABLISHED, "dead peer"},
    {"peer-restarted", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_REPLACED,
     IKELOG_VERDICT_ESTABLISHED, "IKE SA 1"},
    {"many-at-once", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_OPEN, IKELOG_VERDICT_ESTABLISHED,
     NULL},
    {"delete-by-peer", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_DELETED,
     IKELOG_VERDICT_ESTABLISHED, "deleted by the responder"},
    {"late-start-phase2", true, IKELOG_VERDICT_UNKNOWN, IKELOG_END_NONE, IKELOG_VERDICT_ESTABLISHED,
     "before the capture"},
    {"mm6-lost", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_DELETED, IKELOG_VERDICT_ESTABLISHED,
     NULL},
    /* for each rule a capture, and a close one to which it does not apply */
    {"nat-id-type", false, IKELOG_VERDICT_REFUSED, IKELOG_END_NONE, -1, "the keys agree"},
    {"nat-id-type", true, IKELOG_VERDICT_ID_MISMATCH, IKELOG_END_NONE, -1, "behind a NAT"},
    {"xauth-not-offered", true, IKELOG_VERDICT_REFUSED, IKELOG_END_NONE, -1, "own address"},
    {"wrong-id", false, IKELOG_VERDICT_REFUSED, IKELOG_END_NONE, -1, "frame 6"},
    {"p4500-dropped-mm", false, IKELOG_VERDICT_PATH_BLOCKED, IKELOG_END_NONE, -1, "UDP 4500"},
    {"nat-ag", false, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_OPEN, IKELOG_VERDICT_ESTABLISHED,
     NULL},
    {"return-path-blocked", false, IKELOG_VERDICT_PATH_BLOCKED, IKELOG_END_NONE, -1, "frame 2"},
    {"repeats-seen", false, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_OPEN, IKELOG_VERDICT_ESTABLISHED,
     NULL},
    {"cert-expired-responder", true, IKELOG_VERDICT_CERT_FAILED, IKELOG_END_NONE, -1,
     "expired on 2021-01-01"},
    {"cert-expired-responder", false, IKELOG_VERDICT_REFUSED, IKELOG_END_NONE, -1, "message 6"},
    {"cert-not-sent", true, IKELOG_VERDICT_CERT_FAILED, IKELOG_END_NONE, -1, "C=CH, O=Lab, CN=ca"},
    {"cert-wrong-name", true, IKELOG_VERDICT_ID_MISMATCH, IKELOG_END_NONE, -1, "in its dates"},
    {"mm-rsa", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_DELETED, IKELOG_VERDICT_ESTABLISHED,
     NULL},
    {"ts-swapped", false, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_OPEN, IKELOG_VERDICT_REFUSED,
     "frame 8"},
    {"xauth-lost", true, IKELOG_VERDICT_PATH_BLOCKED, IKELOG_END_NONE, -1, "frame 8"},
    {"modecfg-no-pool", true, IKELOG_VERDICT_CONFIG_FAILED, IKELOG_END_NONE,
     IKELOG_VERDICT_ESTABLISHED, "no address"},
    {"xauth-modeconfig", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_DELETED,
     IKELOG_VERDICT_ESTABLISHED, NULL},
    {"flapping", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_DELETED, IKELOG_VERDICT_ESTABLISHED,
     "6 times in 15 s"},
    {"psk-trailing-blank-ionly", false, IKELOG_VERDICT_ONE_DIRECTION, IKELOG_END_NONE, -1,
     "only what 192.0.2.1 sent"},
    {"one-direction", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_DELETED,
     IKELOG_VERDICT_ESTABLISHED, "one side's messages"},
    {"qm3-lost", true, IKELOG_VERDICT_ESTABLISHED, IKELOG_END_PEER_DEAD, IKELOG_VERDICT_HALF_OPEN,
     "message 2 was repeated after message 3"},
    {"slow-cut", false, IKELOG_VERDICT_IN_PROGRESS, IKELOG_END_NONE, -1, "waited 0.6 s"},
    {"vpnc-wrong-group-key", false, IKELOG_VERDICT_PSK_MISMATCH, IKELOG_END_NONE, -1, "frame 2"},
};

static bool says(const GString *sa, const GString *quick, const char *part)
{
    return !part || strstr(sa->str, part) || strstr(quick->str, part);
}

static void test_capture(gconstpointer data)
{
    size_t i = GPOINTER_TO_SIZE(data);
    GString *reason = g_string_new(NULL), *quick_reason = g_string_new(NULL);
    struct ikelog_verdict verdict;
    const struct ikelog_sa *sa;
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, cases[i].capture, cases[i].keys);
    sa = ikelog_session_sa(talk.session, 0);
    verdict = ikelog_verdict_of_sa(talk.session, sa, reason);
    g_assert_cmpstr(ikelog_verdict_name(verdict.kind), ==, ikelog_verdict_name(cases[i].sa));
    g_assert_cmpstr(ikelog_end_name(verdict.end), ==, ikelog_end_name(cases[i].end));
    g_assert_cmpuint(sa->quick_modes != NULL, ==, cases[i].quick >= 0);
    if (sa->quick_modes) {
        verdict = ikelog_verdict_of_quick(talk.session, g_ptr_array_index(sa->quick_modes, 0),
                                          quick_reason);
        g_assert_cmpstr(ikelog_verdict_name(verdict.kind), ==,
                        ikelog_verdict_name((enum ikelog_verdict_kind)cases[i].quick));
    }
    if (!says(reason, quick_reason, cases[i].reason))
        g_test_fail_printf("%s | %s", reason->str, quick_reason->str);
    g_string_free(reason, TRUE);
    g_string_free(quick_reason, TRUE);
    talk_close(&talk);
}

static const struct spoken opening[] = {
    {'I', 0, "i", 2, 0, 0, 1, SA_BODY},     {'R', 10, "i r", 2, 0, 0, 1, SA_BODY},
    {'I', 10, "i r", 2, 0, 0, 4, KE_BODY},  {'R', 10, "i r", 2, 0, 0, 4, KE_BODY},
    {'I', 10, "i r", 2, 1, 0, 5, CLOSED_A}, {'R', 10, "i r", 2, 1, 0, 5, CLOSED_B},
};

static enum ikelog_verdict_kind verdict_of(struct talk *talk)
{
    return ikelog_verdict_of_sa(talk->session, ikelog_session_sa(talk->session, 0), NULL).kind;
}

static void test_verdict_grows_with_the_capture(void)
{
    struct talk talk;

    talk_open(&talk);
    for (size_t i = 0; i < G_N_ELEMENTS(opening); i++) {
        talk_say(&talk, &opening[i]);
        g_assert_cmpint(verdict_of(&talk), ==,
                        i < 5 ? IKELOG_VERDICT_IN_PROGRESS : IKELOG_VERDICT_ESTABLISHED);
    }
    talk_close(&talk);
}

static void test_one_question_is_no_silence_yet(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &opening[0]);
    g_assert_cmpint(verdict_of(&talk), ==, IKELOG_VERDICT_IN_PROGRESS);
    talk_say(&talk, &(struct spoken){'I', 4000, "i", 2, 0, 0, 1, SA_BODY});
    g_assert_cmpint(verdict_of(&talk), ==, IKELOG_VERDICT_IN_PROGRESS);
    talk_say(&talk, &(struct spoken){'I', 7000, "i", 2, 0, 0, 1, SA_BODY});
    g_assert_cmpint(verdict_of(&talk), ==, IKELOG_VERDICT_NO_ANSWER);
    talk_close(&talk);
}

static void test_plain_complaint_after_the_key_is_used(void)
{
    struct talk talk;

    talk_open(&talk);
    for (size_t i = 0; i < 5; i++)
        talk_say(&talk, &opening[i]);
    talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 0, 7, 11, REFUSAL("0010")});
    g_assert_cmpint(verdict_of(&talk), ==, IKELOG_VERDICT_PSK_MISMATCH);
    talk_close(&talk);
}

static void test_plain_complaint_before_it_is_malformed(void)
{
    struct talk talk;

    talk_open(&talk);
    for (size_t i = 0; i < 3; i++)
        talk_say(&talk, &opening[i]);
    talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 0, 7, 11, REFUSAL("0010")});
    g_assert_cmpint(verdict_of(&talk), ==, IKELOG_VERDICT_MALFORMED);
    talk_close(&talk);
}

/* The one who asked may refuse too: what it refuses is the answer. */
static void test_initiator_refuses_the_choice(void)
{
    GString *reason = g_string_new(NULL);
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &opening[0]);
    talk_say(&talk, &opening[1]);
    talk_say(&talk, &(struct spoken){'I', 10, "i r", 5, 0, 0, 11, REFUSAL("000e")});
    g_assert_cmpint(
        ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, 0), reason).kind, ==,
        IKELOG_VERDICT_NO_PROPOSAL);
    g_assert_nonnull(strstr(reason->str, "192.0.2.1 refused"));
    g_assert_nonnull(strstr(reason->str, "what it was answered was 3DES/SHA-1/DHG2"));
    g_string_free(reason, TRUE);
    talk_close(&talk);
}

static void test_icmp_makes_it_unreachable(void)
{
    struct ikelog_icmp icmp = {.frame = 2, .family = 4, .type = 3, .code = 3};
    struct talk talk;
    gsize length;

    talk_open(&talk);
    talk_say(&talk, &opening[0]);
    icmp.quoted.data = g_bytes_get_data(g_ptr_array_index(talk.messages, 0), &length);
    icmp.quoted.length = 28;
    icmp.quoted_src = (struct ikelog_endpoint){4, {192, 0, 2, 1}, 500};
    icmp.quoted_dst = (struct ikelog_endpoint){4, {192, 0, 2, 2}, 500};
    g_assert_nonnull(ikelog_session_icmp(talk.session, &icmp));
    g_assert_cmpint(verdict_of(&talk), ==, IKELOG_VERDICT_UNREACHABLE);
    talk_say(&talk, &opening[1]); /* a forged error does not outweigh an answer */
    g_assert_cmpint(verdict_of(&talk), ==, IKELOG_VERDICT_IN_PROGRESS);
    talk_close(&talk);
}

/* The second IKE SA of this capture takes over the IPsec SAs and is deleted a second later. */
static void test_renewed_sa_without_quick_mode_is_no_refusal(void)
{
    GString *reason = g_string_new(NULL);
    struct ikelog_verdict verdict;
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "phase1-reauthentication", true);
    verdict = ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, 1), reason);
    g_assert_cmpstr(ikelog_verdict_name(verdict.kind), ==, "established");
    g_assert_cmpstr(ikelog_end_name(verdict.end), ==, "deleted");
    g_string_free(reason, TRUE);
    talk_close(&talk);
}

static void test_names_survive_nonsense(void)
{
    g_assert_cmpstr(ikelog_verdict_name((enum ikelog_verdict_kind)99), ==, "unknown");
    g_assert_cmpstr(ikelog_end_name((enum ikelog_end_kind)99), ==, "");
    g_assert_cmpint(ikelog_verdict_severity((enum ikelog_verdict_kind)99), ==, IKELOG_NOTE);
}

/* The packet list shows a headline behind a log line; its column holds no more (profile/recent). */
static void test_headlines_are_short(void)
{
    struct ikelog_verdict verdict;
    unsigned found = 0;

    for (unsigned cause = 0; ikelog_verdict_at(cause, &verdict); cause++) {
        const char *headline = ikelog_verdict_headline(&verdict);

        g_assert_cmpint(g_utf8_strlen(headline, -1), <=, 40);
        found += *headline != '\0';
    }
    g_assert_cmpuint(found, >=, 40);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *path = g_strdup_printf("/verdict/capture/%s%s", cases[i].capture,
                                     cases[i].keys ? "" : "/without-keys");

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_capture);
        g_free(path);
    }
    g_test_add_func("/verdict/grows-with-the-capture", test_verdict_grows_with_the_capture);
    g_test_add_func("/verdict/one-question-is-no-silence-yet", test_one_question_is_no_silence_yet);
    g_test_add_func("/verdict/plain-complaint-after-the-key-is-used",
                    test_plain_complaint_after_the_key_is_used);
    g_test_add_func("/verdict/plain-complaint-before-it-is-malformed",
                    test_plain_complaint_before_it_is_malformed);
    g_test_add_func("/verdict/initiator-refuses-the-choice", test_initiator_refuses_the_choice);
    g_test_add_func("/verdict/icmp-makes-it-unreachable", test_icmp_makes_it_unreachable);
    g_test_add_func("/verdict/renewed-sa-without-quick-mode-is-no-refusal",
                    test_renewed_sa_without_quick_mode_is_no_refusal);
    g_test_add_func("/verdict/headlines-are-short", test_headlines_are_short);
    g_test_add_func("/verdict/names-survive-nonsense", test_names_survive_nonsense);
    return g_test_run();
}
