/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the verdicts on IKE SAs and Quick Modes share; for the verdict_*.c files only. */
#ifndef IKELOG_EVENTS_VERDICT_PRIV_H
#define IKELOG_EVENTS_VERDICT_PRIV_H

#include "events/ending.h"
#include "events/verdict.h"

/* A negotiation before its judge. `exchange` is phase 1 (may be NULL) or the Quick Mode. */
struct ikelog_case {
    const struct ikelog_session *session;
    const struct ikelog_sa *sa;
    const struct ikelog_exchange *exchange;
    GString *reason;
    struct ikelog_verdict verdict;
};

/* Set the verdict and append to the reason. Always true, so that a question can end with it. */
bool ikelog_case_decide(struct ikelog_case *c, enum ikelog_verdict_kind kind,
                        const struct ikelog_record *decisive, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* Append the address of a side, or its name when it was not seen. */
void ikelog_case_address(struct ikelog_case *c, enum ikelog_side side);

/* Append the identity that a side showed, when it is known. */
void ikelog_case_shown_id(struct ikelog_case *c, enum ikelog_side shown);

/* Questions that both kinds of negotiation answer alike. False: it does not decide. */
bool ikelog_case_refused(struct ikelog_case *c, const struct ikelog_exchange *exchange,
                         uint16_t notify, const struct ikelog_record *record);
bool ikelog_case_no_answer(struct ikelog_case *c);
bool ikelog_case_in_progress(struct ikelog_case *c);

#endif
