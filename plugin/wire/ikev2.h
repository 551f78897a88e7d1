/* SPDX-License-Identifier: GPL-2.0-or-later */
/* IKE version 2 (RFC 7296), as far as to say that it is there and refuses in clear. */
#ifndef IKELOG_WIRE_IKEV2_H
#define IKELOG_WIRE_IKEV2_H

#include "wire/octets.h"

#include <stdbool.h>

/* Whether a message begins with a whole header of version 2 and an exchange of it. */
bool ikelog_ikev2_is(struct ikelog_octets message);

/* The first error (a notification below 16384) that it carries in clear; 0: none. */
uint16_t ikelog_ikev2_refusal(struct ikelog_octets message);

/* Append "NO_PROPOSAL_CHOSEN", or "error 8200" when no registry names it. */
void ikelog_ikev2_describe_refusal(uint16_t notify, GString *text);

#endif
