/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What notifications and deletes say. */
#include "events/ending.h"
#include "events/frame.h"
#include "wire/reader.h"

/* Errors without a row are ERROR_NOTIFICATION, other types NOTIFICATION. */
static const struct {
    uint16_t type;
    enum ikelog_event_kind kind;
} meanings[] = {
    {IKELOG_NOTIFY_INVALID_COOKIE, IKELOG_EVENT_INVALID_COOKIE},
    {IKELOG_NOTIFY_INVALID_SPI, IKELOG_EVENT_INVALID_SPI},
    {IKELOG_NOTIFY_NO_PROPOSAL_CHOSEN, IKELOG_EVENT_NO_PROPOSAL_CHOSEN},
    {IKELOG_NOTIFY_PAYLOAD_MALFORMED, IKELOG_EVENT_PAYLOAD_MALFORMED},
    {IKELOG_NOTIFY_INVALID_ID_INFORMATION, IKELOG_EVENT_ID_REFUSED},
    {19, IKELOG_EVENT_CERTIFICATE_REFUSED}, /* INVALID-CERT-ENCODING */
    {20, IKELOG_EVENT_CERTIFICATE_REFUSED}, /* INVALID-CERTIFICATE */
    {21, IKELOG_EVENT_CERTIFICATE_REFUSED}, /* CERT-TYPE-UNSUPPORTED */
    {22, IKELOG_EVENT_CERTIFICATE_REFUSED}, /* INVALID-CERT-AUTHORITY */
    {28, IKELOG_EVENT_CERTIFICATE_REFUSED}, /* CERTIFICATE-UNAVAILABLE */
    {IKELOG_NOTIFY_INVALID_HASH_INFORMATION, IKELOG_EVENT_AUTH_FAILED},
    {IKELOG_NOTIFY_AUTHENTICATION_FAILED, IKELOG_EVENT_AUTH_FAILED},
    {25, IKELOG_EVENT_AUTH_FAILED}, /* INVALID-SIGNATURE */
    {IKELOG_NOTIFY_CONNECTED, IKELOG_EVENT_CONNECTED},
    {IKELOG_NOTIFY_RESPONDER_LIFETIME, IKELOG_EVENT_RESPONDER_LIFETIME},
    {IKELOG_NOTIFY_REPLAY_STATUS, IKELOG_EVENT_REPLAY_STATUS},
    {IKELOG_NOTIFY_INITIAL_CONTACT, IKELOG_EVENT_INITIAL_CONTACT},
    {IKELOG_NOTIFY_DPD_R_U_THERE, IKELOG_EVENT_DPD_REQUEST},
    {IKELOG_NOTIFY_DPD_R_U_THERE_ACK, IKELOG_EVENT_DPD_ANSWER},
};

static enum ikelog_event_kind meaning_of(uint16_t type)
{
    for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++)
        if (meanings[i].type == type)
            return meanings[i].kind;
    return ikelog_notify_is_error(type) ? IKELOG_EVENT_ERROR_NOTIFICATION
                                        : IKELOG_EVENT_NOTIFICATION;
}

/* RFC 3706 5.4: the data of DPD messages is a sequence number of four octets. */
static uint32_t number_of(enum ikelog_event_kind kind, const struct ikelog_notify *notify)
{
    struct ikelog_reader r = ikelog_reader_over(notify->data.data, notify->data.length);

    if (kind != IKELOG_EVENT_DPD_REQUEST && kind != IKELOG_EVENT_DPD_ANSWER)
        return notify->type;
    return ikelog_read_u32(&r);
}

void ikelog_detect_notifications(const struct ikelog_frame *frame)
{
    for (uint32_t i = 0; i < frame->view->chain.count; i++) {
        struct ikelog_octets body;
        struct ikelog_notify notify;
        struct ikelog_event *event;

        if (!ikelog_view_payload(frame->view, i, IKELOG_PAYLOAD_NOTIFY, &body) ||
            !ikelog_notify_read_type(body, &notify))
            continue;
        event = ikelog_frame_report(frame, meaning_of(notify.type),
                                    ikelog_frame_content_evidence(frame),
                                    (enum ikelog_side)frame->record->side);
        event->number = number_of(event->kind, &notify);
    }
}

static void report_ipsec_deletes(const struct ikelog_frame *frame,
                                 const struct ikelog_delete *delete)
{
    struct ikelog_reader r = ikelog_reader_over(delete->spis.data, delete->spis.length);
    enum ikelog_side side = (enum ikelog_side)frame->record->side;

    for (uint16_t i = 0; i < delete->count && i < IKELOG_MAX_REMARKS; i++) {
        uint32_t spi = ikelog_read_u32(&r);

        if (delete->spi_size != 4 || !ikelog_reader_ok(&r))
            return;
        ikelog_frame_report(frame, IKELOG_EVENT_IPSEC_SA_DELETED,
                            ikelog_frame_content_evidence(frame), side)
            ->number = spi;
    }
}

static void report_sa_delete(const struct ikelog_frame *frame)
{
    enum ikelog_side side = (enum ikelog_side)frame->record->side;
    struct ikelog_event *event;

    ikelog_frame_report(frame, IKELOG_EVENT_SA_DELETED, ikelog_frame_content_evidence(frame),
                        side);
    if (frame->sa->deleted != frame->record || !ikelog_sa_rejected_at_once(frame->sa))
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

    if (ikelog_record_check(frame->record) != IKELOG_FAILED)
        return;
    event = ikelog_frame_report(frame, IKELOG_EVENT_HASH_FAILED,
                                ikelog_frame_content_evidence(frame),
                                (enum ikelog_side)frame->record->side);
    ikelog_event_because(event, "computed again with the keys at hand, it comes out differently");
}
