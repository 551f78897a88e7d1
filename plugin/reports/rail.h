/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines that a ladder is drawn with. */
#ifndef IKELOG_REPORTS_RAIL_H
#define IKELOG_REPORTS_RAIL_H

#include <glib.h>
#include <stdbool.h>

/* How an arrow is drawn. */
enum ikelog_rail_arrow {
    IKELOG_RAIL_CLEAR,     /* -------> */
    IKELOG_RAIL_PROTECTED, /* =======> */
    IKELOG_RAIL_REPEAT,    /* - - - -> */
};

/* The heads of both columns. */
void ikelog_rail_peers(const char *left, const char *right, GString *text);

/* An arrow, with a label in the left margin and a note in the right one. */
void ikelog_rail_arrow(enum ikelog_rail_arrow arrow, bool to_right, const char *label,
                       const char *note, GString *text);

/* Text between the columns, wrapped at blanks; at the right when the responder speaks. */
void ikelog_rail_text(const char *words, bool at_right, GString *text);

/* A remark in the middle: "(4.000 s without an answer)". */
void ikelog_rail_remark(const char *remark, GString *text);

/* An empty rung. */
void ikelog_rail_gap(GString *text);

#endif
