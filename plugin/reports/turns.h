/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The order in which a device that does one thing after the other deals with its packets. */
#ifndef IKELOG_REPORTS_TURNS_H
#define IKELOG_REPORTS_TURNS_H

#include "dialects/dialect.h"
#include "reports/packet_store.h"

/* So many packets are looked back at; what a device was longer at work for stays as captured. */
#define IKELOG_TURNS_LOOK_BACK 16u

/*
 * The numbers of a device's packets (guint) in the order in which its log has them (g_array_unref).
 * `numbers` are those of its packets as captured; NULL: all of the store. What such a device
 * receives of an IKE SA while it is at work for it, comes after what it then sends. It is at work
 * from a message to its answer, from the end of phase 1 to what it begins next, and from a Delete
 * to the next one. What came before it deleted the IKE SA is not in the log: nobody looked at it.
 * Devices whose dialect says nothing of it keep the order as captured.
 */
GArray *ikelog_turns_of(struct ikelog_packet_store *packets, const GArray *numbers,
                        const struct ikelog_dialect *dialect, const struct ikelog_policy *policy);

#endif
