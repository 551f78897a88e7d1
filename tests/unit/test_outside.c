/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets beside IKE: which message an ICMP error is about, and what an ESP packet tells. */
#include "transcript.h"

/* Of the conversation "mm-psk": main mode in frames 1 to 6, a Quick Mode in 7 to 9. */
static const struct ikelog_endpoint initiator = {
    .family = 4, .address = {192, 0, 2, 1}, .port = 500};
static const struct ikelog_endpoint responder = {
    .family = 4, .address = {192, 0, 2, 2}, .port = 500};
static const struct ikelog_endpoint stranger = {
    .family = 4, .address = {192, 0, 2, 9}, .port = 500};

static void open_conversation(struct talk *talk)
{
    talk_open(talk);
    talk_read(talk, "mm-psk", true);
    g_assert_cmpuint(ikelog_session_sa_count(talk->session), ==, 1);
}

static struct ikelog_octets message_of(const struct talk *talk, unsigned frame)
{
    gsize length;
    const uint8_t *data = g_bytes_get_data(g_ptr_array_index(talk->messages, frame - 1), &length);

    return (struct ikelog_octets){data, (uint32_t)length};
}

/* What of a message comes back, between whom, and whether the IKE SA is found by it. */
static const struct {
    const char *what;
    unsigned frame;
    uint32_t quoted;
    const struct ikelog_endpoint *src, *dst;
    bool found;
} quotes[] = {
    {"all of it", 5, UINT32_MAX, &initiator, &responder, true},
    {"both cookies", 5, 16, &initiator, &responder, true},
    {"both cookies, from elsewhere", 5, 16, &stranger, &stranger, true},
    {"the first message: one cookie", 1, 28, &initiator, &responder, true},
    {"one cookie, as the answerer's router sees it", 1, 28, &responder, &initiator, true},
    {"one cookie alone", 5, 8, &initiator, &responder, true},
    {"one cookie, between others", 5, 8, &stranger, &stranger, false},
    {"nothing but the addresses", 5, 0, &initiator, &responder, true},
    {"less than a cookie", 5, 7, &responder, &initiator, true},
    {"nothing, between others", 5, 0, &initiator, &stranger, false},
};

static void test_icmp_error_finds_its_message(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(quotes); i++) {
        struct ikelog_icmp icmp = {.frame = 20, .family = 4, .type = 3, .code = 3};
        const struct ikelog_record *record;
        const struct ikelog_sa *sa;
        struct talk talk;

        open_conversation(&talk);
        sa = ikelog_session_sa(talk.session, 0);
        icmp.quoted_src = *quotes[i].src;
        icmp.quoted_dst = *quotes[i].dst;
        icmp.quoted = message_of(&talk, quotes[i].frame);
        icmp.quoted.length = MIN(icmp.quoted.length, quotes[i].quoted);
        record = ikelog_session_icmp(talk.session, &icmp);
        if ((record != NULL) != quotes[i].found)
            g_test_fail_printf("%s", quotes[i].what);
        g_assert_true(!record || record == sa->last);
        g_assert_cmpuint(sa->course->icmp_count, ==, quotes[i].found ? 1 : 0);
        g_assert_cmpuint(sa->course->icmp_frame, ==, quotes[i].found ? 20 : 0);
        talk_close(&talk);
    }
}

static void test_first_icmp_error_is_the_one_remembered(void)
{
    struct ikelog_icmp icmp = {.frame = 20, .family = 4, .type = 3, .code = 1};
    const struct ikelog_sa *sa;
    struct talk talk;

    open_conversation(&talk);
    sa = ikelog_session_sa(talk.session, 0);
    icmp.quoted_src = initiator;
    icmp.quoted_dst = responder;
    icmp.quoted = message_of(&talk, 5);
    ikelog_session_icmp(talk.session, &icmp);
    icmp.frame = 21;
    icmp.code = 13;
    ikelog_session_icmp(talk.session, &icmp);
    g_assert_cmpuint(sa->course->icmp_count, ==, 2);
    g_assert_cmpuint(sa->course->icmp_frame, ==, 20);
    g_assert_cmpuint(sa->course->icmp_code, ==, 1);
    talk_close(&talk);
}

