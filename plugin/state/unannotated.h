/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What came on IKE's ports or belongs to IKE, and is not annotated: counted, never silent. */
#ifndef IKELOG_STATE_UNANNOTATED_H
#define IKELOG_STATE_UNANNOTATED_H

#include "state/datagram.h"

/* How many, and in which frames. */
struct ikelog_frames {
    uint32_t count, first, last;
};

/* IKEv2 between two addresses. */
struct ikelog_ikev2_pair {
    struct ikelog_endpoint one, other; /* `one` was heard first */
    struct ikelog_frames messages;
    struct ikelog_frames refusals; /* errors in clear */
    uint16_t refusal;              /* the first of them: its notification */
    bool other_refused;            /* who sent it */
};

/* Pairs that are named; messages of further ones count in `ikev2_beyond`. */
#define IKELOG_MAX_IKEV2_PAIRS 16u

struct ikelog_unannotated {
    struct ikelog_ikev2_pair pairs[IKELOG_MAX_IKEV2_PAIRS];
    unsigned pair_count;
    struct ikelog_frames ikev2_beyond;
    struct ikelog_frames cut;     /* the capture cut them before the header's end */
    struct ikelog_frames strange; /* on a port of IKE, but neither version */
    /* Messages beyond the bounds on IKE SAs of a capture and on exchanges of an IKE SA. */
    struct ikelog_frames beyond_sas, beyond_exchanges;
};

/* What a datagram that the session does not take turned out to be. */
enum ikelog_other {
    IKELOG_OTHER_IKEV2,
    IKELOG_OTHER_CUT,
    IKELOG_OTHER_STRANGE,
    IKELOG_OTHER_KEEPALIVE, /* one octet, RFC 3948 2.3: nothing to count */
};

struct ikelog_session;

/* What a datagram on a port of IKE is, which is not version 1 (as it came, without marker). */
enum ikelog_other ikelog_other_of(const struct ikelog_datagram *datagram);

/*
 * Count a datagram on a port of IKE that is not version 1, by what it is.
 * Work and memory are constant.
 */
enum ikelog_other ikelog_session_note_other(struct ikelog_session *session,
                                            const struct ikelog_datagram *datagram);

/* The number of all IKEv2 messages. */
uint32_t ikelog_unannotated_ikev2(const struct ikelog_unannotated *unannotated);

const struct ikelog_unannotated *ikelog_session_unannotated(const struct ikelog_session *session);

/* Of the messages in `frames`, one more: in this frame. */
void frames_add(struct ikelog_frames *frames, uint32_t frame);

#endif
