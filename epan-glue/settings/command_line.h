/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the program was started with, where Wireshark does not pass it on. */
#ifndef IKELOG_SETTINGS_COMMAND_LINE_H
#define IKELOG_SETTINGS_COMMAND_LINE_H

#include <stdbool.h>

/*
 * Whether an argument of the program holds `text`. True as well when the arguments cannot be read.
 * tshark 4.0 does not tell dissectors which fields `-e` names.
 */
bool ikelog_command_line_names(const char *text);

/*
 * What follows `option` in the last argument that holds it, up to the end of the argument: newly
 * allocated, or NULL.
 */
char *ikelog_command_line_value(const char *option);

#endif
