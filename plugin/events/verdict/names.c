/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What verdicts and ends are called. */
#include "events/verdict.h"

static const char *const names[] = {
#define X(id, text, level) [IKELOG_VERDICT_##id] = text,
    IKELOG_VERDICT_ROWS(X)
#undef X
};

static const enum ikelog_severity severities[] = {
#define X(id, text, level) [IKELOG_VERDICT_##id] = IKELOG_##level,
    IKELOG_VERDICT_ROWS(X)
#undef X
};

static const char *const end_names[] = {
#define X(id, text) [IKELOG_END_##id] = text,
    IKELOG_END_ROWS(X)
#undef X
};

const char *ikelog_verdict_name(enum ikelog_verdict_kind kind)
{
    return (size_t)kind < G_N_ELEMENTS(names) ? names[kind] : "unknown";
}

enum ikelog_severity ikelog_verdict_severity(enum ikelog_verdict_kind kind)
{
    return (size_t)kind < G_N_ELEMENTS(severities) ? severities[kind] : IKELOG_NOTE;
}

const char *ikelog_end_name(enum ikelog_end_kind end)
{
    return (size_t)end < G_N_ELEMENTS(end_names) ? end_names[end] : "";
}
