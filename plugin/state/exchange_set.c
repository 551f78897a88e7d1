/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hash table with open addressing, at most three quarters full: a free slot ends each search. */
#include "state/exchange_set.h"

#include "wire/seeded.h"

#define FIRST_SIZE 4u

/* The slot of the exchange, or the free one where it belongs. */
static uint32_t slot_of(const struct exchange_set *set, uint8_t type, uint32_t message_id)
{
    const uint64_t key = (uint64_t)type << 32 | message_id;
    uint32_t slot = ikelog_seeded_hash(&key, sizeof key) & (set->size - 1);

    while (set->slots[slot] &&
           (set->slots[slot]->message_id != message_id || set->slots[slot]->type != type))
        slot = (slot + 1) & (set->size - 1);
    return slot;
}

static void put(struct exchange_set *set, struct ikelog_exchange *exchange)
{
    set->slots[slot_of(set, exchange->type, exchange->message_id)] = exchange;
}

static struct exchange_set *grown(const struct exchange_set *set)
{
    const uint32_t size = set ? 2 * set->size : FIRST_SIZE;
    struct exchange_set *to = g_malloc0(sizeof *to + size * sizeof(struct ikelog_exchange *));

    to->size = size;
    to->count = exchange_set_count(set);
    for (uint32_t i = 0; set && i < set->size; i++)
        if (set->slots[i])
            put(to, set->slots[i]);
    return to;
}

void exchange_set_add(struct exchange_set **set, struct ikelog_exchange *exchange)
{
    struct exchange_set *before = *set;

    if (!before || 4 * (before->count + 1) > 3 * before->size) {
        *set = grown(before);
        g_free(before);
    }
    put(*set, exchange);
    (*set)->count++;
}

uint32_t exchange_set_count(const struct exchange_set *set)
{
    return set ? set->count : 0;
}

struct ikelog_exchange *exchange_set_find(const struct exchange_set *set, uint8_t type,
                                          uint32_t message_id)
{
    return set ? set->slots[slot_of(set, type, message_id)] : NULL;
}
