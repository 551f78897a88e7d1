/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many small structs of one size, allocated together and freed together; they never move. */
#ifndef IKELOG_STATE_POOL_H
#define IKELOG_STATE_POOL_H

#include <glib.h>
#include <stddef.h>

/* `size` octets each. Plain members: see pool_init. */
struct pool {
    size_t size;
    GPtrArray *blocks;
    unsigned used; /* in the last block */
};

void pool_init(struct pool *pool, size_t size);

/* One more, all zero. Owned by the pool. */
void *pool_add(struct pool *pool);

/* Call `clear` (may be NULL) for each and free all. */
void pool_clear(struct pool *pool, void (*clear)(void *item));

#endif
