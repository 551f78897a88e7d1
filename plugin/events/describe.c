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

    if (!texts)
        texts = find_texts(messages, G_N_ELEMENTS(messages), record);
    return texts ? texts : &unknown_message;
}

/* What is being written: sentences behind what the caller's text held before. */
struct writing {
    GString *text;
    gsize start;
};

static struct writing writing_at_end(GString *text)
{
    return (struct writing){text, text->len};
}

static void append_sentence(const char *source, const struct ikelog_scene *scene,
                            const struct writing *w)
{
    gsize before = w->text->len;

    if (!source)
        return;
    if (before > w->start)
        g_string_append_c(w->text, ' ');
    if (!ikelog_template_expand(source, scene, w->text))
        g_string_truncate(w->text, before);
}

/* Texts speak of both devices by role, so whose log it is makes no difference. */
static struct ikelog_scene scene_of(const struct ikelog_view *view,
                                    const struct ikelog_events *events,
                                    const struct ikelog_policy *policy,
                                    const struct ikelog_event *event)
{
    return (struct ikelog_scene){.view = view,
                                 .sa = events->sa,
                                 .event = event,
                                 .policy = policy,
                                 .names = ikelog_names_neutral(),
                                 .us = event->side};
}

static bool tells_by_events(const struct ikelog_record *record)
{
    return record->exchange->type == IKELOG_EXCHANGE_INFORMATIONAL ||
           record->exchange->type == IKELOG_EXCHANGE_TRANSACTION;
}

/* Does this event itself say what an informational message or a transaction is? */
static bool is_content(const struct ikelog_event *event)
{
    return event->kind != IKELOG_EVENT_PACKET && event->kind != IKELOG_EVENT_PACKET_COPY &&
           event->evidence != IKELOG_EVIDENCE_POLICY && events_texts[event->kind].sentence;
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
static void append_repeat(const struct ikelog_scene *scene, const struct writing *w)
{
    const struct ikelog_record *record = scene->view->record;
    GString *text = w->text;

    if (!record->original)
        return;
    if (text->len > w->start && text->str[text->len - 1] == '.')
        g_string_truncate(text, text->len - 1);
    ikelog_template_expand(record->flags & IKELOG_RECORD_COPY
                               ? " (a copy of frame {original})."
                               : " (sent again, first in frame {original}).",
                           scene, text);
}

/* The sentence of the message: by its place in the exchange, or by what it tells. */
static void append_sentence_of_frame(const struct ikelog_scene *scene,
                                     const struct ikelog_event *content, const struct writing *w)
{
    const struct ikelog_record *record = scene->view ? scene->view->record : NULL;

    if (content && (!record || (tells_by_events(record) && !record->original)))
        append_sentence(events_texts[content->kind].sentence, scene, w);
    else if (record)
        append_sentence(texts_of_message(record)->sentence, scene, w);
    if (record)
        append_repeat(scene, w);
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
        const struct ikelog_scene scene =
            scene_of(view, events, &policy, by_content ? event : packet);

        append_sentence_of_frame(&scene, content, &w);
    }
}

void ikelog_event_describe(const struct ikelog_view *view, const struct ikelog_events *events,
                           const struct ikelog_event *event, GString *text)
{
    const struct ikelog_policy policy = {.default_connection = ""};
    const struct ikelog_scene scene = scene_of(view, events, &policy, event);
    const struct writing w = writing_at_end(text);

    append_sentence(events_texts[event->kind].sentence, &scene, &w);
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

static void explain_event(const struct ikelog_scene *scene, const struct writing *w)
{
    append_sentence(events_texts[scene->event->kind].paragraph, scene, w);
    if (scene->event->kind == IKELOG_EVENT_ERROR_NOTIFICATION)
        append_sentence(ikelog_notify_row((uint16_t)scene->event->number)->hint, scene, w);
    if (scene->event->reason && events_texts[scene->event->kind].paragraph)
        append_sentence("(Because: {reason}.)", scene, w);
}

/* A repeat is explained in short, a message that tells by its events by them alone. */
static void explain_message(const struct ikelog_scene *scene, const struct ikelog_event *content,
                            const struct writing *w)
{
    const struct ikelog_record *record = scene->view->record;

    if (record->original)
        append_sentence_of_frame(scene, content, w);
    else if (!content || !tells_by_events(record))
        append_sentence(texts_of_message(record)->paragraph, scene, w);
    if (tells_by_events(record) && !(record->flags & IKELOG_RECORD_ENCRYPTED))
        append_sentence("This message is not protected: anybody could have sent it.", scene, w);
    if (!scene->view->readable)
        append_sentence("Its content cannot be read: {decryption}.", scene, w);
    if (record == record->exchange->sa->undecryptable && !ikelog_exchange_is_push(record->exchange))
        append_sentence("{needed-keys}", scene, w);
}

void ikelog_events_explain(const struct ikelog_view *view, const struct ikelog_events *events,
                           GString *text)
{
    const struct ikelog_policy policy = {.default_connection = ""};
    const struct ikelog_event *content = first_content(events);
    const struct writing w = writing_at_end(text);

    for (guint i = 0; events->rows && i < events->rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events->rows, struct ikelog_event, i);
        const struct ikelog_scene scene = scene_of(view, events, &policy, event);

        if (event->kind == IKELOG_EVENT_PACKET || event->kind == IKELOG_EVENT_PACKET_COPY)
            explain_message(&scene, content, &w);
        explain_event(&scene, &w);
    }
}
