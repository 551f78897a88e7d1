/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a device names exchanges, payloads and notifications. */
#include "events/frame.h"
#include "events/template.h"
#include "wire/payload_table.h"
#include "wire/vendor_id.h"

#include <string.h>

static const struct ikelog_names neutral = {
    .unknown_exchange = "X{value}",
    .unknown_payload = "P{value}",
    .unknown_notify = "{value}",
    .notify = "NOTIFY:{value}",
    .unreadable = "?",
    .encrypted = "*",
    .open = "",
    .close = "",
    .separator = ", ",
};

const struct ikelog_names *ikelog_names_neutral(void)
{
    return &neutral;
}

static void append(GString *text, const char *word)
{
    if (*word) /* as most products have nothing around a payload's name */
        ikelog_text_append(text, word, strlen(word));
}

/* Append `pattern` up to its hole. Returns what follows the hole; NULL when there is none. */
static const char *append_to_hole(GString *text, const char *pattern)
{
    const char *hole = strstr(pattern, "{value}");

    ikelog_text_append(text, pattern, hole ? (size_t)(hole - pattern) : strlen(pattern));
    return hole ? hole + strlen("{value}") : NULL;
}

static void append_number(GString *text, const char *pattern, uint32_t number)
{
    const char *rest = append_to_hole(text, pattern);

    if (!rest)
        return;
    ikelog_text_decimal(number, text);
    append(text, rest);
}

/* The device's own word, else the neutral one, else the number. */
static void append_word(GString *text, GHashTable *own, const char *common, uint32_t number,
                        const char *unknown)
{
    const char *word =
        own ? (const char *)g_hash_table_lookup(own, GUINT_TO_POINTER(number)) : NULL;

    if (!word && !own)
        word = common;
    if (word)
        append(text, word);
    else
        append_number(text, unknown, number);
}

/* A device's own words are for the exchanges of IKE. */
void ikelog_names_exchange(const struct ikelog_names *names, const struct ikelog_view *view,
                           GString *text)
{
    uint8_t type = view->header.exchange_type;
    const char *word = ikelog_exchange_short_name(type), *group = ikelog_exchange_gdoi_name(type);

    if (ikelog_view_is_gdoi(view) && group && strcmp(group, word ? word : "") != 0)
        append(text, group);
    else
        append_word(text, names->exchanges, word, type, names->unknown_exchange);
}

void ikelog_names_notify(const struct ikelog_names *names, uint16_t type, GString *text)
{
    append_word(text, names->notifies, ikelog_notify_short_name(type), type, names->unknown_notify);
}

static void append_notify(const struct ikelog_names *names, const struct ikelog_octets *body,
                          GString *text)
{
    const char *rest = append_to_hole(text, names->notify);
    struct ikelog_notify notify;

    if (!rest)
        return;
    if (ikelog_notify_read(*body, &notify))
        ikelog_names_notify(names, notify.type, text);
    else
        append(text, names->unreadable);
    append(text, rest);
}

static bool vendor_begins(const char *hex, size_t length, const struct ikelog_names *names,
                          GString *text)
{
    for (guint i = 0; names->vendor_prefixes && i < names->vendor_prefixes->len; i++) {
        const struct ikelog_vendor_name *row = g_ptr_array_index(names->vendor_prefixes, i);

        if (strlen(row->hex) <= length && memcmp(row->hex, hex, strlen(row->hex)) == 0) {
            append(text, row->name);
            return true;
        }
    }
    return false;
}

/* Longest vendor ID that is looked up: longer ones are found by how they begin. */
#define MOST_VENDOR 64u

bool ikelog_names_vendor(const struct ikelog_names *names, struct ikelog_octets body, GString *text)
{
    const struct ikelog_vendor_id *common;
    char hex[2 * MOST_VENDOR + 1] = "";
    const size_t length = (size_t)2 * MIN(body.length, MOST_VENDOR);
    const char *name;

    if (!names->vendors) {
        common = ikelog_vendor_id_find(body);
        append(text, common ? common->name : "");
        return common != NULL;
    }
    for (size_t i = 0; i < length; i++)
        hex[i] = "0123456789abcdef"[body.data[i / 2] >> (i % 2 ? 0 : 4) & 15];
    name =
        body.length <= MOST_VENDOR ? (const char *)g_hash_table_lookup(names->vendors, hex) : NULL;
    append(text, name ? name : "");
    return name || vendor_begins(hex, length, names, text);
}

