/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For fuzzing: all that is ever shown of a frame, asked for and looked at. */
#ifndef IKELOG_TESTS_PRESENTING_H
#define IKELOG_TESTS_PRESENTING_H

#include "talkative.h"
#include "watcher.h"

#include "dialects/dialect.h"
#include "events/verdict.h"
#include "reports/keys.h"
#include "reports/ladder.h"
#include "reports/lesson.h"
#include "reports/negotiations.h"
#include "reports/page/page.h"
#include "state/anomalies.h"
#include "state/check_text.h"

#define PRESENTING_MAX_FRAMES 64u

/* What is asked for only with some inputs (see watch_lot): one in 4, 8 and 16. */
#define PRESENTING_EARLY 0x0003u /* sentences and lines also of a frame that has just been fed */
#define PRESENTING_TALK  0x0070u /* lines of the dialect that says every value */
#define PRESENTING_AGAIN 0x7800u /* everything once more, in the other direction */

/* How the number sets up the policy. */
#define PRESENTING_LIMIT(lot) ((lot) >> 16 & 3u) /* Quick Modes at once; 0: no limit */
#define PRESENTING_RULES(lot) ((lot) >> 18 & 1u)

/* One datagram as it was fed, kept so that it can be looked at again when all is known. */
struct presenting_frame {
    const struct ikelog_record *record;
    struct ikelog_octets message; /* data is owned */
    struct ikelog_datagram datagram;
    guint said; /* a hash of what was told of it in the end */
};

struct presenting {
    struct ikelog_session *session;
    const struct ikelog_keyring *keyring;
    struct ikelog_dialects *dialects;
    const struct ikelog_dialect *talkative;
    struct ikelog_policy policies[2]; /* one for the log of each side */
    struct presenting_frame frames[PRESENTING_MAX_FRAMES];
    unsigned count;
    struct ikelog_packet error; /* the latest ICMP error about a message; record NULL: none */
    uint32_t lot;
};

static inline bool presenting_wants(const struct presenting *p, uint32_t what)
{
    return (p->lot & what) == 0;
}

/* The policy of a device that may have rules and a limit. */
static inline struct ikelog_policy presenting_policy(enum ikelog_side perspective, uint32_t lot)
{
    static char name[] = "head office";
    static struct ikelog_connection connection = {
        .peer = {.family = 4, .address = {10, 0, 0, 2}, .bits = 32}, .name = name};
    static struct ikelog_rule rule = {
        .number = 3,
        .gateway = {.family = 4, .address = {10, 0, 0, 2}},
        .local = {.family = 4, .first = {192, 168, 1, 0}, .last = {192, 168, 1, 0}},
        .remote = {.family = 4, .first = {192, 168, 2, 0}, .last = {192, 168, 2, 0}}};

    return (struct ikelog_policy){.perspective = perspective,
                                  .connections = &connection,
                                  .connection_count = 1,
                                  .default_connection = "Other Connections",
                                  .rules = &rule,
                                  .rule_count = PRESENTING_RULES(lot),
                                  .max_phase2 = PRESENTING_LIMIT(lot)};
}

static inline void presenting_dialect(const struct ikelog_dialect *dialect,
                                      const struct ikelog_view *view,
                                      const struct ikelog_events *events,
                                      const struct ikelog_policy *policy)
{
    GArray *lines = ikelog_dialect_render(dialect, view, events, policy);
    GString *prefix = g_string_new(NULL);

    for (guint i = 0; i < lines->len; i++) {
        const struct ikelog_line *line = &g_array_index(lines, struct ikelog_line, i);
        const struct ikelog_line_place place = {i + 1, 1000000000, NULL, "name"};

        watch_line(line->text);
        ikelog_dialect_prefix(dialect, line, &place, prefix);
    }
    g_string_free(prefix, TRUE);
    g_array_unref(lines);
}

static inline void presenting_rendered(const struct presenting *p, const struct ikelog_view *view,
                                       const struct ikelog_events *events,
                                       const struct ikelog_policy *policy)
{
    for (unsigned d = 0; d < ikelog_dialects_count(p->dialects); d++)
        presenting_dialect(ikelog_dialects_at(p->dialects, d), view, events, policy);
    if (presenting_wants(p, PRESENTING_TALK))
        presenting_dialect(p->talkative, view, events, policy);
}

static inline void presenting_words(const struct presenting *p, const struct ikelog_view *view,
                                    const struct ikelog_events *events,
                                    const struct ikelog_policy *policy)
{
    GString *text = g_string_new(NULL);

    ikelog_events_describe(view, events, text);
    watch_text(text->str);
    g_string_truncate(text, 0);
    ikelog_events_explain(view, events, text);
    watch_text(text->str);
    for (guint i = 0; i < events->rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events->rows, struct ikelog_event, i);

        if (event->reason)
            watch_text(event->reason);
    }
    presenting_rendered(p, view, events, policy);
    g_string_free(text, TRUE);
}

