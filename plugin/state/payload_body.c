/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bodies of payloads that are kept. */
#include "state/payload_body.h"

struct ikelog_octets payload_body_whole(const struct ikelog_view *view,
                                        const struct ikelog_payload *payload)
{
    struct ikelog_octets body = {NULL, 0};

    if (!payload)
        return body;
    body.data = ikelog_payload_body(view->octets.data, payload, &body.length);
    if (payload == &view->chain.payloads[view->chain.count - 1] && view->chain.status != IKELOG_OK)
        body.data = NULL; /* a part of it would only give wrong secrets */
    return body.data && body.length <= IKELOG_MAX_BODY ? body : (struct ikelog_octets){NULL, 0};
}

void payload_body_keep(GBytes **slot, const struct packet_context *p,
                       const struct ikelog_payload *payload)
{
    const struct ikelog_octets body = payload_body_whole(p->view, payload);

    if (!*slot && body.data)
        *slot = g_bytes_new(body.data, body.length);
}

void payload_body_keep_interned(GBytes **slot, const struct packet_context *p,
                                const struct ikelog_payload *payload)
{
    const struct ikelog_octets body = payload_body_whole(p->view, payload);

    if (!*slot && body.data)
        *slot = interned_body(&p->session->interned, body);
}
