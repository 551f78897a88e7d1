/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What fuzzing found, each as a test that is named after the fault. */
#include "events/event.h"

#include <string.h>

/* A message of an IKE SA: header, then one payload of 8 octets. */
static void feed(struct ikelog_session *session, uint8_t exchange, uint8_t first, uint8_t mid,
                 struct ikelog_datagram *d)
{
    static uint8_t octets[36];
    const uint8_t tail[] = {first, 0x10, exchange, 0,       0, 0, 0, mid, 0, 0,
                            0,     36,   0,        0,       0, 8, 0, 0,   1, 0};

    memset(octets, 'c', 16);
    memcpy(octets + 16, tail, sizeof tail);
    d->frame++;
    d->time_ns += 1000000;
    d->message = (struct ikelog_octets){octets, sizeof octets};
    d->on_wire = sizeof octets;
    ikelog_session_feed(session, d);
}

/*
 * The limit of Quick Modes counted one of which nothing but a vendor fragment was captured, and read
 * its first message, which there is not.
 */
static void test_limit_counts_quick_mode_of_fragments(void)
{
    const struct ikelog_policy policy = {
        .perspective = IKELOG_RESPONDER, .default_connection = "", .max_phase2 = 1};
    struct ikelog_datagram d = {.src = {.family = 4, .address = {192, 0, 2, 1}, .port = 500},
                                .dst = {.family = 4, .address = {192, 0, 2, 2}, .port = 500},
                                .ip_id = -1,
                                .ttl = 64};
    struct ikelog_session *session = ikelog_session_new(NULL);
    const struct ikelog_exchange *fragments, *other;
    struct ikelog_events events;
    struct ikelog_view view;

    feed(session, 2, 4, 0, &d);
    feed(session, 32, 132, 1, &d);
    feed(session, 32, 10, 2, &d);
    g_assert_cmpuint(ikelog_session_sa_count(session), ==, 1);
    fragments = g_ptr_array_index(ikelog_session_sa(session, 0)->quick_modes, 0);
    other = g_ptr_array_index(ikelog_session_sa(session, 0)->quick_modes, 1);
    g_assert_null(fragments->first);
    g_assert_nonnull(other->first);
    ikelog_view_open(session, other->first, d.message, &view);
    ikelog_events_collect(session, &view, &policy, true, &events);
    g_assert_cmpuint(events.rows->len, >, 0);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
    ikelog_session_free(session);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fuzz-findings/limit-counts-quick-mode-of-fragments",
                    test_limit_counts_quick_mode_of_fragments);
    return g_test_run();
}
