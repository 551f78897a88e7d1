/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Takes our traces back and calls the dissector of what is not ours. */

#include "arriving/hand_on.h"

#include "arriving/origin.h"
#include "showing/stock_crash.h"

static bool may_crash(tvbuff_t *tvb, unsigned at)
{
    struct ikelog_octets message = ikelog_origin_octets(tvb);

    if (at >= message.length)
        return false;
    message.data += at;
    message.length -= at;
    return ikelog_stock_crash_in_octets(message);
}

int ikelog_hand_on(dissector_handle_t handle, int proto, tvbuff_t *tvb, unsigned at,
                   packet_info *pinfo, proto_tree *tree, void *data)
{
    wmem_list_frame_t *layer = wmem_list_tail(pinfo->layers);

    if (may_crash(tvb, at))
        return call_data_dissector(tvb, pinfo, tree);
    if (!handle)
        return 0;
    if (layer && GPOINTER_TO_INT(wmem_list_frame_data(layer)) == proto)
        wmem_list_remove_frame(pinfo->layers, layer);
    return call_dissector_only(handle, tvb, pinfo, tree, data);
}
