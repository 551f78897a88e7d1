/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tools > IKE Log: the reports that tshark prints, as windows. */
#ifndef IKELOG_ASKING_WINDOW_REPORT_H
#define IKELOG_ASKING_WINDOW_REPORT_H

#include "asking/tap_report.h"

/*
 * A window of the report, with the buttons that fit it: of what has no frames, the negotiations,
 * those that lead to failures; of what has a variant in HTML, one that opens it as a page.
 */
void ikelog_window_report_register(const struct ikelog_tap_report_kind *kind);

#endif
