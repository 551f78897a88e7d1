/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the messages of a Quick Mode say. */
#ifndef IKELOG_STATE_QUICK_MODE_H
#define IKELOG_STATE_QUICK_MODE_H

#include "state/packet_context.h"

/* quick_mode_step.c: which message of its Quick Mode this is. */
uint8_t quick_mode_step(struct packet_context *p);

/* What was taken for the offer was the answer. */
void quick_mode_relearn_answer(struct packet_context *p);

/* quick_mode_keys.c: the keys of its IPsec SAs, once all is known that they need. */
void quick_mode_derive_keys(struct ikelog_session *session, struct ikelog_exchange *exchange);

#endif
