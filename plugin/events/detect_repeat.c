/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages sent again: because nothing came, because something was refused, or as an answer. */
#include "events/ending.h"
#include "events/frame.h"

/* So many repeats without an answer are worth a warning. */
#define IN_VAIN 2u

/* RFC 2408 2.5.3: a first message that comes again while the first one is still worked on. */
static void detect_duplicate_request(const struct ikelog_frame *frame,
                                     const struct ikelog_record *original)
{
    const struct ikelog_record *answer = ikelog_exchange_step(frame->exchange, 2);
    const struct ikelog_exchange *phase1 = frame->sa->phase1;
    struct ikelog_event *event;

    if (frame->exchange != phase1 || original->step != 1 ||
        (enum ikelog_side)frame->record->side == frame->us)
        return; /* only who gets it twice can tell */
    if (frame->sa->established && frame->sa->established->frame < frame->record->frame)
        return;
    event = ikelog_frame_report(frame, IKELOG_EVENT_DUPLICATE_REQUEST, IKELOG_EVIDENCE_INFERRED,
                                (enum ikelog_side)frame->record->side);
    if (answer && answer->frame < frame->record->frame)
        ikelog_event_because(event,
                             "the first message of frame %u came again before phase 1 was "
                             "finished, although frame %u had answered it",
                             original->frame, answer->frame);
    else
        ikelog_event_because(event,
                             "the first message of frame %u came again before it was "
                             "answered",
                             original->frame);
}

/* One repeat is as common as one packet lost; several of the last message are in vain. */
static bool is_in_vain(const struct ikelog_record *original)
{
    const struct ikelog_exchange *exchange = original->exchange;

    return exchange->last == original && exchange->unanswered >= IN_VAIN;
}

static void detect_no_answer(const struct ikelog_frame *frame, const struct ikelog_record *original)
{
    enum ikelog_side side = (enum ikelog_side)frame->record->side;
    const struct ikelog_record *answer = original->answer;
    struct ikelog_event *event;

    if (ikelog_exchange_errors(frame->exchange, original->frame, frame->record->frame - 1))
        return; /* it was answered with a refusal */
    event = ikelog_frame_report(frame, IKELOG_EVENT_NO_ANSWER, IKELOG_EVIDENCE_INFERRED, side);
    if (!frame->final || !is_in_vain(original))
        event->severity = IKELOG_NOTE;
    if (!answer)
        answer = ikelog_exchange_step(frame->exchange, original->step + 1u);
    if (answer && answer->frame < frame->record->frame && answer->exchange != frame->exchange)
        ikelog_event_because(event,
                             "frame %u came instead of an answer, but the two sides' keys "
                             "differ, so it could not be read there",
                             answer->frame);
    else if (answer && answer->frame < frame->record->frame)
        ikelog_event_because(event,
                             "sent again although frame %u follows it: that got lost "
                             "behind the point of capture, or crossed with the repeat",
                             answer->frame);
    else
        ikelog_event_because(event, "nothing came from the other side since frame %u",
                             original->frame);
}

/* Nothing answers the last message of an exchange; it comes again when the other side asks again.
 */
static bool is_last_word(const struct ikelog_record *original)
{
    return (original->flags & IKELOG_RECORD_COMPLETES) != 0;
}

void ikelog_detect_repeat(const struct ikelog_frame *frame)
{
    const struct ikelog_record *original = ikelog_record_original(frame->record);
    enum ikelog_side side = (enum ikelog_side)frame->record->side;
    struct ikelog_event *event;

    if (ikelog_frame_has_flag(frame, IKELOG_RECORD_ANSWER_REPEATED) || is_last_word(original)) {
        event = ikelog_frame_report(frame, IKELOG_EVENT_ANSWER_REPEATED, IKELOG_EVIDENCE_INFERRED,
                                    side);
        ikelog_event_because(event,
                             "the same answer as in frame %u, after the other side repeated "
                             "its message",
                             original->frame);
        return;
    }
    detect_no_answer(frame, original);
    ikelog_frame_report(frame, IKELOG_EVENT_RETRANSMIT, IKELOG_EVIDENCE_OBSERVED, side);
    detect_duplicate_request(frame, original);
}
