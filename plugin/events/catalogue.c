/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names and severities of the events. */
#include "events/catalogue.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *name;
    enum ikelog_severity severity;
} rows[] = {
#define X(id, name, severity) [IKELOG_EVENT_##id] = {name, IKELOG_##severity},
    IKELOG_EVENT_ROWS(X)
#undef X
};

const char *ikelog_event_name(enum ikelog_event_kind kind)
{
    return (size_t)kind < IKELOG_EVENT_COUNT ? rows[kind].name : "unknown";
}

enum ikelog_severity ikelog_event_severity(enum ikelog_event_kind kind)
{
    return (size_t)kind < IKELOG_EVENT_COUNT ? rows[kind].severity : IKELOG_CHAT;
}

bool ikelog_event_find(const char *name, enum ikelog_event_kind *kind)
{
    for (size_t i = 0; i < IKELOG_EVENT_COUNT; i++) {
        if (strcmp(rows[i].name, name) == 0) {
            *kind = (enum ikelog_event_kind)i;
            return true;
        }
    }
    return false;
}
