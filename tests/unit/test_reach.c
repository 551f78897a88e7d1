/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How far something is looked for or counts: what is found just within, and what beyond. */
#include "transcript.h"

#include "events/template.h"
#include "wire/sa_payload.h"

/* A message between 192.0.2.`from` and 192.0.2.`to`; everything behind the cookies is `rest`. */
static void say_between(struct talk *talk, uint8_t from, uint8_t to, const uint8_t cookies[16],
                        const char *rest)
{
    struct ikelog_datagram d = {.frame = ++talk->frame, .ip_id = (int32_t)talk->frame};
    GByteArray *message = g_byte_array_new();

    g_byte_array_append(message, cookies, 16);
    append_hex(message, rest);
    message->data[IKELOG_HEADER_LEN - 1] = (guint8)message->len;
    talk->now += 1000000;
    d.time_ns = talk->now;
    d.src = (struct ikelog_endpoint){.family = 4, .address = {192, 0, 2, from}, .port = 500};
    d.dst = (struct ikelog_endpoint){.family = 4, .address = {192, 0, 2, to}, .port = 500};
    d.message = (struct ikelog_octets){message->data, (uint32_t)message->len};
    d.on_wire = d.message.length;
    talk_feed(talk, &d);
    g_byte_array_unref(message);
}

/* The first message of another IKE SA between others. */
static void say_elsewhere(struct talk *talk, unsigned number)
{
    const uint8_t cookies[16] = {'z', (uint8_t)number};

    say_between(talk, 8, 9, cookies, "00 10 02 00 00000000 00000000");
}

#define HEAD(first) first "10 02 00 00000000 00000000 "

#define HASH        "00000018 000102030405060708090a0b0c0d0e0f10111213"

/* Main mode with identities in clear, from 192.0.2.`host` to 192.0.2.2; the same one each time. */
static void say_main_mode(struct talk *talk, uint8_t host)
{
    static const char *const messages[] = {HEAD("01") SA_BODY,
                                           HEAD("01") SA_BODY,
                                           HEAD("04") KE_BODY,
                                           HEAD("04") KE_BODY,
                                           HEAD("05") "0800000d 02 00 0000 726f616431" HASH,
                                           HEAD("05") "0800000d 02 00 0000 6761746531" HASH};

    for (unsigned i = 0; i < G_N_ELEMENTS(messages); i++) {
        const uint8_t cookies[16] = {host, [8] = i ? 1 : 0};

        say_between(talk, i % 2 ? 2 : host, i % 2 ? host : 2, cookies, messages[i]);
    }
}

static void say_quick(struct talk *talk, const char *cookies, uint32_t message_id, const char *who)
{
    for (unsigned i = 0; who[i]; i++) {
        char *body = g_strdup_printf("%02x%08x" CLOSED_A "000000", i, message_id);

        talk_say(talk, &(struct spoken){who[i], 1, cookies, 32, 1, message_id, 8, body});
        g_free(body);
    }
}

static bool last_frame_has(struct talk *talk, const char *event)
{
    char *events = talk_events(talk, talk->records->len - 1);
    bool found = strstr(events, event) != NULL;

    g_free(events);
    return found;
}

/* An open Quick Mode counts while its IKE SA is among the latest 64. */
static void test_open_quick_mode_counts_among_sixty_four_ike_sas(void)
{
    for (unsigned between = 62; between <= 63; between++) {
        struct talk talk;

        talk_open(&talk);
        talk.policy.max_phase2 = 1;
        talk.policy.perspective = IKELOG_RESPONDER;
        talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
        say_quick(&talk, "i r", 7, "I");
        for (unsigned i = 0; i < between; i++)
            say_elsewhere(&talk, i);
        talk_say(&talk, &(struct spoken){'I', 1, "j", 2, 0, 0, 1, SA_BODY});
        say_quick(&talk, "j r", 8, "I");
        g_assert_cmpuint(ikelog_session_sa_count(talk.session), ==, between + 2);
        talk_say(&talk, &(struct spoken){'R', 1, "j r", 32, 0, 8, 11, REFUSAL("000e")});
        g_assert_cmpint(last_frame_has(&talk, "limit-exceeded"), ==, between == 62);
        talk_close(&talk);
    }
}

