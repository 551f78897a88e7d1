/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening a message for reading, as often as somebody looks; and its summary. */
#include "state/session_priv.h"

#include "wire/ident.h"
#include "wire/numbers.h"

#include <string.h>

#define NOTIFY_FIXED 8u /* octets of a notification up to and with its type */

static void open_clear(struct ikelog_view *view)
{
    uint32_t end = view->message.length;

    if (view->header_status == IKELOG_OK && view->header.length < end)
        end = view->header.length;
    view->octets = (struct ikelog_octets){view->message.data, end};
    view->readable = true;
    ikelog_chain_read(view->message.data, end, IKELOG_HEADER_LEN, view->header.next_payload,
                      &view->chain);
}

static bool plaintext_from_cache(struct ikelog_session *session,
                                 const struct ikelog_record *original, uint32_t length,
                                 uint8_t *plaintext)
{
    if (session->cached != original || session->cache->len != length)
        return false;
    memcpy(plaintext, session->cache->data, length);
    return true;
}

static void open_decrypted(struct ikelog_session *session, struct ikelog_view *view)
{
    const struct ikelog_record *original = ikelog_record_original(view->record);
    const struct ikelog_sa *sa = original->exchange->sa;
    const struct ikelog_keyset *keyset = ikelog_record_keyset(view->record);
    bool no_first = (original->marks & IKELOG_MARK_FIRST_UNKNOWN) != 0;
    struct ikelog_octets in = message_ciphertext(view);
    uint8_t iv[IKELOG_MAX_BLOCK];
    struct plaintext_expectation expected;

    if (!keyset || !keyset->cipher)
        return;
    in.length -= in.length % keyset->cipher->block;
    if (in.length == 0)
        return;
    view->plaintext = g_malloc(in.length);
    if (!plaintext_from_cache(session, original, in.length, view->plaintext) &&
        ((!no_first && !ikelog_session_iv(session, original, iv)) ||
         session_decrypt(session, sa, original->keyset, no_first ? NULL : iv, in,
                         view->plaintext) != IKELOG_OK))
        return;
    view->octets = (struct ikelog_octets){view->plaintext, in.length};
    view->decrypted = view->readable = true;
    if (!no_first) {
        ikelog_chain_read(view->plaintext, in.length, 0, view->header.next_payload, &view->chain);
        return;
    }
    expectation_of(view, keyset, &expected);
    view->unknown = keyset->cipher->block;
    memset(view->plaintext, 0, view->unknown);
    plaintext_check_tail(&expected, view->octets, view->unknown, &view->chain);
}

void ikelog_view_open(struct ikelog_session *session, const struct ikelog_record *record,
                      struct ikelog_octets message, struct ikelog_view *view)
{
    view->record = record;
    view->message = message;
    view->octets = (struct ikelog_octets){NULL, 0};
    view->readable = view->decrypted = false;
    view->unknown = 0;
    view->plaintext = NULL;
    view->chain.status = IKELOG_OK;
    view->chain.count = view->chain.end = 0;
    view->header_status = ikelog_header_read(message.data, message.length, &view->header);
    if (view->header_status == IKELOG_TRUNCATED || view->header_status == IKELOG_BAD_VERSION)
        return;
    if (!(view->header.flags & IKELOG_FLAG_ENCRYPTION) ||
        view->header.next_payload == IKELOG_PAYLOAD_FRAGMENT)
        open_clear(view);
    else if (record && ikelog_status_is_decrypted(ikelog_record_decryption(record)))
        open_decrypted(session, view);
}

void ikelog_view_close(struct ikelog_view *view)
{
    if (view->plaintext)
        ikelog_wipe(view->plaintext, view->octets.length);
    g_free(view->plaintext);
    view->plaintext = NULL;
    view->octets = (struct ikelog_octets){NULL, 0};
    view->readable = false;
}

static void append_notify(const struct ikelog_view *view, const struct ikelog_payload *payload,
                          GString *text)
{
    struct ikelog_octets body;
    struct ikelog_notify notify;
    const char *name;

    body.data = ikelog_payload_body(view->octets.data, payload, &body.length);
    if (!body.data || payload->offset < view->unknown || body.length < NOTIFY_FIXED)
        return;
    /* An SPI that is cut short comes after the type. */
    ikelog_notify_read(body, &notify);
    name = ikelog_notify_short_name(notify.type);
    g_string_append_c(text, ':');
    if (name)
        g_string_append(text, name);
    else
        ikelog_text_decimal(notify.type, text);
}

static void append_payload(const struct ikelog_view *view, const struct ikelog_payload *payload,
                           GString *text)
{
    bool gdoi = view->record && view->record->exchange->sa->gdoi;
    bool shared_number = payload->type == IKELOG_PAYLOAD_NATD_DRAFT_OLD ||
                         payload->type == IKELOG_PAYLOAD_NATOA_DRAFT_OLD;
    const char *name = gdoi && shared_number ? NULL : ikelog_payload_short_name(payload->type);

    if (name)
        g_string_append(text, name);
    else
        g_string_append_printf(text, "P%u", payload->type);
    if (payload->type == IKELOG_PAYLOAD_NOTIFY)
        append_notify(view, payload, text);
}

static void append_first_only(uint8_t type, GString *text)
{
    const char *name = ikelog_payload_short_name(type);

    if (name)
        g_string_append(text, name);
    else
        g_string_append_printf(text, "P%u", type);
    g_string_append(text, ", ?");
}

void ikelog_view_summarise(const struct ikelog_view *view, GString *text)
{
    const char *exchange = ikelog_exchange_short_name(view->header.exchange_type);

    if (exchange)
        g_string_append(text, exchange);
    else
        g_string_append_printf(text, "X%u", view->header.exchange_type);
    g_string_append(text, view->header.flags & IKELOG_FLAG_ENCRYPTION ? " *(" : " (");
    if (!view->readable)
        append_first_only(view->header.next_payload, text);
    for (uint32_t i = 0; view->readable && i < view->chain.count; i++) {
        if (i > 0)
            g_string_append(text, ", ");
        append_payload(view, &view->chain.payloads[i], text);
    }
    g_string_append_c(text, ')');
}
