/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is not annotated: counted, named, bounded. */
#include "reports/unannotated.h"

#include "hexbytes.h"
#include "transcript.h"
#include "wire/ikev2.h"

#define SPIS           \
    "1111111111111111" \
    "0000000000000000"
#define HEADER      \
    SPIS "29202208" \
         "00000000" \
         "00000024"
#define IKEV2_REFUSAL \
    HEADER "00000008" \
           "0000000e"
#define IKEV2_STATUS  \
    HEADER "00000008" \
           "00004004"

/* A datagram of host `from` to host `to` (last octets of the address) in a frame. */
static enum ikelog_other note(struct talk *talk, unsigned from, unsigned to, const char *hex,
                              uint32_t on_wire)
{
    GByteArray *message = unhex(hex);
    struct ikelog_datagram d = {.frame = ++talk->frame,
                                .src = {.family = 4, .address = {192, 0, 2, (uint8_t)from}},
                                .dst = {.family = 4, .address = {192, 0, 2, (uint8_t)to}},
                                .message = octets(message),
                                .on_wire = on_wire ? on_wire : message->len};
    enum ikelog_other other = ikelog_session_note_other(talk->session, &d);

    g_byte_array_unref(message);
    return other;
}

static char *said(struct talk *talk, bool empty)
{
    GString *text = g_string_new(NULL);

    ikelog_unannotated_append(talk->session, empty, "", "", 0, text);
    return g_string_free(text, FALSE);
}

static void test_ikev2_is_counted_by_pair(void)
{
    struct talk talk;
    char *text;

    talk_open(&talk);
    g_assert_cmpint(note(&talk, 1, 2, IKEV2_STATUS, 0), ==, IKELOG_OTHER_IKEV2);
    g_assert_cmpint(note(&talk, 2, 1, IKEV2_REFUSAL, 0), ==, IKELOG_OTHER_IKEV2);
    note(&talk, 1, 2, IKEV2_REFUSAL, 0);
    note(&talk, 3, 1, IKEV2_STATUS, 0);
    text = said(&talk, false);
    g_assert_cmpstr(text, ==,
                    "3 IKEv2 messages between 192.0.2.1 and 192.0.2.2 (frames 1 to 3): decoded by "
                    "Wireshark, not annotated here. 192.0.2.2 refused with NO_PROPOSAL_CHOSEN in "
                    "frame 2, the first of 2 errors in clear.\n"
                    "1 IKEv2 message between 192.0.2.3 and 192.0.2.1 (frame 4): decoded by "
                    "Wireshark, not annotated here.\n");
    g_free(text);
    talk_close(&talk);
}

static void test_pairs_beyond_the_bound_are_counted_together(void)
{
    struct talk talk;
    char *text;

    talk_open(&talk);
    for (unsigned n = 0; n < IKELOG_MAX_IKEV2_PAIRS + 3; n++)
        note(&talk, 200, n, IKEV2_REFUSAL, 0);
    text = said(&talk, false);
    g_assert_nonnull(strstr(text, "3 IKEv2 messages between further addresses (frames 17 to 19)"));
    g_assert_cmpuint(ikelog_unannotated_ikev2(ikelog_session_unannotated(talk.session)), ==, 19);
    g_free(text);
    talk_close(&talk);
}

static void test_what_is_no_message_is_told_apart(void)
{
    struct talk talk;
    char *text;

    talk_open(&talk);
    g_assert_cmpint(note(&talk, 1, 2, "ff", 0), ==, IKELOG_OTHER_KEEPALIVE);
    g_assert_cmpint(note(&talk, 1, 2, SPIS, 300), ==, IKELOG_OTHER_CUT);
    g_assert_cmpint(note(&talk, 1, 2, "", 300), ==, IKELOG_OTHER_CUT);
    g_assert_cmpint(note(&talk, 1, 2, SPIS, 0), ==, IKELOG_OTHER_STRANGE);
    g_assert_cmpint(note(&talk, 1, 2,
                         SPIS "29302208"
                              "00000000"
                              "0000001c",
                         0),
                    ==, IKELOG_OTHER_STRANGE);
    text = said(&talk, true);
    g_test_message("%s", text);
    g_assert_true(g_str_has_prefix(text, "No IKE version 1 message was found"));
    g_assert_nonnull(strstr(text, "2 messages that the capture cut inside the ISAKMP header "
                                  "(frames 2 to 3)"));
    g_assert_nonnull(strstr(text, "2 datagrams on a port of IKE that are neither"));
    g_free(text);
    talk_close(&talk);
}

static void test_messages_beyond_the_bounds_are_told(void)
{
    static const char *const cookies[] = {"a b", "c d"};
    struct talk talk;
    char *text;

    talk_open(&talk);
    ikelog_session_limit(talk.session, 1, 0);
    for (unsigned n = 0; n < G_N_ELEMENTS(cookies); n++)
        talk_say(&talk, &(struct spoken){'I', 1, cookies[n], 5, 0, n, 13, "00000008 00000001"});
    for (unsigned n = 0; n < IKELOG_MAX_EXCHANGES + 2; n++)
        talk_say(&talk, &(struct spoken){'I', 1, "a b", 32, 0, n + 1, 13, "00000008 00000001"});
    text = said(&talk, false);
    g_test_message("%s", text);
    g_assert_nonnull(strstr(text, "1 message of an IKE SA (frame 2): decoded only"));
    g_assert_nonnull(strstr(text, "3 messages of Quick Modes and other exchanges"));
    g_free(text);
    talk_close(&talk);
}

static void test_hostile_ikev2_has_no_refusal(void)
{
    static const char *const messages[] = {
        "",
        SPIS "29202208"
             "00000000"
             "00000024"
             "000000",
        HEADER "00000003"
               "0000000e",
        HEADER "0000ffff"
               "0000000e",
        HEADER "00000004",
        SPIS "2e202208"
             "00000000"
             "00000024"
             "00000008"
             "0000000e",
    };

    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
        GByteArray *message = unhex(messages[i]);

        g_assert_cmpuint(ikelog_ikev2_refusal(octets(message)), ==, 0);
        g_byte_array_unref(message);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/unannotated/ikev2-is-counted-by-pair", test_ikev2_is_counted_by_pair);
    g_test_add_func("/unannotated/pairs-beyond-the-bound-are-counted-together",
                    test_pairs_beyond_the_bound_are_counted_together);
    g_test_add_func("/unannotated/what-is-no-message-is-told-apart",
                    test_what_is_no_message_is_told_apart);
    g_test_add_func("/unannotated/messages-beyond-the-bounds-are-told",
                    test_messages_beyond_the_bounds_are_told);
    g_test_add_func("/unannotated/hostile-ikev2-has-no-refusal", test_hostile_ikev2_has_no_refusal);
    return g_test_run();
}
