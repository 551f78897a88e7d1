/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: what a Quick Mode negotiates, identities, and the ranges of rules. */
#include "events/offers.h"
#include "events/range.h"
#include "events/template.h"
#include "events/values_priv.h"
#include "wire/numbers.h"

#include <string.h>

bool ikelog_template_context_quick_id(const struct ikelog_template_context *context, unsigned which,
                                      struct ikelog_id *id)
{
    const struct ikelog_quick *quick = ikelog_template_context_quick(context);
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);
    const struct ikelog_endpoint *end;
    enum ikelog_side side;

    if (!quick || context->id)
        return false;
    if (quick->id_ci || quick->id_cr)
        return ikelog_id_read_kept(which == 0 ? quick->id_ci : quick->id_cr, id);
    side = (enum ikelog_side)exchange->starter;
    end = &exchange->sa->sides[which == 0 ? side : ikelog_side_other(side)].first;
    *id = (struct ikelog_id){.type = end->family == 4 ? IKELOG_ID_IPV4_ADDR : IKELOG_ID_IPV6_ADDR,
                             .data = {end->address, ikelog_address_length(end->family)}};
    return end->family != 0;
}

void ikelog_id_append(const struct ikelog_template_context *context, const struct ikelog_id *id,
                      GString *text)
{
    const struct ikelog_template *words = NULL;
    struct ikelog_template_context inner = *context;

    inner.id = id;
    if (context->names->ids)
        words = (const struct ikelog_template *)g_hash_table_lookup(context->names->ids,
                                                                    GUINT_TO_POINTER(id->type));
    if (!words || !ikelog_template_render(words, &inner, text))
        ikelog_id_describe(id, text);
}

static bool describe_id(const struct ikelog_template_context *context, unsigned which,
                        struct ikelog_value *value)
{
    struct ikelog_id id;

    if (!ikelog_template_context_quick_id(context, which, &id))
        return false;
    ikelog_id_append(context, &id, value->text);
    return true;
}

bool ikelog_value_id_ci(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return describe_id(context, 0, value);
}

bool ikelog_value_id_cr(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return describe_id(context, 1, value);
}

bool ikelog_template_context_agreed_id(const struct ikelog_template_context *context,
                                       enum ikelog_side side, struct ikelog_id *id)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);
    const struct ikelog_quick *quick = exchange ? ikelog_exchange_quick(exchange) : NULL;
    unsigned which;

    if (!quick || context->id)
        return false;
    which = side != (enum ikelog_side)exchange->starter;
    return ikelog_id_read_kept(which == 0 ? quick->reply_ci : quick->reply_cr, id) ||
           ikelog_template_context_quick_id(context, which, id);
}

static bool id_of_side(const struct ikelog_template_context *context, enum ikelog_side side,
                       struct ikelog_value *value)
{
    struct ikelog_id id;

    if (!ikelog_template_context_agreed_id(context, side, &id))
        return false;
    ikelog_id_append(context, &id, value->text);
    return true;
}

bool ikelog_value_id_local(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    return id_of_side(context, context->us, value);
}

bool ikelog_value_id_peer(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return id_of_side(context, ikelog_side_other(context->us), value);
}

static bool id_number(const struct ikelog_template_context *context, unsigned which, bool port,
                      struct ikelog_value *value)
{
    struct ikelog_id id;

    if (!ikelog_template_context_quick_id(context, which, &id))
        return false;
    value->number = port ? id.port : id.protocol;
    return true;
}

bool ikelog_value_id_ci_protocol(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    return id_number(context, 0, false, value);
}

bool ikelog_value_id_ci_port(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    return id_number(context, 0, true, value);
}

bool ikelog_value_id_cr_protocol(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    return id_number(context, 1, false, value);
}

bool ikelog_value_id_cr_port(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    return id_number(context, 1, true, value);
}

/* The IPsec SA pair that the event speaks of; the first one for other events. */
static const struct ikelog_ipsec_sa *pair_of(const struct ikelog_template_context *context)
{
    const struct ikelog_quick *quick = ikelog_template_context_quick(context);
    uint32_t n = context->event->kind == IKELOG_EVENT_IPSEC_SA_LOADED ? context->event->number : 0;

    return quick && n < quick->ipsec_count ? &quick->ipsec[n] : NULL;
}

static bool spi_of(const struct ikelog_template_context *context, enum ikelog_side owner,
                   struct ikelog_value *value)
{
    const struct ikelog_ipsec_sa *pair = pair_of(context);
    bool starter;

    if (!pair)
        return false;
    starter = owner == (enum ikelog_side)ikelog_template_context_exchange(context)->starter;
    value->number = pair->spi[starter ? 0 : 1];
    return value->number != 0;
}

bool ikelog_value_inbound_spi(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    return spi_of(context, context->us, value);
}

bool ikelog_value_outbound_spi(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    return spi_of(context, ikelog_side_other(context->us), value);
}

