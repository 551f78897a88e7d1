/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a report is made of: the IKE SAs of a capture and, where asked for, their packets. */
#ifndef IKELOG_REPORTS_REPORT_H
#define IKELOG_REPORTS_REPORT_H

#include "dialects/dialect.h"
#include "events/packet.h"
#include "events/verdict.h"

/* An IKE SA and its packets in order of capture (none when only the SA was noted). */
struct ikelog_report_part {
    const struct ikelog_sa *sa;
    GPtrArray *packets; /* struct ikelog_packet *: messages, and ICMP errors about them */
};

/*
 * Collected while a capture is read, written at its end, when everything is final. It borrows
 * session, policy and keyring, which have to be set before a writer is called and must live then;
 * the octets of messages are its own.
 */
struct ikelog_report {
    struct ikelog_session *session;
    const struct ikelog_policy *policy;
    const struct ikelog_keyring *keyring;     /* NULL: none */
    GPtrArray *parts;                         /* struct ikelog_report_part *, by number of the SA */
    GHashTable *by_sa;                        /* struct ikelog_sa * -> its part */
    const struct ikelog_dialect *dialects[2]; /* whose words each side's log has; NULL: no log */
    bool show_keys;                           /* secrets may be written, where they help */
    void (*flush)(GString *text); /* writes what there is and empties the text; NULL: all is kept */
    GPtrArray *no_packets;        /* that all parts have whose SA was only noted */
    unsigned width; /* of the terminal, in characters, for sentences; 0: lines are never broken */
};

struct ikelog_report *ikelog_report_new(void);
void ikelog_report_free(struct ikelog_report *report);

/* Forget what was collected. */
void ikelog_report_clear(struct ikelog_report *report);

/* The IKE SA is to be reported on. */
void ikelog_report_note(struct ikelog_report *report, const struct ikelog_sa *sa);

/* So is this message of it, or ICMP error about one: it has a record. A copy is kept. */
void ikelog_report_keep(struct ikelog_report *report, const struct ikelog_packet *packet);

/* Order the parts by the number of their SA: call once before writing. */
void ikelog_report_sort(struct ikelog_report *report);

/*
 * For writers of many rows, between two of them: have the text written when it has become long.
 * What was written is not in `text` any more.
 */
void ikelog_report_flush(const struct ikelog_report *report, GString *text);

/* The time of the first packet of a part; 0 when it has none. */
int64_t ikelog_report_start(const struct ikelog_report_part *part);

/* Open a packet of the report for reading; what is known in the end about it. Close it afterwards.
 */
const struct ikelog_events *ikelog_report_open(const struct ikelog_report *report,
                                               struct ikelog_packet *packet);

#endif
