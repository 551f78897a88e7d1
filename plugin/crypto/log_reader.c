/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A log, line by line to the importer of its format. */
#include "crypto/log_reader.h"

#include "crypto/derive.h"
#include "crypto/hex.h"
#include "crypto/log_order.h"

#include <string.h>

#define MOST_DEVICES 16u /* of one log; further ones are taken for the last */

#define INDENT       3 /* blanks after a dress that a copy cut off its words */

static const struct ikelog_importer *const importers[] = {
#define X(name, product, where) &ikelog_import_##name,
    IKELOG_IMPORT_ROWS(X)
#undef X
};

/* Several devices may send their logs to one server: their lines stand between each other. */
struct device {
    char name[32];
    void *state; /* of the importer */
};

struct ikelog_log_reader {
    const struct ikelog_importer *importer;
    struct device devices[MOST_DEVICES];
    unsigned device_count;          /* at least 1 */
    unsigned device;                /* whose line came last */
    struct ikelog_log_order *order; /* NULL: the oldest line is first */
    char held[IKELOG_MAX_LINE + 1]; /* a line that may be joined with the next one */
    unsigned held_number;           /* of it; 0: none */
    unsigned escape_cut;            /* octets of "#012" at the end of the last line */
    bool numbered;                  /* grep wrote a number in front of every line */
    const char *raw;                /* the line of the file that is being taken apart */
};

static const struct ikelog_importer *importer_for(const char *line)
{
    char *text = g_strdup(line);
    size_t length = strlen(text);
    struct ikelog_log_line words = {.raw = line, .numbered = ikelog_log_is_numbered(line)};
    const struct ikelog_importer *found = NULL;

    ikelog_log_unescape(text);
    ikelog_log_undress(text, &words);
    for (size_t i = 0; i < G_N_ELEMENTS(importers) && !found; i++)
        if (importers[i]->recognise(&words))
            found = importers[i];
    ikelog_wipe(text, length);
    g_free(text);
    return found;
}

static void add_device(struct ikelog_log_reader *reader, const char *name)
{
    struct device *device = &reader->devices[reader->device_count];

    g_strlcpy(device->name, name, sizeof device->name);
    device->state = g_malloc0(MAX(reader->importer->state_size, 1));
    reader->device = reader->device_count++;
}

/* What stands in a log without a host belongs to the device of the line before. */
static void choose_device(struct ikelog_log_reader *reader, const char *name)
{
    if (!*name)
        return;
    if (!*reader->devices[0].name)
        g_strlcpy(reader->devices[0].name, name, sizeof reader->devices[0].name);
    for (unsigned i = 0; i < reader->device_count; i++)
        if (strcmp(reader->devices[i].name, name) == 0) {
            reader->device = i;
            return;
        }
    if (reader->device_count < MOST_DEVICES)
        add_device(reader, name);
    else
        reader->device = MOST_DEVICES - 1;
}

struct ikelog_log_reader *ikelog_log_reader_new(const char *line)
{
    const struct ikelog_importer *importer = importer_for(line);
    struct ikelog_log_reader *reader;

    if (!importer)
        return NULL;
    reader = g_new0(struct ikelog_log_reader, 1);
    reader->importer = importer;
    add_device(reader, "");
    reader->numbered = ikelog_log_is_numbered(line);
    reader->order = ikelog_log_order_new();
    return reader;
}

void ikelog_log_reader_free(struct ikelog_log_reader *reader)
{
    if (!reader)
        return;
    for (unsigned i = 0; i < reader->device_count; i++) {
        ikelog_wipe(reader->devices[i].state, reader->importer->state_size);
        g_free(reader->devices[i].state);
    }
    ikelog_log_order_free(reader->order);
    ikelog_wipe(reader, sizeof *reader);
    g_free(reader);
}

const struct ikelog_importer *ikelog_log_reader_importer(const struct ikelog_log_reader *reader)
{
    return reader->importer;
}

/* Give the importer the line that is held, without its dress. */
static void flush_held(struct ikelog_log_reader *reader, const struct ikelog_import *import)
{
    char *text = reader->held_number ? g_strdup(reader->held) : NULL;
    size_t length = text ? strlen(text) : 0;
    struct ikelog_log_line words = {.numbered = reader->numbered};

    if (!text)
        return;
    words.raw = reader->importer->joins ? reader->held : reader->raw;
    ikelog_log_undress(text, &words);
    ikelog_import_reads(import, reader->held_number);
    reader->held_number = 0;
    choose_device(reader, words.host);
    reader->importer->line(reader->devices[reader->device].state, &words, import);
    ikelog_wipe(text, length);
    g_free(text);
}

