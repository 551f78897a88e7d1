/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a dialect file says of the parts of a message, and of what a message is about. */
#include "transcript.h"

#define HEAD "[dialect]\nname=t\n[packet]\nboth={nothing}\n[word/nothing]\nof={us}\nnobody=\n"

static const struct {
    const char *text;
    const char *error; /* how it begins */
} refused[] = {
    {"[payload/x]\ntype=1\nnumber=3\nboth=a\n", "t:10: unknown key"},
    {"[payload/x]\ntype=SA\nboth=a\n", "t:9: expected a list of numbers"},
    {"[payload/x]\nnth=first\nboth=a\n", "t:9: a decimal number is expected"},
    {"[transform/x]\nnth=1\n", "t:8: an event without a text"},
    {"[attribute/x]\nboth={no-such}\n", "t:9: unknown placeholder {no-such}"},
    {"[vendor-ids]\nxyz=A\n", "t:9: the octets of a vendor ID are expected"},
    {"[word/a]\nof={peer}\n", "t:9: of= is looked up among rows"},
    {"[word/peer]\ntext=x\n", "t:8: {peer} is a placeholder already"},
    {"[word/a]\nof={b}\n1=x\n[word/b]\ntext=y\n", "t:9: unknown placeholder {b}"},
    {"[word/a]\ntext=x\nid=nobody\n", "t:10: expected one of ci, cr"},
    {"[list/a]\nof=proposals\nitem={peer}\n", "t:9: a list needs of="},
    {"[retransmit]\nif=peer\nboth=x\n", "t:9: a condition needs a placeholder"},
    {"[retransmit]\nrank=100\nboth=x\n", "t:9: a rank is at most 99"},
    {"[retransmit]\nrepeat=maybe\nboth=x\n", "t:9: 'maybe' is neither"},
};

static void test_faults_are_told_with_their_line(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(refused); i++) {
        char *text = g_strconcat(HEAD, refused[i].text, NULL), *error = NULL;
        struct ikelog_dialect *dialect = ikelog_dialect_load("t", text, &error);

        if (dialect || !error || !g_str_has_prefix(error, refused[i].error))
            g_test_fail_printf("row %zu: %s", i, error ? error : "accepted");
        ikelog_dialect_free(dialect);
        g_free(error);
        g_free(text);
    }
}

static void append_frame(struct talk *talk, unsigned n, const struct ikelog_dialect *dialect,
                         GString *text)
{
    struct ikelog_events events;
    struct ikelog_view view;
    GArray *lines;

    talk_look(talk, n, &view, &events);
    lines = ikelog_dialect_render(dialect, &view, &events, &talk->policy);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(text, "%s\n", g_array_index(lines, struct ikelog_line, i).text);
    g_array_unref(lines);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
}

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
    char *text = g_strconcat(HEAD, said[i].groups, NULL), *error = NULL;
    struct ikelog_dialect *dialect = ikelog_dialect_load("t", text, &error);
    GString *log = g_string_new(NULL);
    struct talk talk;

    g_assert_cmpstr(error, ==, NULL);
    talk_open(&talk);
    talk.policy.perspective = IKELOG_RESPONDER;
    talk_read(&talk, said[i].capture, true);
    for (unsigned n = 0; n < talk.records->len; n++)
        append_frame(&talk, n, dialect, log);
    g_assert_cmpstr(log->str, ==, said[i].expected);
    talk_close(&talk);
    g_string_free(log, TRUE);
    ikelog_dialect_free(dialect);
    g_free(text);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dialect-parts/faults-are-told-with-their-line",
                    test_faults_are_told_with_their_line);
    for (size_t i = 0; i < G_N_ELEMENTS(said); i++) {
        char *path = g_strconcat("/dialect-parts/", said[i].name, NULL);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), test_groups_say);
        g_free(path);
    }
    return g_test_run();
}
