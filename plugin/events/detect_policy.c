/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A Quick Mode's address ranges against the rules and limits that the user told. A device whose
 * answer accepts has found nothing wrong, whatever we know of its rules: it has to refuse.
 */
#include "events/frame.h"
#include "events/give_up.h"
#include "events/range.h"

#include <string.h>

/* How many of the latest negotiations are searched for overlaps and counted as open. */
#define RECENT_SAS         64u
#define RECENT_QUICK_MODES 64u

/* What the starter of a Quick Mode announced: its own range, and the one it wants to reach. */
struct announced {
    struct ikelog_id peer_id;
    struct ikelog_range peer, ours;
    bool peer_bad_mask, peer_known, ours_known;
};

static bool read_announced(const struct ikelog_quick *quick, struct announced *out)
{
    struct ikelog_id ours;
    bool bad_mask = false;

    memset(out, 0, sizeof *out);
    if (!quick || !ikelog_id_read_kept(quick->id_ci, &out->peer_id))
        return false;
    out->peer_known = ikelog_id_range(&out->peer_id, &out->peer, &out->peer_bad_mask);
    out->ours_known =
        ikelog_id_read_kept(quick->id_cr, &ours) && ikelog_id_range(&ours, &out->ours, &bad_mask);
    return true;
}

/* First address and mask of a subnet whose mask has holes: the bounds a device would print. */
static bool bounds_of_bad_mask(const struct ikelog_id *id, struct ikelog_range *range)
{
    memset(range, 0, sizeof *range);
    if (id->type != IKELOG_ID_IPV4_ADDR_SUBNET || id->data.length != 8)
        return false;
    range->family = 4;
    memcpy(range->first, id->data.data, 4);
    memcpy(range->last, id->data.data + 4, 4);
    return true;
}

static bool is_any(const struct ikelog_range *range)
{
    static const uint8_t zeros[4], ones[4] = {255, 255, 255, 255};

    return memcmp(range->first, zeros, 4) == 0 && memcmp(range->last, ones, 4) == 0;
}

/* Why no network can have this range, or NULL. */
static const char *why_invalid(const struct announced *announced)
{
    const struct ikelog_range *range = &announced->peer;

    if (announced->peer_bad_mask)
        return "its mask has holes";
    if (!announced->peer_known)
        return NULL;
    if (ikelog_range_is_reversed(range))
        return "its first address lies behind its last";
    if (range->family != 4 || is_any(range))
        return NULL;
    if (range->first[0] == 0)
        return "it begins in network 0";
    return range->first[0] >= 224 ? "it consists of multicast or reserved addresses" : NULL;
}

static bool detect_invalid_range(const struct ikelog_frame *frame, struct announced *announced)
{
    const char *why = why_invalid(announced);
    struct ikelog_event *event;

    if (!why)
        return false;
    event = ikelog_frame_report(frame, IKELOG_EVENT_INVALID_RANGE, IKELOG_EVIDENCE_DECRYPTED,
                                frame->us);
    event->range = announced->peer;
    if (announced->peer_bad_mask && !bounds_of_bad_mask(&announced->peer_id, &event->range))
        event->range.family = 0;
    ikelog_event_because(event, "%s; that the device tests just this is an inference", why);
    return true;
}

static struct ikelog_event *report_rule(const struct ikelog_frame *frame,
                                        enum ikelog_event_kind kind, unsigned number,
                                        const struct ikelog_range *range)
{
    struct ikelog_event *event =
        ikelog_frame_report(frame, kind, IKELOG_EVIDENCE_POLICY, frame->us);

    event->number = number;
    event->range = *range;
    return event;
}

static bool is_dynamic(const struct ikelog_rule *rule)
{
    return rule->gateway.family == 0;
}

static const struct ikelog_endpoint *peer_of(const struct ikelog_frame *frame)
{
    return &frame->sa->sides[ikelog_side_other(frame->us)].last;
}

/* How well a rule suits: both ranges 3, one 1 or 2, only the gateway 0. */
static int suitability(const struct ikelog_rule *rule, const struct announced *announced)
{
    return (ikelog_range_equal(&rule->remote, &announced->peer) ? 1 : 0) +
           (ikelog_range_equal(&rule->local, &announced->ours) ? 2 : 0);
}

