/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A message, ICMP error or ESP packet, opened once for all who show or report it. */
#ifndef IKELOG_EVENTS_PACKET_H
#define IKELOG_EVENTS_PACKET_H

#include "events/event.h"

enum ikelog_packet_kind {
    IKELOG_PACKET_MESSAGE, /* an ISAKMP message */
    IKELOG_PACKET_QUOTE,   /* one that an ICMP error quotes: decoded, but not followed */
    IKELOG_PACKET_ICMP,    /* an ICMP error about the message of `record` */
    IKELOG_PACKET_ESP,     /* an ESP packet that something is to be said about */
};

/* An ESP packet, and what the session found out about it when it was fed. */
struct ikelog_esp_judged {
    struct ikelog_esp packet;
    enum ikelog_esp_finding finding;
    const struct ikelog_exchange *exchange; /* that set it up, or NULL */
};

/*
 * The first members say what it is and are set by whoever makes the packet; `message`, `icmp` and
 * `esp` by kind. The others are set by ikelog_packet_open and ikelog_packet_events, and taken back
 * by ikelog_packet_close: what is not open takes little memory. Session, record, exchanges and the
 * room for the view are borrowed.
 */
struct ikelog_packet {
    enum ikelog_packet_kind kind;
    uint32_t frame;
    int64_t time_ns; /* since the epoch */
    struct ikelog_endpoint src, dst;
    struct ikelog_session *session;
    const struct ikelog_record *record; /* NULL: not followed, or ESP */
    union {
        struct ikelog_octets message;
        struct ikelog_icmp icmp; /* what it quotes is read once, and gone later */
        struct ikelog_esp_judged esp;
    };
    struct ikelog_view *room; /* for the view while the packet is open; NULL: it gets its own */
    struct ikelog_view *view; /* NULL: not open */
    bool has_events;
    struct ikelog_events events;
};

/* The IKE SA that it belongs to, or NULL. */
const struct ikelog_sa *ikelog_packet_sa(const struct ikelog_packet *packet);

/* True for messages and what they quote: the view of the others is empty. */
bool ikelog_packet_has_message(const struct ikelog_packet *packet);

/* Open the view, unless it is open. Never fails: what cannot be read is told by its members. */
void ikelog_packet_open(struct ikelog_packet *packet);

/*
 * What happened, for an open packet; `final`: see ikelog_events_collect. Computed at the first
 * call; then it stays, and so it does not matter with which arguments others ask.
 */
const struct ikelog_events *ikelog_packet_events(struct ikelog_packet *packet,
                                                 const struct ikelog_policy *policy, bool final);

/* Wipe and free what was opened and computed. May be opened again, for another policy. */
void ikelog_packet_close(struct ikelog_packet *packet);

/* The same without what was opened, computed and lent; the octets of its message are borrowed
 * still.
 */
struct ikelog_packet ikelog_packet_closed(const struct ikelog_packet *packet);

/*
 * A closed copy with octets of its own, so that it can be opened again when later frames have told
 * more (ikelog_packet_free). Its session has to be there until then.
 */
struct ikelog_packet *ikelog_packet_keep(const struct ikelog_packet *packet);

/* Close and free a copy; NULL is allowed. */
void ikelog_packet_free(struct ikelog_packet *packet);

#endif
