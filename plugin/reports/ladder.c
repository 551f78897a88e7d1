/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The exchange as a text ladder. */
#include "reports/ladder.h"

#include "reports/fold.h"
#include "reports/ladder_draw.h"
#include "reports/payload.h"
#include "reports/unannotated.h"
#include "reports/words.h"
#include "wire/numbers.h"

#include <string.h>

/* A pause that is worth a remark. */
#define PAUSE_NS     INT64_C(1000000000)

#define GROUP_PREFIX "GROUPKEY-"

/* A ladder while it is drawn. */
struct ladder {
    const struct ikelog_report *report;
    const struct ikelog_sa *sa;
    GString *text;
    struct ikelog_ladder_canvas canvas; /* with the same text */
    int64_t start_ns, last_ns;
    const struct ikelog_exchange *exchange; /* that the latest heading is about */
    GHashTable *headed;                     /* exchanges that had a heading */
};

static void append_head(const struct ladder *ladder)
{
    const struct ikelog_sa *sa = ladder->sa;
    const char *auth = ikelog_words_auth(sa);
    GString *left = g_string_new("Initiator "), *right = g_string_new("Responder ");

    ikelog_words_endpoint(&sa->sides[IKELOG_INITIATOR].first, left);
    ikelog_words_endpoint(&sa->sides[IKELOG_RESPONDER].first, right);
    g_string_append_printf(ladder->text, "IKE SA %u%s%s\n\n", sa->number, auth ? ", " : "",
                           auth ? auth : "");
    ikelog_ladder_draw_peers(left->str, right->str, &ladder->canvas);
    g_string_free(left, TRUE);
    g_string_free(right, TRUE);
}

/* The group of PFS is told here, once: append_quick_proposals. */
static void append_phase2(const struct ladder *ladder, const struct ikelog_exchange *exchange,
                          bool pfs)
{
    g_string_append(ladder->text, "Phase 2 - Key Exchange");
    if (pfs)
        g_string_append(ladder->text, " (with Perfect Forward Secrecy (PFS))");
    if (pfs && ikelog_exchange_quick(exchange)->group)
        g_string_append_printf(ladder->text, ", DHG%u", ikelog_exchange_quick(exchange)->group);
    g_string_append_printf(ladder->text, ", message ID %08x", exchange->message_id);
}

static void append_heading(const struct ladder *ladder, const struct ikelog_exchange *exchange,
                           bool again)
{
    bool pfs = ikelog_exchange_quick(exchange) &&
               (ikelog_exchange_quick(exchange)->group || ikelog_exchange_quick(exchange)->ke[0]);

    if (ikelog_exchange_is_push(exchange))
        g_string_append(ladder->text, "Group keys - GROUPKEY-PUSH");
    else if (ikelog_exchange_is_phase1(exchange))
        g_string_append_printf(ladder->text, "Phase 1 - Authentication (%s mode)",
                               ikelog_words_mode(exchange->type));
    else if (ikelog_exchange_is_pull(exchange))
        g_string_append_printf(ladder->text, "Group keys - GROUPKEY-PULL, message ID %08x",
                               exchange->message_id);
    else if (exchange->type == IKELOG_EXCHANGE_QUICK)
        append_phase2(ladder, exchange, pfs);
    else if (exchange->type == IKELOG_EXCHANGE_TRANSACTION)
        g_string_append_printf(ladder->text, "Transaction (XAUTH or mode config), message ID %08x",
                               exchange->message_id);
    else if (exchange->type == IKELOG_EXCHANGE_INFORMATIONAL)
        g_string_append(ladder->text, "Informational");
    else
        g_string_append_printf(ladder->text, "Exchange of type %u", exchange->type);
    g_string_append(ladder->text, again ? ", continued\n" : "\n");
}

static void follow_exchange(struct ladder *ladder, const struct ikelog_exchange *exchange)
{
    bool informational = exchange->type == IKELOG_EXCHANGE_INFORMATIONAL;
    bool same_kind = informational && ladder->exchange &&
                     ladder->exchange->type == IKELOG_EXCHANGE_INFORMATIONAL;

    if (ladder->exchange == exchange || same_kind)
        return;
    append_heading(ladder, exchange,
                   !informational && g_hash_table_contains(ladder->headed, exchange));
    g_hash_table_add(ladder->headed, (void *)(uintptr_t)exchange);
    ladder->exchange = exchange;
}

