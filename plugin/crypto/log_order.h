/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Logs whose newest line stands first, as windows and web pages show them. */
#ifndef IKELOG_CRYPTO_LOG_ORDER_H
#define IKELOG_CRYPTO_LOG_ORDER_H

#include "crypto/log_line.h"

#include <glib.h>

/* The lines of a log while nobody knows in which order they stand, or when the newest is first. */
struct ikelog_log_order;

struct ikelog_log_order *ikelog_log_order_new(void);
struct ikelog_log_order *ikelog_log_order_copy(const struct ikelog_log_order *order);
void ikelog_log_order_free(struct ikelog_log_order *order);

/* Keep a line; `words` is the line without its dress. */
void ikelog_log_order_keep(struct ikelog_log_order *order, const char *line, unsigned number,
                           const struct ikelog_log_line *words);

/* True as soon as lines need not be kept any more: the times grow, or too much was kept. */
bool ikelog_log_order_is_settled(const struct ikelog_log_order *order);

/*
 * Hand on what is kept, oldest line first. Lines without a date stay after the dated line that
 * they follow. Nothing is kept afterwards.
 */
void ikelog_log_order_hand_on(struct ikelog_log_order *order,
                              void (*take)(void *context, const char *line, unsigned number),
                              void *context);

#endif
