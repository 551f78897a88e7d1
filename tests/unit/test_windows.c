/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Windows of time and of numbers by which a packet is a copy, a repeat or a replay. */
#include "transcript.h"

#define SECOND INT64_C(1000000000)

static void say_first(struct talk *talk, int64_t time_ns, int32_t ip_id)
{
    GByteArray *message = g_byte_array_new();
    struct ikelog_datagram d = {
        .frame = ++talk->frame, .ip_id = ip_id, .ttl = 64, .time_ns = time_ns};
    static const guint8 head[4] = {1, 0x10, 2, 0};

    append_cookies(message, "i");
    g_byte_array_append(message, head, 4);
    append_u32(message, 0);
    append_u32(message, 80);
    append_hex(message, SA_BODY);
    d.src = (struct ikelog_endpoint){.family = 4, .address = {192, 0, 2, 1}, .port = 500};
    d.dst = (struct ikelog_endpoint){.family = 4, .address = {192, 0, 2, 2}, .port = 500};
    d.message = (struct ikelog_octets){message->data, (uint32_t)message->len};
    d.on_wire = d.message.length;
    talk_feed(talk, &d);
    g_byte_array_unref(message);
}

/* When the first message comes again, with which IP identification, and whether it is a copy. */
static const struct {
    int64_t after_ns;
    int32_t first_id, second_id; /* -1: the network has none */
    bool copy;
} again[] = {
    {0, 7, 7, true},          {50000000, 7, 7, true},   {50000001, 7, 7, false},
    {1000000, 7, 8, false},   {1000000, 0, 0, true},    {1000000, 0, 1, false},
    {1000000, 1, 0, false},   {1000000, -1, -1, true},  {1000000, -1, 7, true},
    {1000000, 7, -1, true},   {100000000, 7, 7, false}, {-1, 7, 7, false},
    {51000000, -1, 7, false},
};

/* Is the second frame a copy? If not, the message was sent again. */
static bool is_copy(struct talk *talk)
{
    char *events = talk_events(talk, 1);
    bool copy = strcmp(events, "packet-copy") == 0;

    g_assert_true(copy || strstr(events, "retransmit"));
    g_free(events);
    return copy;
}

static void test_copies_come_within_fifty_milliseconds(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(again); i++) {
        struct talk talk;

        talk_open(&talk);
        say_first(&talk, SECOND, again[i].first_id);
        say_first(&talk, SECOND + again[i].after_ns, again[i].second_id);
        if (is_copy(&talk) != again[i].copy)
            g_test_fail_printf("row %zu", i);
        talk_close(&talk);
    }
}

/* The window begins with a transmission: a copy does not open it again, a repeat does. */
static const struct {
    int64_t times_ms[3];
    const char *third;
} transmissions[] = {
    {{0, 40, 50}, "packet-copy"},
    {{0, 40, 80}, "packet no-answer retransmit"},
    {{0, 100, 140}, "packet-copy"},
    {{0, 100, 160}, "packet no-answer retransmit"},
};

static void test_window_begins_with_a_transmission(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(transmissions); i++) {
        struct talk talk;
        char *events;

        talk_open(&talk);
        for (unsigned n = 0; n < 3; n++)
            say_first(&talk, SECOND + transmissions[i].times_ms[n] * 1000000, 7);
        talk.final = false;
        events = talk_events(&talk, 2);
        g_assert_cmpstr(events, ==, transmissions[i].third);
        g_free(events);
        talk_close(&talk);
    }
}

static enum ikelog_esp_finding receive(struct talk *talk, struct ikelog_esp *esp, uint32_t sequence,
                                       int64_t wait_ns)
{
    const struct ikelog_exchange *found;

    esp->sequence = sequence;
    esp->time_ns += wait_ns;
    return ikelog_session_esp(talk->session, esp, &found);
}

static void open_esp(struct talk *talk, struct ikelog_esp *esp)
{
    const struct ikelog_exchange *quick;

    talk_open(talk);
    talk_read(talk, "mm-psk", true);
    quick = g_ptr_array_index(ikelog_session_sa(talk->session, 0)->quick_modes, 0);
    *esp = (struct ikelog_esp){.src = {.family = 4, .address = {192, 0, 2, 1}},
                               .dst = {.family = 4, .address = {192, 0, 2, 2}},
                               .time_ns = INT64_C(1) << 60,
                               .spi = ikelog_exchange_quick(quick)->ipsec[0].spi[IKELOG_RESPONDER]};
}

static void test_esp_is_captured_twice_within_fifty_milliseconds(void)
{
    struct ikelog_esp esp;
    struct talk talk;

    open_esp(&talk, &esp);
    g_assert_cmpint(receive(&talk, &esp, 1, 0), ==, IKELOG_ESP_KNOWN);
    g_assert_cmpint(receive(&talk, &esp, 1, 50000000), ==, IKELOG_ESP_KNOWN);
    g_assert_cmpint(receive(&talk, &esp, 1, 50000001), ==, IKELOG_ESP_REPLAYED);
    talk_close(&talk);
}

/* A leap of 63 keeps one number in the window of 64, a leap of 64 none. */
static void test_replay_window_has_sixty_four_numbers(void)
{
    for (uint32_t leap = 63; leap <= 65; leap++) {
        struct ikelog_esp esp;
        struct talk talk;

        open_esp(&talk, &esp);
        receive(&talk, &esp, 1, SECOND);
        receive(&talk, &esp, 2, SECOND);
        g_assert_cmpint(receive(&talk, &esp, 2 + leap, SECOND), ==, IKELOG_ESP_KNOWN);
        /* within the window, never seen, whatever was before the leap */
        for (uint32_t behind = 1; behind < MIN(leap, 64); behind++)
            g_assert_cmpint(receive(&talk, &esp, 2 + leap - behind, SECOND), ==, IKELOG_ESP_KNOWN);
        /* 63 behind is the last one within; seen or beyond, 2 and 1 are no news */
        g_assert_cmpint(receive(&talk, &esp, 2, SECOND), ==, IKELOG_ESP_REPLAYED);
        g_assert_cmpint(receive(&talk, &esp, 1, SECOND), ==, IKELOG_ESP_REPLAYED);
        talk_close(&talk);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/windows/copies-come-within-fifty-milliseconds",
                    test_copies_come_within_fifty_milliseconds);
    g_test_add_func("/windows/esp-is-captured-twice-within-fifty-milliseconds",
                    test_esp_is_captured_twice_within_fifty_milliseconds);
    g_test_add_func("/windows/replay-window-has-sixty-four-numbers",
                    test_replay_window_has_sixty_four_numbers);
    g_test_add_func("/windows/window-begins-with-a-transmission",
                    test_window_begins_with_a_transmission);
    return g_test_run();
}
