/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text table with aligned columns. */
#include "reports/table.h"

void ikelog_table_start(struct ikelog_table *table, const char *head)
{
    table->head = g_strsplit(head, "|", -1);
    table->columns = g_strv_length(table->head);
    table->widths = g_new0(glong, table->columns);
    ikelog_table_measure(table, table->head);
}

void ikelog_table_end(struct ikelog_table *table)
{
    g_strfreev(table->head);
    g_free(table->widths);
}

void ikelog_table_measure(struct ikelog_table *table, char **cells)
{
    for (guint i = 0; i < table->columns; i++)
        table->widths[i] = MAX(table->widths[i], g_utf8_strlen(cells[i], -1));
}

void ikelog_table_write_head(const struct ikelog_table *table, GString *text)
{
    ikelog_table_write(table, table->head, text);
}

/* The last column is not padded: no blanks at the end of lines. */
void ikelog_table_write(const struct ikelog_table *table, char **cells, GString *text)
{
    for (guint i = 0; i < table->columns; i++) {
        glong pad = table->widths[i] - g_utf8_strlen(cells[i], -1) + 2;

        g_string_append(text, cells[i]);
        for (; i + 1 < table->columns && pad > 0; pad--)
            g_string_append_c(text, ' ');
    }
    while (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate(text, text->len - 1);
    g_string_append_c(text, '\n');
}
