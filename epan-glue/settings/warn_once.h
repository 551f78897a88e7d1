/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Complaints to the user: a dialog in the window, a line on standard error in a terminal. */
#ifndef IKELOG_SETTINGS_WARN_ONCE_H
#define IKELOG_SETTINGS_WARN_ONCE_H

#include <glib.h>

/* Show a message, unless the same text was shown before. */
void ikelog_warn_once(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Write lines on standard error, unless the same were shown before. Never a dialog. */
void ikelog_note_once(const char *lines);

#endif
