/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The devices whose logs a capture holds: a log is that of one device. */
#ifndef IKELOG_REPORTS_DEVICES_H
#define IKELOG_REPORTS_DEVICES_H

#include "reports/packet_store.h"

/* A device of ours, by its address; it has several when it moved. */
struct ikelog_device {
    struct ikelog_endpoint address; /* where it spoke from first */
    GArray *addresses;              /* struct ikelog_prefix, all of them */
    GArray *packets;                /* guint: the numbers of those that it sent or received */
};

/*
 * The devices (struct ikelog_device *, g_ptr_array_unref) that are ours in IKE SAs of these packets
 * in order of appearance: those that the policy's addresses name, or
 * those that have the side of its perspective. A packet between two of them belongs to both.
 */
GPtrArray *ikelog_devices_find(struct ikelog_packet_store *packets,
                               const struct ikelog_policy *policy);

#endif
