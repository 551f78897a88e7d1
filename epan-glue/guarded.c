/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps columns and exceptions of other dissectors away from ours. */

#include "guarded.h"

#include <epan/column-utils.h>
#include <epan/exceptions.h>
#include <epan/show_exception.h>

void ikelog_guarded_call(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo,
                         proto_tree *tree)
{
    IKELOG_BOOL writable = col_get_writable(pinfo->cinfo, -1);

    col_set_writable(pinfo->cinfo, -1, FALSE);
    TRY
    {
        call_dissector_only(handle, tvb, pinfo, tree, NULL);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(tvb, pinfo, tree, EXCEPT_CODE, GET_MESSAGE);
    }
    ENDTRY;
    col_set_writable(pinfo->cinfo, -1, writable);
}

int ikelog_guarded_hand_on(dissector_handle_t handle, int proto, tvbuff_t *tvb,
                           packet_info *pinfo, proto_tree *tree, void *data)
{
    wmem_list_frame_t *layer = wmem_list_tail(pinfo->layers);

    if (!handle)
        return 0;
    if (layer && GPOINTER_TO_INT(wmem_list_frame_data(layer)) == proto)
        wmem_list_remove_frame(pinfo->layers, layer);
    return call_dissector_only(handle, tvb, pinfo, tree, data);
}
