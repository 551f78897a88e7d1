/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What frames are described and explained as: each row of text, printed once, is the one that
 * tests/golden/explanations.txt holds.
 */
#include "golden.h"
#include "transcript.h"

#include "events/event_text_rows.h"
#include "events/message_rows.h"
#include "events/notify_row.h"
#include "wire/numbers.h"

/* All texts so far, and which rows they were made of. */
struct telling {
    GString *text;
    bool events[IKELOG_EVENT_COUNT];
    bool messages[256][256]; /* exchange type, step */
    bool hints[31];          /* notification type of an error without an event of its own */
};

static void mark(struct telling *telling, const struct ikelog_view *view,
                 const struct ikelog_events *events)
{
    for (guint i = 0; i < events->rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events->rows, struct ikelog_event, i);

        telling->events[event->kind] = true;
        if (event->kind == IKELOG_EVENT_ERROR_NOTIFICATION)
            telling->hints[event->number % G_N_ELEMENTS(telling->hints)] = true;
    }
    if (view)
        telling->messages[view->record->exchange->type][view->record->step] = true;
}

/* Names and sentences of the events, description and explanation; `view` is NULL beside IKE. */
static void tell(struct telling *telling, const struct ikelog_view *view,
                 const struct ikelog_events *events)
{
    for (guint i = 0; i < events->rows->len; i++)
        g_string_append_printf(
            telling->text, "%s%s", i ? " " : "[",
            ikelog_event_name(g_array_index(events->rows, struct ikelog_event, i).kind));
    g_string_append(telling->text, "]\n");
    for (guint i = 0; i < events->rows->len; i++) {
        g_string_append(telling->text, "- ");
        ikelog_event_describe(view, events, &g_array_index(events->rows, struct ikelog_event, i),
                              telling->text);
        g_string_append_c(telling->text, '\n');
    }
    ikelog_events_describe(view, events, telling->text);
    g_string_append_c(telling->text, '\n');
    ikelog_events_explain(view, events, telling->text);
    g_string_append(telling->text, "\n\n");
    mark(telling, view, events);
}

static void tell_frame(struct telling *telling, struct talk *talk, unsigned n)
{
    struct ikelog_events events;
    struct ikelog_view view;

    talk_look(talk, n, &view, &events);
    tell(telling, &view, &events);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
}

#define MINE   "10.2.0.0 10.2.255.255"
#define THEIRS "10.1.0.0 10.1.255.255"
#define ASKED  "10.2.7.0 10.2.7.255" /* in selector-mismatch */

#define I      IKELOG_INITIATOR
#define R      IKELOG_RESPONDER