bool ikelog_value_ipsec_protocol(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    const struct ikelog_ipsec_sa *pair = pair_of(context);

    if (!pair)
        return false;
    switch (pair->protocol) {
    case IKELOG_PROTO_AH:
        return ikelog_value_known_text("AH", value);
    case IKELOG_PROTO_ESP:
        return ikelog_value_known_text("ESP", value);
    case IKELOG_PROTO_IPCOMP:
        return ikelog_value_known_text("IPCOMP", value);
    default:
        return false;
    }
}

bool ikelog_value_pfs_group(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    const struct ikelog_quick *quick = ikelog_template_context_quick(context);

    value->number = quick ? quick->group : 0;
    return value->number != 0;
}

static const char *proposals_of(const struct ikelog_exchange *exchange, bool chosen)
{
    const struct ikelog_quick *quick = ikelog_exchange_quick(exchange);

    if (exchange->type != IKELOG_EXCHANGE_QUICK)
        return chosen ? exchange->sa->chosen : exchange->sa->offered;
    if (!quick)
        return NULL;
    return chosen ? quick->chosen : quick->offered;
}

/* Who refuses its own negotiation refuses what the other side made of its offer. */
bool ikelog_value_offered(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);

    if (!exchange)
        return false;
    return ikelog_value_known_text(
        proposals_of(exchange, context->event->kind == IKELOG_EVENT_NO_PROPOSAL_CHOSEN &&
                                   context->event->side == (enum ikelog_side)exchange->starter),
        value);
}

bool ikelog_value_chosen(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);

    return exchange && ikelog_value_known_text(proposals_of(exchange, true), value);
}

bool ikelog_value_offered_elsewhere(const struct ikelog_template_context *context,
                                    struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);
    uint32_t frame = 0;
    const char *offer =
        exchange ? ikelog_offer_elsewhere(exchange, context->event->side, &frame) : NULL;

    if (offer)
        g_string_append_printf(value->text, "%s (frame %u)", offer, frame);
    return offer != NULL;
}

bool ikelog_value_seconds(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);

    if (!exchange)
        return false;
    value->number = ikelog_exchange_quick(exchange) ? ikelog_exchange_quick(exchange)->life_seconds
                                                    : exchange->sa->suite->life_seconds;
    return value->number != 0;
}

bool ikelog_value_first(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    ikelog_range_first(&context->event->range, value->text);
    return context->event->range.family != 0;
}

bool ikelog_value_last(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    ikelog_range_last(&context->event->range, value->text);
    return context->event->range.family != 0;
}

bool ikelog_value_range(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    ikelog_range_describe(&context->event->range, value->text);
    return context->event->range.family != 0;
}

static const struct ikelog_rule *rule_of(const struct ikelog_template_context *context)
{
    for (unsigned i = 0; i < context->policy->rule_count; i++)
        if (context->event->evidence == IKELOG_EVIDENCE_POLICY &&
            context->policy->rules[i].number == context->event->number)
            return &context->policy->rules[i];
    return NULL;
}

bool ikelog_value_rule_local(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_rule *rule = rule_of(context);

    if (rule)
        ikelog_range_describe(&rule->local, value->text);
    return rule != NULL;
}

bool ikelog_value_rule_remote(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    const struct ikelog_rule *rule = rule_of(context);

    if (rule)
        ikelog_range_describe(&rule->remote, value->text);
    return rule != NULL;
}

static bool id_range(const struct ikelog_template_context *context, struct ikelog_range *range)
{
    bool bad_mask;

    return context->id && ikelog_id_range(context->id, range, &bad_mask);
}

bool ikelog_value_id_text(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    if (context->id)
        ikelog_id_describe(context->id, value->text);
    return context->id != NULL;
}

bool ikelog_value_id_octets(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    if (context->id)
        value->octets = context->id->data;
    return context->id && value->octets.length > 0;
}

bool ikelog_value_id_first(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    struct ikelog_range range;

    if (!id_range(context, &range))
        return false;
    ikelog_range_first(&range, value->text);
    return true;
}

bool ikelog_value_id_last(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    struct ikelog_range range;

    if (!id_range(context, &range))
        return false;
    ikelog_range_last(&range, value->text);
    return true;
}

/* The mask of a subnet is the second half of the payload. */
bool ikelog_value_id_mask(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    struct ikelog_endpoint mask = {0};
    struct ikelog_range range;
    uint32_t half;

    if (!id_range(context, &range))
        return false;
    half = ikelog_address_length(range.family);
    if (context->id->data.length != 2 * half)
        return false;
    mask.family = range.family;
    memcpy(mask.address, context->id->data.data + half, half);
    ikelog_endpoint_describe(&mask, value->text);
    return true;
}

bool ikelog_value_id_bits(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    struct ikelog_range range;
    uint32_t half;

    if (!id_range(context, &range))
        return false;
    half = ikelog_address_length(range.family);
    if (context->id->data.length != 2 * half)
        return false;
    value->number = 0;
    for (uint32_t i = half; i < 2 * half; i++)
        for (uint8_t octet = context->id->data.data[i]; octet; octet = (uint8_t)(octet << 1))
            value->number++;
    return true;
}
