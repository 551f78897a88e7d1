/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Observations support or exclude causes; the best cause that is left is the verdict. What excludes
 * a cause is asked only when something supports it. */
#include "events/verdict/case.h"

#include <string.h>

static const struct {
    bool (*observe)(const struct ikelog_case *c, struct ikelog_observation *observation);
    enum ikelog_scope scope;
    enum ikelog_cause supports, also;
    uint64_t excludes, bears_on;
} observations[] = {
#define X(name, scope, supports, also, excludes, bears_on) \
    {ikelog_observe_##name,                                \
     IKELOG_SCOPE_##scope,                                 \
     IKELOG_CAUSE_##supports,                              \
     IKELOG_CAUSE_##also,                                  \
     excludes,                                             \
     bears_on},
    IKELOG_OBSERVATION_ROWS(X)
#undef X
};

/* The causes that something can exclude. */
#define X(name, scope, supports, also, excludes, bears_on) | excludes
static const uint64_t excludable = 0 IKELOG_OBSERVATION_ROWS(X);
#undef X

static const struct {
    enum ikelog_verdict_kind verdict;
    enum ikelog_severity severity;
    const char *also, *advice;
} causes[] = {
#define X(id, verdict, severity, also, advice) \
    {IKELOG_VERDICT_##verdict, IKELOG_##severity, also, advice},
    IKELOG_CAUSE_ROWS(X)
#undef X
};

/* What a row must be about: this kind of negotiation; not the end of a capture that goes on. */
struct bounds {
    enum ikelog_scope kind, too_early;
};

static struct bounds bounds_of(const struct ikelog_case *c)
{
    return (struct bounds){c->quick ? IKELOG_SCOPE_QUICK : IKELOG_SCOPE_SA,
                           ikelog_session_is_growing(c->session) ? IKELOG_SCOPE_LATER : 0};
}

static bool applies(struct bounds bounds, size_t row)
{
    return (observations[row].scope & bounds.kind) && !(observations[row].scope & bounds.too_early);
}

/* The rows that support a cause, of those that apply, in their order. */
struct rows {
    size_t count;
    uint8_t row[G_N_ELEMENTS(observations)];
};

static struct rows find_supporting(struct bounds bounds)
{
    struct rows found = {.count = 0};

    for (size_t i = 0; i < G_N_ELEMENTS(observations); i++)
        if (observations[i].supports != IKELOG_CAUSE_NONE && applies(bounds, i))
            found.row[found.count++] = (uint8_t)i;
    return found;
}

/* Found once for each kind of bounds: every frame asks. */
static const struct rows *supporting(struct bounds bounds)
{
    static struct rows rows[IKELOG_SCOPE_BOTH_LATER + 1];
    struct rows *known = &rows[bounds.kind | bounds.too_early];

    if (known->count == 0)
        *known = find_supporting(bounds);
    return known;
}

static bool holds(const struct ikelog_case *c, size_t row, struct ikelog_observation *observation)
{
    observation->cause = observations[row].supports;
    return observations[row].observe(c, observation);
}

/* Whether the capture leaves a cause possible. */
static bool is_open(const struct ikelog_case *c, struct bounds bounds, enum ikelog_cause cause)
{
    if (!(excludable >> cause & 1))
        return cause != IKELOG_CAUSE_NONE;
    for (size_t i = 0; i < G_N_ELEMENTS(observations); i++) {
        struct ikelog_observation quiet = {.words = NULL};

        if ((observations[i].excludes >> cause & 1) && applies(bounds, i) && holds(c, i, &quiet))
            return false;
    }
    return true;
}

/* The first row whose cause nothing excludes, what it saw, without words, and its cause. */
static size_t choose(const struct ikelog_case *c, struct bounds bounds,
                     struct ikelog_observation *observation, enum ikelog_cause *cause)
{
    const struct rows *rows = supporting(bounds);

    for (size_t i = 0; i < rows->count; i++) {
        const size_t row = rows->row[i];

        *observation = (struct ikelog_observation){.words = NULL};
        if (!holds(c, row, observation))
            continue;
        *cause = observation->cause;
        if (is_open(c, bounds, *cause))
            return row;
        *cause = observations[row].also;
        if (is_open(c, bounds, *cause))
            return row;
    }
    *cause = IKELOG_CAUSE_WAITING;
    *observation = (struct ikelog_observation){.words = NULL};
    holds(c, G_N_ELEMENTS(observations) - 1, observation);
    return G_N_ELEMENTS(observations) - 1;
}

/* The other cause that leaves the same trace, and what else bears on the one that was chosen. */
static void complete_reason(const struct ikelog_case *c, struct bounds bounds, size_t row,
                            enum ikelog_cause cause, GString *reason)
{
    enum ikelog_cause also = observations[row].also;
    GString *words = g_string_new(NULL);

    if (also != cause && *causes[also].also && is_open(c, bounds, also))
        g_string_append_printf(reason, "; or %s", causes[also].also);
    for (size_t i = 0; i < G_N_ELEMENTS(observations); i++) {
        struct ikelog_observation observation = {.words = words};

        if ((observations[i].bears_on >> cause & 1) && applies(bounds, i) &&
            holds(c, i, &observation))
            g_string_append_printf(reason, "; %s", words->str);
        g_string_truncate(words, 0);
    }
    g_string_free(words, TRUE);
}

static struct ikelog_verdict judge(const struct ikelog_case *c, GString *reason)
{
    const struct bounds bounds = bounds_of(c);
    struct ikelog_observation observation;
    struct ikelog_verdict verdict;
    enum ikelog_cause cause;
    size_t row = choose(c, bounds, &observation, &cause);

    if (reason) { /* the same, in words */
        observation =
            (struct ikelog_observation){.second = cause == observations[row].also, .words = reason};
        holds(c, row, &observation);
    }
    verdict = (struct ikelog_verdict){.kind = causes[cause].verdict,
                                      .severity = causes[cause].severity,
                                      .decisive = observation.frame,
                                      .cause = (uint8_t)cause,
                                      .actor = observation.actor};
    if (reason)
        complete_reason(c, bounds, row, cause, reason);
    if (verdict.kind == IKELOG_VERDICT_ESTABLISHED)
        ikelog_case_end(c, &verdict, reason);
    return verdict;
}

struct ikelog_verdict ikelog_verdict_of_sa(const struct ikelog_session *session,
                                           const struct ikelog_sa *sa, GString *reason)
{
    const struct ikelog_case c = {.session = session, .sa = sa, .exchange = sa->phase1};

    return judge(&c, reason);
}

struct ikelog_verdict ikelog_verdict_of_quick(const struct ikelog_session *session,
                                              const struct ikelog_exchange *exchange,
                                              GString *reason)
{
    const struct ikelog_case c = {
        .session = session, .sa = exchange->sa, .exchange = exchange, .quick = true};

    if (exchange->last)
        return judge(&c, reason);
    if (reason)
        g_string_append(reason, "no message of it was followed");
    return (struct ikelog_verdict){.kind = IKELOG_VERDICT_UNKNOWN, .severity = IKELOG_NOTE};
}

/* "{actor}" and "{other}" of a row of advice. */
static void append_address(const struct ikelog_sa *sa, enum ikelog_side side, GString *text)
{
    if (sa->sides[side].first.family == 0)
        g_string_append_printf(text, "the %s", ikelog_side_name(side));
    else
        ikelog_endpoint_describe(&sa->sides[side].first, text);
}

void ikelog_verdict_advise(const struct ikelog_sa *sa, const struct ikelog_verdict *verdict,
                           GString *advice)
{
    static const char actor[] = "{actor}", other[] = "{other}";
    const char *at = verdict->cause < IKELOG_CAUSE_COUNT ? causes[verdict->cause].advice : "";

    while (*at) {
        if (g_str_has_prefix(at, actor)) {
            append_address(sa, verdict->actor, advice);
            at += strlen(actor);
        } else if (g_str_has_prefix(at, other)) {
            append_address(sa, ikelog_side_other(verdict->actor), advice);
            at += strlen(other);
        } else {
            g_string_append_c(advice, *at++);
        }
    }
}

bool ikelog_verdict_suspects_psk(const struct ikelog_session *session, const struct ikelog_sa *sa,
                                 GString *reason, uint32_t *frame)
{
    const struct ikelog_case c = {.session = session, .sa = sa, .exchange = sa->phase1};
    struct ikelog_verdict verdict;

    if (!(ikelog_auth_class(sa->suite->auth_method) == IKELOG_AUTH_PSK) ||
        ikelog_case_is_accepted(&c) || !ikelog_case_key_test(&c))
        return false; /* so it is with most frames of most captures */
    verdict = judge(&c, reason);
    *frame = verdict.decisive;
    return verdict.cause == IKELOG_CAUSE_PSK;
}
