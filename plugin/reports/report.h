/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a report is made of: the IKE SAs of a capture and, where asked for, their frames. */
#ifndef IKELOG_REPORTS_REPORT_H
#define IKELOG_REPORTS_REPORT_H

#include "events/event.h"
#include "events/verdict.h"

/* A message, or an ICMP error about one. */
struct ikelog_report_frame {
    uint32_t frame;
    int64_t time_ns;
    const struct ikelog_record *record; /* never NULL */
    struct ikelog_octets message;       /* octets of the message; length 0 for an ICMP error */
    bool is_icmp;
    struct ikelog_icmp icmp; /* when is_icmp; without what it quotes */
};

/* An IKE SA and its frames in order of capture (none when only the SA was noted). */
struct ikelog_report_part {
    const struct ikelog_sa *sa;
    GArray *frames; /* struct ikelog_report_frame */
};

/*
 * Collected while a capture is read, written at its end, when everything is final. It borrows
 * session, policy and keyring, which have to be set before a writer is called and must live then;
 * the octets of messages are its own.
 */
struct ikelog_report {
    struct ikelog_session *session;
    const struct ikelog_policy *policy;
    const struct ikelog_keyring *keyring; /* NULL: none */
    GPtrArray *parts;                     /* struct ikelog_report_part *, by number of the SA */
    GHashTable *by_sa;                    /* struct ikelog_sa * -> its part */
};

struct ikelog_report *ikelog_report_new(void);
void ikelog_report_free(struct ikelog_report *report);

/* Forget what was collected. */
void ikelog_report_clear(struct ikelog_report *report);

/* The IKE SA is to be reported on. */
void ikelog_report_note(struct ikelog_report *report, const struct ikelog_sa *sa);

/* So is this frame of it; the message is copied. */
void ikelog_report_keep(struct ikelog_report *report, const struct ikelog_report_frame *frame);

/* Order the parts by the number of their SA: call once before writing. */
void ikelog_report_sort(struct ikelog_report *report);

/*
 * Open frame `frame` for reading: the view and what is known in the end about it. Close with
 * ikelog_report_close.
 */
void ikelog_report_open(const struct ikelog_report *report, const struct ikelog_report_frame *frame,
                        struct ikelog_view *view, struct ikelog_events *events);
void ikelog_report_close(struct ikelog_view *view, struct ikelog_events *events);

#endif
