/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where a message came from: its addresses, and the IP header that carried it. */
#ifndef IKELOG_ARRIVING_ORIGIN_H
#define IKELOG_ARRIVING_ORIGIN_H

#include "compat.h"

#include "state/session.h"

/* All octets of a tvb that were captured. They live as long as the tvb. */
struct ikelog_octets ikelog_origin_octets(tvbuff_t *tvb);

/* Source and destination as Wireshark has them now. */
void ikelog_origin_endpoints(const packet_info *pinfo, struct ikelog_endpoint *src,
                             struct ikelog_endpoint *dst);

/* An IP header in the octets of the frame. */
struct ikelog_ip_header {
    uint8_t family;                  /* 4 or 6 */
    unsigned offset;                 /* in the frame */
    unsigned payload;                /* where what it carries begins */
    struct ikelog_endpoint src, dst; /* ports 0 */
    int32_t id;                      /* -1: none */
    int16_t ttl;
};

/*
 * The header of the IP packet that carries the UDP datagram whose payload begins `before` octets in
 * front of tvb. False when it is not certain (put together from fragments, tunnels without IP, …).
 */
bool ikelog_origin_of_udp(packet_info *pinfo, tvbuff_t *tvb, unsigned before,
                          struct ikelog_ip_header *header);

/*
 * The outermost IP header in the frame that carries `protocol` directly. Found by its form
 * (version, lengths, protocol, checksum or addresses), whatever is below it.
 */
bool ikelog_origin_in_frame(tvbuff_t *frame, uint8_t protocol, struct ikelog_ip_header *header);

/*
 * Where in the frame the payload of UDP begins: of a datagram between the addresses and ports that
 * Wireshark has now. 0: not in this frame.
 */
unsigned ikelog_origin_udp_payload(const packet_info *pinfo, tvbuff_t *frame);

/* Did IP put the datagram together from fragments, the last of which is this frame? */
bool ikelog_origin_is_rejoined(packet_info *pinfo, tvbuff_t *tvb);

/*
 * The fragment of an IP packet with UDP that this frame is. `message` gets what a first fragment
 * holds of the payload of UDP to a port of IKE. False when the frame is none.
 */
bool ikelog_origin_fragment(tvbuff_t *frame, struct ikelog_ip_fragment *fragment);

/* Read an IP header at octets[at .. length). False when there is none. */
bool ikelog_origin_read_ip(struct ikelog_octets octets, unsigned at,
                           struct ikelog_ip_header *header, uint8_t *protocol);

#endif
