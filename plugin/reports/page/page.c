/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The page: its head, a part for each IKE SA, its foot. */
#include "reports/page/page.h"

#include "reports/lesson_row.h"
#include "reports/page/page_priv.h"
#include "reports/unannotated.h"
#include "reports/words.h"

#include <string.h>

#define PAGE_STYLE "page.css"

/* "IKE SA 0: 192.0.2.1 and 192.0.2.2" */
static void append_title(const struct ikelog_sa *sa, GString *title)
{
    g_string_append_printf(title, "IKE SA %u: ", sa->number);
    ikelog_words_address(&sa->sides[IKELOG_INITIATOR].first, title);
    g_string_append(title, " and ");
    ikelog_words_address(&sa->sides[IKELOG_RESPONDER].first, title);
}

/* Packets that make one section. */
static void append_fold(struct ikelog_page *page, guint n, guint count, GString *out)
{
    const struct ikelog_packet *first = g_ptr_array_index(page->part->packets, n);
    const struct ikelog_packet *last = g_ptr_array_index(page->part->packets, n + count - 1);
    struct ikelog_page_slots slots = {.form = page->form};
    GString *messages = ikelog_page_slot(&slots, "messages");

    for (guint i = n; i < n + count; i++)
        ikelog_page_message(page, i, messages);
    ikelog_page_slot_number(&slots, "count", count);
    ikelog_page_slot_number(&slots, "from", first->frame);
    ikelog_page_slot_number(&slots, "to", last->frame);
    ikelog_page_fill(&slots, "fold", out);
}

static void append_messages(struct ikelog_page *page, GString *out)
{
    for (guint n = 0, count; n < page->part->packets->len; n += count) {
        count = ikelog_page_fold(page, n);
        if (count == 1)
            ikelog_page_message(page, n, out);
        else
            append_fold(page, n, count, out);
    }
}

static void fill_sa(struct ikelog_page *page, GString *out)
{
    const struct ikelog_view none = {0};
    struct ikelog_page_slots slots = {.form = page->form};
    GString *parts = ikelog_page_slot(&slots, "parts");

    append_title(page->sa, ikelog_page_slot(&slots, "title"));
    ikelog_page_prose(page, ikelog_lesson_plan(page->sa->mode), &none, IKELOG_INITIATOR,
                      ikelog_page_slot(&slots, "plan"));
    ikelog_page_cast(page, parts);
    ikelog_page_outcome(page, parts);
    ikelog_page_ladder(page, parts);
    append_messages(page, ikelog_page_slot(&slots, "messages"));
    ikelog_page_slot_number(&slots, "number", page->sa->number);
    ikelog_page_slot_text(&slots, "auth", ikelog_words_auth(page->sa));
    ikelog_page_fill(&slots, "sa", out);
}

static void append_sa(struct ikelog_page *page, const struct ikelog_report_part *part, GString *out)
{
    page->part = part;
    page->sa = part->sa;
    page->start_ns = ikelog_report_start(part);
    page->exchange = NULL;
    page->keys_told = false;
    page->first_failed = G_MAXUINT;
    g_hash_table_remove_all(page->told);
    ikelog_page_logs_begin(page);
    fill_sa(page, out);
    ikelog_page_logs_end(page);
}

static void append_link(const struct ikelog_page *page, const struct ikelog_sa *sa, GString *out)
{
    struct ikelog_verdict verdict = ikelog_verdict_of_sa(page->report->session, sa, NULL);
    struct ikelog_page_slots slots = {.form = page->form};

    append_title(sa, ikelog_page_slot(&slots, "title"));
    ikelog_page_slot_number(&slots, "number", sa->number);
    ikelog_page_slot_text(&slots, "verdict", ikelog_verdict_name(verdict.kind));
    ikelog_page_fill(&slots, "link", out);
}

/* The policy of the page names its own style by this, and allows no other. */
static char *digest_of_style(void)
{
    const char *style = ikelog_page_file(PAGE_STYLE);
    GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
    guint8 digest[32];
    gsize length = sizeof digest;

    g_checksum_update(checksum, (const guchar *)style, (gssize)strlen(style));
    g_checksum_get_digest(checksum, digest, &length);
    g_checksum_free(checksum);
    return g_base64_encode(digest, length);
}

/* What of the capture the page is not about. */
static void append_left(const struct ikelog_page *page, GString *out)
{
    const struct ikelog_report *report = page->report;
    struct ikelog_page_slots slots = {.form = page->form};
    GPtrArray *sentences = ikelog_unannotated_sentences(report->session, report->parts->len == 0);

    for (guint i = 0; i < sentences->len; i++) {
        ikelog_page_slot_text(&slots, "words", g_ptr_array_index(sentences, i));
        ikelog_page_fill(&slots, "left", out);
    }
    g_ptr_array_unref(sentences);
}

void ikelog_report_page(const struct ikelog_report *report, GString *text)
{
    struct ikelog_page page = {.report = report,
                               .form = ikelog_page_form_new(),
                               .told = g_hash_table_new(NULL, NULL),
                               .dh_work_left = IKELOG_MAX_DH_WORK};
    struct ikelog_page_slots slots = {.form = page.form};
    GString *links = ikelog_page_slot(&slots, "links"), *parts = ikelog_page_slot(&slots, "parts");
    char *digest = digest_of_style();

    for (guint i = 0; i < report->parts->len; i++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, i);

        append_link(&page, part->sa, links);
        append_sa(&page, part, parts);
    }
    append_left(&page, ikelog_page_slot(&slots, "left"));
    ikelog_page_slot_text(&slots, "digest", digest);
    ikelog_page_slot_text(&slots, "style", ikelog_page_file(PAGE_STYLE));
    ikelog_page_slot_text(&slots, "secrets", report->show_keys ? "yes" : NULL);
    ikelog_page_fill(&slots, "page", text);
    g_free(digest);
    g_hash_table_destroy(page.told);
    ikelog_page_form_free(page.form);
}
