/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What verdicts and ends are called. */
#include "events/verdict.h"

#include "events/verdict/cause.h"
#include "events/verdict/headline_rows.h"

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

static const char *const headlines[IKELOG_CAUSE_COUNT] = {
#define X(id, text) [IKELOG_CAUSE_##id] = text,
    IKELOG_HEADLINE_ROWS(X)
#undef X
};

static const struct {
    enum ikelog_verdict_kind kind;
    enum ikelog_severity severity;
} results[IKELOG_CAUSE_COUNT] = {
#define X(id, verdict, level, also, advice) {IKELOG_VERDICT_##verdict, IKELOG_##level},
    IKELOG_CAUSE_ROWS(X)
#undef X
};

const char *ikelog_verdict_headline(const struct ikelog_verdict *verdict)
{
    const char *text = verdict->cause < IKELOG_CAUSE_COUNT ? headlines[verdict->cause] : NULL;

    return text ? text : "";
}

bool ikelog_verdict_at(unsigned cause, struct ikelog_verdict *verdict)
{
    if (cause >= IKELOG_CAUSE_COUNT)
        return false;
    *verdict = (struct ikelog_verdict){
        .kind = results[cause].kind, .severity = results[cause].severity, .cause = (uint8_t)cause};
    return true;
}

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
