/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A product's log as it is written: head, lines with their prefixes, foot. */
#ifndef IKELOG_REPORTS_LOG_H
#define IKELOG_REPORTS_LOG_H

#include "dialects/dialect.h"
#include "reports/packet_store.h"

/* A log that is being written; `text` is what there is of it. Dialect and policy are borrowed. */
struct ikelog_log {
    const struct ikelog_dialect *dialect;
    const struct ikelog_dialect *speaker; /* of the latest packet; NULL: there was none */
    const struct ikelog_policy *policy;
    struct ikelog_line_place place;
    GString *text;
};

/* Begin with the head of the dialect's log, in the time zone of the machine; `text` is appended to.
 */
void ikelog_log_begin(struct ikelog_log *log, const struct ikelog_dialect *dialect,
                      const struct ikelog_policy *policy, GString *text);

/* Go on with a log that was paused after this number of lines. */
void ikelog_log_resume(struct ikelog_log *log, const struct ikelog_dialect *dialect,
                       const struct ikelog_policy *policy, unsigned lines, GString *text);

/* The lines of a packet, with what is known now. It is closed before and afterwards. */
void ikelog_log_add(struct ikelog_log *log, struct ikelog_packet *packet);

/* End without the foot; returns how many lines there are, continuations not counted. */
unsigned ikelog_log_pause(struct ikelog_log *log);

/* End with the foot. */
void ikelog_log_end(struct ikelog_log *log);

/*
 * The log of packets from head to foot. `flush` (NULL: none) is called now and then with what there
 * is, and may take it away. When several devices are ours, one
 * log each, under a heading with its address: all that this device saw, whichever side it had.
 */
void ikelog_report_log(struct ikelog_packet_store *packets, const struct ikelog_dialect *dialect,
                       const struct ikelog_policy *policy, void (*flush)(GString *text),
                       GString *text);

#endif
