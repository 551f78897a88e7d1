/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: where in the course of its negotiation a message stands, and how that went on. */
#include "events/values_priv.h"

#include "wire/attribute.h"
#include "wire/sa_payload.h"

#define NS_PER_TENTH INT64_C(100000000)

/* Repeats of one message after which nobody doubles his patience any more. */
#define MAX_DOUBLINGS 16u

/*
 * Who waits w, w, 2 w, 4 w … sends the repeat n after 2^(n - 1) w in all, and waits as long again.
 * w has a whole number of tenths of a second.
 */
bool ikelog_value_wait(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const unsigned n = record ? record->repeat : 0;
    int64_t unit, tenths;

    if (n == 0 || n > MAX_DOUBLINGS || !ikelog_record_repeats(record))
        return false;
    unit = NS_PER_TENTH << (n - 1);
    tenths = (record->time_ns - ikelog_record_repeats(record)->time_ns + unit / 2) / unit *
             (1 << (n - 1));
    if (tenths <= 0)
        return false;
    g_string_append_printf(value->text, "%" G_GINT64_FORMAT, tenths / 10);
    if (tenths % 10)
        g_string_append_printf(value->text, ".%d", (int)(tenths % 10));
    return true;
}

static bool known_number(uint64_t number, struct ikelog_value *value)
{
    value->number = number;
    return number != 0;
}

bool ikelog_value_ike_state(const struct ikelog_template_context *context,
                            struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    return known_number(sa ? sa->ordinal : 0, value);
}

bool ikelog_value_quick_state(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);
    const struct ikelog_quick_exchange *quick =
        exchange ? ikelog_exchange_as_quick(exchange) : NULL;

    return known_number(quick ? quick->ordinal : 0, value);
}

bool ikelog_value_replaced_state(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const struct ikelog_sa *before = sa ? sa->replaces : NULL;

    if (!before || !before->established || before->established->frame > sa->first->frame ||
        (before->course->deleted && before->course->deleted->frame < sa->first->frame))
        return false;
    return known_number(before->ordinal, value);
}

bool ikelog_value_quick_role(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);

    if (!exchange || exchange->type != IKELOG_EXCHANGE_QUICK)
        return false;
    g_string_append(value->text, ikelog_side_name((enum ikelog_side)exchange->starter == context->us
                                                      ? IKELOG_INITIATOR
                                                      : IKELOG_RESPONDER));
    return true;
}

bool ikelog_value_established(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    if (!record || !sa || !sa->established || sa->established->frame >= record->frame)
        return false;
    return known_number(sa->established->frame, value);
}

bool ikelog_value_alive_asked(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const struct ikelog_record *asked = sa ? sa->sides[context->us].trace->alive_asked : NULL;

    return known_number(asked ? asked->frame : 0, value);
}

bool ikelog_value_we_refused(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    for (unsigned i = 0; sa && i < sa->course->notify_seen_count; i++) {
        const struct ikelog_notify_seen *seen = &sa->course->notifies_seen[i];

        if (ikelog_notify_is_error(seen->notify) && !seen->about &&
            (enum ikelog_side)seen->side == context->us)
            return known_number(seen->record->frame, value);
    }
    return false;
}

bool ikelog_value_xauth(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);

    return sa && ikelog_value_known_text(sa->course->xauth_ok       ? "ok"
                                         : sa->course->xauth_failed ? "failed"
                                                                    : NULL,
                                         value);
}

/* A side that acknowledged it forgets the IKE SA. */
bool ikelog_value_xauth_over(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const struct ikelog_record *end =
        sa && sa->course->xauth_failed ? sa->course->xauth_result->answer : NULL;

    return record && end && end->frame < record->frame && known_number(end->frame, value);
}

bool ikelog_value_joined(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    return record && known_number(record->of_fragments ? record->part : 0, value);
}

bool ikelog_value_prompts(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    return record && ikelog_value_known_text(record->prompts ? "yes" : NULL, value);
}

bool ikelog_value_prompted(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);

    return record && ikelog_value_known_text(record->prompted ? "yes" : NULL, value);
}

bool ikelog_value_we_deleted(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_quick *quick = ikelog_template_context_quick(context);
    const struct ikelog_record *deleted = quick ? quick->deleted : NULL;

    if (!record || !deleted || deleted->frame >= record->frame ||
        (enum ikelog_side)deleted->side != context->us)
        return false;
    return known_number(deleted->frame, value);
}

bool ikelog_value_doubted(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);
    const struct ikelog_record *doubted = exchange ? exchange->trouble->doubted : NULL;

    if (!doubted || (enum ikelog_side)doubted->side != context->us)
        return false;
    return known_number(doubted->frame, value);
}

/* Quick Modes before this one that are looked at. */
#define MAX_LOOK_BACK 64u

bool ikelog_value_replaced_quick(const struct ikelog_template_context *context,
                                 struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);
    const GPtrArray *modes = exchange ? exchange->sa->quick_modes : NULL;
    const struct ikelog_quick_exchange *own = exchange ? ikelog_exchange_as_quick(exchange) : NULL;

    if (!modes || !own)
        return false;
    for (guint back = 1; back <= MIN(own->number, MAX_LOOK_BACK); back++) {
        const struct ikelog_quick_exchange *before =
            ikelog_exchange_as_quick(g_ptr_array_index(modes, own->number - back));

        if (before && before->quick && before->quick->replaced_by == exchange)
            return known_number(before->ordinal, value);
    }
    return false;
}

bool ikelog_value_altered(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_quick *quick = ikelog_template_context_quick(context);

    return quick && ikelog_value_known_text(quick->altered ? "yes" : NULL, value);
}

bool ikelog_value_message_id_half(const struct ikelog_template_context *context,
                                  struct ikelog_value *value)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);

    return known_number(exchange ? exchange->message_id >> 16 : 0, value);
}

bool ikelog_value_attribute_place(const struct ikelog_template_context *context,
                                  struct ikelog_value *value)
{
    value->number = context->item ? context->item->place : 0;
    return context->item && context->item->attribute;
}

/* The number of the transform that the answer of phase 1 chose; 0: not known. */
static unsigned chosen_number(const struct ikelog_sa *sa)
{
    GBytes *body = sa ? sa->sides[IKELOG_RESPONDER].sa : NULL;
    struct ikelog_sa_payload *answer;
    unsigned number;
    size_t length;
    const uint8_t *data;

    if (!body || !sa->suite->known)
        return 0;
    data = g_bytes_get_data(body, &length);
    answer = g_new(struct ikelog_sa_payload, 1);
    ikelog_sa_payload_read((struct ikelog_octets){data, (uint32_t)length}, answer);
    number = answer->transform_count == 1 ? answer->transforms[0].number : 0;
    g_free(answer);
    return number;
}

bool ikelog_value_transform_place(const struct ikelog_template_context *context,
                                  struct ikelog_value *value)
{
    const struct ikelog_message_part *item = context->item;
    unsigned chosen;

    if (!item || !item->transform || item->proposal->protocol != IKELOG_PROTO_ISAKMP)
        return false;
    chosen = chosen_number(context->sa);
    return chosen && ikelog_value_known_text(item->transform->number < chosen    ? "earlier"
                                             : item->transform->number == chosen ? "chosen"
                                                                                 : "later",
                                             value);
}
