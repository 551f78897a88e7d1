/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z ikelog,negotiations: how each negotiation came out, as a table or as JSON. */

#include "asking/tap_report.h"
#include "asking/taps.h"

#include "reports/negotiations.h"
#include "reports/unannotated.h"
#include "wire/ident.h"

#include <stdio.h>
#include <wsutil/json_dumper.h>

#define NS_PER_SECOND 1e9

static void add_text(json_dumper *dumper, const char *name, const char *value)
{
    json_dumper_set_member_name(dumper, name);
    if (*value)
        json_dumper_value_string(dumper, value);
    else
        json_dumper_value_anyf(dumper, "null");
}

static void add_number(json_dumper *dumper, const char *name, uint32_t value)
{
    json_dumper_set_member_name(dumper, name);
    json_dumper_value_anyf(dumper, "%" G_GUINT32_FORMAT, value);
}

/* Seconds with nine digits whatever the locale; null for what never happened. */
static void add_seconds(json_dumper *dumper, const char *name, int64_t ns)
{
    char digits[G_ASCII_DTOSTR_BUF_SIZE];

    json_dumper_set_member_name(dumper, name);
    if (ns < 0)
        json_dumper_value_anyf(dumper, "null");
    else
        json_dumper_value_anyf(
            dumper, "%s",
            g_ascii_formatd(digits, sizeof digits, "%.9f", (double)ns / NS_PER_SECOND));
}

static void add_verdict(json_dumper *dumper, const struct ikelog_verdict *verdict,
                        const char *reason, const char *advice)
{
    add_text(dumper, "verdict", ikelog_verdict_name(verdict->kind));
    add_text(dumper, "reason", reason);
    add_text(dumper, "advice", advice);
    add_text(dumper, "end", ikelog_end_name(verdict->end));
    add_number(dumper, "decisive_frame", verdict->decisive);
}

static void add_quick(json_dumper *dumper, const struct ikelog_negotiation_quick *quick)
{
    char id[16];

    snprintf(id, sizeof id, "%08x", quick->message_id);
    json_dumper_begin_object(dumper);
    add_text(dumper, "message_id", id);
    add_number(dumper, "first_frame", quick->first_frame);
    add_text(dumper, "begun_by", ikelog_side_name(quick->starter));
    add_text(dumper, "local", quick->local);
    add_text(dumper, "remote", quick->remote);
    add_text(dumper, "offered", quick->offered);
    add_text(dumper, "proposal", quick->chosen);
    add_number(dumper, "pfs_group", quick->pfs_group);
    add_text(dumper, "spis", quick->spis);
    add_verdict(dumper, &quick->verdict, quick->reason, quick->advice);
    json_dumper_end_object(dumper);
}

static void add_quick_modes(json_dumper *dumper, const GArray *quick_modes)
{
    json_dumper_set_member_name(dumper, "quick_modes");
    json_dumper_begin_array(dumper);
    for (guint i = 0; i < quick_modes->len; i++)
        add_quick(dumper, &g_array_index(quick_modes, struct ikelog_negotiation_quick, i));
    json_dumper_end_array(dumper);
}

static void add_start(json_dumper *dumper, int64_t start_ns)
{
    GDateTime *start = start_ns < 0 ? NULL : g_date_time_new_from_unix_utc(start_ns / 1000000000);
    char *text = start ? g_date_time_format(start, "%Y-%m-%dT%H:%M:%S") : g_strdup("");
    char *exact = g_strdup_printf("%s.%06dZ", text, (int)(start_ns % 1000000000 / 1000));

    add_text(dumper, "start", start ? exact : "");
    g_free(exact);
    g_free(text);
    if (start)
        g_date_time_unref(start);
}

static void add_sa(json_dumper *dumper, const struct ikelog_negotiation *negotiation)
{
    json_dumper_begin_object(dumper);
    add_number(dumper, "sa", negotiation->sa->number);
    add_text(dumper, "initiator", negotiation->initiator);
    add_text(dumper, "responder", negotiation->responder);
    add_text(dumper, "cookies", negotiation->cookies);
    add_text(dumper, "initiator_id", negotiation->initiator_id);
    add_text(dumper, "responder_id", negotiation->responder_id);
    add_text(dumper, "mode", negotiation->mode);
    add_text(dumper, "authentication", negotiation->auth);
    add_text(dumper, "offered", negotiation->offered);
    add_text(dumper, "proposal", negotiation->chosen);
    add_number(dumper, "first_frame", negotiation->first_frame);
    add_number(dumper, "last_frame", negotiation->last_frame);
    add_start(dumper, negotiation->start_ns);
    add_seconds(dumper, "duration", negotiation->duration_ns);
    add_seconds(dumper, "time_to_establish", negotiation->established_ns);
    add_number(dumper, "messages", negotiation->messages);
    add_number(dumper, "retransmissions", negotiation->retransmissions);
    add_verdict(dumper, &negotiation->verdict, negotiation->reason, negotiation->advice);
    add_text(dumper, "needed_keys", negotiation->needed_keys);
    add_quick_modes(dumper, negotiation->quick_modes);
    json_dumper_end_object(dumper);
}

