/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Payloads and padding that do not agree with the IKE SA, shown where they stand. */
#ifndef IKELOG_GLUE_CONTRADICTIONS_H
#define IKELOG_GLUE_CONTRADICTIONS_H

#include "shown.h"

#include "state/anomalies.h"

struct ikelog_contradictions {
    unsigned count;
    struct ikelog_anomaly rows[IKELOG_MAX_ANOMALIES];
};

/* All of an opened message; none when it is not followed. */
void ikelog_contradictions_find(const struct ikelog_shown *shown,
                                struct ikelog_contradictions *found);

/*
 * Add those of the payload (or padding) that begins at `offset` of the message's octets to `tree`,
 * and raise expert information, also without a tree.
 */
void ikelog_contradictions_show(const struct ikelog_contradictions *found, packet_info *pinfo,
                                proto_tree *tree, uint32_t offset);

#endif
