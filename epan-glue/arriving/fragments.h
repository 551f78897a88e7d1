/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages that a vendor's fragmentation (payload 132) cut into several packets. */
#ifndef IKELOG_ARRIVING_FRAGMENTS_H
#define IKELOG_ARRIVING_FRAGMENTS_H

#include "showing/dissection.h"

/* At registration: what is in flight is forgotten with the capture. */
void ikelog_fragments_register(void);

/*
 * Take the n-th message of the frame, when it is a fragment. Returns the octets of the whole
 * message, header first, when this frame completes it; NULL otherwise. Adds where the other parts
 * are to the tree.
 */
tvbuff_t *ikelog_fragments_take(struct ikelog_dissection *dissection, unsigned n, proto_tree *tree);

#endif
