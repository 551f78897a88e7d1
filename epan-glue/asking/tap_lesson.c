/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z ikelog,lesson: each IKE SA as a lesson in Markdown, or all as one page of HTML. */

#include "asking/tap_report.h"
#include "asking/taps.h"

#include "reports/lesson.h"
#include "reports/page/page.h"

void ikelog_tap_lesson_register(void)
{
    static const struct ikelog_tap_report_kind kind = {
        .command = "ikelog,lesson",
        .entry = "Lesson",
        .frames = true,
        .dialects = true,
        .write = ikelog_report_lesson,
        .variants = {{"html", "one page of HTML, every octet explained", ikelog_report_page}},
    };

    ikelog_tap_report_register(&kind);
}
