/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a side offers elsewhere in the capture, to hold against what it refuses here. */
#ifndef IKELOG_EVENTS_OFFERS_H
#define IKELOG_EVENTS_OFFERS_H

#include "state/session.h"

/*
 * The proposals that the device on `side` of exchange->sa offered or chose in another negotiation
 * of the same phase between the same two devices. NULL: none was seen. *frame tells where.
 * Borrowed.
 */
const char *ikelog_offer_elsewhere(const struct ikelog_exchange *exchange, enum ikelog_side side,
                                   uint32_t *frame);

#endif
