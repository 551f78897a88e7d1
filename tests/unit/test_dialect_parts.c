/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a dialect file says of the parts of a message, and of what a message is about. */
#include "transcript.h"

#define HEAD "[dialect]\nname=t\n[packet]\nboth={nothing}\n[word/nothing]\nof={us}\nnobody=\n"

/* Lines that groups print of a capture, read with its keys, for the responder. */
static const struct {
    const char *name, *capture, *groups, *expected;
} said[] = {
    {"nth-is-that-of-the-transform", "mm-psk-many-proposals",
     "[transform/x]\nnth=2\nexchange=2\nreceived=transform {transform-number}\n"
     "[attribute/x]\ntype=14\nnth=2\nexchange=2\nreceived={attribute-number} bits\n",
     "transform 2\n256 bits\n"},
    {"attributes-come-in-wire-order", "mm-psk-many-proposals",
     "[attribute/x]\nexchange=2\nstep=2\nsent={attribute} {attribute-form}\n",
     "1 basic\n14 basic\n2 basic\n4 basic\n3 basic\n11 basic\n12 variable\n"},
    {"refusal-names-what-it-refuses", "no-proposal-phase2",
     "[packet/x]\nboth={exchange-number}: {message-id:x} is about {about-message-id:x}\n",
     "5: 3042982b is about 1bac9a2e\n"},
    {"phase1-is-over-after-its-last-message", "no-proposal-phase2",
     "[packet/x]\nboth={frame} after {phase1-since}\n", "7 after 6\n8 after 6\n"},
    {"version-is-that-of-the-packet", "mm-psk-ipv6",
     "[packet/x]\nexchange=2\nstep=1\nboth=IPv{ip-version}\n", "IPv6\n"},
    {"version-of-ipv4-too", "no-proposal-phase2",
     "[packet/x]\nexchange=2\nstep=1\nboth=IPv{ip-version}\n", "IPv4\n"},
    {"payloads-stand-without-padding", "no-proposal-phase2",
     "[packet/x]\nexchange=5\nboth={plain-length} {plain-octets}\n",
     "68 0b000018010a86b5bde8f23fe2093ab087743617de625dd5"
     "00000010000000010304000e00000000\n"},
};

static void test_groups_say(gconstpointer data)
{
    const size_t i = GPOINTER_TO_SIZE(data);
    char *text = g_strconcat(HEAD, said[i].groups, NULL);
    struct ikelog_dialect *dialect = talk_dialect(text);
    GString *log = g_string_new(NULL);
    struct talk talk;

    talk_open(&talk);
    talk.policy.perspective = IKELOG_RESPONDER;
    talk_read(&talk, said[i].capture, true);
    for (unsigned n = 0; n < talk.records->len; n++)
        talk_lines(&talk, n, dialect, log);
    g_assert_cmpstr(log->str, ==, said[i].expected);
    talk_close(&talk);
    g_string_free(log, TRUE);
    ikelog_dialect_free(dialect);
    g_free(text);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
        char *path = g_strconcat("/dialect-parts/", said[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_groups_say);
        g_free(path);
    }
    return g_test_run();
}