static void append_object(json_dumper *dumper, bool first, GString *text)
{
    json_dumper_finish(dumper);
    g_strchomp(dumper->output_string->str);
    g_string_append_printf(text, "%s\n%s", first ? "" : ",", dumper->output_string->str);
    g_string_free(dumper->output_string, TRUE);
}

static void add_foreign_cookies(json_dumper *dumper, const GPtrArray *cookies)
{
    json_dumper_set_member_name(dumper, "cookies_of_keys_not_captured");
    json_dumper_begin_array(dumper);
    for (guint i = 0; i < cookies->len; i++) {
        GString *hex = g_string_new(NULL);

        ikelog_text_hex((struct ikelog_octets){g_ptr_array_index(cookies, i), IKELOG_COOKIE_LEN},
                        UINT32_MAX, hex);
        json_dumper_value_string(dumper, hex->str);
        g_string_free(hex, TRUE);
    }
    json_dumper_end_array(dumper);
}

static void add_notes(json_dumper *dumper, const GPtrArray *sentences)
{
    json_dumper_set_member_name(dumper, "notes");
    json_dumper_begin_array(dumper);
    for (guint i = 0; i < sentences->len; i++)
        json_dumper_value_string(dumper, g_ptr_array_index(sentences, i));
    json_dumper_end_array(dumper);
}

static void add_unannotated(json_dumper *dumper, const struct ikelog_unannotated *u,
                            const GPtrArray *cookies, const GPtrArray *sentences)
{
    json_dumper_begin_object(dumper);
    add_text(dumper, "sa", "");
    json_dumper_set_member_name(dumper, "not_annotated");
    json_dumper_begin_object(dumper);
    add_number(dumper, "ikev2_messages", ikelog_unannotated_ikev2(u));
    add_number(dumper, "cut_messages", u->cut.count);
    add_number(dumper, "other_datagrams", u->strange.count);
    add_number(dumper, "messages_beyond_bounds", u->beyond_sas.count + u->beyond_exchanges.count);
    add_foreign_cookies(dumper, cookies);
    add_notes(dumper, sentences);
    json_dumper_end_object(dumper);
    json_dumper_set_member_name(dumper, "quick_modes");
    json_dumper_begin_array(dumper);
    json_dumper_end_array(dumper);
    json_dumper_end_object(dumper);
}

/* The last object, where there is something to say: what no IKE SA is about. */
static void append_unannotated(const struct ikelog_report *report, GString *text)
{
    bool first = report->parts->len == 0;
    GPtrArray *sentences = ikelog_unannotated_sentences(report->session, first);
    GPtrArray *cookies = ikelog_session_foreign_cookies(report->session);

    if (sentences->len + cookies->len > 0) {
        json_dumper dumper = {.output_string = g_string_new(NULL)};

        add_unannotated(&dumper, ikelog_session_unannotated(report->session), cookies, sentences);
        append_object(&dumper, first, text);
    }
    g_ptr_array_unref(cookies);
    g_ptr_array_unref(sentences);
}

/* One array, one IKE SA a line: a document for a parser and lines for whoever has none. */
static void write_json(const struct ikelog_report *report, GString *text)
{
    g_string_append(text, "[");
    for (guint i = 0; i < report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, i);
        struct ikelog_negotiation negotiation;
        json_dumper dumper = {.output_string = g_string_new(NULL)};

        ikelog_negotiation_read(report->session, part->sa, &negotiation);
        add_sa(&dumper, &negotiation);
        append_object(&dumper, i == 0, text);
        ikelog_negotiation_clear(&negotiation);
        ikelog_report_flush(report, text);
    }
    append_unannotated(report, text);
    g_string_append(text, "\n]\n");
}

void ikelog_tap_negotiations_register(void)
{
    static const struct ikelog_tap_report_kind kind = {
        .command = "ikelog,negotiations",
        .entry = "Negotiations",
        .show = ikelog_report_negotiation_list,
        .write = ikelog_report_negotiations,
        .variants = {{"json", "an array with one object an IKE SA instead of a table", write_json}},
    };

    ikelog_tap_report_register(&kind);
}
