/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z ikelog,lesson: each IKE SA as a lesson in Markdown. */

#include "asking/tap_report.h"
#include "asking/taps.h"

#include "reports/lesson.h"

void ikelog_tap_lesson_register(void)
{
    static const struct ikelog_tap_report_kind kind = {
        .command = "ikelog,lesson",
        .entry = "Lesson",
        .frames = true,
        .write = ikelog_report_lesson,
    };

    ikelog_tap_report_register(&kind);
}
