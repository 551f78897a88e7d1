/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdict on an IKE SA: rows of questions, the first that is answered decides. */
#include "events/verdict_priv.h"

#include "wire/numbers.h"

#include <stdarg.h>

/* Quick Modes of each IKE SA that are compared to see whether one replaced the other. */
#define COMPARED 8u

static const struct {
    const char *name;
    enum ikelog_severity severity;
} rows[] = {
#define X(id, text, level) [IKELOG_VERDICT_##id] = {text, IKELOG_##level},
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
    return (size_t)kind < G_N_ELEMENTS(rows) ? rows[kind].name : "unknown";
}

enum ikelog_severity ikelog_verdict_severity(enum ikelog_verdict_kind kind)
{
    return (size_t)kind < G_N_ELEMENTS(rows) ? rows[kind].severity : IKELOG_NOTE;
}

const char *ikelog_end_name(enum ikelog_end_kind end)
{
    return (size_t)end < G_N_ELEMENTS(end_names) ? end_names[end] : "";
}

bool ikelog_case_decide(struct ikelog_case *c, enum ikelog_verdict_kind kind,
                        const struct ikelog_record *decisive, const char *format, ...)
{
    va_list arguments;

    c->verdict.kind = kind;
    c->verdict.decisive = decisive ? decisive->frame : 0;
    va_start(arguments, format);
    g_string_append_vprintf(c->reason, format, arguments);
    va_end(arguments);
    return true;
}

void ikelog_case_address(struct ikelog_case *c, enum ikelog_side side)
{
    if (c->sa->sides[side].first.family == 0)
        g_string_append(c->reason, ikelog_side_name(side));
    else
        ikelog_endpoint_describe(&c->sa->sides[side].first, c->reason);
}

static const char *kind_of_icmp(const struct ikelog_sa *sa)
{
    if (sa->icmp_type == 3 && sa->icmp_code == 3)
        return "port unreachable";
    if (sa->icmp_type == 11)
        return "time exceeded";
    return sa->icmp_type == 12 ? "parameter problem" : "destination unreachable";
}

/* Which way the address ranges of two Quick Modes agree does not matter: either side may renew. */
static bool same_ranges(const struct ikelog_exchange *a, const struct ikelog_exchange *b)
{
    const struct ikelog_quick *p = a->quick, *q = b->quick;

    if (!p || !q || !p->id_ci || !p->id_cr || !q->id_ci || !q->id_cr)
        return false;
    return (g_bytes_equal(p->id_ci, q->id_ci) && g_bytes_equal(p->id_cr, q->id_cr)) ||
           (g_bytes_equal(p->id_ci, q->id_cr) && g_bytes_equal(p->id_cr, q->id_ci));
}

static bool serves_same_ranges(const struct ikelog_sa *a, const struct ikelog_sa *b)
{
    unsigned many = a->quick_modes ? MIN(a->quick_modes->len, COMPARED) : 0;
    unsigned others = b->quick_modes ? MIN(b->quick_modes->len, COMPARED) : 0;

    for (unsigned i = 0; i < many; i++)
        for (unsigned k = 0; k < others; k++)
            if (same_ranges((const struct ikelog_exchange *)g_ptr_array_index(a->quick_modes, i),
                            (const struct ikelog_exchange *)g_ptr_array_index(b->quick_modes, k)))
                return true;
    return false;
}

/* Two IKE SAs between the same peers may live side by side; one takes over the other's work. */
static bool was_replaced(const struct ikelog_sa *sa)
{
    const struct ikelog_sa *next = sa->replaced_by;

    if (!next || !next->established)
        return false;
    return serves_same_ranges(sa, next) ||
           (!sa->quick_modes && sa->last->frame < next->established->frame);
}

