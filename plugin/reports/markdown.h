/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text as Markdown that says just what the text says. */
#ifndef IKELOG_REPORTS_MARKDOWN_H
#define IKELOG_REPORTS_MARKDOWN_H

#include <glib.h>

/*
 * Append text so that no character of it is markup: a backslash in front of those that might be.
 * Names from the wire cannot become links, HTML or headings that way.
 */
void ikelog_markdown_escape(const char *words, GString *text);

#endif
