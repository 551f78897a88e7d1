/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tools > IKE Log: the reports that tshark prints, as windows. */

#include "asking/window_report.h"

#include "asking/window.h"

/* Characters of a line that Wireshark's text window shows whole. */
#define WIDTH 72u

/* What a window collects. */
struct collection {
    const struct ikelog_tap_report_kind *kind;
    struct ikelog_report *report;
};

static void *start(const void *what)
{
    struct collection *collection = g_new0(struct collection, 1);

    collection->kind = what;
    collection->report = ikelog_report_new();
    return collection;
}

static void add(void *collected, const struct ikelog_packet *packet)
{
    struct collection *collection = collected;

    ikelog_tap_report_collect(collection->kind, collection->report, packet);
}

static void clear(void *collected)
{
    struct collection *collection = collected;

    ikelog_report_clear(collection->report);
}

static void free_collection(void *collected)
{
    struct collection *collection = collected;

    ikelog_report_free(collection->report);
    g_free(collection);
}

static void write_report(void *collected, GString *text)
{
    const struct collection *collection = collected;

    ikelog_tap_report_prepare(collection->report, WIDTH);
    if (collection->kind->show)
        collection->kind->show(collection->report, text);
    else
        collection->kind->write(collection->report, text);
    if (!text->len)
        g_string_append(text, "There is no IKEv1 negotiation.\n");
}

static const struct ikelog_report *report_of(struct ikelog_window *window)
{
    const struct collection *collection = ikelog_window_collected(window);

    ikelog_tap_report_prepare(collection->report, WIDTH);
    return collection->report;
}

static void keep_failure(GArray *frames, struct ikelog_verdict verdict)
{
    if (verdict.severity >= IKELOG_WARN && verdict.decisive)
        g_array_append_val(frames, verdict.decisive);
}

/* uint32_t: the frames that show why a negotiation failed, in the order of the report's rows. */
static GArray *failures_of(const struct ikelog_report *report)
{
    GArray *frames = g_array_new(FALSE, FALSE, sizeof(uint32_t));

    for (guint n = 0; n < report->parts->len; n++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, n);
        const GPtrArray *quick_modes = part->sa->quick_modes;

        keep_failure(frames, ikelog_verdict_of_sa(report->session, part->sa, NULL));
        for (guint i = 0; quick_modes && i < quick_modes->len; i++)
            keep_failure(frames, ikelog_verdict_of_quick(report->session,
                                                         g_ptr_array_index(quick_modes, i), NULL));
    }
    return frames;
}

/* One after the other, then from the first one again. */
static void show_next_failure(struct ikelog_window *window)
{
    GArray *frames = failures_of(report_of(window));

    if (frames->len) {
        unsigned n = ikelog_window_count(window) % frames->len;
        char *filter = g_strdup_printf("frame.number == %u", g_array_index(frames, uint32_t, n));

        ikelog_window_filter(window, filter);
        g_free(filter);
    }
    g_array_unref(frames);
}

static bool is_failed(const struct ikelog_report *report, const struct ikelog_sa *sa)
{
    const GPtrArray *quick_modes = sa->quick_modes;
    bool failed = ikelog_verdict_of_sa(report->session, sa, NULL).severity >= IKELOG_WARN;

    for (guint i = 0; !failed && quick_modes && i < quick_modes->len; i++)
        failed = ikelog_verdict_of_quick(report->session, g_ptr_array_index(quick_modes, i), NULL)
                     .severity >= IKELOG_WARN;
    return failed;
}

/* All messages of the IKE SAs of which something failed. */
static void show_all_failed(struct ikelog_window *window)
{
    const struct ikelog_report *report = report_of(window);
    GString *filter = g_string_new(NULL);

    for (guint n = 0; n < report->parts->len; n++) {
        const struct ikelog_report_part *part = g_ptr_array_index(report->parts, n);

        if (is_failed(report, part->sa))
            g_string_append_printf(filter, "%sikelog.sa == %u", filter->len ? " || " : "",
                                   part->sa->number);
    }
    if (filter->len)
        ikelog_window_filter(window, filter->str);
    g_string_free(filter, TRUE);
}

/* NULL: the report has none. */
static const struct ikelog_tap_report_variant *html_of(const struct ikelog_tap_report_kind *kind)
{
    for (unsigned i = 0; i < IKELOG_TAP_REPORT_VARIANTS && kind->variants[i].name; i++)
        if (strcmp(kind->variants[i].name, "html") == 0)
            return &kind->variants[i];
    return NULL;
}

/* Into a file of its own that nobody else may read: a page shows what was decrypted. */
static char *write_page(const struct collection *collection)
{
    char *folder = g_dir_make_tmp("ikelog-XXXXXX", NULL);
    char *path = folder ? g_build_filename(folder, "ike-log.html", NULL) : NULL;
    GString *text = g_string_new(NULL);

    html_of(collection->kind)->write(collection->report, text);
    if (path && !g_file_set_contents(path, text->str, (gssize)text->len, NULL)) {
        g_free(path);
        path = NULL;
    }
    g_string_free(text, TRUE);
    g_free(folder);
    return path;
}

static void open_page(struct ikelog_window *window)
{
    char *path;

    report_of(window);
    path = write_page(ikelog_window_collected(window));
    if (path)
        ikelog_window_open_file(window, path);
    g_free(path);
}

void ikelog_window_report_register(const struct ikelog_tap_report_kind *kind)
{
    /* Wireshark keeps it as long as the program runs. */
    struct ikelog_window_kind *window = wmem_new0(wmem_epan_scope(), struct ikelog_window_kind);

    *window = (struct ikelog_window_kind){
        .entry = kind->entry,
        .title = wmem_strdup_printf(wmem_epan_scope(), "IKE Log: %s", kind->entry),
        .what = kind,
        .start = start,
        .add = add,
        .clear = clear,
        .free = free_collection,
        .write = write_report,
    };
    if (!kind->frames) {
        window->buttons[0] = (struct ikelog_window_button){"Next Failure", show_next_failure};
        window->buttons[1] = (struct ikelog_window_button){"All That Failed", show_all_failed};
    }
    if (html_of(kind))
        window->buttons[0] = (struct ikelog_window_button){"Open as Page", open_page};
    ikelog_window_register(window);
}
