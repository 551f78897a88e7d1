/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a detector looks at, and how it reports. For the files of this folder only. */
#ifndef IKELOG_EVENTS_FRAME_H
#define IKELOG_EVENTS_FRAME_H

#include "events/event.h"
#include "wire/numbers.h"

/*
 * One frame under examination. All pointers are borrowed for the time of the collection, none is
 * NULL. Detectors are pure: what they report depends on these members alone. The record's
 * exchange and SA know the future too once the capture was read on; a detector uses what lies
 * after `record->frame` only when `final` is set.
 */
struct ikelog_frame {
    const struct ikelog_session *session;
    const struct ikelog_view *view;
    const struct ikelog_record *record;
    const struct ikelog_exchange *exchange;
    const struct ikelog_sa *sa;
    const struct ikelog_policy *policy;
    enum ikelog_side us;
    bool final;
    struct ikelog_events *events;
};

/*
 * Report an event. The reference returned holds until the next report. Its reason is set with
 * ikelog_event_because, which every inference needs.
 */
struct ikelog_event *ikelog_frame_report(const struct ikelog_frame *frame,
                                         enum ikelog_event_kind kind, enum ikelog_evidence evidence,
                                         enum ikelog_side side);
void ikelog_event_because(struct ikelog_event *event, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* How the payloads of the frame are known: decrypted or in clear. */
enum ikelog_evidence ikelog_frame_content_evidence(const struct ikelog_frame *frame);

/* The side that did not send this frame. */
enum ikelog_side ikelog_frame_other(const struct ikelog_frame *frame);

/* Whether it is a message of this exchange type; GROUPKEY-PULL is no Quick Mode. */
bool ikelog_frame_is(const struct ikelog_frame *frame, uint8_t exchange_type);
/* Whether its record has a flag IKELOG_RECORD_…. */
bool ikelog_frame_has_flag(const struct ikelog_frame *frame, unsigned flag);

/* The detectors, in the order of a log. Each is `void ikelog_detect_<name>(const struct
 * ikelog_frame *)`. X(name, payload): for messages that are new, and have such a payload (NONE: all
 * of them); repeats have their own, and the last group looks at all. */
#define IKELOG_MESSAGE_DETECTORS(X)   \
    X(later_start, NONE)              \
    X(place, NONE)                    \
    X(phase1, NONE)                   \
    X(phase2, NONE)                   \
    X(certificates, CERT)             \
    X(certificate_requests, CERT_REQ) \
    X(notifications, NOTIFY)          \
    X(deletes, DELETE)                \
    X(config, CONFIG)                 \
    X(checks, NONE)                   \
    X(payloads, NONE)                 \
    X(policy, NONE)                   \
    X(refusal, NONE)                  \
    X(completion, NONE)

#define IKELOG_REPEAT_DETECTORS(X) X(repeat, NONE)

#define IKELOG_FRAME_DETECTORS(X) \
    X(psk_mismatch, NONE)         \
    X(giving_up, NONE)            \
    X(dead_peer, NONE)

/* For an ICMP error instead of a message: `view` is NULL, `record` is the message it is about. */
void ikelog_detect_failed_sends(const struct ikelog_frame *frame);

#define X(name, payload) void ikelog_detect_##name(const struct ikelog_frame *frame);
IKELOG_MESSAGE_DETECTORS(X)
IKELOG_REPEAT_DETECTORS(X)
IKELOG_FRAME_DETECTORS(X)
#undef X

#endif
