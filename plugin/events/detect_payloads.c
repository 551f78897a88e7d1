/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages without a payload that they must have. */
#include "events/frame.h"
#include "events/give_up.h"
#include "state/script.h"

/* All of the message is known, and it is said here for the first time. */
static bool is_known_whole(const struct ikelog_frame *frame)
{
    const struct ikelog_view *view = frame->view;

    return view->readable && view->unknown == 0 && view->chain.status == IKELOG_OK &&
           view->header_status == IKELOG_OK &&
           !(frame->record->flags & (IKELOG_RECORD_FRAGMENT | IKELOG_RECORD_CUT));
}

/* Scripts are those of IPsec's DOI. Only phase 1 shows whether a later exchange is another's. */
static bool is_scripted(const struct ikelog_frame *frame)
{
    const struct ikelog_sa *sa = frame->sa;

    if (frame->exchange == sa->phase1)
        return true;
    if (sa->gdoi || (!sa->sides[IKELOG_INITIATOR].sa && !sa->sides[IKELOG_RESPONDER].sa))
        return false;
    /* RFC 2409 5.7: a HASH protects what is said after phase 1. */
    return !ikelog_frame_is(frame, IKELOG_EXCHANGE_INFORMATIONAL) ||
           (sa->established && sa->established->frame < frame->record->frame);
}

/* Whoever refuses leaves out what would have been said otherwise. */
static bool is_refusal(const struct ikelog_frame *frame)
{
    for (uint32_t i = 0; i < frame->view->chain.count; i++) {
        struct ikelog_octets body;
        struct ikelog_notify notify;

        if (ikelog_view_payload(frame->view, i, IKELOG_PAYLOAD_NOTIFY, &body) &&
            (!ikelog_notify_read(body, &notify) || ikelog_notify_is_error(notify.type)))
            return true;
    }
    return false;
}

static void report(const struct ikelog_frame *frame, uint32_t missing, bool any)
{
    struct ikelog_event *event = ikelog_frame_report(frame, IKELOG_EVENT_PAYLOAD_MISSING,
                                                     ikelog_frame_content_evidence(frame),
                                                     (enum ikelog_side)frame->record->side);
    GString *names = g_string_new(NULL);

    for (uint8_t type = IKELOG_PAYLOAD_BITS; type-- > 1;) {
        if (!(missing & IKELOG_PAYLOAD_BIT(type)))
            continue;
        g_string_prepend(names, names->len ? any ? " or " : " and " : "");
        g_string_prepend(names, ikelog_number_name(&ikelog_registry_payload_type, type));
        event->number = type;
    }
    ikelog_event_because(event, "there is no %s payload in it", names->str);
    g_string_free(names, TRUE);
}

void ikelog_detect_payloads(const struct ikelog_frame *frame)
{
    bool numbered = ikelog_exchange_expected(frame->exchange) > 0, any;
    struct ikelog_script_message message;
    struct ikelog_event *event;
    uint32_t missing;

    if (!is_known_whole(frame))
        return;
    if (frame->view->chain.count == 0) {
        event = ikelog_frame_report(frame, IKELOG_EVENT_PAYLOAD_MISSING,
                                    ikelog_frame_content_evidence(frame),
                                    (enum ikelog_side)frame->record->side);
        ikelog_event_because(event, "there is no payload at all in it");
        return;
    }
    if ((numbered && frame->record->step == 0) || !is_scripted(frame))
        return;
    ikelog_script_message_read(frame->view, &message);
    missing = ikelog_script_missing(&message, numbered ? frame->record->step : 0, &any);
    if (missing && !is_refusal(frame))
        report(frame, missing, any);
}
