/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Receives the items of the core's decoder and puts them into Wireshark's tree. */
#ifndef IKELOG_GLUE_SINK_H
#define IKELOG_GLUE_SINK_H

#include "contradictions.h"
#include "shown.h"

#include "wire/decode.h"

/* Whether octets of the message are missing because the capture, or who quotes it, cut it. */
bool ikelog_sink_is_cut(const struct ikelog_shown *shown);

/*
 * The header of shown->tvb; the payloads of its chain, whose octets are those of `tvb`, with what
 * was found about them.
 */
void ikelog_sink_header(struct ikelog_shown *shown, proto_tree *tree);
void ikelog_sink_chain(struct ikelog_shown *shown, proto_tree *tree, tvbuff_t *tvb,
                       const struct ikelog_decode_context *context,
                       const struct ikelog_contradictions *found);

#endif
