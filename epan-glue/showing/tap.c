/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The taps by which packets reach the listeners: ours, and that of Export Objects. */

#include "showing/tap.h"

/* Wireshark calls the tap of an exporter by the protocol's name and this ending. */
#define EXPORT_TAP "ikelog_eo"

static int taps[2], tree_tap;

void ikelog_tap_register(void)
{
    taps[0] = register_tap(IKELOG_TAP);
    taps[1] = register_tap(EXPORT_TAP);
    tree_tap = register_tap(IKELOG_TREE_TAP);
}

static void queue_for_tree(packet_info *pinfo, struct ikelog_dissection *dissection,
                           enum ikelog_other other)
{
    struct ikelog_tapped_any *any;

    if (!have_tap_listener(tree_tap))
        return;
    any = wmem_new(pinfo->pool, struct ikelog_tapped_any);
    *any = (struct ikelog_tapped_any){dissection, other};
    tap_queue_packet(tree_tap, pinfo, any);
}

void ikelog_tap_queue_other(packet_info *pinfo, enum ikelog_other other)
{
    queue_for_tree(pinfo, NULL, other);
}

void ikelog_tap_queue(struct ikelog_dissection *dissection)
{
    if (dissection->packet.kind == IKELOG_PACKET_QUOTE)
        return;
    for (unsigned i = 0; i < array_length(taps); i++) {
        if (have_tap_listener(taps[i]))
            tap_queue_packet(taps[i], dissection->pinfo, dissection);
    }
    queue_for_tree(dissection->pinfo, dissection, IKELOG_OTHER_KEEPALIVE);
}

struct ikelog_dissection *ikelog_tapped(const void *data)
{
    return (struct ikelog_dissection *)(uintptr_t)data;
}
