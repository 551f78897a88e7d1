/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What notifications and deletes say. */
#include "events/ending.h"
#include "events/frame.h"
#include "state/check_text.h"
#include "wire/reader.h"

/* X(type, event). Errors without a row are ERROR_NOTIFICATION, other types NOTIFICATION. */
#define MEANINGS(X)                                           \
    X(4, INVALID_COOKIE)                                      \
    X(11, INVALID_SPI)                                        \
    X(14, NO_PROPOSAL_CHOSEN)                                 \
    X(16, PAYLOAD_MALFORMED)                                  \
    X(18, ID_REFUSED)                                         \
    X(19, CERTIFICATE_REFUSED) /* INVALID-CERT-ENCODING */    \
    X(20, CERTIFICATE_REFUSED) /* INVALID-CERTIFICATE */      \
    X(21, CERTIFICATE_REFUSED) /* CERT-TYPE-UNSUPPORTED */    \
    X(22, CERTIFICATE_REFUSED) /* INVALID-CERT-AUTHORITY */   \
    X(28, CERTIFICATE_REFUSED) /* CERTIFICATE-UNAVAILABLE */  \
    X(23, AUTH_FAILED)         /* INVALID-HASH-INFORMATION */ \
    X(24, AUTH_FAILED)                                        \
    X(25, AUTH_FAILED) /* INVALID-SIGNATURE */                \
    X(16384, CONNECTED)                                       \
    X(24576, RESPONDER_LIFETIME)                              \
    X(24577, REPLAY_STATUS)                                   \
    X(24578, INITIAL_CONTACT)                                 \
    X(36136, DPD_REQUEST)                                     \
    X(36137, DPD_ANSWER)

static const struct {
    uint16_t type;
    enum ikelog_event_kind kind;
} meanings[] = {
#define X(type, event) {type, IKELOG_EVENT_##event},
    MEANINGS(X)
#undef X
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

    for (uint16_t i = 0; i < delete->count && i < IKELOG_MAX_NOTIFIES_SEEN; i++) {
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

    ikelog_frame_report(frame, IKELOG_EVENT_SA_DELETED, ikelog_frame_content_evidence(frame), side);
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
