/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A payload in few words, as its row can say it. */
#include "reports/payload.h"

#include "events/template_context.h"
#include "wire/payload_table.h"

static const struct ikelog_payload_row *row_of(const struct ikelog_view *view, uint32_t n)
{
    return ikelog_payload_row(view->chain.payloads[n].type, ikelog_view_is_gdoi(view));
}

bool ikelog_payload_value(const struct ikelog_view *view, uint32_t n, GString *text)
{
    const struct ikelog_payload *payload = &view->chain.payloads[n];
    const struct ikelog_payload_row *row = row_of(view, n);
    struct ikelog_octets body;

    if (!row || !row->value || !ikelog_view_payload(view, n, row->type, &body))
        return false;
    if (row->parse || payload->claimed <= payload->length)
        return row->value(body, text);
    /* Of a payload that is one field and was cut, the length field still tells the size. */
    g_string_append_printf(text, "%u octets", payload->claimed - IKELOG_GENERIC_LEN);
    return true;
}

bool ikelog_payload_is_telling(const struct ikelog_view *view, uint32_t n)
{
    const struct ikelog_payload_row *row = row_of(view, n);

    return row && row->telling;
}

const char *ikelog_payload_meaning(const struct ikelog_view *view, uint32_t n)
{
    const struct ikelog_payload_row *row = row_of(view, n);
    bool later = view->record && view->record->phase != 1;

    return row ? row->meaning[later] : NULL;
}

void ikelog_payload_name(const struct ikelog_view *view, uint32_t n, GString *text)
{
    ikelog_view_describe_payload(view, n, text);
}
