/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sections of page.html, and how values get into them: as text, unless they are markup. */
#ifndef IKELOG_REPORTS_PAGE_FILL_H
#define IKELOG_REPORTS_PAGE_FILL_H

#include <glib.h>

/* The sections of page.html by name. */
struct ikelog_page_form;

struct ikelog_page_form *ikelog_page_form_new(void);
void ikelog_page_form_free(struct ikelog_page_form *form);

/* What a placeholder stands for; NULL or "": nothing. A list of them ends with a name of NULL. */
struct ikelog_page_slot {
    const char *name, *value;
};

/*
 * Append a section. {{name}} is text: its value is escaped. {{{name}}} is markup: its value was
 * made by this function, or has none of the characters that HTML knows. What stands between "[["
 * and
 * "]]" is left out when a placeholder in it has no value. Sections and names that are missing are
 * left out.
 */
void ikelog_page_fill(const struct ikelog_page_form *form, const char *section,
                      const struct ikelog_page_slot *slots, GString *out);

/* Append text so that no character of it is markup, neither in an element nor in an attribute. */
void ikelog_page_escape(const char *words, GString *out);

/* The text of a file of this folder, or "". Static storage. */
const char *ikelog_page_file(const char *name);

#endif
