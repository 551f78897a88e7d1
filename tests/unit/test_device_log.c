/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A log line is what one device saw and did: each row is a line that was wrong once. */
#include "story.h"
#include "transcript.h"

#include "reports/log.h"

#define I IKELOG_INITIATOR
#define R IKELOG_RESPONDER

/* A line of a log, and how often it has to be there. */
static const struct {
    const char *claim, *capture, *dialect;
    enum ikelog_side us;
    const char *line;
    unsigned times;
} rows[] = {
    {"nobody-waits-for-informational", "informational-repeated", "cisco-vpn-client", I,
     "message not received! Retransmitting!", 0},
    {"nobody-waits-for-informational", "informational-repeated", "cisco-vpn-client", I,
     "SENDING>>>> ISAKMP OAK INFO *(Retransmission)", 1},
    {"nobody-waits-for-informational", "dpd-answer-repeated", "zyxel-prestige", R,
     "!! IKE Packet Retransmit", 0},
    {"keys-of-the-other-side-are-not-ours", "wrong-psk-main", "cisco-vpn-client", I,
     "RECEIVED<<<< ISAKMP OAK INFO *(HASH, ?)", 4},
    {"keys-of-the-other-side-are-not-ours", "wrong-psk-main", "cisco-vpn-client", R,
     "SENDING>>>> ISAKMP OAK INFO *(HASH, NOTIFY:PAYLOAD_MALFORMED)", 4},
    {"keys-of-the-other-side-are-not-ours", "wrong-psk-main", "cisco-vpn-client", R,
     "RECEIVED<<<< ISAKMP OAK MM *(ID, ?)", 1},
    {"keys-of-the-other-side-are-not-ours", "wrong-psk-main", "cisco-vpn-client", I,
     "SENDING>>>> ISAKMP OAK MM *(ID, HASH)", 1},
    {"one-side-captured-has-the-keys", "answers-only", "cisco-vpn-client", I,
     "RECEIVED<<<< ISAKMP OAK QM *(HASH, SA, NON, ID, ID)", 1},
    {"fragments-are-one-message", "mm-rsa-fragment-lost", "cisco-vpn-client", I,
     "message not received! Retransmitting!", 2},
    {"keys-of-nobody-prove-nothing", "wrong-psk-aggressive", "zyxel-prestige", R,
     "Phase 1 IKE SA process done", 0},
};

static unsigned count_lines(const char *log, const char *line)
{
    char **lines = g_strsplit(log, "\n", -1);
    unsigned count = 0;

    for (char **at = lines; *at; at++)
        count += strcmp(*at, line) == 0;
    g_strfreev(lines);
    return count;
}

static void test_line_is_what_the_device_saw(gconstpointer data)
{
    size_t i = GPOINTER_TO_SIZE(data);
    struct talk talk;
    char *log;

    talk_open(&talk);
    talk.policy.perspective = rows[i].us;
    talk_read(&talk, rows[i].capture, true);
    log = talk_log(&talk, rows[i].dialect);
    if (count_lines(log, rows[i].line) != rows[i].times)
        g_test_fail_printf("\"%s\" is there %u times, not %u:\n%s", rows[i].line,
                           count_lines(log, rows[i].line), rows[i].times, log);
    g_free(log);
    talk_close(&talk);
}

/* The log of a capture in a dialect of the test's own. */
static char *log_in(const char *capture, const char *dialect_text,
                    const struct ikelog_policy *policy)
{
    char *error = NULL;
    struct ikelog_dialect *dialect = ikelog_dialect_load("test", dialect_text, &error);
    struct ikelog_packet_store *packets = ikelog_packet_store_new();
    GString *text = g_string_new(NULL);
    struct story story;

    g_assert_cmpstr(error, ==, NULL);
    story_open(&story, capture, NULL);
    for (guint i = 0; i < story.report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(story.report->parts, i);

        for (guint n = 0; n < part->packets->len; n++)
            ikelog_packet_store_add(packets, g_ptr_array_index(part->packets, n));
    }
    ikelog_report_log(packets, dialect, policy, NULL, text);
    ikelog_packet_store_free(packets);
    story_close(&story);
    ikelog_dialect_free(dialect);
    return g_string_free(text, FALSE);
}

#define PORTS                                                            \
    "[dialect]\nname=test\n[packet]\nsent={local-port} to {peer-port}\n" \
    "received={local-port} from {peer-port}\n"