/* The device's own word for a payload; false when it has none, or needs what is not known. */
static bool append_own(const struct ikelog_template_context *context, uint8_t type,
                       const struct ikelog_message_part *item, GString *text)
{
    const struct ikelog_template *word = (const struct ikelog_template *)g_hash_table_lookup(
        context->names->payloads, GUINT_TO_POINTER((guint)type));
    struct ikelog_template_context inner = *context;

    inner.item = item;
    inner.naming = true;
    return word && ikelog_template_render(word, &inner, text);
}

/*
 * A device's own words are for the numbers of IPsec; GDOI gives some of them another meaning. The
 * item is NULL when the payload itself cannot be read.
 */
static void append_type(const struct ikelog_template_context *context, uint8_t type,
                        const struct ikelog_message_part *item, GString *text)
{
    const struct ikelog_payload_row *row =
        ikelog_payload_row(type, ikelog_view_is_gdoi(context->view));
    const struct ikelog_names *names = context->names;

    if (row && row->shared && !row->word)
        append_number(text, names->unknown_payload, type);
    else if (!names->payloads)
        append_word(text, NULL, row ? row->word : NULL, type, names->unknown_payload);
    else if (!append_own(context, type, item, text))
        append_number(text, names->unknown_payload, type);
}

void ikelog_names_payload(const struct ikelog_template_context *context, uint32_t n, GString *text)
{
    const struct ikelog_message_part item = {.payload = n};
    struct ikelog_octets body = {NULL, 0};

    if (ikelog_view_payload(context->view, n, IKELOG_PAYLOAD_NOTIFY, &body))
        append_notify(context->names, &body, text);
    else
        append_type(context, context->view->chain.payloads[n].type, &item, text);
}

static void start_item(const struct ikelog_names *names, bool first, GString *text)
{
    if (!first)
        append(text, names->separator);
    append(text, names->open);
}

static void append_unreadable(const struct ikelog_names *names, bool first, GString *text)
{
    start_item(names, first, text);
    append(text, names->unreadable);
    append(text, names->close);
}

/* A message that is not decrypted shows the type of its first payload, which is in clear. */
void ikelog_names_closed(const struct ikelog_template_context *context, GString *text)
{
    uint8_t type = context->view->header.next_payload;

    if (type != IKELOG_PAYLOAD_NONE) {
        start_item(context->names, true, text);
        append_type(context, type, NULL, text);
        append(text, context->names->close);
    }
    append_unreadable(context->names, type == IKELOG_PAYLOAD_NONE, text);
}

void ikelog_names_payloads(const struct ikelog_template_context *context, GString *text)
{
    const struct ikelog_view *view = context->view;

    if (!view->readable) {
        ikelog_names_closed(context, text);
        return;
    }
    for (uint32_t i = 0; i < view->chain.count; i++) {
        start_item(context->names, i == 0, text);
        ikelog_names_payload(context, i, text);
        append(text, context->names->close);
    }
    if (ikelog_view_lost_payloads(view))
        append_unreadable(context->names, false, text);
}

void ikelog_view_describe_payload(const struct ikelog_view *view, uint32_t n, GString *text)
{
    const struct ikelog_template_context context = {.view = view, .names = &neutral};

    ikelog_names_payload(&context, n, text);
}

void ikelog_view_describe_payloads(const struct ikelog_view *view, GString *text)
{
    const struct ikelog_template_context context = {.view = view, .names = &neutral};

    ikelog_names_payloads(&context, text);
}

void ikelog_view_summarise(const struct ikelog_view *view, GString *text)
{
    ikelog_names_exchange(&neutral, view, text);
    g_string_append_c(text, ' ');
    append(text, view->header.flags & IKELOG_FLAG_ENCRYPTION ? neutral.encrypted : "");
    g_string_append_c(text, '(');
    ikelog_view_describe_payloads(view, text);
    g_string_append_c(text, ')');
}
