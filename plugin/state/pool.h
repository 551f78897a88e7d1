/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small structs and octets, allocated together and freed together; they never move. Between the
 * allocations of frames they would leave the heap in pieces. */
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

/* The same for pieces of any size. */
struct arena {
    GPtrArray *blocks;
    size_t left; /* in the last block */
};

void arena_init(struct arena *arena);

/* `size` octets, aligned for any struct. Owned by the arena; not zeroed. */
void *arena_take(struct arena *arena, size_t size);

void arena_clear(struct arena *arena);

#endif
