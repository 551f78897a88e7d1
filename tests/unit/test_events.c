/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What happened in a frame: where each event shows, and the false friends that must not. */
#include "transcript.h"

/* Is `name` one of the words? */
static bool has(const char *words, const char *name)
{
    char **list = g_strsplit(words, " ", -1);
    bool found = g_strv_contains((const char *const *)list, name);

    g_strfreev(list);
    return found;
}

/* The first frame (from 1) of a capture that carries an event; 0: none does. */
static unsigned first_with(struct talk *talk, const char *name)
{
    for (unsigned n = 0; n < talk->messages->len; n++) {
        const struct ikelog_record *record = g_ptr_array_index(talk->records, n);
        char *events = talk_events(talk, n);
        bool found = has(events, name);

        g_free(events);
        if (found)
            return record->frame;
    }
    return 0;
}

#define US_INITIATOR IKELOG_INITIATOR
#define US_RESPONDER IKELOG_RESPONDER
#define MINE         "10.2.0.0 10.2.255.255"
#define THEIRS       "10.1.0.0 10.1.255.255"
#define ASKED        "10.2.7.0 10.2.7.255" /* in selector-mismatch */
#define ANYBODY      "0.0.0.0 " ASKED " 0.0.0.0 255.255.255.255"
#define TAKEN        "1 203.0.113.1 10.7.0.0 10.7.0.255 10.1.5.0 10.1.5.255"
#define FREE         "1 203.0.113.1 10.7.0.0 10.7.0.255 10.8.5.0 10.8.5.255"

