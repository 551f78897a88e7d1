/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reads the packet that an ICMP error quotes (RFC 792, RFC 4443), however little of it is there. */

#include "arriving/icmp.h"

#include "arriving/capture.h"
#include "arriving/origin.h"

#include "wire/reader.h"

#define IP_ICMP       1u
#define IP_UDP        17u
#define IP_ICMPV6     58u
#define HEADER_LENGTH 8u /* of ICMP in front of what it quotes, and of UDP */
#define PORT_IKE      500u
#define PORT_NATT     4500u
#define MARKER_LENGTH 4u

static bool is_error(const struct ikelog_icmp *icmp)
{
    if (icmp->family == 6)
        return icmp->type >= 1 && icmp->type <= 4;
    return icmp->type == 3 || icmp->type == 11 || icmp->type == 12;
}

/* A later part of a fragmented packet has no ports. */
static bool is_later_fragment(struct ikelog_octets octets, const struct ikelog_ip_header *ip)
{
    const uint8_t *start = octets.data + ip->offset;

    return ip->family == 4 && ((start[6] & 0x1fu) || start[7]);
}

/* What follows UDP: IKE, perhaps after a marker; ESP on the same port is not ours. */
static bool take_ike(struct ikelog_reader *r, bool natt, struct ikelog_octets *quoted)
{
    if (natt && ikelog_read_u32(r) != 0)
        return false;
    if (!ikelog_reader_ok(r))
        return false;
    quoted->length = ikelog_reader_left(r);
    quoted->data = ikelog_read_bytes(r, quoted->length);
    return true;
}

static bool read_quote(struct ikelog_octets octets, unsigned at, struct ikelog_icmp *icmp)
{
    struct ikelog_ip_header ip;
    struct ikelog_reader r;
    uint8_t protocol;
    bool natt;

    if (!ikelog_origin_read_ip(octets, at, &ip, &protocol) || protocol != IP_UDP ||
        is_later_fragment(octets, &ip))
        return false;
    r = ikelog_reader_over(octets.data + ip.payload, octets.length - ip.payload);
    icmp->quoted_src = ip.src;
    icmp->quoted_dst = ip.dst;
    icmp->quoted_src.port = ikelog_read_u16(&r);
    icmp->quoted_dst.port = ikelog_read_u16(&r);
    ikelog_read_u32(&r); /* length and checksum */
    if (!ikelog_reader_ok(&r))
        return false;
    natt = icmp->quoted_src.port == PORT_NATT || icmp->quoted_dst.port == PORT_NATT;
    if (!natt && icmp->quoted_src.port != PORT_IKE && icmp->quoted_dst.port != PORT_IKE)
        return false;
    return take_ike(&r, natt, &icmp->quoted);
}

static bool read_error(tvbuff_t *frame, struct ikelog_icmp *icmp)
{
    const struct ikelog_octets octets = ikelog_origin_octets(frame);
    struct ikelog_ip_header ip;

    if (!ikelog_origin_in_frame(frame, IP_ICMP, &ip) &&
        !ikelog_origin_in_frame(frame, IP_ICMPV6, &ip))
        return false;
    if (octets.length - ip.payload < HEADER_LENGTH)
        return false;
    icmp->family = ip.family;
    icmp->type = octets.data[ip.payload];
    icmp->code = octets.data[ip.payload + 1];
    return is_error(icmp) && read_quote(octets, ip.payload + HEADER_LENGTH, icmp);
}

const struct ikelog_icmp_error *ikelog_icmp_find(packet_info *pinfo, tvbuff_t *frame)
{
    struct ikelog_icmp_error *kept = ikelog_capture_recall(pinfo, IKELOG_KEPT_ICMP, 0);
    struct ikelog_icmp icmp = {.frame = pinfo->num, .time_ns = ikelog_capture_time(pinfo)};
    const struct ikelog_record *record;

    if (kept || PINFO_FD_VISITED(pinfo) || !read_error(frame, &icmp))
        return kept;
    record = ikelog_session_icmp(ikelog_capture_session(), &icmp);
    if (!record)
        return NULL;
    kept = wmem_new0(wmem_file_scope(), struct ikelog_icmp_error);
    kept->icmp = icmp;
    kept->icmp.quoted.data = NULL;
    kept->icmp.quoted.length = 0;
    kept->record = record;
    ikelog_capture_keep(pinfo, IKELOG_KEPT_ICMP, 0, kept);
    return kept;
}
