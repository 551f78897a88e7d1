/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens a message once a pass; events and lines follow when somebody asks for them. */

#include "shown.h"

#include "capture.h"
#include "dialects.h"
#include "expert.h"
#include "origin.h"
#include "prefs.h"

/* Room for a text that nearly all stay within. */
#define USUAL_TEXT 256u

static IKELOG_BOOL close_shown(wmem_allocator_t *pool, wmem_cb_event_t event, void *data)
{
    struct ikelog_shown *shown = data;

    (void)pool;
    (void)event;
    if (shown->lines)
        g_array_unref(shown->lines);
    if (shown->scratch)
        g_string_free(shown->scratch, TRUE);
    if (shown->has_events)
        ikelog_events_clear(&shown->events);
    if (shown->tvb)
        ikelog_view_close(&shown->view);
    return FALSE; /* not to be called again */
}

static struct ikelog_shown *new_shown(packet_info *pinfo, enum ikelog_shown_kind kind,
                                      const struct ikelog_record *record)
{
    struct ikelog_shown *shown = wmem_new0(pinfo->pool, struct ikelog_shown);

    shown->kind = kind;
    shown->pinfo = pinfo;
    shown->record = record;
    wmem_register_callback(pinfo->pool, close_shown, shown);
    return shown;
}

struct ikelog_shown *ikelog_shown_message(packet_info *pinfo, tvbuff_t *tvb,
                                          const struct ikelog_record *record, bool quote)
{
    struct ikelog_shown *shown =
        new_shown(pinfo, quote ? IKELOG_SHOWN_QUOTE : IKELOG_SHOWN_MESSAGE, record);

    ikelog_view_open(ikelog_capture_session(), record, ikelog_origin_octets(tvb), &shown->view);
    shown->tvb = tvb;
    return shown;
}

struct ikelog_shown *ikelog_shown_icmp(packet_info *pinfo, const struct ikelog_icmp *icmp,
                                       const struct ikelog_record *record)
{
    struct ikelog_shown *shown = new_shown(pinfo, IKELOG_SHOWN_ICMP, record);

    shown->icmp = icmp;
    return shown;
}

struct ikelog_shown *ikelog_shown_esp(packet_info *pinfo, const struct ikelog_shown_esp *esp)
{
    struct ikelog_shown *shown = new_shown(pinfo, IKELOG_SHOWN_ESP, NULL);

    shown->esp = esp;
    return shown;
}

static void collect(struct ikelog_shown *shown)
{
    struct ikelog_session *session = ikelog_capture_session();
    const struct ikelog_policy *policy = ikelog_prefs_policy();

    switch (shown->kind) {
    case IKELOG_SHOWN_MESSAGE:
        if (shown->record)
            ikelog_events_collect(session, &shown->view, policy,
                                  PINFO_FD_VISITED(shown->pinfo) != 0, &shown->events);
        break;
    case IKELOG_SHOWN_QUOTE:
        break;
    case IKELOG_SHOWN_ICMP:
        ikelog_events_collect_icmp(session, shown->icmp, shown->record, policy, &shown->events);
        break;
    case IKELOG_SHOWN_ESP:
        ikelog_events_collect_esp(session, &shown->esp->packet, shown->esp->finding,
                                  shown->esp->exchange, &shown->events);
        break;
    }
}

const struct ikelog_events *ikelog_shown_events(struct ikelog_shown *shown)
{
    if (!shown->has_events) {
        collect(shown);
        shown->has_events = true;
        if (!shown->events.rows) /* nothing happened: an empty array all the same */
            shown->events.rows = g_array_new(FALSE, TRUE, sizeof(struct ikelog_event));
    }
    return &shown->events;
}

const GArray *ikelog_shown_lines(struct ikelog_shown *shown)
{
    if (!shown->lines)
        shown->lines = ikelog_dialect_render(ikelog_voice_chosen(), &shown->view,
                                             ikelog_shown_events(shown), ikelog_prefs_policy());
    return shown->lines;
}

bool ikelog_shown_wants_experts(struct ikelog_shown *shown, proto_tree *tree)
{
    if (!shown->experts_asked)
        shown->experts_wanted = ikelog_expert_wanted(tree);
    shown->experts_asked = true;
    return shown->experts_wanted;
}

GString *ikelog_shown_scratch(struct ikelog_shown *shown)
{
    if (!shown->scratch)
        shown->scratch = g_string_sized_new(USUAL_TEXT);
    g_string_truncate(shown->scratch, 0);
    return shown->scratch;
}

/* The line that stands for the packet; of what is no IKE message, the first one. */
static const struct ikelog_line *title_line(struct ikelog_shown *shown)
{
    const GArray *lines = ikelog_shown_lines(shown);

    for (unsigned i = 0; i < lines->len; i++) {
        const struct ikelog_line *line = &g_array_index(lines, struct ikelog_line, i);

        if (line->packet || !shown->tvb)
            return line;
    }
    return NULL;
}

const char *ikelog_shown_title(struct ikelog_shown *shown)
{
    const struct ikelog_line *line = title_line(shown);
    const GArray *events = ikelog_shown_events(shown)->rows;
    GString *summary;

    if (line)
        return line->text;
    if (!shown->tvb)
        return events->len ? ikelog_event_name(g_array_index(events, struct ikelog_event, 0).kind)
                           : "";
    summary = ikelog_shown_scratch(shown);
    ikelog_view_summarise(&shown->view, summary);
    return wmem_strdup(shown->pinfo->pool, summary->str);
}

const struct ikelog_sa *ikelog_shown_sa(const struct ikelog_shown *shown)
{
    if (shown->record)
        return shown->record->exchange->sa;
    return shown->esp && shown->esp->exchange ? shown->esp->exchange->sa : NULL;
}
