/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opens a packet once a pass; events and lines follow when somebody asks for them. */

#include "showing/dissection.h"

#include "settings/dialect_choice.h"
#include "settings/prefs.h"
#include "showing/expert.h"
#include "showing/light.h"

/* Room for a text that nearly all stay within. */
#define USUAL_TEXT 256u

/* The packet whose messages are counted, and how many it had until now. */
static const packet_info *counting;
static unsigned counted;

unsigned ikelog_dissection_next_message(const packet_info *pinfo)
{
    if (counting != pinfo)
        counted = 0;
    counting = pinfo;
    return counted++;
}

static IKELOG_BOOL close_dissection(wmem_allocator_t *pool, wmem_cb_event_t event, void *data)
{
    struct ikelog_dissection *dissection = data;

    (void)pool;
    (void)event;
    if (dissection->lines)
        g_array_unref(dissection->lines);
    ikelog_packet_close(&dissection->packet);
    if (counting == dissection->pinfo)
        counting = NULL;
    return FALSE; /* not to be called again */
}

struct ikelog_dissection *ikelog_dissection_new(packet_info *pinfo, tvbuff_t *tvb,
                                                const struct ikelog_packet *packet)
{
    struct ikelog_dissection *dissection = wmem_new0(pinfo->pool, struct ikelog_dissection);

    dissection->packet = *packet;
    dissection->pinfo = pinfo;
    dissection->tvb = tvb;
    wmem_register_callback(pinfo->pool, close_dissection, dissection);
    ikelog_packet_open(&dissection->packet);
    return dissection;
}

const struct ikelog_events *ikelog_dissection_events(struct ikelog_dissection *dissection)
{
    return ikelog_packet_events(&dissection->packet, ikelog_prefs_policy(),
                                PINFO_FD_VISITED(dissection->pinfo) != 0);
}

const GArray *ikelog_dissection_lines(struct ikelog_dissection *dissection)
{
    if (!dissection->lines)
        dissection->lines =
            ikelog_dialect_render(ikelog_dialects_chosen(), dissection->packet.view,
                                  ikelog_dissection_events(dissection), ikelog_prefs_policy());
    return dissection->lines;
}

bool ikelog_dissection_wants_experts(struct ikelog_dissection *dissection, proto_tree *tree)
{
    if (!dissection->experts_asked)
        dissection->experts_wanted =
            ikelog_expert_wanted(tree) || ikelog_light_is_watched(dissection->pinfo);
    dissection->experts_asked = true;
    return dissection->experts_wanted;
}

static struct ikelog_verdict verdict_of(const struct ikelog_packet *packet, GString *reason)
{
    const struct ikelog_exchange *mode;

    if (!packet->record)
        return (struct ikelog_verdict){.kind = IKELOG_VERDICT_UNKNOWN};
    mode = ikelog_record_quick_mode(packet->record);
    return mode ? ikelog_verdict_of_quick(packet->session, mode, reason)
                : ikelog_verdict_of_sa(packet->session, packet->record->exchange->sa, reason);
}

const struct ikelog_verdict *ikelog_dissection_reason(struct ikelog_dissection *dissection,
                                                      GString *reason)
{
    dissection->verdict = verdict_of(&dissection->packet, reason);
    dissection->judged = true;
    return &dissection->verdict;
}

const struct ikelog_verdict *ikelog_dissection_verdict(struct ikelog_dissection *dissection)
{
    return dissection->judged ? &dissection->verdict : ikelog_dissection_reason(dissection, NULL);
}

/* On the first pass the frame that decides may be over when it shows that it did. */
bool ikelog_dissection_is_explained(struct ikelog_dissection *dissection)
{
    const struct ikelog_verdict *verdict = ikelog_dissection_verdict(dissection);

    return verdict->severity == IKELOG_ERROR && verdict->decisive != 0 &&
           (PINFO_FD_VISITED(dissection->pinfo) || verdict->decisive == dissection->pinfo->num);
}

GString *ikelog_scratch(void)
{
    static GString *text; /* kept, as long as its longest text was */

    if (!text)
        text = g_string_sized_new(USUAL_TEXT);
    g_string_truncate(text, 0);
    return text;
}

/* Of what is no IKE message: the first line. */
static const char *first_line(struct ikelog_dissection *dissection)
{
    const GArray *lines = ikelog_dissection_lines(dissection);
    const GArray *events = ikelog_dissection_events(dissection)->rows;

    if (lines->len)
        return g_array_index(lines, struct ikelog_line, 0).text;
    return events->len ? ikelog_event_name(g_array_index(events, struct ikelog_event, 0).kind) : "";
}

/* NULL: the message has none. */
static const char *packet_line(const GArray *lines)
{
    for (guint i = 0; i < lines->len; i++) {
        const struct ikelog_line *line = &g_array_index(lines, struct ikelog_line, i);

        if (line->packet)
            return line->text;
    }
    return NULL;
}

const char *ikelog_dissection_title(struct ikelog_dissection *dissection)
{
    const struct ikelog_view *view = dissection->packet.view;
    const char *line = dissection->lines ? packet_line(dissection->lines) : NULL;
    const struct ikelog_events *events;
    GString *text;

    if (!ikelog_packet_has_message(&dissection->packet))
        return first_line(dissection);
    if (line)
        return line;
    events = ikelog_dissection_events(dissection);
    text = ikelog_scratch();
    if (!ikelog_dialect_title(ikelog_dialects_chosen(), view, events, ikelog_prefs_policy(), text))
        ikelog_view_summarise(view, text);
    return text->str;
}
