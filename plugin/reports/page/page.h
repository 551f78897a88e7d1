/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The exchange as one self-contained page of HTML: every octet and every derivation explained. */
#ifndef IKELOG_REPORTS_PAGE_PAGE_H
#define IKELOG_REPORTS_PAGE_PAGE_H

#include "reports/report.h"

/* Messages of one page whose octets are labelled; of those after them the page says that it left
 * them out. */
#define IKELOG_MAX_PAGE_MESSAGES 500u

/* Append the page. The report has to hold frames. */
void ikelog_report_page(const struct ikelog_report *report, GString *text);

#endif
