/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is asked only when it can matter gives the answer that asking for all of it gives: after
 * each frame of each capture, while it is read and at its end. */
#include "transcript.h"

#include "events/frame.h"
#include "events/verdict/case.h"

static const struct {
    bool (*observe)(const struct ikelog_case *c, struct ikelog_observation *observation);
    enum ikelog_scope scope;
    enum ikelog_cause supports, also;
    uint64_t excludes;
} observations[] = {
#define X(name, scope, supports, also, excludes, bears_on)                                      \
    {ikelog_observe_##name, IKELOG_SCOPE_##scope, IKELOG_CAUSE_##supports, IKELOG_CAUSE_##also, \
     excludes},
    IKELOG_OBSERVATION_ROWS(X)
#undef X
};

/* Every observation is made before anything is concluded from one. */
struct seen {
    bool holds[G_N_ELEMENTS(observations)];
    struct ikelog_observation what[G_N_ELEMENTS(observations)];
    uint64_t excluded;
};

static void see_all(const struct ikelog_case *c, struct seen *seen)
{
    const enum ikelog_scope kind = c->quick ? IKELOG_SCOPE_QUICK : IKELOG_SCOPE_SA;

    *seen = (struct seen){.excluded = ON(NONE)};
    for (size_t i = 0; i < G_N_ELEMENTS(observations); i++) {
        if (!(observations[i].scope & kind) ||
            ((observations[i].scope & IKELOG_SCOPE_LATER) && ikelog_session_is_growing(c->session)))
            continue;
        seen->what[i].cause = observations[i].supports;
        seen->holds[i] = observations[i].observe(c, &seen->what[i]);
        seen->excluded |= seen->holds[i] ? observations[i].excludes : 0;
    }
}

static void expect_verdict(const struct ikelog_case *c, const struct ikelog_verdict *verdict)
{
    struct seen seen;

    see_all(c, &seen);
    for (size_t i = 0; i < G_N_ELEMENTS(observations); i++) {
        enum ikelog_cause cause = seen.what[i].cause;

        if (!seen.holds[i] || observations[i].supports == IKELOG_CAUSE_NONE)
            continue;
        cause = seen.excluded >> cause & 1 ? observations[i].also : cause;
        if (seen.excluded >> cause & 1)
            continue;
        g_assert_cmpuint(verdict->cause, ==, cause);
        g_assert_cmpuint(verdict->decisive, ==, seen.what[i].frame);
        g_assert_cmpint(verdict->actor, ==, seen.what[i].actor);
        return;
    }
    g_assert_cmpuint(verdict->cause, ==, IKELOG_CAUSE_WAITING);
}

static void check_verdicts(struct talk *talk)
{
    const struct ikelog_record *record = g_ptr_array_index(talk->records, talk->records->len - 1);
    const struct ikelog_exchange *quick = record ? ikelog_record_quick_mode(record) : NULL;
    struct ikelog_case c = {.session = talk->session};
    struct ikelog_verdict verdict;

    if (!record)
        return;
    c.sa = record->exchange->sa;
    c.exchange = c.sa->phase1;
    verdict = ikelog_verdict_of_sa(talk->session, c.sa, NULL);
    expect_verdict(&c, &verdict);
    if (!quick || !quick->last)
        return;
    c.sa = quick->sa;
    c.exchange = quick;
    c.quick = true;
    verdict = ikelog_verdict_of_quick(talk->session, quick, NULL);
    expect_verdict(&c, &verdict);
}

/* Every detector of new messages looks, whichever payloads there are. */
static void detect_all(struct ikelog_frame *frame)
{
#define X(name, payload) ikelog_detect_##name(frame);
    IKELOG_MESSAGE_DETECTORS(X)
#undef X
}

static void check_events(struct talk *talk)
{
    const guint last = talk->records->len - 1;
    const struct ikelog_record *record = g_ptr_array_index(talk->records, last);
    struct ikelog_events events, all = {.rows = NULL};
    struct ikelog_frame frame = {.session = talk->session,
                                 .record = record,
                                 .policy = &talk->policy,
                                 .final = talk->final,
                                 .events = &all};
    struct ikelog_view view;

    if (!record || ikelog_record_repeats(record))
        return;
    ikelog_view_open(talk->session, record,
                     ikelog_bytes_octets(g_ptr_array_index(talk->messages, last)), &view);
    ikelog_events_collect(talk->session, &view, &talk->policy, talk->final, &events);
    frame.view = &view;
    frame.exchange = record->exchange;
    frame.sa = record->exchange->sa;
    frame.us = ikelog_policy_us(&talk->policy, frame.sa);
    all.rows = g_array_new(FALSE, FALSE, sizeof(struct ikelog_event));
    detect_all(&frame);
    /* Before these comes the message itself, behind them what all frames are asked for. */
    g_assert_cmpuint(events.rows->len, >=, 1 + all.rows->len);
    for (guint i = 0; i < all.rows->len; i++) {
        struct ikelog_event *event = &g_array_index(all.rows, struct ikelog_event, i);

        g_assert_cmpint(g_array_index(events.rows, struct ikelog_event, i + 1).kind, ==,
                        event->kind);
        g_free(event->reason);
    }
    for (guint i = all.rows->len + 1; i < events.rows->len; i++) {
        enum ikelog_event_kind kind = g_array_index(events.rows, struct ikelog_event, i).kind;

        g_assert_true(kind == IKELOG_EVENT_PSK_MISMATCH_SUSPECTED ||
                      kind == IKELOG_EVENT_PHASE1_GIVEN_UP ||
                      kind == IKELOG_EVENT_PHASE2_GIVEN_UP ||
                      kind == IKELOG_EVENT_TOO_MANY_ERRORS || kind == IKELOG_EVENT_PEER_DEAD);
    }
    g_array_unref(all.rows);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
}

static void check_growing(struct talk *talk)
{
    ikelog_session_reach(talk->session, ikelog_session_now(talk->session));
    talk->final = false;
    check_verdicts(talk);
    check_events(talk);
}

static void check_all_read(struct talk *talk)
{
    ikelog_session_end(talk->session);
    talk->final = true;
    check_verdicts(talk);
    check_events(talk);
}

static void test_in_each_frame(gconstpointer data)
{
    void (*const each)(struct talk *) = GPOINTER_TO_INT(data) ? check_growing : check_all_read;
    GPtrArray *names = capture_names(".pcap");

    for (guint i = 0; i < 2 * names->len; i++) {
        struct talk talk;

        talk_open(&talk);
        talk_read_each(&talk, g_ptr_array_index(names, i / 2), i % 2 == 0, each);
        talk_close(&talk);
    }
    g_ptr_array_unref(names);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_data_func("/eager/same-while-a-capture-is-read", GINT_TO_POINTER(1),
                         test_in_each_frame);
    g_test_add_data_func("/eager/same-as-if-it-ended-with-each-frame", NULL, test_in_each_frame);
    return g_test_run();
}
