/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks the core what does not agree, and shows it. */

#include "contradictions.h"

#include "capture.h"
#include "expert.h"
#include "tree.h"

void ikelog_contradictions_find(const struct ikelog_shown *shown,
                                struct ikelog_contradictions *found)
{
    found->count = 0;
    if (shown->record)
        found->count = ikelog_view_anomalies(ikelog_capture_session(), &shown->view, found->rows);
}

void ikelog_contradictions_show(const struct ikelog_contradictions *found, packet_info *pinfo,
                                proto_tree *tree, uint32_t offset)
{
    for (unsigned i = 0; i < found->count; i++) {
        const char *text = found->rows[i].text;

        if (found->rows[i].offset == offset)
            ikelog_expert_contradiction(
                pinfo, ikelog_tree_string(tree, IKELOG_A_CONTRADICTION, text), text);
    }
}
