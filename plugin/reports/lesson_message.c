/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A section of a lesson: one message, why it exists, what it carries, who knows what then. */
#include "reports/lesson_priv.h"

#include "reports/lesson_row.h"
#include "reports/markdown.h"
#include "reports/payload.h"
#include "reports/words.h"
#include "wire/numbers.h"

static void append_heading(struct ikelog_lesson *lesson, const struct ikelog_exchange *exchange)
{
    bool informational = exchange->type == IKELOG_EXCHANGE_INFORMATIONAL;

    if (lesson->exchange == exchange ||
        (informational && lesson->exchange && lesson->exchange->type == exchange->type))
        return;
    lesson->exchange = exchange;
    g_string_append(lesson->text, "## ");
    ikelog_words_exchange(exchange, lesson->text);
    g_string_append(lesson->text, "\n\n");
}

static void append_title(const struct ikelog_lesson *lesson, const struct ikelog_packet *packet)
{
    const struct ikelog_record *record = packet->record;

    g_string_append(lesson->text, "### ");
    ikelog_lesson_title(packet->view, lesson->text);
    g_string_append_printf(lesson->text, "\n\n*Frame %u, ", packet->frame);
    ikelog_words_seconds(packet->time_ns - lesson->start_ns, lesson->text);
    g_string_append_printf(lesson->text, ", from the %s",
                           ikelog_side_name((enum ikelog_side)record->side));
    g_string_append_printf(lesson->text, "%s*\n\n",
                           record->flags & IKELOG_RECORD_ENCRYPTED ? ", encrypted" : ", in clear");
}

/* All vendor IDs stand together: at the first one. */
static bool joins_earlier(const struct ikelog_view *view, uint32_t n)
{
    return view->chain.payloads[n].type == IKELOG_PAYLOAD_VID &&
           ikelog_chain_find(&view->chain, IKELOG_PAYLOAD_VID, 0) != &view->chain.payloads[n];
}

static void append_values(const struct ikelog_lesson *lesson, const struct ikelog_view *view,
                          uint32_t n)
{
    GString *words = g_string_new(NULL);
    uint8_t type = view->chain.payloads[n].type;

    for (uint32_t i = n; i < view->chain.count; i++) {
        gsize start = words->len;

        if (i != n && (type != IKELOG_PAYLOAD_VID || view->chain.payloads[i].type != type))
            continue;
        g_string_append(words, start ? "; " : "");
        if (!ikelog_payload_value(view, i, words))
            g_string_truncate(words, start);
    }
    if (words->len) {
        g_string_append(lesson->text, ": ");
        ikelog_markdown_escape(words->str, lesson->text);
    }
    g_string_free(words, TRUE);
}

static void append_payloads(const struct ikelog_lesson *lesson, const struct ikelog_view *view)
{
    if (!view->readable || view->chain.count == 0)
        return;
    g_string_append(lesson->text, "It carries:\n\n");
    for (uint32_t n = 0; n < view->chain.count; n++) {
        const char *meaning = ikelog_payload_meaning(view, n);
        GString *name = g_string_new(NULL);

        if (!joins_earlier(view, n)) {
            ikelog_payload_name(view, n, name);
            g_string_append(lesson->text, "- **");
            ikelog_markdown_escape(name->str, lesson->text);
            g_string_append_printf(lesson->text, "**%s%s%s", meaning ? " (" : "",
                                   meaning ? meaning : "", meaning ? ")" : "");
            append_values(lesson, view, n);
            g_string_append_c(lesson->text, '\n');
        }
        g_string_free(name, TRUE);
    }
    if (ikelog_view_lost_payloads(view))
        g_string_append(lesson->text, "- **?** (the capture cut the message here: what follows is "
                                      "not known)\n");
    g_string_append_c(lesson->text, '\n');
}