/* How an established SA ended. */
static void judge_end(struct ikelog_case *c)
{
    const struct ikelog_sa *sa = c->sa;
    const struct ikelog_record *last;
    uint32_t questions = ikelog_sa_unanswered_questions(sa, &last);

    c->verdict.end = IKELOG_END_OPEN;
    if (sa->deleted) {
        c->verdict.end = IKELOG_END_DELETED;
        g_string_append_printf(c->reason, "; deleted by the %s in frame %u",
                               ikelog_side_name((enum ikelog_side)sa->deleted->side),
                               sa->deleted->frame);
    } else if (questions >= IKELOG_DEAD_AFTER) {
        c->verdict.end = IKELOG_END_PEER_DEAD;
        g_string_append_printf(c->reason,
                               "; the %s did not answer %u dead peer questions, the "
                               "last in frame %u",
                               ikelog_side_name(ikelog_side_other((enum ikelog_side)last->side)),
                               questions, last->frame);
    } else if (was_replaced(sa)) {
        c->verdict.end = IKELOG_END_REPLACED;
        g_string_append_printf(c->reason, "; IKE SA %u took its place in frame %u",
                               sa->replaced_by->number, sa->replaced_by->established->frame);
    }
}

static bool judge_xauth(struct ikelog_case *c)
{
    if (!c->sa->xauth_failed || c->sa->xauth_ok)
        return false;
    return ikelog_case_decide(c, IKELOG_VERDICT_XAUTH_FAILED,
                              c->sa->deleted ? c->sa->deleted : c->sa->last,
                              "phase 1 was established, but user name or password of XAUTH were "
                              "refused");
}

/* Errors after the last message of phase 1 that speak of it: the other side did not accept it. */
static const struct ikelog_notify_seen *late_refusal(const struct ikelog_sa *sa)
{
    for (unsigned i = 0; i < sa->notify_seen_count; i++) {
        const struct ikelog_notify_seen *seen = &sa->notifies_seen[i];

        if (!seen->about && seen->side != sa->established->side &&
            (seen->notify == IKELOG_NOTIFY_AUTHENTICATION_FAILED ||
             seen->notify == IKELOG_NOTIFY_INVALID_HASH_INFORMATION ||
             seen->notify == IKELOG_NOTIFY_INVALID_ID_INFORMATION) &&
            !(sa->quick_modes && sa->quick_modes->len))
            return seen;
    }
    return NULL;
}

static bool judge_rejected(struct ikelog_case *c)
{
    const struct ikelog_sa *sa = c->sa;

    if (!ikelog_sa_rejected_at_once(sa))
        return false;
    ikelog_case_decide(c,
                       sa->verified[sa->established->side] ? IKELOG_VERDICT_ID_MISMATCH
                                                           : IKELOG_VERDICT_AUTH_FAILED,
                       sa->deleted,
                       "the %s deleted the IKE SA in frame %u, right after the last message of "
                       "phase 1: it does not accept the other side's identity or proof",
                       ikelog_side_name((enum ikelog_side)sa->deleted->side), sa->deleted->frame);
    ikelog_case_shown_id(c, (enum ikelog_side)sa->established->side);
    return true;
}

static bool judge_established(struct ikelog_case *c)
{
    const struct ikelog_sa *sa = c->sa;
    const char *auth =
        sa->suite.auth_method == 0
            ? NULL
            : ikelog_number_name(&ikelog_registry_ike_auth_method, sa->suite.auth_method);

    if (!sa->established || late_refusal(sa) ||
        (sa->check_failed && sa->check_failed == sa->established))
        return false;
    ikelog_case_decide(c, IKELOG_VERDICT_ESTABLISHED, sa->established,
                       "phase 1 was established in frame %u", sa->established->frame);
    if (sa->chosen)
        g_string_append_printf(c->reason, " with %s", sa->chosen);
    if (auth)
        g_string_append_printf(c->reason, " and %s", auth);
    judge_end(c);
    return true;
}

static bool judge_psk(struct ikelog_case *c)
{
    const struct ikelog_record *decisive;
    GString *why;

    if (!ikelog_sa_suspects_psk(c->sa, NULL, &decisive))
        return false;
    why = g_string_new(NULL);
    ikelog_sa_suspects_psk(c->sa, why, &decisive);
    ikelog_case_decide(c, IKELOG_VERDICT_PSK_MISMATCH, decisive,
                       "probably the two sides have different pre-shared keys: %s", why->str);
    g_string_free(why, TRUE);
    return true;
}

static bool judge_failed_check(struct ikelog_case *c)
{
    const struct ikelog_record *failed = c->sa->check_failed;

    if (!failed || failed->exchange != c->sa->phase1)
        return false;
    return ikelog_case_decide(c, IKELOG_VERDICT_AUTH_FAILED, failed,
                              "the %s's proof of identity in frame %u does not hold",
                              ikelog_side_name((enum ikelog_side)failed->side), failed->frame);
}

