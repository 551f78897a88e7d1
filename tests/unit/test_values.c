/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Placeholders: what each value is in a given frame, and that an unknown one takes its line away.
 */
#include "transcript.h"

/*
 * A dialect that says `template` of every event `group`, and of messages else only what is never
 * known of them; ikelog_dialect_free.
 */
static struct ikelog_dialect *dialect_saying(const char *group, const char *template)
{
    bool packet = strcmp(group, "packet") == 0;
    char *text = g_strdup_printf("[dialect]\nname=test\n[identities]\n"
                                 "1={id-text}\n4={id-first} {id-last} {id-mask} /{id-bits}\n"
                                 "6={id-first} {id-last} /{id-bits}\n%s[%s]\nboth=%s\n",
                                 packet ? "" : "[packet]\nboth={icmp}\n", group, template);
    struct ikelog_dialect *dialect;
    char *error = NULL;

    dialect = ikelog_dialect_load("test", text, &error);
    g_assert_cmpstr(error, ==, NULL);
    g_free(text);
    return dialect;
}

/* The first line that the dialect has for these events, or NULL; g_free. */
static char *line_of(const struct ikelog_dialect *dialect, const struct ikelog_view *view,
                     const struct ikelog_events *events, const struct ikelog_policy *policy)
{
    GArray *lines = ikelog_dialect_render(dialect, view, events, policy);
    char *line = lines->len ? g_strdup(g_array_index(lines, struct ikelog_line, 0).text) : NULL;

    g_array_unref(lines);
    return line;
}

