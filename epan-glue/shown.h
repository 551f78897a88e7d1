/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One thing that a frame says about IKE, opened for everybody who shows it. */
#ifndef IKELOG_GLUE_SHOWN_H
#define IKELOG_GLUE_SHOWN_H

#include "compat.h"

#include "dialects/dialect.h"

enum ikelog_shown_kind {
    IKELOG_SHOWN_MESSAGE, /* an ISAKMP message; `view` is open */
    IKELOG_SHOWN_QUOTE,   /* one that an ICMP error quotes: decoded, but not followed */
    IKELOG_SHOWN_ICMP,    /* an ICMP error about the message of `record` */
    IKELOG_SHOWN_ESP,     /* an ESP packet that something is to be said about */
};

/* What is found out about an ESP packet on the first pass. */
struct ikelog_shown_esp {
    struct ikelog_esp packet;
    enum ikelog_esp_finding finding;
    const struct ikelog_exchange *exchange; /* that set it up, or NULL */
};

/*
 * Lives in the packet's pool: until the tree is dropped and the taps have run. `events` and `lines`
 * are computed by the functions below, at the first call; then they stay.
 */
struct ikelog_shown {
    enum ikelog_shown_kind kind;
    packet_info *pinfo;
    tvbuff_t *tvb;                      /* the octets of the message; NULL for ICMP and ESP */
    const struct ikelog_record *record; /* NULL: not followed */
    struct ikelog_view view;            /* of ICMP and ESP: all zero */
    const struct ikelog_icmp *icmp;
    const struct ikelog_shown_esp *esp;
    bool has_events;
    struct ikelog_events events;
    GArray *lines;                      /* struct ikelog_line, in the chosen dialect */
    GString *scratch;                   /* of ikelog_shown_scratch */
    bool experts_asked, experts_wanted; /* of ikelog_shown_wants_experts */
};

/* Open a message. `record` NULL and `quote` true within ICMP errors. */
struct ikelog_shown *ikelog_shown_message(packet_info *pinfo, tvbuff_t *tvb,
                                          const struct ikelog_record *record, bool quote);
struct ikelog_shown *ikelog_shown_icmp(packet_info *pinfo, const struct ikelog_icmp *icmp,
                                       const struct ikelog_record *record);
struct ikelog_shown *ikelog_shown_esp(packet_info *pinfo, const struct ikelog_shown_esp *esp);

/* What happened; final from the second pass on. */
const struct ikelog_events *ikelog_shown_events(struct ikelog_shown *shown);

/* The lines of the chosen dialect. */
const GArray *ikelog_shown_lines(struct ikelog_shown *shown);

/* Does anybody want expert entries? Asked once for each message, and remembered. */
bool ikelog_shown_wants_experts(struct ikelog_shown *shown, proto_tree *tree);

/* An empty buffer for one text at a time: the next call takes it back. */
GString *ikelog_shown_scratch(struct ikelog_shown *shown);

/* The line that stands for the packet, or the summary; lives as long as `shown`. */
const char *ikelog_shown_title(struct ikelog_shown *shown);

/* The IKE SA that it is about, or NULL. */
const struct ikelog_sa *ikelog_shown_sa(const struct ikelog_shown *shown);

#endif
