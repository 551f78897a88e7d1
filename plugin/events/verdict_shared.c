/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Refusals and silence: judged alike for phase 1 and for Quick Modes. */
#include "crypto/auth_method.h"
#include "events/notify_row.h"
#include "events/offers.h"
#include "events/verdict_priv.h"
#include "wire/numbers.h"

static void append_id(GBytes *body, GString *text)
{
    if (!ikelog_id_describe_kept(body, text))
        g_string_append(text, "an identity that could not be read");
}

/* Which proposals, and what the refusing side itself offers elsewhere. */
static void explain_proposal(struct ikelog_case *c, const struct ikelog_exchange *exchange,
                             enum ikelog_side refuser)
{
    bool own = exchange && refuser == (enum ikelog_side)exchange->starter;
    const struct ikelog_quick *quick = exchange ? exchange->quick : NULL;
    const char *offered = quick ? own ? quick->chosen : quick->offered : NULL;
    const char *elsewhere;
    uint32_t frame = 0;

    if (exchange && exchange->type != IKELOG_EXCHANGE_QUICK)
        offered = own ? c->sa->chosen : c->sa->offered;
    if (offered)
        g_string_append_printf(c->reason,
                               own ? "; what it was answered was %s" : "; offered was %s", offered);
    elsewhere = exchange ? ikelog_offer_elsewhere(exchange, refuser, &frame) : NULL;
    if (elsewhere)
        g_string_append_printf(c->reason, "; elsewhere (frame %u) the %s itself takes %s", frame,
                               ikelog_side_name(refuser), elsewhere);
}

static void explain_selectors(struct ikelog_case *c, const struct ikelog_exchange *exchange)
{
    const struct ikelog_quick *quick = exchange ? exchange->quick : NULL;

    if (!quick || (!quick->id_ci && !quick->id_cr))
        return;
    g_string_append_printf(c->reason, "; the %s asked for ",
                           ikelog_side_name((enum ikelog_side)exchange->starter));
    append_id(quick->id_ci, c->reason);
    g_string_append(c->reason, " on its own side and ");
    append_id(quick->id_cr, c->reason);
    g_string_append(c->reason, " on the other");
}

void ikelog_case_shown_id(struct ikelog_case *c, enum ikelog_side shown)
{
    GBytes *id = c->sa->sides[shown].id;

    if (c->sa->verified[shown])
        g_string_append(c->reason, "; the proof itself holds, so it is about who shows it");
    if (!id)
        return;
    g_string_append(c->reason, "; the identity shown was ");
    append_id(id, c->reason);
}

/* Nothing but the identity can be wrong: the proof holds, or there was none yet (AG1). */
static bool refuses_identity(const struct ikelog_case *c, const struct ikelog_record *record)
{
    enum ikelog_side shown = ikelog_side_other((enum ikelog_side)record->side);
    const struct ikelog_exchange *phase1 = c->sa->phase1;

    if (!phase1 || record->exchange->type != IKELOG_EXCHANGE_INFORMATIONAL)
        return false;
    if (c->sa->verified[shown] && ikelog_auth_class(c->sa->suite.auth_method) == IKELOG_AUTH_PSK)
        return true;
    return phase1->type == IKELOG_EXCHANGE_AGGRESSIVE && phase1->last->step == 1 &&
           c->sa->sides[shown].id;
}

bool ikelog_case_refused(struct ikelog_case *c, const struct ikelog_exchange *exchange,
                         uint16_t notify, const struct ikelog_record *record)
{
    enum ikelog_side refuser = (enum ikelog_side)record->side;
    const struct ikelog_notify_row *row = ikelog_notify_row(notify);
    enum ikelog_verdict_kind kind = exchange == c->sa->phase1 ? row->on_sa : row->on_quick;
    bool about_identity = kind == IKELOG_VERDICT_AUTH_FAILED && refuses_identity(c, record);
    const char *name = ikelog_notify_short_name(notify);

    if (about_identity)
        kind = IKELOG_VERDICT_ID_MISMATCH;
    ikelog_case_address(c, refuser);
    if (name)
        ikelog_case_decide(c, kind, record, " refused with %s in frame %u", name, record->frame);
    else
        ikelog_case_decide(c, kind, record, " refused with notification %u in frame %u", notify,
                           record->frame);
    if (kind == IKELOG_VERDICT_NO_PROPOSAL)
        explain_proposal(c, exchange, refuser);
    else if (kind == IKELOG_VERDICT_SELECTOR_MISMATCH)
        explain_selectors(c, exchange);
    else if (kind == IKELOG_VERDICT_ID_MISMATCH || kind == IKELOG_VERDICT_AUTH_FAILED)
        ikelog_case_shown_id(c, ikelog_side_other(refuser));
    return true;
}

/* What commonly keeps the message with this step from being answered. */
static const char *hint_for(const struct ikelog_exchange *exchange)
{
    uint8_t step = exchange->last->step;

    if (step == 1 && exchange->type != IKELOG_EXCHANGE_QUICK)
        return "; nothing at all came from there: wrong address, filtered UDP 500, or a device "
               "that stays silent to strangers";
    if (exchange->type == IKELOG_EXCHANGE_MAIN && step >= 5)
        return "; such messages are large with certificates, and their IP fragments are often "
               "dropped on the way; or the other side could not verify them";
    if (exchange->type == IKELOG_EXCHANGE_QUICK && step == 1)
        return "; devices that find no matching proposal or address range often just stay silent";
    return "";
}

bool ikelog_case_no_answer(struct ikelog_case *c)
{
    const struct ikelog_exchange *exchange = c->exchange;
    const struct ikelog_record *last;

    if (!exchange || !exchange->last || exchange->complete)
        return false;
    last = ikelog_exchange_latest(exchange);
    if (exchange->unanswered == 0 &&
        !ikelog_exchange_is_left(exchange, ikelog_session_now(c->session)))
        return false;
    if (exchange->unanswered == 0 && c->sa->deleted)
        return false; /* it was ended, not left without an answer */
    ikelog_case_address(c, ikelog_side_other((enum ikelog_side)exchange->last->side));
    ikelog_case_decide(c, IKELOG_VERDICT_NO_ANSWER, last,
                       " did not answer message %u of frame %u, sent %u %s within %.1f s",
                       exchange->last->step, exchange->last->frame, exchange->unanswered + 1u,
                       exchange->unanswered == 0 ? "time" : "times",
                       (double)(last->time_ns - exchange->last->time_ns) / 1e9);
    if (c->sa->icmp_count > 0)
        g_string_append_printf(c->reason, "; ICMP errors came (first in frame %u)",
                               c->sa->icmp_frame);
    else
        g_string_append(c->reason, hint_for(exchange));
    return true;
}

bool ikelog_case_in_progress(struct ikelog_case *c)
{
    const struct ikelog_record *last = c->exchange ? c->exchange->last : c->sa->last;

    return ikelog_case_decide(c, IKELOG_VERDICT_IN_PROGRESS, last,
                              "the capture ends while it is under way, after message %u",
                              last ? last->step : 0);
}