/* ESP packets in their order: sequence number, seconds since the one before, and what it is. */
static const struct {
    uint32_t sequence;
    double wait;
    enum ikelog_esp_finding finding;
} packets[] = {
    {1, 1, IKELOG_ESP_KNOWN},
    {2, 1, IKELOG_ESP_KNOWN},
    {2, 0.0000001, IKELOG_ESP_KNOWN}, /* captured twice */
    {2, 1, IKELOG_ESP_REPLAYED},
    {5, 1, IKELOG_ESP_KNOWN},
    {3, 1, IKELOG_ESP_KNOWN}, /* overtaken, but within the window */
    {3, 1, IKELOG_ESP_REPLAYED},
    {100, 1, IKELOG_ESP_KNOWN}, /* a leap of more than the window forgets it */
    {37, 1, IKELOG_ESP_KNOWN},  /* the last number within: 100 - 63 */
    {37, 1, IKELOG_ESP_REPLAYED},
    {36, 1, IKELOG_ESP_REPLAYED},
    {UINT32_MAX, 1, IKELOG_ESP_KNOWN},
    {UINT32_MAX, 1, IKELOG_ESP_REPLAYED},
    {0, 1, IKELOG_ESP_REPLAYED},
};

static void test_replays_are_told_by_the_window(void)
{
    struct ikelog_esp esp = {.src = initiator, .dst = responder, .time_ns = INT64_C(1) << 60};
    const struct ikelog_exchange *quick, *found;
    struct talk talk;

    open_conversation(&talk);
    quick = g_ptr_array_index(ikelog_session_sa(talk.session, 0)->quick_modes, 0);
    g_assert_cmpuint(ikelog_exchange_quick(quick)->ipsec_count, ==, 1);
    esp.spi = ikelog_exchange_quick(quick)->ipsec[0].spi[IKELOG_RESPONDER];
    for (size_t i = 0; i < G_N_ELEMENTS(packets); i++) {
        enum ikelog_esp_finding finding;

        esp.sequence = packets[i].sequence;
        esp.time_ns += (int64_t)(packets[i].wait * 1e9);
        finding = ikelog_session_esp(talk.session, &esp, &found);
        if (finding != packets[i].finding)
            g_test_fail_printf("packet %zu (%u): %d", i, esp.sequence, finding);
        g_assert_true(found == quick);
    }
    talk_close(&talk);
}

/* Without keys nobody knows which SPIs there are, so none is called unknown. */
static void test_spi_is_unknown_only_where_all_was_read(void)
{
    for (int with_keys = 0; with_keys < 2; with_keys++) {
        struct ikelog_esp esp = {.src = initiator, .dst = responder, .spi = 0x12345678};
        const struct ikelog_exchange *found;
        struct talk talk;

        talk_open(&talk);
        talk_read(&talk, "mm-psk", with_keys);
        g_assert_cmpint(ikelog_session_esp(talk.session, &esp, &found), ==,
                        with_keys ? IKELOG_ESP_UNKNOWN : IKELOG_ESP_UNJUDGED);
        g_assert_null(found);
        esp.src = stranger;
        g_assert_cmpint(ikelog_session_esp(talk.session, &esp, &found), ==, IKELOG_ESP_UNJUDGED);
        talk_close(&talk);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/outside/icmp-error-finds-its-message", test_icmp_error_finds_its_message);
    g_test_add_func("/outside/first-icmp-error-is-the-one-remembered",
                    test_first_icmp_error_is_the_one_remembered);
    g_test_add_func("/outside/replays-are-told-by-the-window", test_replays_are_told_by_the_window);
    g_test_add_func("/outside/spi-is-unknown-only-where-all-was-read",
                    test_spi_is_unknown_only_where_all_was_read);
    return g_test_run();
}
