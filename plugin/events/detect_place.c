/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the peers are, and the certificates they show. */
#include "events/frame.h"
#include "events/moved.h"

static bool carries_natd(const struct ikelog_view *view)
{
    for (uint32_t n = 0; view->readable && n < view->chain.count; n++)
        if (ikelog_view_payload_class(view, n) == IKELOG_CLASS_NATD)
            return true;
    return false;
}

/* A new phase 1 from a new address with an old identity. */
static void detect_new_beginning(const struct ikelog_frame *frame)
{
    const struct ikelog_sa *before;
    struct ikelog_event *event;

    if (!frame->final || frame->record != frame->sa->first || frame->record->step != 1)
        return; /* identities of main mode come later than this message */
    before = ikelog_sa_moved_from(frame->session, frame->sa);
    if (!before)
        return;
    event = ikelog_frame_report(frame, IKELOG_EVENT_ADDRESS_CHANGED, IKELOG_EVIDENCE_INFERRED,
                                IKELOG_INITIATOR);
    ikelog_event_because(event,
                         "IKE SA %u was established by the same identity from another "
                         "address, and nothing of it follows",
                         before->number);
}

void ikelog_detect_place(const struct ikelog_frame *frame)
{
    enum ikelog_side side = (enum ikelog_side)frame->record->side;
    struct ikelog_event *event;

    if (frame->sa->sides[side].behind_nat && carries_natd(frame->view)) {
        event =
            ikelog_frame_report(frame, IKELOG_EVENT_NAT_DETECTED, IKELOG_EVIDENCE_INFERRED, side);
        ikelog_event_because(event, "what the sender's NAT-D payload says of its own address does "
                                    "not fit the address the packet comes from");
    }
    if (ikelog_frame_has_flag(frame, IKELOG_RECORD_FLOATED))
        ikelog_frame_report(frame, IKELOG_EVENT_PORT_FLOATED, IKELOG_EVIDENCE_OBSERVED, side);
    if (ikelog_frame_has_flag(frame, IKELOG_RECORD_MOVED))
        ikelog_frame_report(frame, IKELOG_EVENT_ADDRESS_CHANGED, IKELOG_EVIDENCE_OBSERVED, side);
    detect_new_beginning(frame);
}

static void report_certificates(const struct ikelog_frame *frame, uint8_t type,
                                enum ikelog_event_kind kind)
{
    for (uint32_t i = 0; i < frame->view->chain.count; i++) {
        struct ikelog_octets body;

        if (!ikelog_view_payload(frame->view, i, type, &body) || body.length == 0)
            continue;
        ikelog_frame_report(frame, kind, ikelog_frame_content_evidence(frame),
                            (enum ikelog_side)frame->record->side)
            ->number = body.data[0];
    }
}

void ikelog_detect_certificates(const struct ikelog_frame *frame)
{
    report_certificates(frame, IKELOG_PAYLOAD_CERT, IKELOG_EVENT_CERTIFICATE_SENT);
}

void ikelog_detect_certificate_requests(const struct ikelog_frame *frame)
{
    report_certificates(frame, IKELOG_PAYLOAD_CERT_REQ, IKELOG_EVENT_CERTIFICATE_REQUESTED);
}
