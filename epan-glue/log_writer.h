/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A product's log as it is written: head, lines with their prefixes, foot. */
#ifndef IKELOG_GLUE_LOG_WRITER_H
#define IKELOG_GLUE_LOG_WRITER_H

#include "tap.h"

/* Free `text` after the end; dialect and policy are borrowed. */
struct ikelog_log_writer {
    const struct ikelog_dialect *dialect;
    const struct ikelog_policy *policy;
    struct ikelog_line_place place;
    GString *text;
};

/* Begin with the head of the dialect's log. `policy` has to live until the end. */
void ikelog_log_begin(struct ikelog_log_writer *writer, const struct ikelog_dialect *dialect,
                      const struct ikelog_policy *policy);

/* The lines of a frame that is open; `sa` may be NULL. */
void ikelog_log_add(struct ikelog_log_writer *writer, const struct ikelog_view *view,
                    const struct ikelog_events *events, int64_t time_ns,
                    const struct ikelog_sa *sa);

/* The lines of a packet that was kept, with what is known in the end. */
void ikelog_log_add_kept(struct ikelog_log_writer *writer, const struct ikelog_tap_kept *kept);

/* The foot. */
void ikelog_log_end(struct ikelog_log_writer *writer);

#endif
