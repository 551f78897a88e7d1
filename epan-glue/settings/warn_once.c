/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Remembers what was said, so that reading a capture again does not open the same dialogs again. */

#include "compat.h"

#include "settings/warn_once.h"

#include <stdio.h>
#include <wsutil/report_message.h>

static GHashTable *said;

static bool is_new(const char *text)
{
    if (!said)
        said = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return g_hash_table_add(said, g_strdup(text));
}

void ikelog_warn_once(const char *format, ...)
{
    va_list arguments;
    char *text;

    va_start(arguments, format);
    text = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    if (is_new(text))
        report_warning("%s", text);
    g_free(text);
}

void ikelog_note_once(const char *lines)
{
    if (*lines && is_new(lines))
        fprintf(stderr, "%s", lines);
}
