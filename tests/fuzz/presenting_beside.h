/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For fuzzing: packets beside IKE that tell about it. */
#ifndef IKELOG_TESTS_PRESENTING_BESIDE_H
#define IKELOG_TESTS_PRESENTING_BESIDE_H

#include "presenting.h"

/* An ICMP error that quotes the datagram, or as much of it as routers return. */
static inline void presenting_icmp(struct presenting *p, const struct ikelog_datagram *d,
                                   uint8_t number)
{
    static const uint8_t types[] = {3, 11, 12, 1, 2, 4, 3, 3};
    static const uint32_t lengths[] = {65535, 20, 8, 0};
    struct ikelog_icmp icmp = {.frame = d->frame,
                               .time_ns = d->time_ns,
                               .family = d->src.family,
                               .type = types[number % 8],
                               .code = number / 8 % 8,
                               .quoted_src = d->src,
                               .quoted_dst = d->dst,
                               .quoted = d->message};
    const struct ikelog_policy *policy = &p->policies[number & 1];
    const struct ikelog_record *record;
    struct ikelog_events events;

    icmp.quoted.length = MIN(d->message.length, lengths[number >> 6]);
    record = ikelog_session_icmp(p->session, &icmp);
    ikelog_events_collect_icmp(p->session, &icmp, record, policy, true, &events);
    presenting_words(p, NULL, &events, policy);
    ikelog_events_clear(&events);
    p->error = (struct ikelog_packet){.kind = IKELOG_PACKET_ICMP,
                                      .frame = icmp.frame,
                                      .time_ns = icmp.time_ns,
                                      .session = p->session,
                                      .record = record,
                                      .icmp = icmp};
    p->error.icmp.quoted = (struct ikelog_octets){NULL, 0};
}

/* An SPI of the latest IPsec SA that was set up, or `otherwise`. */
static inline uint32_t presenting_spi(const struct presenting *p, unsigned side, uint32_t otherwise)
{
    unsigned count = ikelog_session_sa_count(p->session);
    const GPtrArray *quick_modes =
        count ? ikelog_session_sa(p->session, count - 1)->quick_modes : NULL;

    for (guint i = quick_modes ? quick_modes->len : 0; i-- > 0;) {
        const struct ikelog_exchange *exchange = g_ptr_array_index(quick_modes, i);

        if (ikelog_exchange_quick(exchange) && ikelog_exchange_quick(exchange)->ipsec_count > 0)
            return ikelog_exchange_quick(exchange)->ipsec[0].spi[side];
    }
    return otherwise;
}

/* ESP packets between the same hosts; some come again, or late. */
static inline void presenting_esp(const struct presenting *p, const struct ikelog_datagram *d,
                                  uint8_t number)
{
    for (uint32_t i = 0; i < 4; i++) {
        const struct ikelog_esp esp = {.frame = d->frame,
                                       .time_ns = d->time_ns / 2 + (int64_t)i * (number << 20),
                                       .src = d->src,
                                       .dst = d->dst,
                                       .spi = presenting_spi(p, number & 1, number),
                                       .sequence = (number & 2) ? 100 + number * i : 100 - i / 2};
        const struct ikelog_exchange *exchange;
        struct ikelog_events events;
        enum ikelog_esp_finding finding = ikelog_session_esp(p->session, &esp, &exchange);

        ikelog_events_collect_esp(p->session, &esp, finding, exchange, &events);
        presenting_words(p, NULL, &events, &p->policies[number & 1]);
        ikelog_events_clear(&events);
    }
}

static inline void presenting_others(struct presenting *p, const struct ikelog_datagram *d,
                                     uint8_t number)
{
    presenting_icmp(p, d, number);
    presenting_esp(p, d, number);
}

#endif
