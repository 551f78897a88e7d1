/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Scripts of exchanges: which message is which, and what each of them has to bring. */
#ifndef IKELOG_STATE_SCRIPT_H
#define IKELOG_STATE_SCRIPT_H

#include "state/session.h"

/* A set of payload types; those from 32 on, which are the vendors', are in none. */
#define IKELOG_PAYLOAD_BITS      32u
#define IKELOG_PAYLOAD_BIT(type) (UINT32_C(1) << (type))

/* What is known of a message when its place in the exchange is looked for. */
struct ikelog_script_message {
    uint8_t exchange;
    bool starter;    /* sent by the side that began the exchange */
    bool encrypted;  /* by the flag of the header */
    bool read;       /* `payloads` are all that it has */
    bool commit;     /* a message before had the commit bit */
    uint16_t method; /* of authentication, as negotiated; 0: not known */
    unsigned before; /* messages of the same side before it */
    uint32_t payloads;
};

/* What a message shows, of the record that the view was opened with. Of a message that was cut
 * `payloads` are those that are there. */
void ikelog_script_message_read(const struct ikelog_view *view,
                                struct ikelog_script_message *message);

/* The number of the message that completes an exchange; 0: exchanges of this type are open. */
unsigned ikelog_script_length(uint8_t exchange, bool commit);

/*
 * The number of the message of phase 1 by which the side that began it, or the other one, proves
 * who it is (HASH or SIG): main mode 5 and 6, aggressive mode 3 and 2. 0: the exchange has none.
 */
uint8_t ikelog_script_proof_step(uint8_t exchange, bool starter);

/*
 * The number of a message, from 1, of an exchange that has a length: told by its payloads when they
 * can be read, else by its sender, encryption and place. 0: it is none of the exchange's messages.
 */
uint8_t ikelog_script_step(const struct ikelog_script_message *message);

/*
 * Whether a message has what it must have, by one of the scripts that may be played. True of
 * messages that no script tells about.
 */
bool ikelog_script_satisfied(const struct ikelog_script_message *message, unsigned step);

/*
 * What a message lacks, by each of the scripts that may be played: the set of payloads; 0: nothing,
 * it depends on the script, or the message is just like a later one of its exchange. With *any set
 * one of them would do.
 */
uint32_t ikelog_script_missing(const struct ikelog_script_message *message, unsigned step,
                               bool *any);

#endif
