/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a device could read: our keys may open more than the device could. */
#ifndef IKELOG_EVENTS_READABLE_H
#define IKELOG_EVENTS_READABLE_H

#include "state/session.h"

/*
 * Whether one side of the IKE SA could read a message: what it sent, what was in clear, and what
 * was encrypted with keys that are its own. That they are, its own messages prove; where none of
 * them was captured, that its peer answered it in phase 2.
 */
bool ikelog_record_readable_by(const struct ikelog_record *record, enum ikelog_side side);

/*
 * Whether it is shown that the side could not read the message: it holds other keys than the
 * sender, or has gone on to another IV. Of a message that neither this nor the above tells, it is
 * not known.
 */
bool ikelog_record_unreadable_by(const struct ikelog_record *record, enum ikelog_side side);

/*
 * Whether a message seems never to have got to its receiver, behind the point of capture: what it
 * should have brought about never came; or the receiver had deleted the IKE SA before. To be asked
 * when all of the capture was read.
 */
bool ikelog_record_is_lost(const struct ikelog_record *record);

#endif
