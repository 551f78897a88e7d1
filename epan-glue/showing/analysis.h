/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the session knows of a message, as a subtree. */
#ifndef IKELOG_SHOWING_ANALYSIS_H
#define IKELOG_SHOWING_ANALYSIS_H

#include "showing/dissection.h"

/* Its IKE SA, exchange, repeats, answers, keys and IPsec SAs. Nothing without a tree. */
void ikelog_analysis_add(struct ikelog_dissection *dissection, proto_tree *parent);

#endif
