/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What reports say of a payload in few words, and of those that are cut or longer than is shown. */
#include "transcript.h"

#include "reports/payload.h"

#define OCTETS_8 "1122334455667788"

/* Type and octets of a message's only payload; its name and value ("-": none). */
static const struct {
    uint8_t type;
    const char *octets, *name, *value;
} payloads[] = {
    {1, SA_BODY, "SA", "3DES/SHA-1/DHG2"},
    {1, "00000008 00000001", "SA", "-"},
    {4, "0000000c " OCTETS_8, "KE", "8 octets"},
    {5, "0000000c 01 00 0000 c0000201", "ID", "192.0.2.1"},
    {5, "0000000c 01 11 01f4 c0000201", "ID", "192.0.2.1, protocol 17 port 500"},
    {5, "0000000c 01 11 0000 c0000201", "ID", "192.0.2.1, protocol 17 port 0"},
    {5, "0000000c 01 00 01f4 c0000201", "ID", "192.0.2.1, protocol 0 port 500"},
    {5, "00000010 04 00 0000 0a010000 ffff0000", "ID", "10.1.0.0/16"},
    {5, "00000006 01 00", "ID", "-"},
    {6, "00000008 04 300000", "CERT", "-"},
    {7, "00000005 04", "CERT_REQ", "-"},
    {8, "0000000c " OCTETS_8, "HASH", "8 octets"},
    {9, "0000000c " OCTETS_8, "SIG", "8 octets"},
    {10, "0000000c " OCTETS_8, "NON", "8 octets"},
    {11, "0000000c 00000001 01 00 000e", "NOTIFY:NO_PROPOSAL_CHOSEN", "NO-PROPOSAL-CHOSEN (14)"},
    {11, "0000000c 00000001 01 00 9c40", "NOTIFY:40000", "unknown type (40000)"},
    {11, "00000008 00000001", "NOTIFY:?", "-"},
    {12, "00000010 00000001 03 04 0001 11223344", "DEL", "IPSEC_ESP 11223344"},
    {12, "00000014 00000001 02 04 0002 11223344 55667788", "DEL", "IPSEC_AH 11223344 55667788"},
    {12, "00000010 00000001 03 04 0002 11223344", "DEL", "IPSEC_ESP 11223344"},
    {12, "0000000c 00000001 03 00 0001", "DEL", "IPSEC_ESP"},
    {12, "0000000c 00000001 63 00 0000", "DEL", "unknown protocol"},
    {12, "00000006 0000", "DEL", "-"},
    {12,
     "0000002c 00000001 03 04 0008 00000001 00000002 00000003 00000004 00000005 00000006 00000007 "
     "00000008",
     "DEL", "IPSEC_ESP 00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008"},
    {12,
     "00000030 00000001 03 04 0009 00000001 00000002 00000003 00000004 00000005 00000006 00000007 "
     "00000008 00000009",
     "DEL", "IPSEC_ESP 00000001 00000002 00000003 00000004 00000005 00000006 00000007 00000008 …"},
    {13, "00000014 afcad71368a1f1c96b8696fc77570100", "VID", "Dead Peer Detection (RFC 3706)"},
    {14, "0000000c 01000001 40880000", "ATTR", "ISAKMP_CFG_REQUEST of XAUTH"},
    {20, "0000000c " OCTETS_8, "NAT-D", "-"},
    {200, "0000000c " OCTETS_8, "P200", "-"},
};

static void test_payload_in_few_words(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(payloads); i++) {
        GString *name = g_string_new(NULL), *value = g_string_new(NULL);
        struct ikelog_events events;
        struct ikelog_view view;
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
        talk_say(&talk,
                 &(struct spoken){'I', 9, "i r", 5, 0, 7, payloads[i].type, payloads[i].octets});
        talk_look(&talk, 1, &view, &events);
        g_assert_cmpuint(view.chain.count, ==, 1);
        ikelog_payload_name(&view, 0, name);
        if (!ikelog_payload_value(&view, 0, value))
            g_string_append(value, "-");
        if (strcmp(name->str, payloads[i].name) != 0 || strcmp(value->str, payloads[i].value) != 0)
            g_test_fail_printf("row %zu: %s %s", i, name->str, value->str);
        ikelog_events_clear(&events);
        ikelog_view_close(&view);
        g_string_free(name, TRUE);
        g_string_free(value, TRUE);
        talk_close(&talk);
    }
}

/* A user name of so many letters is shown whole or cut. */
static void test_text_is_shown_up_to_128_octets(void)
{
    for (unsigned length = 127; length <= 129; length++) {
        GString *body = g_string_new(NULL), *value = g_string_new(NULL);
        char *letters = g_strnfill(length, 'x');
        struct ikelog_events events;
        struct ikelog_view view;
        struct talk talk;

        g_string_append_printf(body, "0000%04x 02000001 4089%04x", length + 12, length);
        for (unsigned i = 0; i < length; i++)
            g_string_append(body, "78");
        talk_open(&talk);
        talk_say(&talk, &(struct spoken){'I', 0, "i", 6, 0, 5, 14, body->str});
        talk_look(&talk, 0, &view, &events);
        ikelog_payload_value(&view, 0, value);
        g_assert_cmpint(strstr(value->str, letters) != NULL, ==, length <= 128);
        ikelog_events_clear(&events);
        ikelog_view_close(&view);
        g_string_free(value, TRUE);
        g_string_free(body, TRUE);
        g_free(letters);
        talk_close(&talk);
    }
}

/* A notification whose SPI is cut off still has its type; one octet less, and it has none. */
static void test_type_of_a_cut_notification_is_known(void)
{
    static const struct {
        const char *octets, *events;
    } cut[] = {
        {"0000000c 00000001 01 ff 000e", "packet no-proposal-chosen"},
        {"0000000b 00000001 01 ff 00", "packet"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cut); i++) {
        struct talk talk;
        char *events;

        talk_open(&talk);
        talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
        talk_say(&talk, &(struct spoken){'R', 9, "i r", 5, 0, 7, 11, cut[i].octets});
        events = talk_events(&talk, 1);
        g_assert_cmpstr(events, ==, cut[i].events);
        g_free(events);
        talk_close(&talk);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/payload-values/payload-in-few-words", test_payload_in_few_words);
    g_test_add_func("/payload-values/text-is-shown-up-to-128-octets",
                    test_text_is_shown_up_to_128_octets);
    g_test_add_func("/payload-values/type-of-a-cut-notification-is-known",
                    test_type_of_a_cut_notification_is_known);
    return g_test_run();
}
