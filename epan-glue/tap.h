/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the tap "ikelog" tells its listeners, and what they share. */
#ifndef IKELOG_GLUE_TAP_H
#define IKELOG_GLUE_TAP_H

#include "shown.h"

#define IKELOG_TAP "ikelog"

/*
 * One message, ICMP error or ESP packet about which something can be said. The struct and `shown`
 * are valid during the callback only; session, record, SA and exchange until the capture is closed,
 * and they go on changing until its last frame: whoever reports on the whole capture keeps the
 * packet with ikelog_tap_keep and asks at the end.
 */
struct ikelog_tap_packet {
    uint32_t frame;
    int64_t time_ns; /* since the epoch */
    struct ikelog_session *session;
    const struct ikelog_policy *policy;   /* of the preferences */
    const struct ikelog_dialect *dialect; /* of the preferences */
    const struct ikelog_record *record;   /* NULL: not followed, or ESP */
    const struct ikelog_sa *sa;           /* NULL: none */
    struct ikelog_endpoint src, dst;      /* of the frame */
    struct ikelog_shown *shown;           /* with the view on the message's octets */
};

/* At registration: the tap itself; when taps may be registered: its listeners. */
void ikelog_tap_register(void);
void ikelog_tap_register_listeners(void);

/*
 * Tell the listeners, when there are any. They are called when the packet was dissected: what is to
 * reach them in any case is told before anything is done that may fail.
 */
void ikelog_tap_message(struct ikelog_shown *shown);

/* The events of the packet as known now; they stay the packet's. */
const struct ikelog_events *ikelog_tap_events(const struct ikelog_tap_packet *packet);

/*
 * A packet that a listener keeps: a copy with the octets of its message, so that it can be opened
 * again when later frames have told more. Free it before the capture is closed (in the listener's
 * reset).
 */
struct ikelog_tap_kept {
    enum ikelog_shown_kind kind;
    struct ikelog_tap_packet packet; /* shown is NULL */
    struct ikelog_octets message;    /* owned */
    struct ikelog_icmp icmp;         /* of ICMP errors, without what they quote */
    struct ikelog_shown_esp esp;     /* of ESP packets */
};
struct ikelog_tap_kept *ikelog_tap_keep(const struct ikelog_tap_packet *packet);
void ikelog_tap_kept_free(void *kept);

/* Open a kept packet: *view and *events, final, for this policy. Close both with ikelog_tap_close.
 */
void ikelog_tap_open(const struct ikelog_tap_kept *kept, const struct ikelog_policy *policy,
                     struct ikelog_view *view, struct ikelog_events *events);
void ikelog_tap_close(struct ikelog_view *view, struct ikelog_events *events);

/* Each listener registers its command: "-z ikelog,log" and so on. */
void ikelog_tap_log_register(void);
void ikelog_tap_negotiations_register(void);
void ikelog_tap_keys_register(void);
void ikelog_tap_ladder_register(void);
void ikelog_tap_lesson_register(void);
void ikelog_tap_tree_register(void);

/* Graphs, tables, windows: called at the registration of the protocol. */
void ikelog_tap_flow_register(void);
void ikelog_tap_conversations_register(void);
void ikelog_tap_window_register(void);

#endif
