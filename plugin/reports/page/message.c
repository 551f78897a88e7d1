/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record of one message: what it is for, its octets, what is computed, what devices write. */
#include "reports/lesson_row.h"
#include "reports/page/derivation.h"
#include "reports/words.h"
#include "wire/numbers.h"

void ikelog_page_prose(const struct ikelog_page *page, const char *source,
                       const struct ikelog_view *view, enum ikelog_side side, GString *out)
{
    GString *paragraph = g_string_new(NULL), *part = g_string_new(NULL);
    char **pieces = g_strsplit(source, "`", -1);
    bool ok = true;

    for (guint i = 0; pieces[i] && ok; i++) {
        g_string_truncate(part, 0);
        if (i % 2 == 1) {
            g_string_append_printf(part, "`%s`", pieces[i]);
            ikelog_page_coloured(page, part->str, paragraph);
            continue;
        }
        ok = ikelog_words_expand(pieces[i], view, page->sa, side, part);
        ikelog_page_escape(part->str, paragraph);
    }
    if (ok)
        g_string_append(out, paragraph->str);
    g_strfreev(pieces);
    g_string_free(part, TRUE);
    g_string_free(paragraph, TRUE);
}

static void append_heading(struct ikelog_page *page, const struct ikelog_exchange *exchange,
                           GString *out)
{
    bool informational = exchange->type == IKELOG_EXCHANGE_INFORMATIONAL;
    GString *title;

    if (page->exchange == exchange ||
        (informational && page->exchange && page->exchange->type == exchange->type))
        return;
    page->exchange = exchange;
    title = g_string_new(NULL);
    ikelog_words_exchange(exchange, title);
    ikelog_page_fill(page->form, "exchange",
                     (const struct ikelog_page_slot[]){{"title", title->str}, {NULL, NULL}}, out);
    g_string_free(title, TRUE);
}

static const char *section_of(enum ikelog_severity severity)
{
    return severity >= IKELOG_ERROR  ? "event-error"
           : severity == IKELOG_WARN ? "event-warning"
                                     : "event";
}

static void append_events(const struct ikelog_page *page, const struct ikelog_view *view,
                          const struct ikelog_events *events, GString *out)
{
    for (guint i = 0; events->rows && i < events->rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events->rows, struct ikelog_event, i);
        GString *words = g_string_new(NULL);

        if (ikelog_lesson_remarks(event->kind))
            ikelog_event_explain(view, events, event, words);
        if (words->len)
            ikelog_page_fill(page->form, section_of(event->severity),
                             (const struct ikelog_page_slot[]){{"words", words->str}, {NULL, NULL}},
                             out);
        g_string_free(words, TRUE);
    }
}

/* Where the keys of phase 1 can be computed, and those of the IPsec SAs. */
static void append_derivations(struct ikelog_page *page, const struct ikelog_packet *packet,
                               GString *out)
{
    const struct ikelog_record *record = packet->record;
    uint8_t type = record->exchange->type;

    if (page->shown > IKELOG_MAX_PAGE_MESSAGES)
        return;
    ikelog_page_natd(page, packet, packet->view, out);
    if ((type == IKELOG_EXCHANGE_MAIN && record->step == 4) ||
        (type == IKELOG_EXCHANGE_AGGRESSIVE && record->step == 2) ||
        (type == IKELOG_EXCHANGE_BASE && record->step == 4))
        ikelog_page_keys(page, out);
    ikelog_page_proofs(page, packet->view, out);
    if (type == IKELOG_EXCHANGE_QUICK && record->step == 2)
        ikelog_page_keymat(page, record->exchange, out);
}

/* The octets, as long as there are not too many messages on the page. */
static void append_octets(struct ikelog_page *page, const struct ikelog_packet *packet,
                          GString *out)
{
    if (page->shown++ < IKELOG_MAX_PAGE_MESSAGES)
        ikelog_page_octets(page, packet->view, out);
    else
        ikelog_page_fill(page->form, "too-many", (const struct ikelog_page_slot[]){{NULL, NULL}},
                         out);
}

/* The parts of a record, as markup. */
struct parts {
    GString *title, *summary, *time, *why, *octets, *derivations, *events, *knows, *logs;
};

static void parts_begin(struct parts *parts)
{
    GString **all[] = {&parts->title,  &parts->summary, &parts->time,
                       &parts->why,    &parts->octets,  &parts->derivations,
                       &parts->events, &parts->knows,   &parts->logs};

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        *all[i] = g_string_new(NULL);
}

static void parts_end(struct parts *parts)
{
    GString *all[] = {parts->title,       parts->summary, parts->time,  parts->why, parts->octets,
                      parts->derivations, parts->events,  parts->knows, parts->logs};

    for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
        g_string_free(all[i], TRUE);
}

