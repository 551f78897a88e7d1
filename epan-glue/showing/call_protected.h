/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of other dissectors. */
#ifndef IKELOG_SHOWING_CALL_PROTECTED_H
#define IKELOG_SHOWING_CALL_PROTECTED_H

#include "compat.h"

/*
 * Call a dissector beside ours, and nothing but the items in its tree remains: the columns stay
 * ours, any exception (bugs of the dissector and limits of Wireshark included) ends its part only,
 * and the packet information is as it was before. Returns NULL, or why it gave up (in the packet's
 * pool).
 */
const char *ikelog_call_protected(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo,
                                  proto_tree *tree);

#endif