/* Frames (from 1) of captures, for the log of one side. */
static const struct {
    const char *capture;
    bool keys;
    enum ikelog_side us;
    unsigned frame;
    const char *rules[2];
    unsigned limit;
} accounts[] = {
    {"unity-load-balance", true, I, 7, {0}, 0},
    {"ag-psk", true, I, 1, {0}, 0},
    {"ag-psk", true, I, 2, {0}, 0},
    {"ag-psk", true, I, 3, {0}, 0},
    {"ag-rsa", true, I, 1, {0}, 0},
    {"ag-xauth", true, I, 4, {0}, 0},
    {"ag-xauth", true, I, 5, {0}, 0},
    {"ag-xauth", true, I, 6, {0}, 0},
    {"ag-xauth", true, I, 7, {0}, 0},
    {"ag-xauth", true, I, 8, {0}, 0},
    {"ag-xauth", true, I, 9, {0}, 0},
    {"ag-xauth", false, I, 4, {0}, 0},
    {"mm-psk", true, I, 1, {0}, 0},
    {"mm-psk", true, I, 2, {0}, 0},
    {"mm-psk", true, I, 3, {0}, 0},
    {"mm-psk", true, I, 4, {0}, 0},
    {"mm-psk", true, I, 5, {0}, 0},
    {"mm-psk", true, I, 6, {0}, 0},
    {"mm-psk", true, I, 7, {0}, 0},
    {"mm-psk", true, I, 8, {0}, 0},
    {"mm-psk", true, I, 9, {0}, 0},
    {"mm-psk", false, I, 5, {0}, 0},
    {"mm-psk", false, I, 6, {0}, 0},
    {"mm-psk", false, I, 9, {0}, 0},
    {"mm-ecdsa", true, I, 5, {0}, 0},
    {"mirrored", true, I, 2, {0}, 0},
    {"answers-only", true, I, 1, {0}, 0},
    {"late-start-phase2", false, I, 1, {0}, 0},
    {"empty-main-mode", false, I, 1, {0}, 0},
    {"repeats-seen", true, I, 12, {0}, 0},
    {"slow-responder", false, I, 2, {0}, 0},
    {"slow-responder", false, R, 2, {0}, 0},
    {"no-peer", false, I, 2, {0}, 0},
    {"no-peer", false, I, 4, {0}, 0},
    {"wrong-psk-main", true, I, 5, {0}, 0},
    {"wrong-psk-main", false, I, 12, {0}, 0},
    {"wrong-responder-id", true, I, 7, {0}, 0},
    {"wrong-id", true, I, 6, {0}, 0},
    {"wrong-id", false, I, 6, {0}, 0},
    {"no-psk-for-peer", true, I, 4, {0}, 0},
    {"crossing", true, I, 3, {0}, 0},
    {"peer-restarted", true, I, 12, {0}, 0},
    {"phase2-rekey", true, I, 10, {0}, 0},
    {"pfs-mismatch", true, I, 8, {0}, 0},
    {"selector-mismatch", true, I, 8, {0}, 0},
    {"quick-mode-no-answer", true, I, 10, {0}, 0},
    {"quick-mode-commit-bit", true, I, 8, {0}, 0},
    {"quick-mode-commit-bit", true, I, 10, {0}, 0},
    {"rekey-interleaved", true, I, 45, {0}, 0},
    {"racoon-base", true, I, 1, {0}, 0},
    {"racoon-rsa", true, I, 5, {0}, 0},
    {"modeconfig-push", true, I, 11, {0}, 0},
    {"xauth-failed", true, I, 9, {0}, 0},
    {"dpd-timeout", true, I, 12, {0}, 0},
    {"nat", true, I, 3, {0}, 0},
    {"nat", true, I, 5, {0}, 0},
    {"nat", true, I, 11, {0}, 0},
    {"address-changed", true, I, 10, {0}, 0},
    {"vpnc-esp", true, I, 3, {0}, 0},
    {"ah", true, I, 10, {0}, 0},
    {"delete-by-peer", true, I, 10, {0}, 0},
    {"selector-mismatch", true, R, 7, {"1 192.0.2.1 " MINE " " THEIRS}, 0},
    {"selector-mismatch", true, R, 7, {"1 192.0.2.1 " ASKED " 10.9.0.0 10.9.255.255"}, 0},
    {"selector-mismatch",
     true,
     R,
     7,
     {"1 203.0.113.1 10.7.0.0 10.7.0.255 10.1.5.0 10.1.5.255",
      "2 0.0.0.0 " ASKED " 0.0.0.0 255.255.255.255"},
     0},
    {"overlapping-clients-refused", true, R, 16, {"2 0.0.0.0 " MINE " 0.0.0.0 255.255.255.255"}, 0},
    {"multicast-selector-refused", true, R, 7, {"1 192.0.2.1 " MINE " " THEIRS}, 0},
    {"phase2-at-once", true, R, 22, {0}, 2},
};