static void append_pause(const struct ladder *ladder, const struct ikelog_packet *packet)
{
    int64_t pause = packet->time_ns - ladder->last_ns;
    bool silence = packet->record->flags & IKELOG_RECORD_UNANSWERED;
    GString *remark;

    if (pause < PAUSE_NS && !silence)
        return;
    remark = g_string_new("(");
    ikelog_words_seconds(pause, remark);
    g_string_append(remark, silence ? " without an answer)" : " later)");
    ikelog_ladder_draw_remark(remark->str, &ladder->canvas);
    g_string_free(remark, TRUE);
}

static char *note_of(const struct ladder *ladder, const struct ikelog_packet *packet)
{
    const struct ikelog_record *original = ikelog_record_repeats(packet->record);
    GString *note = g_string_new(NULL);

    ikelog_words_seconds(packet->time_ns - ladder->start_ns, note);
    g_string_append_printf(note, ", frame %u", packet->frame);
    if (original && packet->kind != IKELOG_PACKET_ICMP)
        g_string_append_printf(note, ", repeats %u", original->frame);
    return g_string_free(note, FALSE);
}

/* "3. MM *": the step when it is known. */
static char *label_of(const struct ikelog_record *record)
{
    uint8_t type = record->exchange->type;
    const char *name = record->exchange->sa->gdoi ? ikelog_exchange_gdoi_name(type)
                                                  : ikelog_exchange_short_name(type);
    const char *mark = record->flags & IKELOG_RECORD_ENCRYPTED ? " *" : "";
    const char *group = name && g_str_has_prefix(name, GROUP_PREFIX) ? name + strlen(GROUP_PREFIX)
                                                                     : name; /* room is small */
    char *number = record->step && record->exchange->type != IKELOG_EXCHANGE_INFORMATIONAL
                       ? g_strdup_printf("%2u. ", record->step)
                       : g_strdup("    ");
    char *label = name ? g_strdup_printf("%s%s%s", number, group, mark)
                       : g_strdup_printf("%sX%u%s", number, record->exchange->type, mark);

    g_free(number);
    return label;
}

/*
 * The proposals of a Quick Mode without the group that its heading has told. False, with nothing
 * appended, when one of them has another.
 */
static bool append_quick_proposals(const struct ikelog_view *view, uint32_t n, GString *text)
{
    const struct ikelog_record *record = view->record;
    const struct ikelog_quick *quick = record ? ikelog_exchange_quick(record->exchange) : NULL;
    struct ikelog_sa_payload *sa;
    struct ikelog_octets body;
    bool same = quick && quick->group;

    if (!same || !ikelog_view_payload(view, n, IKELOG_PAYLOAD_SA, &body))
        return false;
    sa = g_new(struct ikelog_sa_payload, 1);
    ikelog_sa_payload_read(body, sa);
    for (uint32_t i = 0; i < sa->transform_count; i++) {
        same = same && sa->transforms[i].group == quick->group;
        sa->transforms[i].group = 0;
    }
    if (same)
        ikelog_sa_payload_describe(sa, text);
    g_free(sa);
    return same;
}

static bool append_value(const struct ikelog_view *view, uint32_t n, GString *text)
{
    return append_quick_proposals(view, n, text) || ikelog_payload_value(view, n, text);
}

static void append_payloads(const struct ikelog_view *view, GString *text)
{
    for (uint32_t n = 0; n < view->chain.count; n++) {
        GString *value = g_string_new(NULL);

        g_string_append(text, n ? ", " : "");
        ikelog_payload_name(view, n, text);
        if (ikelog_payload_is_telling(view, n) && append_value(view, n, value)) {
            bool sa = view->chain.payloads[n].type == IKELOG_PAYLOAD_SA;

            g_string_append_printf(text, sa ? ": %s" : " (%s)", value->str);
        }
        g_string_free(value, TRUE);
    }
    if (ikelog_view_lost_payloads(view))
        g_string_append(text, ", ?");
}

