/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds addresses in Wireshark's packet information and IP headers in the octets of the frame. */

#include "arriving/origin.h"

#include "wire/reader.h"

#define IPV4_LENGTH          20u
#define IPV4_MAX_LENGTH      60u
#define IPV6_LENGTH          40u
#define UDP_LENGTH           8u
#define UDP                  17u
#define PORT_IKE             500u
#define PORT_NATT            4500u
#define IPV6_FRAGMENT        44u
#define IPV6_FRAGMENT_LENGTH 8u
#define MAX_LINK_LENGTH      128u /* octets below IP that are searched */

static void endpoint_of(const address *from, uint32_t port, struct ikelog_endpoint *to)
{
    memset(to, 0, sizeof *to);
    to->port = (uint16_t)port;
    if (from->type == AT_IPv4 && from->len == 4)
        to->family = 4;
    else if (from->type == AT_IPv6 && from->len == 16)
        to->family = 6;
    else
        return;
    memcpy(to->address, from->data, (size_t)from->len);
}

void ikelog_origin_endpoints(const packet_info *pinfo, struct ikelog_endpoint *src,
                             struct ikelog_endpoint *dst)
{
    endpoint_of(&pinfo->src, pinfo->srcport, src);
    endpoint_of(&pinfo->dst, pinfo->destport, dst);
}

static bool read_ipv4(struct ikelog_reader *r, struct ikelog_ip_header *header, uint8_t *protocol)
{
    const uint8_t *start = ikelog_read_bytes(r, IPV4_LENGTH);
    unsigned length;

    if (!start)
        return false;
    length = (start[0] & 0x0fu) * 4u;
    if (length < IPV4_LENGTH || !ikelog_read_bytes(r, length - IPV4_LENGTH))
        return false;
    header->payload = header->offset + length;
    header->id = start[4] << 8 | start[5];
    header->ttl = start[8];
    *protocol = start[9];
    memcpy(header->src.address, start + 12, 4);
    memcpy(header->dst.address, start + 16, 4);
    return true;
}

static bool read_ipv6(struct ikelog_reader *r, struct ikelog_ip_header *header, uint8_t *protocol)
{
    const uint8_t *start = ikelog_read_bytes(r, IPV6_LENGTH);

    if (!start)
        return false;
    header->payload = header->offset + IPV6_LENGTH;
    header->id = -1;
    header->ttl = start[7];
    *protocol = start[6];
    memcpy(header->src.address, start + 8, 16);
    memcpy(header->dst.address, start + 24, 16);
    return true;
}

bool ikelog_origin_read_ip(struct ikelog_octets octets, unsigned at,
                           struct ikelog_ip_header *header, uint8_t *protocol)
{
    struct ikelog_reader r;

    memset(header, 0, sizeof *header);
    if (at >= octets.length)
        return false;
    header->offset = at;
    header->family = octets.data[at] >> 4;
    header->src.family = header->dst.family = header->family;
    r = ikelog_reader_over(octets.data + at, octets.length - at);
    if (header->family == 4)
        return read_ipv4(&r, header, protocol);
    return header->family == 6 && read_ipv6(&r, header, protocol);
}

struct ikelog_octets ikelog_origin_octets(tvbuff_t *tvb)
{
    unsigned length = tvb_captured_length(tvb);
    struct ikelog_octets octets = {length ? tvb_get_ptr(tvb, 0, (int)length) : NULL, length};

    return octets;
}

static bool same_addresses(const struct ikelog_ip_header *header, const packet_info *pinfo)
{
    struct ikelog_endpoint src, dst;

    endpoint_of(&pinfo->net_src, 0, &src);
    endpoint_of(&pinfo->net_dst, 0, &dst);
    return ikelog_endpoint_same_address(&header->src, &src) &&
           ikelog_endpoint_same_address(&header->dst, &dst);
}

/* Is this the header that ends where UDP begins? */
static bool carries_udp_at(struct ikelog_octets frame, unsigned at, unsigned udp,
                           const packet_info *pinfo, struct ikelog_ip_header *header)
{
    uint8_t protocol;

    return ikelog_origin_read_ip(frame, at, header, &protocol) && header->payload == udp &&
           protocol == UDP && same_addresses(header, pinfo);
}

bool ikelog_origin_of_udp(packet_info *pinfo, tvbuff_t *tvb, unsigned before,
                          struct ikelog_ip_header *header)
{
    tvbuff_t *frame_tvb = ikelog_frame_tvb(pinfo);
    struct ikelog_octets frame;
    unsigned udp;
    int at = tvb_raw_offset(tvb) - (int)(before + UDP_LENGTH);

    if (!frame_tvb || tvb_get_ds_tvb(tvb) != frame_tvb || at < (int)IPV4_LENGTH)
        return false;
    frame = ikelog_origin_octets(frame_tvb);
    udp = (unsigned)at;
    if (udp >= IPV6_LENGTH && carries_udp_at(frame, udp - IPV6_LENGTH, udp, pinfo, header) &&
        header->family == 6)
        return true;
    for (unsigned length = IPV4_LENGTH; length <= IPV4_MAX_LENGTH && length <= udp; length += 4) {
        if (carries_udp_at(frame, udp - length, udp, pinfo, header) && header->family == 4)
            return true;
    }
    return false;
}

