/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the events of a frame to the lines that a device would have logged. */
#include "dialects/dialect_priv.h"
#include "events/items.h"
#include "events/readable.h"
#include "wire/attribute.h"

/* Room for the lines that nearly every frame stays within. */
#define USUAL_LINES 4u

/* Where lines stand in their frame. */
enum place { BEFORE_PACKET, AT_PACKET, AFTER_PACKET };

/* Rendering of one frame. */
struct rendering {
    const struct ikelog_dialect *dialect;
    const struct ikelog_view *view;
    const struct ikelog_events *events;
    struct ikelog_template_context context;
    bool unreadable; /* it is shown that our device could not read the message */
    unsigned packet; /* number of the event that stands for the packet */
    GArray *lines;   /* struct ikelog_line */
    GString *text;   /* the line that is being written */
};

static void clear_line(gpointer line)
{
    g_free(((struct ikelog_line *)line)->text);
}

static const struct ikelog_event *event_at(const struct rendering *r, unsigned n)
{
    return &g_array_index(r->events->rows, struct ikelog_event, n);
}

static enum ikelog_direction direction_of(const struct rendering *r,
                                          const struct ikelog_event *event)
{
    return event->side == r->context.us ? IKELOG_SENT : IKELOG_RECEIVED;
}

static uint16_t order_of(enum place place, unsigned rank)
{
    return (uint16_t)(place * (IKELOG_MAX_RANK + 1) + rank);
}

/* The line takes the text over. */
static void append_line(struct rendering *r, struct ikelog_line line, char *text)
{
    line.text = text;
    line.speaker = r->dialect;
    g_array_append_val(r->lines, line);
}

static bool render_line(struct rendering *r, const GPtrArray *templates, guint i,
                        const struct ikelog_template_context *context)
{
    const struct ikelog_template *template = g_ptr_array_index(templates, i);

    g_string_truncate(r->text, 0);
    return ikelog_template_render(template, context, r->text);
}

/*
 * Lines of one text. Without evidence for the first line nothing is said at all; further lines
 * are left out one by one.
 */
static void append_lines(struct rendering *r, const GPtrArray *templates,
                         const struct ikelog_template_context *context,
                         const struct ikelog_line *style)
{
    for (guint i = 0; templates && i < templates->len; i++) {
        struct ikelog_line line = *style;

        line.continuation = style->continuation && i > 0;
        if (render_line(r, templates, i, context))
            append_line(r, line, g_strndup(r->text->str, r->text->len));
        else if (i == 0)
            return;
    }
}

/* Is the message the one that the wording is about? Zeros stand for any. */
static bool suits_message(const struct ikelog_record *record, const struct ikelog_wording *wording)
{
    if (wording->phase == 0 && wording->exchange == 0 && wording->step == 0)
        return true;
    return record && (wording->phase == 0 || record->phase == wording->phase) &&
           (wording->exchange == 0 || record->exchange->type == wording->exchange) &&
           (wording->step == 0 || record->step == wording->step);
}

/* Whether the device could read the message is as the wording has it. */
static bool suits_reader(const struct rendering *r, const struct ikelog_wording *wording)
{
    if (wording->readable == IKELOG_READABLE_UNKNOWN)
        return r->context.closed && !r->unreadable;
    return wording->readable < 0 || wording->readable != r->unreadable;
}

/* What only a reader knows of is not said of a message that the device could not read. */
static bool may_know(const struct rendering *r, const struct ikelog_wording *wording,
                     const struct ikelog_event *event)
{
    return !r->context.closed || event->evidence != IKELOG_EVIDENCE_DECRYPTED ||
           wording->readable == 0 || wording->readable == IKELOG_READABLE_UNKNOWN;
}

static bool suits_transmission(const struct rendering *r, const struct ikelog_record *record,
                               const struct ikelog_wording *wording)
{
    if (!suits_reader(r, wording))
        return false;
    if (wording->repeat >= 0 &&
        (!record || wording->repeat != (ikelog_record_repeats(record) != NULL)))
        return false;
    return wording->mode == 0 || (r->context.sa && r->context.sa->mode == wording->mode);
}

static bool conditions_hold(struct rendering *r, const struct ikelog_wording *wording,
                            const struct ikelog_template_context *context)
{
    for (guint i = 0; wording->conditions && i < wording->conditions->len; i++)
        if (!ikelog_condition_holds(g_ptr_array_index(wording->conditions, i), context, r->text))
            return false;
    return true;
}

