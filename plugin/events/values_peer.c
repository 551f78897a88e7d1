/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: the two devices, their identities and their IKE SA. */
#include "events/values_priv.h"
#include "wire/numbers.h"

#include <string.h>

static const struct ikelog_peer *side_of(const struct ikelog_template_context *context,
                                         enum ikelog_side side)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    return sa ? &sa->sides[side] : NULL;
}

static enum ikelog_side them(const struct ikelog_template_context *context)
{
    return ikelog_side_other(context->us);
}

static bool first_address(const struct ikelog_template_context *context, enum ikelog_side side,
                          struct ikelog_value *value)
{
    const struct ikelog_peer *c = side_of(context, side);

    if (!c || c->first.family == 0)
        return false;
    ikelog_endpoint_describe(&c->first, value->text);
    return true;
}

bool ikelog_value_peer(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return first_address(context, them(context), value);
}

bool ikelog_value_local(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return first_address(context, context->us, value);
}

bool ikelog_value_initiator(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    return first_address(context, IKELOG_INITIATOR, value);
}

bool ikelog_value_responder(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    return first_address(context, IKELOG_RESPONDER, value);
}

const struct ikelog_endpoint *ikelog_template_context_end(
    const struct ikelog_template_context *context, enum ikelog_side side)
{
    const struct ikelog_peer *c = side_of(context, side);

    if (context->ends && context->ends[side].family != 0)
        return &context->ends[side];
    return c && c->last.family != 0 ? &c->last : NULL;
}

static bool port_of(const struct ikelog_template_context *context, enum ikelog_side side,
                    struct ikelog_value *value)
{
    const struct ikelog_endpoint *end = ikelog_template_context_end(context, side);

    value->number = end ? end->port : 0;
    return end != NULL;
}

bool ikelog_value_peer_port(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    return port_of(context, them(context), value);
}

bool ikelog_value_local_port(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    return port_of(context, context->us, value);
}

bool ikelog_value_port(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return port_of(context, context->event->side, value);
}

bool ikelog_value_address(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_endpoint *end = ikelog_template_context_end(context, context->event->side);

    if (end)
        ikelog_endpoint_describe(end, value->text);
    return end != NULL;
}

bool ikelog_value_actor(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    g_string_append(value->text, ikelog_side_name(context->event->side));
    return true;
}

bool ikelog_value_other(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    g_string_append(value->text, ikelog_side_name(ikelog_side_other(context->event->side)));
    return true;
}

bool ikelog_value_connection(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const char *name = sa ? ikelog_policy_named(context->policy, sa) : NULL;
    const char *own = context->names->connection;

    g_string_append(value->text, name ? name : own ? own : context->policy->default_connection);
    return true;
}

static bool phase1_id(const struct ikelog_peer *c, struct ikelog_value *value)
{
    return c && ikelog_id_describe_kept(c->said->id, value->text);
}

bool ikelog_value_peer_id(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return phase1_id(side_of(context, them(context)), value);
}

bool ikelog_value_local_id(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    return phase1_id(side_of(context, context->us), value);
}

bool ikelog_value_actor_id(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    return phase1_id(side_of(context, context->event->side), value);
}

static bool cookie(const struct ikelog_template_context *context, enum ikelog_side side,
                   struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    if (!sa)
        return false;
    value->octets.data = side == IKELOG_INITIATOR ? sa->cky_i : sa->cky_r;
    value->octets.length = IKELOG_COOKIE_LEN;
    return true;
}

bool ikelog_value_my_cookie(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    return cookie(context, context->us, value);
}

bool ikelog_value_his_cookie(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    return cookie(context, them(context), value);
}

bool ikelog_value_icookie(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return cookie(context, IKELOG_INITIATOR, value);
}

bool ikelog_value_rcookie(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return cookie(context, IKELOG_RESPONDER, value);
}

bool ikelog_value_sa(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    value->number = sa ? sa->number : 0;
    return sa != NULL;
}

bool ikelog_value_mode(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const char *word = NULL;

    if (!sa)
        return false;
    if (context->names->modes)
        word = (const char *)g_hash_table_lookup(context->names->modes, GUINT_TO_POINTER(sa->mode));
    else if (sa->mode == IKELOG_EXCHANGE_MAIN || sa->mode == IKELOG_EXCHANGE_AGGRESSIVE)
        word = sa->mode == IKELOG_EXCHANGE_MAIN ? "Main" : "Aggressive";
    g_string_append(value->text, word ? word : "");
    return word != NULL;
}

bool ikelog_value_auth(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    bool known = sa && sa->suite->auth_method != 0;

    return ikelog_value_known_text(
        known ? ikelog_number_name(&ikelog_registry_ike_auth_method, sa->suite->auth_method) : NULL,
        value);
}

bool ikelog_value_sa_offered(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    return sa && ikelog_value_known_text(sa->offered, value);
}

bool ikelog_value_sa_chosen(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    return sa && ikelog_value_known_text(sa->chosen, value);
}

bool ikelog_value_needed_keys(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    if (!sa || !sa->course->undecryptable)
        return false;
    ikelog_sa_describe_needed_keys(sa, value->text);
    return true;
}
