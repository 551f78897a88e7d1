/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wireshark's own ISAKMP dissector: for what is not ours, and after our tree. */
#ifndef IKELOG_SHOWING_STOCK_H
#define IKELOG_SHOWING_STOCK_H

#include "showing/dissection.h"

/* Look it up, when all dissectors are there. */
void ikelog_stock_handoff(void);

dissector_handle_t ikelog_stock_handle(void);

/*
 * Append its tree to ours, as the preference stock_tree says. Messages that it is known to misread
 * or to crash on are left out with a note in `ours`; its header fields stand all the same.
 */
void ikelog_stock_append(const struct ikelog_dissection *dissection, proto_tree *tree,
                         proto_tree *ours);

#endif
