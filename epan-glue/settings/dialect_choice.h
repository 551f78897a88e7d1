/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The dialects that are loaded: the built-in ones and those in the user's configuration folder. */
#ifndef IKELOG_SETTINGS_DIALECT_CHOICE_H
#define IKELOG_SETTINGS_DIALECT_CHOICE_H

#include "dialects/dialect.h"

/* Load them. Call once, at registration, before the fields are registered. */
void ikelog_dialects_register(void);

/* All of them; never NULL after registration. */
const struct ikelog_dialects *ikelog_dialects_loaded(void);

/* The one that the preference names. */
const struct ikelog_dialect *ikelog_dialects_chosen(void);

/* Tells what was wrong with dialect files, and of a name that there is not; each once. */
void ikelog_dialects_complain(void);

/* Append the names of all, with commas. */
void ikelog_dialects_list(GString *text);

/* What to say of a dialect that there is not; g_free. */
char *ikelog_dialects_refuse(const char *name);

#endif