static const struct {
    const char *event, *capture;
    bool keys;
    enum ikelog_side us;
    unsigned frame; /* the first frame that has it; 0: no frame may have it */
    const char *rules[2];
    unsigned limit;
} cases[] = {
    {"phase1-started", "mm-psk", false, US_INITIATOR, 1, {0}, 0},
    {"phase1-established", "mm-psk", false, US_INITIATOR, 6, {0}, 0},
    {"phase1-established", "ag-psk", false, US_INITIATOR, 3, {0}, 0},
    {"phase1-established", "wrong-psk-main", true, US_INITIATOR, 0, {0}, 0},
    {"phase1-established", "wrong-responder-id", true, US_INITIATOR, 0, {0}, 0},
    {"phase1-established", "wrong-responder-id", true, US_RESPONDER, 6, {0}, 0},
    {"phase2-started", "mm-psk", false, US_INITIATOR, 7, {0}, 0},
    {"ipsec-sa-loaded", "mm-psk", true, US_INITIATOR, 9, {0}, 0},
    {"ipsec-sa-loaded", "quick-mode-commit-bit", true, US_INITIATOR, 10, {0}, 0},
    {"ipsec-sa-loaded", "no-proposal-phase2", true, US_INITIATOR, 0, {0}, 0},
    /* repeats: by silence, by refusal, and copies that are none */
    {"no-answer", "no-peer", false, US_INITIATOR, 2, {0}, 0},
    {"no-answer", "quick-mode-refused", true, US_INITIATOR, 0, {0}, 0},
    {"retransmit", "quick-mode-refused", true, US_INITIATOR, 9, {0}, 0},
    {"retransmit", "mirrored", false, US_INITIATOR, 0, {0}, 0},
    {"packet-copy", "mirrored", false, US_INITIATOR, 2, {0}, 0},
    {"retransmit", "mm-psk", false, US_INITIATOR, 0, {0}, 0},
    {"answer-repeated", "slow-responder", false, US_INITIATOR, 5, {0}, 0},
    {"duplicate-request", "slow-responder", false, US_RESPONDER, 2, {0}, 0},
    {"duplicate-request", "mm3-silence", false, US_RESPONDER, 0, {0}, 0},
    /* ends */
    {"phase1-given-up", "no-peer", false, US_INITIATOR, 4, {0}, 0},
    {"phase1-given-up", "mm6-lost", false, US_INITIATOR, 0, {0}, 0},
    {"phase1-given-up", "wrong-psk-main", true, US_INITIATOR, 12, {0}, 0},
    {"phase2-given-up", "quick-mode-refused", true, US_INITIATOR, 14, {0}, 0},
    {"phase2-given-up", "quick-mode-no-answer", false, US_INITIATOR, 10, {0}, 0},
    {"phase2-given-up", "no-proposal-phase2", true, US_INITIATOR, 0, {0}, 0},
    {"too-many-errors", "no-peer", false, US_INITIATOR, 4, {0}, 0},
    {"peer-dead", "dpd-timeout", true, US_INITIATOR, 12, {0}, 0},
    {"peer-dead", "mm-psk", true, US_INITIATOR, 0, {0}, 0},
    /* refusals */
    {"no-proposal-chosen", "no-proposal-phase1", false, US_INITIATOR, 2, {0}, 0},
    {"no-proposal-chosen", "no-proposal-phase2", true, US_INITIATOR, 8, {0}, 0},
    {"no-proposal-chosen", "no-proposal-phase2", false, US_INITIATOR, 0, {0}, 0},
    {"refusal-suspected", "no-proposal-phase2", false, US_INITIATOR, 8, {0}, 0},
    {"refusal-suspected", "mm-psk", false, US_INITIATOR, 0, {0}, 0}, /* DPD is no refusal */
    {"id-refused", "selector-mismatch", true, US_INITIATOR, 8, {0}, 0},
    {"auth-failed", "wrong-id", true, US_INITIATOR, 6, {0}, 0},
    {"psk-mismatch-suspected", "wrong-psk-main", true, US_INITIATOR, 5, {0}, 0},
    {"psk-mismatch-suspected", "wrong-psk-main", false, US_INITIATOR, 12, {0}, 0},
    {"psk-mismatch-suspected", "wrong-id", true, US_INITIATOR, 0, {0}, 0},
    {"psk-mismatch-suspected", "mm3-silence", false, US_INITIATOR, 0, {0}, 0},
    {"xauth-failed", "mm-psk", true, US_INITIATOR, 0, {0}, 0},
    {"xauth-ok", "xauth-failed", true, US_INITIATOR, 0, {0}, 0},
    /* two at once */
    {"negotiation-in-process", "crossing", false, US_INITIATOR, 3, {0}, 0},
    {"negotiation-in-process", "phase1-reauthentication", true, US_INITIATOR, 0, {0}, 0},
    {"phase1-rekey", "phase1-reauthentication", true, US_INITIATOR, 10, {0}, 0},
    {"rekey", "phase2-rekey", true, US_INITIATOR, 10, {0}, 0},
    {"rekey", "quick-modes-interleaved", true, US_INITIATOR, 0, {0}, 0},
    /* where they are */
    {"nat-detected", "nat", false, US_INITIATOR, 3, {0}, 0},
    {"nat-detected", "mm-psk", false, US_INITIATOR, 0, {0}, 0},
    {"port-floated", "nat", false, US_INITIATOR, 5, {0}, 0},
    {"port-floated", "mm-psk", false, US_INITIATOR, 0, {0}, 0},
    {"address-changed", "address-changed", true, US_INITIATOR, 10, {0}, 0},
    {"address-changed", "overlapping-clients", true, US_INITIATOR, 0, {0}, 0},
    {"capture-started-later", "late-start-phase1", false, US_INITIATOR, 1, {0}, 0},
    {"capture-started-later", "mm-psk", false, US_INITIATOR, 0, {0}, 0},
    {"phase1-started", "late-start-phase1", false, US_INITIATOR, 0, {0}, 0},
    /* rules */
    {"local-id-mismatch",
     "selector-mismatch",
     true,
     US_RESPONDER,
     7,
     {"1 192.0.2.1 " MINE " " THEIRS},
     0},
    {"local-id-mismatch", "selector-mismatch", true, US_RESPONDER, 0, {0}, 0},
    {"local-id-mismatch",
     "selector-mismatch",
     true,
     US_INITIATOR,
     0,
     {"1 192.0.2.2 " MINE " " THEIRS},
     0},
    {"local-id-mismatch", "mm-psk", true, US_RESPONDER, 0, {"1 192.0.2.1 " MINE " " THEIRS}, 0},
    {"local-id-mismatch",
     "selector-mismatch",
     false,
     US_RESPONDER,
     0,
     {"1 192.0.2.1 " MINE " " THEIRS},
     0},
    {"local-id-mismatch",
     "mm-psk",
     true,
     US_RESPONDER,
     0, /* it accepts */
     {"1 192.0.2.1 10.9.0.0 10.9.255.255 " THEIRS},
     0},
    {"remote-id-mismatch",
     "selector-mismatch",
     true,
     US_RESPONDER,
     7,
     {"1 192.0.2.1 " ASKED " 10.9.0.0 10.9.255.255"},
     0},
    {"remote-id-mismatch",
     "selector-mismatch",
     true,
     US_RESPONDER,
     0,
     {"1 192.0.2.1 " ASKED " " THEIRS},
     0},
    {"remote-id-mismatch",
     "mm-psk",
     true,
     US_RESPONDER,
     0, /* it accepts */
     {"1 192.0.2.1 " MINE " 10.9.0.0 10.9.255.255"},
     0},
    {"rule-conflict", "selector-mismatch", true, US_RESPONDER, 7, {TAKEN, "2 " ANYBODY}, 0},
    {"rule-conflict", "selector-mismatch", true, US_RESPONDER, 0, {FREE, "2 " ANYBODY}, 0},
    {"rule-conflict",
     "mm-psk",
     true,
     US_RESPONDER,
     0, /* it accepts */
     {TAKEN, "2 0.0.0.0 " MINE " 0.0.0.0 255.255.255.255"},
     0},
    {"remote-range-conflict",
     "overlapping-clients-refused",
     true,
     US_RESPONDER,
     16,
     {"2 0.0.0.0 " MINE " 0.0.0.0 255.255.255.255"},
     0},
    {"remote-range-conflict", "overlapping-clients-refused", true, US_RESPONDER, 0, {0}, 0},
    {"remote-range-conflict",
     "overlapping-clients",
     true,
     US_RESPONDER,
     0, /* it accepts */
     {"2 0.0.0.0 " MINE " 0.0.0.0 255.255.255.255"},
     0},
    {"invalid-range", "multicast-selector-refused", true, US_RESPONDER, 7, {0}, 0},
    {"invalid-range", "multicast-selector-refused", true, US_INITIATOR, 0, {0}, 0},
    {"invalid-range", "multicast-selector", true, US_RESPONDER, 0, {0}, 0}, /* it accepts */
    {"invalid-range", "mm-psk", true, US_RESPONDER, 0, {0}, 0},
    {"limit-exceeded", "phase2-at-once", true, US_RESPONDER, 22, {0}, 2},
    {"limit-exceeded", "phase2-at-once", true, US_RESPONDER, 0, {0}, 3},
    {"limit-exceeded", "phase2-at-once", true, US_RESPONDER, 0, {0}, 0},
};

