/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The light in the window's status line: it shows the worst expert entry of the capture. */
#ifndef IKELOG_SHOWING_LIGHT_H
#define IKELOG_SHOWING_LIGHT_H

#include "compat.h"

#include "state/session.h"

/* Whether the program has a window with the light. */
bool ikelog_light_is_there(void);

/*
 * Whether expert entries of the packet count although nobody reads them: a window loads the
 * capture, or the packet list has the column of the severity.
 */
bool ikelog_light_is_watched(const packet_info *pinfo);

/*
 * The capture was read to its end: what only the end shows (no answer came) lights the light, too.
 */
void ikelog_light_finish(struct ikelog_session *session);

#endif
