/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the placeholders of a text refer to, and how a device names things. */
#ifndef IKELOG_EVENTS_TEMPLATE_CONTEXT_H
#define IKELOG_EVENTS_TEMPLATE_CONTEXT_H

#include "events/event.h"

struct ikelog_template_context;

/* A vendor ID that a device has a name for: all of its octets, or how it begins. */
struct ikelog_vendor_name {
    char *hex; /* lower case */
    char *name;
};

/* Words of a device for numbers: keys are GUINT_TO_POINTER(number), values text. NULL: none. */
struct ikelog_names {
    GHashTable *exchanges;      /* exchange type -> "MM" */
    GHashTable *payloads;       /* payload type -> struct ikelog_template *, "SA" */
    GHashTable *vendors;        /* all octets of a vendor ID in hex -> its name */
    GPtrArray *vendor_prefixes; /* struct ikelog_vendor_name *, the longest first */
    GHashTable *notifies;       /* notification type -> "NO_PROPOSAL_CHOSEN" */
    GHashTable *ids;            /* ID type -> struct ikelog_template *, "IP ADDR={id-first}" */
    GHashTable *modes;          /* exchange type -> "Main" */
    const char *unknown_exchange, *unknown_payload, *unknown_notify; /* with a hole: "X{value}" */
    const char *connection; /* name of a connection without one; NULL: that of the settings */
    const char *notify;     /* a notification in the list of payloads: "NOTIFY:{value}" */
    const char *unreadable; /* stands for payloads that cannot be read */
    const char *encrypted;  /* the mark of a protected message */
    const char *open, *close, *separator; /* around and between payloads */
    bool informational_requests; /* calls each informational message a request, answers too */
};

/* Names as `ikelog.summary` has them. Static storage. */
const struct ikelog_names *ikelog_names_neutral(void);

/* Append the device's word for the exchange of a message, or for a notification. */
void ikelog_names_exchange(const struct ikelog_names *names, const struct ikelog_view *view,
                           GString *text);
void ikelog_names_notify(const struct ikelog_names *names, uint16_t type, GString *text);

/* Append the device's name of a vendor ID. False when it has none. */
bool ikelog_names_vendor(const struct ikelog_names *names, struct ikelog_octets body,
                         GString *text);

/* Append one payload of the context's message, or the list of all, as far as it can be read. */
void ikelog_names_payload(const struct ikelog_template_context *context, uint32_t n, GString *text);
void ikelog_names_payloads(const struct ikelog_template_context *context, GString *text);

/* One of them, and the list, as `ikelog.summary` has it. */
void ikelog_view_describe_payload(const struct ikelog_view *view, uint32_t n, GString *text);
void ikelog_view_describe_payloads(const struct ikelog_view *view, GString *text);

/* Append what is known of the payloads of a protected message to somebody without its key. */
void ikelog_names_closed(const struct ikelog_template_context *context, GString *text);

/* A part of a message that a text is about; those of its parts that it has none of are NULL. */
struct ikelog_message_part {
    uint32_t payload;       /* its number in the chain */
    uint32_t number, count; /* which of its type, from 0; how many of its type there are. Of a
                             * transform and its attributes: which transform of the message */
    const struct ikelog_proposal *proposal;
    const struct ikelog_transform *transform;
    bool last; /* no transform follows in the proposal */
    const struct ikelog_attribute *attribute;
    uint32_t place; /* of the attribute among those of its transform or payload, from 0 */
};

/*
 * One event of one frame, seen by one side. `event` is never NULL; all is borrowed. Without a view
 * (ICMP, ESP) or without its record the values of the message are not known; without `sa` those
 * of the IKE SA are not either.
 */
struct ikelog_template_context {
    const struct ikelog_view *view;
    const struct ikelog_sa *sa;
    const struct ikelog_event *event;
    const struct ikelog_policy *policy;
    const struct ikelog_names *names;
    enum ikelog_side us;
    bool closed;                            /* we, whose log it is, could not read the message */
    const struct ikelog_endpoint *ends;     /* of the packet: two, by side; NULL: not known */
    const struct ikelog_id *id;             /* while an identity is written; else NULL */
    const struct ikelog_message_part *item; /* while a part of the message is told of; else NULL */
    bool naming;                            /* while the word of a payload is written */
};

#endif
