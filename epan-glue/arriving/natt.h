/* SPDX-License-Identifier: GPL-2.0-or-later */
/* UDP port 4500: IKE after a non-ESP marker, ESP and keepalives (RFC 3948). */
#ifndef IKELOG_ARRIVING_NATT_H
#define IKELOG_ARRIVING_NATT_H

#include "compat.h"

#define IKELOG_MARKER_LENGTH 4u

/* True when tvb begins with a non-ESP marker: four zero octets where ESP has its SPI. */
bool ikelog_natt_has_marker(tvbuff_t *tvb);

/* At registration: the protocol of its own that the port needs. */
void ikelog_natt_register(void);

/*
 * When all dissectors are there: take the stock handler of the port. Must come before the port is
 * taken over. `ike` dissects what follows a marker.
 */
void ikelog_natt_handoff(dissector_handle_t ike);

/* Ours, and the stock handler that had the port before (NULL: none). */
dissector_handle_t ikelog_natt_handle(void);
dissector_handle_t ikelog_natt_stock_handle(void);

#endif
