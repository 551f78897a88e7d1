/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The session of the capture that is open: made, fed once per message, and freed with it. */
#ifndef IKELOG_ARRIVING_CAPTURE_H
#define IKELOG_ARRIVING_CAPTURE_H

#include "compat.h"

#include "events/packet.h"

/* At registration. */
void ikelog_capture_register(void);

/* The session; never NULL while packets are dissected. */
struct ikelog_session *ikelog_capture_session(void);

/* What is kept for a frame until the capture is closed. */
enum ikelog_kept {
    IKELOG_KEPT_RECORD,   /* const struct ikelog_record * of the n-th message */
    IKELOG_KEPT_FRAGMENT, /* the reassembly of the n-th message, a fragment (fragments.c) */
    IKELOG_KEPT_ICMP,     /* what an ICMP error is about (icmp.c) */
    IKELOG_KEPT_ESP,      /* what is said about an ESP packet (esp.c) */
};
void *ikelog_capture_recall(packet_info *pinfo, enum ikelog_kept kind, unsigned n);
void ikelog_capture_keep(packet_info *pinfo, enum ikelog_kept kind, unsigned n, void *data);

/* How a message came. */
struct ikelog_origin {
    unsigned n;  /* from ikelog_dissection_next_message */
    bool marker; /* after a non-ESP marker */
    bool whole;  /* put together from vendor fragments */
};

/*
 * Set the record of a message whose octets are those of tvb: fed to the session (and opened) on the
 * first pass, recalled later. It stays NULL when the session does not follow the message.
 */
void ikelog_capture_message(packet_info *pinfo, tvbuff_t *tvb, const struct ikelog_origin *origin,
                            struct ikelog_packet *packet);

/* A datagram on a port of IKE that is not version 1 (without its marker): count what it is. */
void ikelog_capture_other(packet_info *pinfo, tvbuff_t *tvb);

/* What is common to all packets of the frame that is dissected; the rest is zero. */
struct ikelog_packet ikelog_capture_packet(const packet_info *pinfo, enum ikelog_packet_kind kind);

/* The time of the frame since the epoch. */
int64_t ikelog_capture_time(const packet_info *pinfo);

/* The record of the frame's first message, once it was seen; NULL: it has none. */
const struct ikelog_record *ikelog_capture_record(packet_info *pinfo);

#endif
