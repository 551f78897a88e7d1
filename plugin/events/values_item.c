/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: the payload at hand. */
#include "events/items.h"
#include "events/values_priv.h"

#include "wire/config.h"
#include "wire/numbers.h"

/* The payload at hand, in the chain. NULL: none is at hand. */
static const struct ikelog_payload *at_hand(const struct ikelog_template_context *context)
{
    return context->item ? &context->view->chain.payloads[context->item->payload] : NULL;
}

bool ikelog_value_payload(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    if (!at_hand(context) || context->naming)
        return false;
    ikelog_names_payload(context, context->item->payload, value->text);
    return true;
}

bool ikelog_value_payload_type(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    const struct ikelog_payload *payload = at_hand(context);

    value->number = payload ? payload->type : 0;
    return payload != NULL;
}

bool ikelog_value_payload_next(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    const struct ikelog_payload *payload = at_hand(context);

    value->number = payload ? payload->next : 0;
    return payload != NULL;
}

bool ikelog_value_payload_length(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    const struct ikelog_payload *payload = at_hand(context);

    value->number = payload ? payload->length : 0;
    return payload != NULL;
}

bool ikelog_value_payload_octets(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    return at_hand(context) && ikelog_item_payload(context, 0, &value->octets);
}

bool ikelog_value_payload_number(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    value->number = context->item ? context->item->number : 0;
    return at_hand(context) != NULL;
}

bool ikelog_value_payload_count(const struct ikelog_template_context *context,
                                struct ikelog_value *value)
{
    value->number = context->item ? context->item->count : 0;
    return at_hand(context) != NULL;
}

bool ikelog_value_vendor_id(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    struct ikelog_octets body;

    return ikelog_item_payload(context, IKELOG_PAYLOAD_VID, &body) &&
           ikelog_names_vendor(context->names, body, value->text);
}

bool ikelog_value_vendor_major(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    struct ikelog_octets body;

    if (!ikelog_item_payload(context, IKELOG_PAYLOAD_VID, &body) || body.length < 15)
        return false;
    value->number = body.data[14];
    return true;
}

static bool find_notify(const struct ikelog_template_context *context, struct ikelog_notify *notify)
{
    struct ikelog_octets body;

    return ikelog_item_payload(context, IKELOG_PAYLOAD_NOTIFY, &body) &&
           ikelog_notify_read(body, notify);
}

bool ikelog_value_payload_notify(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    struct ikelog_notify notify;

    if (!find_notify(context, &notify))
        return false;
    ikelog_names_notify(context->names, notify.type, value->text);
    return true;
}

bool ikelog_value_notify_number(const struct ikelog_template_context *context,
                                struct ikelog_value *value)
{
    struct ikelog_notify notify;

    if (!find_notify(context, &notify))
        return false;
    value->number = notify.type;
    return true;
}

bool ikelog_value_notify_protocol(const struct ikelog_template_context *context,
                                  struct ikelog_value *value)
{
    struct ikelog_notify notify;

    if (!find_notify(context, &notify))
        return false;
    value->number = notify.protocol;
    return true;
}

bool ikelog_value_notify_spi(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    struct ikelog_notify notify;

    if (!find_notify(context, &notify))
        return false;
    value->octets = notify.spi;
    return value->octets.length > 0;
}

bool ikelog_value_notify_data(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    struct ikelog_notify notify;

    if (!find_notify(context, &notify))
        return false;
    value->octets = notify.data;
    return value->octets.length > 0;
}

static bool find_delete(const struct ikelog_template_context *context,
                        struct ikelog_delete *deleted)
{
    struct ikelog_octets body;

    return ikelog_item_payload(context, IKELOG_PAYLOAD_DELETE, &body) &&
           ikelog_delete_read(body, deleted) != IKELOG_TRUNCATED;
}

bool ikelog_value_delete_protocol(const struct ikelog_template_context *context,
                                  struct ikelog_value *value)
{
    struct ikelog_delete deleted;

    if (!find_delete(context, &deleted))
        return false;
    value->number = deleted.protocol;
    return true;
}

bool ikelog_value_delete_count(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    struct ikelog_delete deleted;

    if (!find_delete(context, &deleted))
        return false;
    value->number = deleted.count;
    return true;
}

bool ikelog_value_delete_spi(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    struct ikelog_delete deleted;
    uint32_t spi;

    if (!find_delete(context, &deleted) || !ikelog_delete_spi(&deleted, 0, &spi))
        return false;
    value->number = spi;
    return true;
}

/* The identity that is being written, else that of the ID payload at hand. */
static bool find_id(const struct ikelog_template_context *context, struct ikelog_id *id)
{
    struct ikelog_octets body;

    if (context->id) {
        *id = *context->id;
        return true;
    }
    return ikelog_item_payload(context, IKELOG_PAYLOAD_ID, &body) &&
           ikelog_id_read(body, id) == IKELOG_OK;
}

bool ikelog_value_id_type(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    struct ikelog_id id;

    if (!find_id(context, &id))
        return false;
    value->number = id.type;
    return true;
}

bool ikelog_value_id_protocol(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    struct ikelog_id id;

    if (!find_id(context, &id))
        return false;
    value->number = id.protocol;
    return true;
}

bool ikelog_value_id_port(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    struct ikelog_id id;

    if (!find_id(context, &id))
        return false;
    value->number = id.port;
    return true;
}

bool ikelog_value_payload_id(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    struct ikelog_id id;

    if (context->id || !find_id(context, &id))
        return false;
    ikelog_id_append(context, &id, value->text);
    return true;
}

bool ikelog_value_config_type(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    struct ikelog_octets body;

    if (!ikelog_item_payload(context, IKELOG_PAYLOAD_CONFIG, &body) || body.length < 4)
        return false;
    value->number = body.data[0];
    return true;
}

bool ikelog_value_config_identifier(const struct ikelog_template_context *context,
                                    struct ikelog_value *value)
{
    struct ikelog_octets body;

    if (!ikelog_item_payload(context, IKELOG_PAYLOAD_CONFIG, &body) || body.length < 4)
        return false;
    value->number = (uint64_t)body.data[2] << 8 | body.data[3];
    return true;
}

static bool find_fragment(const struct ikelog_template_context *context,
                          struct ikelog_fragment *fragment)
{
    struct ikelog_octets body;

    return ikelog_item_payload(context, IKELOG_PAYLOAD_FRAGMENT, &body) &&
           ikelog_fragment_read(body, fragment) == IKELOG_OK;
}

bool ikelog_value_fragment(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    struct ikelog_fragment fragment;

    if (!find_fragment(context, &fragment))
        return false;
    value->number = fragment.number;
    return true;
}

bool ikelog_value_fragments(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    struct ikelog_fragment fragment;

    if (!find_fragment(context, &fragment) || !fragment.last)
        return false;
    value->number = fragment.number;
    return true;
}
