/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A payload in few words: its name and the value that matters most. */
#ifndef IKELOG_REPORTS_PAYLOAD_H
#define IKELOG_REPORTS_PAYLOAD_H

#include "state/session.h"

/* Append the name of payload `n` of the chain: "SA", "NOTIFY:NO_PROPOSAL_CHOSEN", "P200". */
void ikelog_payload_name(const struct ikelog_view *view, uint32_t n, GString *text);

/*
 * Append its value: proposals in short form, an identity, SPIs, a vendor's name, the size of random
 * values. Escaped. False, with nothing appended, when there is none to show.
 */
bool ikelog_payload_value(const struct ikelog_view *view, uint32_t n, GString *text);

/* Whether that value says more than the name. */
bool ikelog_payload_is_telling(const struct ikelog_view *view, uint32_t n);

/* What it is, in its phase: "a random number, used once"; NULL when its row does not say. */
const char *ikelog_payload_meaning(const struct ikelog_view *view, uint32_t n);

#endif
