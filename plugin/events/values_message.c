/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: the message of the frame. */
#include "events/frame.h"
#include "events/values_priv.h"
#include "wire/config.h"

bool ikelog_value_exchange(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    if (!context->view)
        return false;
    ikelog_names_exchange(context->names, context->view, value->text);
    return true;
}

bool ikelog_value_payloads(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    if (!context->view || context->naming)
        return false;
    if (context->closed)
        ikelog_names_closed(context, value->text);
    else
        ikelog_names_payloads(context, value->text);
    return true;
}

bool ikelog_value_opened(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_view *view = context->view;
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    if (!view || (!view->readable && !(sa && sa->keyset_count)))
        return false;
    return ikelog_value_known_text(view->readable && !context->closed ? "yes" : "no", value);
}

bool ikelog_value_mark(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    if (!context->view)
        return false;
    if (context->view->header.flags & IKELOG_FLAG_ENCRYPTION)
        ikelog_text_append(value->text, context->names->encrypted,
                           strlen(context->names->encrypted));
    return true;
}

static bool of_record(const struct ikelog_record *record, uint64_t number,
                      struct ikelog_value *value)
{
    value->number = number;
    return record != NULL;
}

bool ikelog_value_message_id(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    return of_record(record, record ? record->exchange->message_id : 0, value);
}

static bool frame_of(const struct ikelog_record *record, struct ikelog_value *value)
{
    return of_record(record, record ? record->frame : 0, value);
}

bool ikelog_value_message_length(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    return of_record(record, record ? record->length : 0, value);
}

bool ikelog_value_frame(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return frame_of(ikelog_template_context_record(context), value);
}

bool ikelog_value_original(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    return record && frame_of(ikelog_record_repeats(record), value);
}

bool ikelog_value_request(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    return record && frame_of(record->request, value);
}

bool ikelog_value_answer(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    return record && frame_of(record->answer, value);
}

bool ikelog_value_step(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    value->number = record ? record->step : 0;
    return value->number != 0;
}

bool ikelog_value_steps(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    value->number = record ? ikelog_exchange_expected(record->exchange) : 0;
    return value->number != 0;
}

bool ikelog_value_phase(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    return of_record(record, record ? record->phase : 0, value);
}

bool ikelog_value_role(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    bool always_request;

    if (!record)
        return false;
    always_request = context->names->informational_requests &&
                     record->exchange->type == IKELOG_EXCHANGE_INFORMATIONAL;
    g_string_append(value->text, ikelog_record_original(record)->request && !always_request
                                     ? "response"
                                     : "request");
    return true;
}

bool ikelog_value_decryption(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    if (!record || !(record->flags & IKELOG_RECORD_ENCRYPTED))
        return false;
    g_string_append(value->text, ikelog_status_text(ikelog_record_decryption(record)));
    return true;
}

bool ikelog_value_check(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    enum ikelog_status check = record ? ikelog_record_check(record) : IKELOG_OK;

    if (check == IKELOG_OK)
        return false;
    g_string_append(value->text, ikelog_status_text(check));
    return true;
}

static bool find_config(const struct ikelog_view *view, struct ikelog_config *config)
{
    struct ikelog_octets body;

    for (uint32_t i = 0; view && i < view->chain.count; i++)
        if (ikelog_view_payload(view, i, IKELOG_PAYLOAD_CONFIG, &body))
            return ikelog_config_read(body, config);
    return false;
}

bool ikelog_value_user(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    struct ikelog_config config;

    if (!find_config(context->view, &config) || config.user.length == 0)
        return false;
    ikelog_text_escape(config.user, 128, value->text);
    return true;
}

bool ikelog_value_inner_address(const struct ikelog_template_context *context,
                                struct ikelog_value *value)
{
    struct ikelog_endpoint inner = {.family = 4};
    struct ikelog_config config;

    if (!find_config(context->view, &config) || config.address.length != 4)
        return false;
    for (uint32_t i = 0; i < 4; i++)
        inner.address[i] = config.address.data[i];
    ikelog_endpoint_describe(&inner, value->text);
    return true;
}

bool ikelog_value_inner_use(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const struct ikelog_record *record = ikelog_template_context_record(context);
    struct ikelog_config config;

    if (!find_config(context->view, &config))
        return false;
    if (config.address.length == 4)
        return ikelog_value_known_text("That address is used inside the tunnel", value);
    return ikelog_value_known_text(
        sa && record && sa->course->config_empty == ikelog_record_original(record)
            ? "No address is among them although one was asked for: check the pool of addresses"
            : "No address is among them",
        value);
}

/* Type and code as the event holds them; ICMPv6 has other types for the same faults. */
static const struct {
    uint8_t type, code;
    const char *text;
} icmp_texts[] = {
    {3, 0, "network unreachable"},
    {3, 1, "host unreachable"},
    {3, 2, "protocol unreachable"},
    {3, 3, "port unreachable: nobody listens on that UDP port"},
    {3, 4, "packet too big and not to be fragmented"},
    {3, 9, "network administratively prohibited"},
    {3, 10, "host administratively prohibited"},
    {3, 13, "communication administratively prohibited: a filter on the way refuses it"},
    {11, 0, "time to live exceeded: a routing loop, or too many hops"},
    {11, 1, "fragment reassembly time exceeded: a fragment got lost"},
    {12, 0, "bad IP header"},
    {1, 0, "no route to destination"},
    {1, 1, "communication administratively prohibited"},
    {1, 3, "address unreachable"},
    {1, 4, "port unreachable: nobody listens on that UDP port"},
    {2, 0, "packet too big"},
};

bool ikelog_value_icmp(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    uint8_t type = (uint8_t)(context->event->number >> 8), code = (uint8_t)context->event->number;

    if (context->event->kind != IKELOG_EVENT_SEND_FAILED)
        return false;
    for (size_t i = 0; i < G_N_ELEMENTS(icmp_texts); i++) {
        if (icmp_texts[i].type == type && icmp_texts[i].code == code) {
            g_string_append(value->text, icmp_texts[i].text);
            return true;
        }
    }
    g_string_append_printf(value->text, "ICMP type %u code %u", type, code);
    return true;
}
