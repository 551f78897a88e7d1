/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What shows at the end only: given up, keys that differ, peers that are gone. */
#include "events/frame.h"
#include "events/give_up.h"
#include "events/verdict.h"

/* The exchange that this frame ends for good: its own, or the one that it refuses. */
static const struct ikelog_exchange *ended_exchange(const struct ikelog_frame *frame)
{
    const struct ikelog_sa *sa = frame->sa;

    for (unsigned i = 0; i < sa->course->notify_seen_count; i++)
        if (sa->course->notifies_seen[i].record == frame->record &&
            ikelog_notify_is_error(sa->course->notifies_seen[i].notify))
            return sa->course->notifies_seen[i].about ? sa->course->notifies_seen[i].about
                                                      : sa->phase1;
    return frame->exchange;
}

static void report_given_up(const struct ikelog_frame *frame,
                            const struct ikelog_exchange *exchange,
                            const struct ikelog_give_up *give_up)
{
    bool phase1 = exchange == frame->sa->phase1;
    struct ikelog_event *event = ikelog_frame_report(
        frame, phase1 ? IKELOG_EVENT_PHASE1_GIVEN_UP : IKELOG_EVENT_PHASE2_GIVEN_UP,
        IKELOG_EVIDENCE_INFERRED, give_up->side);

    event->number = give_up->repeats;
    if (give_up->refusals)
        ikelog_event_because(event, "asked %u times and refused %u %s, %s", give_up->repeats + 1,
                             give_up->refusals, give_up->refusals == 1 ? "time" : "times",
                             give_up->why);
    else
        ikelog_event_because(event, "asked %u times without an answer, %s", give_up->repeats + 1,
                             give_up->why);
}

static void report_too_many_errors(const struct ikelog_frame *frame,
                                   const struct ikelog_give_up *give_up)
{
    struct ikelog_event *event = ikelog_frame_report(frame, IKELOG_EVENT_TOO_MANY_ERRORS,
                                                     IKELOG_EVIDENCE_INFERRED, give_up->side);

    event->number = give_up->repeats;
    ikelog_event_because(event,
                         "%u repeats in vain, %s; how many a device allows is its own "
                         "setting",
                         give_up->repeats, give_up->why);
}

/* The last message in vain has an ICMP error after it: that was the last of the errors. */
static bool ends_by_icmp(const struct ikelog_sa *sa, const struct ikelog_give_up *give_up)
{
    return sa->course->icmp_last_frame && sa->course->icmp_after == give_up->last &&
           (enum ikelog_side)sa->course->icmp_after->side == give_up->side;
}

/* Whether this frame is the last of an exchange that was given up. */
static bool shows_surrender(const struct ikelog_frame *frame,
                            const struct ikelog_exchange *exchange, struct ikelog_give_up *give_up)
{
    if (exchange != frame->sa->phase1 && exchange->type != IKELOG_EXCHANGE_QUICK)
        return false;
    return ikelog_exchange_given_up(frame->session, exchange, give_up) &&
           give_up->last == frame->record;
}

void ikelog_detect_giving_up(const struct ikelog_frame *frame)
{
    const struct ikelog_exchange *exchange = ended_exchange(frame);
    struct ikelog_give_up give_up;

    if (!frame->final || !exchange || !shows_surrender(frame, exchange, &give_up))
        return;
    report_given_up(frame, exchange, &give_up);
    if (!ends_by_icmp(frame->sa, &give_up))
        report_too_many_errors(frame, &give_up);
}

void ikelog_detect_failed_sends(const struct ikelog_frame *frame)
{
    struct ikelog_give_up give_up;

    if (shows_surrender(frame, frame->exchange, &give_up) && ends_by_icmp(frame->sa, &give_up))
        report_too_many_errors(frame, &give_up);
}

/* One pass says what this frame makes certain; that nothing came, only the end of the capture. */
void ikelog_detect_psk_mismatch(const struct ikelog_frame *frame)
{
    struct ikelog_event *event;
    GString *reason;
    uint32_t decisive;

    if (!frame->final && ikelog_record_repeats(frame->record))
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