static void append_content(const struct ladder *ladder, const struct ikelog_packet *packet,
                           const struct ikelog_view *view)
{
    GString *words = g_string_new(NULL);

    if (ikelog_record_repeats(packet->record))
        g_string_append(words, "(Retransmission)");
    else if (view->readable)
        append_payloads(view, words);
    else
        ikelog_view_describe_payloads(view, words);
    ikelog_ladder_draw_text(words->str, packet->record->side == IKELOG_RESPONDER, &ladder->canvas);
    g_string_free(words, TRUE);
}

/* What went wrong in a frame, in one sentence each. Silence is drawn as a pause already. */
static void append_failures(const struct ladder *ladder, const struct ikelog_view *view,
                            const struct ikelog_events *events)
{
    for (guint i = 0; events->rows && i < events->rows->len; i++) {
        const struct ikelog_event *event = &g_array_index(events->rows, struct ikelog_event, i);
        GString *sentence = g_string_new("!! ");
        gsize start = sentence->len;

        if (ikelog_event_severity(event->kind) >= IKELOG_WARN &&
            event->kind != IKELOG_EVENT_NO_ANSWER)
            ikelog_event_describe(view, events, event, sentence);
        if (sentence->len > start)
            ikelog_ladder_draw_text(sentence->str, false, &ladder->canvas);
        g_string_free(sentence, TRUE);
    }
}

static void append_completion(struct ladder *ladder, const struct ikelog_record *record)
{
    if (ikelog_record_repeats(record))
        return;
    if (record == ladder->sa->established)
        g_string_append(ladder->text, "\n***** Phase 1 Completed *****\n\n");
    else if (ikelog_exchange_is_pull(record->exchange) && (record->flags & IKELOG_RECORD_COMPLETES))
        g_string_append(ladder->text, "\n***** Group Keys Received *****\n\n");
    else if (record->exchange->type == IKELOG_EXCHANGE_QUICK &&
             (record->flags & IKELOG_RECORD_COMPLETES))
        g_string_append(ladder->text, "\n***** Phase 2 Completed *****\n\n");
    else
        return;
    /* What follows gets a heading of its own. */
    ladder->exchange = NULL;
}

static void draw_copy(const struct ladder *ladder, const struct ikelog_packet *packet)
{
    char *remark = g_strdup_printf(
        "(frame %u: frame %u captured once more)", packet->frame,
        ikelog_record_repeats(packet->record) ? ikelog_record_repeats(packet->record)->frame : 0);

    ikelog_ladder_draw_remark(remark, &ladder->canvas);
    g_free(remark);
}

static void draw_message(struct ladder *ladder, const struct ikelog_packet *packet,
                         const struct ikelog_view *view)
{
    const struct ikelog_record *record = packet->record;
    enum ikelog_ladder_draw_arrow arrow = ikelog_record_repeats(record) ? IKELOG_LADDER_REPEAT
                                          : record->flags & IKELOG_RECORD_ENCRYPTED
                                              ? IKELOG_LADDER_PROTECTED
                                              : IKELOG_LADDER_CLEAR;
    char *label = label_of(record), *note = note_of(ladder, packet);

    ikelog_ladder_draw_arrow(arrow, record->side == IKELOG_INITIATOR, label, note, &ladder->canvas);
    append_content(ladder, packet, view);
    g_free(label);
    g_free(note);
}

static void draw_icmp(const struct ladder *ladder, const struct ikelog_packet *packet)
{
    char *note = note_of(ladder, packet);
    char *remark = g_strdup_printf("x ICMP error (type %u, code %u), %s", packet->icmp.type,
                                   packet->icmp.code, note);

    ikelog_ladder_draw_remark(remark, &ladder->canvas);
    g_free(remark);
    g_free(note);
}

static void draw_packet(struct ladder *ladder, struct ikelog_packet *packet)
{
    const struct ikelog_events *events;

    if (packet->kind != IKELOG_PACKET_ICMP && ikelog_words_is_copy(packet->record)) {
        draw_copy(ladder, packet);
        return;
    }
    events = ikelog_report_open(ladder->report, packet);
    if (packet->kind == IKELOG_PACKET_ICMP) {
        draw_icmp(ladder, packet);
    } else {
        follow_exchange(ladder, packet->record->exchange);
        append_pause(ladder, packet);
        draw_message(ladder, packet, packet->view);
    }
    append_failures(ladder, packet->view, events);
    ikelog_ladder_draw_gap(&ladder->canvas);
    if (packet->kind != IKELOG_PACKET_ICMP)
        append_completion(ladder, packet->record);
    ikelog_packet_close(packet);
    ladder->last_ns = packet->time_ns;
}

