/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages sent again: because nothing came, because something was refused, or as an answer. */
#include "events/frame.h"
#include "events/give_up.h"

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

    return exchange->last == original && exchange->trouble->unanswered >= IN_VAIN;
}

/* Nobody waits for an answer to an informational message (RFC 2409 5.7), nor to a GROUPKEY-PUSH. */
static bool is_waited_for(const struct ikelog_exchange *exchange)
{
    return exchange->type != IKELOG_EXCHANGE_INFORMATIONAL && !ikelog_exchange_is_push(exchange);
}

/* A message in vendor fragments is one message: its first fragment stands for it. */
static bool stands_for_its_message(const struct ikelog_frame *frame)
{
    struct ikelog_octets body;
    struct ikelog_fragment fragment;

    if (!ikelog_frame_has_flag(frame, IKELOG_RECORD_FRAGMENT))
        return !frame->record->of_fragments;
    return ikelog_view_payload(frame->view, 0, IKELOG_PAYLOAD_FRAGMENT, &body) &&
           ikelog_fragment_read(body, &fragment) == IKELOG_OK && fragment.number == 1;
}

/* What the other side said between a message and its repeat, or NULL. */
static const struct ikelog_record *said_meanwhile(const struct ikelog_frame *frame,
                                                  const struct ikelog_record *original)
{
    const struct ikelog_record *said = original->answer;

    if (!said && original->step > 0)
        said = ikelog_exchange_step(frame->exchange, original->step + 1u);
    else if (!said && frame->exchange->last && frame->exchange->last->side != original->side &&
             frame->exchange->last->frame > original->frame)
        said = frame->exchange->last;
    return said && said->frame < frame->record->frame ? said : NULL;
}

static void detect_no_answer(const struct ikelog_frame *frame, const struct ikelog_record *original)
{
    enum ikelog_side side = (enum ikelog_side)frame->record->side;
    const struct ikelog_record *answer = said_meanwhile(frame, original);
    struct ikelog_event *event;

    if (!is_waited_for(frame->exchange) || !stands_for_its_message(frame) ||
        ikelog_exchange_errors(frame->exchange, original->frame, frame->record->frame - 1))
        return; /* or it was answered with a refusal */
    event = ikelog_frame_report(frame, IKELOG_EVENT_NO_ANSWER, IKELOG_EVIDENCE_INFERRED, side);
    if (!frame->final || !is_in_vain(original))
        event->severity = IKELOG_NOTE;
    if (answer && answer->exchange != frame->exchange)
        ikelog_event_because(event,
                             "frame %u came instead of an answer, but the two sides' keys "
                             "differ, so it could not be read there",
                             answer->frame);
    else if (answer)
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
