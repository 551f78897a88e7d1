/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Recognises an IKEv1 message by its header and makes its conversation ours. */

#include "arriving/other_port.h"

#include "arriving/natt.h"
#include "arriving/origin.h"

#include "wire/message.h"
#include "wire/numbers.h"

#include <epan/conversation.h>

#define UDP_LENGTH 8u
#define PORT_IKE   500u
#define PORT_NATT  4500u
#define VERSION_1  0x10u
#define ALL_FLAGS  (IKELOG_FLAG_ENCRYPTION | IKELOG_FLAG_COMMIT | IKELOG_FLAG_AUTH_ONLY)

static dissector_table_t ports;
static dissector_handle_t plain;

void ikelog_other_port_handoff(void)
{
    ports = find_dissector_table("udp.port");
    plain = find_dissector("ikelog");
}

/* The port of IKE that takes part with one of another protocol, or 0. */
static uint32_t port_of_ike(const packet_info *pinfo)
{
    const uint32_t low = MIN(pinfo->srcport, pinfo->destport),
                   high = MAX(pinfo->srcport, pinfo->destport);

    if (pinfo->ptype != PT_UDP || low == high || low == PORT_IKE)
        return 0; /* the lower port is asked first: it would have been ours */
    return high == PORT_IKE || high == PORT_NATT ? high : 0;
}

/* Ours, as long as the port is. */
static dissector_handle_t handle_of(uint32_t port)
{
    dissector_handle_t ours = port == PORT_NATT ? ikelog_natt_handle() : plain;

    return ours && dissector_get_uint_handle(ports, port) == ours ? ours : NULL;
}

static bool has_initiator(const struct ikelog_header *header)
{
    static const uint8_t none[IKELOG_COOKIE_LEN];

    return memcmp(header->cky_i, none, sizeof none) != 0;
}

/* Nothing is taken from another protocol that might be anything else. */
static bool is_plainly_ike(struct ikelog_octets octets)
{
    struct ikelog_header header;

    return ikelog_header_read(octets.data, octets.length, &header) == IKELOG_OK &&
           header.version == VERSION_1 && header.length == octets.length &&
           !(header.flags & ~ALL_FLAGS) && has_initiator(&header) &&
           header.next_payload != IKELOG_PAYLOAD_NONE &&
           ikelog_exchange_short_name(header.exchange_type);
}

/* The payload of UDP, when all of it is there, or NULL. */
static tvbuff_t *datagram_in(const packet_info *pinfo, tvbuff_t *frame)
{
    const unsigned at = ikelog_origin_udp_payload(pinfo, frame);
    unsigned length;

    if (!at || tvb_captured_length(frame) <= at)
        return NULL;
    length = tvb_get_ntohs(frame, (int)at - 4);
    if (length <= UDP_LENGTH || tvb_captured_length(frame) - at < length - UDP_LENGTH)
        return NULL;
    return tvb_new_subset_length(frame, (int)at, (int)(length - UDP_LENGTH));
}

static bool holds_message(tvbuff_t *datagram, uint32_t port)
{
    struct ikelog_octets octets = ikelog_origin_octets(datagram);

    if (port == PORT_NATT) {
        if (!ikelog_natt_has_marker(datagram))
            return false;
        octets.data += IKELOG_MARKER_LENGTH;
        octets.length -= IKELOG_MARKER_LENGTH;
    }
    return is_plainly_ike(octets);
}

bool ikelog_other_port_dissect(packet_info *pinfo, tvbuff_t *frame, proto_tree *tree)
{
    const uint32_t port = port_of_ike(pinfo);
    dissector_handle_t handle = port ? handle_of(port) : NULL;
    tvbuff_t *datagram = handle ? datagram_in(pinfo, frame) : NULL;

    if (!datagram || !holds_message(datagram, port))
        return false;
    if (!PINFO_FD_VISITED(pinfo))
        conversation_set_dissector(find_or_create_conversation(pinfo), handle);
    call_dissector_only(handle, datagram, pinfo, tree, NULL);
    return true;
}
