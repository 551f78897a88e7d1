/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the arguments of the program from where Linux keeps them. */

#include "settings/command_line.h"

#include "compat.h"

#include <string.h>

#define ARGUMENTS "/proc/self/cmdline"

bool ikelog_command_line_names(const char *text)
{
    char *arguments = NULL;
    gsize length;
    bool found = true;

    if (!g_file_get_contents(ARGUMENTS, &arguments, &length, NULL))
        return true;
    /* Zero octets separate them. */
    for (gsize i = 0; i < length; i++)
        if (!arguments[i])
            arguments[i] = '\n';
    found = strstr(arguments, text) != NULL;
    g_free(arguments);
    return found;
}
