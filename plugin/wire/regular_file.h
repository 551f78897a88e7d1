/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that the user names: opened without waiting, and only when they are files. */
#ifndef IKELOG_WIRE_REGULAR_FILE_H
#define IKELOG_WIRE_REGULAR_FILE_H

#include <stdio.h>

/*
 * Open a regular file for reading (fclose). NULL for what cannot be opened, and for pipes, sockets,
 * devices and directories, which are not even opened: some would never answer. *why is set to the
 * reason then, newly allocated ("it is a pipe; …", "No such file or directory").
 */
FILE *ikelog_regular_file_open(const char *path, char **why);

#endif
