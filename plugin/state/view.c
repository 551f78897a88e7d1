/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening a message for reading, as often as somebody looks. */
#include "state/decrypt.h"

#include "wire/numbers.h"

#include <string.h>

static void open_clear(struct ikelog_view *view)
{
    uint32_t end = ikelog_header_end(&view->header, view->message.length);

    view->octets = (struct ikelog_octets){view->message.data, end};
    view->readable = true;
    ikelog_chain_read(view->message.data, end, IKELOG_HEADER_LEN, view->header.next_payload,
                      &view->chain);
}

struct ikelog_octets view_ciphertext(const struct ikelog_view *view)
{
    uint32_t end = ikelog_header_end(&view->header, view->message.length);

    if (end <= IKELOG_HEADER_LEN)
        return (struct ikelog_octets){NULL, 0};
    return (struct ikelog_octets){view->message.data + IKELOG_HEADER_LEN, end - IKELOG_HEADER_LEN};
}

void expectation_of(const struct ikelog_view *view, const struct ikelog_keyset *keyset,
                    struct plaintext_expectation *expected)
{
    expected->first = view->header.next_payload;
    expected->exchange_type = view->header.exchange_type;
    expected->hash_length = keyset && keyset->hash ? keyset->hash->length : 0;
    expected->sent =
        view->header.length > view->message.length ? view->header.length - IKELOG_HEADER_LEN : 0;
}

void plaintext_cache_clear(struct ikelog_session *session)
{
    if (session->plaintext.octets->len)
        ikelog_wipe(session->plaintext.octets->data, session->plaintext.octets->len);
    session->plaintext.record = NULL;
}

uint8_t *plaintext_cache_take(struct ikelog_session *session, uint32_t length)
{
    plaintext_cache_clear(session);
    g_byte_array_set_size(session->plaintext.octets, length);
    return session->plaintext.octets->data;
}

/* The body of `original`; from the cache when it was the last one that was decrypted. */
static bool decrypt_body(struct ikelog_session *session, const struct ikelog_record *original,
                         struct ikelog_octets in, uint8_t *out)
{
    const uint8_t *iv = ikelog_record_iv(original);

    if (session->plaintext.record == original && session->plaintext.octets->len == in.length) {
        memcpy(out, session->plaintext.octets->data, in.length);
        return true;
    }
    if (ciphers_decrypt(&session->ciphers, original->exchange->sa, original->keyset, iv, in, out) !=
        IKELOG_OK)
        return false;
    memcpy(plaintext_cache_take(session, in.length), out, in.length);
    session->plaintext.record = original;
    return true;
}

void view_decrypt(struct ikelog_session *session, struct ikelog_view *view)
{
    const struct ikelog_record *original = ikelog_record_original(view->record);
    const struct ikelog_keyset *keyset = ikelog_record_keyset(view->record);
    struct ikelog_octets in = view_ciphertext(view);
    struct plaintext_expectation expected;

    if (!keyset || !keyset->cipher)
        return;
    in.length -= in.length % keyset->cipher->block;
    if (in.length == 0)
        return;
    view->plaintext = g_realloc(view->plaintext, in.length);
    if (!decrypt_body(session, original, in, view->plaintext))
        return;
    view->octets = (struct ikelog_octets){view->plaintext, in.length};
    view->decrypted = view->readable = true;
    view->unknown = 0;
    if (!(original->flags & IKELOG_RECORD_FIRST_UNKNOWN)) {
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
    if (!ikelog_header_hides_body(&view->header))
        open_clear(view);
    else if (record && ikelog_status_is_decrypted(ikelog_record_decryption(record)))
        view_decrypt(session, view);
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