/* X: frame (from 0) of a capture with its keys, the text, and what it says; NULL: nothing. */
static const struct {
    const char *capture;
    unsigned frame;
    const char *group, *template, *said;
} rows[] = {
    {"ag-psk", 0, "packet", "{frame} {length}", "1 372"},
    {"ag-psk", 0, "packet", "{step} of {steps} in phase {phase}", "1 of 3 in phase 1"},
    {"ag-psk", 3, "packet", "{step} of {steps} in phase {phase}", "1 of 3 in phase 2"},
    {"racoon-base", 0, "packet", "{step} of {steps}", "1 of 4"},
    {"quick-mode-commit-bit", 6, "packet", "{step} of {steps}", "1 of 4"},
    {"ag-psk", 6, "packet", "{steps}", NULL}, /* an informational exchange has no number of them */
    {"ag-psk", 0, "packet", "{role} {answer}", "request 2"},
    {"ag-psk", 1, "packet", "{role} {request}", "response 1"},
    {"ag-psk", 0, "packet", "{request}", NULL},
    {"ag-psk", 2, "packet", "{answer}", NULL},
    {"duplicated", 1, "packet-copy", "{original}", "1"},
    {"duplicated", 0, "packet", "{original}", NULL},
    {"ag-psk", 2, "packet", "{decryption}", "decrypted"},
    {"ag-psk", 0, "packet", "{decryption}", NULL}, /* in clear */
    {"ag-psk", 1, "packet", "{check}", "verified"},
    {"ag-psk", 0, "packet", "{check}", NULL}, /* no HASH */
    {"ag-psk", 0, "packet", "{seconds} {mode}", "15840 Aggressive"},
    {"ag-psk", 3, "packet", "{seconds} {ipsec-protocol}", "3960 ESP"},
    {"ah", 6, "packet", "{ipsec-protocol}", "AH"},
    {"mm-psk-pfs", 6, "packet", "{pfs-group}", "5"},
    {"ag-psk", 3, "packet", "{pfs-group}", NULL},
    {"ag-psk", 3, "packet", "{id-ci}", "10.1.0.0 10.1.255.255 255.255.0.0 /16"},
    {"ag-psk", 3, "packet", "{id-cr}", "10.2.0.0 10.2.255.255 255.255.0.0 /16"},
    {"mm-psk-ipv6", 6, "packet", "{id-ci}", "fd01:: fd01::ffff:ffff:ffff:ffff /64"},
    {"mm-psk-ports", 6, "packet", "{id-ci-protocol}:{id-ci-port}", "6:1025"},
    {"ag-psk", 0, "packet", "{id-ci}", NULL}, /* phase 1 */
    {"ag-xauth", 4, "packet", "{user}", "alice"},
    {"ag-xauth", 8, "packet", "{inner-address}", "10.3.0.1"},
    {"ag-xauth", 4, "packet", "{inner-address}", NULL},
    {"ag-xauth", 8, "packet", "{user}", NULL},
    {"ag-xauth", 0, "packet", "{user}", NULL},       /* no attributes at all */
    {"racoon-no-peer", 0, "packet", "{wait}", NULL}, /* the first time */
    {"racoon-no-peer", 1, "packet", "{wait}", "1"},
    {"no-peer", 1, "packet", "{repeat} {wait}", "1 0.6"},
    {"libreswan-rekey", 0, "packet", "{ike-state}", "1"},
    {"libreswan-rekey", 0, "packet", "{quick-state}", NULL},
    {"libreswan-rekey", 0, "packet", "{replaced-state}", NULL},
    {"libreswan-rekey", 19, "packet", "{ike-state} {replaced-state}", "4 1"},
    {"libreswan-psk", 6, "packet", "{ike-state} {quick-state} {quick-role}", "1 2 initiator"},
    {"libreswan-psk", 6, "packet", "{established}", "6"},
    {"libreswan-psk", 5, "packet", "{established}", NULL},   /* by this one */
    {"racoon-deleted", 15, "packet", "{alive-asked}", NULL}, /* the other one asked */
    {"racoon-base", 15, "packet", "{alive-asked}", "10"},
    {"xauth-failed", 6, "packet", "{xauth}", "failed"},
    {"ag-xauth", 3, "packet", "{xauth}", "ok"},
    {"ag-psk", 0, "packet", "{xauth}", NULL},
    {"racoon-psk", 8, "packet", "{altered}", "yes"},
    {"racoon-twice", 9, "packet", "{altered}", NULL},
    {"port-4500-dropped-aggressive-inside", 4, "packet", "{prompts}", "yes"},
    {"port-4500-dropped-aggressive-inside", 5, "packet", "{repeat}", NULL}, /* it was asked for */
    {"port-4500-dropped-aggressive-inside", 5, "packet", "{prompted}", "yes"},
    {"port-4500-dropped-aggressive-inside", 6, "packet", "{repeat}", "1"},
    {"port-4500-dropped-aggressive-inside", 6, "packet", "{prompted}", NULL},
    {"ok-qm3-lost-once", 8, "packet", "{prompts}", "yes"},
    {"ok-qm3-lost-once", 9, "packet", "{prompted}", "yes"},        /* seen for the first time */
    {"libreswan-wrong-psk", 6, "packet", "{prompted}", NULL},      /* the exchange goes on */
    {"libreswan-xauth-failed", 9, "packet", "{xauth-over}", NULL}, /* the acknowledgement */
    {"libreswan-xauth-failed", 10, "packet", "{xauth-over}", "10"},
    {"ag-xauth", 10, "packet", "{xauth-over}", NULL},
    {"ag-psk", 0, "packet", "{opened}", "yes"},
    {"psk-differs-one-log", 4, "packet", "{opened}", "yes"},
    {"psk-differs-one-log", 5, "packet", "{opened}", "no"}, /* under other keys */
    {"ag-psk", 0, "packet", "{icmp}{range}{rule-local}", NULL},
    {"ag-psk", 0, "packet", "{exchange}[[ {request}]] {payloads}",
     "AG SA, KE, NON, ID, VID, VID, VID, VID, VID"},
};

static void test_each_value_is_that_of_its_frame(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct ikelog_dialect *dialect = dialect_saying(rows[i].group, rows[i].template);
        struct ikelog_events events;
        struct ikelog_view view;
        struct talk talk;
        char *line;

        talk_open(&talk);
        talk_read(&talk, rows[i].capture, true);
        talk_look(&talk, rows[i].frame, &view, &events);
        line = line_of(dialect, &view, &events, &talk.policy);
        if (g_strcmp0(line, rows[i].said) != 0)
            g_test_fail_printf("%s, frame %u, %s: %s", rows[i].capture, rows[i].frame + 1,
                               rows[i].template, line ? line : "nothing");
        g_free(line);
        ikelog_events_clear(&events);
        ikelog_view_close(&view);
        ikelog_dialect_free(dialect);
        talk_close(&talk);
    }
}

/* Nothing but the event is there: values of a message, of an IKE SA and of a rule have no source.
 */
static const char *const without_a_message[] = {
    "{exchange}", "{payloads}",      "{mark}",    "{message-id}", "{length}",   "{frame}",
    "{original}", "{request}",       "{answer}",  "{step}",       "{steps}",    "{phase}",
    "{role}",     "{decryption}",    "{check}",   "{user}",       "{peer}",     "{local}",
    "{icookie}",  "{inner-address}", "{id-ci}",   "{id-cr-port}", "{chosen}",   "{seconds}",
    "{sa}",       "{outbound-spi}",  "{peer-id}", "{id-text}",    "{id-first}", "{id-bits}",
    "{id-mask}",  "{offered}",       "{auth}",    "{rule-local}", "{range}",    "{reason}",
};

