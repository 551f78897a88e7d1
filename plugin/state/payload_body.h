/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bodies of payloads that are kept. */
#ifndef IKELOG_STATE_PAYLOAD_BODY_H
#define IKELOG_STATE_PAYLOAD_BODY_H

#include "state/packet_context.h"

/* The body of a payload that is whole and not too long; else, and for NULL, no octets. */
struct ikelog_octets payload_body_whole(const struct ikelog_view *view,
                                        const struct ikelog_payload *payload);

/* Keep that body when there is one and nothing was kept before; of bodies that recur one copy. */
void payload_body_keep(GBytes **slot, const struct packet_context *p,
                       const struct ikelog_payload *payload);
void payload_body_keep_interned(GBytes **slot, const struct packet_context *p,
                                const struct ikelog_payload *payload);

#endif
