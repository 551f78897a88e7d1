/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the events of a frame to the lines that a device would have logged. */
#include "dialects/dialect_priv.h"
#include "events/readable.h"

/* Room for the lines that nearly every frame stays within. */
#define USUAL_LINES 4u

/* Rendering of one frame. */
struct rendering {
    const struct ikelog_dialect *dialect;
    const struct ikelog_view *view;
    const struct ikelog_events *events;
    struct ikelog_template_context context;
    GArray *lines; /* struct ikelog_line */
    GString *text; /* the line that is being written */
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

/* The line takes the text over. */
static void append_line(struct rendering *r, struct ikelog_line line, char *text)
{
    line.text = text;
    g_array_append_val(r->lines, line);
}

/*
 * Lines of one text. Without evidence for the first line nothing is said at all; further lines
 * are left out one by one.
 */
static void append_lines(struct rendering *r, unsigned n, const GPtrArray *templates,
                         const struct ikelog_line *style)
{
    for (guint i = 0; templates && i < templates->len; i++) {
        struct ikelog_line line = *style;

        line.event = (uint16_t)n;
        line.continuation = style->continuation && i > 0;
        line.packet = style->packet && i == 0;
        g_string_truncate(r->text, 0);
        if (ikelog_template_render((const struct ikelog_template *)g_ptr_array_index(templates, i),
                                   &r->context, r->text)) {
            append_line(r, line, g_strndup(r->text->str, r->text->len));
        } else if (i == 0) {
            return;
        }
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

static bool applies(const struct rendering *r, const struct ikelog_wording *wording,
                    const struct ikelog_event *event)
{
    const struct ikelog_record *record = r->view ? r->view->record : NULL;

    if (!(wording->evidences & 1u << event->evidence))
        return false;
    if (r->context.closed && event->evidence == IKELOG_EVIDENCE_DECRYPTED)
        return false; /* the device knows nothing of it */
    if (wording->us >= 0 && wording->us != (int)r->context.us)
        return false;
    return suits_message(record, wording) && event->number >= wording->number_from &&
           event->number <= wording->number_to;
}

static void append_event(struct rendering *r, unsigned n, bool before)
{
    const struct ikelog_event *event = event_at(r, n);
    const GPtrArray *wordings = r->dialect->wordings[event->kind];
    enum ikelog_direction side = direction_of(r, event);

    r->context.event = event;
    for (guint i = 0; wordings && i < wordings->len; i++) {
        const struct ikelog_wording *wording =
            (const struct ikelog_wording *)g_ptr_array_index(wordings, i);
        const struct ikelog_line style = {.continuation = wording->continuation,
                                          .without_prefix = wording->without_prefix};

        if (wording->before[side] == before && applies(r, wording, event))
            append_lines(r, n, wording->lines.templates[side], &style);
    }
}

static void append_packet(struct rendering *r, unsigned n)
{
    const struct ikelog_event *event = event_at(r, n);
    bool repeat = r->view && r->view->record && r->view->record->original;
    enum ikelog_direction side = direction_of(r, event);
    const GPtrArray *templates = repeat ? r->dialect->repeat.templates[side] : NULL;
    const struct ikelog_line style = {.continuation = r->dialect->packet_continuation,
                                      .packet = true};

    r->context.event = event;
    append_lines(r, n, templates ? templates : r->dialect->packet.templates[side], &style);
}

GArray *ikelog_dialect_render(const struct ikelog_dialect *dialect, const struct ikelog_view *view,
                              const struct ikelog_events *events,
                              const struct ikelog_policy *policy)
{
    struct rendering r = {.dialect = dialect, .view = view, .events = events};
    unsigned count = events->rows ? events->rows->len : 0;

    r.text = g_string_new(NULL);
    r.lines = g_array_sized_new(FALSE, FALSE, sizeof(struct ikelog_line), USUAL_LINES);
    g_array_set_clear_func(r.lines, clear_line);
    r.context = (struct ikelog_template_context){
        .view = view,
        .sa = events->sa,
        .policy = policy,
        .names = &dialect->names,
        .us = events->sa ? ikelog_policy_us(policy, events->sa) : policy->perspective,
        .ends = events->ends};
    r.context.closed =
        view && view->record && !ikelog_record_readable_by(view->record, r.context.us);
    for (unsigned n = 0; n < count; n++)
        append_event(&r, n, true);
    for (unsigned n = 0; n < count; n++)
        if (event_at(&r, n)->kind == IKELOG_EVENT_PACKET)
            append_packet(&r, n);
    for (unsigned n = 0; n < count; n++)
        append_event(&r, n, false);
    g_string_free(r.text, TRUE);
    return r.lines;
}
