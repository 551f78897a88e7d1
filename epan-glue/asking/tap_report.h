/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taps that collect while a capture is read and print a report at its end. */
#ifndef IKELOG_ASKING_TAP_REPORT_H
#define IKELOG_ASKING_TAP_REPORT_H

#include "compat.h"

#include "reports/report.h"

/* Another form of a report, chosen by a word. */
struct ikelog_tap_report_variant {
    const char *name, *help;
    void (*write)(const struct ikelog_report *report, GString *text);
};
#define IKELOG_TAP_REPORT_VARIANTS 3

/* A kind of report: one command each, in static storage. */
struct ikelog_tap_report_kind {
    const char *command; /* "ikelog,ladder" */
    const char *entry;   /* in the menu Tools > IKE Log; NULL: none */
    void (*show)(const struct ikelog_report *report, GString *text); /* window; NULL: `write` */
    bool frames;   /* it wants every message, not the IKE SAs only */
    bool dialects; /* it shows log lines: of the dialect chosen, or of those it is told */
    void (*write)(const struct ikelog_report *report, GString *text);
    struct ikelog_tap_report_variant variants[IKELOG_TAP_REPORT_VARIANTS]; /* name NULL: none */
};

/* The command becomes known to -z, and the window to the menu. */
void ikelog_tap_report_register(const struct ikelog_tap_report_kind *kind);

/* The packet belongs to the report, if it is one that the report is about. */
void ikelog_tap_report_collect(const struct ikelog_tap_report_kind *kind,
                               struct ikelog_report *report, const struct ikelog_packet *packet);

/* What was collected can be written now. `width` in characters; 0: lines are never broken. */
void ikelog_tap_report_prepare(struct ikelog_report *report, unsigned width);

#endif
