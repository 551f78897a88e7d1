/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text table with aligned columns. */
#ifndef IKELOG_REPORTS_TABLE_H
#define IKELOG_REPORTS_TABLE_H

#include <glib.h>

/* Rows of equally many cells (char **, NULL-terminated); the first is the head. */
struct ikelog_table {
    GPtrArray *rows;
    GPtrArray *remarks; /* char *, one a row: whole lines below it; NULL: none */
};

/* `head` is split at '|': "SA|Initiator|…". */
void ikelog_table_start(struct ikelog_table *table, const char *head);

/* Add a row; `cells` (NULL-terminated, as many as the head has) becomes the table's. */
void ikelog_table_add(struct ikelog_table *table, char **cells);

/* Lines, each with its '\n', to stand below the row that was added last; becomes the table's. */
void ikelog_table_remark(struct ikelog_table *table, char *lines);

/* Append the table, two blanks between columns, numbers not treated apart; then free it. */
void ikelog_table_end(struct ikelog_table *table, GString *text);

/* Free a table that is not wanted. */
void ikelog_table_drop(struct ikelog_table *table);

#endif
