/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The exchanges of one IKE SA, found by type and message ID. A GHashTable for each IKE SA would
 * take twice the memory; one for all of them waits for memory at each message of a large capture.
 */
#ifndef IKELOG_STATE_EXCHANGE_SET_H
#define IKELOG_STATE_EXCHANGE_SET_H

#include "state/exchange.h"

/* Owned by whoever holds the pointer, and freed by g_free. An empty set is NULL. */
struct exchange_set {
    uint32_t size, count;
    struct ikelog_exchange *slots[]; /* `size` of them, a power of two; NULL: free */
};

/* Add an exchange that is not there yet; *set may move. Borrowed: it must stay as long as the set.
 */
void exchange_set_add(struct exchange_set **set, struct ikelog_exchange *exchange);

uint32_t exchange_set_count(const struct exchange_set *set);

/* The exchange, or NULL. */
struct ikelog_exchange *exchange_set_find(const struct exchange_set *set, uint8_t type,
                                          uint32_t message_id);

#endif
