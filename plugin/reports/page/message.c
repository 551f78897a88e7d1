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
    struct ikelog_page_slots slots = {.form = page->form};

    if (page->exchange == exchange ||
        (informational && page->exchange && page->exchange->type == exchange->type))
        return;
    page->exchange = exchange;
    ikelog_words_exchange(exchange, ikelog_page_slot(&slots, "title"));
    ikelog_page_fill(&slots, "exchange", out);
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
    struct ikelog_page_slots slots = {.form = page->form};

    for (guint i = 0; events->rows && i < events->rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events->rows, struct ikelog_event, i);

        if (!ikelog_lesson_remarks(event->kind))
            continue;
        ikelog_event_explain(view, events, event, ikelog_page_slot(&slots, "words"));
        ikelog_page_fill(&slots, section_of(event->severity), out);
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
        ikelog_page_fill(&(struct ikelog_page_slots){.form = page->form}, "too-many", out);
}

/* What is told of a kind of message, once. */
static void tell_row(const struct ikelog_page *page, const struct ikelog_packet *packet,
                     const struct ikelog_events *events, struct ikelog_page_slots *slots)
{
    const struct ikelog_lesson_row *row = ikelog_lesson_row_of(packet->record);
    enum ikelog_side side = (enum ikelog_side)packet->record->side;

    if (!row || !g_hash_table_add(page->told, (void *)(uintptr_t)row))
        return;
    ikelog_page_prose(page, row->why, packet->view, side, ikelog_page_slot(slots, "why"));
    if (!ikelog_lesson_has_failed(events))
        ikelog_page_prose(page, row->knows, packet->view, side, ikelog_page_slot(slots, "knows"));
}

static void add_anchor(const char *name, char *anchor, struct ikelog_page_slots *slots)
{
    ikelog_page_slot_text(slots, name, anchor);
    g_free(anchor);
}

/* What each record has: its place, time, events and log lines. */
static void tell_packet(struct ikelog_page *page, guint n, struct ikelog_packet *packet,
                        const struct ikelog_events *events, struct ikelog_page_slots *slots)
{
    add_anchor("anchor", ikelog_page_anchor(page, n), slots);
    ikelog_page_slot_number(slots, "frame", packet->frame);
    ikelog_words_seconds(packet->time_ns - page->start_ns, ikelog_page_slot(slots, "time"));
    append_events(page, packet->view, events, ikelog_page_slot(slots, "events"));
    ikelog_page_lines(page, packet, ikelog_page_slot(slots, "logs"));
}

static void tell_original(struct ikelog_page *page, const struct ikelog_packet *packet,
                          const struct ikelog_events *events, struct ikelog_page_slots *slots)
{
    tell_row(page, packet, events, slots);
    append_octets(page, packet, ikelog_page_slot(slots, "octets"));
    append_derivations(page, packet, ikelog_page_slot(slots, "derivations"));
}

static void tell_repeat(const struct ikelog_page *page, const struct ikelog_record *original,
                        struct ikelog_page_slots *slots)
{
    add_anchor("first", ikelog_page_anchor_of_frame(page, original->frame), slots);
    ikelog_page_slot_number(slots, "first-frame", original->frame);
}

static void tell_message(struct ikelog_page *page, guint n, struct ikelog_packet *packet,
                         const struct ikelog_events *events, GString *out)
{
    const struct ikelog_record *record = packet->record;
    struct ikelog_page_slots slots = {.form = page->form};

    ikelog_lesson_title(packet->view, ikelog_page_slot(&slots, "title"));
    ikelog_view_summarise(packet->view, ikelog_page_slot(&slots, "summary"));
    if (ikelog_record_repeats(record))
        tell_repeat(page, ikelog_record_repeats(record), &slots);
    else
        tell_original(page, packet, events, &slots);
    tell_packet(page, n, packet, events, &slots);
    ikelog_page_slot_text(&slots, "open", n == page->first_failed || n == 0 ? "open" : NULL);
    ikelog_page_slot_text(&slots, "side", ikelog_side_name((enum ikelog_side)record->side));
    ikelog_page_slot_text(&slots, "how",
                          record->flags & IKELOG_RECORD_ENCRYPTED ? "encrypted" : "in clear");
    append_heading(page, record->exchange, out);
    ikelog_page_fill(&slots, ikelog_record_repeats(record) ? "repeat" : "message", out);
}

void ikelog_page_message(struct ikelog_page *page, guint n, GString *out)
{
    struct ikelog_packet *packet = g_ptr_array_index(page->part->packets, n);
    const struct ikelog_events *events = ikelog_report_open(page->report, packet);
    struct ikelog_page_slots slots = {.form = page->form};

    if (packet->kind == IKELOG_PACKET_ICMP) {
        tell_packet(page, n, packet, events, &slots);
        ikelog_page_fill(&slots, "icmp", out);
    } else {
        tell_message(page, n, packet, events, out);
    }
    ikelog_packet_close(packet);
}
