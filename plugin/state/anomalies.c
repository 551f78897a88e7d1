/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether notifications, deletes and padding agree with the SA that they speak of. */
#include "state/anomalies.h"

#include "state/session_struct.h"
#include "wire/numbers.h"

#include <string.h>

struct findings {
    struct ikelog_anomaly *rows;
    unsigned count;
    uint32_t offset, length;
    bool common; /* so is what is told next, see struct ikelog_anomaly */
};

G_GNUC_PRINTF(2, 3)
static void tell(struct findings *f, const char *format, ...)
{
    struct ikelog_anomaly *row = &f->rows[f->count];
    va_list arguments;

    if (f->count == IKELOG_MAX_ANOMALIES)
        return;
    row->offset = f->offset;
    row->length = f->length;
    row->common = f->common;
    va_start(arguments, format);
    g_vsnprintf(row->text, sizeof row->text, format, arguments);
    va_end(arguments);
    f->count++;
}

static bool is_cookie_pair(const struct ikelog_view *view, struct ikelog_octets spi)
{
    return spi.length == sizeof view->header.cookies &&
           memcmp(spi.data, view->header.cookies, spi.length) == 0;
}

static bool spi_of_quick(const struct ikelog_quick *quick, struct ikelog_octets spi)
{
    if (!quick || spi.length != 4)
        return false;
    for (unsigned i = 0; i < quick->ipsec_count; i++)
        if (quick->ipsec[i].spi[0] == ikelog_octets_u32(spi.data) ||
            quick->ipsec[i].spi[1] == ikelog_octets_u32(spi.data))
            return true;
    return false;
}

static void tell_sequence(const struct ikelog_notify *notify, struct findings *f)
{
    bool question = notify->type == IKELOG_NOTIFY_DPD_R_U_THERE;

    if (notify->data.length != 4)
        tell(f, "a DPD message has a sequence number of 4 octets, this one has %u",
             notify->data.length);
    else if (question)
        tell(f,
             "DPD sequence number %u neither follows the one before nor repeats an open question",
             ikelog_octets_u32(notify->data.data));
    else
        tell(f, "DPD sequence number %u is not that of the latest question",
             ikelog_octets_u32(notify->data.data));
}

static void check_notify(const struct ikelog_view *view, const struct ikelog_notify *notify,
                         struct findings *f)
{
    bool cookies = is_cookie_pair(view, notify->spi);

    switch (notify->type) {
    case IKELOG_NOTIFY_DPD_R_U_THERE:
    case IKELOG_NOTIFY_DPD_R_U_THERE_ACK:
        if (!cookies)
            tell(f, "the SPI of a DPD message is not the cookie pair of this IKE SA");
        if (notify->data.length != 4 || (view->record->flags & IKELOG_RECORD_DPD_SEQUENCE))
            tell_sequence(notify, f);
        break;
    case IKELOG_NOTIFY_INITIAL_CONTACT:
        if (!cookies && notify->spi.length > 0)
            tell(f, "the SPI of INITIAL-CONTACT is not the cookie pair of this IKE SA");
        if (!(view->header.flags & IKELOG_FLAG_ENCRYPTION))
            tell(f, "INITIAL-CONTACT is not protected: anybody could have sent it");
        break;
    case IKELOG_NOTIFY_RESPONDER_LIFETIME:
        if (!cookies && notify->spi.length > 0 &&
            !spi_of_quick(ikelog_exchange_quick(view->record->exchange), notify->spi))
            tell(f, "the SPI of RESPONDER-LIFETIME belongs neither to this IKE SA nor to this "
                    "Quick Mode");
        break;
    default:
        break;
    }
}

/* Deleted SPIs are only judged when everything that was negotiated could be read. */
static bool all_quick_modes_read(const struct ikelog_sa *sa)
{
    if (sa->state == IKELOG_SA_UNKNOWN_START || !sa->quick_modes)
        return false;
    for (unsigned i = 0; i < sa->quick_modes->len && i < IKELOG_MAX_MESSAGES; i++)
        if (!ikelog_exchange_quick(g_ptr_array_index(sa->quick_modes, i)))
            return false;
    return sa->quick_modes->len <= IKELOG_MAX_MESSAGES;
}

