/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -z ikelog,log: the log that the product would have written. */

#include "arriving/capture.h"
#include "asking/tap_options.h"
#include "asking/taps.h"
#include "settings/dialect_choice.h"
#include "settings/prefs.h"
#include "settings/warn_once.h"
#include "showing/tap.h"

#include "reports/log.h"
#include "reports/unannotated.h"

#include <epan/stat_tap_ui.h>
#include <stdio.h>

#define COMMAND "ikelog,log"

struct log_tap {
    char *dialect_name, *local_text, *filter;
    struct ikelog_prefix *local; /* instead of the preference's; NULL: the preference's */
    unsigned local_count;
    struct ikelog_packet_store *packets;
};

static void free_log(struct log_tap *log)
{
    g_free(log->dialect_name);
    g_free(log->local_text);
    g_free(log->filter);
    g_free(log->local);
    ikelog_packet_store_free(log->packets);
    g_free(log);
}

static void reset(void *data)
{
    struct log_tap *log = data;

    ikelog_packet_store_clear(log->packets);
}

static tap_packet_status packet(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                const void *tapped, tap_flags_t flags)
{
    struct log_tap *log = data;

    (void)pinfo;
    (void)edt;
    (void)flags;
    ikelog_packet_store_add(log->packets, &ikelog_tapped(tapped)->packet);
    return TAP_PACKET_REDRAW;
}

static const struct ikelog_dialect *dialect_of(const struct log_tap *log)
{
    if (log->dialect_name)
        return ikelog_dialects_find(ikelog_dialects_loaded(), log->dialect_name);
    return ikelog_dialects_chosen();
}

static struct ikelog_policy policy_of(const struct log_tap *log)
{
    struct ikelog_policy policy = *ikelog_prefs_policy();

    if (log->local_text) {
        policy.local = log->local;
        policy.local_count = log->local_count;
    }
    return policy;
}

/* What is not in the log: on standard error, as no product prints it. An empty log says why. */
static void tell_unannotated(bool empty, GString *log)
{
    GString *text = g_string_new(NULL);

    ikelog_unannotated_append(ikelog_capture_session(), empty, "", "", 0, text);
    if (empty)
        g_string_append(log, text->str);
    else
        ikelog_note_once(text->str);
    g_string_free(text, TRUE);
}

static void print(GString *text)
{
    fputs(text->str, stdout);
    g_string_truncate(text, 0);
}

static void draw(void *data)
{
    const struct log_tap *log = data;
    const struct ikelog_policy policy = policy_of(log);
    const bool empty = ikelog_packet_store_count(log->packets) == 0;
    GString *text = g_string_new(NULL);

    if (!empty)
        ikelog_report_log(log->packets, dialect_of(log), &policy, print, text);
    tell_unannotated(empty, text);
    print(text);
    g_string_free(text, TRUE);
}

static void finish(void *data)
{
    free_log(data);
}

static char *check_dialect(const struct log_tap *log)
{

    if (!log->dialect_name || ikelog_dialects_find(ikelog_dialects_loaded(), log->dialect_name))
        return NULL;
    return ikelog_dialects_refuse(log->dialect_name);
}

static char *check_local(struct log_tap *log)
{
    char *bad = NULL, *message = NULL;

    if (!log->local_text)
        return NULL;
    log->local = ikelog_prefs_parse_local(log->local_text, &log->local_count, &bad);
    if (bad)
        message = g_strdup_printf("local=%s: \"%s\" is neither an address nor a network such as "
                                  "192.0.2.1, 10.0.0.0/8 or 2001:db8::/32.",
                                  log->local_text, bad);
    g_free(bad);
    return message;
}

static char *read_options(struct log_tap *log, const char *argument)
{
    const struct ikelog_tap_option options[] = {
        {"dialect", "NAME of the dialect to write", &log->dialect_name, NULL},
        {"local", "ADDRESSES that are ours, with commas", &log->local_text, NULL},
        {"filter", "DISPLAY FILTER for the packets; the last option", &log->filter, NULL},
    };
    char *message = ikelog_tap_options_read(COMMAND, argument, options, array_length(options));

    if (!message)
        message = check_dialect(log);
    return message ? message : check_local(log);
}

static char *start(struct log_tap *log)
{
    GString *error = register_tap_listener(IKELOG_TAP, log, log->filter, TL_REQUIRES_NOTHING, reset,
                                           packet, draw, finish);

    return error ? g_string_free(error, FALSE) : NULL;
}

static IKELOG_TAP_INIT init(const char *argument, void *data)
{
    struct log_tap *log = g_new0(struct log_tap, 1);
    char *message;

    (void)data;
    log->packets = ikelog_packet_store_new();
    message = read_options(log, argument);
    if (!message)
        message = start(log);
    if (!message)
        IKELOG_TAP_INIT_OK;
    free_log(log);
    ikelog_tap_options_refuse(message);
    IKELOG_TAP_INIT_FAIL;
}

void ikelog_tap_log_register(void)
{
    static stat_tap_ui command = {REGISTER_STAT_GROUP_GENERIC, NULL, COMMAND, init, 0, NULL};

    register_stat_tap_ui(&command, NULL);
}
