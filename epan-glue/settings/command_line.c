/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the arguments of the program from where Linux keeps them. */

#include "settings/command_line.h"

#include "compat.h"

#include <string.h>

#define ARGUMENTS "/proc/self/cmdline"

/* One a line; NULL when they cannot be read. */
static char *arguments_read(void)
{
    char *arguments = NULL;
    gsize length;

    if (!g_file_get_contents(ARGUMENTS, &arguments, &length, NULL))
        return NULL;
    /* Zero octets separate them. */
    for (gsize i = 0; i < length; i++)
        if (!arguments[i])
            arguments[i] = '\n';
    return arguments;
}

bool ikelog_command_line_names(const char *text)
{
    char *arguments = arguments_read();
    bool found = !arguments || strstr(arguments, text);

    g_free(arguments);
    return found;
}

char *ikelog_command_line_value(const char *option)
{
    char *arguments = arguments_read(), *value = NULL;
    const char *found = arguments ? g_strrstr(arguments, option) : NULL;

    if (found) {
        found += strlen(option);
        value = g_strndup(found, strcspn(found, "\n"));
    }
    g_free(arguments);
    return value;
}
