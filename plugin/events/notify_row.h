/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a notification means for the one who gets it: event, verdicts and hint, one row each. */
#ifndef IKELOG_EVENTS_NOTIFY_ROW_H
#define IKELOG_EVENTS_NOTIFY_ROW_H

#include "events/catalogue.h"
#include "events/verdict/cause.h"

#include <stdint.h>

/* The columns of IKELOG_NOTIFY_ROWS that are about events and verdicts. */
struct ikelog_notify_row {
    uint16_t type;  /* 0 in the rows of all types that have none of their own */
    bool wrong_key; /* garbage from a wrong key makes a peer send it */
    enum ikelog_event_kind event;
    enum ikelog_cause on_sa, on_quick; /* that an IKE SA or Quick Mode is refused with it */
    const char *hint; /* template: cause and advice; NULL: its event says it, or nobody knows */
};

/* The row of a notification. Never NULL: types without one share a row of errors and a row of
 * others. Static storage. */
const struct ikelog_notify_row *ikelog_notify_row(uint16_t type);

#endif
