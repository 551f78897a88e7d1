/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Walks over the payloads, transforms and attributes of a message. */
#include "events/items.h"

#include "wire/attribute.h"
#include "wire/numbers.h"

/* Could the device whose log it is read the payloads? */
static bool is_open(const struct ikelog_template_context *context)
{
    return context->view && context->view->readable && !context->closed;
}

/* The number of the payload at hand, or of the first one, of this type. */
static bool find_payload(const struct ikelog_template_context *context, uint8_t type,
                         uint32_t *number, struct ikelog_octets *body)
{
    if (!is_open(context))
        return false;
    *number = context->item ? context->item->payload : 0;
    if (context->item)
        return ikelog_view_payload(context->view, *number, type, body);
    for (; *number < context->view->chain.count; (*number)++)
        if (ikelog_view_payload(context->view, *number, type, body))
            return true;
    return false;
}

bool ikelog_item_payload(const struct ikelog_template_context *context, uint8_t type,
                         struct ikelog_octets *body)
{
    uint32_t number;

    return find_payload(context, type, &number, body);
}

void ikelog_items_payloads(const struct ikelog_template_context *context, ikelog_item_visit *visit,
                           void *data)
{
    struct ikelog_template_context inner = *context;
    uint32_t counts[256] = {0}, seen[256] = {0};
    const struct ikelog_chain *chain;

    if (!is_open(context) || context->item)
        return;
    chain = &context->view->chain;
    for (uint32_t n = 0; n < chain->count; n++)
        counts[chain->payloads[n].type]++;
    for (uint32_t n = 0; n < chain->count; n++) {
        const uint8_t type = chain->payloads[n].type;
        const struct ikelog_message_part item = {
            .payload = n, .number = seen[type]++, .count = counts[type]};

        inner.item = &item;
        visit(data, &inner);
    }
}

void ikelog_items_config_attributes(const struct ikelog_template_context *context,
                                    ikelog_item_visit *visit, void *data)
{
    struct ikelog_message_part item =
        context->item ? *context->item : (struct ikelog_message_part){0};
    struct ikelog_template_context inner = *context;
    struct ikelog_attribute attribute;
    struct ikelog_octets body;
    struct ikelog_reader r;

    if (item.attribute || !find_payload(context, IKELOG_PAYLOAD_CONFIG, &item.payload, &body))
        return;
    r = ikelog_reader_over(body.data, body.length);
    ikelog_read_u32(&r); /* type, reserved, identifier */
    item.attribute = &attribute;
    inner.item = &item;
    for (unsigned n = 0; n < IKELOG_MAX_ITEMS && ikelog_reader_left(&r) > 0; n++) {
        if (ikelog_attribute_read(&r, &attribute) != IKELOG_OK)
            return;
        item.place = n;
        visit(data, &inner);
    }
}

/* The attributes of a transform, as they stand in the body of their SA payload. */
static void visit_attributes(const struct ikelog_template_context *inner,
                             const struct ikelog_message_part *item, struct ikelog_octets body,
                             ikelog_item_visit *visit, void *data)
{
    const struct ikelog_transform *transform = item->transform;
    struct ikelog_reader r =
        ikelog_reader_over(body.data + transform->attributes_at, transform->attributes_length);
    struct ikelog_attribute attribute;
    struct ikelog_message_part part = *item;
    struct ikelog_template_context context = *inner;

    part.attribute = &attribute;
    context.item = &part;
    for (unsigned n = 0; n < IKELOG_MAX_ATTRIBUTES && ikelog_reader_left(&r) > 0; n++) {
        if (ikelog_attribute_read(&r, &attribute) != IKELOG_OK)
            break;
        part.place = n;
        visit(data, &context);
    }
}

static void visit_proposal(struct ikelog_template_context *inner, struct ikelog_message_part *item,
                           const struct ikelog_sa_payload *sa, struct ikelog_octets body,
                           ikelog_item_visit *const visits[2], void *data)
{
    const unsigned end = item->proposal->first + item->proposal->count;

    for (unsigned n = item->proposal->first; n < end && n < IKELOG_MAX_ITEMS; n++) {
        item->transform = &sa->transforms[n];
        item->number = n;
        item->last = n + 1 == end;
        item->count = sa->transform_count;
        if (visits[0])
            visits[0](data, inner);
        if (visits[1])
            visit_attributes(inner, item, body, visits[1], data);
    }
}

void ikelog_items_transforms(const struct ikelog_template_context *context,
                             ikelog_item_visit *transform, ikelog_item_visit *attribute, void *data)
{
    ikelog_item_visit *const visits[] = {transform, attribute};
    struct ikelog_message_part item =
        context->item ? *context->item : (struct ikelog_message_part){0};
    struct ikelog_template_context inner = *context;
    struct ikelog_sa_payload *sa;
    struct ikelog_octets body;

    if (item.transform || !find_payload(context, IKELOG_PAYLOAD_SA, &item.payload, &body))
        return;
    sa = g_new(struct ikelog_sa_payload, 1);
    ikelog_sa_payload_read(body, sa);
    inner.item = &item;
    for (uint32_t n = 0; n < sa->proposal_count; n++) {
        item.proposal = &sa->proposals[n];
        visit_proposal(&inner, &item, sa, body, visits, data);
    }
    g_free(sa);
}
