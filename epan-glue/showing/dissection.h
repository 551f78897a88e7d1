/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A packet while Wireshark dissects it: what everybody who shows it shares. */
#ifndef IKELOG_SHOWING_DISSECTION_H
#define IKELOG_SHOWING_DISSECTION_H

#include "compat.h"

#include "dialects/dialect.h"
#include "events/packet.h"
#include "events/verdict.h"

/*
 * Lives in the packet's pool: until the tree is dropped and the taps have run. `packet` is open;
 * its events and the lines are computed by the functions below, at the first call; then they stay.
 */
struct ikelog_dissection {
    struct ikelog_packet packet;
    packet_info *pinfo;
    tvbuff_t *tvb;                 /* the octets of the message; NULL for ICMP and ESP */
    GArray *lines;                 /* struct ikelog_line, in the chosen dialect */
    struct ikelog_verdict verdict; /* of ikelog_dissection_verdict */
    bool judged;
    bool experts_asked, experts_wanted; /* of ikelog_dissection_wants_experts */
};

/* The number, from 0, of the next message in this packet: the same in every pass. Counting ends
 * with the dissections of the packet. */
unsigned ikelog_dissection_next_message(const packet_info *pinfo);

/* Take a packet over and open it, unless it is open. `tvb`: the octets of its message, or NULL. */
struct ikelog_dissection *ikelog_dissection_new(packet_info *pinfo, tvbuff_t *tvb,
                                                const struct ikelog_packet *packet);

/* What happened; final from the second pass on. */
const struct ikelog_events *ikelog_dissection_events(struct ikelog_dissection *dissection);

/* The lines of the chosen dialect. */
const GArray *ikelog_dissection_lines(struct ikelog_dissection *dissection);

/* Does anybody want expert information about it? Asked once a message. */
bool ikelog_dissection_wants_experts(struct ikelog_dissection *dissection, proto_tree *tree);

/* How its negotiation came out, as far as it is known now; UNKNOWN for what belongs to none. */
const struct ikelog_verdict *ikelog_dissection_verdict(struct ikelog_dissection *dissection);

/* The same with the reason, which is appended to `reason`. */
const struct ikelog_verdict *ikelog_dissection_reason(struct ikelog_dissection *dissection,
                                                      GString *reason);

/*
 * Is the failure of its negotiation an entry of its own among the expert information? Then what is
 * wrong with this packet is a consequence, or what it was concluded from.
 */
bool ikelog_dissection_is_explained(struct ikelog_dissection *dissection);

/* An empty text to write in, shared by all who need one for a moment: the next call empties it. */
GString *ikelog_scratch(void);

/* The line that stands for the packet, or the summary: in the text that is shared, see above. */
const char *ikelog_dissection_title(struct ikelog_dissection *dissection);

#endif
