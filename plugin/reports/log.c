/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writes the lines of a dialect one below the other, as the product does. */
#include "reports/log.h"

#include "reports/devices.h"
#include "reports/turns.h"

/* What was written is taken away in pieces, so that a long log takes no memory. */
#define PIECE 65536u

struct outlet {
    void (*flush)(GString *text); /* NULL: nobody takes it */
    GString *text;
};

static void append_block(GString *text, const char *block)
{
    g_string_append(text, block);
    if (*block && !g_str_has_suffix(block, "\n"))
        g_string_append_c(text, '\n');
}

void ikelog_log_resume(struct ikelog_log *log, const struct ikelog_dialect *dialect,
                       const struct ikelog_policy *policy, unsigned lines, GString *text)
{
    *log = (struct ikelog_log){.dialect = dialect, .policy = policy, .text = text};
    log->place.zone = g_time_zone_new_local();
    log->place.index = lines;
}

void ikelog_log_begin(struct ikelog_log *log, const struct ikelog_dialect *dialect,
                      const struct ikelog_policy *policy, GString *text)
{
    ikelog_log_resume(log, dialect, policy, 0, text);
    append_block(text, ikelog_dialect_head(dialect));
}

static void write_line(struct ikelog_log *log, const struct ikelog_line *line)
{
    if (!line->continuation)
        log->place.index++;
    ikelog_dialect_prefix(log->dialect, line, &log->place, log->text);
    g_string_append(log->text, line->text);
    g_string_append_c(log->text, '\n');
}

/* Who speaks is told where somebody else begins to. No product prints this. */
static void write_speaker(struct ikelog_log *log, const struct ikelog_sa *sa)
{
    enum ikelog_side us = sa ? ikelog_policy_us(log->policy, sa) : log->policy->perspective;
    GString *reason = g_string_new(NULL);
    const struct ikelog_dialect *speaker = ikelog_dialect_speaker(log->dialect, sa, us, reason);

    if (speaker != log->dialect && speaker != log->speaker)
        g_string_append_printf(log->text, "==== %s: %s ====\n", ikelog_dialect_name(speaker),
                               reason->str);
    log->speaker = speaker;
    g_string_free(reason, TRUE);
}

void ikelog_log_add(struct ikelog_log *log, struct ikelog_packet *packet)
{
    const struct ikelog_sa *sa = ikelog_packet_sa(packet);
    GArray *lines;

    write_speaker(log, sa);
    ikelog_packet_open(packet);
    lines = ikelog_dialect_render(log->dialect, packet->view,
                                  ikelog_packet_events(packet, log->policy, true), log->policy);
    log->place.time_ns = packet->time_ns;
    log->place.connection =
        sa ? ikelog_policy_connection(log->policy, sa) : log->policy->default_connection;
    for (unsigned i = 0; i < lines->len; i++)
        write_line(log, &g_array_index(lines, struct ikelog_line, i));
    g_array_unref(lines);
    ikelog_packet_close(packet);
}

unsigned ikelog_log_pause(struct ikelog_log *log)
{
    g_time_zone_unref(log->place.zone);
    log->place.zone = NULL;
    return log->place.index;
}

void ikelog_log_end(struct ikelog_log *log)
{
    append_block(log->text, ikelog_dialect_foot(log->dialect));
    ikelog_log_pause(log);
}

/* One log from head to foot: of all packets, or of those whose numbers are given (NULL: all). */
static void write_log(struct ikelog_packet_store *packets, const GArray *numbers,
                      const struct ikelog_dialect *dialect, const struct ikelog_policy *policy,
                      struct outlet *outlet)
{
    GArray *turns = ikelog_turns_of(packets, numbers, dialect, policy);
    struct ikelog_log log;

    ikelog_log_begin(&log, dialect, policy, outlet->text);
    for (guint i = 0; i < turns->len; i++) {
        struct ikelog_packet *packet =
            ikelog_packet_store_at(packets, g_array_index(turns, guint, i));

        if (packet)
            ikelog_log_add(&log, packet);
        if (outlet->flush && outlet->text->len >= PIECE)
            outlet->flush(outlet->text);
    }
    ikelog_log_end(&log);
    g_array_unref(turns);
}

/* No product prints this: it says whose log follows. */
static void write_heading(const struct ikelog_device *device, bool first, GString *text)
{
    g_string_append(text, first ? "==== " : "\n==== ");
    ikelog_endpoint_describe(&device->address, text);
    g_string_append(text, " ====\n");
}

void ikelog_report_log(struct ikelog_packet_store *packets, const struct ikelog_dialect *dialect,
                       const struct ikelog_policy *policy, void (*flush)(GString *text),
                       GString *text)
{
    GPtrArray *devices = ikelog_devices_find(packets, policy);
    struct outlet outlet = {flush, text};

    if (devices->len < 2)
        write_log(packets, NULL, dialect, policy, &outlet);
    for (guint i = 0; devices->len > 1 && i < devices->len; i++) {
        const struct ikelog_device *device = g_ptr_array_index(devices, i);
        struct ikelog_policy own = *policy;

        own.local = (struct ikelog_prefix *)(void *)device->addresses->data;
        own.local_count = device->addresses->len;
        write_heading(device, i == 0, text);
        write_log(packets, device->packets, dialect, &own, &outlet);
    }
    g_ptr_array_unref(devices);
}