static void tell_captures(struct telling *telling)
{
    for (size_t i = 0; i < G_N_ELEMENTS(accounts); i++) {
        struct ikelog_rule rules[2];
        struct talk talk;

        talk_open(&talk);
        talk.policy.rules = rules;
        for (unsigned n = 0; n < 2 && accounts[i].rules[n]; n++)
            rules[talk.policy.rule_count++] = make_rule(accounts[i].rules[n]);
        talk.policy.max_phase2 = accounts[i].limit;
        talk.policy.perspective = accounts[i].us;
        talk_read(&talk, accounts[i].capture, accounts[i].keys);
        g_assert_cmpuint(accounts[i].frame, <=, talk.records->len);
        g_string_append_printf(telling->text, "%s%s frame %u for the %s%s ", accounts[i].capture,
                               accounts[i].keys ? "" : " without keys", accounts[i].frame,
                               ikelog_side_name(accounts[i].us),
                               talk.policy.rule_count ? " with a rule" : "");
        tell_frame(telling, &talk, accounts[i].frame - 1);
        talk_close(&talk);
    }
}

static const struct spoken opening = {'I', 0, "i", 2, 0, 0, 1, SA_BODY};

/* Each notification in clear, to an IKE SA of its own. */
static void tell_notifications(struct telling *telling)
{
    static const uint16_t types[] = {1,     2,     3,     4,     5,     6,     7,    8,  9,  10,
                                     11,    12,    13,    14,    15,    16,    17,   18, 19, 20,
                                     21,    22,    23,    24,    25,    26,    27,   28, 29, 30,
                                     16384, 24576, 24577, 24578, 36136, 36137, 40000};

    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        char *body = g_strdup_printf("0000000c 00000001 01 00 %04x", types[i]);
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &opening);
        talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 0, 7, 11, body});
        g_string_append_printf(telling->text, "notification %u ", types[i]);
        tell_frame(telling, &talk, 1);
        talk_close(&talk);
        g_free(body);
    }
}

/* Messages of exchanges that hardly any capture has, and of none of IKE version 1. */
static void tell_rare_exchanges(struct telling *telling)
{
    static const struct spoken rare[] = {
        {'I', 10, "i r", 1, 0, 0, 1, SA_BODY},
        {'I', 10, "i r", 3, 0, 0, 1, SA_BODY},
        {'I', 10, "i r", 33, 0, 9, 1, SA_BODY},
        {'I', 10, "i r", 99, 0, 9, 1, SA_BODY},
        {'R', 10, "i r", 5, 1, 8, 8, CLOSED_A},
        {'R', 10, "i r", 6, 1, 5, 8, CLOSED_A},
        {'R', 10, "i r", 32, 1, 11, 8, CLOSED_A},
        {'R', 10, "i r", 4, 0, 0, 13, "00000008 11223344"},
        {'I', 10, "i r", 32, 0, 9, 132, "0000000c 0001 01 00 11223344"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rare); i++) {
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &opening);
        talk_say(&talk, &rare[i]);
        g_string_append_printf(telling->text, "exchange %u%s ", rare[i].exchange,
                               rare[i].flags ? " encrypted" : "");
        tell_frame(telling, &talk, 1);
        talk_close(&talk);
    }
}

/* With the cipher key alone messages open; with a wrong key for them, HASH payloads do not fit. */
static void tell_failed_check(struct telling *telling)
{
    static const char keys[] =
        "KA 9629777173cf6abd 26f1842b82dda8884b910ca6e34006ff238554fa22803d81\n"
        "SKEYID_A 9629777173cf6abd 0011006b0dfaf70f08ff9366d4d9c625dc4563ee\n";
    const struct ikelog_complaints none = {NULL, NULL};
    struct ikelog_keysource *source = ikelog_keysource_new("keys");
    struct talk talk;

    talk_open(&talk);
    ikelog_keysource_feed(source, keys, strlen(keys), talk.keyring, &none);
    ikelog_keysource_end(source, talk.keyring, &none);
    talk_read(&talk, "mm-psk", false);
    g_string_append(telling->text, "mm-psk with a wrong key for hashes, frame 7 ");
    tell_frame(telling, &talk, 6);
    ikelog_keysource_free(source);
    talk_close(&talk);
}

