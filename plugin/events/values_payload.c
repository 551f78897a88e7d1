/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values: what the payloads of the frame say, and what protects them. */
#include "events/values_priv.h"

#include "crypto/auth_method.h"
#include "wire/numbers.h"

/* The first notification of this type in the message of the scene. */
static bool find_notify(const struct ikelog_scene *scene, uint16_t type,
                        struct ikelog_notify *notify)
{
    struct ikelog_octets body;

    for (uint32_t n = 0; scene->view && n < scene->view->chain.count; n++)
        if (ikelog_view_payload(scene->view, n, IKELOG_PAYLOAD_NOTIFY, &body) &&
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
static struct ikelog_lifetime offered_life(const struct ikelog_scene *scene,
                                           const struct ikelog_notify *notify)
{
    const struct ikelog_quick *quick = ikelog_scene_quick(scene);
    const struct ikelog_sa *sa = ikelog_scene_sa(scene);
    struct ikelog_lifetime life = {0};

    if (quick && notify->protocol != IKELOG_PROTO_ISAKMP)
        life = quick->offered_life;
    else if (sa && notify->protocol == IKELOG_PROTO_ISAKMP)
        life = (struct ikelog_lifetime){sa->suite.life_seconds, sa->suite.life_kilobytes};
    return life;
}

static const char *compared(uint64_t named, uint64_t offered)
{
    return named < offered ? "shorter than" : named > offered ? "longer than" : "like";
}

bool ikelog_value_lifetime(const struct ikelog_scene *scene, struct ikelog_value *value)
{
    struct ikelog_lifetime named, offered;
    struct ikelog_notify notify;

    if (!find_notify(scene, IKELOG_NOTIFY_RESPONDER_LIFETIME, &notify))
        return false;
    ikelog_notify_lifetime(&notify, &named);
    offered = offered_life(scene, &notify);
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

bool ikelog_value_redirect(const struct ikelog_scene *scene, struct ikelog_value *value)
{
    struct ikelog_notify notify;

    if (!find_notify(scene, IKELOG_NOTIFY_UNITY_LOAD_BALANCE, &notify) ||
        (notify.data.length != 4 && notify.data.length != 16))
        return false;
    ikelog_text_address(notify.data.length == 4 ? 4 : 6, notify.data.data, value->text);
    return true;
}

/* RFC 3706 5.4: the data of DPD messages is a sequence number of four octets. */
bool ikelog_value_sequence(const struct ikelog_scene *scene, struct ikelog_value *value)
{
    uint16_t type = scene->event->kind == IKELOG_EVENT_DPD_ANSWER ? IKELOG_NOTIFY_DPD_R_U_THERE_ACK
                                                                  : IKELOG_NOTIFY_DPD_R_U_THERE;
    struct ikelog_notify notify;

    if (!find_notify(scene, type, &notify) || notify.data.length != 4)
        return false;
    value->number = ikelog_octets_u32(notify.data.data);
    return true;
}

bool ikelog_value_replay_status(const struct ikelog_scene *scene, struct ikelog_value *value)
{
    struct ikelog_notify notify;

    if (!find_notify(scene, IKELOG_NOTIFY_REPLAY_STATUS, &notify) || notify.data.length != 4)
        return false;
    g_string_append(value->text, ikelog_octets_u32(notify.data.data) ? "checks" : "does not check");
    return true;
}

/* "IPsec SA aa000001" or "IPCOMP CPI 355b": what the event's number is, by the Delete. */
bool ikelog_value_deleted(const struct ikelog_scene *scene, struct ikelog_value *value)
{
    struct ikelog_octets body;
    struct ikelog_delete deleted;
    bool ipcomp = false;

    if (scene->event->kind != IKELOG_EVENT_IPSEC_SA_DELETED)
        return false;
    for (uint32_t n = 0; scene->view && n < scene->view->chain.count; n++)
        if (ikelog_view_payload(scene->view, n, IKELOG_PAYLOAD_DELETE, &body) &&
            ikelog_delete_read(body, &deleted) != IKELOG_TRUNCATED &&
            ikelog_delete_names(&deleted, scene->event->number))
            ipcomp = deleted.protocol == IKELOG_PROTO_IPCOMP;
    g_string_append_printf(value->text, ipcomp ? "IPCOMP CPI %04x" : "IPsec SA %08x",
                           scene->event->number);
    return true;
}

/* What a CERT payload holds (its encoding is the event's number), as people call it. */
bool ikelog_value_certificate(const struct ikelog_scene *scene, struct ikelog_value *value)
{
    static const char *const words[] = {[1] = "bundle of certificates (PKCS #7)",
                                        [2] = "PGP certificate",
                                        [3] = "DNS signed key",
                                        [4] = "certificate",
                                        [5] = "certificate for key exchange",
                                        [6] = "Kerberos token",
                                        [7] = "certificate revocation list",
                                        [8] = "authority revocation list",
                                        [9] = "SPKI certificate",
                                        [10] = "attribute certificate"};
    uint32_t encoding = scene->event->number;

    if (scene->event->kind != IKELOG_EVENT_CERTIFICATE_SENT || encoding >= G_N_ELEMENTS(words) ||
        !words[encoding])
        return false;
    g_string_append(value->text, words[encoding]);
    return true;
}

bool ikelog_value_protection(const struct ikelog_scene *scene, struct ikelog_value *value)
{
    if (!scene->view)
        return false;
    g_string_append(value->text, scene->view->header.flags & IKELOG_FLAG_ENCRYPTION
                                     ? "protected by the IKE SA"
                                     : "not protected: everybody on the way can read them");
    return true;
}

/* How the event's side proves who it is. */
bool ikelog_value_proof(const struct ikelog_scene *scene, struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_scene_sa(scene);
    const char *proof =
        sa ? ikelog_auth_proof(sa->suite.auth_method, scene->event->side == IKELOG_INITIATOR)
           : NULL;

    return ikelog_value_known_text(proof, value);
}

/* What phase 1 has shown of the peers. */
bool ikelog_value_authenticated(const struct ikelog_scene *scene, struct ikelog_value *value)
{
    const struct ikelog_sa *sa = ikelog_scene_sa(scene);
    const struct ikelog_auth_method *method = sa ? ikelog_auth_method(sa->suite.auth_method) : NULL;

    if (method && method->hybrid)
        g_string_append_printf(value->text,
                               "the %s has authenticated itself, the %s only when XAUTH is through",
                               method->signs[0] ? "initiator" : "responder",
                               method->signs[0] ? "responder" : "initiator");
    else
        g_string_append(value->text, "the peers have authenticated each other");
    return true;
}
