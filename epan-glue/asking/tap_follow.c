/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z follow,ikelog,hex,0 and Follow > IKELOG: the messages of an IKE SA, as far as they are open.
 */

#include "arriving/capture.h"
#include "asking/taps.h"
#include "proto.h"
#include "showing/tap.h"

#include <epan/follow.h>

static char *filter_of(unsigned sa)
{
    return g_strdup_printf("ikelog.sa == %u", sa);
}

static char *filter_of_packet(epan_dissect_t *edt, packet_info *pinfo, unsigned *stream,
                              unsigned *sub_stream)
{
    const struct ikelog_record *record = ikelog_capture_record(pinfo);

    (void)edt;
    if (!record)
        return NULL;
    *stream = record->exchange->sa->number;
    *sub_stream = 0;
    return filter_of(*stream);
}

static char *filter_of_index(unsigned stream, unsigned sub_stream)
{
    (void)sub_stream;
    return filter_of(stream);
}

/* Addresses do not identify an IKE SA: NAT moves them, and two peers may have many. */
static char *filter_of_addresses(address *src, address *dst, int src_port, int dst_port)
{
    (void)src;
    (void)dst;
    (void)src_port;
    (void)dst_port;
    return g_strdup("ikelog");
}

static char *port_text(wmem_allocator_t *allocator, unsigned port)
{
    return wmem_strdup_printf(allocator, "%u", port);
}

#if IKELOG_WIRESHARK(4, 4)
static uint32_t count(void)
{
    struct ikelog_session *session = ikelog_capture_session();

    return session ? ikelog_session_sa_count(session) : 0;
}
#endif

static void note_peers(follow_info_t *follow, const packet_info *pinfo, bool is_server)
{
    if (follow->client_ip.type != AT_NONE)
        return;
    copy_address(&follow->client_ip, is_server ? &pinfo->dst : &pinfo->src);
    copy_address(&follow->server_ip, is_server ? &pinfo->src : &pinfo->dst);
    follow->client_port = is_server ? pinfo->destport : pinfo->srcport;
    follow->server_port = is_server ? pinfo->srcport : pinfo->destport;
}

/* What was decrypted without its padding's bytes being told apart; of the rest the whole message.
 */
static tap_packet_status packet(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                const void *tapped, tap_flags_t flags)
{
    const struct ikelog_packet *message = &ikelog_tapped(tapped)->packet;
    follow_info_t *follow = data;
    follow_record_t *record;
    struct ikelog_octets body;

    (void)edt;
    (void)flags;
    if (message->kind != IKELOG_PACKET_MESSAGE || !message->record)
        return TAP_PACKET_DONT_REDRAW;
    body = message->view->decrypted ? message->view->octets : message->message;
    record = g_new0(follow_record_t, 1);
    record->is_server = message->record->side == IKELOG_RESPONDER;
    record->packet_num = pinfo->num;
    record->abs_ts = pinfo->abs_ts;
    record->data = g_byte_array_append(g_byte_array_new(), body.data, body.length);
    note_peers(follow, pinfo, record->is_server);
    follow->bytes_written[record->is_server] += body.length;
    follow->payload = g_list_prepend(follow->payload, record);
    return TAP_PACKET_DONT_REDRAW;
}

void ikelog_tap_follow_register(void)
{
#if IKELOG_WIRESHARK(4, 4)
    register_follow_stream(ikelog_proto(), IKELOG_TAP, filter_of_packet, filter_of_index,
                           filter_of_addresses, port_text, packet, count, NULL);
#else
    register_follow_stream(ikelog_proto(), IKELOG_TAP, filter_of_packet, filter_of_index,
                           filter_of_addresses, port_text, packet);
#endif
}
