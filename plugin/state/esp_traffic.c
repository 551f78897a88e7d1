/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ESP and AH packets: which Quick Mode set up their SPI, and whether they come a second time. */
#include "state/session_struct.h"

#define WINDOW 64u /* of the replay check, RFC 2401 appendix C */

/* The packets of an SPI as far as they came. */
struct esp_traffic {
    uint32_t latest;  /* sequence number of the packet before */
    int64_t time_ns;  /* and when it was seen */
    uint32_t highest; /* sequence number */
    uint64_t window;  /* bit n: highest - n was seen */
    uint32_t packets, first_frame, last_frame;
};

/* True when the sequence number was seen before, or is older than the window. */
static bool replayed(struct esp_traffic *traffic, uint32_t sequence)
{
    uint32_t behind;

    if (sequence > traffic->highest) {
        uint32_t ahead = sequence - traffic->highest;

        traffic->window = ahead < WINDOW ? traffic->window << ahead : 0;
        traffic->window |= 1;
        traffic->highest = sequence;
        return false;
    }
    behind = traffic->highest - sequence;
    if (behind >= WINDOW || (traffic->window >> behind & 1))
        return true;
    traffic->window |= UINT64_C(1) << behind;
    return false;
}

/* The packet before once more, at once: captured twice rather than sent twice. */
static bool captured_twice(struct esp_traffic *traffic, const struct ikelog_esp *esp)
{
    bool twice =
        traffic->latest == esp->sequence && esp->time_ns - traffic->time_ns <= COPY_WINDOW_NS;

    traffic->latest = esp->sequence;
    traffic->time_ns = esp->time_ns;
    return twice;
}

static enum ikelog_esp_finding follow_traffic(struct ikelog_session *session,
                                              const struct ikelog_esp *esp)
{
    struct esp_traffic *traffic = g_hash_table_lookup(session->traffic, GUINT_TO_POINTER(esp->spi));

    if (traffic) {
        traffic->packets++;
        traffic->last_frame = esp->frame;
        return !captured_twice(traffic, esp) && replayed(traffic, esp->sequence)
                   ? IKELOG_ESP_REPLAYED
                   : IKELOG_ESP_KNOWN;
    }
    traffic = g_new0(struct esp_traffic, 1);
    traffic->packets = 1;
    traffic->first_frame = traffic->last_frame = esp->frame;
    traffic->latest = traffic->highest = esp->sequence;
    traffic->time_ns = esp->time_ns;
    traffic->window = 1;
    g_hash_table_insert(session->traffic, GUINT_TO_POINTER(esp->spi), traffic);
    return IKELOG_ESP_KNOWN;
}

static void count_flow(struct ikelog_esp_flow *flow, unsigned from, uint32_t frame)
{
    flow->packets[from]++;
    if (!flow->first_frame[from])
        flow->first_frame[from] = frame;
    flow->last_frame[from] = frame;
}

void ikelog_session_spi_flow(const struct ikelog_session *session, uint32_t spi,
                             struct ikelog_esp_flow *flow)
{
    const struct esp_traffic *traffic =
        g_hash_table_lookup(session->traffic, GUINT_TO_POINTER(spi));

    *flow = (struct ikelog_esp_flow){0};
    if (!traffic)
        return;
    flow->packets[0] = traffic->packets;
    flow->first_frame[0] = traffic->first_frame;
    flow->last_frame[0] = traffic->last_frame;
}

void ikelog_session_pair_flow(const struct ikelog_session *session, const struct ikelog_sa *sa,
                              struct ikelog_esp_flow *flow)
{
    const struct ikelog_endpoint *initiator = &sa->sides[IKELOG_INITIATOR].last;
    const struct pair_entry *pair = tables_pair((struct tables *)&session->tables, initiator,
                                                &sa->sides[IKELOG_RESPONDER].last, false);
    bool low;

    *flow = (struct ikelog_esp_flow){0};
    if (!pair || !pair->traffic)
        return;
    low = ikelog_endpoint_same_address(&pair->low, initiator);
    for (unsigned side = 0; side < 2; side++) {
        unsigned from = low ? side : 1 - side;

        flow->packets[side] = pair->traffic->esp.packets[from];
        flow->first_frame[side] = pair->traffic->esp.first_frame[from];
        flow->last_frame[side] = pair->traffic->esp.last_frame[from];
    }
}

enum ikelog_esp_finding ikelog_session_esp(struct ikelog_session *session,
                                           const struct ikelog_esp *esp,
                                           const struct ikelog_exchange **exchange)
{
    struct pair_entry *pair = tables_pair(&session->tables, &esp->src, &esp->dst, false);

    if (pair)
        count_flow(&tables_pair_traffic(&session->tables, pair)->esp,
                   ikelog_endpoint_same_address(&pair->low, &esp->src) ? 0 : 1, esp->frame);
    *exchange = tables_find_spi(&session->tables, esp->spi);
    if (*exchange)
        return follow_traffic(session, esp);
    if (!pair || pair->unread || !pair->read)
        return IKELOG_ESP_UNJUDGED;
    return IKELOG_ESP_UNKNOWN;
}
