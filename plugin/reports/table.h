/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text table with aligned columns. */
#ifndef IKELOG_REPORTS_TABLE_H
#define IKELOG_REPORTS_TABLE_H

#include <glib.h>

/* Rows of equally many cells (char **, NULL-terminated); the first is the head. */
struct ikelog_table {
    GPtrArray *rows;
};

/* `head` is split at '|': "SA|Initiator|…". */
void ikelog_table_start(struct ikelog_table *table, const char *head);

/* Add a row; `cells` (NULL-terminated, as many as the head has) becomes the table's. */
void ikelog_table_add(struct ikelog_table *table, char **cells);

/* Append the table, two blanks between columns, numbers not treated apart; then free it. */
void ikelog_table_end(struct ikelog_table *table, GString *text);

#endif
