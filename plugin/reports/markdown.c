/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text as Markdown that says just what the text says. */
#include "reports/markdown.h"

#include <string.h>

void ikelog_markdown_escape(const char *words, GString *text)
{
    for (; *words; words++) {
        if (strchr("\\`*_{}[]<>#|~$^&@!", *words))
            g_string_append_c(text, '\\');
        g_string_append_c(text, *words == '\n' ? ' ' : *words);
    }
}
