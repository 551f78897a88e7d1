/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The exchange as a drawing: an arrow for each message, which leads to its record. */
#include "reports/lesson_row.h"
#include "reports/page/page_priv.h"
#include "reports/words.h"
#include "wire/numbers.h"

#define TOP     28 /* of the first arrow of a stretch */
#define STEP    46 /* from arrow to arrow */
#define STRETCH 6u /* arrows that no page break divides */
#define MOST    52 /* characters of a label */

static char *cut(const char *words)
{
    char *start, *label;

    if (g_utf8_strlen(words, -1) <= MOST)
        return g_strdup(words);
    start = g_utf8_substring(words, 0, MOST - 1);
    label = g_strconcat(start, "…", NULL);
    g_free(start);
    return label;
}

/* One arrow. `y` is that of its line. */
struct arrow {
    const char *anchor, *label, *note, *kind, *direction;
    unsigned y;
};

static void draw_arrow(const struct ikelog_page *page, const struct arrow *arrow, GString *out)
{
    char *label = cut(arrow->label);
    char *y = g_strdup_printf("%u", arrow->y), *above = g_strdup_printf("%u", arrow->y - 8);
    char *below = g_strdup_printf("%u", arrow->y + 14);
    char *name = g_strdup_printf("arrow-%s", arrow->direction);

    ikelog_page_fill(page->form, name,
                     (const struct ikelog_page_slot[]){{"anchor", arrow->anchor},
                                                       {"label", label},
                                                       {"whole", arrow->label},
                                                       {"note", arrow->note},
                                                       {"kind", arrow->kind},
                                                       {"y", y},
                                                       {"above", above},
                                                       {"below", below},
                                                       {NULL, NULL}},
                     out);
    g_free(label);
    g_free(y);
    g_free(above);
    g_free(below);
    g_free(name);
}

static const char *kind_of(const struct ikelog_record *record, bool failed)
{
    return failed                                    ? "bad"
           : record->original                        ? "again"
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
    if (packet->kind == IKELOG_PACKET_ICMP || record->original)
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
    else if (packet->kind != IKELOG_PACKET_ICMP && packet->record->original)
        g_string_append_printf(note, ", repeats frame %u", packet->record->original->frame);
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
    char *height = g_strdup_printf("%u", count * STEP);

    ikelog_page_fill(page->form, "ladder-stretch",
                     (const struct ikelog_page_slot[]){
                         {"height", height}, {"arrows", arrows->str}, {NULL, NULL}},
                     out);
    g_string_truncate(arrows, 0);
    g_free(height);
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
    GString *left = g_string_new(NULL), *right = g_string_new(NULL);
    GString *stretches = g_string_new(NULL);
    char *number = g_strdup_printf("%u", page->sa->number);

    draw_stretches(page, stretches);
    ikelog_words_endpoint(&page->sa->sides[IKELOG_INITIATOR].first, left);
    ikelog_words_endpoint(&page->sa->sides[IKELOG_RESPONDER].first, right);
    ikelog_page_fill(page->form, "ladder",
                     (const struct ikelog_page_slot[]){{"number", number},
                                                       {"left", left->str},
                                                       {"right", right->str},
                                                       {"stretches", stretches->str},
                                                       {NULL, NULL}},
                     out);
    g_free(number);
    g_string_free(left, TRUE);
    g_string_free(right, TRUE);
    g_string_free(stretches, TRUE);
}
