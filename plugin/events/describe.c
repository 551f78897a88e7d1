/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Description and explanation of a frame, put together from the rows of its message and events. */
#include "events/event_text_rows.h"
#include "events/frame.h"
#include "events/message_rows.h"
#include "events/notify_row.h"
#include "events/template.h"

struct texts {
    const char *sentence, *paragraph;
};

/* clang-format off */
static const struct message_texts {
    uint8_t exchange, step;
    struct texts texts;
} messages[] = {
#define X(exchange, step, sentence, paragraph) \
    {IKELOG_EXCHANGE_##exchange, step, {sentence, paragraph}},
    IKELOG_MESSAGE_ROWS(X)
#undef X
};
/* clang-format on */

/* clang-format off */
static const struct message_texts gdoi_messages[] = {
#define X(exchange, step, sentence, paragraph) \
    {IKELOG_EXCHANGE_##exchange, step, {sentence, paragraph}},
    IKELOG_GDOI_MESSAGE_ROWS(X)
#undef X
};
/* clang-format on */

static const struct texts events_texts[IKELOG_EVENT_COUNT] = {
#define X(id, sentence, paragraph) [IKELOG_EVENT_##id] = {sentence, paragraph},
    IKELOG_EVENT_TEXT_ROWS(X)
#undef X
};

static const struct texts unknown_message = {
    "ISAKMP message of exchange {exchange}.",
    "The exchange is not one of IKE version 1, or the place of this message in it is not known."};

static const struct texts fragment = {
    "A part of a larger message, by the vendors' IKE fragmentation.",
    "The sender split a message so that no IP packet gets too large. What it says is shown at the "
    "part that completes it."};

/* What the explanation of most messages of phase 1 asks. */
static const char nat_text[] = "By its NAT-D payload {no-nat}.",
                  vendors_text[] = "Its vendor IDs announce {vendors}.",
                  answer_text[] = "If no answer comes, {to-check}.";

static void parse_into(GHashTable *parsed, const char *source)
{
    char *error = NULL;

    if (source && !g_hash_table_contains(parsed, source))
        g_hash_table_insert(parsed, (gpointer)source, ikelog_template_parse(source, &error));
    g_free(error);
}

static void parse_messages(GHashTable *parsed, const struct message_texts *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        parse_into(parsed, rows[i].texts.sentence);
        parse_into(parsed, rows[i].texts.paragraph);
    }
}

/* The texts above, by their addresses. Made at the first call, then never changed. */
static GHashTable *parsed_texts(void)
{
    static gsize made;

    if (g_once_init_enter(&made)) {
        GHashTable *parsed = g_hash_table_new(NULL, NULL);

        parse_messages(parsed, messages, G_N_ELEMENTS(messages));
        parse_messages(parsed, gdoi_messages, G_N_ELEMENTS(gdoi_messages));
        for (size_t i = 0; i < IKELOG_EVENT_COUNT; i++) {
            parse_into(parsed, events_texts[i].sentence);
            parse_into(parsed, events_texts[i].paragraph);
        }
        parse_into(parsed, nat_text);
        parse_into(parsed, vendors_text);
        parse_into(parsed, answer_text);
        g_once_init_leave(&made, (gsize)parsed);
    }
    return (GHashTable *)made;
}

static const struct texts *find_texts(const struct message_texts *rows, size_t count,
                                      const struct ikelog_record *record)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].exchange == record->exchange->type &&
            (rows[i].step == record->step || rows[i].step == 0))
            return &rows[i].texts;
    return NULL;
}

static const struct texts *texts_of_message(const struct ikelog_record *record)
{
    const struct texts *texts = record->exchange->sa->gdoi
                                    ? find_texts(gdoi_messages, G_N_ELEMENTS(gdoi_messages), record)
                                    : NULL;

    if (record->flags & IKELOG_RECORD_FRAGMENT)
        return &fragment;
    if (!texts)
        texts = find_texts(messages, G_N_ELEMENTS(messages), record);
    return texts ? texts : &unknown_message;
}