static void test_event_shows_where_it_should(gconstpointer data)
{
    size_t i = GPOINTER_TO_SIZE(data);
    struct ikelog_rule rules[2];
    struct talk talk;

    talk_open(&talk);
    talk.policy.perspective = cases[i].us;
    talk.policy.max_phase2 = cases[i].limit;
    talk.policy.rules = rules;
    for (; talk.policy.rule_count < 2 && cases[i].rules[talk.policy.rule_count];
         talk.policy.rule_count++)
        rules[talk.policy.rule_count] = make_rule(cases[i].rules[talk.policy.rule_count]);
    talk_read(&talk, cases[i].capture, cases[i].keys);
    g_assert_cmpuint(first_with(&talk, cases[i].event), ==, cases[i].frame);
    talk_close(&talk);
}

/* Everything inferred says why; everything else stands for itself. */
static void test_inferences_have_reasons(void)
{
    static const char *const captures[] = {"lossy",  "crossing",       "wrong-psk-main",
                                           "nat",    "slow-responder", "late-start-phase2",
                                           "no-peer"};

    for (size_t c = 0; c < G_N_ELEMENTS(captures); c++) {
        struct talk talk;

        talk_open(&talk);
        talk_read(&talk, captures[c], c % 2 == 0);
        for (unsigned n = 0; n < talk.messages->len; n++) {
            struct ikelog_events events;
            struct ikelog_view view;

            talk_look(&talk, n, &view, &events);
            for (guint i = 0; i < events.rows->len; i++) {
                const struct ikelog_event *event =
                    &g_array_index(events.rows, struct ikelog_event, i);

                if (event->evidence == IKELOG_EVIDENCE_INFERRED && !event->reason)
                    g_test_fail_printf("%s frame %u: %s", captures[c], view.record->frame,
                                       ikelog_event_name(event->kind));
            }
            ikelog_events_clear(&events);
            ikelog_view_close(&view);
        }
        talk_close(&talk);
    }
}