/* What the HASH and SIG payloads prove, one by one. */
static inline void presenting_checks(const struct ikelog_view *view)
{
    GString *text = g_string_new(NULL);

    for (uint32_t i = 0; view->readable && i < view->chain.count; i++) {
        uint32_t body = view->chain.payloads[i].offset + IKELOG_GENERIC_LEN;

        g_string_truncate(text, 0);
        ikelog_view_describe_payload_check(view, body, text);
        watch_text(text->str);
    }
    g_string_free(text, TRUE);
}

/* The negotiation that a frame belongs to, and which keys would open it. */
static inline void presenting_verdict(const struct presenting *p,
                                      const struct ikelog_record *record)
{
    const struct ikelog_exchange *quick = ikelog_record_quick_mode(record);
    GString *text = g_string_new(NULL);

    if (quick)
        ikelog_verdict_of_quick(p->session, quick, text);
    watch_text(text->str);
    g_string_truncate(text, 0);
    ikelog_session_describe_needed_keys(p->session, record->exchange->sa, text);
    watch_text(text->str);
    g_string_free(text, TRUE);
}

/* Whoever finds an exchange or a frame in an IKE SA relies on what it points to. */
static inline void presenting_promises(const struct ikelog_sa *sa)
{
    g_assert_true(sa->first && sa->last);
    g_assert_true(!sa->phase1 || (sa->phase1->first && sa->phase1->last));
    for (guint i = 0; sa->quick_modes && i < sa->quick_modes->len; i++) {
        const struct ikelog_exchange *exchange = g_ptr_array_index(sa->quick_modes, i);

        g_assert_true(exchange->first && exchange->last);
    }
}

static inline void presenting_quick(const struct ikelog_negotiation_quick *quick)
{
    const char *const texts[] = {quick->local, quick->remote, quick->offered, quick->chosen,
                                 quick->spis,  quick->reason, quick->advice};

    g_assert_cmpuint(quick->verdict.kind, <=, IKELOG_VERDICT_UNKNOWN);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        watch_text(texts[i]);
}

/* Verdicts on every IKE SA and Quick Mode, as the negotiations in JSON have them. */
static inline void presenting_negotiations(const struct presenting *p)
{
    for (unsigned n = 0; n < ikelog_session_sa_count(p->session); n++) {
        const struct ikelog_sa *sa = ikelog_session_sa(p->session, n);
        struct ikelog_negotiation row;

        presenting_promises(sa);
        ikelog_negotiation_read(p->session, sa, &row);
        const char *const texts[] = {
            row.initiator, row.responder, row.initiator_id, row.responder_id, row.cookies,
            row.offered,   row.chosen,    row.reason,       row.needed_keys,  row.advice};
        for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
            watch_text(texts[i]);
        for (guint i = 0; i < row.quick_modes->len; i++)
            presenting_quick(&g_array_index(row.quick_modes, struct ikelog_negotiation_quick, i));
        ikelog_negotiation_clear(&row);
    }
}

/* Every payload that can be read, item by item. */
static inline void presenting_items(const struct ikelog_view *view)
{
    const struct ikelog_decode_context context = {.exchange_type = view->header.exchange_type,
                                                  .gdoi = view->record &&
                                                          view->record->exchange->sa->gdoi,
                                                  .phase = view->record ? view->record->phase : 1};
    struct recorder recorder;
    struct ikelog_sink sink = watch_start(&recorder, view->octets);

    if (view->readable)
        ikelog_decode_chain(view->octets, &view->chain, &context, &sink);
    watch_end(&recorder, 0);
}

/* What the log of each side has to say of a frame. */
static inline void presenting_events(const struct presenting *p, const struct ikelog_view *view,
                                     bool final)
{
    for (unsigned side = 0; side < 2; side++) {
        const struct ikelog_policy *policy = &p->policies[side];
        struct ikelog_events events;

        ikelog_events_collect(p->session, view, policy, final, &events);
        if (final || presenting_wants(p, PRESENTING_EARLY))
            presenting_words(p, view, &events, policy);
        ikelog_events_clear(&events);
    }
}

/* Show one frame with what is known by now, or with `final` all that is ever known. */
static inline void presenting_show(const struct presenting *p, const struct presenting_frame *frame,
                                   bool final)
{
    struct ikelog_anomaly found[IKELOG_MAX_ANOMALIES];
    GString *text = g_string_new(NULL);
    struct ikelog_view view;
    unsigned count;

    ikelog_view_open(p->session, frame->record, frame->message, &view);
    ikelog_view_summarise(&view, text);
    watch_text(text->str);
    count = ikelog_view_anomalies(p->session, &view, found);
    g_assert_cmpuint(count, <=, IKELOG_MAX_ANOMALIES);
    for (unsigned i = 0; i < count; i++)
        watch_text(found[i].text);
    presenting_items(&view);
    presenting_events(p, &view, final);
    if (frame->record && final) {
        presenting_checks(&view);
        presenting_verdict(p, frame->record);
    }
    ikelog_view_close(&view);
    g_string_free(text, TRUE);
}