static bool applies(struct rendering *r, const struct ikelog_wording *wording,
                    const struct ikelog_template_context *context)
{
    const struct ikelog_record *record = r->view ? r->view->record : NULL;
    const struct ikelog_event *event = context->event;

    if (!(wording->evidences & 1u << event->evidence))
        return false;
    if (!may_know(r, wording, event))
        return false;
    if (wording->us >= 0 && wording->us != (int)r->context.us)
        return false;
    return suits_message(record, wording) && event->number >= wording->number_from &&
           event->number <= wording->number_to && suits_transmission(r, record, wording) &&
           conditions_hold(r, wording, context);
}

static void append_wording(struct rendering *r, unsigned n, const struct ikelog_wording *wording,
                           const struct ikelog_template_context *context)
{
    enum ikelog_direction side = direction_of(r, context->event);
    const struct ikelog_line style = {
        .continuation = wording->continuation,
        .without_prefix = wording->without_prefix,
        .event = (uint16_t)n,
        .order = order_of(wording->before[side] ? BEFORE_PACKET : AFTER_PACKET, wording->rank)};

    if (wording->lines.templates[side] && applies(r, wording, context))
        append_lines(r, wording->lines.templates[side], context, &style);
}

/* A part of the message: those of the wordings that are about it. */
static void append_part(struct rendering *r, enum ikelog_part part, unsigned type,
                        const struct ikelog_template_context *context)
{
    const GPtrArray *wordings = r->dialect->parts[part];

    for (guint i = 0; i < wordings->len; i++) {
        const struct ikelog_wording *wording = g_ptr_array_index(wordings, i);

        if (wording->types && !g_hash_table_contains(wording->types, GUINT_TO_POINTER(type)))
            continue;
        if (wording->nth == 0 || wording->nth == context->item->number + 1)
            append_wording(r, r->packet, wording, context);
    }
}

static void append_payload(void *data, const struct ikelog_template_context *context)
{
    append_part(data, IKELOG_PART_PAYLOAD,
                context->view->chain.payloads[context->item->payload].type, context);
}

static void append_transform(void *data, const struct ikelog_template_context *context)
{
    append_part(data, IKELOG_PART_TRANSFORM, context->item->transform->id, context);
}

static void append_attribute(void *data, const struct ikelog_template_context *context)
{
    append_part(data, IKELOG_PART_ATTRIBUTE, context->item->attribute->type, context);
}

static void append_parts(struct rendering *r)
{
    GPtrArray *const *parts = r->dialect->parts;

    r->context.event = event_at(r, r->packet);
    if (parts[IKELOG_PART_PAYLOAD])
        ikelog_items_payloads(&r->context, append_payload, r);
    if (parts[IKELOG_PART_TRANSFORM] || parts[IKELOG_PART_ATTRIBUTE])
        ikelog_items_transforms(&r->context, parts[IKELOG_PART_TRANSFORM] ? append_transform : NULL,
                                parts[IKELOG_PART_ATTRIBUTE] ? append_attribute : NULL, r);
}

static void append_event(struct rendering *r, unsigned n)
{
    const GPtrArray *wordings = r->dialect->wordings[event_at(r, n)->kind];

    r->context.event = event_at(r, n);
    for (guint i = 0; wordings && i < wordings->len; i++)
        append_wording(r, n, g_ptr_array_index(wordings, i), &r->context);
}

/* What the device says of the packet itself. */
static const GPtrArray *packet_lines(const struct rendering *r, enum ikelog_direction side)
{
    const struct ikelog_dialect *dialect = r->dialect;
    bool repeat = r->view && r->view->record && ikelog_record_repeats(r->view->record);

    if (r->unreadable && dialect->unreadable.templates[side])
        return dialect->unreadable.templates[side];
    if (repeat && dialect->repeat.templates[side])
        return dialect->repeat.templates[side];
    return dialect->packet.templates[side];
}

static void append_packet(struct rendering *r)
{
    const struct ikelog_event *event = event_at(r, r->packet);
    enum ikelog_direction side = direction_of(r, event);
    const struct ikelog_line style = {.continuation = r->dialect->packet_continuation,
                                      .event = (uint16_t)r->packet,
                                      .order = order_of(AT_PACKET, 0)};
    const guint first = r->lines->len;
    guint title;

    r->context.event = event;
    append_lines(r, packet_lines(r, side), &r->context, &style);
    title = MIN(first + r->dialect->title[side], r->lines->len);
    if (title > first)
        g_array_index(r->lines, struct ikelog_line, title - 1).packet = true;
}

