/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who negotiates, how it came out, and what to check. */
#include "reports/page/page_priv.h"
#include "reports/words.h"
#include "wire/ident.h"

static void say_identity(const struct ikelog_sa *sa, enum ikelog_side side, GString *words)
{
    ikelog_id_describe_kept(sa->sides[side].said->id, words);
}

void ikelog_page_cast(const struct ikelog_page *page, GString *out)
{
    static const struct {
        const char *section;
        void (*say)(const struct ikelog_sa *sa, enum ikelog_side side, GString *words);
    } lines[] = {{"cast-address", ikelog_words_side_address},
                 {"cast-cookie", ikelog_words_side_cookie},
                 {"cast-identity", say_identity},
                 {"cast-messages", ikelog_words_side_messages}};
    struct ikelog_page_slots slots = {.form = page->form}, line = {.form = page->form};
    GString *rows = ikelog_page_slot(&slots, "rows");

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        for (int side = IKELOG_INITIATOR; side <= IKELOG_RESPONDER; side++) {
            GString *words = ikelog_page_slot(&line, ikelog_side_name((enum ikelog_side)side));

            lines[i].say(page->sa, (enum ikelog_side)side, words);
            g_string_append(words, words->len ? "" : "not known");
        }
        ikelog_page_fill(&line, lines[i].section, rows);
    }
    ikelog_page_fill(&slots, "cast", out);
}

static const char *section_of(enum ikelog_severity severity)
{
    return severity >= IKELOG_ERROR  ? "verdict-error"
           : severity == IKELOG_WARN ? "verdict-warning"
                                     : "verdict";
}

static void append_verdict(const struct ikelog_page *page, const char *what,
                           const struct ikelog_verdict *verdict, const char *reason, GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};
    char *anchor = ikelog_page_anchor_of_frame(page, verdict->decisive);

    ikelog_page_slot_text(&slots, "what", what);
    ikelog_page_slot_text(&slots, "verdict", ikelog_verdict_name(verdict->kind));
    ikelog_page_slot_text(&slots, "end", ikelog_end_name(verdict->end));
    ikelog_page_slot_text(&slots, "reason", reason);
    ikelog_verdict_advise(page->sa, verdict, ikelog_page_slot(&slots, "advice"));
    ikelog_page_slot_number(&slots, "frame", verdict->decisive);
    ikelog_page_slot_text(&slots, "anchor", anchor);
    ikelog_page_fill(&slots, section_of(verdict->severity), out);
    g_free(anchor);
}

static void append_quick(const struct ikelog_page *page, const struct ikelog_exchange *exchange,
                         GString *out)
{
    GString *reason = g_string_new(NULL);
    struct ikelog_verdict verdict =
        ikelog_verdict_of_quick(page->report->session, exchange, reason);
    char *what = g_strdup_printf("Quick Mode %08x", exchange->message_id);

    append_verdict(page, what, &verdict, reason->str, out);
    g_string_free(reason, TRUE);
    g_free(what);
}

void ikelog_page_outcome(const struct ikelog_page *page, GString *out)
{
    const GPtrArray *exchanges = page->sa->quick_modes;
    struct ikelog_page_slots slots = {.form = page->form};
    GString *rows = ikelog_page_slot(&slots, "rows"), *reason = g_string_new(NULL);
    struct ikelog_verdict verdict = ikelog_verdict_of_sa(page->report->session, page->sa, reason);

    append_verdict(page, "Phase 1", &verdict, reason->str, rows);
    g_string_free(reason, TRUE);
    for (guint i = 0; exchanges && i < exchanges->len; i++)
        append_quick(page, g_ptr_array_index(exchanges, i), rows);
    if (page->sa->course->undecryptable)
        ikelog_session_describe_needed_keys(page->report->session, page->sa,
                                            ikelog_page_slot(&slots, "closed"));
    ikelog_page_fill(&slots, "outcome", out);
}
