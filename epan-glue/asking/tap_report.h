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
    bool frames;         /* it wants every message, not the IKE SAs only */
    bool dialects;       /* it shows log lines: of the dialect chosen, or of those it is told */
    void (*write)(const struct ikelog_report *report, GString *text);
    struct ikelog_tap_report_variant variants[IKELOG_TAP_REPORT_VARIANTS]; /* name NULL: none */
};

/* The command becomes known to -z. */
void ikelog_tap_report_register(const struct ikelog_tap_report_kind *kind);

#endif
