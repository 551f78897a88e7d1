/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z ikelog,ladder: each IKE SA as a text ladder. */

#include "asking/tap_report.h"
#include "asking/taps.h"

#include "reports/ladder.h"

void ikelog_tap_ladder_register(void)
{
    static const struct ikelog_tap_report_kind kind = {
        .command = "ikelog,ladder",
        .entry = "Ladder",
        .frames = true,
        .write = ikelog_report_ladder,
    };

    ikelog_tap_report_register(&kind);
}
