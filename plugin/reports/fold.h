/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sentences that are longer than a line. */
#ifndef IKELOG_REPORTS_FOLD_H
#define IKELOG_REPORTS_FOLD_H

#include <glib.h>

/* The end of the longest start of `words` that ends at a blank and has at most `width` characters;
 * a word that is longer is cut. `width` is at least 1. */
const char *ikelog_fold_at(const char *words, glong width);

/*
 * Append `label` and `words` as a paragraph whose lines have at most `width` characters, those
 * after the first indented as far as `label` reaches. A width that leaves hardly any room after
 * `label`, and 0, mean: one line, however long.
 */
void ikelog_fold(const char *label, const char *words, unsigned width, GString *text);

#endif
