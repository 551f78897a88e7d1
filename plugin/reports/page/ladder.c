/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The exchange as a drawing: an arrow for each message, which leads to its record. */
#include "reports/lesson_row.h"
#include "reports/page/page_priv.h"
#include "reports/words.h"
#include "wire/numbers.h"

#include <string.h>

#define TOP     28 /* of the first arrow of a stretch */
#define STEP    46 /* from arrow to arrow */
#define STRETCH 6u /* arrows that no page break divides */
#define MOST    52 /* characters of a label */

static void append_cut(const char *words, GString *out)
{
    const char *end = g_utf8_strlen(words, -1) > MOST ? g_utf8_offset_to_pointer(words, MOST - 1)
                                                      : words + strlen(words);

    g_string_append_len(out, words, end - words);
    g_string_append(out, *end ? "…" : "");
}

/* One arrow. `y` is that of its line. */
struct arrow {
    const char *anchor, *label, *note, *kind, *direction;
    unsigned y;
};

static void draw_arrow(const struct ikelog_page *page, const struct arrow *arrow, GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};
    char *name = g_strdup_printf("arrow-%s", arrow->direction);

    ikelog_page_slot_text(&slots, "anchor", arrow->anchor);
    append_cut(arrow->label, ikelog_page_slot(&slots, "label"));
    ikelog_page_slot_text(&slots, "whole", arrow->label);
    ikelog_page_slot_text(&slots, "note", arrow->note);
    ikelog_page_slot_text(&slots, "kind", arrow->kind);
    ikelog_page_slot_number(&slots, "y", arrow->y);
    ikelog_page_slot_number(&slots, "above", arrow->y - 8);
    ikelog_page_slot_number(&slots, "below", arrow->y + 14);
    ikelog_page_fill(&slots, name, out);
    g_free(name);
}

static const char *kind_of(const struct ikelog_record *record, bool failed)
{
    return failed                                    ? "bad"
           : ikelog_record_repeats(record)           ? "again"
           : record->flags & IKELOG_RECORD_ENCRYPTED ? "closed"
                                                     : "clear";
}

/* What the message completes, or what becomes of it. */
static const char *outcome_of(const struct ikelog_page *page, const struct ikelog_packet *packet,
                              guint n)
{
    const struct ikelog_record *record = packet->record;

    if (n == page->first_failed)
        return ": here it goes wrong";
    if (packet->kind == IKELOG_PACKET_ICMP || ikelog_record_repeats(record))
        return "";
    if (record == page->sa->established)
        return ": phase 1 is complete";
    return record->exchange->type == IKELOG_EXCHANGE_QUICK &&
                   (record->flags & IKELOG_RECORD_COMPLETES) &&
                   !ikelog_exchange_is_pull(record->exchange)
               ? ": phase 2 is complete"
               : "";
}

static char *note_of(const struct ikelog_page *page, const struct ikelog_packet *packet, guint n,
                     guint count)
{
    GString *note = g_string_new(NULL);

    g_string_append_printf(note, "frame %u, ", packet->frame);
    ikelog_words_seconds(packet->time_ns - page->start_ns, note);
    if (count > 1)
        g_string_append_printf(note, ", and %u more", count - 1);
    else if (packet->kind != IKELOG_PACKET_ICMP && ikelog_record_repeats(packet->record))
        g_string_append_printf(note, ", repeats frame %u",
                               ikelog_record_repeats(packet->record)->frame);
    g_string_append(note, outcome_of(page, packet, n));
    return g_string_free(note, FALSE);
}

static void draw_packet(struct ikelog_page *page, guint n, guint count, unsigned y, GString *out)
{
    struct ikelog_packet *packet = g_ptr_array_index(page->part->packets, n);
    const struct ikelog_record *record = packet->record;
    bool failed = ikelog_lesson_has_failed(ikelog_report_open(page->report, packet));
    bool icmp = packet->kind == IKELOG_PACKET_ICMP;
    GString *label = g_string_new(NULL);
    struct arrow arrow = {.y = y};
    char *anchor = ikelog_page_anchor(page, n), *note;

    page->first_failed = failed ? MIN(page->first_failed, n) : page->first_failed;
    note = note_of(page, packet, n, count);
    if (icmp)
        g_string_append(label, "ICMP error");
    else
        ikelog_view_summarise(packet->view, label);
    arrow.anchor = anchor;
    arrow.label = label->str;
    arrow.note = note;
    arrow.kind = icmp ? "bad" : kind_of(record, failed);
    arrow.direction = count > 1 || icmp                  ? "both"
                      : record->side == IKELOG_INITIATOR ? "right"
                                                         : "left";
    draw_arrow(page, &arrow, out);
    g_string_free(label, TRUE);
    g_free(anchor);
    g_free(note);
    ikelog_packet_close(packet);
}

static void end_stretch(const struct ikelog_page *page, unsigned count, GString *arrows,
                        GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};

    ikelog_page_slot_number(&slots, "height", count * STEP);
    ikelog_page_slot_text(&slots, "arrows", arrows->str);
    ikelog_page_fill(&slots, "ladder-stretch", out);
    g_string_truncate(arrows, 0);
}

/* Whoever prints it may have to break it into pages: it is a drawing for each few arrows. */
static void draw_stretches(struct ikelog_page *page, GString *out)
{
    GString *arrows = g_string_new(NULL);
    unsigned drawn = 0;

    for (guint n = 0, count; n < page->part->packets->len; n += count) {
        count = ikelog_page_fold(page, n);
        draw_packet(page, n, count, TOP + drawn++ * STEP, arrows);
        if (drawn < STRETCH)
            continue;
        end_stretch(page, drawn, arrows, out);
        drawn = 0;
    }
    if (drawn > 0)
        end_stretch(page, drawn, arrows, out);
    g_string_free(arrows, TRUE);
}

void ikelog_page_ladder(struct ikelog_page *page, GString *out)
{
    const struct ikelog_peer *sides = page->sa->sides;
    struct ikelog_page_slots slots = {.form = page->form};

    draw_stretches(page, ikelog_page_slot(&slots, "stretches"));
    ikelog_words_endpoint(&sides[IKELOG_INITIATOR].first, ikelog_page_slot(&slots, "left"));
    ikelog_words_endpoint(&sides[IKELOG_RESPONDER].first, ikelog_page_slot(&slots, "right"));
    ikelog_page_slot_number(&slots, "number", page->sa->number);
    ikelog_page_fill(&slots, "ladder", out);
}
