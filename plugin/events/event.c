/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collecting the events of a frame: every detector looks at it once, in the order of a log. */
#include "events/frame.h"
#include "state/script.h"

#include <stdarg.h>

/* How many of the latest IKE SAs are searched for the one that an ESP packet belongs to. */
#define RECENT_SAS 64u

/* Room for the events that nearly every frame stays within. */
#define USUAL_EVENTS 4u

static const char *const evidence_names[] = {"observed", "decrypted", "inferred", "policy"};

const char *ikelog_evidence_name(enum ikelog_evidence evidence)
{
    return (size_t)evidence < G_N_ELEMENTS(evidence_names) ? evidence_names[evidence] : "unknown";
}

static void clear_row(gpointer row)
{
    g_free(((struct ikelog_event *)row)->reason);
}

/* The rows of events that were cleared, for the next ones: nearly every frame has some. */
static GArray *spare;

static GArray *new_rows(void)
{
    GArray *rows = g_array_sized_new(FALSE, FALSE, sizeof(struct ikelog_event), USUAL_EVENTS);

    g_array_set_clear_func(rows, clear_row);
    return rows;
}

void ikelog_events_begin(struct ikelog_events *events, const struct ikelog_sa *sa)
{
    *events = (struct ikelog_events){.sa = sa};
    events->rows = spare ? spare : new_rows();
    spare = NULL;
}

void ikelog_events_clear(struct ikelog_events *events)
{
    if (events->rows && !spare)
        spare = g_array_set_size(events->rows, 0);
    else if (events->rows)
        g_array_unref(events->rows);
    events->rows = NULL;
}

static struct ikelog_event *add(struct ikelog_events *events, enum ikelog_event_kind kind,
                                enum ikelog_evidence evidence, enum ikelog_side side)
{
    const struct ikelog_event event = {
        .kind = kind, .evidence = evidence, .side = side, .severity = ikelog_event_severity(kind)};

    g_array_append_val(events->rows, event);
    return &g_array_index(events->rows, struct ikelog_event, events->rows->len - 1);
}

struct ikelog_event *ikelog_frame_report(const struct ikelog_frame *frame,
                                         enum ikelog_event_kind kind, enum ikelog_evidence evidence,
                                         enum ikelog_side side)
{
    struct ikelog_event *event = add(frame->events, kind, evidence, side);

    if (evidence > IKELOG_EVIDENCE_DECRYPTED || frame->sa->side_evidence == IKELOG_SIDES_CERTAIN)
        return event;
    event->evidence = IKELOG_EVIDENCE_INFERRED;
    ikelog_event_because(event, "the IKE SA began before the capture: who is the initiator follows "
                                "from what was captured later");
    return event;
}

void ikelog_event_because(struct ikelog_event *event, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_free(event->reason);
    event->reason = g_strdup_vprintf(format, arguments);
    va_end(arguments);
}

enum ikelog_evidence ikelog_frame_content_evidence(const struct ikelog_frame *frame)
{
    return frame->view->decrypted ? IKELOG_EVIDENCE_DECRYPTED : IKELOG_EVIDENCE_OBSERVED;
}

enum ikelog_side ikelog_frame_other(const struct ikelog_frame *frame)
{
    return ikelog_side_other((enum ikelog_side)frame->record->side);
}

bool ikelog_frame_is(const struct ikelog_frame *frame, uint8_t exchange_type)
{
    if (exchange_type == IKELOG_EXCHANGE_QUICK && ikelog_exchange_is_pull(frame->exchange))
        return false;
    return frame->exchange->type == exchange_type;
}

bool ikelog_frame_has_flag(const struct ikelog_frame *frame, unsigned flag)
{
    return (frame->record->flags & flag) != 0;
}

/* The message itself comes first: dialects place their other lines before or after it. */
static void detect_packet(const struct ikelog_frame *frame)
{
    enum ikelog_side sender = (enum ikelog_side)frame->record->side;
    struct ikelog_event *event;

    if (!ikelog_frame_has_flag(frame, IKELOG_RECORD_COPY)) {
        ikelog_frame_report(frame, IKELOG_EVENT_PACKET, ikelog_frame_content_evidence(frame),
                            sender);
        return;
    }
    event = ikelog_frame_report(frame, IKELOG_EVENT_PACKET_COPY, IKELOG_EVIDENCE_INFERRED, sender);
    ikelog_event_because(event, "same octets and same IP packet as frame %u, captured once more",
                         ikelog_record_original(frame->record)->frame);
}

/* The types of payloads that a message has. */
static uint32_t payloads_of(const struct ikelog_view *view)
{
    uint32_t set = IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_NONE);

    for (uint32_t i = 0; view->readable && i < view->chain.count; i++)
        if (view->chain.payloads[i].type < IKELOG_PAYLOAD_BITS)
            set |= IKELOG_PAYLOAD_BIT(view->chain.payloads[i].type);
    return set;
}

struct detector {
    void (*detect)(const struct ikelog_frame *frame);
    uint32_t payloads;
};

#define X(name, payload) {ikelog_detect_##name, IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_##payload)},
static const struct detector on_message[] = {IKELOG_MESSAGE_DETECTORS(X)};
static const struct detector on_repeat[] = {IKELOG_REPEAT_DETECTORS(X)};
static const struct detector on_any[] = {IKELOG_FRAME_DETECTORS(X)};
#undef X

