/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames that are not IKE but tell about it: ICMP errors, ESP, comments with keys. */
#ifndef IKELOG_GLUE_OUTSIDE_H
#define IKELOG_GLUE_OUTSIDE_H

/* At registration: looks at every frame after all dissectors had it. */
void ikelog_outside_register(int proto);

/* When all dissectors are there. */
void ikelog_outside_handoff(void);

#endif
