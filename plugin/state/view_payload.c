/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The payloads of an opened message. */
#include "state/session.h"

bool ikelog_view_payload(const struct ikelog_view *view, uint32_t n, uint8_t type,
                         struct ikelog_octets *body)
{
    const struct ikelog_payload *payload;

    if (!view->readable || n >= view->chain.count)
        return false;
    payload = &view->chain.payloads[n];
    if ((type != 0 && payload->type != type) ||
        payload->offset + IKELOG_GENERIC_LEN < view->unknown)
        return false;
    body->data = ikelog_payload_body(view->octets.data, payload, &body->length);
    return body->data != NULL;
}

enum ikelog_payload_class ikelog_view_payload_class(const struct ikelog_view *view, uint32_t n)
{
    const struct ikelog_payload_row *row =
        ikelog_payload_row(view->chain.payloads[n].type, ikelog_view_is_gdoi(view));

    return row ? row->class : IKELOG_CLASS_PLAIN;
}

bool ikelog_view_is_gdoi(const struct ikelog_view *view)
{
    return view->record && view->record->exchange->sa->gdoi;
}

bool ikelog_view_is_cut(const struct ikelog_view *view)
{
    return view->message.length < view->header.length;
}

bool ikelog_view_lost_payloads(const struct ikelog_view *view)
{
    const struct ikelog_chain *chain = &view->chain;
    const struct ikelog_payload *last = chain->count ? &chain->payloads[chain->count - 1] : NULL;

    return ikelog_view_is_cut(view) && chain->status == IKELOG_TRUNCATED && last &&
           (last->next != 0 || last->length == 0);
}