/* An open Quick Mode counts while it is among the latest 64 of its IKE SA. */
static void test_open_quick_mode_counts_among_sixty_four(void)
{
    for (unsigned between = 62; between <= 63; between++) {
        struct talk talk;

        talk_open(&talk);
        talk.policy.max_phase2 = 1;
        talk.policy.perspective = IKELOG_RESPONDER;
        talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
        say_quick(&talk, "i r", 7, "I");
        for (unsigned i = 0; i < between; i++)
            say_quick(&talk, "i r", 100 + i, "IRI");
        say_quick(&talk, "i r", 8, "I");
        talk_say(&talk, &(struct spoken){'R', 1, "i r", 32, 0, 8, 11, REFUSAL("000e")});
        g_assert_cmpint(last_frame_has(&talk, "limit-exceeded"), ==, between == 62);
        talk_close(&talk);
    }
}

/* Of ESP without a Quick Mode it is known whose it is while the IKE SA is among the latest 64. */
static void test_esp_finds_its_peers_among_sixty_four_ike_sas(void)
{
    for (unsigned between = 63; between <= 64; between++) {
        struct ikelog_esp esp = {.spi = 0x1234, .sequence = 5};
        struct ikelog_events events;
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
        for (unsigned i = 0; i < between; i++)
            say_elsewhere(&talk, i);
        esp.src = (struct ikelog_endpoint){4, {192, 0, 2, 1}, 0};
        esp.dst = (struct ikelog_endpoint){4, {192, 0, 2, 2}, 0};
        ikelog_events_collect_esp(talk.session, &esp, IKELOG_ESP_UNKNOWN, NULL, &events);
        g_assert_cmpuint(events.rows->len, ==, between == 63 ? 1 : 0);
        ikelog_events_clear(&events);
        talk_close(&talk);
    }
}

/* Who comes from another address is known by an IKE SA among the 64 before, when all is known. */
static void test_former_self_is_looked_for_in_sixty_four_ike_sas(void)
{
    for (unsigned between = 63; between <= 64; between++) {
        struct talk talk;
        char *events;

        talk_open(&talk);
        say_main_mode(&talk, 1);
        for (unsigned i = 0; i < between; i++)
            say_elsewhere(&talk, i);
        say_main_mode(&talk, 3);
        events = talk_events(&talk, 6 + between);
        g_assert_cmpint(strstr(events, "address-changed") != NULL, ==, between == 63);
        g_free(events);
        talk.final = false;
        events = talk_events(&talk, 6 + between);
        g_assert_null(strstr(events, "address-changed"));
        g_free(events);
        talk_close(&talk);
    }
}

/* What a device offered itself is named if that was at most 15 attempts before the refused one. */
static void test_own_offer_is_looked_for_in_sixteen_ike_sas(void)
{
    for (unsigned between = 14; between <= 15; between++) {
        char cookies[4] = {'a', '\0', 'r', '\0'};
        GString *reason = g_string_new(NULL);
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &(struct spoken){'R', 0, "Z", 2, 0, 0, 1, SA_BODY});
        for (unsigned i = 0; i <= between; i++) {
            cookies[0] = (char)('a' + i);
            talk_say(&talk, &(struct spoken){'I', 1000, cookies, 2, 0, 0, 1, SA_BODY});
        }
        cookies[1] = ' ';
        talk_say(&talk, &(struct spoken){'R', 10, cookies, 5, 0, 0, 11, REFUSAL("000e")});
        ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, between + 1), reason);
        g_assert_nonnull(strstr(reason->str, "refused with NO_PROPOSAL_CHOSEN"));
        g_assert_cmpint(strstr(reason->str, "elsewhere (frame 1)") != NULL, ==, between == 14);
        g_string_free(reason, TRUE);
        talk_close(&talk);
    }
}

/* Notifications by number, in an exchange of their own and within phase 1; which refuse it. */
static const struct {
    uint16_t type;
    bool informational, refuses;
} notifications[] = {
    {1, true, true},      {1, false, true},      {8191, true, true},   {8191, false, true},
    {8192, true, true},   {8192, false, false},  {16383, true, true},  {16383, false, false},
    {16384, true, false}, {16384, false, false}, {24576, true, false},
};

