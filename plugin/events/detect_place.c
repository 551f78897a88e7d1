/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the peers are, and the certificates they show. */
#include "events/frame.h"

/* How many earlier IKE SAs are searched for the same identity. */
#define RECENT_SAS 64u

static bool carries_natd(const struct ikelog_view *view)
{
    for (uint32_t n = 0; view->readable && n < view->chain.count; n++)
        if (ikelog_view_payload_class(view, n) == IKELOG_CLASS_NATD)
            return true;
    return false;
}

/* An established IKE SA of the same initiator with the same peer, silent by now. */
static bool is_former_self(const struct ikelog_sa *before, const struct ikelog_sa *sa)
{
    const struct ikelog_peer *old = &before->sides[IKELOG_INITIATOR];
    const struct ikelog_peer *now = &sa->sides[IKELOG_INITIATOR];

    return before->established && old->id && now->id && g_bytes_equal(old->id, now->id) &&
           before->last->frame < sa->first->frame &&
           ikelog_endpoint_same_address(&before->sides[IKELOG_RESPONDER].first,
                                        &sa->sides[IKELOG_RESPONDER].first) &&
           !ikelog_endpoint_same_address(&old->last, &now->first);
}

/*
 * A new phase 1 from a new address with an old identity. Identities of aggressive mode are often
 * those of a whole group, so they prove nothing; those of main mode come later than this message.
 */
static void detect_new_beginning(const struct ikelog_frame *frame)
{
    unsigned n = frame->sa->number;
    struct ikelog_event *event;

    if (!frame->final || frame->record != frame->sa->first ||
        frame->sa->mode != IKELOG_EXCHANGE_MAIN || frame->record->step != 1)
        return;
    for (unsigned looked = 0; n-- > 0 && looked < RECENT_SAS; looked++) {
        const struct ikelog_sa *before = ikelog_session_sa(frame->session, n);

        if (!is_former_self(before, frame->sa))
            continue;
        event = ikelog_frame_report(frame, IKELOG_EVENT_ADDRESS_CHANGED, IKELOG_EVIDENCE_INFERRED,
                                    IKELOG_INITIATOR);
        ikelog_event_because(event,
                             "IKE SA %u was established by the same identity from another "
                             "address, and nothing of it follows",
                             before->number);
        return;
    }
}

void ikelog_detect_place(const struct ikelog_frame *frame)
{
    enum ikelog_side side = (enum ikelog_side)frame->record->side;
    struct ikelog_event *event;

    if (carries_natd(frame->view) && frame->sa->sides[side].behind_nat) {
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
    report_certificates(frame, IKELOG_PAYLOAD_CERT_REQ, IKELOG_EVENT_CERTIFICATE_REQUESTED);
}
