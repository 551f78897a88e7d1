/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Collects IKE SAs and frames for reports, and opens the packets again. */
#include "reports/report.h"

#define LONG_TEXT 65536u /* octets that are worth a write */

static void free_packet(void *packet)
{
    ikelog_packet_free(packet);
}

static void free_part(void *data)
{
    struct ikelog_report_part *part = data;

    g_ptr_array_unref(part->packets);
    g_free(part);
}

struct ikelog_report *ikelog_report_new(void)
{
    struct ikelog_report *report = g_new0(struct ikelog_report, 1);

    report->parts = g_ptr_array_new_with_free_func(free_part);
    report->by_sa = g_hash_table_new(NULL, NULL);
    report->no_packets = g_ptr_array_new();
    return report;
}

void ikelog_report_free(struct ikelog_report *report)
{
    if (!report)
        return;
    g_hash_table_destroy(report->by_sa);
    g_ptr_array_unref(report->parts);
    g_ptr_array_unref(report->no_packets);
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
    part->packets = g_ptr_array_ref(report->no_packets);
    g_ptr_array_add(report->parts, part);
    g_hash_table_insert(report->by_sa, (void *)(uintptr_t)sa, part);
    return part;
}

void ikelog_report_note(struct ikelog_report *report, const struct ikelog_sa *sa)
{
    part_of(report, sa);
}

void ikelog_report_keep(struct ikelog_report *report, const struct ikelog_packet *packet)
{
    struct ikelog_report_part *part = part_of(report, packet->record->exchange->sa);

    if (part->packets == report->no_packets) {
        g_ptr_array_unref(part->packets);
        part->packets = g_ptr_array_new_with_free_func(free_packet);
    }
    g_ptr_array_add(part->packets, ikelog_packet_keep(packet));
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

void ikelog_report_flush(const struct ikelog_report *report, GString *text)
{
    if (report->flush && text->len >= LONG_TEXT)
        report->flush(text);
}

int64_t ikelog_report_start(const struct ikelog_report_part *part)
{
    const struct ikelog_packet *first =
        part->packets->len ? g_ptr_array_index(part->packets, 0) : NULL;

    return first ? first->time_ns : 0;
}

const struct ikelog_events *ikelog_report_open(const struct ikelog_report *report,
                                               struct ikelog_packet *packet)
{
    ikelog_packet_open(packet);
    return ikelog_packet_events(packet, report->policy, true);
}
