/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way of a message through the glue: fed once, shown always. */
#ifndef IKELOG_ARRIVING_DISSECT_H
#define IKELOG_ARRIVING_DISSECT_H

#include "compat.h"

/* True when tvb holds a complete ISAKMP header of version 1 at `offset`. */
bool ikelog_dissect_is_ours(tvbuff_t *tvb, unsigned offset);

/* Dissector of UDP port 500: ISAKMP version 1 is ours, the rest the stock dissector's. */
int ikelog_dissect_plain(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data);

/* Dissector of a message that came after a non-ESP marker (removed already) and is ours. */
int ikelog_dissect_marked(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data);

#endif