/* The rule the device would try: made for this gateway, or else a dynamic one; the best of them. */
static const struct ikelog_rule *applicable_rule(const struct ikelog_frame *frame,
                                                 const struct announced *announced)
{
    const struct ikelog_rule *best = NULL;
    int best_suits = -1;
    bool for_gateway = false;

    for (unsigned i = 0; i < frame->policy->rule_count; i++) {
        const struct ikelog_rule *rule = &frame->policy->rules[i];
        bool fits = ikelog_endpoint_same_address(&rule->gateway, peer_of(frame));
        int suits = suitability(rule, announced);

        if (!fits && (for_gateway || !is_dynamic(rule)))
            continue;
        if (suits > best_suits || (fits && !for_gateway)) {
            best = rule;
            best_suits = suits;
        }
        for_gateway = for_gateway || fits;
    }
    return best;
}

static bool detect_rule_conflict(const struct ikelog_frame *frame, const struct ikelog_rule *rule,
                                 const struct announced *announced)
{
    for (unsigned i = 0; i < frame->policy->rule_count; i++) {
        const struct ikelog_rule *other = &frame->policy->rules[i];

        if (other == rule || !ikelog_range_overlaps(&other->remote, &announced->peer))
            continue;
        ikelog_event_because(
            report_rule(frame, IKELOG_EVENT_RULE_CONFLICT, other->number, &announced->peer),
            "rule %u takes its remote range from the peer, and rule %u has that "
            "range already",
            rule->number, other->number);
        return true;
    }
    return false;
}

static bool is_other_live_quick(const struct ikelog_frame *frame,
                                const struct ikelog_exchange *exchange,
                                const struct announced *announced)
{
    struct announced other;

    return exchange->complete && exchange->last->frame < frame->record->frame &&
           !(ikelog_exchange_quick(exchange) && ikelog_exchange_quick(exchange)->deleted) &&
           exchange->starter != (uint8_t)ikelog_policy_us(frame->policy, exchange->sa) &&
           read_announced(ikelog_exchange_quick(exchange), &other) && other.peer_known &&
           ikelog_range_overlaps(&other.peer, &announced->peer);
}

/* A live Quick Mode of another peer of ours that already uses these addresses, or NULL. */
static const struct ikelog_exchange *conflicting_quick(const struct ikelog_frame *frame,
                                                       const struct announced *announced)
{
    unsigned n = ikelog_session_sa_count(frame->session);

    for (unsigned looked = 0; n-- > 0 && looked < RECENT_SAS; looked++) {
        const struct ikelog_sa *sa = ikelog_session_sa(frame->session, n);
        enum ikelog_side us = ikelog_policy_us(frame->policy, sa);
        unsigned quick = sa->quick_modes ? sa->quick_modes->len : 0;

        if (ikelog_endpoint_same_address(&sa->sides[ikelog_side_other(us)].last, peer_of(frame)) ||
            !ikelog_endpoint_same_address(&sa->sides[us].last, &frame->sa->sides[frame->us].last))
            continue;
        for (unsigned seen = 0; quick-- > 0 && seen < RECENT_QUICK_MODES; seen++) {
            const struct ikelog_exchange *exchange =
                (const struct ikelog_exchange *)g_ptr_array_index(sa->quick_modes, quick);

            if (is_other_live_quick(frame, exchange, announced))
                return exchange;
        }
    }
    return NULL;
}

static void detect_remote_conflict(const struct ikelog_frame *frame,
                                   const struct announced *announced)
{
    const struct ikelog_exchange *other = conflicting_quick(frame, announced);
    struct ikelog_event *event;

    if (!other)
        return;
    event = report_rule(frame, IKELOG_EVENT_REMOTE_RANGE_CONFLICT, 0, &announced->peer);
    ikelog_event_because(event,
                         "the Quick Mode of frame %u serves another peer with addresses of "
                         "this range",
                         other->first->frame);
}

