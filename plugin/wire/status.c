/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sentences and severities of all outcomes. */
#include "wire/status.h"

#include <stddef.h>

static const struct {
    const char *text;
    enum ikelog_severity severity;
} rows[] = {
#define X(name, severity, text) [IKELOG_##name] = {text, IKELOG_##severity},
    IKELOG_STATUS_ROWS(X)
#undef X
};

const char *ikelog_status_text(enum ikelog_status status)
{
    return (size_t)status < IKELOG_STATUS_COUNT ? rows[status].text : "unknown status";
}

enum ikelog_severity ikelog_status_severity(enum ikelog_status status)
{
    return (size_t)status < IKELOG_STATUS_COUNT ? rows[status].severity : IKELOG_ERROR;
}