/* What is being written: sentences after what the caller's text held before. */
struct writing {
    GString *text;
    gsize start;
};

static struct writing writing_at_end(GString *text)
{
    return (struct writing){text, text->len};
}

static void append_sentence(const char *source, const struct ikelog_template_context *context,
                            const struct writing *w)
{
    const struct ikelog_template *template;
    gsize before = w->text->len;
    bool whole;

    if (!source)
        return;
    if (before > w->start)
        g_string_append_c(w->text, ' ');
    template = g_hash_table_lookup(parsed_texts(), source);
    whole = template ? ikelog_template_render(template, context, w->text)
                     : ikelog_template_expand(source, context, w->text);
    if (!whole)
        g_string_truncate(w->text, before);
}

/* Texts speak of both devices by role, so whose log it is makes no difference. */
static struct ikelog_template_context context_of(const struct ikelog_view *view,
                                                 const struct ikelog_events *events,
                                                 const struct ikelog_policy *policy,
                                                 const struct ikelog_event *event)
{
    return (struct ikelog_template_context){.view = view,
                                            .sa = events->sa,
                                            .event = event,
                                            .policy = policy,
                                            .names = ikelog_names_neutral(),
                                            .us = event->side,
                                            .ends = events->ends};
}

static bool tells_by_events(const struct ikelog_record *record)
{
    return record->exchange->type == IKELOG_EXCHANGE_INFORMATIONAL ||
           record->exchange->type == IKELOG_EXCHANGE_TRANSACTION;
}

/* Where it comes from and when, not what it says. */
static bool is_about_place(enum ikelog_event_kind kind)
{
    return kind == IKELOG_EVENT_PORT_FLOATED || kind == IKELOG_EVENT_ADDRESS_CHANGED ||
           kind == IKELOG_EVENT_NAT_DETECTED || kind == IKELOG_EVENT_CAPTURE_STARTED_LATER;
}

/* Does this event itself say what an informational message or a transaction is? */
static bool is_content(const struct ikelog_event *event)
{
    return !is_about_place(event->kind) && event->kind != IKELOG_EVENT_PACKET &&
           event->kind != IKELOG_EVENT_PACKET_COPY && event->evidence != IKELOG_EVIDENCE_POLICY &&
           events_texts[event->kind].sentence;
}

static const struct ikelog_event *first_content(const struct ikelog_events *events)
{
    for (guint i = 0; events->rows && i < events->rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events->rows, struct ikelog_event, i);

        if (is_content(event))
            return event;
    }
    return NULL;
}

/* The sentence "…: what it is." becomes "…: what it is (sent again, first in frame 5)." */
static void append_repeat(const struct ikelog_template_context *context, const struct writing *w)
{
    const struct ikelog_record *record = context->view->record;
    GString *text = w->text;

    if (!ikelog_record_repeats(record))
        return;
    if (text->len > w->start && text->str[text->len - 1] == '.')
        g_string_truncate(text, text->len - 1);
    ikelog_template_expand(record->flags & IKELOG_RECORD_COPY
                               ? " (a copy of frame {original})."
                               : " (sent again, first in frame {original}).",
                           context, text);
}

/* The sentence of the message: by its place in the exchange, or by its events. */
static void append_sentence_of_frame(const struct ikelog_template_context *context,
                                     const struct ikelog_event *content, const struct writing *w)
{
    const struct ikelog_record *record = context->view ? context->view->record : NULL;

    if (content && (!record || (tells_by_events(record) && !ikelog_record_repeats(record))))
        append_sentence(events_texts[content->kind].sentence, context, w);
    else if (record)
        append_sentence(texts_of_message(record)->sentence, context, w);
    if (record)
        append_repeat(context, w);
}

