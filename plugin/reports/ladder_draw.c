/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines that a ladder is drawn with. */
#include "reports/ladder_draw.h"

#include "reports/fold.h"

#include <string.h>

#define MARGIN 11 /* columns before the left line */
#define WIDEST 56 /* columns between the lines */
#define NARROW 34 /* the least that payloads fit between */
#define NOTE   24 /* columns behind the left line that are not between: the right one, and a note */
#define INDENT 14 /* of what the right column says */

static void append_blanks(glong count, GString *text)
{
    for (; count > 0; count--)
        g_string_append_c(text, ' ');
}

static void strip_blanks(GString *text)
{
    while (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate(text, text->len - 1);
}

glong ikelog_ladder_draw_between(unsigned width)
{
    return width ? CLAMP((glong)width - MARGIN - NOTE, NARROW, WIDEST) : WIDEST;
}

void ikelog_ladder_draw_peers(const char *left, const char *right,
                              const struct ikelog_ladder_canvas *canvas)
{
    glong pad = MARGIN + canvas->between + 2 - g_utf8_strlen(left, -1) - g_utf8_strlen(right, -1);

    append_blanks(MARGIN / 2, canvas->text);
    g_string_append(canvas->text, left);
    append_blanks(MAX(pad, 2), canvas->text);
    g_string_append(canvas->text, right);
    g_string_append_c(canvas->text, '\n');
    ikelog_ladder_draw_gap(canvas);
}

/* One row: label, line, columns, line, note. */
static void append_row(const char *label, const char *inside, const char *note,
                       const struct ikelog_ladder_canvas *canvas)
{
    g_string_append(canvas->text, label);
    append_blanks(MARGIN - g_utf8_strlen(label, -1), canvas->text);
    g_string_append_c(canvas->text, '|');
    g_string_append(canvas->text, inside);
    append_blanks(canvas->between - g_utf8_strlen(inside, -1), canvas->text);
    g_string_append_printf(canvas->text, "|  %s", note);
    strip_blanks(canvas->text);
    g_string_append_c(canvas->text, '\n');
}

void ikelog_ladder_draw_gap(const struct ikelog_ladder_canvas *canvas)
{
    append_row("", "", "", canvas);
}

void ikelog_ladder_draw_arrow(enum ikelog_ladder_draw_arrow arrow, bool to_right, const char *label,
                              const char *note, const struct ikelog_ladder_canvas *canvas)
{
    static const char *const strokes[] = {"--", "==", "- "};
    GString *line = g_string_new(to_right ? "" : "<");

    while (line->len < (gsize)canvas->between)
        g_string_append(line, strokes[arrow]);
    g_string_truncate(line, (gsize)canvas->between - (to_right ? 1 : 0));
    if (to_right)
        g_string_append_c(line, '>');
    append_row(label, line->str, note, canvas);
    g_string_free(line, TRUE);
}

void ikelog_ladder_draw_text(const char *words, bool at_right,
                             const struct ikelog_ladder_canvas *canvas)
{
    glong indent = at_right ? INDENT : 1, hanging = 0;

    while (*words) {
        const char *end = ikelog_fold_at(words, canvas->between - 1 - indent - hanging);
        GString *line = g_string_new(NULL);

        append_blanks(indent + hanging, line);
        g_string_append_len(line, words, end - words);
        append_row("", line->str, "", canvas);
        g_string_free(line, TRUE);
        words = end + strspn(end, " ");
        hanging = 2;
    }
}

void ikelog_ladder_draw_remark(const char *remark, const struct ikelog_ladder_canvas *canvas)
{
    glong length = g_utf8_strlen(remark, -1);
    GString *line = g_string_new(NULL);

    if (length > canvas->between - 2) {
        ikelog_ladder_draw_text(remark, false, canvas);
    } else {
        append_blanks((canvas->between - length) / 2, line);
        g_string_append(line, remark);
        append_row("", line->str, "", canvas);
    }
    g_string_free(line, TRUE);
}
