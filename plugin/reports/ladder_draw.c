/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines that a ladder is drawn with. */
#include "reports/ladder_draw.h"

#include "reports/fold.h"

#include <string.h>

#define MARGIN 11 /* columns before the left line */
#define WIDTH  56 /* columns between the lines */
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

void ikelog_ladder_draw_peers(const char *left, const char *right, GString *text)
{
    glong pad = MARGIN + WIDTH + 2 - g_utf8_strlen(left, -1) - g_utf8_strlen(right, -1);

    append_blanks(MARGIN / 2, text);
    g_string_append(text, left);
    append_blanks(MAX(pad, 2), text);
    g_string_append(text, right);
    g_string_append_c(text, '\n');
    ikelog_ladder_draw_gap(text);
}

/* One row: label, line, WIDTH columns, line, note. */
static void append_row(const char *label, const char *inside, const char *note, GString *text)
{
    g_string_append(text, label);
    append_blanks(MARGIN - g_utf8_strlen(label, -1), text);
    g_string_append_c(text, '|');
    g_string_append(text, inside);
    append_blanks(WIDTH - g_utf8_strlen(inside, -1), text);
    g_string_append_printf(text, "|  %s", note);
    strip_blanks(text);
    g_string_append_c(text, '\n');
}

void ikelog_ladder_draw_gap(GString *text)
{
    append_row("", "", "", text);
}

void ikelog_ladder_draw_arrow(enum ikelog_ladder_draw_arrow arrow, bool to_right, const char *label,
                              const char *note, GString *text)
{
    static const char *const strokes[] = {"--", "==", "- "};
    GString *line = g_string_new(to_right ? "" : "<");

    while (line->len < WIDTH)
        g_string_append(line, strokes[arrow]);
    g_string_truncate(line, WIDTH - (to_right ? 1 : 0));
    if (to_right)
        g_string_append_c(line, '>');
    append_row(label, line->str, note, text);
    g_string_free(line, TRUE);
}

void ikelog_ladder_draw_text(const char *words, bool at_right, GString *text)
{
    glong indent = at_right ? INDENT : 1, hanging = 0;

    while (*words) {
        const char *end = ikelog_fold_at(words, WIDTH - 1 - indent - hanging);
        GString *line = g_string_new(NULL);

        append_blanks(indent + hanging, line);
        g_string_append_len(line, words, end - words);
        append_row("", line->str, "", text);
        g_string_free(line, TRUE);
        words = end + strspn(end, " ");
        hanging = 2;
    }
}

void ikelog_ladder_draw_remark(const char *remark, GString *text)
{
    glong length = g_utf8_strlen(remark, -1);
    GString *line = g_string_new(NULL);

    if (length > WIDTH - 2) {
        ikelog_ladder_draw_text(remark, false, text);
    } else {
        append_blanks((WIDTH - length) / 2, line);
        g_string_append(line, remark);
        append_row("", line->str, "", text);
    }
    g_string_free(line, TRUE);
}
