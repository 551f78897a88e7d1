/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Protocol and Info: one line that says what the packet is. */

#include "showing/columns.h"

#include "settings/prefs.h"

#include <epan/column-utils.h>

/* In the words that the user chose. Lives as long as the dissection, or until its next text. */
static const char *line_of(struct ikelog_dissection *dissection)
{
    GString *text;

    if (ikelog_prefs()->info == IKELOG_INFO_LOG || !ikelog_packet_has_message(&dissection->packet))
        return ikelog_dissection_title(dissection);
    if (ikelog_prefs()->info == IKELOG_INFO_DESCRIPTION) {
        const struct ikelog_events *events = ikelog_dissection_events(dissection);

        text = ikelog_scratch();
        ikelog_events_describe(dissection->packet.view, events, text);
        return text->str;
    }
    text = ikelog_scratch();
    ikelog_view_summarise(dissection->packet.view, text);
    return text->str;
}

static void append_repeat(const struct ikelog_record *record, column_info *columns)
{
    const bool repeat = (record->flags & IKELOG_RECORD_RETRANSMISSION) != 0;

    if (ikelog_record_repeats(record))
        col_append_fstr(columns, COL_INFO, " [%s of %u]", repeat ? "Repeat" : "Copy",
                        ikelog_record_repeats(record)->frame);
}

/* In the packet that decides how the negotiation came out. */
static bool append_verdict(struct ikelog_dissection *dissection, column_info *columns)
{
    const struct ikelog_verdict *verdict = ikelog_dissection_verdict(dissection);
    const char *headline = ikelog_verdict_headline(verdict);

    if (verdict->severity < IKELOG_WARN || verdict->decisive != dissection->pinfo->num ||
        !*headline)
        return false;
    col_append_fstr(columns, COL_INFO, " [%s]", headline);
    return true;
}

/* Of an event by itself, unless the failure of its negotiation is named in another packet. */
static void append_event(struct ikelog_dissection *dissection, column_info *columns)
{
    const GArray *rows = ikelog_dissection_events(dissection)->rows;
    GString *text = ikelog_scratch();

    for (unsigned i = 0; !text->len && i < rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(rows, struct ikelog_event, i);

        if (event->severity >= IKELOG_WARN)
            ikelog_event_sentence(event->kind, text);
    }
    if (text->len)
        col_append_fstr(columns, COL_INFO, " [%s]", text->str);
}

static void append_what_is_wrong(struct ikelog_dissection *dissection, column_info *columns)
{
    const struct ikelog_record *record = dissection->packet.record;

    if (record)
        append_repeat(record, columns);
    if (append_verdict(dissection, columns) || (record && ikelog_record_repeats(record)))
        return;
    if (!ikelog_dissection_is_explained(dissection))
        append_event(dissection, columns);
}

void ikelog_columns_fill(struct ikelog_dissection *dissection)
{
    column_info *columns = dissection->pinfo->cinfo;

    if (!columns || !col_get_writable(columns, -1))
        return;
    col_set_str(columns, COL_PROTOCOL, "ISAKMP");
    col_add_str(columns, COL_INFO, line_of(dissection));
    append_what_is_wrong(dissection, columns);
}
