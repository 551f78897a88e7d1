/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expert information: one entry for each status, event and verdict of the core that is worth one.
 */
#ifndef IKELOG_SHOWING_EXPERT_H
#define IKELOG_SHOWING_EXPERT_H

#include "compat.h"

#include "events/event.h"
#include "events/verdict.h"

void ikelog_expert_register(int proto);

/* True when somebody collects expert entries: -z expert, or the window of them. */
bool ikelog_expert_is_collected(void);

/* True when somebody will see expert information: it is not worth computing otherwise. */
bool ikelog_expert_wanted(proto_tree *tree);

/*
 * Report at `item` (may be NULL). `text` (or NULL) replaces the general sentence. Statuses without
 * severity report nothing. What is wrong only `because` the negotiation fails, which has an entry
 * of its own, is a note.
 */
void ikelog_expert_status(packet_info *pinfo, proto_item *item, enum ikelog_status status,
                          const char *text, bool because);
/* A payload or the padding contradicts the IKE SA; `text` names what was compared. */
void ikelog_expert_anomaly(packet_info *pinfo, proto_item *item, const char *text, bool common);
void ikelog_expert_event(packet_info *pinfo, proto_item *item, const struct ikelog_event *event,
                         const char *text, bool because);
/* The headline; the reason stands beside the verdict. */
void ikelog_expert_verdict(packet_info *pinfo, proto_item *item,
                           const struct ikelog_verdict *verdict);

#endif