static void detect_with(const struct ikelog_frame *frame, const struct detector *detectors,
                        size_t count)
{
    const uint32_t payloads = payloads_of(frame->view);

    for (size_t i = 0; i < count; i++)
        if (detectors[i].payloads & payloads)
            detectors[i].detect(frame);
}

static void detect_rest(const struct ikelog_frame *frame)
{
    if (ikelog_record_repeats(frame->record))
        detect_with(frame, on_repeat, G_N_ELEMENTS(on_repeat));
    else
        detect_with(frame, on_message, G_N_ELEMENTS(on_message));
    detect_with(frame, on_any, G_N_ELEMENTS(on_any));
}

void ikelog_events_collect(struct ikelog_session *session, const struct ikelog_view *view,
                           const struct ikelog_policy *policy, bool final,
                           struct ikelog_events *events)
{
    const struct ikelog_record *record = view->record;
    struct ikelog_frame frame = {
        .session = session, .view = view, .policy = policy, .final = final, .events = events};

    ikelog_events_begin(events, record ? record->exchange->sa : NULL);
    if (!record)
        return;
    frame.record = record;
    frame.exchange = record->exchange;
    frame.sa = record->exchange->sa;
    frame.us = ikelog_policy_us(policy, frame.sa);
    detect_packet(&frame);
    if (!ikelog_frame_has_flag(&frame, IKELOG_RECORD_COPY)) /* the device handled it once */
        detect_rest(&frame);
}

/* A device that gave up after this error: as the detector of messages leaves it for here. */
static void add_surrender(struct ikelog_session *session, const struct ikelog_record *record,
                          const struct ikelog_policy *policy, struct ikelog_events *events)
{
    const struct ikelog_frame frame = {.session = session,
                                       .record = record,
                                       .exchange = record->exchange,
                                       .sa = events->sa,
                                       .policy = policy,
                                       .final = true,
                                       .events = events};

    ikelog_detect_failed_sends(&frame);
}

/* A packet of ours did not get through: the nearest that a capture comes to a failed send. */
void ikelog_events_collect_icmp(struct ikelog_session *session, const struct ikelog_icmp *icmp,
                                const struct ikelog_record *record,
                                const struct ikelog_policy *policy, bool final,
                                struct ikelog_events *events)
{
    struct ikelog_event *event;

    ikelog_events_begin(events, record ? record->exchange->sa : NULL);
    if (!record)
        return;
    event = add(events, IKELOG_EVENT_SEND_FAILED, IKELOG_EVIDENCE_INFERRED,
                (enum ikelog_side)record->side);
    event->number = (uint32_t)icmp->type << 8 | icmp->code;
    ikelog_event_because(event,
                         "an ICMP error quotes the IKE packet of frame %u; whether the "
                         "sender's system reported it to IKE, the wire does not tell",
                         record->frame);
    if (final && events->sa->course->icmp_last_frame == icmp->frame)
        add_surrender(session, record, policy, events);
}

/* The latest IKE SA between these addresses, among the latest of the capture. */
static const struct ikelog_sa *sa_between(const struct ikelog_session *session,
                                          const struct ikelog_endpoint *a,
                                          const struct ikelog_endpoint *b)
{
    unsigned n = ikelog_session_sa_count(session);

    for (unsigned looked = 0; n-- > 0 && looked < RECENT_SAS; looked++) {
        const struct ikelog_sa *sa = ikelog_session_sa(session, n);
        const struct ikelog_endpoint *initiator = &sa->sides[IKELOG_INITIATOR].last;
        const struct ikelog_endpoint *responder = &sa->sides[IKELOG_RESPONDER].last;

        if ((ikelog_endpoint_same_address(a, initiator) &&
             ikelog_endpoint_same_address(b, responder)) ||
            (ikelog_endpoint_same_address(b, initiator) &&
             ikelog_endpoint_same_address(a, responder)))
            return sa;
    }
    return NULL;
}

void ikelog_events_collect_esp(struct ikelog_session *session, const struct ikelog_esp *esp,
                               enum ikelog_esp_finding finding,
                               const struct ikelog_exchange *exchange, struct ikelog_events *events)
{
    bool replayed = finding == IKELOG_ESP_REPLAYED;
    const struct ikelog_sa *sa = exchange ? exchange->sa : NULL;
    enum ikelog_side receiver;
    struct ikelog_event *event;

    if (!sa && finding == IKELOG_ESP_UNKNOWN)
        sa = sa_between(session, &esp->src, &esp->dst);
    ikelog_events_begin(events, sa);
    if (!sa || (!replayed && finding != IKELOG_ESP_UNKNOWN))
        return;
    receiver = ikelog_endpoint_same_address(&esp->dst, &sa->sides[IKELOG_INITIATOR].last)
                   ? IKELOG_INITIATOR
                   : IKELOG_RESPONDER;
    event = add(events, replayed ? IKELOG_EVENT_REPLAY : IKELOG_EVENT_UNKNOWN_SPI,
                IKELOG_EVIDENCE_INFERRED, receiver);
    event->number = esp->spi;
    if (replayed)
        ikelog_event_because(event,
                             "sequence number %u was seen before or is too old for the "
                             "usual window of 64",
                             esp->sequence);
    else
        ikelog_event_because(event, "no Quick Mode of these peers in the capture set up SPI %08x",
                             esp->spi);
}
