/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections of page.html, and how values get into them: as text, unless they are markup. */
#ifndef IKELOG_REPORTS_PAGE_FILL_H
#define IKELOG_REPORTS_PAGE_FILL_H

#include <glib.h>

/* The sections of page.html by name. */
struct ikelog_page_form;

struct ikelog_page_form *ikelog_page_form_new(void);
void ikelog_page_form_free(struct ikelog_page_form *form);

/* What placeholders stand for. Only the form is to be set; what ikelog_page_fill leaves is empty.
 */
struct ikelog_page_slots {
    const struct ikelog_page_form *form;
    GArray *values; /* NULL: none */
};

/* Where the value of a placeholder is to be written; as long as it is empty there is none. */
GString *ikelog_page_slot(struct ikelog_page_slots *slots, const char *name);

/* A value that is a text (NULL: none), or a number. */
void ikelog_page_slot_text(struct ikelog_page_slots *slots, const char *name, const char *text);
void ikelog_page_slot_number(struct ikelog_page_slots *slots, const char *name, unsigned number);

/*
 * Append a section, then wipe and drop the values. {{name}} is text: its value is escaped.
 * {{{name}}} is markup: its value was made by this function, or has none of the characters that
 * HTML knows. What stands between "[[" and "]]" is left out when a placeholder in it has no value.
 * Sections and names that are missing are left out.
 */
void ikelog_page_fill(struct ikelog_page_slots *slots, const char *section, GString *out);

/* Append text so that no character of it is markup, neither in an element nor in an attribute. */
void ikelog_page_escape(const char *words, GString *out);

/* The text of a file of this folder, or "". Static storage. */
const char *ikelog_page_file(const char *name);

#endif