static void check_delete(struct ikelog_session *session, const struct ikelog_view *view,
                         const struct ikelog_delete *deletion, struct findings *f)
{
    const struct ikelog_sa *sa = view->record->exchange->sa;

    if (!(view->header.flags & IKELOG_FLAG_ENCRYPTION))
        tell(f, "the Delete is not protected: anybody could have sent it");
    if (deletion->protocol == IKELOG_PROTO_ISAKMP) {
        if (deletion->spi_size == 16 && !is_cookie_pair(view, deletion->spis))
            tell(f, "the Delete names cookies of another IKE SA");
        return;
    }
    if (deletion->spi_size != 4 || !all_quick_modes_read(sa))
        return;
    for (uint32_t at = 0; at + 4 <= deletion->spis.length && at < 256; at += 4)
        if (!tables_find_spi(&session->tables, ikelog_octets_u32(deletion->spis.data + at)))
            tell(f, "the Delete names SPI 0x%08x, which no Quick Mode of this IKE SA set up",
                 ikelog_octets_u32(deletion->spis.data + at));
}

/* The SA payload of an answer. */
static void check_choice(const struct ikelog_view *view, struct findings *f)
{
    static const char *const texts[] = {
        [IKELOG_CHOICE_NOT_OFFERED] = "the answer takes a proposal that was never offered",
        [IKELOG_CHOICE_OTHER_NUMBER] =
            "the answer takes what was offered under another proposal number",
        [IKELOG_CHOICE_SEVERAL] = "the answer takes more than one of the alternatives",
    };
    const struct ikelog_exchange *exchange = view->record->exchange;
    const struct ikelog_quick *quick = ikelog_exchange_quick(exchange);
    unsigned choice = quick                              ? quick->choice
                      : exchange == exchange->sa->phase1 ? exchange->sa->choice
                                                         : IKELOG_CHOICE_FITS;

    if (view->record->side == exchange->starter || choice == IKELOG_CHOICE_FITS)
        return;
    f->common = choice == IKELOG_CHOICE_OTHER_NUMBER;
    tell(f, "%s (RFC 2408 4.2)", texts[choice]);
    f->common = false;
}

static void check_public_value(const struct ikelog_view *view, struct ikelog_octets body,
                               struct findings *f)
{
    const char *weakness = ikelog_exchange_weak_public(view->record->exchange, body);

    if (weakness && !ikelog_view_is_cut(view))
        tell(f, "the Diffie-Hellman public value is %s", weakness);
}

static bool counted_padding(const uint8_t *padding, uint32_t length)
{
    for (uint32_t i = 0; i < length; i++)
        if (padding[i] != i + 1)
            return false;
    return true;
}

/* RFC 2409 appendix B pads with zeros; daemons also count, or put the length last. */
static void check_padding(const struct ikelog_view *view, struct findings *f)
{
    const struct ikelog_keyset *keyset = ikelog_record_keyset(view->record);
    uint32_t length = view->octets.length - view->chain.end;
    const uint8_t *padding = view->octets.data + view->chain.end;
    bool zeros = true;

    if (view->chain.status != IKELOG_OK || length == 0 || !keyset || !keyset->cipher)
        return;
    f->offset = view->chain.end;
    f->length = length;
    for (uint32_t i = 0; i + 1 < length; i++)
        zeros = zeros && padding[i] == 0;
    if (length >= 2u * keyset->cipher->block)
        tell(f, "%u octets of padding, more than the cipher block of %u asks for", length,
             keyset->cipher->block);
    if (!zeros && !counted_padding(padding, length) && padding[length - 1] != length &&
        padding[length - 1] + 1u != length)
        tell(f, "the padding is neither zeros nor counted");
}

unsigned ikelog_view_anomalies(struct ikelog_session *session, const struct ikelog_view *view,
                               struct ikelog_anomaly *found)
{
    struct findings f = {.rows = found};

    for (uint32_t i = 0; view->record && view->readable && i < view->chain.count; i++) {
        const struct ikelog_payload *payload = &view->chain.payloads[i];
        struct ikelog_octets body;
        struct ikelog_notify notify;
        struct ikelog_delete deletion;

        f.offset = payload->offset;
        f.length = payload->length;
        if (!ikelog_view_payload(view, i, payload->type, &body))
            continue;
        if (payload->type == IKELOG_PAYLOAD_NOTIFY && ikelog_notify_read(body, &notify) &&
            notify.whole)
            check_notify(view, &notify, &f);
        else if (payload->type == IKELOG_PAYLOAD_SA)
            check_choice(view, &f);
        else if (payload->type == IKELOG_PAYLOAD_KE)
            check_public_value(view, body, &f);
        else if (payload->type == IKELOG_PAYLOAD_DELETE &&
                 ikelog_delete_read(body, &deletion) == IKELOG_OK)
            check_delete(session, view, &deletion, &f);
    }
    if (view->record && view->decrypted)
        check_padding(view, &f);
    return f.count;
}
