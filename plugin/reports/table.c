/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A text table with aligned columns. */
#include "reports/table.h"

void ikelog_table_start(struct ikelog_table *table, const char *head)
{
    table->rows = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    table->remarks = g_ptr_array_new_with_free_func(g_free);
    ikelog_table_add(table, g_strsplit(head, "|", -1));
}

void ikelog_table_add(struct ikelog_table *table, char **cells)
{
    g_ptr_array_add(table->rows, cells);
    g_ptr_array_add(table->remarks, NULL);
}

void ikelog_table_remark(struct ikelog_table *table, char *lines)
{
    gpointer *last = &g_ptr_array_index(table->remarks, table->remarks->len - 1);

    g_free(*last);
    *last = lines;
}

static glong width_of(const struct ikelog_table *table, guint column)
{
    glong width = 0;

    for (guint i = 0; i < table->rows->len; i++) {
        char **cells = g_ptr_array_index(table->rows, i);

        width = MAX(width, g_utf8_strlen(cells[column], -1));
    }
    return width;
}

/* The last column is not padded: no blanks at the end of lines. */
static void append_row(char **cells, const glong *widths, guint columns, GString *text)
{
    for (guint i = 0; i < columns; i++) {
        glong pad = widths[i] - g_utf8_strlen(cells[i], -1) + 2;

        g_string_append(text, cells[i]);
        for (; i + 1 < columns && pad > 0; pad--)
            g_string_append_c(text, ' ');
    }
    while (text->len > 0 && text->str[text->len - 1] == ' ')
        g_string_truncate(text, text->len - 1);
    g_string_append_c(text, '\n');
}

void ikelog_table_end(struct ikelog_table *table, GString *text)
{
    guint columns = g_strv_length(g_ptr_array_index(table->rows, 0));
    glong *widths = g_new(glong, columns);

    for (guint i = 0; i < columns; i++)
        widths[i] = width_of(table, i);
    for (guint i = 0; i < table->rows->len; i++) {
        const char *remark = g_ptr_array_index(table->remarks, i);

        append_row(g_ptr_array_index(table->rows, i), widths, columns, text);
        g_string_append(text, remark ? remark : "");
    }
    g_free(widths);
    ikelog_table_drop(table);
}

void ikelog_table_drop(struct ikelog_table *table)
{
    g_ptr_array_unref(table->rows);
    g_ptr_array_unref(table->remarks);
}
