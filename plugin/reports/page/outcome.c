/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who negotiates, how it came out, and what to check. */
#include "reports/page/page_priv.h"
#include "reports/words.h"
#include "wire/ident.h"

static void say_identity(const struct ikelog_sa *sa, enum ikelog_side side, GString *words)
{
    ikelog_id_describe_kept(sa->sides[side].id, words);
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
    GString *rows = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        GString *one = g_string_new(NULL), *two = g_string_new(NULL);

        lines[i].say(page->sa, IKELOG_INITIATOR, one);
        lines[i].say(page->sa, IKELOG_RESPONDER, two);
        ikelog_page_fill(
            page->form, lines[i].section,
            (const struct ikelog_page_slot[]){{"initiator", one->len ? one->str : "not known"},
                                              {"responder", two->len ? two->str : "not known"},
                                              {NULL, NULL}},
            rows);
        g_string_free(one, TRUE);
        g_string_free(two, TRUE);
    }
    ikelog_page_fill(page->form, "cast",
                     (const struct ikelog_page_slot[]){{"rows", rows->str}, {NULL, NULL}}, out);
    g_string_free(rows, TRUE);
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
    GString *advice = g_string_new(NULL);
    char *frame = g_strdup_printf("%u", verdict->decisive);
    char *anchor = ikelog_page_anchor_of_frame(page, verdict->decisive);

    ikelog_verdict_advise(page->sa, verdict, advice);
    ikelog_page_fill(
        page->form, section_of(verdict->severity),
        (const struct ikelog_page_slot[]){{"what", what},
                                          {"verdict", ikelog_verdict_name(verdict->kind)},
                                          {"end", ikelog_end_name(verdict->end)},
                                          {"reason", reason},
                                          {"advice", advice->str},
                                          {"frame", frame},
                                          {"anchor", anchor},
                                          {NULL, NULL}},
        out);
    g_string_free(advice, TRUE);
    g_free(frame);
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
    GString *words = g_string_new(NULL), *rows = g_string_new(NULL);
    struct ikelog_verdict verdict = ikelog_verdict_of_sa(page->report->session, page->sa, words);

    append_verdict(page, "Phase 1", &verdict, words->str, rows);
    for (guint i = 0; exchanges && i < exchanges->len; i++)
        append_quick(page, g_ptr_array_index(exchanges, i), rows);
    g_string_truncate(words, 0);
    if (page->sa->undecryptable)
        ikelog_session_describe_needed_keys(page->report->session, page->sa, words);
    ikelog_page_fill(page->form, "outcome",
                     (const struct ikelog_page_slot[]){
                         {"rows", rows->str}, {"closed", words->str}, {NULL, NULL}},
                     out);
    g_string_free(words, TRUE);
    g_string_free(rows, TRUE);
}
