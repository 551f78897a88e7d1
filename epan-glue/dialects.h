/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The dialects that are loaded: the built-in ones and those in the user's configuration folder. */
#ifndef IKELOG_GLUE_DIALECTS_H
#define IKELOG_GLUE_DIALECTS_H

#include "dialects/dialect.h"

/* Load them and register the field ikelog.log.<name> of each. Call once, at registration. */
void ikelog_voices_register(int proto);

/* All of them; never NULL after registration. */
const struct ikelog_dialects *ikelog_voices(void);

/* The field of the n-th. */
int ikelog_voice_hf(unsigned n);

/* The one that the preference names; an unknown name gets a complaint, and the first dialect. */
const struct ikelog_dialect *ikelog_voice_chosen(void);

/* The preference changed: choose again. Tells what was wrong with dialect files, once. */
void ikelog_voices_update(void);

/* Append the names of all, with commas. */
void ikelog_voices_list(GString *text);

#endif
