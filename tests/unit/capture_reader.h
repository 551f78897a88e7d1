/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Just enough of pcap for tests of the core: IKE datagrams out of NAME.pcap of test-captures/. */
#ifndef IKELOG_TESTS_CAPTURE_READER_H
#define IKELOG_TESTS_CAPTURE_READER_H

#include "capture_file.h"

#include "state/session.h"
#include "wire/reader.h"

#include <glib.h>
#include <string.h>

/* A classic little-endian pcap of Ethernet, raw IP or Linux cooked (v1, v2) frames. */
struct capture {
    char *octets;
    gsize length, at;
    uint32_t link, frame;
    bool fragmented; /* IP fragments were met: this reader does not put them together */
};

static inline uint32_t capture_le32(const char *p)
{
    const uint8_t *u = (const uint8_t *)p;

    return (uint32_t)u[3] << 24 | (uint32_t)u[2] << 16 | (uint32_t)u[1] << 8 | u[0];
}

static inline bool capture_open(struct capture *c, const char *path)
{
    memset(c, 0, sizeof *c);
    if (!g_file_get_contents(path, &c->octets, &c->length, NULL) || c->length < 24 ||
        capture_le32(c->octets) != 0xa1b2c3d4) {
        g_free(c->octets);
        return false;
    }
    c->link = capture_le32(c->octets + 20);
    c->at = 24;
    return true;
}

static inline struct ikelog_reader capture_ip(const struct capture *c, const uint8_t *frame,
                                              uint32_t length)
{
    struct ikelog_reader r = ikelog_reader_over(frame, length);
    uint32_t skip = c->link == 1 ? 14 : c->link == 113 ? 16 : c->link == 276 ? 20 : 0;

    ikelog_read_bytes(&r, skip);
    return r;
}

/* The UDP header's reader, or a failed one when the frame is no whole UDP datagram. */
static inline struct ikelog_reader capture_udp(struct ikelog_reader *ip, struct ikelog_datagram *d)
{
    uint8_t version = ikelog_reader_left(ip) ? ip->data[ip->pos] >> 4 : 0;
    struct ikelog_reader none = {.failed = true};
    uint32_t head = 40, total;
    const uint8_t *h = ip->data + ip->pos;

    if (version == 4 && ikelog_reader_left(ip) >= 20) {
        head = (h[0] & 15u) * 4u;
        total = (uint32_t)h[2] << 8 | h[3];
        d->ip_id = h[4] << 8 | h[5];
        d->ttl = h[8];
        if ((h[6] & 0x3f) || h[7] || h[9] != 17)
            return none;
        d->src.family = d->dst.family = 4;
        memcpy(d->src.address, h + 12, 4);
        memcpy(d->dst.address, h + 16, 4);
    } else if (version == 6 && ikelog_reader_left(ip) >= 40) {
        total = 40 + ((uint32_t)h[4] << 8 | h[5]);
        d->ip_id = -1;
        d->ttl = h[7];
        if (h[6] != 17)
            return none;
        d->src.family = d->dst.family = 6;
        memcpy(d->src.address, h + 8, 16);
        memcpy(d->dst.address, h + 24, 16);
    } else {
        return none;
    }
    if (total < head + 8)
        return none;
    ikelog_read_bytes(ip, head);
    d->on_wire = total - head - 8;
    return ikelog_read_child(ip, MIN(total - head, ikelog_reader_left(ip)));
}

/* The next IKE message. The datagram points into the capture. False at the end. */
static inline bool capture_next(struct capture *c, struct ikelog_datagram *d)
{
    while (c->at + 16 <= c->length) {
        const char *head = c->octets + c->at;
        uint32_t kept = capture_le32(head + 8);
        struct ikelog_reader ip, udp;

        c->frame++;
        c->at += 16;
        if (kept > c->length - c->at)
            return false;
        memset(d, 0, sizeof *d);
        d->frame = c->frame;
        d->time_ns = (int64_t)capture_le32(head) * 1000000000 + capture_le32(head + 4) * 1000;
        ip = capture_ip(c, (const uint8_t *)c->octets + c->at, kept);
        c->at += kept;
        udp = capture_udp(&ip, d);
        c->fragmented = c->fragmented || (udp.failed && d->src.family == 0 && d->ttl > 0);
        d->src.port = ikelog_read_u16(&udp);
        d->dst.port = ikelog_read_u16(&udp);
        ikelog_read_u32(&udp);
        if (d->src.port == 4500 || d->dst.port == 4500) {
            d->marker = true;
            d->on_wire -= 4;
            if (ikelog_read_u32(&udp) != 0)
                continue;
        }
        if (!ikelog_reader_ok(&udp) || ikelog_reader_left(&udp) < IKELOG_HEADER_LEN)
            continue;
        d->message = (struct ikelog_octets){udp.data + udp.pos, ikelog_reader_left(&udp)};
        return true;
    }
    return false;
}

#endif
