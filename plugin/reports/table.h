/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text table with aligned columns, written row by row: nothing of a row is kept. */
#ifndef IKELOG_REPORTS_TABLE_H
#define IKELOG_REPORTS_TABLE_H

#include <glib.h>

/*
 * Rows of equally many cells (char **, NULL-terminated). Each is shown to the table twice: first
 * all of them are measured, then all are written.
 */
struct ikelog_table {
    char **head;
    glong *widths;
    guint columns;
};

/* `head` is split at '|': "SA|Initiator|…". End the table with ikelog_table_end. */
void ikelog_table_start(struct ikelog_table *table, const char *head);
void ikelog_table_end(struct ikelog_table *table);

/* The columns are to be as wide as these cells (as many as the head has), too. */
void ikelog_table_measure(struct ikelog_table *table, char **cells);

/* Append the head; a row. Two blanks between columns, numbers not treated apart. */
void ikelog_table_write_head(const struct ikelog_table *table, GString *text);
void ikelog_table_write(const struct ikelog_table *table, char **cells, GString *text);

#endif
