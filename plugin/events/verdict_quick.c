/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The verdict on a Quick Mode. */
#include "events/verdict_priv.h"
#include "wire/numbers.h"

static void judge_end(struct ikelog_case *c)
{
    const struct ikelog_quick *quick = c->exchange->quick;
    const struct ikelog_record *deleted = quick ? quick->deleted : NULL;

    c->verdict.end = IKELOG_END_OPEN;
    if (!deleted && c->sa->deleted && c->sa->deleted->frame > c->exchange->last->frame)
        deleted = c->sa->deleted;
    if (quick && quick->replaced_by && quick->replaced_by->complete) {
        c->verdict.end = IKELOG_END_REPLACED;
        g_string_append_printf(c->reason, "; renewed by the Quick Mode of frame %u",
                               quick->replaced_by->first->frame);
    } else if (deleted) {
        c->verdict.end = IKELOG_END_DELETED;
        g_string_append_printf(c->reason, "; deleted by the %s in frame %u",
                               ikelog_side_name(ikelog_record_side_in(deleted, c->sa)),
                               deleted->frame);
    }
}

static bool judge_established(struct ikelog_case *c)
{
    const struct ikelog_exchange *exchange = c->exchange;

    if (!exchange->complete || exchange->late_start)
        return false;
    ikelog_case_decide(c, IKELOG_VERDICT_ESTABLISHED, exchange->last,
                       ikelog_exchange_is_pull(exchange) ? "the keys of a group came in frame %u"
                                                         : "IPsec SAs were set up in frame %u",
                       exchange->last->frame);
    if (exchange->quick && exchange->quick->chosen)
        g_string_append_printf(c->reason, " with %s", exchange->quick->chosen);
    judge_end(c);
    return true;
}

static bool judge_refused(struct ikelog_case *c)
{
    if (!c->exchange->refused)
        return false;
    return ikelog_case_refused(c, c->exchange, c->exchange->refusal, c->exchange->refused);
}

static bool judge_unknown(struct ikelog_case *c)
{
    if (!c->exchange->late_start)
        return false;
    return ikelog_case_decide(c, IKELOG_VERDICT_UNKNOWN, NULL,
                              "this Quick Mode began before the capture");
}

/* The next message under the SA is a closed informational one from the side that had to answer. */
static bool judge_closed_refusal(struct ikelog_case *c)
{
    const struct ikelog_record *last = c->exchange->last, *after = c->sa->last;

    if (c->exchange->complete || !after || after->frame <= last->frame ||
        after->side == last->side || after->exchange->type != IKELOG_EXCHANGE_INFORMATIONAL ||
        !(after->flags & IKELOG_RECORD_ENCRYPTED) ||
        ikelog_status_is_decrypted(ikelog_record_decryption(after)))
        return false;
    return ikelog_case_decide(c, IKELOG_VERDICT_ABORTED, after,
                              "instead of an answer the %s sent a protected message that could "
                              "not be read (frame %u), probably a refusal; keys would tell",
                              ikelog_side_name((enum ikelog_side)after->side), after->frame);
}

static bool judge_aborted(struct ikelog_case *c)
{
    const struct ikelog_record *deleted = c->sa->deleted;

    if (!deleted || deleted->frame < c->exchange->first->frame)
        return false;
    return ikelog_case_decide(c, IKELOG_VERDICT_ABORTED, deleted,
                              "the %s deleted the IKE SA in frame %u before it was complete",
                              ikelog_side_name((enum ikelog_side)deleted->side), deleted->frame);
}

struct ikelog_verdict ikelog_verdict_of_quick(const struct ikelog_session *session,
                                              const struct ikelog_exchange *exchange,
                                              GString *reason)
{
    static bool (*const questions[])(struct ikelog_case *) = {
        judge_established, judge_refused,         judge_unknown,          judge_closed_refusal,
        judge_aborted,     ikelog_case_no_answer, ikelog_case_in_progress};
    GString *scratch = reason ? NULL : g_string_new(NULL);
    struct ikelog_case c = {.session = session,
                            .sa = exchange->sa,
                            .exchange = exchange,
                            .reason = reason ? reason : scratch};

    for (size_t i = 0; exchange->last && i < G_N_ELEMENTS(questions); i++)
        if (questions[i](&c))
            break;
    if (!exchange->last)
        ikelog_case_decide(&c, IKELOG_VERDICT_UNKNOWN, NULL, "no message of it was followed");
    if (scratch)
        g_string_free(scratch, TRUE);
    return c.verdict;
}
