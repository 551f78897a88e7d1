/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How each negotiation came out: the facts of an IKE SA, and the table of them. */
#ifndef IKELOG_REPORTS_NEGOTIATIONS_H
#define IKELOG_REPORTS_NEGOTIATIONS_H

#include "reports/report.h"

/* A Quick Mode and what became of it. Texts are never NULL, "" where nothing is known. */
struct ikelog_negotiation_quick {
    uint32_t message_id;
    uint32_t first_frame;
    enum ikelog_side starter;
    char *local, *remote; /* the starter's and the other side's addresses */
    char *offered, *chosen;
    uint16_t pfs_group; /* 0: none, or not known */
    char *spis;         /* "c4b8548e, cbd49616": starter's, other's */
    struct ikelog_verdict verdict;
    char *reason, *advice;
};

/* An IKE SA. Texts are never NULL, "" where nothing is known. */
struct ikelog_negotiation {
    const struct ikelog_sa *sa;
    uint32_t first_frame, last_frame;
    int64_t start_ns;       /* since the epoch */
    int64_t duration_ns;    /* from the first to the last message */
    int64_t established_ns; /* from the first message to the end of phase 1; -1: never */
    char *initiator, *responder, *cookies;
    char *initiator_id, *responder_id;
    const char *mode, *auth;
    char *offered, *chosen;
    uint32_t messages, retransmissions;
    struct ikelog_verdict verdict;
    char *reason, *advice;
    char *needed_keys;   /* "" when everything could be read */
    GArray *quick_modes; /* struct ikelog_negotiation_quick */
};

/* Fill in `negotiation` from what the session knows now; clear it afterwards. */
void ikelog_negotiation_read(const struct ikelog_session *session, const struct ikelog_sa *sa,
                             struct ikelog_negotiation *negotiation);
void ikelog_negotiation_clear(struct ikelog_negotiation *negotiation);

/* Append the table: a row an IKE SA, then a row a Quick Mode, then the keys that are missing. */
void ikelog_report_negotiations(const struct ikelog_report *report, GString *text);

/*
 * Append the same as a list: a paragraph an IKE SA, with its Quick Modes, the keys that are missing
 * and the display filters that lead to its packets. For windows that are too narrow for a table.
 */
void ikelog_report_negotiation_list(const struct ikelog_report *report, GString *text);

/* Append what stands below both: keys that were given in vain, and what was not annotated. */
void ikelog_negotiations_append_rest(const struct ikelog_report *report, GString *text);

#endif