/* Each frame has a packet event or is a copy; it can be described and explained. */
static void test_every_frame_is_told(void)
{
    static const char *const captures[] = {"mm-psk",      "xauth-modeconfig",  "mirrored",
                                           "racoon-base", "rekey-interleaved", "mm-rsa-fragments"};

    for (size_t c = 0; c < G_N_ELEMENTS(captures); c++) {
        struct talk talk;

        talk_open(&talk);
        talk_read(&talk, captures[c], c % 2 == 0);
        for (unsigned n = 0; n < talk.messages->len; n++) {
            GString *short_text = g_string_new(NULL), *long_text = g_string_new(NULL);
            struct ikelog_events events;
            struct ikelog_view view;

            talk_look(&talk, n, &view, &events);
            ikelog_events_describe(&view, &events, short_text);
            ikelog_events_explain(&view, &events, long_text);
            g_assert_cmpuint(events.rows->len, >, 0);
            g_assert_cmpuint(short_text->len, >, 10);
            g_assert_cmpuint(long_text->len, >, short_text->len);
            g_assert_null(strstr(long_text->str, "{"));
            g_assert_null(strstr(long_text->str, "[["));
            g_string_free(short_text, TRUE);
            g_string_free(long_text, TRUE);
            ikelog_events_clear(&events);
            ikelog_view_close(&view);
        }
        talk_close(&talk);
    }
}

static void test_a_view_without_record_has_no_events(void)
{
    struct ikelog_view view = {.record = NULL};
    struct ikelog_events events;
    GString *text = g_string_new(NULL);
    struct talk talk;

    talk_open(&talk);
    ikelog_events_collect(talk.session, &view, &talk.policy, true, &events);
    g_assert_cmpuint(events.rows->len, ==, 0);
    ikelog_events_describe(&view, &events, text);
    g_assert_cmpstr(text->str, ==, "");
    ikelog_events_clear(&events);
    ikelog_events_clear(&events); /* twice is harmless */
    g_string_free(text, TRUE);
    talk_close(&talk);
}

static void test_icmp_is_a_failed_send(void)
{
    struct ikelog_icmp icmp = {.frame = 2, .family = 4, .type = 3, .code = 3};
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    struct ikelog_events events;
    struct talk talk;
    GArray *lines;

    talk_open(&talk);
    talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
    ikelog_events_collect_icmp(talk.session, &icmp, g_ptr_array_index(talk.records, 0),
                               &talk.policy, true, &events);
    lines = ikelog_dialect_render(ikelog_dialects_find(dialects, "zyxel-prestige"), NULL, &events,
                                  &talk.policy);
    g_assert_cmpuint(lines->len, ==, 1);
    g_assert_cmpstr(g_array_index(lines, struct ikelog_line, 0).text, ==,
                    "!! Failed to send IKE Packet");
    g_array_unref(lines);
    talk.policy.perspective = IKELOG_RESPONDER; /* the other side's packet is not ours to send */
    lines = ikelog_dialect_render(ikelog_dialects_find(dialects, "zyxel-prestige"), NULL, &events,
                                  &talk.policy);
    g_assert_cmpuint(lines->len, ==, 0);
    g_array_unref(lines);
    ikelog_events_clear(&events);
    ikelog_events_collect_icmp(talk.session, &icmp, NULL, &talk.policy, true, &events);
    g_assert_cmpuint(events.rows->len, ==, 0);
    ikelog_events_clear(&events);
    ikelog_dialects_free(dialects);
    talk_close(&talk);
}

static const struct {
    enum ikelog_esp_finding finding;
    uint8_t to;                /* last octet of the destination */
    const char *events, *line; /* in the log of 192.0.2.1 */
} esp_rows[] = {
    {IKELOG_ESP_UNKNOWN, 1, "unknown-spi", "!! Cannot find Phase 2 SA"},
    {IKELOG_ESP_UNKNOWN, 2, "unknown-spi", NULL},
    {IKELOG_ESP_REPLAYED, 1, "", NULL}, /* without its Quick Mode nothing is said */
    {IKELOG_ESP_KNOWN, 1, "", NULL},
    {IKELOG_ESP_UNJUDGED, 1, "", NULL},
    {IKELOG_ESP_UNKNOWN, 9, "", NULL}, /* strangers */
};

