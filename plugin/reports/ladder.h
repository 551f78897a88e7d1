/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The exchange as a text ladder: a column for each peer, an arrow for each message. */
#ifndef IKELOG_REPORTS_LADDER_H
#define IKELOG_REPORTS_LADDER_H

#include "reports/report.h"

/* Append one ladder an IKE SA. The report has to hold frames. */
void ikelog_report_ladder(const struct ikelog_report *report, GString *text);

#endif
