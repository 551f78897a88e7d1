/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wireshark lights the light when an entry is raised; most of ours are raised for who looks. */

#include "showing/light.h"

#include "showing/expert.h"

#include <epan/column-info.h>
#include <epan/funnel.h>

/* tshark has no light, and of windows only one that prints its text. */
bool ikelog_light_is_there(void)
{
    const funnel_ops_t *ops = funnel_get_funnel_ops();

    return ops && ops->new_dialog;
}

bool ikelog_light_is_watched(const packet_info *pinfo)
{
    const column_info *columns = pinfo->cinfo;

    if (columns && columns->col_first && columns->col_first[COL_EXPERT] >= 0)
        return true;
    return !PINFO_FD_VISITED(pinfo) && ikelog_light_is_there();
}

static void keep_worse(struct ikelog_verdict *worst, struct ikelog_verdict verdict)
{
    if (verdict.kind != IKELOG_VERDICT_IN_PROGRESS && verdict.severity > worst->severity)
        *worst = verdict;
}

static struct ikelog_verdict worst_of(const struct ikelog_session *session)
{
    struct ikelog_verdict worst = {.severity = IKELOG_NOTE};

    for (unsigned n = 0; n < ikelog_session_sa_count(session); n++) {
        const struct ikelog_sa *sa = ikelog_session_sa(session, n);

        keep_worse(&worst, ikelog_verdict_of_sa(session, sa, NULL));
        for (guint i = 0; sa->quick_modes && i < sa->quick_modes->len; i++)
            keep_worse(&worst, ikelog_verdict_of_quick(
                                   session, g_ptr_array_index(sa->quick_modes, i), NULL));
    }
    return worst;
}

/* No packet is at hand: who collects entries hears of them at the packets that decide. */
void ikelog_light_finish(struct ikelog_session *session)
{
    struct ikelog_verdict worst;

    if (!session || !ikelog_light_is_there() || ikelog_expert_is_collected())
        return;
    ikelog_session_end(session);
    worst = worst_of(session);
    if (worst.severity >= IKELOG_WARN) {
        packet_info nothing = {.num = 1};

        ikelog_expert_verdict(&nothing, NULL, &worst);
    }
}