/* "LABEL: refused: why." and what to do about it. */
static void append_verdict(const struct ladder *ladder, const char *label,
                           const struct ikelog_verdict *verdict, const GString *reason)
{
    unsigned width = ladder->report->width;
    GString *words = g_string_new(ikelog_verdict_name(verdict->kind));

    if (verdict->end != IKELOG_END_NONE)
        g_string_append_printf(words, ", %s", ikelog_end_name(verdict->end));
    g_string_append_printf(words, reason->len ? ": %s." : "%s.", reason->str);
    ikelog_fold(label, words->str, width, ladder->text);
    g_string_truncate(words, 0);
    ikelog_verdict_advise(ladder->sa, verdict, words);
    if (words->len)
        ikelog_fold("Advice: ", words->str, width, ladder->text);
    g_string_free(words, TRUE);
}

/* The Quick Modes that are worth a word: the ladder itself shows those that came about. */
static void append_quick_verdicts(const struct ladder *ladder)
{
    const GPtrArray *exchanges = ladder->sa->quick_modes;

    for (guint i = 0; exchanges && i < exchanges->len; i++) {
        const struct ikelog_exchange *exchange = g_ptr_array_index(exchanges, i);
        char *label = g_strdup_printf("Quick Mode %08x: ", exchange->message_id);
        GString *reason = g_string_new(NULL);
        const struct ikelog_verdict verdict =
            ikelog_verdict_of_quick(ladder->report->session, exchange, reason);

        if (verdict.kind != IKELOG_VERDICT_ESTABLISHED || verdict.severity >= IKELOG_WARN)
            append_verdict(ladder, label, &verdict, reason);
        g_string_free(reason, TRUE);
        g_free(label);
    }
}

static void append_silence(const struct ladder *ladder)
{
    int64_t silence = ikelog_session_now(ladder->report->session) - ladder->last_ns;
    GString *remark;

    if (silence < PAUSE_NS)
        return;
    remark = g_string_new("(nothing more in ");
    ikelog_words_seconds(silence, remark);
    g_string_append(remark, ", then the capture ends)");
    ikelog_ladder_draw_remark(remark->str, &ladder->canvas);
    g_string_free(remark, TRUE);
}

static void append_end(const struct ladder *ladder)
{
    GString *reason = g_string_new(NULL);
    const struct ikelog_verdict verdict =
        ikelog_verdict_of_sa(ladder->report->session, ladder->sa, reason);

    if (verdict.kind != IKELOG_VERDICT_ESTABLISHED)
        append_silence(ladder);
    g_string_append_c(ladder->text, '\n');
    append_verdict(ladder, "Verdict: ", &verdict, reason);
    append_quick_verdicts(ladder);
    g_string_free(reason, TRUE);
}

static void draw_sa(const struct ikelog_report *report, const struct ikelog_report_part *part,
                    GString *text)
{
    struct ladder ladder = {.report = report,
                            .sa = part->sa,
                            .text = text,
                            .canvas = {text, ikelog_ladder_draw_between(report->width)},
                            .headed = g_hash_table_new(NULL, NULL)};

    ladder.start_ns = ikelog_report_start(part);
    ladder.last_ns = ladder.start_ns;
    append_head(&ladder);
    for (guint i = 0; i < part->packets->len; i++)
        draw_packet(&ladder, g_ptr_array_index(part->packets, i));
    append_end(&ladder);
    g_hash_table_destroy(ladder.headed);
}

void ikelog_report_ladder(const struct ikelog_report *report, GString *text)
{
    for (guint i = 0; i < report->parts->len; i++) {
        g_string_append(text, i ? "\n\n" : "");
        draw_sa(report, g_ptr_array_index(report->parts, i), text);
        ikelog_report_flush(report, text);
    }
    ikelog_unannotated_append(report->session, report->parts->len == 0,
                              report->parts->len ? "\n" : "", "", report->width, text);
}
