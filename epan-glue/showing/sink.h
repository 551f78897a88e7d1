/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Receives the items of the core's decoder and puts them into Wireshark's tree. */
#ifndef IKELOG_SHOWING_SINK_H
#define IKELOG_SHOWING_SINK_H

#include "showing/anomaly_items.h"
#include "showing/dissection.h"

#include "wire/decode.h"

/* Whether octets of the message are missing because the capture, or who quotes it, cut it. */
bool ikelog_sink_is_cut(const struct ikelog_dissection *dissection);

/*
 * The header of dissection->tvb; the payloads of its chain, whose octets are those of `tvb`, with
 * what was found about them.
 */
void ikelog_sink_header(struct ikelog_dissection *dissection, proto_tree *tree);
void ikelog_sink_chain(struct ikelog_dissection *dissection, proto_tree *tree, tvbuff_t *tvb,
                       const struct ikelog_decode_context *context,
                       const struct ikelog_anomalies *found);

#endif
