/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tools > IKE Log: the reports that tshark prints, as windows. */

#include "compat.h"

#include "asking/tap_report.h"
#include "asking/taps.h"
#include "asking/window.h"

#include "reports/ladder.h"
#include "reports/lesson.h"
#include "reports/negotiations.h"

#include <glib/gstdio.h>

/* Characters of a line that Wireshark's text window shows whole. */
#define WIDTH 100u

static void *start(const void *what)
{
    (void)what;
    return ikelog_report_new();
}

static void note(void *collected, const struct ikelog_packet *packet)
{
    ikelog_tap_report_collect(collected, packet, false);
}

static void keep(void *collected, const struct ikelog_packet *packet)
{
    ikelog_tap_report_collect(collected, packet, true);
}

static void clear(void *collected)
{
    ikelog_report_clear(collected);
}

static void free_report(void *collected)
{
    ikelog_report_free(collected);
}

static const struct ikelog_report *finished(void *collected)
{
    struct ikelog_report *report = collected;

    ikelog_tap_report_prepare(report, WIDTH);
    return report;
}

static void write_negotiations(void *collected, GString *text)
{
    const struct ikelog_report *report = finished(collected);

    ikelog_report_negotiations(report, text);
    if (report->parts->len == 0)
        g_string_append(text, "There is no IKEv1 negotiation.\n");
}

static void write_ladder(void *collected, GString *text)
{
    ikelog_report_ladder(finished(collected), text);
}

static void write_lesson(void *collected, GString *text)
{
    ikelog_report_lesson(finished(collected), text);
}

static void keep_failure(GArray *frames, struct ikelog_verdict verdict)
{
    if (verdict.severity >= IKELOG_WARN && verdict.decisive)
        g_array_append_val(frames, verdict.decisive);
}

/* uint32_t: the frames that decided that a negotiation of the report failed. */
static GArray *failures_of(const struct ikelog_report *report)
{
    GArray *frames = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    for (guint n = 0; n < report->parts->len; n++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, n);
        const GPtrArray *quick_modes = part->sa->quick_modes;

        keep_failure(frames, ikelog_verdict_of_sa(report->session, part->sa, NULL));
        for (guint i = 0; quick_modes && i < quick_modes->len; i++)
            keep_failure(frames,
                         ikelog_verdict_of_quick(report->session,
                                                 g_ptr_array_index(quick_modes, i), NULL));
    }
    return frames;
}

/* One after the other, then from the first one again. */
static void show_next_failure(struct ikelog_window *window)
{
    GArray *frames = failures_of(finished(ikelog_window_collected(window)));

    if (frames->len) {
        unsigned n = ikelog_window_count(window) % frames->len;
        char *filter =
            g_strdup_printf("frame.number == %u", g_array_index(frames, uint32_t, n));

        ikelog_window_filter(window, filter);
        g_free(filter);
    }
    g_array_unref(frames);
}

static void show_all_failed(struct ikelog_window *window)
{
    const struct ikelog_report *report = finished(ikelog_window_collected(window));
    GString *filter = g_string_new(NULL);

    for (guint n = 0; n < report->parts->len; n++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, n);

        if (ikelog_verdict_of_sa(report->session, part->sa, NULL).severity >= IKELOG_WARN)
            g_string_append_printf(filter, "%sikelog.sa == %u", filter->len ? " || " : "",
                                   part->sa->number);
    }
    if (filter->len)
        ikelog_window_filter(window, filter->str);
    g_string_free(filter, TRUE);
}
