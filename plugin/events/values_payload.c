/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: what the payloads of the frame say, and what protects them. */
#include "events/values_priv.h"

#include "crypto/auth_method.h"
#include "wire/numbers.h"

/* The first notification of this type in the message of the context. */
static bool find_notify(const struct ikelog_template_context *context, uint16_t type,
                        struct ikelog_notify *notify)
{
    struct ikelog_octets body;

    for (uint32_t n = 0; context->view && n < context->view->chain.count; n++)
        if (ikelog_view_payload(context->view, n, IKELOG_PAYLOAD_NOTIFY, &body) &&
            ikelog_notify_read(body, notify) && notify->type == type)
            return true;
    return false;
}

static void append_life(const struct ikelog_lifetime *life, GString *text)
{
    if (life->seconds)
        g_string_append_printf(text, "%" G_GUINT64_FORMAT " seconds", life->seconds);
    if (life->kilobytes)
        g_string_append_printf(text, "%s%" G_GUINT64_FORMAT " kilobytes",
                               life->seconds ? " and " : "", life->kilobytes);
}

/* What was offered before the responder named its own lifetime. */
static struct ikelog_lifetime offered_life(const struct ikelog_template_context *context,
                                           const struct ikelog_notify *notify)
{
    const struct ikelog_quick *quick = ikelog_template_context_quick(context);
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    struct ikelog_lifetime life = {0};

    if (quick && notify->protocol != IKELOG_PROTO_ISAKMP)
        life = quick->offered_life;
    else if (sa && notify->protocol == IKELOG_PROTO_ISAKMP)
        life = (struct ikelog_lifetime){sa->suite->life_seconds, sa->suite->life_kilobytes};
    return life;
}

static const char *compared(uint64_t named, uint64_t offered)
{
    return named < offered ? "shorter than" : named > offered ? "longer than" : "like";
}

bool ikelog_value_lifetime(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    struct ikelog_lifetime named, offered;
    struct ikelog_notify notify;

    if (!find_notify(context, IKELOG_NOTIFY_RESPONDER_LIFETIME, &notify))
        return false;
    ikelog_notify_lifetime(&notify, &named);
    offered = offered_life(context, &notify);
    append_life(&named, value->text);
    if (!named.seconds && !named.kilobytes)
        g_string_append(value->text, "none, as the notification holds no duration");
    else if (!offered.seconds && !offered.kilobytes)
        return true;
    else if (named.seconds && offered.seconds && !named.kilobytes && !offered.kilobytes)
        g_string_append_printf(value->text, ", %s the %" G_GUINT64_FORMAT " seconds offered",
                               compared(named.seconds, offered.seconds), offered.seconds);
    else if (named.kilobytes && offered.kilobytes && !named.seconds && !offered.seconds)
        g_string_append_printf(value->text, ", %s the %" G_GUINT64_FORMAT " kilobytes offered",
                               compared(named.kilobytes, offered.kilobytes), offered.kilobytes);
    else {
        g_string_append(value->text, "; offered were ");
        append_life(&offered, value->text);
    }
    return true;
}

bool ikelog_value_redirect(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    struct ikelog_notify notify;

    if (!find_notify(context, IKELOG_NOTIFY_UNITY_LOAD_BALANCE, &notify) ||
        (notify.data.length != 4 && notify.data.length != 16))
        return false;
    ikelog_text_address(notify.data.length == 4 ? 4 : 6, notify.data.data, value->text);
    return true;
}

/* RFC 3706 5.4: the data of DPD messages is a sequence number of four octets. */
bool ikelog_value_sequence(const struct ikelog_template_context *context,
                           struct ikelog_value *value)
{
    uint16_t type = context->event->kind == IKELOG_EVENT_DPD_ANSWER
                        ? IKELOG_NOTIFY_DPD_R_U_THERE_ACK
                        : IKELOG_NOTIFY_DPD_R_U_THERE;
    struct ikelog_notify notify;

    if (!find_notify(context, type, &notify) || notify.data.length != 4)
        return false;
    value->number = ikelog_octets_u32(notify.data.data);
    return true;
}

bool ikelog_value_replay_status(const struct ikelog_template_context *context,
                                struct ikelog_value *value)
{
    struct ikelog_notify notify;

    if (!find_notify(context, IKELOG_NOTIFY_REPLAY_STATUS, &notify) || notify.data.length != 4)
        return false;
    g_string_append(value->text, ikelog_octets_u32(notify.data.data) ? "checks" : "does not check");
    return true;
}

