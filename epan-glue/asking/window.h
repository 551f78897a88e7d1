/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Text windows below Tools > IKE Log: each collects packets and is written anew as they change. */
#ifndef IKELOG_ASKING_WINDOW_H
#define IKELOG_ASKING_WINDOW_H

#include "compat.h"

#include "events/packet.h"

struct ikelog_window;

#define IKELOG_WINDOW_BUTTONS 2

/* `press` may only be called while the window's capture is open. */
struct ikelog_window_button {
    const char *label; /* NULL: there is none */
    void (*press)(struct ikelog_window *window);
};

/* A kind of window, in static storage. What `start` returns is passed to the other functions. */
struct ikelog_window_kind {
    const char *entry; /* of the menu: "View Log" */
    const char *title; /* of the window: "IKE Log" */
    const void *what;  /* for `start` */
    void *(*start)(const void *what);
    void (*add)(void *collected, const struct ikelog_packet *packet); /* keeps what it needs */
    void (*clear)(void *collected);
    void (*free)(void *collected);
    void (*write)(void *collected, GString *text); /* appends what the window shows */
    struct ikelog_window_button buttons[IKELOG_WINDOW_BUTTONS];
};

/*
 * Two entries in the menu, for all packets and for those that are displayed. Call before the menus
 * are made. tshark has neither.
 */
void ikelog_window_register(const struct ikelog_window_kind *kind);

/* For buttons. What the window collected: */
void *ikelog_window_collected(const struct ikelog_window *window);
/* how often a button of it was pressed before, counted up; */
unsigned ikelog_window_count(struct ikelog_window *window);
/* show only the packets that fit the filter, in the packet list; */
void ikelog_window_filter(const struct ikelog_window *window, const char *filter);
/* open a file with the program that the desktop has for it. */
void ikelog_window_open_file(const struct ikelog_window *window, const char *path);

#endif