/* Lines of the same place and rank stay as they came: few, and nearly in order. */
static void sort_lines(GArray *lines)
{
    struct ikelog_line *all = (struct ikelog_line *)(void *)lines->data;

    for (guint i = 1; i < lines->len; i++) {
        const struct ikelog_line line = all[i];
        guint at = i;

        for (; at > 0 && all[at - 1].order > line.order; at--)
            all[at] = all[at - 1];
        all[at] = line;
    }
}

/* The number of the event that stands for the packet; that of none when there is none. */
static unsigned packet_event(const struct ikelog_events *events)
{
    unsigned n = 0, count = events->rows ? events->rows->len : 0;

    while (n < count &&
           g_array_index(events->rows, struct ikelog_event, n).kind != IKELOG_EVENT_PACKET)
        n++;
    return n;
}

static void start(struct rendering *r, const struct ikelog_policy *policy)
{
    const struct ikelog_sa *sa = r->events->sa;
    const enum ikelog_side us = sa ? ikelog_policy_us(policy, sa) : policy->perspective;
    const struct ikelog_record *record = r->view ? r->view->record : NULL;
    const struct ikelog_events *events = r->events;

    r->dialect = ikelog_dialect_speaker(r->dialect, sa, us, NULL);
    r->packet = packet_event(events);
    r->context = (struct ikelog_template_context){.view = r->view,
                                                  .sa = sa,
                                                  .policy = policy,
                                                  .names = &r->dialect->names,
                                                  .us = us,
                                                  .ends = events->ends};
    r->context.closed = record && !ikelog_record_readable_by(record, r->context.us);
    r->unreadable = record && ikelog_record_unreadable_by(record, r->context.us);
    if (r->dialect->unreadable.templates[IKELOG_RECEIVED])
        r->context.closed = r->context.closed || r->unreadable;
}

/* A device answers the question whether it is there, unless it did not get it. */
static bool is_question_in_vain(const struct rendering *r, const struct ikelog_record *record)
{
    const GArray *rows = r->events->rows;
    bool question = false;

    for (guint n = 0; rows && n < rows->len; n++)
        question = question || event_at(r, n)->kind == IKELOG_EVENT_DPD_REQUEST;
    return question && !ikelog_record_original(record)->answer;
}

/* Does the device know nothing of the packet, as far as can be seen? */
static bool never_came(const struct rendering *r)
{
    const struct ikelog_record *record = r->view ? r->view->record : NULL;

    return r->dialect->without_lost && record && (enum ikelog_side)record->side != r->context.us &&
           (ikelog_record_is_lost(record) || is_question_in_vain(r, record));
}

GArray *ikelog_dialect_render(const struct ikelog_dialect *dialect, const struct ikelog_view *view,
                              const struct ikelog_events *events,
                              const struct ikelog_policy *policy)
{
    struct rendering r = {.dialect = dialect, .view = view, .events = events};
    unsigned count = events->rows ? events->rows->len : 0;

    start(&r, policy);
    r.text = g_string_new(NULL);
    r.lines = g_array_sized_new(FALSE, FALSE, sizeof(struct ikelog_line), USUAL_LINES);
    g_array_set_clear_func(r.lines, clear_line);
    if (never_came(&r))
        count = 0;
    if (r.packet < count)
        append_parts(&r);
    for (unsigned n = 0; n < count; n++) {
        append_event(&r, n);
        if (n == r.packet)
            append_packet(&r);
    }
    sort_lines(r.lines);
    g_string_free(r.text, TRUE);
    return r.lines;
}

/* The line that append_packet marks, alone: the one of that number, or the last there is. */
static bool title_of(struct rendering *r)
{
    const enum ikelog_direction side = direction_of(r, event_at(r, r->packet));
    const GPtrArray *templates = packet_lines(r, side);
    const gsize start = r->text->len;
    unsigned count = 0;

    r->context.event = event_at(r, r->packet);
    for (guint i = 0; templates && i < templates->len && count < r->dialect->title[side]; i++) {
        const gsize before = r->text->len;

        if (ikelog_template_render(g_ptr_array_index(templates, i), &r->context, r->text)) {
            g_string_erase(r->text, (gssize)start, (gssize)(before - start));
            count++;
        } else if (i == 0) {
            return false;
        }
    }
    return count > 0;
}

bool ikelog_dialect_title(const struct ikelog_dialect *dialect, const struct ikelog_view *view,
                          const struct ikelog_events *events, const struct ikelog_policy *policy,
                          GString *text)
{
    struct rendering r = {.dialect = dialect, .view = view, .events = events, .text = text};

    start(&r, policy);
    return events->rows && r.packet < events->rows->len && !never_came(&r) && title_of(&r);
}
