/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The latest transmissions, which distinguish a copy of a packet from a repeat. */
#ifndef IKELOG_STATE_TRANSMISSIONS_H
#define IKELOG_STATE_TRANSMISSIONS_H

#include "crypto/fingerprint.h"
#include "state/datagram.h"

#define RECENT_SLOTS   1024u /* a power of two */
#define COPY_WINDOW_NS INT64_C(50000000)

/* The latest transmission of some octets. */
struct transmission {
    struct ikelog_fingerprint fingerprint;
    int64_t time_ns;
    int32_t ip_id;
    uint32_t frame;
    bool used;
};

struct transmissions {
    struct transmission slots[RECENT_SLOTS]; /* by fingerprint; the new in the place of the old */
};

/*
 * The latest transmission of these octets that the datagram may be a copy of: it came at most
 * COPY_WINDOW_NS before, and not with another IP identification. NULL: there is none. An
 * identification of 0 is no identification: senders write it into all packets that must not be
 * fragmented (RFC 6864 4.1).
 */
const struct transmission *transmissions_find(const struct transmissions *transmissions,
                                              const struct ikelog_datagram *datagram,
                                              struct ikelog_fingerprint fingerprint);

void transmissions_add(struct transmissions *transmissions, const struct ikelog_datagram *datagram,
                       struct ikelog_fingerprint fingerprint);

#endif
