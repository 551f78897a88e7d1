/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames that are not IKE but tell about it: ICMP errors, ESP, comments with keys. */
#ifndef IKELOG_ARRIVING_POSTDISSECTOR_H
#define IKELOG_ARRIVING_POSTDISSECTOR_H

/* At registration: looks at every frame after all dissectors had it. */
void ikelog_postdissector_register(int proto);

/* When all dissectors are there. */
void ikelog_postdissector_handoff(void);

#endif
