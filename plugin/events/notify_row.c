/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What notifications mean, by their rows. */
#include "events/notify_row.h"

#include "wire/numbers.h"

#include <glib.h>

enum cause { OTHER_CAUSE, WRONG_KEY };

static const struct ikelog_notify_row rows[] = {
#define X(id, number, name, word, reader, cause, event, on_sa, on_quick, hint) \
    {number,                                                                   \
     cause == WRONG_KEY,                                                       \
     IKELOG_EVENT_##event,                                                     \
     IKELOG_CAUSE_##on_sa,                                                     \
     IKELOG_CAUSE_##on_quick,                                                  \
     hint},
    IKELOG_NOTIFY_ROWS(X)
#undef X
};

static const struct ikelog_notify_row other_error = {
    .event = IKELOG_EVENT_ERROR_NOTIFICATION,
    .on_sa = IKELOG_CAUSE_REFUSED,
    .on_quick = IKELOG_CAUSE_REFUSED,
};
static const struct ikelog_notify_row other = {
    .event = IKELOG_EVENT_NOTIFICATION,
    .on_sa = IKELOG_CAUSE_REFUSED,
    .on_quick = IKELOG_CAUSE_REFUSED,
};

const struct ikelog_notify_row *ikelog_notify_row(uint16_t type)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].type == type)
            return &rows[i];
    return ikelog_notify_is_error(type) ? &other_error : &other;
}
