/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening a message for reading, as often as somebody looks. */
#include "state/session_priv.h"

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
    struct expectation expected;

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
    tail_plausible(&expected, view->octets, view->unknown, &view->chain);
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
