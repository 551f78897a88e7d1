/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small texts that several reports use. */
#include "reports/words.h"

#include "events/template.h"
#include "wire/ident.h"
#include "wire/numbers.h"

void ikelog_words_address(const struct ikelog_endpoint *endpoint, GString *text)
{
    if (endpoint->family)
        ikelog_endpoint_describe(endpoint, text);
    else
        g_string_append(text, "unknown");
}

void ikelog_words_endpoint(const struct ikelog_endpoint *endpoint, GString *text)
{
    g_string_append(text, endpoint->family == 6 ? "[" : "");
    ikelog_words_address(endpoint, text);
    g_string_append(text, endpoint->family == 6 ? "]" : "");
    if (endpoint->family)
        g_string_append_printf(text, ":%u", endpoint->port);
}

const char *ikelog_words_mode(uint8_t exchange_type)
{
    switch (exchange_type) {
    case IKELOG_EXCHANGE_MAIN:
        return "main";
    case IKELOG_EXCHANGE_AGGRESSIVE:
        return "aggressive";
    case IKELOG_EXCHANGE_BASE:
        return "base";
    case IKELOG_EXCHANGE_AUTH_ONLY:
        return "authentication only";
    default:
        return "unknown";
    }
}

void ikelog_words_exchange(const struct ikelog_exchange *exchange, GString *text)
{
    if (ikelog_exchange_is_push(exchange))
        g_string_append(text, "Group keys: GROUPKEY-PUSH");
    else if (ikelog_exchange_is_pull(exchange))
        g_string_append_printf(text, "Group keys: GROUPKEY-PULL %08x", exchange->message_id);
    else if (ikelog_exchange_is_phase1(exchange))
        g_string_append_printf(text, "Phase 1: %s mode", ikelog_words_mode(exchange->type));
    else if (exchange->type == IKELOG_EXCHANGE_QUICK)
        g_string_append_printf(text, "Phase 2: Quick Mode %08x", exchange->message_id);
    else if (exchange->type == IKELOG_EXCHANGE_TRANSACTION)
        g_string_append_printf(text, "Between the phases: transaction %08x", exchange->message_id);
    else if (exchange->type == IKELOG_EXCHANGE_INFORMATIONAL)
        g_string_append(text, "Aside: informational messages");
    else
        g_string_append_printf(text, "Exchange of type %u", exchange->type);
}

const char *ikelog_words_auth(const struct ikelog_sa *sa)
{
    if (!sa->suite->auth_method)
        return NULL;
    return ikelog_number_name(&ikelog_registry_ike_auth_method, sa->suite->auth_method);
}

void ikelog_words_seconds(int64_t duration_ns, GString *text)
{
    const char *sign = duration_ns < 0 ? "-" : "";
    int64_t ms = (duration_ns < 0 ? -duration_ns : duration_ns) / 1000000;

    g_string_append_printf(text, "%s%" G_GINT64_FORMAT ".%03" G_GINT64_FORMAT " s", sign, ms / 1000,
                           ms % 1000);
}

bool ikelog_words_expand(const char *source, const struct ikelog_view *view,
                         const struct ikelog_sa *sa, enum ikelog_side side, GString *text)
{
    const struct ikelog_policy policy = {.default_connection = ""};
    const struct ikelog_event event = {.kind = IKELOG_EVENT_PACKET, .side = side};
    const struct ikelog_template_context context = {.view = view,
                                                    .sa = sa,
                                                    .event = &event,
                                                    .policy = &policy,
                                                    .names = ikelog_names_neutral(),
                                                    .us = side};

    return ikelog_template_expand(source, &context, text);
}

bool ikelog_words_is_copy(const struct ikelog_record *record)
{
    return record->flags & IKELOG_RECORD_COPY;
}

void ikelog_words_side_address(const struct ikelog_sa *sa, enum ikelog_side side, GString *words)
{
    if (sa->sides[side].first.family)
        ikelog_words_endpoint(&sa->sides[side].first, words);
}

void ikelog_words_side_cookie(const struct ikelog_sa *sa, enum ikelog_side side, GString *words)
{
    const uint8_t *cookie = side == IKELOG_INITIATOR ? sa->cky_i : sa->cky_r;

    if (!ikelog_cookie_is_zero(cookie))
        ikelog_text_hex((struct ikelog_octets){cookie, IKELOG_COOKIE_LEN}, UINT32_MAX, words);
}

void ikelog_words_side_messages(const struct ikelog_sa *sa, enum ikelog_side side, GString *words)
{
    const struct ikelog_peer *peer = &sa->sides[side];

    g_string_append_printf(words, "%u", peer->messages);
    if (peer->retransmissions)
        g_string_append_printf(words, ", and %u repeats", peer->retransmissions);
}
