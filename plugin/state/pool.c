/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Many small structs of one size, allocated together and freed together. */
#include "state/pool.h"

/* Structs allocated together; one where the address sanitizer has to see the end of each. */
#ifdef IKELOG_LONE_STRUCTS
#define BLOCK 1u
#else
#define BLOCK 256u
#endif

void pool_init(struct pool *pool, size_t size)
{
    pool->size = size;
    pool->blocks = g_ptr_array_new_with_free_func(g_free);
    pool->used = BLOCK;
}

void *pool_add(struct pool *pool)
{
    char *block;

    if (pool->used == BLOCK) {
        g_ptr_array_add(pool->blocks, g_malloc0_n(BLOCK, pool->size));
        pool->used = 0;
    }
    block = g_ptr_array_index(pool->blocks, pool->blocks->len - 1);
    return block + pool->used++ * pool->size;
}

void pool_clear(struct pool *pool, void (*clear)(void *item))
{
    for (unsigned b = 0; clear && b < pool->blocks->len; b++) {
        unsigned count = b + 1 < pool->blocks->len ? BLOCK : pool->used;
        char *block = g_ptr_array_index(pool->blocks, b);

        for (unsigned i = 0; i < count; i++)
            clear(block + i * pool->size);
    }
    g_ptr_array_unref(pool->blocks);
}
