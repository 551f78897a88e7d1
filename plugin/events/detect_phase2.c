/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Phase 2: Quick Modes that start, renew others, answer with other addresses, or end in silence. */
#include "events/frame.h"
#include "events/give_up.h"
#include "events/range.h"

#include <string.h>

/* How far back an older Quick Mode with the same addresses is looked for. */
#define RECENT_QUICK_MODES 64u

/* An unreadable informational message this soon after a request is taken for its answer. */
#define REFUSAL_SOON_NS (INT64_C(5) * 1000000000)

static void detect_rekey(const struct ikelog_frame *frame)
{
    const GPtrArray *quick_modes = frame->sa->quick_modes;
    unsigned n = quick_modes ? quick_modes->len : 0;

    for (unsigned looked = 0; n-- > 0 && looked < RECENT_QUICK_MODES; looked++) {
        const struct ikelog_exchange *old =
            (const struct ikelog_exchange *)g_ptr_array_index(quick_modes, n);
        struct ikelog_event *event;

        if (!ikelog_exchange_quick(old) ||
            ikelog_exchange_quick(old)->replaced_by != frame->exchange || !old->complete)
            continue;
        event = ikelog_frame_report(frame, IKELOG_EVENT_REKEY, IKELOG_EVIDENCE_DECRYPTED,
                                    (enum ikelog_side)frame->record->side);
        ikelog_event_because(event, "same address ranges as the Quick Mode that began in frame %u",
                             old->first->frame);
        return;
    }
}

static bool same_body(const GBytes *a, const GBytes *b)
{
    return a && b && g_bytes_equal(a, b);
}

/* An answer has to repeat the identities of the request (RFC 2409 5.5): the asker sees a change. */
static void detect_changed_ids(const struct ikelog_frame *frame)
{
    const struct ikelog_quick *quick = ikelog_exchange_quick(frame->exchange);
    enum ikelog_side asker = ikelog_frame_other(frame);
    struct ikelog_event *event;

    if (!quick || frame->record->step != 2 || frame->record->side == frame->exchange->starter)
        return;
    if (!frame->final || !ikelog_exchange_is_refused_by(frame->exchange, asker))
        return; /* many an asker accepts narrower ranges */
    if (quick->reply_ci && !same_body(quick->id_ci, quick->reply_ci)) {
        event = ikelog_frame_report(frame, IKELOG_EVENT_LOCAL_ID_MISMATCH,
                                    IKELOG_EVIDENCE_DECRYPTED, asker);
        ikelog_event_because(event, "the answer names another range for the asker's side");
    }
    if (quick->reply_cr && !same_body(quick->id_cr, quick->reply_cr)) {
        event = ikelog_frame_report(frame, IKELOG_EVENT_REMOTE_ID_MISMATCH,
                                    IKELOG_EVIDENCE_DECRYPTED, asker);
        ikelog_event_because(event, "the answer names another range for the answering side");
    }
}

void ikelog_detect_phase2(const struct ikelog_frame *frame)
{
    if (!ikelog_frame_is(frame, IKELOG_EXCHANGE_QUICK))
        return;
    if (ikelog_frame_has_flag(frame, IKELOG_RECORD_STARTS_EXCHANGE) &&
        !frame->exchange->late_start) {
        ikelog_frame_report(frame, IKELOG_EVENT_PHASE2_STARTED, IKELOG_EVIDENCE_OBSERVED,
                            (enum ikelog_side)frame->record->side);
        detect_rekey(frame);
    }
    detect_changed_ids(frame);
}

/* The latest request of the other side, phase 1 or Quick Mode, that is still without an answer. */
static const struct ikelog_record *open_request(const struct ikelog_frame *frame)
{
    const GPtrArray *quick_modes = frame->sa->quick_modes;
    const struct ikelog_exchange *exchange = frame->sa->phase1;
    const struct ikelog_record *request;

    if (quick_modes && quick_modes->len > 0)
        exchange =
            (const struct ikelog_exchange *)g_ptr_array_index(quick_modes, quick_modes->len - 1);
    if (!exchange || exchange->complete)
        return NULL;
    request = exchange->last;
    if (request->side == frame->record->side || request->frame > frame->record->frame)
        return NULL;
    return frame->record->time_ns - request->time_ns < REFUSAL_SOON_NS ? request : NULL;
}

void ikelog_detect_refusal(const struct ikelog_frame *frame)
{
    const struct ikelog_record *request;
    struct ikelog_event *event;

    if (!ikelog_frame_is(frame, IKELOG_EXCHANGE_INFORMATIONAL) || frame->view->readable ||
        !ikelog_frame_has_flag(frame, IKELOG_RECORD_ENCRYPTED))
        return;
    request = open_request(frame);
    if (!request || !(request->flags & IKELOG_RECORD_ENCRYPTED))
        return;
    event = ikelog_frame_report(frame, IKELOG_EVENT_REFUSAL_SUSPECTED, IKELOG_EVIDENCE_INFERRED,
                                (enum ikelog_side)frame->record->side);
    ikelog_event_because(event,
                         "a protected informational message that could not be read came "
                         "instead of an answer to frame %u",
                         request->frame);
}
