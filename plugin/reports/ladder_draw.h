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

/* What a ladder is drawn on. */
struct ikelog_ladder_canvas {
    GString *text; /* is appended to */
    glong between; /* columns between the lines */
};

/* The columns between the lines for rows of `width` characters; 0: as wide as it likes. */
glong ikelog_ladder_draw_between(unsigned width);

/* The heads of both columns. */
void ikelog_ladder_draw_peers(const char *left, const char *right,
                              const struct ikelog_ladder_canvas *canvas);

/* An arrow, with a label in the left margin and a note in the right one. */
void ikelog_ladder_draw_arrow(enum ikelog_ladder_draw_arrow arrow, bool to_right, const char *label,
                              const char *note, const struct ikelog_ladder_canvas *canvas);

/* Text between the columns, wrapped at blanks; at the right when the responder speaks. */
void ikelog_ladder_draw_text(const char *words, bool at_right,
                             const struct ikelog_ladder_canvas *canvas);

/* A remark in the middle: "(4.000 s without an answer)". */
void ikelog_ladder_draw_remark(const char *remark, const struct ikelog_ladder_canvas *canvas);

/* An empty row. */
void ikelog_ladder_draw_gap(const struct ikelog_ladder_canvas *canvas);

#endif
