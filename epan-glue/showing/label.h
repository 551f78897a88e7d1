/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The labels of items that do not speak for themselves. */
#ifndef IKELOG_SHOWING_LABEL_H
#define IKELOG_SHOWING_LABEL_H

#include "compat.h"

/* An empty text to put a label together in: the next call empties it. */
GString *ikelog_label(void);

/* What the item says in the packet details, instead of or after what it said. NULL: no item. */
void ikelog_label_set(proto_item *item, const char *text);
void ikelog_label_append(proto_item *item, const char *text);
/* The same with " (" before it and ")" after it. */
void ikelog_label_append_bracketed(proto_item *item, const char *text);

/* Add an item of a field of type NONE that says this. */
proto_item *ikelog_label_add(proto_tree *tree, int hf, tvbuff_t *tvb, uint32_t offset,
                             uint32_t length, const char *text);

#endif
