/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages in which the stock dissector would find another message, which may crash it. */
#ifndef IKELOG_SHOWING_STOCK_CRASH_H
#define IKELOG_SHOWING_STOCK_CRASH_H

#include "showing/dissection.h"

/*
 * The stock dissector dissects what a vendor fragment (payload 132) holds as a message of version
 * 1, wherever in a list of payloads, in an SA's list of proposals or in which version it finds
 * one. Such an inner message may crash it like any other. True for a message that we have opened,
 * when the stock dissector comes to a fragment in it: not when it gives up before.
 */
bool ikelog_stock_crash_in_view(const struct ikelog_view *view);

/* The same for a message of another version, in clear. */
bool ikelog_stock_crash_in_octets(struct ikelog_octets message);

/* Why it would misread a payload of the message, or report a bug of its own; NULL: it would not. */
const char *ikelog_stock_misread(const struct ikelog_view *view);

#endif
