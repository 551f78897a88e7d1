/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Logs whose newest line stands first. */
#include "crypto/log_order.h"

#include "crypto/derive.h"

#include <string.h>

#define MOST_UNKNOWN  65536u   /* octets that are kept while no time tells the order */
#define MOST_REVERSED 4194304u /* octets of a log whose newest line is first */
#define MOST_TIME     64u

struct kept_line {
    char *text;
    unsigned number;
    bool dated;
};

struct ikelog_log_order {
    GPtrArray *lines; /* struct kept_line *, owned */
    size_t octets;
    bool grows, falls; /* the times */
    char time[MOST_TIME];
};

static void free_line(gpointer pointer)
{
    struct kept_line *line = pointer;

    ikelog_wipe(line->text, strlen(line->text));
    g_free(line->text);
    g_free(line);
}

struct ikelog_log_order *ikelog_log_order_new(void)
{
    struct ikelog_log_order *order = g_new0(struct ikelog_log_order, 1);

    order->lines = g_ptr_array_new_with_free_func(free_line);
    return order;
}

static void add_line(struct ikelog_log_order *order, const char *text, unsigned number, bool dated)
{
    struct kept_line *line = g_new0(struct kept_line, 1);

    line->text = g_strdup(text);
    line->number = number;
    line->dated = dated;
    order->octets += strlen(text) + sizeof *line;
    g_ptr_array_add(order->lines, line);
}

struct ikelog_log_order *ikelog_log_order_copy(const struct ikelog_log_order *order)
{
    struct ikelog_log_order *copy = ikelog_log_order_new();

    copy->grows = order->grows;
    copy->falls = order->falls;
    memcpy(copy->time, order->time, sizeof copy->time);
    for (guint i = 0; i < order->lines->len; i++) {
        const struct kept_line *line = g_ptr_array_index(order->lines, i);

        add_line(copy, line->text, line->number, line->dated);
    }
    return copy;
}

void ikelog_log_order_free(struct ikelog_log_order *order)
{
    if (!order)
        return;
    g_ptr_array_unref(order->lines);
    g_free(order);
}

/* Times tell an order when they only differ in the hours, minutes and seconds, of one day. */
static void compare(struct ikelog_log_order *order, const char *time)
{
    const char *colon = strchr(time, ':');
    size_t before = colon ? (size_t)(colon - time) : 0, day = before - MIN(2u, before);
    int difference = strcmp(order->time, time);

    if (order->time[0] && colon && strlen(order->time) == strlen(time) &&
        strncmp(order->time, time, day) == 0) {
        order->grows = order->grows || difference < 0;
        order->falls = order->falls || difference > 0;
    }
    g_strlcpy(order->time, time, sizeof order->time);
}

void ikelog_log_order_keep(struct ikelog_log_order *order, const char *line, unsigned number,
                           const struct ikelog_log_line *words)
{
    add_line(order, line, number, words->dated);
    if (words->dated && words->time_length < MOST_TIME) {
        char time[MOST_TIME] = {0};

        memcpy(time, words->time, words->time_length);
        time[strcspn(time, ".,")] = '\0'; /* threads write within a second as they come */
        compare(order, time);
    }
}

static bool is_reversed(const struct ikelog_log_order *order)
{
    return order->falls && !order->grows;
}

bool ikelog_log_order_is_settled(const struct ikelog_log_order *order)
{
    return order->grows || order->octets > (order->falls ? MOST_REVERSED : MOST_UNKNOWN);
}

void ikelog_log_order_hand_on(struct ikelog_log_order *order,
                              void (*take)(void *context, const char *line, unsigned number),
                              void *context)
{
    bool reversed = is_reversed(order);
    guint end = order->lines->len;

    for (guint i = end; reversed && i > 0; i--) {
        const struct kept_line *first = g_ptr_array_index(order->lines, i - 1);

        if (!first->dated && i > 1)
            continue;
        for (guint n = i - 1; n < end; n++) {
            const struct kept_line *line = g_ptr_array_index(order->lines, n);

            take(context, line->text, line->number);
        }
        end = i - 1;
    }
    for (guint i = 0; !reversed && i < end; i++) {
        const struct kept_line *line = g_ptr_array_index(order->lines, i);

        take(context, line->text, line->number);
    }
    g_ptr_array_set_size(order->lines, 0);
    order->octets = 0;
}
