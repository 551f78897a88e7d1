/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The lesson: its beginning and its end; lesson_message.c has what is in between. */
#include "reports/lesson_priv.h"

#include "reports/lesson_row.h"
#include "reports/markdown.h"
#include "reports/unannotated.h"
#include "reports/words.h"
#include "wire/numbers.h"

void ikelog_lesson_prose(const struct ikelog_lesson *lesson, const char *source,
                         const struct ikelog_view *view, enum ikelog_side side)
{
    GString *paragraph = g_string_new(NULL), *part = g_string_new(NULL);
    char **pieces = g_strsplit(source, "`", -1);
    bool ok = true;

    for (guint i = 0; pieces[i] && ok; i++) {
        if (i % 2 == 1) {
            g_string_append_printf(paragraph, "`%s`", pieces[i]);
            continue;
        }
        g_string_truncate(part, 0);
        ok = ikelog_words_expand(pieces[i], view, lesson->sa, side, part);
        ikelog_markdown_escape(part->str, paragraph);
    }
    if (ok && paragraph->len)
        g_string_append_printf(lesson->text, "%s\n\n", paragraph->str);
    g_strfreev(pieces);
    g_string_free(part, TRUE);
    g_string_free(paragraph, TRUE);
}

void ikelog_lesson_line(const struct ikelog_lesson *lesson, const char *before, const char *words,
                        const char *after)
{
    g_string_append(lesson->text, before);
    ikelog_markdown_escape(words, lesson->text);
    g_string_append_printf(lesson->text, "%s\n\n", after);
}

static void append_cell(const struct ikelog_lesson *lesson, const GString *words)
{
    g_string_append_c(lesson->text, ' ');
    ikelog_markdown_escape(words->len ? words->str : "not captured", lesson->text);
    g_string_append(lesson->text, " |");
}

static void say_identity(const struct ikelog_sa *sa, enum ikelog_side side, GString *words)
{
    if (!ikelog_id_describe_kept(sa->sides[side].said->id, words))
        g_string_append(words, "not known");
}

static void append_cast(const struct ikelog_lesson *lesson)
{
    static const struct {
        const char *label;
        void (*say)(const struct ikelog_sa *sa, enum ikelog_side side, GString *words);
    } lines[] = {{"Address and port", ikelog_words_side_address},
                 {"Cookie", ikelog_words_side_cookie},
                 {"Identity", say_identity},
                 {"Messages sent", ikelog_words_side_messages}};

    g_string_append(lesson->text, "| | Initiator | Responder |\n|---|---|---|\n");
    for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
        g_string_append_printf(lesson->text, "| %s |", lines[i].label);
        for (int side = IKELOG_INITIATOR; side <= IKELOG_RESPONDER; side++) {
            GString *words = g_string_new(NULL);

            lines[i].say(lesson->sa, (enum ikelog_side)side, words);
            append_cell(lesson, words);
            g_string_free(words, TRUE);
        }
        g_string_append_c(lesson->text, '\n');
    }
    g_string_append_c(lesson->text, '\n');
}

static void append_beginning(const struct ikelog_lesson *lesson)
{
    struct ikelog_view none = {0};
    GString *left = g_string_new(NULL), *right = g_string_new(NULL);

    ikelog_words_address(&lesson->sa->sides[IKELOG_INITIATOR].first, left);
    ikelog_words_address(&lesson->sa->sides[IKELOG_RESPONDER].first, right);
    g_string_append_printf(lesson->text, "# IKE SA %u: %s and %s\n\n", lesson->sa->number,
                           left->str, right->str);
    ikelog_lesson_prose(lesson,
                        "This is the story of one negotiation of IKE version 1, message by "
                        "message, with the values that crossed the wire. {initiator} began it and "
                        "is called the initiator; {responder} is the responder.",
                        &none, IKELOG_INITIATOR);
    append_cast(lesson);
    ikelog_lesson_prose(lesson, ikelog_lesson_plan(lesson->sa->mode), &none, IKELOG_INITIATOR);
    g_string_free(left, TRUE);
    g_string_free(right, TRUE);
}