static void test_ports_are_those_of_the_packet(void)
{
    char *log = log_in("nat-inside", PORTS, &story_policy);

    g_assert_true(g_str_has_prefix(log, "500 to 500\n500 from 500\n500 to 500\n500 from 500\n"
                                        "4500 to 4500\n4500 from 4500\n"));
    g_free(log);
}

/* "Port unreachable" for a packet from 192.0.2.1 to 192.0.2.2. */
static struct ikelog_icmp icmp_error(uint32_t frame)
{
    return (struct ikelog_icmp){.frame = frame,
                                .family = 4,
                                .type = 3,
                                .code = 3,
                                .quoted_src = {4, {192, 0, 2, 1}, 500},
                                .quoted_dst = {4, {192, 0, 2, 2}, 500}};
}

/* The events of an ICMP error, a blank behind each; g_free. */
static char *events_of_icmp(const struct talk *talk, const struct ikelog_icmp *icmp,
                            const struct ikelog_record *about)
{
    GString *names = g_string_new(NULL);
    struct ikelog_events events;

    ikelog_events_collect_icmp(talk->session, icmp, about, &talk->policy, true, &events);
    for (guint i = 0; i < events.rows->len; i++)
        g_string_append_printf(
            names, "%s ",
            ikelog_event_name(g_array_index(events.rows, struct ikelog_event, i).kind));
    ikelog_events_clear(&events);
    return g_string_free(names, FALSE);
}

/* A device that hears of each failed send gives up after the last of them, not before. */
static void test_too_many_errors_come_last(void)
{
    struct ikelog_icmp icmps[4];
    const struct ikelog_record *about[4];
    struct talk talk;

    talk_open(&talk);
    for (unsigned n = 0; n < 4; n++) {
        talk_say(&talk, &(struct spoken){'I', 1000, "i", 2, 0, 0, 1, SA_BODY});
        icmps[n] = icmp_error(++talk.frame);
        about[n] = ikelog_session_icmp(talk.session, &icmps[n]);
    }
    for (unsigned n = 0; n < 4; n++) {
        char *message = talk_events(&talk, n);
        char *icmp = events_of_icmp(&talk, &icmps[n], about[n]);

        g_assert_null(strstr(message, "too-many-errors"));
        g_assert_cmpstr(icmp, ==, n < 3 ? "send-failed " : "send-failed too-many-errors ");
        g_free(icmp);
        g_free(message);
    }
    talk_close(&talk);
}

#define ROLES "[dialect]\nname=test\n[packet]\nboth={exchange} {role}\n"

/* charon and its kin call each informational message a request; that is the dialect's to say. */
static void test_dialect_decides_on_the_role_of_answers(void)
{
    char *usual = log_in("dpd-answer-repeated", ROLES, &story_policy);
    char *charon =
        log_in("dpd-answer-repeated", ROLES "informational-requests=true\n", &story_policy);

    g_assert_cmpuint(count_lines(usual, "INFO response"), ==, 2);
    g_assert_cmpuint(count_lines(charon, "INFO response"), ==, 0);
    g_assert_cmpuint(count_lines(charon, "QM response"), ==, count_lines(usual, "QM response"));
    g_free(charon);
    g_free(usual);
}

/* Both began an IKE SA: neither perspective makes them one device. */
static void test_each_device_has_its_own_log(void)
{
    struct ikelog_policy responder = story_policy;
    char *log;

    responder.perspective = R;
    log = log_in("crossing", PORTS, &responder);
    g_assert_cmpuint(count_lines(log, "==== 192.0.2.1 ===="), ==, 1);
    g_assert_cmpuint(count_lines(log, "==== 192.0.2.2 ===="), ==, 1);
    g_free(log);
    log = log_in("many-at-once", PORTS, &responder);
    g_assert_null(strstr(log, "===="));
    g_free(log);
    log = log_in("address-changed", PORTS, &story_policy);
    g_assert_null(strstr(log, "====")); /* it moved, and is one device */
    g_free(log);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *path = g_strdup_printf("/device-log/%s/%zu", rows[i].claim, i);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_line_is_what_the_device_saw);
        g_free(path);
    }
    g_test_add_func("/device-log/ports-are-those-of-the-packet",
                    test_ports_are_those_of_the_packet);
    g_test_add_func("/device-log/too-many-errors-come-last", test_too_many_errors_come_last);
    g_test_add_func("/device-log/dialect-decides-on-the-role-of-answers",
                    test_dialect_decides_on_the_role_of_answers);
    g_test_add_func("/device-log/each-device-has-its-own-log", test_each_device_has_its_own_log);
    return g_test_run();
}
