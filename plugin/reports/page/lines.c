/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the devices of both sides write about a packet, side by side. */
#include "reports/log.h"
#include "reports/page/page_priv.h"
#include "reports/words.h"

/* The log of one side, of which each packet shows its part. */
struct ikelog_page_log {
    struct ikelog_policy policy; /* the report's, seen from this side */
    struct ikelog_log log;
    GString *text;
};

static struct ikelog_page_log *log_new(const struct ikelog_page *page, enum ikelog_side side)
{
    struct ikelog_page_log *log;

    if (!page->report->dialects[side])
        return NULL;
    log = g_new0(struct ikelog_page_log, 1);
    log->policy = *page->report->policy;
    log->policy.local = NULL;
    log->policy.local_count = 0;
    log->policy.perspective = side;
    log->text = g_string_new(NULL);
    ikelog_log_resume(&log->log, page->report->dialects[side], &log->policy, 0, log->text);
    return log;
}

void ikelog_page_logs_begin(struct ikelog_page *page)
{
    for (int side = IKELOG_INITIATOR; side <= IKELOG_RESPONDER; side++)
        page->logs[side] = log_new(page, (enum ikelog_side)side);
}

void ikelog_page_logs_end(struct ikelog_page *page)
{
    for (int side = IKELOG_INITIATOR; side <= IKELOG_RESPONDER; side++) {
        if (!page->logs[side])
            continue;
        ikelog_log_pause(&page->logs[side]->log);
        g_string_free(page->logs[side]->text, TRUE);
        g_free(page->logs[side]);
        page->logs[side] = NULL;
    }
}

static void append_side(const struct ikelog_page *page, enum ikelog_side side,
                        struct ikelog_packet *packet, GString *out)
{
    struct ikelog_page_log *log = page->logs[side];
    struct ikelog_page_slots slots = {.form = page->form};

    g_string_truncate(log->text, 0);
    ikelog_log_add(&log->log, packet);
    if (!log->text->len)
        return;
    ikelog_words_address(&page->sa->sides[side].first, ikelog_page_slot(&slots, "address"));
    ikelog_page_slot_text(&slots, "side", ikelog_side_name(side));
    ikelog_page_slot_text(&slots, "product", ikelog_dialect_product(page->report->dialects[side]));
    ikelog_page_slot_text(&slots, "lines", log->text->str);
    ikelog_page_fill(&slots, "log", out);
}

void ikelog_page_lines(struct ikelog_page *page, struct ikelog_packet *packet, GString *out)
{
    struct ikelog_page_slots slots = {.form = page->form};
    GString *sides = ikelog_page_slot(&slots, "sides");

    for (int side = IKELOG_INITIATOR; side <= IKELOG_RESPONDER; side++)
        if (page->logs[side])
            append_side(page, (enum ikelog_side)side, packet, sides);
    ikelog_page_fill(&slots, "logs", out);
}
