/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: the algorithms and lifetimes that were chosen, and those of a transform that is offered.
 */
#include "events/values_priv.h"

#include "wire/attribute.h"
#include "wire/numbers.h"

static bool known_number(uint64_t number, struct ikelog_value *value)
{
    value->number = number;
    return number != 0;
}

/* The transform at hand, when it is one of phase 1 (or not). */
static const struct ikelog_transform *transform_at_hand(
    const struct ikelog_template_context *context, bool phase1)
{
    const struct ikelog_message_part *item = context->item;

    return item && item->transform && (item->proposal->protocol == IKELOG_PROTO_ISAKMP) == phase1
               ? item->transform
               : NULL;
}

static bool is_at_a_transform(const struct ikelog_template_context *context)
{
    return context->item && context->item->transform;
}

/* What was chosen for phase 1; NULL when it is not known or a transform of phase 1 is at hand. */
static const struct ikelog_suite *suite_of(const struct ikelog_template_context *context)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    return sa && sa->suite->known && !transform_at_hand(context, true) ? sa->suite : NULL;
}

bool ikelog_value_ike_cipher(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_transform *transform = transform_at_hand(context, true);
    const struct ikelog_suite *suite = suite_of(context);

    return known_number(transform ? transform->cipher : suite ? suite->cipher_number : 0, value);
}

bool ikelog_value_ike_bits(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    const struct ikelog_transform *transform = transform_at_hand(context, true);
    const struct ikelog_suite *suite = suite_of(context);

    return known_number(transform ? transform->key_bits : suite ? 8u * suite->key_len : 0, value);
}

bool ikelog_value_ike_hash(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    const struct ikelog_transform *transform = transform_at_hand(context, true);
    const struct ikelog_suite *suite = suite_of(context);

    return known_number(transform ? transform->hash : suite ? suite->hash_number : 0, value);
}

bool ikelog_value_ike_group(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    const struct ikelog_transform *transform = transform_at_hand(context, true);
    const struct ikelog_suite *suite = suite_of(context);

    return known_number(transform ? transform->group : suite ? suite->group_number : 0, value);
}

bool ikelog_value_ike_auth(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    const struct ikelog_transform *transform = transform_at_hand(context, true);
    const struct ikelog_suite *suite = suite_of(context);

    return known_number(transform ? transform->auth : suite ? suite->auth_method : 0, value);
}

bool ikelog_value_ike_life(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    const struct ikelog_transform *transform = transform_at_hand(context, true);
    const struct ikelog_suite *suite = suite_of(context);

    return known_number(transform ? transform->life_seconds
                        : suite   ? suite->life_seconds
                                  : 0,
                        value);
}

bool ikelog_value_ike_kilobytes(const struct ikelog_template_context *context,
                                struct ikelog_value *value)
{
    const struct ikelog_transform *transform = transform_at_hand(context, true);
    const struct ikelog_suite *suite = suite_of(context);

    return known_number(transform ? transform->life_kilobytes
                        : suite   ? suite->life_kilobytes
                                  : 0,
                        value);
}

/* The pair of IPsec SAs that the event speaks of, else the first one. */
static const struct ikelog_transform *chosen_for_ipsec(
    const struct ikelog_template_context *context)
{
    const struct ikelog_quick *quick = ikelog_template_context_quick(context);
    uint32_t n = context->event->kind == IKELOG_EVENT_IPSEC_SA_LOADED ? context->event->number : 0;

    if (is_at_a_transform(context))
        return transform_at_hand(context, false);
    return quick && n < quick->ipsec_count ? quick->ipsec[n].transform : NULL;
}

bool ikelog_value_ipsec_transform(const struct ikelog_template_context *context,
                                  struct ikelog_value *value)
{
    const struct ikelog_transform *transform = chosen_for_ipsec(context);

    return known_number(transform ? transform->id : 0, value);
}

bool ikelog_value_ipsec_bits(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_transform *transform = chosen_for_ipsec(context);

    return known_number(transform ? transform->key_bits : 0, value);
}

