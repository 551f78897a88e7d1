/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A product's log as it is written: head, lines with their prefixes, foot. */

#include "log_writer.h"

static void append_block(GString *text, const char *block)
{
    g_string_append(text, block);
    if (*block && !g_str_has_suffix(block, "\n"))
        g_string_append_c(text, '\n');
}

void ikelog_log_begin(struct ikelog_log_writer *writer, const struct ikelog_dialect *dialect,
                      const struct ikelog_policy *policy)
{
    *writer = (struct ikelog_log_writer){
        .dialect = dialect, .policy = policy, .text = g_string_new(NULL)};
    writer->place.zone = g_time_zone_new_local();
    append_block(writer->text, ikelog_dialect_head(dialect));
}

static void write_line(struct ikelog_log_writer *writer, const struct ikelog_line *line)
{
    if (!line->continuation)
        writer->place.index++;
    ikelog_dialect_prefix(writer->dialect, line, &writer->place, writer->text);
    g_string_append(writer->text, line->text);
    g_string_append_c(writer->text, '\n');
}

void ikelog_log_add(struct ikelog_log_writer *writer, const struct ikelog_view *view,
                    const struct ikelog_events *events, int64_t time_ns, const struct ikelog_sa *sa)
{
    GArray *lines = ikelog_dialect_render(writer->dialect, view, events, writer->policy);

    writer->place.time_ns = time_ns;
    writer->place.connection =
        sa ? ikelog_policy_connection(writer->policy, sa) : writer->policy->default_connection;
    for (unsigned i = 0; i < lines->len; i++)
        write_line(writer, &g_array_index(lines, struct ikelog_line, i));
    g_array_unref(lines);
}

void ikelog_log_add_kept(struct ikelog_log_writer *writer, const struct ikelog_tap_kept *kept)
{
    struct ikelog_view view;
    struct ikelog_events events;

    ikelog_tap_open(kept, writer->policy, &view, &events);
    ikelog_log_add(writer, &view, &events, kept->packet.time_ns, kept->packet.sa);
    ikelog_tap_close(&view, &events);
}

void ikelog_log_end(struct ikelog_log_writer *writer)
{
    append_block(writer->text, ikelog_dialect_foot(writer->dialect));
    g_time_zone_unref(writer->place.zone);
    writer->place.zone = NULL;
}
