/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What happened in a frame: typed events, each with the evidence that justifies it. */
#ifndef IKELOG_EVENTS_EVENT_H
#define IKELOG_EVENTS_EVENT_H

#include "events/catalogue.h"
#include "events/policy.h"

/* How an event is known. Names as `ikelog.evidence` prints them: "observed", … */
enum ikelog_evidence {
    IKELOG_EVIDENCE_OBSERVED,  /* in clear octets */
    IKELOG_EVIDENCE_DECRYPTED, /* in octets that were decrypted */
    IKELOG_EVIDENCE_INFERRED,  /* from order, repetition, timing; with a reason */
    IKELOG_EVIDENCE_POLICY,    /* from rules that the user supplied */
};
const char *ikelog_evidence_name(enum ikelog_evidence evidence);

/*
 * One event. `side` is the side of the IKE SA that did it (sent, gave up, refused) or at which it
 * shows; dialects turn that into "sent" or "received" by their perspective. The other facts, which
 * do not depend on the perspective, are in the view, its record, exchange and IKE SA.
 */
struct ikelog_event {
    enum ikelog_event_kind kind; /* row of events/catalogue.h */
    enum ikelog_evidence evidence;
    enum ikelog_side side;
    enum ikelog_severity severity; /* that of its kind, or less where it means little here */
    char *reason;                  /* of an inference, or NULL; owned */
    uint32_t number;               /* rule number, notify type, count: by kind */
    struct ikelog_range range;     /* addresses that the event is about; family 0: none */
};

/*
 * The events of one frame, in the order in which a device logs them. Where the packet went from and
 * to is known to whoever has the packet: ikelog_packet_events sets it.
 */
struct ikelog_events {
    GArray *rows;                   /* struct ikelog_event */
    const struct ikelog_sa *sa;     /* the IKE SA that they belong to; NULL: not known */
    struct ikelog_endpoint ends[2]; /* by enum ikelog_side; family 0: not known */
};

/*
 * Collect the events of the frame that `view` shows, for the log of the side that is ours by
 * `policy`. With `final` false
 * only what is known up to this frame; with `final` true (second pass, taps at the end) also what
 * later frames revealed about it. End with ikelog_events_clear.
 */
void ikelog_events_collect(struct ikelog_session *session, const struct ikelog_view *view,
                           const struct ikelog_policy *policy, bool final,
                           struct ikelog_events *events);

/* The events of a frame that is no IKE message: an ICMP error about `record`, or ESP. */
void ikelog_events_collect_icmp(struct ikelog_session *session, const struct ikelog_icmp *icmp,
                                const struct ikelog_record *record,
                                const struct ikelog_policy *policy, bool final,
                                struct ikelog_events *events);
void ikelog_events_collect_esp(struct ikelog_session *session, const struct ikelog_esp *esp,
                               enum ikelog_esp_finding finding,
                               const struct ikelog_exchange *exchange,
                               struct ikelog_events *events);

/* None yet, of this IKE SA (NULL: not known). End with ikelog_events_clear. */
void ikelog_events_begin(struct ikelog_events *events, const struct ikelog_sa *sa);

void ikelog_events_clear(struct ikelog_events *events);

/* Append `ikelog.summary`: "MM *(ID, HASH)". Payloads that could not be read are "?". */
void ikelog_view_summarise(const struct ikelog_view *view, GString *text);

/*
 * `ikelog.description` (one sentence) and `ikelog.explanation` (a paragraph with the actual values,
 * usual causes and what to check) of a frame, from its events and its message. Append to text.
 */
void ikelog_events_describe(const struct ikelog_view *view, const struct ikelog_events *events,
                            GString *text);
void ikelog_events_explain(const struct ikelog_view *view, const struct ikelog_events *events,
                           GString *text);

/*
 * The sentence of one of `events` by itself ("Refused: no proposal fits."). Appends to text;
 * nothing for events that have none.
 */
void ikelog_event_describe(const struct ikelog_view *view, const struct ikelog_events *events,
                           const struct ikelog_event *event, GString *text);

/* The same with what it means, what to check, and why it was concluded. Appends to text. */
void ikelog_event_explain(const struct ikelog_view *view, const struct ikelog_events *events,
                          const struct ikelog_event *event, GString *text);

/*
 * The same for all events of a kind: without values and without the full stop. Appends to text;
 * nothing for kinds whose sentence is a value.
 */
void ikelog_event_sentence(enum ikelog_event_kind kind, GString *text);

#endif
