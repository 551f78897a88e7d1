/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What notifications and deletes say. */
#include "events/frame.h"
#include "events/give_up.h"
#include "events/notify_row.h"
#include "state/check_text.h"

/* RFC 3706 5.4: the data of DPD messages is a sequence number of four octets. */
static uint32_t number_of(enum ikelog_event_kind kind, const struct ikelog_notify *notify)
{
    if (kind != IKELOG_EVENT_DPD_REQUEST && kind != IKELOG_EVENT_DPD_ANSWER)
        return notify->type;
    return notify->data.length == 4 ? ikelog_octets_u32(notify->data.data) : 0;
}

void ikelog_detect_notifications(const struct ikelog_frame *frame)
{
    for (uint32_t i = 0; i < frame->view->chain.count; i++) {
        struct ikelog_octets body;
        struct ikelog_notify notify;
        struct ikelog_event *event;

        if (!ikelog_view_payload(frame->view, i, IKELOG_PAYLOAD_NOTIFY, &body) ||
            !ikelog_notify_read(body, &notify))
            continue;
        event = ikelog_frame_report(frame, ikelog_notify_row(notify.type)->event,
                                    ikelog_frame_content_evidence(frame),
                                    (enum ikelog_side)frame->record->side);
        event->number = number_of(event->kind, &notify);
    }
}

static void report_ipsec_deletes(const struct ikelog_frame *frame,
                                 const struct ikelog_delete *delete)
{
    enum ikelog_side side = (enum ikelog_side)frame->record->side;
    uint32_t spi;

    for (uint16_t n = 0; n < IKELOG_MAX_NOTIFIES_SEEN && ikelog_delete_spi(delete, n, &spi); n++)
        ikelog_frame_report(frame, IKELOG_EVENT_IPSEC_SA_DELETED,
                            ikelog_frame_content_evidence(frame), side)
            ->number = spi;
}

static void report_sa_delete(const struct ikelog_frame *frame)
{
    enum ikelog_side side = (enum ikelog_side)frame->record->side;
    struct ikelog_event *event;

    ikelog_frame_report(frame, IKELOG_EVENT_SA_DELETED, ikelog_frame_content_evidence(frame), side);
    if (frame->sa->course->deleted != frame->record || !ikelog_sa_rejected_at_once(frame->sa))
        return;
    event = ikelog_frame_report(frame, IKELOG_EVENT_ID_REFUSED, IKELOG_EVIDENCE_INFERRED, side);
    event->number = IKELOG_NOTIFY_INVALID_ID_INFORMATION;
    ikelog_event_because(event, "the delete follows frame %u at once, before any phase 2",
                         frame->sa->established->frame);
}

void ikelog_detect_deletes(const struct ikelog_frame *frame)
{
    for (uint32_t i = 0; i < frame->view->chain.count; i++) {
        struct ikelog_octets body;
        struct ikelog_delete delete;

        if (!ikelog_view_payload(frame->view, i, IKELOG_PAYLOAD_DELETE, &body) ||
            ikelog_delete_read(body, &delete) == IKELOG_TRUNCATED)
            continue;
        if (delete.protocol == IKELOG_PROTO_ISAKMP)
            report_sa_delete(frame);
        else
            report_ipsec_deletes(frame, &delete);
    }
}

void ikelog_detect_checks(const struct ikelog_frame *frame)
{
    struct ikelog_event *event;
    GString *compared;

    if (ikelog_record_check(frame->record) != IKELOG_FAILED)
        return;
    event =
        ikelog_frame_report(frame, IKELOG_EVENT_HASH_FAILED, ikelog_frame_content_evidence(frame),
                            (enum ikelog_side)frame->record->side);
    compared = g_string_new(NULL);
    ikelog_view_describe_check(frame->view, compared);
    ikelog_event_because(event, "%s", compared->str);
    g_string_free(compared, TRUE);
}
