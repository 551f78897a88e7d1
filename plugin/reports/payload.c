/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A payload in few words, by a table of who can say what about which type. */
#include "reports/payload.h"

#include "events/config.h"
#include "events/frame.h"
#include "wire/numbers.h"
#include "wire/vendor_id.h"

#define MOST_TEXT 128u /* octets of text from the wire that a report shows */
#define MOST_SPIS 8u

static bool say_sa(struct ikelog_octets body, GString *text)
{
    struct ikelog_sa_payload *sa = g_new(struct ikelog_sa_payload, 1);
    gsize start = text->len;

    ikelog_sa_payload_read(body, sa);
    ikelog_sa_payload_describe(sa, text);
    g_free(sa);
    return text->len > start;
}

static bool say_length(struct ikelog_octets body, GString *text)
{
    g_string_append_printf(text, "%u octets", body.length);
    return true;
}

static bool say_id(struct ikelog_octets body, GString *text)
{
    struct ikelog_id id;

    if (ikelog_id_read(body, &id) != IKELOG_OK)
        return false;
    ikelog_id_describe(&id, text);
    if (id.protocol || id.port)
        g_string_append_printf(text, ", protocol %u port %u", id.protocol, id.port);
    return true;
}

static bool say_certificate(struct ikelog_octets body, GString *text)
{
    GString *subject = g_string_new(NULL), *issuer = g_string_new(NULL);
    struct ikelog_octets der = {body.data + 1, body.length ? body.length - 1 : 0};
    bool ok = der.length > 0 && ikelog_certificate_names(der, subject, issuer);

    if (ok)
        g_string_append_printf(text, "%s, issued by %s", subject->str, issuer->str);
    g_string_free(subject, TRUE);
    g_string_free(issuer, TRUE);
    return ok;
}

static bool say_request(struct ikelog_octets body, GString *text)
{
    struct ikelog_octets der = {body.data + 1, body.length ? body.length - 1 : 0};

    return der.length > 0 && ikelog_dn_describe(der, text);
}

static bool say_notify(struct ikelog_octets body, GString *text)
{
    struct ikelog_notify notify;
    const char *name;

    if (ikelog_notify_read(body, &notify) != IKELOG_OK)
        return false;
    name = ikelog_number_name(&ikelog_registry_notify_type, notify.type);
    g_string_append_printf(text, "%s (%u)", name ? name : "unknown type", notify.type);
    return true;
}

static bool say_delete(struct ikelog_octets body, GString *text)
{
    struct ikelog_delete deleted;
    const char *protocol;

    if (ikelog_delete_read(body, &deleted) == IKELOG_TRUNCATED)
        return false;
    protocol = ikelog_number_name(&ikelog_registry_protocol_id, deleted.protocol);
    g_string_append(text, protocol ? protocol : "unknown protocol");
    for (uint32_t i = 0, at = 0; i < deleted.count && i < MOST_SPIS; i++) {
        if (deleted.spi_size == 0 || at + deleted.spi_size > deleted.spis.length)
            break;
        g_string_append_c(text, ' ');
        ikelog_text_hex((struct ikelog_octets){deleted.spis.data + at, deleted.spi_size}, MOST_TEXT,
                        text);
        at += deleted.spi_size;
    }
    if (deleted.count > MOST_SPIS)
        g_string_append(text, " …");
    return true;
}

static bool say_vendor(struct ikelog_octets body, GString *text)
{
    const struct ikelog_vendor_id *vendor = ikelog_vendor_id_find(body);

    if (vendor)
        g_string_append(text, vendor->name);
    else
        ikelog_text_hex(body, 16, text);
    return true;
}

static bool say_config(struct ikelog_octets body, GString *text)
{
    struct ikelog_config config;
    const char *type;

    if (ikelog_config_read(body, &config) != IKELOG_OK)
        return false;
    type = ikelog_number_name(&ikelog_registry_config_type, config.type);
    g_string_append_printf(text, "%s%s", type ? type : "unknown type",
                           config.xauth ? " of XAUTH" : "");
    if (config.user.length) {
        g_string_append(text, ", user ");
        ikelog_text_escape(config.user, MOST_TEXT, text);
    }
    if (config.address.length == 4)
        g_string_append_printf(text, ", address %u.%u.%u.%u", config.address.data[0],
                               config.address.data[1], config.address.data[2],
                               config.address.data[3]);
    if (config.has_status)
        g_string_append(text, config.status == 1 ? ", status OK" : ", status FAIL");
    return true;
}

static const struct {
    uint8_t type;
    bool (*say)(struct ikelog_octets body, GString *text);
} speakers[] = {
    {IKELOG_PAYLOAD_SA, say_sa},
    {IKELOG_PAYLOAD_KE, say_length},
    {IKELOG_PAYLOAD_NONCE, say_length},
    {IKELOG_PAYLOAD_ID, say_id},
    {IKELOG_PAYLOAD_CERT, say_certificate},
    {IKELOG_PAYLOAD_CERT_REQ, say_request},
    {IKELOG_PAYLOAD_HASH, say_length},
    {IKELOG_PAYLOAD_SIG, say_length},
    {IKELOG_PAYLOAD_NOTIFY, say_notify},
    {IKELOG_PAYLOAD_DELETE, say_delete},
    {IKELOG_PAYLOAD_VID, say_vendor},
    {IKELOG_PAYLOAD_CONFIG, say_config},
};

bool ikelog_payload_value(const struct ikelog_view *view, uint32_t n, GString *text)
{
    uint8_t type = view->chain.payloads[n].type;
    struct ikelog_octets body;

    for (size_t i = 0; i < G_N_ELEMENTS(speakers); i++)
        if (speakers[i].type == type)
            return ikelog_view_payload(view, n, type, &body) && speakers[i].say(body, text);
    return false;
}

void ikelog_payload_name(const struct ikelog_view *view, uint32_t n, GString *text)
{
    uint8_t type = view->chain.payloads[n].type;
    const char *name = ikelog_payload_short_name(type), *word = NULL;
    struct ikelog_octets body;
    struct ikelog_notify notify;

    if (name)
        g_string_append(text, name);
    else
        g_string_append_printf(text, "P%u", type);
    if (type != IKELOG_PAYLOAD_NOTIFY || !ikelog_view_payload(view, n, type, &body) ||
        ikelog_notify_read(body, &notify) != IKELOG_OK)
        return;
    word = ikelog_notify_short_name(notify.type);
    if (word)
        g_string_append_printf(text, ":%s", word);
    else
        g_string_append_printf(text, ":%u", notify.type);
}
