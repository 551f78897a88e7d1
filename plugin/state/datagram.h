/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the core is fed: one ISAKMP message as it crossed the wire, and where. */
#ifndef IKELOG_STATE_DATAGRAM_H
#define IKELOG_STATE_DATAGRAM_H

#include "wire/octets.h"

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* An address and port. Plain value. */
struct ikelog_endpoint {
    uint8_t family;      /* 4, 6, or 0: unknown */
    uint8_t address[16]; /* network order; 4 or 16 octets, the rest zero */
    uint16_t port;
};

bool ikelog_endpoint_same_address(const struct ikelog_endpoint *a, const struct ikelog_endpoint *b);

/* Append the address as text ("192.0.2.1", "2001:db8::1"); nothing for family 0. */
void ikelog_endpoint_describe(const struct ikelog_endpoint *endpoint, GString *text);

/*
 * Times are nanoseconds since any fixed moment, the same one for a capture, and at most
 * IKELOG_TIME_MOST (146 years) away from it: what files claim may be anything, and differences must
 * not overflow. ikelog_time_ns keeps to that; `nanoseconds` may be any number.
 */
#define IKELOG_TIME_MOST (INT64_MAX / 2)
int64_t ikelog_time_ns(int64_t seconds, int32_t nanoseconds);

/*
 * One datagram. `message` is the whole ISAKMP message: the non-ESP marker removed, vendor and IP
 * fragments put together; it needs to live only during the call. `on_wire` is its length before the
 * capture cut it (>= message.length).
 */
struct ikelog_datagram {
    uint32_t frame; /* number in the capture, from 1, ascending from call to call */
    int64_t time_ns;
    struct ikelog_endpoint src, dst;
    struct ikelog_octets message;
    uint32_t on_wire;
    int32_t ip_id; /* identification field of IPv4; -1: not known */
    int16_t ttl;   /* TTL or hop limit; -1: not known */
    bool marker;   /* came with a non-ESP marker (UDP 4500, TCP encapsulation) */
    bool rejoined; /* put together from IP fragments */
};

#endif