/* How it could be read here, and whether its proof holds. */
static void append_reading(const struct ikelog_lesson *lesson, const struct ikelog_record *record)
{
    const struct ikelog_keyset *keyset = ikelog_record_keyset(record);
    enum ikelog_status check = ikelog_record_check(record);

    if ((record->flags & IKELOG_RECORD_ENCRYPTED) && keyset && keyset->source)
        ikelog_lesson_line(lesson, "It was decrypted here with: ", keyset->source, ".");
    else if (record->flags & IKELOG_RECORD_ENCRYPTED)
        ikelog_lesson_line(lesson, "Its content stays closed here: ",
                           ikelog_status_text(ikelog_record_decryption(record)), ".");
    if (check != IKELOG_OK)
        ikelog_lesson_line(lesson,
                           check == IKELOG_VERIFIED || check == IKELOG_FAILED
                               ? "Its HASH or signature was computed again: **"
                               : "Its HASH or signature was **",
                           ikelog_status_text(check), "**.");
}

static void append_event(const struct ikelog_lesson *lesson, const struct ikelog_view *view,
                         const struct ikelog_events *events, const struct ikelog_event *event)
{
    enum ikelog_severity severity = event->severity;
    const char *before = severity >= IKELOG_ERROR  ? "> **Here it goes wrong:** "
                         : severity == IKELOG_WARN ? "> **Watch out:** "
                                                   : "> ";
    GString *words = g_string_new(NULL);

    ikelog_event_explain(view, events, event, words);
    if (words->len)
        ikelog_lesson_line(lesson, before, words->str, "");
    g_string_free(words, TRUE);
}

static void append_events(const struct ikelog_lesson *lesson, const struct ikelog_view *view,
                          const struct ikelog_events *events)
{
    for (guint i = 0; events->rows && i < events->rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events->rows, struct ikelog_event, i);

        if (ikelog_lesson_remarks(event->kind))
            append_event(lesson, view, events, event);
    }
}

/* True at the first message of this kind: the same text is not told twice. */
static bool is_new(const struct ikelog_lesson *lesson, const struct ikelog_lesson_row *row)
{
    return row && g_hash_table_add(lesson->told, (void *)(uintptr_t)row);
}

static void tell_message(struct ikelog_lesson *lesson, const struct ikelog_packet *packet,
                         const struct ikelog_view *view, const struct ikelog_events *events)
{
    const struct ikelog_record *record = packet->record;
    const struct ikelog_lesson_row *row = ikelog_lesson_row_of(record);
    bool new = !ikelog_record_repeats(record) && is_new(lesson, row);
    enum ikelog_side side = (enum ikelog_side)record->side;

    append_heading(lesson, record->exchange);
    append_title(lesson, packet);
    if (new)
        ikelog_lesson_prose(lesson, row->why, view, side);
    if (!ikelog_record_repeats(record)) {
        append_payloads(lesson, view);
        append_reading(lesson, record);
    }
    if (new)
        ikelog_lesson_formulas(lesson, view);
    append_events(lesson, view, events);
    if (new && !ikelog_lesson_has_failed(events)) {
        g_string_append(lesson->text, "**Afterwards.** ");
        ikelog_lesson_prose(lesson, row->knows, view, side);
    }
}

static void tell_icmp(const struct ikelog_lesson *lesson, const struct ikelog_packet *packet,
                      const struct ikelog_view *view, const struct ikelog_events *events)
{
    g_string_append_printf(lesson->text, "### An ICMP error\n\n*Frame %u, ", packet->frame);
    ikelog_words_seconds(packet->time_ns - lesson->start_ns, lesson->text);
    g_string_append(lesson->text, "*\n\n");
    append_events(lesson, view, events);
}

void ikelog_lesson_tell(struct ikelog_lesson *lesson, struct ikelog_packet *packet)
{
    const struct ikelog_events *events = ikelog_report_open(lesson->report, packet);

    if (packet->kind == IKELOG_PACKET_ICMP)
        tell_icmp(lesson, packet, packet->view, events);
    else
        tell_message(lesson, packet, packet->view, events);
    ikelog_packet_close(packet);
}