static void detect_against_rules(const struct ikelog_frame *frame,
                                 const struct announced *announced)
{
    const struct ikelog_rule *rule = applicable_rule(frame, announced);

    if (!rule)
        return;
    if (announced->ours_known && !ikelog_range_equal(&rule->local, &announced->ours))
        ikelog_event_because(
            report_rule(frame, IKELOG_EVENT_LOCAL_ID_MISMATCH, rule->number, &announced->ours),
            "the peer asks for another range than rule %u has as local", rule->number);
    if (!announced->peer_known)
        return;
    if (!is_dynamic(rule)) {
        if (!ikelog_range_equal(&rule->remote, &announced->peer))
            ikelog_event_because(
                report_rule(frame, IKELOG_EVENT_REMOTE_ID_MISMATCH, rule->number, &announced->peer),
                "the peer announces another range than rule %u has as remote", rule->number);
    } else if (!detect_rule_conflict(frame, rule, announced)) {
        detect_remote_conflict(frame, announced);
    }
}

static bool counts_as_open(const struct ikelog_frame *frame, const struct ikelog_exchange *exchange)
{
    const struct ikelog_record *end =
        exchange->complete ? exchange->last : exchange->trouble->refused;

    if (exchange->first->frame > frame->record->frame)
        return false;
    if (end && end->frame < frame->record->frame)
        return false;
    return !ikelog_exchange_is_left(exchange, frame->record->time_ns);
}

static unsigned count_open(const struct ikelog_frame *frame, const struct ikelog_exchange *but)
{
    unsigned n = ikelog_session_sa_count(frame->session), count = 0;

    for (unsigned looked = 0; n-- > 0 && looked < RECENT_SAS; looked++) {
        const struct ikelog_sa *sa = ikelog_session_sa(frame->session, n);
        enum ikelog_side us = ikelog_policy_us(frame->policy, sa);
        unsigned quick = sa->quick_modes ? sa->quick_modes->len : 0;

        if (!ikelog_endpoint_same_address(&sa->sides[us].last, &frame->sa->sides[frame->us].last))
            continue;
        for (unsigned seen = 0; quick-- > 0 && seen < RECENT_QUICK_MODES; seen++) {
            const struct ikelog_exchange *exchange =
                (const struct ikelog_exchange *)g_ptr_array_index(sa->quick_modes, quick);

            count += exchange != but && counts_as_open(frame, exchange);
        }
    }
    return count;
}

/* The Quick Mode that we refuse by this frame, or NULL. */
static const struct ikelog_exchange *turned_down(const struct ikelog_frame *frame)
{
    const struct ikelog_sa *sa = frame->sa;

    for (unsigned i = 0; i < sa->course->notify_seen_count; i++)
        if (sa->course->notifies_seen[i].record == frame->record &&
            sa->course->notifies_seen[i].about &&
            ikelog_notify_is_error(sa->course->notifies_seen[i].notify) &&
            (enum ikelog_side)frame->record->side == frame->us)
            return sa->course->notifies_seen[i].about;
    return NULL;
}

/* One negotiation more than the device allows, and it is refused. */
static void detect_limit(const struct ikelog_frame *frame)
{
    unsigned limit = frame->policy->max_phase2, open;
    const struct ikelog_exchange *refused = limit > 0 ? turned_down(frame) : NULL;
    struct ikelog_event *event;

    if (!refused || refused->type != IKELOG_EXCHANGE_QUICK)
        return;
    open = count_open(frame, refused);
    if (open < limit)
        return;
    event =
        ikelog_frame_report(frame, IKELOG_EVENT_LIMIT_EXCEEDED, IKELOG_EVIDENCE_POLICY, frame->us);
    event->number = limit;
    ikelog_event_because(event,
                         "%u other Quick Modes were open, %u are allowed, and the one of "
                         "frame %u was turned down",
                         open, limit, refused->first->frame);
}

void ikelog_detect_policy(const struct ikelog_frame *frame)
{
    struct announced announced;

    detect_limit(frame);
    if (!ikelog_frame_is(frame, IKELOG_EXCHANGE_QUICK) || frame->record->step != 1 ||
        frame->exchange->late_start)
        return;
    if ((enum ikelog_side)frame->record->side == frame->us ||
        !read_announced(ikelog_exchange_quick(frame->exchange), &announced))
        return; /* only the side that is asked compares with its rules */
    if (!frame->final || !ikelog_exchange_is_refused_by(frame->exchange, frame->us))
        return;
    if (!detect_invalid_range(frame, &announced))
        detect_against_rules(frame, &announced);
}
