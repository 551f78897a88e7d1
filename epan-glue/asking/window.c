/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text windows below Tools > IKE Log: each collects packets and is written anew as they change. */

#include "asking/window.h"

#include "arriving/capture.h"
#include "showing/tap.h"

#include <epan/funnel.h>

#define MENU "IKE Log/"

/* A window that is open. */
struct ikelog_window {
    const struct ikelog_window_kind *kind;
    const funnel_ops_t *ops;
    funnel_text_window_t *handle;
    void *collected;
    const struct ikelog_session *session; /* of what was collected; NULL: nothing was */
    funnel_bt_t buttons[IKELOG_WINDOW_BUTTONS];
    unsigned pressed;
};

static void free_window(struct ikelog_window *window)
{
    window->kind->free(window->collected);
    g_free(window);
}

static void closed(void *data)
{
    remove_tap_listener(data);
    free_window(data);
}

static void reset(void *data)
{
    struct ikelog_window *window = data;

    window->kind->clear(window->collected);
    window->session = NULL;
}

static tap_packet_status packet(void *data, packet_info *pinfo, epan_dissect_t *edt,
                                const void *tapped, tap_flags_t flags)
{
    struct ikelog_window *window = data;
    const struct ikelog_packet *one = &ikelog_tapped(tapped)->packet;

    (void)pinfo;
    (void)edt;
    (void)flags;
    window->session = one->session;
    window->kind->add(window->collected, one);
    return TAP_PACKET_REDRAW;
}

/* A window that outlived its capture has nothing to ask any more. */
static bool is_stale(const struct ikelog_window *window)
{
    return window->session && window->session != ikelog_capture_session();
}

static void draw(void *data)
{
    struct ikelog_window *window = data;
    GString *text;

    if (!window->handle || is_stale(window))
        return;
    text = g_string_new(NULL);
    window->kind->write(window->collected, text);
    window->ops->set_text(window->handle, text->str);
    g_string_free(text, TRUE);
}

/* Wireshark hands over what stands in the button's `data`: the window. */
static void press(struct ikelog_window *window, unsigned n)
{
    if (window->session && !is_stale(window))
        window->kind->buttons[n].press(window);
}

static IKELOG_BOOL press_first(funnel_text_window_t *handle, void *data)
{
    (void)handle;
    press(data, 0);
    return TRUE;
}

static IKELOG_BOOL press_second(funnel_text_window_t *handle, void *data)
{
    (void)handle;
    press(data, 1);
    return TRUE;
}

static void add_buttons(struct ikelog_window *window)
{
    static const funnel_bt_cb_t presses[IKELOG_WINDOW_BUTTONS] = {press_first, press_second};

    for (unsigned n = 0; window->ops->add_button && n < IKELOG_WINDOW_BUTTONS; n++) {
        const char *label = window->kind->buttons[n].label;

        window->buttons[n] = (funnel_bt_t){window->handle, presses[n], window, NULL, NULL};
        if (label)
            window->ops->add_button(window->handle, &window->buttons[n], label);
    }
}

static void open_window(const struct ikelog_window_kind *kind, const funnel_ops_t *ops,
                        const char *filter)
{
    struct ikelog_window *window = g_new0(struct ikelog_window, 1);
    char *title = filter ? g_strdup_printf("%s (%s)", kind->title, filter) : g_strdup(kind->title);
    GString *error;

    window->kind = kind;
    window->ops = ops;
    window->collected = kind->start(kind->what);
    error = register_tap_listener(IKELOG_TAP, window, filter, TL_REQUIRES_NOTHING, reset, packet,
                                  draw, NULL);
    if (error) {
        g_string_free(error, TRUE);
        free_window(window);
    } else {
        window->handle = ops->new_text_window(ops->ops_id, title);
        add_buttons(window);
        if (ops->set_close_cb)
            ops->set_close_cb(window->handle, closed, window);
        if (ops->retap_packets)
            ops->retap_packets(ops->ops_id);
    }
    g_free(title);
}

/* tshark has no windows. */
static const funnel_ops_t *window_ops(void)
{
    const funnel_ops_t *ops = funnel_get_funnel_ops();

    return ops && ops->new_text_window && ops->set_text ? ops : NULL;
}

static void view_all(void *kind)
{
    const funnel_ops_t *ops = window_ops();

    if (ops)
        open_window(kind, ops, NULL);
}

static void view_displayed(void *kind)
{
    const funnel_ops_t *ops = window_ops();
    const char *filter = ops && ops->get_filter ? ops->get_filter(ops->ops_id) : NULL;

    if (ops)
        open_window(kind, ops, filter && *filter ? filter : NULL);
}

static void add_entry(const struct ikelog_window_kind *kind, const char *suffix,
                      void (*view)(void *kind))
{
    char *name = g_strconcat(MENU, kind->entry, suffix, NULL);

    funnel_register_menu(name, REGISTER_TOOLS_GROUP_UNSORTED, view, (void *)(uintptr_t)kind, NULL,
                         TRUE);
    g_free(name);
}

void ikelog_window_register(const struct ikelog_window_kind *kind)
{
    add_entry(kind, "", view_all);
    add_entry(kind, " of Displayed Packets", view_displayed);
}

void *ikelog_window_collected(const struct ikelog_window *window)
{
    return window->collected;
}

unsigned ikelog_window_count(struct ikelog_window *window)
{
    return window->pressed++;
}

void ikelog_window_filter(const struct ikelog_window *window, const char *filter)
{
    if (!window->ops->set_filter || !window->ops->apply_filter)
        return;
    window->ops->set_filter(window->ops->ops_id, filter);
    window->ops->apply_filter(window->ops->ops_id);
}

void ikelog_window_open_file(const struct ikelog_window *window, const char *path)
{
    if (window->ops->browser_open_data_file)
        window->ops->browser_open_data_file(path);
}