static bool checksum_holds(const uint8_t *octets, unsigned length)
{
    uint32_t sum = 0;

    for (unsigned i = 0; i + 1 < length; i += 2)
        sum += (uint32_t)octets[i] << 8 | octets[i + 1];
    while (sum >> 16)
        sum = (sum & 0xffffu) + (sum >> 16);
    return sum == 0xffffu;
}

/* An accident is unlikely when checksum (or, without one, the payload's length) is right too. */
static bool surely_ip(struct ikelog_octets frame, const struct ikelog_ip_header *header)
{
    const uint8_t *start = frame.data + header->offset;
    unsigned rest = frame.length - header->payload;

    if (header->family == 4)
        return checksum_holds(start, header->payload - header->offset);
    return ((unsigned)start[4] << 8 | start[5]) <= rest + 4u && start[4] + start[5] != 0;
}

/* Addresses that Wireshark knows (pinfo, or NULL) make a header as certain as its checksum. */
static bool find_ip(struct ikelog_octets frame, uint8_t protocol, const packet_info *pinfo,
                    struct ikelog_ip_header *header)
{
    for (unsigned at = 0; at < frame.length && at <= MAX_LINK_LENGTH; at += 2) {
        uint8_t carried;

        if (ikelog_origin_read_ip(frame, at, header, &carried) && carried == protocol &&
            (pinfo ? same_addresses(header, pinfo) : surely_ip(frame, header)))
            return true;
    }
    return false;
}

bool ikelog_origin_in_frame(tvbuff_t *frame, uint8_t protocol, struct ikelog_ip_header *header)
{
    return find_ip(ikelog_origin_octets(frame), protocol, NULL, header);
}

unsigned ikelog_origin_udp_payload(const packet_info *pinfo, tvbuff_t *frame)
{
    const struct ikelog_octets octets = ikelog_origin_octets(frame);
    struct ikelog_ip_header ip;
    struct ikelog_reader r;

    if (!find_ip(octets, UDP, pinfo, &ip))
        return 0;
    r = ikelog_reader_over(octets.data + ip.payload, octets.length - ip.payload);
    if (ikelog_read_u16(&r) != pinfo->srcport || ikelog_read_u16(&r) != pinfo->destport ||
        !ikelog_reader_ok(&r))
        return 0;
    return ip.payload + UDP_LENGTH;
}

bool ikelog_origin_is_rejoined(packet_info *pinfo, tvbuff_t *tvb)
{
    tvbuff_t *frame = ikelog_frame_tvb(pinfo);
    struct ikelog_ip_fragment fragment;

    return frame && tvb_get_ds_tvb(tvb) != frame && ikelog_origin_fragment(frame, &fragment);
}

/* Where a fragment stands in its packet. */
struct place {
    uint32_t id;
    bool first, more;
    unsigned payload; /* where what it carries begins */
};

static bool read_place(struct ikelog_octets frame, const struct ikelog_ip_header *ip,
                       struct place *place)
{
    const uint8_t *start = frame.data + (ip->family == 4 ? ip->offset : ip->payload);
    unsigned bits;

    if (ip->family == 4) {
        bits = (unsigned)start[6] << 8 | start[7];
        *place = (struct place){(uint32_t)ip->id, (bits & 0x1fffu) == 0, (bits & 0x2000u) != 0,
                                ip->payload};
        return true;
    }
    if (frame.length - ip->payload < IPV6_FRAGMENT_LENGTH || start[0] != UDP)
        return false;
    bits = (unsigned)start[2] << 8 | start[3];
    *place = (struct place){
        (uint32_t)start[4] << 24 | (uint32_t)start[5] << 16 | (uint32_t)start[6] << 8 | start[7],
        (bits & 0xfff8u) == 0, (bits & 1u) != 0, ip->payload + IPV6_FRAGMENT_LENGTH};
    return true;
}

/* The ISAKMP message after UDP, when its ports are those of IKE. */
static struct ikelog_octets message_in(struct ikelog_octets frame, unsigned at)
{
    struct ikelog_reader r = ikelog_reader_over(frame.data + at, frame.length - at);
    struct ikelog_octets message = {NULL, 0};
    uint16_t source = ikelog_read_u16(&r), destination = ikelog_read_u16(&r);
    bool natt = source == PORT_NATT || destination == PORT_NATT;

    ikelog_read_u32(&r);
    if (!natt && source != PORT_IKE && destination != PORT_IKE)
        return message;
    if (natt && ikelog_read_u32(&r) != 0)
        return message;
    if (!ikelog_reader_ok(&r))
        return message;
    message.length = ikelog_reader_left(&r);
    message.data = ikelog_read_bytes(&r, message.length);
    return message;
}

bool ikelog_origin_fragment(tvbuff_t *frame_tvb, struct ikelog_ip_fragment *fragment)
{
    const struct ikelog_octets frame = ikelog_origin_octets(frame_tvb);
    struct ikelog_ip_header ip;
    struct place place;

    if (!frame.data || (!ikelog_origin_in_frame(frame_tvb, UDP, &ip) &&
                        !ikelog_origin_in_frame(frame_tvb, IPV6_FRAGMENT, &ip)))
        return false;
    if (!read_place(frame, &ip, &place) || (place.first && !place.more))
        return false;
    memset(fragment, 0, sizeof *fragment);
    fragment->src = ip.src;
    fragment->dst = ip.dst;
    fragment->ip_id = place.id;
    if (place.first)
        fragment->message = message_in(frame, place.payload);
    return true;
}