static void test_errors_are_numbers_below_16384(void)
{
    static const struct spoken opening[] = {{'I', 0, "i", 2, 0, 0, 1, SA_BODY},
                                            {'R', 10, "i r", 2, 0, 0, 1, SA_BODY},
                                            {'I', 10, "i r", 2, 0, 0, 4, KE_BODY}};

    for (size_t i = 0; i < G_N_ELEMENTS(notifications); i++) {
        char *notify = g_strdup_printf("0000000c 00000001 01 00 %04x", notifications[i].type);
        char *after_ke = g_strdup_printf("0b00000c 1122334455667788 %s", notify);
        GString *reason = g_string_new(NULL);
        struct talk talk;

        talk_open(&talk);
        for (size_t n = 0; n < G_N_ELEMENTS(opening); n++)
            talk_say(&talk, &opening[n]);
        if (notifications[i].informational)
            talk_say(&talk, &(struct spoken){'R', 10, "i r", 5, 0, 7, 11, notify});
        else
            talk_say(&talk, &(struct spoken){'R', 10, "i r", 2, 0, 0, 4, after_ke});
        ikelog_verdict_of_sa(talk.session, ikelog_session_sa(talk.session, 0), reason);
        g_test_message("notification %u", notifications[i].type);
        g_assert_cmpint(strstr(reason->str, " refused with ") != NULL, ==,
                        notifications[i].refuses);
        g_string_free(reason, TRUE);
        talk_close(&talk);
        g_free(after_ke);
        g_free(notify);
    }
}

/* A number is written as wide as a text asks, up to 32 places. */
static void test_widths_end_at_thirty_two(void)
{
    static const char *const texts[] = {"{number:32d}", "{number:032x}", "{number:33d}",
                                        "{number:33x}", "{number:320d}"};

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        char *error = NULL;
        struct ikelog_template *template = ikelog_template_parse(texts[i], &error);

        g_assert_cmpint(template != NULL, ==, i < 2);
        ikelog_template_free(template);
        g_free(error);
    }
}

/* Bits of the situation, octets that follow it for labels, and whether proposals come after them.
 */
static const struct {
    uint32_t situation;
    const char *labels;
    bool read;
} situations[] = {
    {1, "", true},
    {2, "00000001 0000 0000 0000 0000", true},
    {4, "00000001 0000 0000 0000 0000", true},
    {6, "00000001 0000 0000 0000 0000 0000 0000 0000 0000", true},
    {2, "", false},
    {4, "", false},
    {6, "00000001 0000 0000 0000 0000", false},
    {8, "", true},
};

static void test_labels_follow_two_of_the_situations(void)
{
    static const char proposal[] = "00000028 01010001 00000020 01010000 80010005 80020002 80030001 "
                                   "80040002 800b0001 800c7080";

    for (size_t i = 0; i < G_N_ELEMENTS(situations); i++) {
        struct ikelog_sa_payload *sa = g_new0(struct ikelog_sa_payload, 1);
        GByteArray *body = g_byte_array_new();

        append_u32(body, 1);
        append_u32(body, situations[i].situation);
        append_hex(body, situations[i].labels);
        append_hex(body, proposal);
        ikelog_sa_payload_read((struct ikelog_octets){body->data, (uint32_t)body->len}, sa);
        g_test_message("situation %u \"%s\"", situations[i].situation, situations[i].labels);
        g_assert_cmpint(sa->status == IKELOG_OK && sa->proposal_count == 1, ==, situations[i].read);
        g_byte_array_unref(body);
        g_free(sa);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reach/open-quick-mode-counts-among-sixty-four-ike-sas",
                    test_open_quick_mode_counts_among_sixty_four_ike_sas);
    g_test_add_func("/reach/open-quick-mode-counts-among-sixty-four",
                    test_open_quick_mode_counts_among_sixty_four);
    g_test_add_func("/reach/esp-finds-its-peers-among-sixty-four-ike-sas",
                    test_esp_finds_its_peers_among_sixty_four_ike_sas);
    g_test_add_func("/reach/former-self-is-looked-for-in-sixty-four-ike-sas",
                    test_former_self_is_looked_for_in_sixty_four_ike_sas);
    g_test_add_func("/reach/own-offer-is-looked-for-in-sixteen-ike-sas",
                    test_own_offer_is_looked_for_in_sixteen_ike_sas);
    g_test_add_func("/reach/errors-are-numbers-below-16384", test_errors_are_numbers_below_16384);
    g_test_add_func("/reach/widths-end-at-thirty-two", test_widths_end_at_thirty_two);
    g_test_add_func("/reach/labels-follow-two-of-the-situations",
                    test_labels_follow_two_of_the_situations);
    return g_test_run();
}
