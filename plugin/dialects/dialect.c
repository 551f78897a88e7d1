/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A dialect's life, and the frame of its log: prefix, head and foot. */
#include "dialects/dialect_priv.h"

#include <string.h>

static void free_lines(struct ikelog_lines *lines)
{
    for (int i = 0; i < 2; i++)
        if (lines->templates[i])
            g_ptr_array_unref(lines->templates[i]);
}

void ikelog_wording_free(gpointer data)
{
    struct ikelog_wording *wording = (struct ikelog_wording *)data;

    free_lines(&wording->lines);
    if (wording->types)
        g_hash_table_unref(wording->types);
    if (wording->conditions)
        g_ptr_array_unref(wording->conditions);
    g_free(wording);
}

static void free_table(GHashTable *table)
{
    if (table)
        g_hash_table_unref(table);
}

static void free_wordings(GPtrArray **wordings, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (wordings[i])
            g_ptr_array_unref(wordings[i]);
}

void ikelog_dialect_free(struct ikelog_dialect *dialect)
{
    if (!dialect)
        return;
    free_table(dialect->names.exchanges);
    free_table(dialect->names.payloads);
    free_table(dialect->names.notifies);
    free_table(dialect->names.ids);
    free_table(dialect->names.modes);
    free_table(dialect->names.vendors);
    if (dialect->names.vendor_prefixes)
        g_ptr_array_unref(dialect->names.vendor_prefixes);
    g_ptr_array_unref(dialect->strings);
    g_hash_table_unref(dialect->words);
    g_ptr_array_unref(dialect->vendor_ids);
    g_ptr_array_unref(dialect->sequences);
    free_lines(&dialect->packet);
    free_lines(&dialect->repeat);
    free_lines(&dialect->unreadable);
    free_wordings(dialect->wordings, IKELOG_EVENT_COUNT);
    free_wordings(dialect->parts, IKELOG_PART_COUNT);
    g_free(dialect->name);
    g_free(dialect->product);
    g_free(dialect->prefix);
    g_free(dialect->time);
    g_free(dialect->continuation);
    g_free(dialect->head);
    g_free(dialect->foot);
    g_free(dialect);
}

const char *ikelog_dialect_name(const struct ikelog_dialect *dialect)
{
    return dialect->name;
}

const char *ikelog_dialect_product(const struct ikelog_dialect *dialect)
{
    return dialect->product;
}

const char *ikelog_dialect_head(const struct ikelog_dialect *dialect)
{
    return dialect->head;
}

bool ikelog_dialect_takes_turns(const struct ikelog_dialect *dialect)
{
    return dialect->turns || dialect->all;
}

const char *ikelog_dialect_foot(const struct ikelog_dialect *dialect)
{
    return dialect->foot;
}

/* Devices write English months whatever the language of who reads their log. */
static char *english_months(const char *format, GDateTime *time)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    char **parts = g_strsplit(format, "%b", -1);
    char *joined = g_strjoinv(months[g_date_time_get_month(time) - 1], parts);

    g_strfreev(parts);
    return joined;
}

#define NS_PER_SECOND INT64_C(1000000000)

/* Of a time before the epoch, too, the part of a second that follows is counted forwards. */
static int64_t whole_seconds(int64_t time_ns)
{
    return time_ns / NS_PER_SECOND - (time_ns % NS_PER_SECOND < 0);
}

static unsigned microseconds_of(int64_t time_ns)
{
    int64_t rest = time_ns % NS_PER_SECOND;

    return (unsigned)((rest < 0 ? rest + NS_PER_SECOND : rest) / 1000);
}

static void append_time(const struct ikelog_dialect *dialect, const struct ikelog_line_place *place,
                        GString *text)
{
    GDateTime *utc = g_date_time_new_from_unix_utc(whole_seconds(place->time_ns));
    GDateTime *time = utc && place->zone ? g_date_time_to_timezone(utc, place->zone) : utc;

    if (time) {
        char *format = english_months(dialect->time, time);
        char *formatted = g_date_time_format(time, format);

        g_string_append(text, formatted ? formatted : "");
        g_free(formatted);
        g_free(format);
    }
    if (time != utc)
        g_clear_pointer(&time, g_date_time_unref);
    g_clear_pointer(&utc, g_date_time_unref);
}

/* One placeholder of the prefix; false when `name` is none. */
static bool append_place(const struct ikelog_dialect *dialect,
                         const struct ikelog_line_place *place, const char *name, size_t length,
                         GString *text)
{
    if (length == 4 && memcmp(name, "time", 4) == 0)
        append_time(dialect, place, text);
    else if (length == 12 && memcmp(name, "milliseconds", 12) == 0)
        g_string_append_printf(text, "%03u", microseconds_of(place->time_ns) / 1000);
    else if (length == 12 && memcmp(name, "microseconds", 12) == 0)
        g_string_append_printf(text, "%06u", microseconds_of(place->time_ns));
    else if (length == 5 && memcmp(name, "index", 5) == 0)
        g_string_append_printf(text, "%0*u", (int)dialect->index_width, place->index);
    else if (length == 10 && memcmp(name, "connection", 10) == 0)
        g_string_append(text, place->connection ? place->connection : "");
    else
        return false;
    return true;
}

void ikelog_dialect_prefix(const struct ikelog_dialect *dialect, const struct ikelog_line *line,
                           const struct ikelog_line_place *place, GString *text)
{
    const char *at;

    dialect = line->speaker ? line->speaker : dialect;
    at = dialect->prefix;
    if (line->continuation)
        g_string_append(text, dialect->continuation);
    if (line->continuation || line->without_prefix)
        return;
    while (*at) {
        const char *end = *at == '{' ? strchr(at, '}') : NULL;

        if (end && append_place(dialect, place, at + 1, (size_t)(end - at - 1), text)) {
            at = end + 1;
            continue;
        }
        g_string_append_c(text, *at++);
    }
}
