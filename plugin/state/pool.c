/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Blocks that hold many structs or octets. */
#include "state/pool.h"

/* How much is allocated together; one piece where the address sanitizer has to see its end. */
#ifdef IKELOG_LONE_STRUCTS
#define BLOCK        1u
#define ARENA_OCTETS 0u
#else
#define BLOCK        256u
#define ARENA_OCTETS 65536u
#endif

#define ALIGNMENT 8u

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

void arena_init(struct arena *arena)
{
    arena->blocks = g_ptr_array_new_with_free_func(g_free);
    arena->left = 0;
}

/* Pieces are cut from the end of the last block; what is left of the one before stays unused. */
void *arena_take(struct arena *arena, size_t size)
{
    char *block;

    size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (size > arena->left) {
        arena->left = MAX(size, ARENA_OCTETS);
        g_ptr_array_add(arena->blocks, g_malloc(arena->left));
    }
    arena->left -= size;
    block = g_ptr_array_index(arena->blocks, arena->blocks->len - 1);
    return block + arena->left;
}

void arena_clear(struct arena *arena)
{
    g_ptr_array_unref(arena->blocks);
}
