/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IKE between its own port and one that belongs to another protocol, as after some NAT. */
#ifndef IKELOG_ARRIVING_OTHER_PORT_H
#define IKELOG_ARRIVING_OTHER_PORT_H

#include "compat.h"

/* When all dissectors are there. */
void ikelog_other_port_handoff(void);

/*
 * Wireshark asks the owner of the lower port first. When such a frame, which nobody of us has seen,
 * is plainly one IKEv1 message, dissect it and let the conversation be ours from it on. Returns
 * whether it did.
 */
bool ikelog_other_port_dissect(packet_info *pinfo, tvbuff_t *frame, proto_tree *tree);

#endif
