/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of other dissectors. */
#ifndef IKELOG_GLUE_GUARDED_H
#define IKELOG_GLUE_GUARDED_H

#include "compat.h"

/*
 * Call a dissector beside ours, and nothing but the items in its tree remains: the columns stay
 * ours, any exception (bugs of the dissector and limits of Wireshark included) ends its part only,
 * and the packet information is as it was before. Returns NULL, or why it gave up (in the packet's
 * pool).
 */
const char *ikelog_guarded_call(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo,
                                proto_tree *tree);

/*
 * Hand a packet on that turned out not to be ours: the protocol that Wireshark noted when it called
 * us, `proto`, is taken back, so that nothing tells that we were asked. Returns what the dissector
 * returns.
 */
int ikelog_guarded_hand_on(dissector_handle_t handle, int proto, tvbuff_t *tvb, packet_info *pinfo,
                           proto_tree *tree, void *data);

#endif