void ikelog_events_describe(const struct ikelog_view *view, const struct ikelog_events *events,
                            GString *text)
{
    const struct ikelog_policy policy = {.default_connection = ""};
    const struct ikelog_event *content = first_content(events), *event = content;
    const struct writing w = writing_at_end(text);

    if (!event && events->rows && events->rows->len > 0)
        event = &g_array_index(events->rows, struct ikelog_event, 0);
    if (event) {
        const struct ikelog_event *packet = &g_array_index(events->rows, struct ikelog_event, 0);
        bool by_content =
            event == content && (!view || !view->record || tells_by_events(view->record));
        const struct ikelog_template_context context =
            context_of(view, events, &policy, by_content ? event : packet);

        append_sentence_of_frame(&context, content, &w);
    }
}

void ikelog_event_describe(const struct ikelog_view *view, const struct ikelog_events *events,
                           const struct ikelog_event *event, GString *text)
{
    const struct ikelog_policy policy = {.default_connection = ""};
    const struct ikelog_template_context context = context_of(view, events, &policy, event);
    const struct writing w = writing_at_end(text);

    append_sentence(events_texts[event->kind].sentence, &context, &w);
}

void ikelog_event_sentence(enum ikelog_event_kind kind, GString *text)
{
    const char *at = kind < IKELOG_EVENT_COUNT ? events_texts[kind].sentence : NULL;
    const gsize before = text->len;

    while (at && *at) {
        const char *part = g_str_has_prefix(at, "[[") ? strstr(at, "]]") : NULL;

        if (part)
            at = part + 2;
        else
            g_string_append_c(text, *at++);
    }
    if (strpbrk(text->str + before, "{}"))
        g_string_truncate(text, before);
    else if (text->len > before && text->str[text->len - 1] == '.')
        g_string_truncate(text, text->len - 1);
}

/* What is being explained: one frame. */
struct explaining {
    const struct ikelog_view *view;
    const struct ikelog_events *events;
    const struct ikelog_event *content; /* what the description tells; NULL: the message */
    const struct writing *w;
    bool told[IKELOG_EVENT_COUNT]; /* kinds whose paragraph was written: once is enough */
};

/* The description of the frame is the sentence of this event. */
static bool is_told_by(const struct explaining *e, const struct ikelog_event *event)
{
    const struct ikelog_record *record = e->view ? e->view->record : NULL;

    return event == e->content &&
           (!record || (tells_by_events(record) && !ikelog_record_repeats(record)));
}

/* The description says it already. */
static bool is_described(const struct explaining *e, const struct ikelog_event *event)
{
    const struct ikelog_record *record = e->view ? e->view->record : NULL;

    if (!record || !ikelog_record_repeats(record))
        return is_told_by(e, event) || event->kind == IKELOG_EVENT_PACKET_COPY;
    return event->kind == IKELOG_EVENT_PACKET_COPY || event->kind == IKELOG_EVENT_RETRANSMIT ||
           event->kind == IKELOG_EVENT_ANSWER_REPEATED;
}

/* The cause and what to check; of errors without a row of their own what their number tells. */
static const char *paragraph_of(const struct ikelog_event *event)
{
    const char *hint = NULL;

    if (event->kind == IKELOG_EVENT_ERROR_NOTIFICATION)
        hint = ikelog_notify_row((uint16_t)event->number)->hint;
    return hint ? hint : events_texts[event->kind].paragraph;
}

/* The reason of this event is that of the verdict, which stands beside the explanation. */
static bool reason_stands_elsewhere(const struct ikelog_event *event)
{
    return event->kind == IKELOG_EVENT_PSK_MISMATCH_SUSPECTED;
}

static void explain_paragraph(struct explaining *e, const struct ikelog_event *event,
                              const struct ikelog_template_context *context)
{
    const char *paragraph = paragraph_of(event);

    if (!paragraph || (event->kind == IKELOG_EVENT_RETRANSMIT && e->told[IKELOG_EVENT_NO_ANSWER]))
        return;
    if (!e->told[event->kind])
        append_sentence(paragraph, context, e->w);
    e->told[event->kind] = true;
    if (event->reason && !reason_stands_elsewhere(event))
        append_sentence("(Because: {reason}.)", context, e->w);
}