static void write_record(const struct ikelog_page *page, guint n, const struct parts *parts,
                         bool open, GString *out)
{
    const struct ikelog_packet *packet = g_ptr_array_index(page->part->packets, n);
    const struct ikelog_record *record = packet->record, *original = record->original;
    char *anchor = ikelog_page_anchor(page, n);
    char *frame = g_strdup_printf("%u", packet->frame);
    char *first = original ? ikelog_page_anchor_of_frame(page, original->frame) : NULL;
    char *first_frame = original ? g_strdup_printf("%u", original->frame) : NULL;
    const struct ikelog_page_slot slots[] = {
        {"anchor", anchor},
        {"frame", frame},
        {"first", first},
        {"first-frame", first_frame},
        {"open", open ? "open" : NULL},
        {"side", ikelog_side_name((enum ikelog_side)record->side)},
        {"how", record->flags & IKELOG_RECORD_ENCRYPTED ? "encrypted" : "in clear"},
        {"title", parts->title->str},
        {"summary", parts->summary->str},
        {"time", parts->time->str},
        {"why", parts->why->str},
        {"octets", parts->octets->str},
        {"derivations", parts->derivations->str},
        {"events", parts->events->str},
        {"knows", parts->knows->str},
        {"logs", parts->logs->str},
        {NULL, NULL}};

    ikelog_page_fill(page->form, original ? "repeat" : "message", slots, out);
    g_free(anchor);
    g_free(frame);
    g_free(first);
    g_free(first_frame);
}

/* What is told of a kind of message, once. */
static void tell_row(const struct ikelog_page *page, const struct ikelog_packet *packet,
                     const struct ikelog_events *events, const struct parts *parts)
{
    const struct ikelog_lesson_row *row = ikelog_lesson_row_of(packet->record);
    enum ikelog_side side = (enum ikelog_side)packet->record->side;

    if (!row || !g_hash_table_add(page->told, (void *)(uintptr_t)row))
        return;
    ikelog_page_prose(page, row->why, packet->view, side, parts->why);
    if (!ikelog_lesson_has_failed(events))
        ikelog_page_prose(page, row->knows, packet->view, side, parts->knows);
}

static void tell_message(struct ikelog_page *page, guint n, GString *out)
{
    struct ikelog_packet *packet = g_ptr_array_index(page->part->packets, n);
    const struct ikelog_record *record = packet->record;
    const struct ikelog_events *events = ikelog_report_open(page->report, packet);
    struct parts parts;

    parts_begin(&parts);
    ikelog_lesson_title(packet->view, parts.title);
    ikelog_view_summarise(packet->view, parts.summary);
    ikelog_words_seconds(packet->time_ns - page->start_ns, parts.time);
    if (!record->original) {
        tell_row(page, packet, events, &parts);
        append_octets(page, packet, parts.octets);
        append_derivations(page, packet, parts.derivations);
    }
    append_events(page, packet->view, events, parts.events);
    ikelog_page_lines(page, packet, parts.logs);
    append_heading(page, record->exchange, out);
    write_record(page, n, &parts, n == page->first_failed || n == 0, out);
    parts_end(&parts);
    ikelog_packet_close(packet);
}

static void tell_icmp(struct ikelog_page *page, guint n, GString *out)
{
    struct ikelog_packet *packet = g_ptr_array_index(page->part->packets, n);
    const struct ikelog_events *events = ikelog_report_open(page->report, packet);
    GString *time = g_string_new(NULL), *words = g_string_new(NULL), *logs = g_string_new(NULL);
    char *anchor = ikelog_page_anchor(page, n);
    char *frame = g_strdup_printf("%u", packet->frame);

    ikelog_words_seconds(packet->time_ns - page->start_ns, time);
    append_events(page, packet->view, events, words);
    ikelog_page_lines(page, packet, logs);
    ikelog_page_fill(page->form, "icmp",
                     (const struct ikelog_page_slot[]){{"anchor", anchor},
                                                       {"frame", frame},
                                                       {"time", time->str},
                                                       {"events", words->str},
                                                       {"logs", logs->str},
                                                       {NULL, NULL}},
                     out);
    g_free(anchor);
    g_free(frame);
    g_string_free(time, TRUE);
    g_string_free(words, TRUE);
    g_string_free(logs, TRUE);
    ikelog_packet_close(packet);
}

void ikelog_page_message(struct ikelog_page *page, guint n, GString *out)
{
    const struct ikelog_packet *packet = g_ptr_array_index(page->part->packets, n);

    if (packet->kind == IKELOG_PACKET_ICMP)
        tell_icmp(page, n, out);
    else
        tell_message(page, n, out);
}