/* The first error notification about phase 1. */
static const struct ikelog_notify_seen *first_error(const struct ikelog_sa *sa)
{
    for (unsigned i = 0; i < sa->notify_seen_count; i++)
        if (!sa->notifies_seen[i].about && ikelog_notify_is_error(sa->notifies_seen[i].notify))
            return &sa->notifies_seen[i];
    return NULL;
}

static bool judge_errors(struct ikelog_case *c)
{
    const struct ikelog_notify_seen *seen = first_error(c->sa);
    const struct ikelog_exchange *phase1 = c->sa->phase1;

    if (seen)
        return ikelog_case_refused(c, phase1, seen->notify, seen->record);
    if (phase1 && phase1->refused)
        return ikelog_case_refused(c, phase1, phase1->refusal, phase1->refused);
    return false;
}

static bool judge_unreachable(struct ikelog_case *c)
{
    const struct ikelog_sa *sa = c->sa;

    if (sa->icmp_count == 0 || sa->sides[IKELOG_RESPONDER].messages > 0)
        return false;
    ikelog_case_address(c, IKELOG_RESPONDER);
    ikelog_case_decide(c, IKELOG_VERDICT_UNREACHABLE, NULL,
                       " cannot be reached: ICMP reports %s (%u %s, first in frame %u)",
                       kind_of_icmp(sa), sa->icmp_count, sa->icmp_count == 1 ? "time" : "times",
                       sa->icmp_frame);
    c->verdict.decisive = sa->icmp_frame;
    return true;
}

static bool judge_unknown(struct ikelog_case *c)
{
    const struct ikelog_sa *sa = c->sa;

    if (sa->state != IKELOG_SA_UNKNOWN_START && sa->mode && !(sa->phase1 && sa->phase1->late_start))
        return false;
    ikelog_case_decide(c, IKELOG_VERDICT_UNKNOWN, NULL,
                       "phase 1 began before the capture; how it came out is not shown");
    if (sa->deleted)
        g_string_append_printf(c->reason, "; the IKE SA was deleted by the %s in frame %u",
                               ikelog_side_name((enum ikelog_side)sa->deleted->side),
                               sa->deleted->frame);
    return true;
}

static bool judge_aborted(struct ikelog_case *c)
{
    const struct ikelog_sa *sa = c->sa;

    if (sa->deleted)
        return ikelog_case_decide(c, IKELOG_VERDICT_ABORTED, sa->deleted,
                                  "the %s deleted it in frame %u before phase 1 was complete",
                                  ikelog_side_name((enum ikelog_side)sa->deleted->side),
                                  sa->deleted->frame);
    if (sa->replaced_by && sa->replaced_by->first)
        return ikelog_case_decide(c, IKELOG_VERDICT_ABORTED, sa->last,
                                  "left after message %u; a new attempt began in frame %u",
                                  sa->phase1 && sa->phase1->last ? sa->phase1->last->step : 0,
                                  sa->replaced_by->first->frame);
    return false;
}

static struct ikelog_verdict judge(struct ikelog_case *c,
                                   bool (*const *questions)(struct ikelog_case *), size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (questions[i](c))
            break;
    return c->verdict;
}

struct ikelog_verdict ikelog_verdict_of_sa(const struct ikelog_session *session,
                                           const struct ikelog_sa *sa, GString *reason)
{
    static bool (*const questions[])(struct ikelog_case *) = {
        judge_xauth,           judge_psk,     judge_rejected,         judge_established,
        judge_failed_check,    judge_errors,  judge_unreachable,      judge_unknown,
        ikelog_case_no_answer, judge_aborted, ikelog_case_in_progress};
    GString *scratch = reason ? NULL : g_string_new(NULL);
    struct ikelog_case c = {
        .session = session, .sa = sa, .exchange = sa->phase1, .reason = reason ? reason : scratch};
    struct ikelog_verdict verdict = judge(&c, questions, G_N_ELEMENTS(questions));

    if (scratch)
        g_string_free(scratch, TRUE);
    return verdict;
}
