/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Asks the core what does not agree, and shows it. */

#include "showing/anomaly_items.h"

#include "showing/expert.h"
#include "showing/tree.h"

void ikelog_anomalies_find(const struct ikelog_dissection *dissection,
                           struct ikelog_anomalies *found)
{
    found->count = 0;
    if (dissection->packet.record)
        found->count =
            ikelog_view_anomalies(dissection->packet.session, dissection->packet.view, found->rows);
}

void ikelog_anomalies_show(const struct ikelog_anomalies *found, packet_info *pinfo,
                           proto_tree *tree, uint32_t offset)
{
    for (unsigned i = 0; i < found->count; i++) {
        const char *text = found->rows[i].text;

        if (found->rows[i].offset == offset)
            ikelog_expert_anomaly(pinfo, ikelog_tree_string(tree, IKELOG_A_CONTRADICTION, text),
                                  text, found->rows[i].common);
    }
}
