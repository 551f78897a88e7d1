/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the session keeps of payloads and texts, each in as little memory as it can have. */
#ifndef IKELOG_STATE_INTERNED_H
#define IKELOG_STATE_INTERNED_H

#include "state/pool.h"
#include "wire/octets.h"
#include "wire/sa_payload.h"

#include <glib.h>
#include <stdint.h>

/* A payload body that only this room reads: half of what a GBytes takes. */
struct ikelog_body {
    uint16_t length; /* octets; IKELOG_MAX_BODY at most */
    uint8_t octets[];
};
/* A copy, owned by the arena. */
struct ikelog_body *body_new(struct arena *arena, struct ikelog_octets octets);

/* The octets of a kept body; none for NULL. */
struct ikelog_octets body_octets(const struct ikelog_body *body);

/* Texts and bodies that recur from negotiation to negotiation: equal ones are kept once. */
struct interned {
    GHashTable *texts;  /* set of char *, owned */
    GHashTable *bodies; /* set of GBytes *, one reference each */
    GString *offer;     /* the one that is described */
};
void interned_init(struct interned *interned);
void interned_clear(struct interned *interned);

/* A copy of the text that lives as long as `interned`; NULL for an empty one. */
const char *interned_text(struct interned *interned, const char *text);

/* The same of the proposals of an SA payload, as ikelog_sa_payload_describe writes them. */
const char *interned_offer(struct interned *interned, const struct ikelog_sa_payload *offer);

/* A reference to a GBytes of these octets: the caller's. */
GBytes *interned_body(struct interned *interned, struct ikelog_octets octets);

/* The same struct of `size` octets, which lives as long as `interned`. Padding may differ: then an
 * equal one is kept twice, that is all. */
const void *interned_struct(struct interned *interned, const void *value, size_t size);

#endif