static void explain_event(struct explaining *e, const struct ikelog_event *event,
                          const struct ikelog_template_context *context)
{
    if (!is_described(e, event))
        append_sentence(events_texts[event->kind].sentence, context, e->w);
    explain_paragraph(e, event, context);
}

void ikelog_event_explain(const struct ikelog_view *view, const struct ikelog_events *events,
                          const struct ikelog_event *event, GString *text)
{
    const struct ikelog_policy policy = {.default_connection = ""};
    const struct ikelog_template_context context = context_of(view, events, &policy, event);
    const struct writing w = writing_at_end(text);
    struct explaining e = {.view = view, .events = events, .w = &w};

    append_sentence(events_texts[event->kind].sentence, &context, &w);
    explain_paragraph(&e, event, &context);
}

/* A repeat was explained before. Where its events say what the message is, they are its text. */
static void explain_message(const struct explaining *e,
                            const struct ikelog_template_context *context)
{
    const struct ikelog_record *record = context->view->record;
    const struct ikelog_exchange *exchange = record->exchange;

    if (ikelog_record_repeats(record) || (e->content && tells_by_events(record)))
        return;
    append_sentence(texts_of_message(record)->paragraph, context, e->w);
    append_sentence(nat_text, context, e->w);
    if (record->phase == 1)
        append_sentence(vendors_text, context, e->w);
    if (!record->answer && !ikelog_record_next(record) && !exchange->trouble->refused &&
        !exchange->trouble->closed)
        append_sentence(answer_text, context, e->w);
}

static bool is_closed_refusal(const struct explaining *e)
{
    return e->content && e->content->kind == IKELOG_EVENT_REFUSAL_SUSPECTED;
}

/* How far the message can be trusted and read, and last of all the keys that it lacks. */
static void explain_reading(const struct explaining *e,
                            const struct ikelog_template_context *context)
{
    const struct ikelog_record *record = context->view->record;
    const struct ikelog_sa *sa = record->exchange->sa;

    if (tells_by_events(record) && !(record->flags & IKELOG_RECORD_ENCRYPTED))
        append_sentence("This message is not protected: anybody could have sent it.", context,
                        e->w);
    if (!context->view->readable)
        append_sentence("Its content cannot be read: {decryption}.", context, e->w);
    if ((record == sa->course->undecryptable && !ikelog_exchange_is_push(record->exchange)) ||
        is_closed_refusal(e))
        append_sentence("{needed-keys}", context, e->w);
}

static bool is_packet(const struct ikelog_event *event)
{
    return event->kind == IKELOG_EVENT_PACKET || event->kind == IKELOG_EVENT_PACKET_COPY;
}

/* In this order: what may be wrong stands first. */
enum part_of_explanation { FAILURES, WARNINGS, CONTENT, MESSAGE, NEWS, READING };

static enum part_of_explanation part_of(const struct explaining *e,
                                        const struct ikelog_event *event)
{
    return event->severity >= IKELOG_ERROR  ? FAILURES
           : event->severity == IKELOG_WARN ? WARNINGS
           : is_told_by(e, event)           ? CONTENT
                                            : NEWS;
}

static void explain_part(struct explaining *e, const struct ikelog_event *event,
                         enum part_of_explanation part)
{
    const struct ikelog_policy policy = {.default_connection = ""};
    const struct ikelog_template_context context = context_of(e->view, e->events, &policy, event);

    if (part == MESSAGE && is_packet(event))
        explain_message(e, &context);
    else if (part == READING && is_packet(event))
        explain_reading(e, &context);
    else if (part == part_of(e, event))
        explain_event(e, event, &context);
}

void ikelog_events_explain(const struct ikelog_view *view, const struct ikelog_events *events,
                           GString *text)
{
    const struct writing w = writing_at_end(text);
    struct explaining e = {
        .view = view, .events = events, .content = first_content(events), .w = &w};

    for (int part = FAILURES; part <= READING; part++)
        for (guint i = 0; events->rows && i < events->rows->len; i++)
            explain_part(&e, &g_array_index(events->rows, struct ikelog_event, i),
                         (enum part_of_explanation)part);
}
