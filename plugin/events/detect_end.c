/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What shows at the end only: given up, keys that differ, peers that are gone. */
#include "events/ending.h"
#include "events/frame.h"
#include "events/verdict.h"

/* The exchange that this frame ends for good: its own, or the one that it refuses. */
static const struct ikelog_exchange *ended_exchange(const struct ikelog_frame *frame)
{
    const struct ikelog_sa *sa = frame->sa;

    for (unsigned i = 0; i < sa->notify_seen_count; i++)
        if (sa->notifies_seen[i].record == frame->record &&
            ikelog_notify_is_error(sa->notifies_seen[i].notify))
            return sa->notifies_seen[i].about ? sa->notifies_seen[i].about : sa->phase1;
    return frame->exchange;
}

static void report_surrender(const struct ikelog_frame *frame,
                             const struct ikelog_exchange *exchange,
                             const struct ikelog_surrender *surrender)
{
    bool phase1 = exchange == frame->sa->phase1;
    struct ikelog_event *event = ikelog_frame_report(
        frame, phase1 ? IKELOG_EVENT_PHASE1_GIVEN_UP : IKELOG_EVENT_PHASE2_GIVEN_UP,
        IKELOG_EVIDENCE_INFERRED, surrender->side);

    event->number = surrender->repeats;
    if (surrender->refusals)
        ikelog_event_because(event, "asked %u times and refused %u %s, %s", surrender->repeats + 1,
                             surrender->refusals, surrender->refusals == 1 ? "time" : "times",
                             surrender->why);
    else
        ikelog_event_because(event, "asked %u times without an answer, %s", surrender->repeats + 1,
                             surrender->why);
}

static void report_too_many_errors(const struct ikelog_frame *frame,
                                   const struct ikelog_surrender *surrender)
{
    struct ikelog_event *event = ikelog_frame_report(frame, IKELOG_EVENT_TOO_MANY_ERRORS,
                                                     IKELOG_EVIDENCE_INFERRED, surrender->side);

    event->number = surrender->repeats;
    ikelog_event_because(event,
                         "%u repeats in vain, %s; how many a device allows is its own "
                         "setting",
                         surrender->repeats, surrender->why);
}

/* The last message in vain has an ICMP error behind it: that was the last of the errors. */
static bool ends_by_icmp(const struct ikelog_sa *sa, const struct ikelog_surrender *surrender)
{
    return sa->icmp_last_frame && sa->icmp_after == surrender->last &&
           (enum ikelog_side)sa->icmp_after->side == surrender->side;
}

/* Whether this frame is the last of an exchange that was given up. */
static bool shows_surrender(const struct ikelog_frame *frame,
                            const struct ikelog_exchange *exchange,
                            struct ikelog_surrender *surrender)
{
    if (exchange != frame->sa->phase1 && exchange->type != IKELOG_EXCHANGE_QUICK)
        return false;
    return ikelog_exchange_surrender(frame->session, exchange, surrender) &&
           surrender->last == frame->record;
}

void ikelog_detect_giving_up(const struct ikelog_frame *frame)
{
    const struct ikelog_exchange *exchange = ended_exchange(frame);
    struct ikelog_surrender surrender;

    if (!frame->final || !exchange || !shows_surrender(frame, exchange, &surrender))
        return;
    report_surrender(frame, exchange, &surrender);
    if (!ends_by_icmp(frame->sa, &surrender))
        report_too_many_errors(frame, &surrender);
}

void ikelog_detect_failed_sends(const struct ikelog_frame *frame)
{
    struct ikelog_surrender surrender;

    if (shows_surrender(frame, frame->exchange, &surrender) && ends_by_icmp(frame->sa, &surrender))
        report_too_many_errors(frame, &surrender);
}

/* One pass says what this frame makes certain; that nothing came, only the end of the capture. */
void ikelog_detect_suspicion(const struct ikelog_frame *frame)
{
    struct ikelog_event *event;
    GString *reason;
    uint32_t decisive;

    if (!frame->final && frame->record->original)
        return;
    if (!ikelog_verdict_suspects_psk(frame->session, frame->sa, NULL, &decisive) ||
        decisive != frame->record->frame)
        return;
    reason = g_string_new(NULL);
    ikelog_verdict_suspects_psk(frame->session, frame->sa, reason, &decisive);
    event = ikelog_frame_report(frame, IKELOG_EVENT_PSK_MISMATCH_SUSPECTED,
                                IKELOG_EVIDENCE_INFERRED, (enum ikelog_side)frame->record->side);
    ikelog_event_because(event, "%s", reason->str);
    g_string_free(reason, TRUE);
}

void ikelog_detect_dead_peer(const struct ikelog_frame *frame)
{
    const struct ikelog_record *last;
    uint32_t questions = ikelog_sa_unanswered_questions(frame->sa, &last);
    struct ikelog_event *event;

    if (!frame->final || frame->record != last || questions < IKELOG_DEAD_AFTER)
        return;
    event = ikelog_frame_report(frame, IKELOG_EVENT_PEER_DEAD, IKELOG_EVIDENCE_INFERRED,
                                (enum ikelog_side)frame->record->side);
    event->number = questions;
    ikelog_event_because(event,
                         "asked %u times whether the peer is there; no answer follows in "
                         "the capture",
                         questions);
}
