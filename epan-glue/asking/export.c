/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --export-objects ikelog,DIR and Export Objects: a log for each gateway, and each certificate. */

#include "asking/taps.h"
#include "proto.h"
#include "settings/dialect_choice.h"
#include "settings/prefs.h"
#include "showing/tap.h"

#include "events/frame.h"
#include "reports/log.h"
#include "wire/numbers.h"

#include <epan/export_object.h>

/* A gateway and its log, which grows in the entry that the list holds. */
struct gateway {
    export_object_entry_t *entry;
    unsigned lines;
    bool begun; /* it has its head */
};

static GHashTable *gateways;       /* address text -> struct gateway */
static export_object_list_t *list; /* that the gateways' entries are in */

static const struct {
    uint8_t encoding;
    const char *type, *ending;
} certificates[] = {
    {1, "application/pkcs7-mime", "p7b"},
    {4, "application/pkix-cert", "der"},
    {5, "application/pkix-cert", "der"},
    {7, "application/pkix-crl", "crl"},
};

static void forget(void)
{
    if (gateways)
        g_hash_table_destroy(gateways);
    gateways = NULL;
    list = NULL;
}

static export_object_entry_t *add_entry(const char *host, const char *type, char *filename,
                                        uint32_t frame)
{
    export_object_entry_t *entry = g_new0(export_object_entry_t, 1);

    entry->pkt_num = frame;
    entry->hostname = g_strdup(host);
    entry->content_type = g_strdup(type);
    entry->filename = filename;
    list->add_entry(list->gui_data, entry);
    return entry;
}

static void append_text(export_object_entry_t *entry, const GString *text)
{
    entry->payload_data = g_realloc(entry->payload_data, entry->payload_len + text->len);
    memcpy(entry->payload_data + entry->payload_len, text->str, text->len);
    entry->payload_len += text->len;
}

/* The colons of IPv6 addresses are no part of file names everywhere. */
static struct gateway *gateway_of(const char *name, uint32_t frame)
{
    struct gateway *gateway = g_hash_table_lookup(gateways, name);
    char *filename;

    if (gateway)
        return gateway;
    filename = g_strdelimit(g_strdup_printf("%s.log", name), ":", '-');
    gateway = g_new0(struct gateway, 1);
    gateway->entry = add_entry(name, "text/plain", filename, frame);
    g_hash_table_insert(gateways, g_strdup(name), gateway);
    return gateway;
}

/* The lines of this packet as the device at `endpoint` writes them. */
static void log_packet(const struct ikelog_packet *packet, const struct ikelog_endpoint *endpoint)
{
    struct ikelog_policy policy = *ikelog_prefs_policy();
    struct ikelog_prefix local = ikelog_prefix_of(endpoint);
    struct ikelog_packet *kept = ikelog_packet_keep(packet);
    struct ikelog_log log;
    GString *name = g_string_new(NULL), *text = g_string_new(NULL);
    struct gateway *gateway;

    policy.local = &local;
    policy.local_count = 1;
    ikelog_endpoint_describe(endpoint, name);
    gateway = gateway_of(name->str, packet->frame);
    if (gateway->begun)
        ikelog_log_resume(&log, ikelog_dialects_chosen(), &policy, gateway->lines, text);
    else
        ikelog_log_begin(&log, ikelog_dialects_chosen(), &policy, text);
    gateway->begun = true;
    ikelog_log_add(&log, kept);
    gateway->lines = ikelog_log_pause(&log);
    append_text(gateway->entry, text);
    g_string_free(text, TRUE);
    g_string_free(name, TRUE);
    ikelog_packet_free(kept);
}

static void save_certificate(const struct ikelog_packet *packet, struct ikelog_octets body,
                             unsigned n)
{
    const struct ikelog_endpoint *src = &packet->src;
    export_object_entry_t *entry;
    GString *host;

    for (size_t i = 0; i < G_N_ELEMENTS(certificates) && body.length > 1; i++) {
        if (certificates[i].encoding != body.data[0])
            continue;
        host = g_string_new(NULL);
        ikelog_endpoint_describe(src, host);
        entry = add_entry(
            host->str, certificates[i].type,
            g_strdup_printf("certificate-frame-%u-%u.%s", packet->frame, n, certificates[i].ending),
            packet->frame);
        entry->payload_len = body.length - 1;
        entry->payload_data = g_memdup2(body.data + 1, body.length - 1);
        g_string_free(host, TRUE);
        return;
    }
}

static void save_certificates(const struct ikelog_packet *packet)
{
    const struct ikelog_view *view = packet->view;
    unsigned count = 0;

    if (ikelog_record_repeats(packet->record) || !view->readable)
        return;
    for (uint32_t n = 0; n < view->chain.count; n++) {
        struct ikelog_octets body;

        if (ikelog_view_payload(view, n, IKELOG_PAYLOAD_CERT, &body))
            save_certificate(packet, body, ++count);
    }
}

static tap_packet_status packet(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                const void *tapped, tap_flags_t flags)
{
    const struct ikelog_packet *message = &ikelog_tapped(tapped)->packet;

    (void)pinfo;
    (void)edt;
    (void)flags;
    if (list != data) {
        forget();
        list = data;
        gateways = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    }
    if (!message->record || message->kind != IKELOG_PACKET_MESSAGE)
        return TAP_PACKET_DONT_REDRAW;
    if (message->src.family)
        log_packet(message, &message->src);
    if (message->dst.family)
        log_packet(message, &message->dst);
    save_certificates(message);
    return TAP_PACKET_REDRAW;
}

void ikelog_export_register(void)
{
    register_export_object(ikelog_proto(), packet, forget);
}
