/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One datagram on its way through ikelog_session_feed, and the steps of that way in their order. */
#ifndef IKELOG_STATE_PACKET_CONTEXT_H
#define IKELOG_STATE_PACKET_CONTEXT_H

#include "state/session_struct.h"

struct packet_context {
    struct ikelog_session *session;
    const struct ikelog_datagram *datagram;
    struct ikelog_header header;
    struct ikelog_fingerprint fingerprint; /* of the message */
    struct sa_entry *entry;
    enum ikelog_side side; /* of the sender */
    struct ikelog_exchange *exchange;
    struct ikelog_record *record;
    bool tried_lone;          /* keys whose cookie is not known were tried with it */
    struct ikelog_view *view; /* opened once the message can be read */
};

/* locate.c: which IKE SA, who sent it. False when the session is full. */
bool process_locate(struct packet_context *p);

/* track.c: which exchange; is it a repeat; else a new record, later its step and its request. */
void process_exchange(struct packet_context *p);
bool process_repeat(struct packet_context *p);
void process_new_message(struct packet_context *p);
void process_step(struct packet_context *p);
void process_answer(struct packet_context *p);

/* sides.c: what a message says about which side sent it, before it is decrypted and after */
void process_sides_before(struct packet_context *p);
void process_sides_after(struct packet_context *p);
void process_sides_of_quick_mode(struct packet_context *p);

/* decrypt.c */
void process_decrypt(struct packet_context *p);

/* phase1.c, quick_mode.c, notifies_seen.c: what the payloads say */
void process_phase1(struct packet_context *p);
void process_quick_mode(struct packet_context *p);
void process_notifies(struct packet_context *p);

/* The latest request of the other side that is still open: a Quick Mode, else phase 1; or NULL. */
struct ikelog_exchange *open_request(const struct packet_context *p);

/* history.c: what devices accepted and showed elsewhere in the capture */
void history_init(struct ikelog_session *session);
void history_clear(struct ikelog_session *session);
void history_note_choice(struct packet_context *p);
void history_note_identity(struct packet_context *p);

/* parts.c: IP fragments. In how many the message came; 0: in one packet. */
uint8_t ip_fragments(const struct packet_context *p);

/* trace.c: what tells later why a negotiation failed: closed messages, the next step, ports */
void process_trace(struct packet_context *p);
void process_carriage(struct packet_context *p);

/* established.c: whether phase 1 is; after a new message, after a repeat */
void process_established(struct packet_context *p);
void process_established_again(struct packet_context *p);

/* check.c: HASH and SIG */
void process_check(struct packet_context *p);

/* pending.c: messages that waited for this one */
void process_pending(struct packet_context *p);

#endif
