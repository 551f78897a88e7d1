/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the NAT-D payloads of one message say together: who is behind a NAT, if that is known. */
#include "transcript.h"

/* The SHA-1 of the cookies, an address 192.0.2.x and port 500, as a NAT-D payload in hex; x 0:
 * garbage. */
static char *natd_payload(uint8_t next, uint8_t host, unsigned length)
{
    guint8 octets[22] = {[16] = 192, 0, 2, host, 500 >> 8, 500 & 255}, digest[20] = {0};
    GString *hex = g_string_new(NULL);
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA1);
    gsize size = sizeof digest;

    memset(octets, 'i', 8);
    memset(octets + 8, 'r', 8);
    g_checksum_update(sum, octets, sizeof octets);
    g_checksum_get_digest(sum, digest, &size);
    g_checksum_free(sum);
    g_string_append_printf(hex, "%02x00%04x", next, length + 4);
    for (unsigned i = 0; i < length; i++)
        g_string_append_printf(hex, "%02x", i < sizeof digest ? digest[i] : 0);
    return g_string_free(hex, FALSE);
}

/* Hosts that the hashes of message 4 are of: 1 is the receiver, 2 the sender, 9 neither. */
static const struct {
    const char *what;
    uint8_t hosts[3]; /* 0: no further payload */
    unsigned lengths[3];
    bool checked, sender_behind, receiver_behind;
} messages[] = {
    {"no payload", {0}, {0}, false, false, false},
    {"no NAT", {1, 2}, {20, 20}, true, false, false},
    {"the sender has several addresses", {1, 9, 2}, {20, 20, 20}, true, false, false},
    {"the sender's own comes before another", {1, 2, 9}, {20, 20, 20}, true, false, false},
    {"the sender is behind a NAT", {1, 9}, {20, 20}, true, true, false},
    {"the receiver is behind a NAT", {9, 2}, {20, 20}, true, false, true},
    {"both are", {9, 9}, {20, 20}, true, true, true},
    {"in the other order", {2, 1}, {20, 20}, true, false, false},
    {"lengths of another hash", {1, 2}, {16, 16}, false, false, false},
    {"one is of another length", {1, 2, 2}, {20, 20, 32}, true, false, false},
    {"one of another length comes first", {9, 1, 2}, {16, 20, 20}, true, false, false},
};

#define KE      "14000014 0102030405060708090a0b0c0d0e0f10 "
#define KE_LAST "0a000014 0102030405060708090a0b0c0d0e0f10 0000000c 1122334455667788"

static void say_natd(struct talk *talk, size_t row)
{
    GString *body = g_string_new(NULL);

    for (unsigned n = 0; n < 3 && messages[row].hosts[n]; n++) {
        bool last = n == 2 || !messages[row].hosts[n + 1];
        char *payload =
            natd_payload(last ? 0 : 20, messages[row].hosts[n], messages[row].lengths[n]);

        if (n == 0)
            g_string_append(body, KE);
        g_string_append(body, payload);
        g_free(payload);
    }
    if (body->len == 0)
        g_string_append(body, KE_LAST);
    talk_say(talk, &(struct spoken){'R', 10, "i r", 2, 0, 0, 4, body->str});
    g_string_free(body, TRUE);
}

static void test_payloads_of_a_message_are_taken_together(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
        const struct ikelog_sa *sa;
        struct talk talk;

        talk_open(&talk);
        talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
        talk_say(&talk, &(struct spoken){'R', 10, "i r", 2, 0, 0, 1, SA_BODY});
        talk_say(&talk, &(struct spoken){'I', 10, "i r", 2, 0, 0, 4, KE_BODY});
        say_natd(&talk, i);
        sa = ikelog_session_sa(talk.session, 0);
        g_test_message("%s", messages[i].what);
        for (int side = 0; side < 2; side++)
            g_assert_cmpint(sa->sides[side].nat_checked, ==, messages[i].checked);
        g_assert_cmpint(sa->sides[IKELOG_RESPONDER].behind_nat, ==, messages[i].sender_behind);
        g_assert_cmpint(sa->sides[IKELOG_INITIATOR].behind_nat, ==, messages[i].receiver_behind);
        g_assert_cmpint(sa->nat_detected, ==,
                        messages[i].sender_behind || messages[i].receiver_behind);
        talk_close(&talk);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/nat/payloads-of-a-message-are-taken-together",
                    test_payloads_of_a_message_are_taken_together);
    return g_test_run();
}
