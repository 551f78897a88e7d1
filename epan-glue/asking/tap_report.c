/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taps that collect while a capture is read and print a report at its end. */

#include "asking/tap_report.h"

#include "arriving/capture.h"
#include "asking/tap_options.h"
#include "asking/window_report.h"
#include "settings/dialect_choice.h"
#include "settings/key_sources.h"
#include "settings/prefs.h"
#include "showing/tap.h"

#include <epan/stat_tap_ui.h>
#include <stdio.h>
#ifdef G_OS_UNIX
#include <sys/ioctl.h>
#include <unistd.h>
#endif

/* One use of a command on the command line. */
struct report_tap {
    const struct ikelog_tap_report_kind *kind;
    char *filter;
    char *dialects; /* "NAME" or "INITIATOR'S,RESPONDER'S"; NULL: the one that is chosen */
    bool wanted[IKELOG_TAP_REPORT_VARIANTS]; /* which variants were asked for */
    struct ikelog_report *report;
};

static void free_tap(struct report_tap *tap)
{
    ikelog_report_free(tap->report);
    g_free(tap->filter);
    g_free(tap->dialects);
    g_free(tap);
}

void ikelog_tap_report_collect(const struct ikelog_tap_report_kind *kind,
                               struct ikelog_report *report, const struct ikelog_packet *packet)
{
    if (!packet->record || packet->kind == IKELOG_PACKET_ESP)
        return;
    if (kind->frames)
        ikelog_report_keep(report, packet);
    else
        ikelog_report_note(report, packet->record->exchange->sa);
}

/* The columns of the terminal that is printed to; 0: it is a file or a pipe,
 * or the system cannot tell. */
static unsigned terminal_width(void)
{
#ifdef TIOCGWINSZ
    struct winsize size;

    return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
#else
    return 0;
#endif
}

/* The dialects that were asked for, by side; one alone is both sides'. False: there is no such. */
static bool choose_dialects(const struct report_tap *tap, const struct ikelog_dialect *chosen[2])
{
    char **names = g_strsplit(tap->dialects, ",", 2);

    for (unsigned i = 0; i < 2; i++)
        chosen[i] = ikelog_dialects_find(ikelog_dialects_loaded(),
                                         names[0] && names[1] ? names[i] : tap->dialects);
    g_strfreev(names);
    return chosen[0] && chosen[1];
}

void ikelog_tap_report_prepare(struct ikelog_report *report, unsigned width)
{
    report->show_keys = ikelog_prefs()->show_keys;
    report->dialects[0] = report->dialects[1] = ikelog_dialects_chosen();
    report->width = width;
    report->session = ikelog_capture_session();
    ikelog_session_end(report->session);
    report->policy = ikelog_prefs_policy();
    report->keyring = ikelog_keys();
    ikelog_report_sort(report);
}

static void reset(void *data)
{
    struct report_tap *tap = data;

    ikelog_report_clear(tap->report);
}

static tap_packet_status packet(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                const void *tapped, tap_flags_t flags)
{
    struct report_tap *tap = data;

    (void)pinfo;
    (void)edt;
    (void)flags;
    ikelog_tap_report_collect(tap->kind, tap->report, &ikelog_tapped(tapped)->packet);
    return TAP_PACKET_REDRAW;
}

/* The variants that were asked for, in their order; else the report itself. */
static void write_report(const struct report_tap *tap, GString *text)
{
    bool any = false;

    for (unsigned i = 0; i < IKELOG_TAP_REPORT_VARIANTS; i++) {
        if (!tap->wanted[i])
            continue;
        tap->kind->variants[i].write(tap->report, text);
        any = true;
    }
    if (!any)
        tap->kind->write(tap->report, text);
}

static void write_out(GString *text)
{
    fputs(text->str, stdout);
    g_string_truncate(text, 0);
}

static void draw(void *data)
{
    struct report_tap *tap = data;
    GString *text = g_string_new(NULL);

    ikelog_tap_report_prepare(tap->report, terminal_width());
    tap->report->flush = write_out;
    if (tap->dialects)
        choose_dialects(tap, tap->report->dialects);
    write_report(tap, text);
    write_out(text);
    g_string_free(text, TRUE);
}

static void finish(void *data)
{
    free_tap(data);
}

static char *read_options(struct report_tap *tap, const char *argument)
{
    struct ikelog_tap_option options[2 + IKELOG_TAP_REPORT_VARIANTS] = {
        {"filter", "DISPLAY FILTER for the packets; the last option", &tap->filter, NULL},
    };
    unsigned count = 1;

    if (tap->kind->dialects)
        options[count++] = (struct ikelog_tap_option){
            "dialect", "NAME of the dialect of log lines, or two names: of initiator and responder",
            &tap->dialects, NULL};
    for (unsigned i = 0; i < IKELOG_TAP_REPORT_VARIANTS && tap->kind->variants[i].name; i++)
        options[count++] = (struct ikelog_tap_option){
            tap->kind->variants[i].name, tap->kind->variants[i].help, NULL, &tap->wanted[i]};
    return ikelog_tap_options_read(tap->kind->command, argument, options, count);
}

static char *check_dialects(const struct report_tap *tap)
{
    const struct ikelog_dialect *chosen[2];

    if (!tap->dialects || choose_dialects(tap, chosen))
        return NULL;
    return ikelog_dialects_refuse(tap->dialects);
}

static char *start(struct report_tap *tap)
{
    GString *error = register_tap_listener(IKELOG_TAP, tap, tap->filter, TL_REQUIRES_NOTHING, reset,
                                           packet, draw, finish);

    return error ? g_string_free(error, FALSE) : NULL;
}

static IKELOG_TAP_INIT init(const char *argument, void *data)
{
    struct report_tap *tap = g_new0(struct report_tap, 1);
    char *message;

    tap->kind = data;
    tap->report = ikelog_report_new();
    message = read_options(tap, argument);
    if (!message)
        message = check_dialects(tap);
    if (!message)
        message = start(tap);
    if (!message)
        IKELOG_TAP_INIT_OK;
    free_tap(tap);
    ikelog_tap_options_refuse(message);
    IKELOG_TAP_INIT_FAIL;
}

void ikelog_tap_report_register(const struct ikelog_tap_report_kind *kind)
{
    stat_tap_ui command = {REGISTER_STAT_GROUP_GENERIC, NULL, kind->command, init, 0, NULL};

    register_stat_tap_ui(&command, (void *)(uintptr_t)kind);
    if (kind->entry)
        ikelog_window_report_register(kind);
}