/* A break after an octet may have cost the blank that stood there. */
static bool breaks_octets(const char *before, const char *after)
{
    size_t length = strlen(before), digits = ikelog_hex_span(after, strlen(after));

    return length > 2 && before[length - 3] == ' ' &&
           ikelog_hex_span(before + length - 2, 2) == 2 && (digits == 0 || digits == 2);
}

/* Append `text` to the line that is held when that goes on with it. */
static bool join_held(struct ikelog_log_reader *reader, const char *text)
{
    struct ikelog_log_line before = {.numbered = reader->numbered}, after = before;
    char *first, *second;
    bool joins;

    if (!reader->held_number || !reader->importer->joins)
        return false;
    first = g_strdup(reader->held);
    second = g_strdup(text);
    ikelog_log_undress(first, &before);
    ikelog_log_undress(second, &after);
    joins = after.text[0] && reader->importer->joins(&before, &after);
    if (joins) {
        size_t have = strlen(reader->held), room = sizeof reader->held - have;
        int blanks = before.text[0] == '\0' ? INDENT : breaks_octets(reader->held, after.text);

        g_snprintf(reader->held + have, room, "%*s%s", MAX(blanks, (int)after.indent), "",
                   after.text);
    }
    g_free(first);
    g_free(second);
    return joins;
}

/* One line of a log; `number` says where it stands. */
static void hold_line(struct ikelog_log_reader *reader, const struct ikelog_import *import,
                      const char *text, unsigned number)
{
    if (join_held(reader, text))
        return;
    flush_held(reader, import);
    g_strlcpy(reader->held, text, sizeof reader->held);
    reader->held_number = number;
    if (!reader->importer->joins)
        flush_held(reader, import);
}

/* A copy may break even the "#012" that syslog wrote: what is behind the rest of it in `text`. */
static char *behind_broken_escape(struct ikelog_log_reader *reader, char *text)
{
    static const char escape[] = "#012";
    unsigned cut = reader->escape_cut;
    size_t length;

    reader->escape_cut = 0;
    if (cut && g_str_has_prefix(text, escape + cut))
        text += strlen(escape + cut);
    length = strlen(text);
    for (unsigned n = 3; n > 0; n--)
        if (length >= n && strncmp(text + length - n, escape, n) == 0) {
            reader->escape_cut = n;
            text[length - n] = '\0';
            break;
        }
    return text;
}

static void use_line(struct ikelog_log_reader *reader, const struct ikelog_import *import,
                     const char *line, unsigned number)
{
    char *text = g_strdup(line);
    size_t length = strlen(text);
    char *rest;

    reader->raw = line;
    ikelog_log_unescape(text);
    for (char *part = behind_broken_escape(reader, text); part; part = rest) {
        rest = ikelog_log_split(part);
        hold_line(reader, import, part, number);
    }
    ikelog_wipe(text, length);
    g_free(text);
}

/* Who reads, and for whom. */
struct reading {
    struct ikelog_log_reader *reader;
    const struct ikelog_import *import;
};

static void take_line(void *context, const char *line, unsigned number)
{
    struct reading *reading = context;

    use_line(reading->reader, reading->import, line, number);
}

/* Read what was kept because its order was not known. */
static void read_kept(struct ikelog_log_reader *reader, const struct ikelog_import *import)
{
    struct reading reading = {reader, import};

    if (!reader->order)
        return;
    ikelog_log_order_hand_on(reader->order, take_line, &reading);
    ikelog_log_order_free(g_steal_pointer(&reader->order));
}

void ikelog_log_reader_line(struct ikelog_log_reader *reader, const struct ikelog_import *import,
                            const char *line, unsigned number)
{
    struct ikelog_log_line words = {.numbered = reader->numbered};
    char *text;

    if (!reader->order) {
        use_line(reader, import, line, number);
        return;
    }
    text = g_strdup(line);
    ikelog_log_undress(text, &words);
    ikelog_log_order_keep(reader->order, line, number, &words);
    g_free(text);
    if (ikelog_log_order_is_settled(reader->order))
        read_kept(reader, import);
}

void ikelog_log_reader_end(const struct ikelog_log_reader *reader,
                           const struct ikelog_import *import, const char *line, unsigned number)
{
    struct ikelog_log_reader *copy = g_memdup2(reader, sizeof *reader);

    for (unsigned i = 0; i < copy->device_count; i++)
        copy->devices[i].state =
            g_memdup2(reader->devices[i].state, MAX(reader->importer->state_size, 1));
    copy->order = reader->order ? ikelog_log_order_copy(reader->order) : NULL;
    if (line)
        ikelog_log_reader_line(copy, import, line, number);
    read_kept(copy, import);
    flush_held(copy, import);
    for (unsigned i = 0; copy->importer->finish && i < copy->device_count; i++)
        copy->importer->finish(copy->devices[i].state, import);
    ikelog_log_reader_free(copy);
}
