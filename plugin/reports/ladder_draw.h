/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lines that a ladder is drawn with. */
#ifndef IKELOG_REPORTS_LADDER_DRAW_H
#define IKELOG_REPORTS_LADDER_DRAW_H

#include <glib.h>
#include <stdbool.h>

/* How an arrow is drawn. */
enum ikelog_ladder_draw_arrow {
    IKELOG_LADDER_CLEAR,     /* -------> */
    IKELOG_LADDER_PROTECTED, /* =======> */
    IKELOG_LADDER_REPEAT,    /* - - - -> */
};

/* The heads of both columns. */
void ikelog_ladder_draw_peers(const char *left, const char *right, GString *text);

/* An arrow, with a label in the left margin and a note in the right one. */
void ikelog_ladder_draw_arrow(enum ikelog_ladder_draw_arrow arrow, bool to_right, const char *label,
                              const char *note, GString *text);

/* Text between the columns, wrapped at blanks; at the right when the responder speaks. */
void ikelog_ladder_draw_text(const char *words, bool at_right, GString *text);

/* A remark in the middle: "(4.000 s without an answer)". */
void ikelog_ladder_draw_remark(const char *remark, GString *text);

/* An empty row. */
void ikelog_ladder_draw_gap(GString *text);

#endif
