/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: the message as its device counts and names it, and its octets. */
#include "events/values_priv.h"
#include "wire/numbers.h"

#define NS_PER_SECOND INT64_C(1000000000)

bool ikelog_value_us(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    g_string_append(value->text, ikelog_side_name(context->us));
    return true;
}

bool ikelog_value_direction(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    if (!record)
        return false;
    g_string_append(value->text,
                    (enum ikelog_side)record->side == context->us ? "sent" : "received");
    return true;
}

bool ikelog_value_exchange_number(const struct ikelog_template_context *context,
                                  struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    value->number = record ? record->exchange->type : 0;
    return record != NULL;
}

static bool append_end(const struct ikelog_template_context *context, enum ikelog_side side,
                       struct ikelog_value *value)
{
    const struct ikelog_endpoint *end = ikelog_template_context_end(context, side);

    if (end)
        ikelog_endpoint_describe(end, value->text);
    return end != NULL;
}

bool ikelog_value_packet_peer(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    return append_end(context, ikelog_side_other(context->us), value);
}

bool ikelog_value_packet_local(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    return append_end(context, context->us, value);
}

bool ikelog_value_repeat(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    value->number = record ? record->repeat : 0;
    return value->number != 0;
}

/* Of a repeat, the answer to what it repeats. */
bool ikelog_value_answered(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_record *answer = record ? ikelog_record_original(record)->answer : NULL;

    value->number = answer ? answer->frame : 0;
    return answer && answer->frame < record->frame;
}

bool ikelog_value_own_message(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    value->number = record ? record->ordinal : 0;
    return value->number != 0;
}

bool ikelog_value_quick_mode(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);

    if (!exchange || exchange->type != IKELOG_EXCHANGE_QUICK || !exchange->first)
        return false;
    value->number = ikelog_exchange_as_quick(exchange)->number;
    return true;
}

/* The time since the exchange of the message began. */
static bool age_of(const struct ikelog_template_context *context, int64_t *age)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);

    if (!record || !exchange || !exchange->first || record->time_ns < exchange->first->time_ns)
        return false;
    *age = record->time_ns - exchange->first->time_ns;
    return true;
}

bool ikelog_value_age(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    int64_t age;

    if (!age_of(context, &age))
        return false;
    value->number = (uint64_t)(age / NS_PER_SECOND);
    return true;
}

bool ikelog_value_age_microseconds(const struct ikelog_template_context *context,
                                   struct ikelog_value *value)
{
    int64_t age;

    if (!age_of(context, &age))
        return false;
    value->number = (uint64_t)(age % NS_PER_SECOND / 1000);
    return true;
}

bool ikelog_value_nat(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    static const char *const words[2][2] = {{"none", "peer"}, {"local", "both"}};
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const struct ikelog_peer *local = sa ? &sa->sides[context->us] : NULL;
    const struct ikelog_peer *peer = sa ? &sa->sides[ikelog_side_other(context->us)] : NULL;

    if (!sa || !local->nat_checked || !peer->nat_checked)
        return false;
    g_string_append(value->text, words[local->behind_nat][peer->behind_nat]);
    return true;
}

bool ikelog_value_xauth_user(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    if (!sa || !sa->course->xauth_user)
        return false;
    ikelog_text_escape(ikelog_bytes_octets(sa->course->xauth_user), 128, value->text);
    return true;
}

bool ikelog_value_refused(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_record *refused = record ? record->exchange->trouble->refused : NULL;

    value->number = refused ? refused->frame : 0;
    return refused != NULL;
}

bool ikelog_value_refusal_type(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    value->number =
        record && record->exchange->trouble->refused ? record->exchange->trouble->refusal : 0;
    return value->number != 0;
}

bool ikelog_value_refusal_length(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_record *refused = record ? record->exchange->trouble->refused : NULL;

    value->number = refused ? refused->length : 0;
    return refused != NULL;
}

/* By the side that had to answer: the other one refuses what it got for an answer. */
bool ikelog_value_refused_before(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    return ikelog_value_refused(context, value) && value->number < record->frame &&
           record->exchange->trouble->refused->side != record->side;
}

static bool known_octets(struct ikelog_octets octets, struct ikelog_value *value)
{
    value->octets = octets;
    return octets.length > 0;
}

bool ikelog_value_octets(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return context->view && known_octets(context->view->message, value);
}

bool ikelog_value_header(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    return context->view && context->view->message.length >= IKELOG_HEADER_LEN &&
           known_octets((struct ikelog_octets){context->view->message.data, IKELOG_HEADER_LEN},
                        value);
}

bool ikelog_value_plaintext(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    return context->view && context->view->decrypted && context->view->unknown == 0 &&
           !context->closed && known_octets(context->view->octets, value);
}

bool ikelog_value_plain_length(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    const struct ikelog_view *view = context->view;

    if (!view || !view->readable || context->closed)
        return false;
    value->number = view->decrypted ? IKELOG_HEADER_LEN + view->chain.end : view->header.length;
    return true;
}

bool ikelog_value_plain_octets(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    const struct ikelog_view *view = context->view;

    return view && view->readable && !context->closed && view->chain.end <= view->octets.length &&
           known_octets((struct ikelog_octets){view->octets.data, view->chain.end}, value);
}

bool ikelog_value_first_payload(const struct ikelog_template_context *context,
                                struct ikelog_value *value)
{
    value->number = context->view ? context->view->header.next_payload : 0;
    return value->number != 0;
}

bool ikelog_value_about_id(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_exchange *about = ikelog_template_context_exchange(context);

    if (!record || about == record->exchange || !about)
        return false;
    value->number = about->message_id;
    return value->number != 0;
}

bool ikelog_value_phase1_since(const struct ikelog_template_context *context,
                               struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_record *since = record ? record->exchange->sa->established : NULL;

    if (!since || since->frame >= record->frame)
        return false;
    value->number = since->frame;
    return true;
}

bool ikelog_value_ip_version(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_endpoint *end = ikelog_template_context_end(context, context->us);

    value->number = end ? end->family : 0;
    return value->number != 0;
}
