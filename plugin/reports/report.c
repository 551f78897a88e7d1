/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects IKE SAs and frames for reports, and opens the frames again. */
#include "reports/report.h"

#include <string.h>

static void clear_frame(void *data)
{
    struct ikelog_report_frame *frame = data;

    g_free((void *)(uintptr_t)frame->message.data);
}

static void free_part(void *data)
{
    struct ikelog_report_part *part = data;

    g_array_unref(part->frames);
    g_free(part);
}

struct ikelog_report *ikelog_report_new(void)
{
    struct ikelog_report *report = g_new0(struct ikelog_report, 1);

    report->parts = g_ptr_array_new_with_free_func(free_part);
    report->by_sa = g_hash_table_new(NULL, NULL);
    return report;
}

void ikelog_report_free(struct ikelog_report *report)
{
    if (!report)
        return;
    g_hash_table_destroy(report->by_sa);
    g_ptr_array_unref(report->parts);
    g_free(report);
}

void ikelog_report_clear(struct ikelog_report *report)
{
    g_hash_table_remove_all(report->by_sa);
    g_ptr_array_set_size(report->parts, 0);
}

static struct ikelog_report_part *part_of(struct ikelog_report *report, const struct ikelog_sa *sa)
{
    struct ikelog_report_part *part =
        (struct ikelog_report_part *)g_hash_table_lookup(report->by_sa, sa);

    if (part)
        return part;
    part = g_new0(struct ikelog_report_part, 1);
    part->sa = sa;
    part->frames = g_array_new(FALSE, TRUE, sizeof(struct ikelog_report_frame));
    g_array_set_clear_func(part->frames, clear_frame);
    g_ptr_array_add(report->parts, part);
    g_hash_table_insert(report->by_sa, (void *)(uintptr_t)sa, part);
    return part;
}

void ikelog_report_note(struct ikelog_report *report, const struct ikelog_sa *sa)
{
    part_of(report, sa);
}

void ikelog_report_keep(struct ikelog_report *report, const struct ikelog_report_frame *frame)
{
    struct ikelog_report_part *part = part_of(report, frame->record->exchange->sa);
    struct ikelog_report_frame kept = *frame;

    kept.message.data = g_memdup2(frame->message.data, frame->message.length);
    kept.icmp.quoted = (struct ikelog_octets){NULL, 0};
    g_array_append_val(part->frames, kept);
}

static gint by_number(const void *a, const void *b)
{
    const struct ikelog_report_part *const *one = a, *const *two = b;

    return ((*one)->sa->number > (*two)->sa->number) - ((*one)->sa->number < (*two)->sa->number);
}

void ikelog_report_sort(struct ikelog_report *report)
{
    g_ptr_array_sort(report->parts, by_number);
}

void ikelog_report_open(const struct ikelog_report *report, const struct ikelog_report_frame *frame,
                        struct ikelog_view *view, struct ikelog_events *events)
{
    memset(view, 0, sizeof *view);
    memset(events, 0, sizeof *events);
    if (frame->is_icmp) {
        ikelog_events_collect_icmp(report->session, &frame->icmp, frame->record, report->policy,
                                   events);
    } else {
        ikelog_view_open(report->session, frame->record, frame->message, view);
        ikelog_events_collect(report->session, view, report->policy, true, events);
    }
}

void ikelog_report_close(struct ikelog_view *view, struct ikelog_events *events)
{
    ikelog_events_clear(events);
    ikelog_view_close(view);
}