/* Feed a datagram, and keep it for the end. */
static inline void presenting_feed(struct presenting *p, const struct ikelog_datagram *datagram)
{
    struct presenting_frame *frame;

    if (p->count == PRESENTING_MAX_FRAMES)
        return;
    frame = &p->frames[p->count++];
    frame->message.data = g_memdup2(datagram->message.data, datagram->message.length);
    frame->message.length = datagram->message.length;
    frame->datagram = *datagram;
    frame->datagram.message = frame->message;
    frame->record = ikelog_session_feed(p->session, &frame->datagram);
    presenting_show(p, frame, false);
}

/* `lot` decides what will be asked for. */
static inline void presenting_start(struct presenting *p, const struct ikelog_keyring *keyring,
                                    uint32_t lot)
{
    static struct ikelog_dialects *dialects;
    static struct ikelog_dialect *talkative;

    if (!dialects) {
        dialects = ikelog_dialects_new();
        talkative = talkative_dialect();
    }
    memset(p, 0, sizeof *p);
    p->dialects = dialects;
    p->talkative = talkative;
    p->policies[IKELOG_INITIATOR] = presenting_policy(IKELOG_INITIATOR, lot);
    p->policies[IKELOG_RESPONDER] = presenting_policy(IKELOG_RESPONDER, lot);
    p->keyring = keyring;
    p->lot = lot;
    p->session = ikelog_session_new(keyring);
}

/* Reports have lines, and nothing else that controls. */
static inline void presenting_report(void (*write)(const struct ikelog_report *, GString *),
                                     const struct ikelog_report *report)
{
    GString *text = g_string_new(NULL);

    write(report, text);
    for (char *line = text->str, *end; line; line = end ? end + 1 : NULL) {
        end = strchr(line, '\n');
        if (end)
            *end = '\0';
        watch_line(line);
    }
    g_string_free(text, TRUE);
}

static inline void presenting_reports(const struct presenting *p)
{
    struct ikelog_report *report = ikelog_report_new();

    report->session = p->session;
    report->policy = &p->policies[p->lot >> 19 & 1];
    report->keyring = p->keyring;
    report->dialects[0] = ikelog_dialects_at(p->dialects, 0);
    report->dialects[1] = p->talkative;
    for (unsigned i = 0; i < p->count; i++) {
        const struct presenting_frame *frame = &p->frames[i];
        const struct ikelog_packet kept = {.frame = frame->datagram.frame,
                                           .time_ns = frame->datagram.time_ns,
                                           .session = p->session,
                                           .record = frame->record,
                                           .message = frame->message};

        if (!frame->record)
            continue;
        ikelog_report_note(report, frame->record->exchange->sa);
        ikelog_report_keep(report, &kept);
    }
    if (p->error.record)
        ikelog_report_keep(report, &p->error);
    ikelog_report_sort(report);
    presenting_report(ikelog_report_negotiations, report);
    presenting_report(ikelog_report_ladder, report);
    presenting_report(ikelog_report_lesson, report);
    presenting_report(ikelog_report_keys, report);
    report->show_keys = p->lot >> 20 & 1;
    presenting_report(ikelog_report_page, report);
    ikelog_report_free(report);
}

/* A hash of what people read about a frame when all is known. */
static inline guint presenting_said(const struct presenting *p,
                                    const struct presenting_frame *frame)
{
    GString *text = g_string_new(NULL);
    struct ikelog_events events;
    struct ikelog_view view;
    guint hash;

    ikelog_view_open(p->session, frame->record, frame->message, &view);
    ikelog_view_summarise(&view, text);
    ikelog_events_collect(p->session, &view, &p->policies[IKELOG_RESPONDER], true, &events);
    ikelog_events_describe(&view, &events, text);
    ikelog_events_explain(&view, &events, text);
    if (frame->record)
        ikelog_verdict_of_sa(p->session, frame->record->exchange->sa, text);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
    hash = g_string_hash(text);
    g_string_free(text, TRUE);
    return hash;
}

/* Frames are looked at in any order, and always say the same. */
static inline void presenting_again(struct presenting *p)
{
    for (unsigned i = 0; i < p->count; i++)
        p->frames[i].said = presenting_said(p, &p->frames[i]);
    for (unsigned i = p->count; i-- > 0;)
        g_assert_cmpuint(presenting_said(p, &p->frames[i]), ==, p->frames[i].said);
}

/* Show every frame, backwards, now that the future is known; then forget all. */
static inline void presenting_end(struct presenting *p)
{
    for (unsigned i = p->count; i-- > 0;)
        presenting_show(p, &p->frames[i], true);
    presenting_negotiations(p);
    presenting_reports(p);
    if (presenting_wants(p, PRESENTING_AGAIN))
        presenting_again(p);
    ikelog_session_free(p->session);
    for (unsigned i = 0; i < p->count; i++)
        g_free((void *)p->frames[i].message.data);
}

#endif
