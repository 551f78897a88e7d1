/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Description and explanation of a frame, put together from the rows of its message and events. */
#include "events/event_text_rows.h"
#include "events/frame.h"
#include "events/message_rows.h"
#include "events/template.h"

struct texts {
    const char *sentence, *paragraph;
};

/* clang-format off */
static const struct {
    uint8_t exchange, step;
    struct texts texts;
} messages[] = {
#define X(exchange, step, sentence, paragraph)                                                     \
    {IKELOG_EXCHANGE_##exchange, step, {sentence, paragraph}},
    IKELOG_MESSAGE_ROWS(X)
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

static const struct texts *texts_of_message(const struct ikelog_record *record)
{
    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++)
        if (messages[i].exchange == record->exchange->type &&
            (messages[i].step == record->step || messages[i].step == 0))
            return &messages[i].texts;
    return &unknown_message;
}

static void append_sentence(const char *source, const struct ikelog_scene *scene, GString *text)
{
    gsize start = text->len;

    if (!source)
        return;
    if (start > 0)
        g_string_append_c(text, ' ');
    if (!ikelog_template_expand(source, scene, text))
        g_string_truncate(text, start);
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

/* Which sentences and paragraphs of a frame are wanted. */
enum depth { DESCRIPTION, EXPLANATION };

static void append_event(const struct ikelog_scene *scene, enum depth depth, GString *text)
{
    const struct texts *texts = &events_texts[scene->event->kind];
    const struct ikelog_record *record = scene->view ? scene->view->record : NULL;
    bool wanted = depth == EXPLANATION || !record || tells_by_events(record) ||
                  ikelog_event_severity(scene->event->kind) >= IKELOG_WARN;

    if (!wanted || !texts->sentence)
        return;
    append_sentence(depth == EXPLANATION ? texts->paragraph : texts->sentence, scene, text);
    if (depth == EXPLANATION && scene->event->reason)
        append_sentence("(Because: {reason}.)", scene, text);
}

static void append_message(const struct ikelog_scene *scene, enum depth depth, GString *text)
{
    const struct ikelog_record *record = scene->view->record;
    const struct texts *texts = texts_of_message(record);

    if (record->original && depth == DESCRIPTION)
        append_sentence(record->marks & IKELOG_MARK_COPY ? "Copy of frame {original}:"
                                                         : "Repeat of frame {original}:",
                        scene, text);
    append_sentence(depth == DESCRIPTION ? texts->sentence : texts->paragraph, scene, text);
    if (depth == EXPLANATION && !scene->view->readable)
        append_sentence("Its content cannot be read: {decryption}.", scene, text);
    if (depth == EXPLANATION && record == record->exchange->sa->closed)
        append_sentence("{needed-keys}", scene, text);
}

/* Does some event of an informational message or transaction say what it is? */
static bool is_told(const struct ikelog_view *view, const struct ikelog_events *events)
{
    bool told = false;

    for (guint i = 0; i < events->rows->len; i++)
        told =
            told || events_texts[g_array_index(events->rows, struct ikelog_event, i).kind].sentence;
    return told && tells_by_events(view->record) && !view->record->original;
}

static void tell(const struct ikelog_view *view, const struct ikelog_events *events,
                 enum depth depth, GString *text)
{
    const struct ikelog_policy policy = {.default_connection = ""};
    GString *own = g_string_new(NULL);

    for (guint i = 0; events->rows && i < events->rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events->rows, struct ikelog_event, i);
        const struct ikelog_scene scene = scene_of(view, events, &policy, event);
        bool packet = event->kind == IKELOG_EVENT_PACKET || event->kind == IKELOG_EVENT_PACKET_COPY;

        if (packet && (depth == EXPLANATION || !is_told(view, events)))
            append_message(&scene, depth, own);
        if (!packet || depth == EXPLANATION)
            append_event(&scene, depth, own);
    }
    g_string_append(text, own->str);
    g_string_free(own, TRUE);
}

void ikelog_events_describe(const struct ikelog_view *view, const struct ikelog_events *events,
                            GString *text)
{
    tell(view, events, DESCRIPTION, text);
}

void ikelog_events_explain(const struct ikelog_view *view, const struct ikelog_events *events,
                           GString *text)
{
    tell(view, events, EXPLANATION, text);
}
