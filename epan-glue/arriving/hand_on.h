/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is not ours goes to the dissector that would have had it without us. */
#ifndef IKELOG_ARRIVING_HAND_ON_H
#define IKELOG_ARRIVING_HAND_ON_H

#include "compat.h"

/*
 * Hand a packet on that turned out not to be ours: the protocol that Wireshark noted when it called
 * us, `proto`, is taken back, so that nothing shows that we were asked. `at` is where a message of
 * another version may begin; one that the stock dissector may crash on is shown as data. Returns
 * what the dissector returns.
 */
int ikelog_hand_on(dissector_handle_t handle, int proto, tvbuff_t *tvb, unsigned at,
                   packet_info *pinfo, proto_tree *tree, void *data);

#endif
