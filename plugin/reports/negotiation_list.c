/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How each negotiation came out, as a list: a paragraph an IKE SA. */
#include "reports/negotiations.h"

#include "reports/fold.h"
#include "reports/words.h"

#include <inttypes.h>

static void append_sentence(const char *label, const char *words, unsigned width, GString *text)
{
    if (*words)
        ikelog_fold(label, words, width, text);
}

/* How to get to the frame that decided, and to all of the negotiation. */
static void append_filter(const struct ikelog_verdict *verdict, const char *all, GString *text)
{
    g_string_append_printf(text, "    Filter: %s\n", all);
    if (verdict->decisive)
        g_string_append_printf(text, "    Decided: frame.number == %" PRIu32 "\n",
                               verdict->decisive);
}

static void append_quick(const struct ikelog_negotiation_quick *quick, unsigned width,
                         GString *text)
{
    char *all = g_strdup_printf("ikelog.message_id == 0x%08" PRIx32, quick->message_id);

    g_string_append_printf(text, "\n  Quick Mode %08" PRIx32 " of the %s: %s\n", quick->message_id,
                           ikelog_side_name(quick->starter),
                           ikelog_verdict_name(quick->verdict.kind));
    if (*quick->local || *quick->remote)
        g_string_append_printf(text, "    %s - %s\n", *quick->local ? quick->local : "?",
                               *quick->remote ? quick->remote : "?");
    append_sentence("    Proposal: ", quick->chosen, width, text);
    append_sentence("    SPIs: ", quick->spis, width, text);
    append_sentence("    Reason: ", quick->reason, width, text);
    append_sentence("    Advice: ", quick->advice, width, text);
    append_filter(&quick->verdict, all, text);
    g_free(all);
}

/* "main mode, Pre-shared key, AES-128/SHA-1/DHG2; 8 messages, 0 repeats, 0.017 s" */
static void append_facts(const struct ikelog_negotiation *row, unsigned width, GString *text)
{
    GString *facts = g_string_new(NULL);

    g_string_append_printf(facts, "%s mode", row->mode);
    if (*row->auth)
        g_string_append_printf(facts, ", %s", row->auth);
    if (*row->chosen)
        g_string_append_printf(facts, ", %s", row->chosen);
    g_string_append_printf(facts, "; %" PRIu32 " messages, %" PRIu32 " repeats, ", row->messages,
                           row->retransmissions);
    ikelog_words_seconds(row->duration_ns, facts);
    ikelog_fold("    ", facts->str, width, text);
    g_string_free(facts, TRUE);
}

static void append_row(const struct ikelog_negotiation *row, unsigned width, GString *text)
{
    const char *end = ikelog_end_name(row->verdict.end);
    char *all = g_strdup_printf("ikelog.sa == %u", row->sa->number);

    g_string_append_printf(text, "IKE SA %u: %s%s%s\n    %s (initiator) and %s\n", row->sa->number,
                           ikelog_verdict_name(row->verdict.kind), *end ? ", " : "", end,
                           row->initiator, row->responder);
    append_facts(row, width, text);
    append_sentence("    Reason: ", row->reason, width, text);
    append_sentence("    Advice: ", row->advice, width, text);
    append_filter(&row->verdict, all, text);
    for (guint i = 0; i < row->quick_modes->len; i++)
        append_quick(&g_array_index(row->quick_modes, struct ikelog_negotiation_quick, i), width,
                     text);
    if (*row->needed_keys) {
        g_string_append_c(text, '\n');
        ikelog_fold("    Keys: ", row->needed_keys, width, text);
    }
    g_free(all);
}

void ikelog_report_negotiation_list(const struct ikelog_report *report, GString *text)
{
    for (guint i = 0; i < report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, i);
        struct ikelog_negotiation row;

        if (i)
            g_string_append_c(text, '\n');
        ikelog_negotiation_read(report->session, part->sa, &row);
        append_row(&row, report->width, text);
        ikelog_negotiation_clear(&row);
    }
    ikelog_negotiations_append_rest(report, text);
}
