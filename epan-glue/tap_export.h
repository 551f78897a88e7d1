/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Export Objects has a tap of its own; it is told what the other one is. */
#ifndef IKELOG_GLUE_TAP_EXPORT_H
#define IKELOG_GLUE_TAP_EXPORT_H

/* At registration of the protocol. */
void ikelog_tap_export_register(void);

/* The tap. */
int ikelog_tap_export_id(void);

#endif
