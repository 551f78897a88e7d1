/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a check of HASH or SIG compared, in a sentence: `ikelog.hash.verdict`. */
#ifndef IKELOG_STATE_CHECK_TEXT_H
#define IKELOG_STATE_CHECK_TEXT_H

#include "state/session.h"

/*
 * Append the verdict on the message: "verified"; "failed: " with the formula (RFC 2409 5) and the
 * secrets that it was computed with; or "not checked: " with the reason. Nothing when the view has
 * no record or the message has nothing to check.
 */
void ikelog_view_describe_check(const struct ikelog_view *view, GString *text);

/*
 * The same for the HASH or SIG payload whose body begins at `offset` of view->octets. A message is
 * judged by one of them: in phase 1 by its first SIG, else by its first HASH.
 */
void ikelog_view_describe_payload_check(const struct ikelog_view *view, uint32_t offset,
                                        GString *text);

#endif
