/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tools > IKE Log > View Log: the log that the product would have written. */

#include "compat.h"

#include "arriving/capture.h"
#include "asking/taps.h"
#include "asking/window.h"
#include "settings/dialect_choice.h"
#include "settings/prefs.h"

#include "reports/log.h"
#include "reports/unannotated.h"

static void *start(const void *what)
{
    (void)what;
    return ikelog_packet_store_new();
}

static void add(void *collected, const struct ikelog_packet *packet)
{
    ikelog_packet_store_add(collected, packet);
}

static void clear(void *collected)
{
    ikelog_packet_store_clear(collected);
}

static void free_packets(void *collected)
{
    ikelog_packet_store_free(collected);
}

static void write_log(void *collected, GString *text)
{
    const bool empty = ikelog_packet_store_count(collected) == 0;

    if (!empty)
        ikelog_report_log(collected, ikelog_dialects_chosen(), ikelog_prefs_policy(), NULL, text);
    if (ikelog_capture_session()) /* no product prints it */
        ikelog_unannotated_append(ikelog_capture_session(), empty, "==== ", "", 0, text);
}

void ikelog_window_log_register(void)
{
    static const struct ikelog_window_kind kind = {
        .entry = "View Log",
        .title = "IKE Log",
        .start = start,
        .add = add,
        .clear = clear,
        .free = free_packets,
        .write = write_log,
    };

    ikelog_window_register(&kind);
}
