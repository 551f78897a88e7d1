/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What fuzzing found, each as a test that is named after the fault. */
#include "events/event.h"
#include "wire/ident.h"

#include <string.h>

/* A message of an IKE SA: header, then one payload of 8 octets. */
static const struct ikelog_record *feed(struct ikelog_session *session, uint8_t exchange,
                                        uint8_t first, uint8_t mid, struct ikelog_datagram *d)
{
    static uint8_t octets[36];
    const uint8_t tail[] = {first, 0x10, exchange, 0, 0, 0, 0, mid, 0, 0,
                            0,     36,   0,        0, 0, 8, 0, 0,   1, 0};

    memset(octets, 'c', 16);
    memcpy(octets + 16, tail, sizeof tail);
    d->frame++;
    d->time_ns += 1000000;
    d->message = (struct ikelog_octets){octets, sizeof octets};
    d->on_wire = sizeof octets;
    return ikelog_session_feed(session, d);
}

/*
 * The limit of Quick Modes counted one of which nothing but a vendor fragment was captured, and
 * read its first message, which there is not.
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
    fragments = feed(session, 32, 132, 1, &d)->exchange;
    feed(session, 32, 10, 2, &d);
    g_assert_cmpuint(ikelog_session_sa_count(session), ==, 1);
    g_assert_cmpuint(ikelog_session_sa(session, 0)->quick_modes->len, ==, 1);
    other = g_ptr_array_index(ikelog_session_sa(session, 0)->quick_modes, 0);
    g_assert_true(other != fragments);
    g_assert_null(fragments->first);
    g_assert_nonnull(other->first);
    ikelog_view_open(session, other->first, d.message, &view);
    ikelog_events_collect(session, &view, &policy, true, &events);
    g_assert_cmpuint(events.rows->len, >, 0);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
    ikelog_session_free(session);
}

/*
 * A name in UTF-16 that ends within a character: of its 16 octets 21 of UTF-8 had been made by
 * then, and that many were shown of the 16.
 */
static void test_half_converted_name_is_shown_within_its_octets(void)
{
    static const uint8_t der[] = {0x30, 27,   0x31, 25,   0x30, 23,   6,    3,    0x55, 4,
                                  3,    0x1e, 16,   0x4e, 0x2d, 0x4e, 0x2d, 0x4e, 0x2d, 0x4e,
                                  0x2d, 0x4e, 0x2d, 0x4e, 0x2d, 0x4e, 0x2d, 0xd8, 0};
    GString *text = g_string_new(NULL);

    g_assert_true(ikelog_dn_describe((struct ikelog_octets){der, sizeof der}, text));
    g_assert_cmpstr(text->str, ==, "CN=N-N-N-N-N-N-N-\\xd8\\x00");
    g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fuzz-findings/limit-counts-quick-mode-of-fragments",
                    test_limit_counts_quick_mode_of_fragments);
    g_test_add_func("/fuzz-findings/half-converted-name-is-shown-within-its-octets",
                    test_half_converted_name_is_shown_within_its_octets);
    return g_test_run();
}
