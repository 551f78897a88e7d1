/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tap "ikelog": what its listeners are shown is the dissection itself. */
#ifndef IKELOG_SHOWING_TAP_H
#define IKELOG_SHOWING_TAP_H

#include "showing/dissection.h"

#define IKELOG_TAP "ikelog"

/* The tap of the statistics tree: it is shown what is not annotated, too. */
#define IKELOG_TREE_TAP "ikelog_tree"

/* What it is shown. */
struct ikelog_tapped_any {
    struct ikelog_dissection *dissection; /* NULL: not annotated */
    enum ikelog_other other;              /* then: what it is */
};

/* At registration. */
void ikelog_tap_register(void);

/*
 * Tell the listeners, when there are any, about a message, ICMP error or ESP packet; quotes are
 * nobody's news. They are called when the frame was dissected: what is to reach them in any case is
 * told before anything is done that may fail. What they are given is a struct ikelog_dissection. It
 * is valid during their call only. Session, record, IKE SA and exchange go on changing until the
 * last frame: whoever reports on the whole capture keeps the packet with ikelog_packet_keep, asks
 * at the end, and frees it before the capture is closed (in the listener's reset).
 */
void ikelog_tap_queue(struct ikelog_dissection *dissection);

/* Tell the statistics tree about a datagram that is not annotated. */
void ikelog_tap_queue_other(packet_info *pinfo, enum ikelog_other other);

/* What a listener was given. Its events may be asked for, hence not const. */
struct ikelog_dissection *ikelog_tapped(const void *data);

#endif
