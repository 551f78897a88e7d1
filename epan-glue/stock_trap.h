/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages that would lead the stock dissector to a message inside that nobody has checked. */
#ifndef IKELOG_GLUE_STOCK_TRAP_H
#define IKELOG_GLUE_STOCK_TRAP_H

#include "shown.h"

/*
 * The stock dissector dissects what a vendor fragment (payload 132) holds as a message of version
 * 1, wherever in a chain of payloads, in an SA's list of proposals or in which version it finds
 * one. Such an inner message may crash it like any other. True for a message that we have opened
 * and whose payloads (or some proposals among them) lead there.
 */
bool ikelog_stock_trap_in_view(const struct ikelog_view *view);

/* The same for a message of another version, in clear. */
bool ikelog_stock_trap_in_octets(struct ikelog_octets message);

/* Why it would misread a payload of the message, or report a bug of its own; NULL: it would not. */
const char *ikelog_stock_misread(const struct ikelog_view *view);

#endif