static void append_verdict(const struct ikelog_lesson *lesson, const char *what,
                           const struct ikelog_verdict *verdict, const GString *reason)
{
    GString *advice = g_string_new(NULL);

    g_string_append_printf(lesson->text, "- %s: **%s**", what, ikelog_verdict_name(verdict->kind));
    if (verdict->end != IKELOG_END_NONE)
        g_string_append_printf(lesson->text, ", %s", ikelog_end_name(verdict->end));
    g_string_append(lesson->text, reason->len ? ": " : "");
    ikelog_markdown_escape(reason->str, lesson->text);
    g_string_append(lesson->text, ".\n");
    ikelog_verdict_advise(lesson->sa, verdict, advice);
    if (advice->len) {
        g_string_append(lesson->text, "  What to check: ");
        ikelog_markdown_escape(advice->str, lesson->text);
        g_string_append_c(lesson->text, '\n');
    }
    g_string_free(advice, TRUE);
}

static void append_end(const struct ikelog_lesson *lesson)
{
    const GPtrArray *exchanges = lesson->sa->quick_modes;
    GString *words = g_string_new(NULL);
    struct ikelog_verdict verdict =
        ikelog_verdict_of_sa(lesson->report->session, lesson->sa, words);

    g_string_append(lesson->text, "## How it came out\n\n");
    append_verdict(lesson, "Phase 1", &verdict, words);
    for (guint i = 0; exchanges && i < exchanges->len; i++) {
        const struct ikelog_exchange *exchange = g_ptr_array_index(exchanges, i);
        char *what = g_strdup_printf("Quick Mode %08x", exchange->message_id);

        g_string_truncate(words, 0);
        verdict = ikelog_verdict_of_quick(lesson->report->session, exchange, words);
        append_verdict(lesson, what, &verdict, words);
        g_free(what);
    }
    g_string_append_c(lesson->text, '\n');
    g_string_truncate(words, 0);
    if (lesson->sa->course->undecryptable)
        ikelog_session_describe_needed_keys(lesson->report->session, lesson->sa, words);
    if (words->len)
        ikelog_lesson_line(lesson, "Some messages stayed closed. ", words->str, "");
    g_string_free(words, TRUE);
}

static void tell_sa(const struct ikelog_report *report, const struct ikelog_report_part *part,
                    GString *text)
{
    struct ikelog_lesson lesson = {
        .report = report, .sa = part->sa, .text = text, .told = g_hash_table_new(NULL, NULL)};

    lesson.start_ns = ikelog_report_start(part);
    append_beginning(&lesson);
    for (guint i = 0; i < part->packets->len; i++)
        ikelog_lesson_tell(&lesson, g_ptr_array_index(part->packets, i));
    append_end(&lesson);
    g_hash_table_destroy(lesson.told);
}

/* What of the capture no lesson is about. */
static void tell_unannotated(const struct ikelog_report *report, GString *text)
{
    GPtrArray *sentences = ikelog_unannotated_sentences(report->session, report->parts->len == 0);

    if (sentences->len > 0 && report->parts->len > 0)
        g_string_append(text, "# Not in this lesson\n\n");
    for (guint i = 0; i < sentences->len; i++) {
        ikelog_markdown_escape(g_ptr_array_index(sentences, i), text);
        g_string_append(text, "\n\n");
    }
    g_ptr_array_unref(sentences);
}

void ikelog_report_lesson(const struct ikelog_report *report, GString *text)
{
    for (guint i = 0; i < report->parts->len; i++) {
        tell_sa(report, g_ptr_array_index(report->parts, i), text);
        ikelog_report_flush(report, text);
    }
    tell_unannotated(report, text);
}
