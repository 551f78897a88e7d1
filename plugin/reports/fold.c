/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sentences that are longer than a line. */
#include "reports/fold.h"

#include <string.h>

/* Columns that a paragraph wants after its label. */
#define LEAST_ROOM 20

const char *ikelog_fold_at(const char *words, glong width)
{
    const char *end = words, *blank = NULL;

    for (glong n = 0; *end && n <= width; n++, end = g_utf8_next_char(end))
        if (*end == ' ')
            blank = end;
    if (!*end && g_utf8_strlen(words, -1) <= width)
        return end;
    return blank && blank > words ? blank : g_utf8_offset_to_pointer(words, width);
}

void ikelog_fold(const char *label, const char *words, unsigned width, GString *text)
{
    glong indent = g_utf8_strlen(label, -1), room = (glong)width - indent;

    g_string_append(text, label);
    while (room >= LEAST_ROOM) {
        const char *end = ikelog_fold_at(words, room), *next = end + strspn(end, " ");

        if (!*next)
            break;
        g_string_append_len(text, words, end - words);
        g_string_append_printf(text, "\n%*s", (int)indent, "");
        words = next;
    }
    g_string_append_printf(text, "%s\n", words);
}
