/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The exchange as a lesson in Markdown: each message, why it exists, what it carries. */
#ifndef IKELOG_REPORTS_LESSON_H
#define IKELOG_REPORTS_LESSON_H

#include "reports/report.h"

/* Append one lesson an IKE SA. The report has to hold frames. */
void ikelog_report_lesson(const struct ikelog_report *report, GString *text);

#endif
