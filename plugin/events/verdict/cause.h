/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a negotiation came out as it did. */
#ifndef IKELOG_EVENTS_VERDICT_CAUSE_H
#define IKELOG_EVENTS_VERDICT_CAUSE_H

#include "events/verdict/cause_rows.h"

enum ikelog_cause {
#define X(id, verdict, severity, also, advice) IKELOG_CAUSE_##id,
    IKELOG_CAUSE_ROWS(X)
#undef X
        IKELOG_CAUSE_COUNT
};

#endif
