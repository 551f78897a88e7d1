/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is said about a frame: log lines, description, events, verdict; and expert entries.
 */
#ifndef IKELOG_SHOWING_ANNOTATE_H
#define IKELOG_SHOWING_ANNOTATE_H

#include "showing/dissection.h"

/*
 * What one reads first: line, description, verdict and explanation. `item` is that of `tree`.
 * Expert entries are raised without a tree too, when somebody listens.
 */
void ikelog_annotate(struct ikelog_dissection *dissection, proto_tree *tree, proto_item *item);

/* What stands after the message and its analysis: events, and the lines of other products. */
void ikelog_annotate_events(struct ikelog_dissection *dissection, proto_tree *tree);

#endif