static char *said_of_event(const char *template, const struct ikelog_event *event,
                           const struct ikelog_policy *policy)
{
    struct ikelog_dialect *dialect = dialect_saying(ikelog_event_name(event->kind), template);
    struct ikelog_events events = {.rows = g_array_new(FALSE, TRUE, sizeof *event)};
    char *line;

    g_array_append_val(events.rows, *event);
    line = line_of(dialect, NULL, &events, policy);
    ikelog_events_clear(&events);
    ikelog_dialect_free(dialect);
    return line;
}

static void test_no_message_no_line(void)
{
    const struct ikelog_policy policy = {.default_connection = ""};
    const struct ikelog_event event = {.kind = IKELOG_EVENT_INVALID_RANGE};

    for (size_t i = 0; i < G_N_ELEMENTS(without_a_message); i++) {
        char *line = said_of_event(without_a_message[i], &event, &policy);

        if (line)
            g_test_fail_printf("%s: \"%s\"", without_a_message[i], line);
        g_free(line);
    }
}

static struct ikelog_range network(uint8_t third)
{
    return (struct ikelog_range){
        .family = 4, .first = {10, 0, third, 0}, .last = {10, 0, third, 255}};
}

/* Which rule an event is about, its number says, if its evidence is the rules at all. */
static void test_rule_is_the_one_that_the_event_names(void)
{
    struct ikelog_rule rules[] = {{.number = 3, .local = network(1), .remote = network(2)},
                                  {.number = 7, .local = network(3), .remote = network(4)}};
    const struct ikelog_policy policy = {
        .default_connection = "", .rules = rules, .rule_count = G_N_ELEMENTS(rules)};
    static const char template[] = "{number} {rule-local} {rule-remote} {first} {last} {range}";
    struct ikelog_event event = {.kind = IKELOG_EVENT_REMOTE_ID_MISMATCH,
                                 .evidence = IKELOG_EVIDENCE_POLICY,
                                 .number = 7,
                                 .range = network(9)};
    char *line = said_of_event(template, &event, &policy);

    g_assert_cmpstr(line, ==,
                    "7 10.0.3.0-10.0.3.255 10.0.4.0-10.0.4.255 10.0.9.0 10.0.9.255 "
                    "10.0.9.0-10.0.9.255");
    g_free(line);
    event.number = 5;
    g_assert_null(said_of_event(template, &event, &policy));
    event.number = 7;
    event.evidence = IKELOG_EVIDENCE_OBSERVED;
    g_assert_null(said_of_event(template, &event, &policy));
}

static const struct {
    uint8_t type, code;
    const char *said;
} icmp_rows[] = {
    {3, 3, "port unreachable: nobody listens on that UDP port"},
    {1, 4, "port unreachable: nobody listens on that UDP port"},
    {3, 13, "communication administratively prohibited: a filter on the way refuses it"},
    {11, 1, "fragment reassembly time exceeded: a fragment got lost"},
    {2, 0, "packet too big"},
    {3, 200, "ICMP type 3 code 200"},
    {255, 255, "ICMP type 255 code 255"},
};

static void test_icmp_error_is_said_in_words(void)
{
    const struct ikelog_policy policy = {.default_connection = ""};
    struct ikelog_event event = {.kind = IKELOG_EVENT_SEND_FAILED};

    for (size_t i = 0; i < G_N_ELEMENTS(icmp_rows); i++) {
        char *line;

        event.number = (uint32_t)icmp_rows[i].type << 8 | icmp_rows[i].code;
        line = said_of_event("{icmp}", &event, &policy);
        g_assert_cmpstr(line, ==, icmp_rows[i].said);
        g_free(line);
    }
    event.kind = IKELOG_EVENT_TOO_MANY_ERRORS; /* its number is none of ICMP's */
    g_assert_null(said_of_event("{icmp}", &event, &policy));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/values/each-is-that-of-its-frame", test_each_value_is_that_of_its_frame);
    g_test_add_func("/values/no-message-no-line", test_no_message_no_line);
    g_test_add_func("/values/rule-is-the-one-that-the-event-names",
                    test_rule_is_the_one_that_the_event_names);
    g_test_add_func("/values/icmp-error-is-said-in-words", test_icmp_error_is_said_in_words);
    return g_test_run();
}