static void test_esp_is_told_by_its_receiver(void)
{
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
    for (size_t i = 0; i < G_N_ELEMENTS(esp_rows); i++) {
        struct ikelog_esp esp = {.spi = 0x1234, .sequence = 5};
        struct ikelog_events events;
        GArray *lines;

        esp.dst = (struct ikelog_endpoint){4, {192, 0, 2, esp_rows[i].to}, 0};
        esp.src = (struct ikelog_endpoint){4, {192, 0, 2, esp_rows[i].to == 1 ? 2 : 1}, 0};
        ikelog_events_collect_esp(talk.session, &esp, esp_rows[i].finding, NULL, &events);
        g_assert_cmpuint(events.rows->len, ==, *esp_rows[i].events ? 1 : 0);
        lines = ikelog_dialect_render(ikelog_dialects_find(dialects, "zyxel-prestige"), NULL,
                                      &events, &talk.policy);
        g_assert_cmpuint(lines->len, ==, esp_rows[i].line ? 1 : 0);
        if (esp_rows[i].line)
            g_assert_cmpstr(g_array_index(lines, struct ikelog_line, 0).text, ==, esp_rows[i].line);
        g_array_unref(lines);
        ikelog_events_clear(&events);
    }
    ikelog_dialects_free(dialects);
    talk_close(&talk);
}

/* Notifications that lie about their lengths, in clear, straight from a stranger. */
static const char *const hostile_bodies[] = {
    "0000000c 00000001 01 00 000e",
    "0000000c 00000001 01 ff 000e",
    "00000008 00000001",
    "00000004",
    "0000ffff 00000001 01 00 000e",
    "00000003 00",
    "0000000c 00000001 01 10 8d28",
    "00",
    "",
    "0000000e 00000001 01 04 ffff 1122",
};

static void test_hostile_bodies_are_survived(void)
{
    static const uint8_t types[] = {11, 12, 14, 6, 7, 1, 5, 132, 0, 255};

    for (size_t b = 0; b < G_N_ELEMENTS(hostile_bodies); b++) {
        for (size_t t = 0; t < G_N_ELEMENTS(types); t++) {
            const struct spoken first = {'I', 0, "i", 2, 0, 0, 1, SA_BODY};
            struct spoken hostile = {'R', 9, "i r", 5, 0, 77, types[t], hostile_bodies[b]};
            struct talk talk;
            char *log;

            talk_open(&talk);
            talk_say(&talk, &first);
            for (uint8_t exchange = 2; exchange < 7; exchange++) {
                hostile.exchange = exchange;
                hostile.flags = exchange & 1;
                talk_say(&talk, &hostile);
            }
            log = talk_log(&talk, "nortel-bsr");
            g_assert_nonnull(strstr(log, "Send Main Mode request"));
            g_free(log);
            talk_close(&talk);
        }
    }
}

/* Text from the wire must not reach a terminal as control octets. */
static void test_identities_are_escaped(void)
{
    const char *aggressive =
        "04000034 00000001 00000001 00000028 01010001 00000020 01010000 80010005 80020002 "
        "80030001 80040002 800b0001 800c7080 " /* SA */
        "0a000014 0102030405060708090a0b0c0d0e0f10 0500000c 1122334455667788 "
        "0000000d 02 00 0000 611b5b0a62"; /* ID: a ESC [ newline b */
    GString *text = g_string_new(NULL);
    struct ikelog_events events;
    struct ikelog_view view;
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &(struct spoken){'I', 0, "i", 4, 0, 0, 1, aggressive});
    talk_look(&talk, 0, &view, &events);
    ikelog_events_explain(&view, &events, text);
    g_assert_nonnull(strstr(text->str, "a\\x1b"));
    for (gsize i = 0; i < text->len; i++)
        g_assert_cmpint((unsigned char)text->str[i], >=, ' ');
    g_string_free(text, TRUE);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
    talk_close(&talk);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *path = g_strdup_printf("/events/%s/%s/%zu", cases[i].event, cases[i].capture, i);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_event_shows_where_it_should);
        g_free(path);
    }
    g_test_add_func("/events/inferences-have-reasons", test_inferences_have_reasons);
    g_test_add_func("/events/every-frame-is-told", test_every_frame_is_told);
    g_test_add_func("/events/a-view-without-record-has-no-events",
                    test_a_view_without_record_has_no_events);
    g_test_add_func("/events/icmp-is-a-failed-send", test_icmp_is_a_failed_send);
    g_test_add_func("/events/esp-is-told-by-its-receiver", test_esp_is_told_by_its_receiver);
    g_test_add_func("/events/hostile-bodies-are-survived", test_hostile_bodies_are_survived);
    g_test_add_func("/events/identities-are-escaped", test_identities_are_escaped);
    return g_test_run();
}
