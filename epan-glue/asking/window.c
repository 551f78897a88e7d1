/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tools > IKE Log: the log in a window, of the whole capture or of the displayed packets. */

#include "arriving/capture.h"
#include "asking/taps.h"
#include "settings/dialect_choice.h"
#include "settings/prefs.h"
#include "showing/tap.h"

#include "reports/log.h"
#include "reports/unannotated.h"

#include <epan/funnel.h>

/* A window that is open. */
struct window {
    const funnel_ops_t *ops;
    funnel_text_window_t *handle;
    GPtrArray *packets; /* struct ikelog_packet *, copies */
};

static void free_packet(void *packet)
{
    ikelog_packet_free(packet);
}

static void free_window(struct window *window)
{
    g_ptr_array_unref(window->packets);
    g_free(window);
}

static void closed(void *data)
{
    remove_tap_listener(data);
    free_window(data);
}

static void reset(void *data)
{
    struct window *window = data;

    g_ptr_array_set_size(window->packets, 0);
}

static tap_packet_status packet(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                const void *tapped, tap_flags_t flags)
{
    struct window *window = data;

    (void)pinfo;
    (void)edt;
    (void)flags;
    g_ptr_array_add(window->packets, ikelog_packet_keep(&ikelog_tapped(tapped)->packet));
    return TAP_PACKET_REDRAW;
}

static const struct ikelog_session *kept_session(const struct window *window)
{
    const struct ikelog_packet *kept = g_ptr_array_index(window->packets, 0);

    return kept->session;
}

static void draw(void *data)
{
    struct window *window = data;
    GString *text;

    /* A window that outlived its capture has nothing to ask any more. */
    if (!window->handle ||
        (window->packets->len && kept_session(window) != ikelog_capture_session()))
        return;
    text = g_string_new(NULL);
    if (window->packets->len > 0)
        ikelog_report_log(window->packets, ikelog_dialects_chosen(), ikelog_prefs_policy(), text);
    if (ikelog_capture_session())
        ikelog_unannotated_append(ikelog_capture_session(), window->packets->len == 0, "==== ", "",
                                  0, text);
    window->ops->set_text(window->handle, text->str);
    g_string_free(text, TRUE);
}

static void open_window(const funnel_ops_t *ops, const char *title, const char *filter)
{
    struct window *window = g_new0(struct window, 1);
    GString *error;

    window->ops = ops;
    window->packets = g_ptr_array_new_with_free_func(free_packet);
    error = register_tap_listener(IKELOG_TAP, window, filter, TL_REQUIRES_NOTHING, reset, packet,
                                  draw, NULL);
    if (error) {
        g_string_free(error, TRUE);
        free_window(window);
        return;
    }
    window->handle = ops->new_text_window(ops->ops_id, title);
    if (ops->set_close_cb)
        ops->set_close_cb(window->handle, closed, window);
    if (ops->retap_packets)
        ops->retap_packets(ops->ops_id);
}

/* tshark has no windows. */
static const funnel_ops_t *window_ops(void)
{
    const funnel_ops_t *ops = funnel_get_funnel_ops();

    return ops && ops->new_text_window && ops->set_text ? ops : NULL;
}

static void view_log(void *data)
{
    const funnel_ops_t *ops = window_ops();

    (void)data;
    if (ops)
        open_window(ops, "IKE Log", NULL);
}

static void view_displayed(void *data)
{
    const funnel_ops_t *ops = window_ops();
    const char *filter = ops && ops->get_filter ? ops->get_filter(ops->ops_id) : NULL;
    char *title;

    (void)data;
    if (!ops)
        return;
    title = filter && *filter ? g_strdup_printf("IKE Log (%s)", filter) : g_strdup("IKE Log");
    open_window(ops, title, filter && *filter ? filter : NULL);
    g_free(title);
}

void ikelog_window_register(void)
{
    funnel_register_menu("IKE Log/View Log", REGISTER_TOOLS_GROUP_UNSORTED, view_log, NULL, NULL,
                         TRUE);
    funnel_register_menu("IKE Log/View Log of Displayed Packets", REGISTER_TOOLS_GROUP_UNSORTED,
                         view_displayed, NULL, NULL, TRUE);
}
