/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets that wait for the end of the capture, where what is said of them is final. */
#ifndef IKELOG_REPORTS_PACKET_STORE_H
#define IKELOG_REPORTS_PACKET_STORE_H

#include "events/packet.h"

/*
 * Packets in the order in which they were added, each with its octets as captured: in a temporary
 * file that has no name, so that many of them take little memory; the latest, and those that the
 * disk has no room for, in memory. Sessions and records stay where they are and have to live as
 * long. Opaque.
 */
struct ikelog_packet_store;

struct ikelog_packet_store *ikelog_packet_store_new(void);
void ikelog_packet_store_free(struct ikelog_packet_store *store);

/* Forget all packets. */
void ikelog_packet_store_clear(struct ikelog_packet_store *store);

void ikelog_packet_store_add(struct ikelog_packet_store *store, const struct ikelog_packet *packet);

guint ikelog_packet_store_count(const struct ikelog_packet_store *store);

/*
 * Packet n (from 0), closed, until the next call; who opens it closes it before that. NULL when the
 * temporary file cannot be read any more.
 */
struct ikelog_packet *ikelog_packet_store_at(struct ikelog_packet_store *store, guint n);

/* At most so many octets are written to the file in all; for tests. */
void ikelog_packet_store_limit(struct ikelog_packet_store *store, uint64_t most);

#endif
