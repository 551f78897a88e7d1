/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conversations whose messages cannot be opened, and the verdicts on them. */
#ifndef IKELOG_TESTS_OBSERVING_H
#define IKELOG_TESTS_OBSERVING_H

#include "transcript.h"

#define CLOSED_C "0102030405060708090a0b0c0d0e0f101112131415161718"

#define CLOSED_D "1102030405060708090a0b0c0d0e0f101112131415161718"

/* The messages of main mode in order, and what may follow. */
static const struct spoken mm[] = {
    {'I', 0, "i", 2, 0, 0, 1, SA_BODY},     {'R', 10, "i r", 2, 0, 0, 1, SA_BODY},
    {'I', 10, "i r", 2, 0, 0, 4, KE_BODY},  {'R', 10, "i r", 2, 0, 0, 4, KE_BODY "00"},
    {'I', 10, "i r", 2, 1, 0, 5, CLOSED_A}, {'R', 10, "i r", 2, 1, 0, 5, CLOSED_B},
};

static const struct spoken refusal = {'R', 10, "i r", 5, 1, 7, 8, CLOSED_C};

static const struct spoken qm1 = {'I', 10, "i r", 32, 1, 9, 8, CLOSED_OFFER};

static const struct spoken qm2 = {'R', 10, "i r", 32, 1, 9, 8, CLOSED_ANSWER};

static const struct spoken qm3 = {'I', 10, "i r", 32, 1, 9, 8, CLOSED_A};

static inline void say_first(struct talk *talk, unsigned count)
{
    talk_open(talk);
    for (unsigned i = 0; i < count; i++)
        talk_say(talk, &mm[i]);
}

static inline void say_later(struct talk *talk, const struct spoken *spoken, unsigned wait_ms)
{
    struct spoken later = *spoken;

    later.wait_ms = wait_ms;
    talk_say(talk, &later);
}

/* Other traffic, so much later. */
static inline void pass(struct talk *talk, unsigned seconds)
{
    talk->now += (int64_t)seconds * 1000000000;
    ikelog_session_reach(talk->session, talk->now);
    ikelog_session_end(talk->session);
}

static inline void expect(struct talk *talk, enum ikelog_verdict_kind kind, const char *words)
{
    GString *reason = g_string_new(NULL);
    struct ikelog_verdict verdict =
        ikelog_verdict_of_sa(talk->session, ikelog_session_sa(talk->session, 0), reason);

    g_assert_cmpstr(ikelog_verdict_name(verdict.kind), ==, ikelog_verdict_name(kind));
    if (!strstr(reason->str, words))
        g_test_fail_printf("\"%s\" is not in: %s", words, reason->str);
    g_string_free(reason, TRUE);
}

static inline void expect_quick(struct talk *talk, enum ikelog_verdict_kind kind, const char *words)
{
    const struct ikelog_sa *sa = ikelog_session_sa(talk->session, 0);
    GString *reason = g_string_new(NULL);
    struct ikelog_verdict verdict =
        ikelog_verdict_of_quick(talk->session, g_ptr_array_index(sa->quick_modes, 0), reason);

    g_assert_cmpstr(ikelog_verdict_name(verdict.kind), ==, ikelog_verdict_name(kind));
    if (!strstr(reason->str, words))
        g_test_fail_printf("\"%s\" is not in: %s", words, reason->str);
    g_string_free(reason, TRUE);
}

static inline void set_up(struct talk *talk)
{
    say_first(talk, 6);
    talk_say(talk, &qm1);
    talk_say(talk, &qm2);
    talk_say(talk, &qm3);
}

/* One message between other ends: the initiator's is 192.0.2.N, both ports are `port`. */
static inline void say_between(struct talk *talk, const struct spoken *spoken, unsigned wait_ms,
                               uint8_t n, uint16_t port)
{
    struct talk other = *talk;
    struct ikelog_datagram d = {.frame = ++talk->frame, .ip_id = (int32_t)talk->frame, .ttl = 64};
    const bool initiator = spoken->who == 'I';
    gsize length;

    other.session = ikelog_session_new(talk->keyring); /* only to make the octets */
    talk_say(&other, spoken);
    ikelog_session_free(other.session);
    d.time_ns = talk->now += (int64_t)wait_ms * 1000000;
    d.src = (struct ikelog_endpoint){4, {192, 0, 2, initiator ? n : 2}, port};
    d.dst = (struct ikelog_endpoint){4, {192, 0, 2, initiator ? 2 : n}, port};
    d.message.data =
        g_bytes_get_data(g_ptr_array_index(talk->messages, talk->messages->len - 1), &length);
    d.message.length = d.on_wire = (uint32_t)length;
    d.marker = port == 4500;
    talk_feed(talk, &d);
}

#endif
