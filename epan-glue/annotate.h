/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said about a frame: log lines, description, events, verdict; columns and expert entries.
 */
#ifndef IKELOG_GLUE_ANNOTATE_H
#define IKELOG_GLUE_ANNOTATE_H

#include "shown.h"

/* The Protocol and Info columns, when they are being filled. */
void ikelog_annotate_columns(struct ikelog_shown *shown);

/*
 * Lines, description, explanation, events and verdict. `item` is that of `tree`. Expert entries are
 * raised without a tree too, when somebody listens.
 */
void ikelog_annotate(struct ikelog_shown *shown, proto_tree *tree, proto_item *item);

/* analysis.c: what the session knows of the message, as a subtree. */
void ikelog_annotate_analysis(struct ikelog_shown *shown, proto_tree *tree);

#endif
