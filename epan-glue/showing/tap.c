/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The taps by which packets reach the listeners: ours, and that of Export Objects. */

#include "showing/tap.h"

/* Wireshark calls the tap of an exporter by the protocol's name and this ending. */
#define EXPORT_TAP "ikelog_eo"

static int taps[2];

void ikelog_tap_register(void)
{
    taps[0] = register_tap(IKELOG_TAP);
    taps[1] = register_tap(EXPORT_TAP);
}

void ikelog_tap_queue(struct ikelog_dissection *dissection)
{
    if (dissection->packet.kind == IKELOG_PACKET_QUOTE)
        return;
    for (unsigned i = 0; i < array_length(taps); i++) {
        if (have_tap_listener(taps[i]))
            tap_queue_packet(taps[i], dissection->pinfo, dissection);
    }
}

struct ikelog_dissection *ikelog_tapped(const void *data)
{
    return (struct ikelog_dissection *)(uintptr_t)data;
}
