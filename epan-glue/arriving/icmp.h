/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ICMP errors that quote an IKE packet. */
#ifndef IKELOG_ARRIVING_ICMP_H
#define IKELOG_ARRIVING_ICMP_H

#include "compat.h"

#include "state/session.h"

/* Kept with the frame. `icmp.quoted` is empty: the octets are gone after the first pass. */
struct ikelog_icmp_error {
    struct ikelog_icmp icmp;
    const struct ikelog_record *record; /* the message that the error is about */
};

/*
 * What the frame says: read and fed to the session on the first pass, recalled later. NULL when it
 * is no error, or not about a message of this capture.
 */
const struct ikelog_icmp_error *ikelog_icmp_find(packet_info *pinfo, tvbuff_t *frame);

#endif
