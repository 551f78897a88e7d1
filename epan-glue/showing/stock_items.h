/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Items of the stock dissectors for messages that they do not see, so that filters find them. */
#ifndef IKELOG_SHOWING_STOCK_ITEMS_H
#define IKELOG_SHOWING_STOCK_ITEMS_H

#include "compat.h"

/* Look up the protocols and fields, when all dissectors are there. */
void ikelog_stock_items_handoff(void);

/* Does a filter, a column or an output name the stock protocol of ISAKMP, or is the tree seen? */
bool ikelog_stock_items_wanted(proto_tree *tree);

/* The same, but who only sees the tree does not count. */
bool ikelog_stock_items_named(void);

/*
 * Add the protocol item `isakmp` with the fields of the header of `tvb`: hidden, since ours show
 * the same octets.
 */
void ikelog_stock_items_add_header(proto_tree *tree, tvbuff_t *tvb);

/* Add the protocol item `udpencap` of a non-ESP marker, the first `length` octets of `tvb`. */
void ikelog_stock_items_add_marker(proto_tree *tree, tvbuff_t *tvb, unsigned length);

#endif
