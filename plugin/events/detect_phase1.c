/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Phase 1: its start, its end, and attempts that cross. */
#include "events/frame.h"
#include "events/give_up.h"

void ikelog_detect_later_start(const struct ikelog_frame *frame)
{
    const struct ikelog_sa *sa = frame->sa;
    struct ikelog_event *event;

    if (frame->record != sa->first || ikelog_exchange_is_push(frame->exchange) ||
        (sa->state != IKELOG_SA_UNKNOWN_START && !(sa->phase1 && sa->phase1->late_start)))
        return;
    event = ikelog_frame_report(frame, IKELOG_EVENT_CAPTURE_STARTED_LATER, IKELOG_EVIDENCE_INFERRED,
                                (enum ikelog_side)frame->record->side);
    ikelog_event_because(event, "the first message of this IKE SA's phase 1 is not in the capture");
}

/* Was phase 1 of `sa` still open when `frame` was captured, and not long abandoned? */
static bool was_open(const struct ikelog_sa *sa, const struct ikelog_record *record)
{
    const struct ikelog_exchange *phase1 = sa->phase1;
    const struct ikelog_record *latest;

    if (!phase1 || phase1->late_start)
        return false;
    if (sa->established && sa->established->frame < record->frame)
        return false;
    if (phase1->trouble->refused && phase1->trouble->refused->frame < record->frame)
        return false;
    latest = ikelog_exchange_latest(phase1);
    if (latest->frame < record->frame && phase1->trouble->unanswered >= IKELOG_COMMON_REPEATS)
        return false;
    return latest->frame > record->frame || !ikelog_exchange_is_left(phase1, record->time_ns);
}

/* A second attempt between the same peers while the first is open: told by the log of the device
 * that began the first one, whoever begins the second. */
static void detect_crossing(const struct ikelog_frame *frame)
{
    const struct ikelog_sa *sa = frame->sa, *before = sa->replaces;
    bool same_starter;
    struct ikelog_event *event;

    if (!before || !was_open(before, frame->record))
        return;
    same_starter = ikelog_endpoint_same_address(&before->sides[IKELOG_INITIATOR].first,
                                                &sa->sides[IKELOG_INITIATOR].first);
    event =
        ikelog_frame_report(frame, IKELOG_EVENT_NEGOTIATION_IN_PROCESS, IKELOG_EVIDENCE_INFERRED,
                            same_starter ? IKELOG_INITIATOR : IKELOG_RESPONDER);
    ikelog_event_because(event,
                         "phase 1 that began in frame %u between the same addresses was "
                         "not finished when this one began",
                         before->phase1->first->frame);
}

static void detect_phase1_rekey(const struct ikelog_frame *frame)
{
    const struct ikelog_sa *before = frame->sa->replaces;
    struct ikelog_event *event;

    if (!before || !before->established || before->established->frame > frame->record->frame ||
        (before->course->deleted && before->course->deleted->frame < frame->record->frame))
        return;
    event = ikelog_frame_report(frame, IKELOG_EVENT_PHASE1_REKEY, IKELOG_EVIDENCE_INFERRED,
                                (enum ikelog_side)frame->record->side);
    ikelog_event_because(event,
                         "IKE SA %u between the same addresses was established in frame %u "
                         "and not deleted",
                         before->number, before->established->frame);
}

void ikelog_detect_phase1(const struct ikelog_frame *frame)
{
    if (frame->exchange != frame->sa->phase1 || frame->exchange->late_start ||
        frame->record->step > 1 || !ikelog_frame_has_flag(frame, IKELOG_RECORD_STARTS_EXCHANGE))
        return;
    ikelog_frame_report(frame, IKELOG_EVENT_PHASE1_STARTED, IKELOG_EVIDENCE_OBSERVED,
                        (enum ikelog_side)frame->record->side);
    detect_phase1_rekey(frame);
    detect_crossing(frame);
}

/* The first Quick Mode or Transaction under the SA proves that both sides accepted phase 1. */
static const struct ikelog_record *confirmation(const struct ikelog_sa *sa)
{
    const struct ikelog_exchange *quick;

    if (!sa->quick_modes || sa->quick_modes->len == 0)
        return NULL;
    quick = (const struct ikelog_exchange *)g_ptr_array_index(sa->quick_modes, 0);
    return quick->first;
}

static void detect_phase1_completion(const struct ikelog_frame *frame)
{
    const struct ikelog_record *proof = frame->final ? confirmation(frame->sa) : NULL;
    enum ikelog_status check = ikelog_record_check(frame->record);
    enum ikelog_side side = (enum ikelog_side)frame->record->side;
    struct ikelog_event *event;

    if (check == IKELOG_FAILED)
        return; /* told as such; the receiver will not accept it */
    if (frame->final && frame->us != side && ikelog_sa_rejected_at_once(frame->sa))
        return; /* we did not accept it */
    if (frame->view->decrypted) {
        event = ikelog_frame_report(frame, IKELOG_EVENT_PHASE1_ESTABLISHED,
                                    IKELOG_EVIDENCE_DECRYPTED, side);
        if (check == IKELOG_VERIFIED)
            ikelog_event_because(event, "the proof of identity in it was computed again and holds");
        return;
    }
    event =
        ikelog_frame_report(frame, IKELOG_EVENT_PHASE1_ESTABLISHED, IKELOG_EVIDENCE_INFERRED, side);
    if (proof)
        ikelog_event_because(event,
                             "the last message of phase 1 was sent, and frame %u goes on "
                             "with phase 2",
                             proof->frame);
    else
        ikelog_event_because(event, "the last message of phase 1 was sent");
}

static void detect_ipsec_sas(const struct ikelog_frame *frame)
{
    const struct ikelog_quick *quick = ikelog_exchange_quick(frame->exchange);
    enum ikelog_side side = (enum ikelog_side)frame->record->side;
    struct ikelog_event *event;

    for (unsigned i = 0; quick && i < quick->ipsec_count; i++) {
        event = ikelog_frame_report(frame, IKELOG_EVENT_IPSEC_SA_LOADED, IKELOG_EVIDENCE_DECRYPTED,
                                    side);
        event->number = i;
    }
    if (quick && quick->ipsec_count > 0)
        return;
    event =
        ikelog_frame_report(frame, IKELOG_EVENT_IPSEC_SA_LOADED, IKELOG_EVIDENCE_INFERRED, side);
    ikelog_event_because(event, "Quick Mode ran to its last message; what it agreed on could not "
                                "be read");
}

void ikelog_detect_completion(const struct ikelog_frame *frame)
{
    if (!ikelog_frame_has_flag(frame, IKELOG_RECORD_COMPLETES) || frame->exchange->late_start)
        return;
    if (frame->exchange == frame->sa->phase1)
        detect_phase1_completion(frame);
    else if (ikelog_frame_is(frame, IKELOG_EXCHANGE_QUICK) &&
             ikelog_record_check(frame->record) != IKELOG_FAILED)
        detect_ipsec_sas(frame);
}