/* Packets beside IKE: an ICMP error about the first message, and ESP of the first Quick Mode. */
static void tell_beside(struct telling *telling)
{
    struct ikelog_icmp icmp = {.frame = 20, .family = 4, .type = 3, .code = 3};
    struct ikelog_esp esp = {.spi = 0x1234, .sequence = 5};
    const struct ikelog_exchange *quick;
    struct ikelog_events events;
    struct talk talk;

    talk_open(&talk);
    talk_read(&talk, "mm-psk", true);
    icmp.quoted_src = esp.src = (struct ikelog_endpoint){4, {192, 0, 2, 1}, 500};
    icmp.quoted_dst = esp.dst = (struct ikelog_endpoint){4, {192, 0, 2, 2}, 500};
    ikelog_events_collect_icmp(talk.session, &icmp, g_ptr_array_index(talk.records, 0),
                               &talk.policy, true, &events);
    g_string_append(telling->text, "port unreachable ");
    tell(telling, NULL, &events);
    ikelog_events_clear(&events);
    ikelog_events_collect_esp(talk.session, &esp, IKELOG_ESP_UNKNOWN, NULL, &events);
    g_string_append(telling->text, "ESP of an SPI that nobody chose ");
    tell(telling, NULL, &events);
    ikelog_events_clear(&events);
    quick = g_ptr_array_index(ikelog_session_sa(talk.session, 0)->quick_modes, 0);
    esp.spi = ikelog_exchange_quick(quick)->ipsec[0].spi[IKELOG_RESPONDER];
    ikelog_events_collect_esp(talk.session, &esp, IKELOG_ESP_REPLAYED, quick, &events);
    g_string_append(telling->text, "ESP once more ");
    tell(telling, NULL, &events);
    ikelog_events_clear(&events);
    talk_close(&talk);
}

static struct telling *told(void)
{
    struct telling *telling = g_new0(struct telling, 1);

    telling->text = g_string_new(NULL);
    tell_captures(telling);
    tell_notifications(telling);
    tell_rare_exchanges(telling);
    tell_failed_check(telling);
    tell_beside(telling);
    return telling;
}

static void test_texts_are_those_of_the_golden_file(void)
{
    struct telling *telling = told();

    expect_golden("explanations.txt", telling->text->str);
    g_string_free(telling->text, TRUE);
    g_free(telling);
}

/* Was there a message of the exchange at a place that has no row of its own? */
static bool other_step(const struct telling *telling, unsigned exchange)
{
    bool seen[256];

    memcpy(seen, telling->messages[exchange], sizeof seen);
#define X(type, step, sentence, paragraph)                 \
    if (IKELOG_EXCHANGE_##type == exchange && (step) != 0) \
        seen[step] = false;
    IKELOG_MESSAGE_ROWS(X)
#undef X
    return memchr(seen, true, sizeof seen) != NULL;
}

static void test_every_row_is_printed(void)
{
    struct telling *telling = told();

#define X(id, sentence, paragraph)           \
    if (!telling->events[IKELOG_EVENT_##id]) \
        g_test_fail_printf("no frame is %s", #id);
    IKELOG_EVENT_TEXT_ROWS(X)
#undef X
#define X(exchange, step, sentence, paragraph)                      \
    if (step ? !telling->messages[IKELOG_EXCHANGE_##exchange][step] \
             : !other_step(telling, IKELOG_EXCHANGE_##exchange))    \
        g_test_fail_printf("no frame is step %d of %s", step, #exchange);
    IKELOG_MESSAGE_ROWS(X)
#undef X
    for (uint16_t type = 1; type < G_N_ELEMENTS(telling->hints); type++)
        if (ikelog_notify_row(type)->hint && !telling->hints[type])
            g_test_fail_printf("no frame notifies %d", type);
    g_string_free(telling->text, TRUE);
    g_free(telling);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/explanations/texts-are-those-of-the-golden-file",
                    test_texts_are_those_of_the_golden_file);
    g_test_add_func("/explanations/every-row-is-printed", test_every_row_is_printed);
    return g_test_run();
}
