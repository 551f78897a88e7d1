/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands below every report: what of the capture is not in it, and why. */
#ifndef IKELOG_REPORTS_UNANNOTATED_H
#define IKELOG_REPORTS_UNANNOTATED_H

#include "state/session.h"

/*
 * The sentences, each without a line end; strings are owned by the array (g_ptr_array_unref).
 * `empty`: the report has nothing else in it: why comes first.
 */
GPtrArray *ikelog_unannotated_sentences(const struct ikelog_session *session, bool empty);

/*
 * Append them below a report, each as a paragraph: `before` and `after` stand around each. Nothing
 * when there is nothing to say. `width`: see ikelog_fold.
 */
void ikelog_unannotated_append(const struct ikelog_session *session, bool empty, const char *before,
                               const char *after, unsigned width, GString *text);

#endif
