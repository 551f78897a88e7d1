/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keeps columns and exceptions of other dissectors away from ours. */

#include "guarded.h"

#include <epan/column-utils.h>
#include <epan/exceptions.h>

const char *ikelog_guarded_call(dissector_handle_t handle, tvbuff_t *tvb, packet_info *pinfo,
                                proto_tree *tree)
{
    const char *volatile why = NULL; /* set between setjmp and longjmp */
    IKELOG_BOOL writable = col_get_writable(pinfo->cinfo, -1);

    col_set_writable(pinfo->cinfo, -1, FALSE);
    TRY
    {
        call_dissector_only(handle, tvb, pinfo, tree, NULL);
    }
    CATCH_NONFATAL_ERRORS
    {
        why = GET_MESSAGE ? wmem_strdup(pinfo->pool, GET_MESSAGE)
                          : "it expects more octets than there are";
    }
    ENDTRY;
    col_set_writable(pinfo->cinfo, -1, writable);
    return why;
}

int ikelog_guarded_hand_on(dissector_handle_t handle, int proto, tvbuff_t *tvb, packet_info *pinfo,
                           proto_tree *tree, void *data)
{
    wmem_list_frame_t *layer = wmem_list_tail(pinfo->layers);

    if (!handle)
        return 0;
    if (layer && GPOINTER_TO_INT(wmem_list_frame_data(layer)) == proto)
        wmem_list_remove_frame(pinfo->layers, layer);
    return call_dissector_only(handle, tvb, pinfo, tree, data);
}
