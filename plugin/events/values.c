/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of values, and what a context is about. */
#include "events/give_up.h"
#include "events/values_priv.h"

#include <string.h>

#define LONGEST_NAME 32u /* octets: more than any row has */

static const struct {
    const char *name;
    enum ikelog_value_type type;
    bool (*get)(const struct ikelog_template_context *, struct ikelog_value *);
} rows[] = {
#define X(identifier, name, type, meaning) {name, IKELOG_VALUE_##type, ikelog_value_##identifier},
    IKELOG_VALUE_ROWS(X)
#undef X
};

/* The numbers of the rows by their names. Made at the first call, then never changed. */
static GHashTable *numbers_by_name(void)
{
    static gsize made;

    if (g_once_init_enter(&made)) {
        GHashTable *numbers = g_hash_table_new(g_str_hash, g_str_equal);

        for (size_t i = 0; i < IKELOG_VALUE_COUNT; i++)
            g_hash_table_insert(numbers, (gpointer)rows[i].name, GSIZE_TO_POINTER(i));
        g_once_init_leave(&made, (gsize)numbers);
    }
    return (GHashTable *)made;
}

bool ikelog_value_find(const char *name, size_t length, enum ikelog_value_id *id)
{
    char own[LONGEST_NAME + 1] = "";
    gpointer number;

    if (length > LONGEST_NAME)
        return false;
    memcpy(own, name, length);
    if (!g_hash_table_lookup_extended(numbers_by_name(), own, NULL, &number))
        return false;
    *id = (enum ikelog_value_id)GPOINTER_TO_SIZE(number);
    return true;
}

bool ikelog_value_get(enum ikelog_value_id id, const struct ikelog_template_context *context,
                      struct ikelog_value *value)
{
    value->type = rows[id].type;
    return rows[id].get(context, value);
}

const struct ikelog_record *ikelog_template_context_record(
    const struct ikelog_template_context *context)
{
    return context->view ? context->view->record : NULL;
}

/* A refusal is about another exchange than its own: the values are of that exchange. */
const struct ikelog_exchange *ikelog_template_context_exchange(
    const struct ikelog_template_context *context)
{
    const struct ikelog_record *record = ikelog_template_context_record(context);
    const struct ikelog_sa *sa;

    if (!record)
        return NULL;
    sa = record->exchange->sa;
    for (unsigned i = 0; i < sa->course->notify_seen_count; i++)
        if (sa->course->notifies_seen[i].record == record)
            return sa->course->notifies_seen[i].about ? sa->course->notifies_seen[i].about
                                                      : sa->phase1;
    return record->exchange;
}

const struct ikelog_sa *ikelog_template_context_sa(const struct ikelog_template_context *context)
{
    return context->sa;
}

const struct ikelog_quick *ikelog_template_context_quick(
    const struct ikelog_template_context *context)
{
    const struct ikelog_exchange *exchange = ikelog_template_context_exchange(context);

    return exchange ? ikelog_exchange_quick(exchange) : NULL;
}

bool ikelog_value_known_text(const char *text, struct ikelog_value *value)
{
    g_string_append(value->text, text ? text : "");
    return text && text[0] != '\0';
}

bool ikelog_value_reason(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    if (!context->event->reason)
        return false;
    g_string_append(value->text, context->event->reason);
    return true;
}

bool ikelog_value_number(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    value->number = context->event->number;
    return true;
}

/* Of these the number is the type of a notification, or 0. */
static bool is_about_a_notification(enum ikelog_event_kind kind)
{
    switch (kind) {
    case IKELOG_EVENT_NO_PROPOSAL_CHOSEN:
    case IKELOG_EVENT_ID_REFUSED:
    case IKELOG_EVENT_AUTH_FAILED:
    case IKELOG_EVENT_PAYLOAD_MALFORMED:
    case IKELOG_EVENT_INVALID_COOKIE:
    case IKELOG_EVENT_INVALID_SPI:
    case IKELOG_EVENT_CERTIFICATE_REFUSED:
    case IKELOG_EVENT_ERROR_NOTIFICATION:
    case IKELOG_EVENT_CONNECTED:
    case IKELOG_EVENT_RESPONDER_LIFETIME:
    case IKELOG_EVENT_REPLAY_STATUS:
    case IKELOG_EVENT_INITIAL_CONTACT:
    case IKELOG_EVENT_LOAD_BALANCE:
    case IKELOG_EVENT_NOTIFICATION:
        return true;
    default:
        return false;
    }
}

bool ikelog_value_notify(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    uint16_t type = (uint16_t)context->event->number;
    const char *name = ikelog_number_name(&ikelog_registry_notify_type, type);

    if (!is_about_a_notification(context->event->kind))
        return false;
    /* Where no device speaks, vendors' notifications have their names, too. */
    if (!context->names->notifies && !ikelog_notify_short_name(type) && name)
        return ikelog_value_known_text(name, value);
    ikelog_names_notify(context->names, type, value->text);
    return true;
}
