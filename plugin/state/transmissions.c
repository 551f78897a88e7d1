/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The latest transmissions, which distinguish a copy of a packet from a repeat. */
#include "state/transmissions.h"

static unsigned slot_of(struct ikelog_fingerprint fingerprint)
{
    return (unsigned)(fingerprint.value & (RECENT_SLOTS - 1));
}

/* The same packet on two interfaces or mirror ports comes at once. */
const struct transmission *transmissions_find(const struct transmissions *transmissions,
                                              const struct ikelog_datagram *datagram,
                                              struct ikelog_fingerprint fingerprint)
{
    const struct transmission *recent = &transmissions->slots[slot_of(fingerprint)];

    if (!recent->used || !ikelog_fingerprint_equal(recent->fingerprint, fingerprint) ||
        datagram->time_ns - recent->time_ns > COPY_WINDOW_NS || datagram->time_ns < recent->time_ns)
        return NULL;
    if (datagram->ip_id >= 0 && recent->ip_id >= 0 && datagram->ip_id != recent->ip_id)
        return NULL;
    return recent;
}

void transmissions_add(struct transmissions *transmissions, const struct ikelog_datagram *datagram,
                       struct ikelog_fingerprint fingerprint)
{
    transmissions->slots[slot_of(fingerprint)] = (struct transmission){.fingerprint = fingerprint,
                                                                       .time_ns = datagram->time_ns,
                                                                       .ip_id = datagram->ip_id,
                                                                       .frame = datagram->frame,
                                                                       .used = true};
}
