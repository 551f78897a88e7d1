/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Payloads and padding that do not agree with the IKE SA, shown where they stand. */
#ifndef IKELOG_SHOWING_ANOMALY_ITEMS_H
#define IKELOG_SHOWING_ANOMALY_ITEMS_H

#include "showing/dissection.h"

#include "state/anomalies.h"

struct ikelog_anomalies {
    unsigned count;
    struct ikelog_anomaly rows[IKELOG_MAX_ANOMALIES];
};

/* All of an opened message; none when it is not followed. */
void ikelog_anomalies_find(const struct ikelog_dissection *dissection,
                           struct ikelog_anomalies *found);

/*
 * Add those of the payload (or padding) that begins at `offset` of the message's octets to `tree`,
 * and raise expert information, also without a tree.
 */
void ikelog_anomalies_show(const struct ikelog_anomalies *found, packet_info *pinfo,
                           proto_tree *tree, uint32_t offset);

#endif
