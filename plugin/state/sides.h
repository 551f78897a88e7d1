/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which peer is the initiator of an IKE SA whose beginning was not captured. */
#ifndef IKELOG_STATE_SIDES_H
#define IKELOG_STATE_SIDES_H

#include "state/packet_context.h"

/* The beginning of this IKE SA was not captured: collect evidence, and remember what it revises. */
void sides_begin(struct packet_context *p);

/* A record of an IKE SA; it follows when the sides are revised. */
void sides_note(struct sa_entry *entry, struct ikelog_record *record);

/*
 * The sender of this message is `sender`. Evidence that is not better than what there was changes
 * nothing. Revises sides, steps and answers of all earlier records of the IKE SA, and p->side.
 */
void sides_conclude(struct packet_context *p, enum ikelog_side sender,
                    enum ikelog_side_evidence evidence);

/* established.c: conclude again whether phase 1 is established. */
void established_conclude(struct sa_entry *entry);

/* track.c: what follows from the sides of a record or exchange of phase 1, concluded again. */
uint8_t phase1_step_swapped(const struct ikelog_record *record);
void exchange_complete_again(struct ikelog_exchange *exchange);
void exchange_pair_answer(struct ikelog_record *record);

#endif
