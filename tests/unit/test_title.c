/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The line of the Info column is the one that stands for the packet among all lines. */
#include "transcript.h"

#include "dialects/dialect.h"
#include "events/packet.h"

static unsigned compared; /* messages, once for each dialect and time */

/* The line that is marked, NULL: none. Borrowed from the lines. */
static const char *marked(const GArray *lines)
{
    for (guint i = 0; i < lines->len; i++)
        if (g_array_index(lines, struct ikelog_line, i).packet)
            return g_array_index(lines, struct ikelog_line, i).text;
    return NULL;
}

static void compare(const struct ikelog_dialect *dialect, const struct ikelog_packet *packet,
                    const struct ikelog_policy *policy)
{
    GArray *lines = ikelog_dialect_render(dialect, packet->view, &packet->events, policy);
    GString *title = g_string_new("before ");
    const char *expected = marked(lines);
    const bool found = ikelog_dialect_title(dialect, packet->view, &packet->events, policy, title);

    g_assert_true(g_str_has_prefix(title->str, "before "));
    g_assert_true(found == (expected != NULL));
    g_assert_cmpstr(title->str + strlen("before "), ==, expected ? expected : "");
    g_string_free(title, TRUE);
    g_array_unref(lines);
    compared++;
}

static void compare_all(const struct talk *talk, const struct ikelog_dialects *dialects, bool final)
{
    for (guint n = 0; n < talk->records->len; n++) {
        struct ikelog_packet packet = talk_packet(talk, n);

        ikelog_packet_open(&packet);
        ikelog_packet_events(&packet, &talk->policy, final);
        for (unsigned i = 0; i < ikelog_dialects_count(dialects); i++)
            compare(ikelog_dialects_at(dialects, i), &packet, &talk->policy);
        ikelog_packet_close(&packet);
    }
}

static void test_title_is_the_marked_line(void)
{
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    GPtrArray *names = capture_names(".pcap");

    for (guint n = 0; n < names->len; n++) {
        struct talk talk;

        talk_open(&talk);
        talk_read(&talk, g_ptr_array_index(names, n), true);
        compare_all(&talk, dialects, false);
        compare_all(&talk, dialects, true);
        talk_close(&talk);
    }
    g_ptr_array_unref(names);
    ikelog_dialects_free(dialects);
    g_assert_cmpuint(compared, >, 10000);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/title/is-the-marked-line", test_title_is_the_marked_line);
    return g_test_run();
}