bool ikelog_value_ipsec_auth(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_transform *transform = chosen_for_ipsec(context);

    return known_number(transform ? transform->integrity : 0, value);
}

bool ikelog_value_ipsec_group(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    const struct ikelog_transform *transform = chosen_for_ipsec(context);

    return known_number(transform ? transform->group : 0, value);
}

bool ikelog_value_ipsec_mode(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_transform *transform = chosen_for_ipsec(context);

    return known_number(transform ? transform->encapsulation : 0, value);
}

bool ikelog_value_ipsec_life(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_transform *transform = chosen_for_ipsec(context);

    return known_number(transform ? transform->life_seconds : 0, value);
}

bool ikelog_value_ipsec_kilobytes(const struct ikelog_template_context *context,
                                  struct ikelog_value *value)
{
    const struct ikelog_transform *transform = chosen_for_ipsec(context);

    return known_number(transform ? transform->life_kilobytes : 0, value);
}

bool ikelog_value_proposal_number(const struct ikelog_template_context *context,
                                  struct ikelog_value *value)
{
    if (!is_at_a_transform(context))
        return false;
    value->number = context->item->proposal->number;
    return true;
}

bool ikelog_value_proposal_protocol(const struct ikelog_template_context *context,
                                    struct ikelog_value *value)
{
    if (!is_at_a_transform(context))
        return false;
    value->number = context->item->proposal->protocol;
    return true;
}

bool ikelog_value_proposal_spi(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    if (!is_at_a_transform(context))
        return false;
    value->octets =
        (struct ikelog_octets){context->item->proposal->spi, context->item->proposal->spi_length};
    return value->octets.length > 0;
}

bool ikelog_value_transform_number(const struct ikelog_template_context *context,
                                   struct ikelog_value *value)
{
    if (!is_at_a_transform(context))
        return false;
    value->number = context->item->transform->number;
    return true;
}

bool ikelog_value_transform_next(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    if (!is_at_a_transform(context))
        return false;
    value->number = context->item->last ? 0 : 3;
    return true;
}

static const struct ikelog_attribute *attribute_of(const struct ikelog_template_context *context)
{
    return context->item ? context->item->attribute : NULL;
}

bool ikelog_value_attribute(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    const struct ikelog_attribute *attribute = attribute_of(context);

    value->number = attribute ? attribute->type : 0;
    return attribute != NULL;
}

bool ikelog_value_attribute_length(const struct ikelog_template_context *context,
                                   struct ikelog_value *value)
{
    const struct ikelog_attribute *attribute = attribute_of(context);

    value->number = attribute ? attribute->value.length : 0;
    return attribute != NULL;
}

bool ikelog_value_attribute_octets(const struct ikelog_template_context *context,
                                   struct ikelog_value *value)
{
    const struct ikelog_attribute *attribute = attribute_of(context);

    if (!attribute)
        return false;
    value->octets = attribute->value;
    return value->octets.length > 0;
}

bool ikelog_value_attribute_number(const struct ikelog_template_context *context,
                                   struct ikelog_value *value)
{
    const struct ikelog_attribute *attribute = attribute_of(context);

    return attribute && ikelog_attribute_number(attribute, &value->number);
}

bool ikelog_value_attribute_text(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    const struct ikelog_attribute *attribute = attribute_of(context);

    if (!attribute || attribute->value.length == 0)
        return false;
    ikelog_text_escape(attribute->value, 1024, value->text);
    return true;
}

bool ikelog_value_attribute_address(const struct ikelog_template_context *context,
                                    struct ikelog_value *value)
{
    const struct ikelog_attribute *attribute = attribute_of(context);
    uint32_t length = attribute ? attribute->value.length : 0;

    if (length != 4 && length != 16)
        return false;
    ikelog_text_address(length == 4 ? 4 : 6, attribute->value.data, value->text);
    return true;
}

bool ikelog_value_attribute_form(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    const struct ikelog_attribute *attribute = attribute_of(context);

    return attribute &&
           ikelog_value_known_text(attribute->short_form ? "basic" : "variable", value);
}