/* "IPsec SA aa000001" or "IPCOMP CPI 355b": what the event's number is, by the Delete. */
bool ikelog_value_deleted(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    struct ikelog_octets body;
    struct ikelog_delete deleted;
    bool ipcomp = false;

    if (context->event->kind != IKELOG_EVENT_IPSEC_SA_DELETED)
        return false;
    for (uint32_t n = 0; context->view && n < context->view->chain.count; n++)
        if (ikelog_view_payload(context->view, n, IKELOG_PAYLOAD_DELETE, &body) &&
            ikelog_delete_read(body, &deleted) != IKELOG_TRUNCATED &&
            ikelog_delete_names(&deleted, context->event->number))
            ipcomp = deleted.protocol == IKELOG_PROTO_IPCOMP;
    g_string_append_printf(value->text, ipcomp ? "IPCOMP CPI %04x" : "IPsec SA %08x",
                           context->event->number);
    return true;
}

/* What a CERT payload holds (its encoding is the event's number), as people call it. */
bool ikelog_value_certificate(const struct ikelog_template_context *context,
                              struct ikelog_value *value)
{
    static const char *const words[] = {[1] = "a bundle of certificates (PKCS #7)",
                                        [2] = "a PGP certificate",
                                        [3] = "a DNS signed key",
                                        [4] = "a certificate",
                                        [5] = "a certificate for key exchange",
                                        [6] = "a Kerberos token",
                                        [7] = "a certificate revocation list",
                                        [8] = "an authority revocation list",
                                        [9] = "an SPKI certificate",
                                        [10] = "an attribute certificate"};
    uint32_t encoding = context->event->number;
    bool named = encoding < G_N_ELEMENTS(words) && words[encoding];

    if (context->event->kind != IKELOG_EVENT_CERTIFICATE_SENT)
        return false;
    g_string_append(value->text, named ? words[encoding] : "a payload of the kind CERT");
    return true;
}

bool ikelog_value_protection(const struct ikelog_template_context *context,
                             struct ikelog_value *value)
{
    if (!context->view)
        return false;
    g_string_append(value->text, context->view->header.flags & IKELOG_FLAG_ENCRYPTION
                                     ? "protected by the IKE SA"
                                     : "not protected: everybody on the way can read them");
    return true;
}

static bool holds(const struct ikelog_view *view, uint8_t type)
{
    return ikelog_chain_find(&view->chain, type, 0) != NULL;
}

/*
 * How the event's side proves who it is: by the payload that is there, else, when the message
 * cannot be read, by the method that was chosen.
 */
bool ikelog_value_proof(const struct ikelog_template_context *context, struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const struct ikelog_view *view = context->view;
    bool initiator = context->event->side == IKELOG_INITIATOR;
    const char *proof = sa ? ikelog_auth_proof(sa->suite->auth_method, initiator) : NULL;

    if (view && view->readable && !holds(view, IKELOG_PAYLOAD_HASH)) {
        if (!holds(view, IKELOG_PAYLOAD_SIG))
            return false;
        proof = "a signature with the private key of its certificate";
    }
    return ikelog_value_known_text(proof, value);
}

/* "The responder has authenticated itself, the initiator only when XAUTH is through" */
static void append_hybrid(const struct ikelog_sa *sa, enum ikelog_side signer, GString *text)
{
    g_string_append_printf(
        text, "The %s %s, the %s only when XAUTH is through", ikelog_side_name(signer),
        sa->course->verified[signer] ? "has authenticated itself" : "proves who it is",
        ikelog_side_name(ikelog_side_other(signer)));
}

/* What phase 1 has shown of the peers: proofs that were not checked here show nothing. */
bool ikelog_value_authenticated(const struct ikelog_template_context *context,
                                struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_template_context_sa(context);
    const struct ikelog_auth_method *method =
        sa ? ikelog_auth_method(sa->suite->auth_method) : NULL;

    if (!sa || !method)
        return false;
    if (method->hybrid)
        append_hybrid(sa, method->signs[0] ? IKELOG_INITIATOR : IKELOG_RESPONDER, value->text);
    else if (sa->course->verified[IKELOG_INITIATOR] && sa->course->verified[IKELOG_RESPONDER])
        g_string_append(value->text, "The peers have authenticated each other");
    else if (sa->course->verified[IKELOG_INITIATOR] || sa->course->verified[IKELOG_RESPONDER])
        g_string_append_printf(
            value->text, "The proof of the %s holds; that of the other side was not checked here",
            ikelog_side_name(sa->course->verified[IKELOG_INITIATOR] ? IKELOG_INITIATOR
                                                                    : IKELOG_RESPONDER));
    else
        g_string_append(value->text, "Whether the proofs hold was not checked here");
    return true;
}
