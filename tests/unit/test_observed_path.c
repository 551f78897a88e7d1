/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What shows that the path is at fault, and near misses: ports, directions, fragments, ESP, ICMP.
 */
#include "observing.h"

/* Behind the marker of port 4500. */
static void say_floated(struct talk *talk, const struct spoken *spoken, unsigned wait_ms)
{
    say_between(talk, spoken, wait_ms, 1, 4500);
}

static void test_nothing_from_port_4500(void)
{
    struct talk talk;

    say_first(&talk, 4);
    for (unsigned i = 0; i < 4; i++)
        say_floated(&talk, &mm[4], 500);
    expect(&talk, IKELOG_VERDICT_PATH_BLOCKED, "nothing on UDP 4500");
    say_floated(&talk, &mm[5], 10);
    expect(&talk, IKELOG_VERDICT_ESTABLISHED, "");
    talk_close(&talk);
}

/* The complaint came back from port 500, so message 5 had arrived. */
static void test_complaint_from_port_500_excludes_the_path(void)
{
    struct talk talk;

    say_first(&talk, 4);
    say_floated(&talk, &mm[4], 10);
    talk_say(&talk, &refusal);
    for (unsigned i = 0; i < 3; i++)
        say_floated(&talk, &mm[4], 500);
    expect(&talk, IKELOG_VERDICT_PSK_MISMATCH, "could not be read");
    talk_close(&talk);
}

static void begin_to_arrive(struct talk *talk, uint32_t id)
{
    static const uint8_t start[] = {'i', 'i', 'i', 'i', 'i', 'i', 'i', 'i',  'r', 'r',
                                    'r', 'r', 'r', 'r', 'r', 'r', 5,   0x10, 2,   1,
                                    0,   0,   0,   0,   0,   0,   4,   0};
    const struct ikelog_ip_fragment fragment = {
        .frame = ++talk->frame,
        .src = {4, {192, 0, 2, 1}, 0},
        .dst = {4, {192, 0, 2, 2}, 0},
        .ip_id = id,
        .message = {start, sizeof start},
    };

    ikelog_session_fragment(talk->session, &fragment);
}

static void test_only_first_fragments(void)
{
    struct talk talk;

    say_first(&talk, 4);
    begin_to_arrive(&talk, 1);
    expect(&talk, IKELOG_VERDICT_IN_PROGRESS, "after message 4");
    begin_to_arrive(&talk, 2);
    expect(&talk, IKELOG_VERDICT_PATH_BLOCKED, "message 5 of 192.0.2.1 began to arrive 2 times");
    talk_say(&talk, &mm[4]);
    talk_say(&talk, &mm[5]);
    expect(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 8");
    talk_close(&talk);
}

static void test_one_sided_capture_is_no_silence(void)
{
    struct talk talk;

    talk_open(&talk);
    talk_say(&talk, &mm[0]);
    talk_say(&talk, &mm[2]);
    for (unsigned i = 0; i < 4; i++)
        say_later(&talk, &mm[4], 1000);
    expect(&talk, IKELOG_VERDICT_ONE_DIRECTION, "only what 192.0.2.1 sent was captured");
    talk_close(&talk);
}

static void send_esp(struct talk *talk, bool initiator, unsigned count)
{
    const struct ikelog_exchange *exchange;

    for (unsigned i = 0; i < count; i++) {
        struct ikelog_esp esp = {.frame = ++talk->frame, .time_ns = talk->now, .spi = 0x1234};

        esp.src = (struct ikelog_endpoint){4, {192, 0, 2, initiator ? 1 : 2}, 0};
        esp.dst = (struct ikelog_endpoint){4, {192, 0, 2, initiator ? 2 : 1}, 0};
        esp.sequence = i + 1;
        ikelog_session_esp(talk->session, &esp, &exchange);
    }
}

static void test_esp_one_way_while_ike_is_answered(void)
{
    static const struct spoken answer = {'R', 10, "i r", 5, 1, 11, 8, CLOSED_D};
    struct talk talk;

    set_up(&talk);
    send_esp(&talk, true, 3);
    expect_quick(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 9"); /* nobody knows yet */
    talk_say(&talk, &answer);
    expect_quick(&talk, IKELOG_VERDICT_ESTABLISHED, "ESP goes one way: 192.0.2.1 sent 3 packets");
    send_esp(&talk, false, 1);
    expect_quick(&talk, IKELOG_VERDICT_ESTABLISHED, "frame 9");
    talk_close(&talk);
}

static struct ikelog_verdict of_quick(struct talk *talk)
{
    const struct ikelog_sa *sa = ikelog_session_sa(talk->session, 0);

    return ikelog_verdict_of_quick(talk->session, g_ptr_array_index(sa->quick_modes, 0), NULL);
}

static void test_a_tunnel_without_traffic_back_is_a_warning(void)
{
    struct talk talk;

    set_up(&talk);
    g_assert_cmpint(of_quick(&talk).severity, ==, IKELOG_CHAT);
    send_esp(&talk, true, 3);
    talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 1, 11, 8, CLOSED_D});
    g_assert_cmpint(of_quick(&talk).severity, ==, IKELOG_WARN);
    talk_close(&talk);
}

/* ICMP about what is sent when all was up tells how it ended. */
static void test_icmp_tells_the_end(void)
{
    struct ikelog_icmp icmp = {.frame = 99, .family = 4, .type = 3, .code = 3};
    struct ikelog_verdict verdict;
    struct talk talk;
    gsize length;

    set_up(&talk);
    talk_say(&talk, &(struct spoken){'I', 5000, "i r", 5, 1, 21, 8, CLOSED_B});
    icmp.quoted.data = g_bytes_get_data(g_ptr_array_index(talk.messages, 9), &length);
    icmp.quoted.length = 28;
    g_assert_nonnull(ikelog_session_icmp(talk.session, &icmp));
    verdict = ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, 0), NULL);
    g_assert_cmpstr(ikelog_end_name(verdict.end), ==, "peer-dead");
    talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 1, 22, 8, CLOSED_D});
    verdict = ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, 0), NULL);
    g_assert_cmpstr(ikelog_end_name(verdict.end), ==, "open");
    talk_close(&talk);
}

#define TEST(name, function) g_test_add_func("/observed-path/" name, function)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("nothing-from-port-4500", test_nothing_from_port_4500);
    TEST("complaint-from-port-500-excludes-the-path",
         test_complaint_from_port_500_excludes_the_path);
    TEST("only-first-fragments", test_only_first_fragments);
    TEST("one-sided-capture-is-no-silence", test_one_sided_capture_is_no_silence);
    TEST("esp-one-way-while-ike-is-answered", test_esp_one_way_while_ike_is_answered);
    TEST("a-tunnel-without-traffic-back-is-a-warning",
         test_a_tunnel_without_traffic_back_is_a_warning);
    TEST("icmp-tells-the-end", test_icmp_tells_the_end);
    return g_test_run();
}
