/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For fuzzing: inputs that are a head and then records, changed record by record. libFuzzer by
 * itself changes octets, and seldom makes one more message that is whole.
 */
#ifndef IKELOG_TESTS_MUTATOR_H
#define IKELOG_TESTS_MUTATOR_H

#include "wire/numbers.h"

#include <glib.h>
#include <stdint.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);

#define MUTATOR_RECORDS 256u
#define MUTATOR_RECORD  256u /* octets of a record that is made */

struct mutator {
    size_t head;                                                 /* octets before the records */
    size_t (*length)(const uint8_t *record, size_t left);        /* of a record, at most `left` */
    size_t (*make)(uint8_t out[MUTATOR_RECORD], unsigned number, /* one of many that mean */
                   const uint8_t *data, size_t size);            /* something; its octets */
};

/* Where the records of an input begin; starts[count] is the end of the last one. */
struct mutator_records {
    size_t starts[MUTATOR_RECORDS + 1];
    unsigned count;
};

/* Numbers from a seed. */
static inline unsigned mutator_next(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static inline void mutator_split(const struct mutator *m, const uint8_t *data, size_t size,
                                 struct mutator_records *records)
{
    size_t at = MIN(m->head, size);

    records->count = 0;
    while (at < size && records->count < MUTATOR_RECORDS) {
        records->starts[records->count++] = at;
        at += m->length(data + at, size - at);
    }
    records->starts[records->count] = at;
}

/* Put `length` octets in at `at`; 0: there is no room. */
static inline size_t mutator_insert(uint8_t *data, size_t size, size_t most, size_t at,
                                    const uint8_t *octets, size_t length)
{
    if (size + length > most || length == 0)
        return 0;
    memmove(data + at + length, data + at, size - at);
    memcpy(data + at, octets, length);
    return size + length;
}

static inline size_t mutator_drop(uint8_t *data, size_t size, size_t from, size_t to)
{
    memmove(data + from, data + to, size - to);
    return size - (to - from);
}

static inline size_t mutator_repeat(uint8_t *data, size_t size, size_t most, size_t at, size_t from,
                                    size_t to)
{
    uint8_t *copy = g_memdup2(data + from, to - from);
    size_t grown = mutator_insert(data, size, most, at, copy, to - from);

    g_free(copy);
    return grown;
}

/* One change to whole records; 0: it could not be made. */
static inline size_t mutator_rearrange(const struct mutator *m, uint8_t *data, size_t size,
                                       size_t most, unsigned seed)
{
    unsigned kind = mutator_next(&seed) % 8, number = mutator_next(&seed);
    struct mutator_records records;
    uint8_t made[MUTATOR_RECORD];
    size_t from, to, at;

    mutator_split(m, data, size, &records);
    if (size < m->head || (kind < 4 && records.count == 0))
        return 0;
    from = records.count ? records.starts[number % records.count] : size;
    to = records.count ? records.starts[number % records.count + 1] : size;
    at = records.starts[mutator_next(&seed) % (records.count + 1)];
    if (kind == 0)
        return mutator_drop(data, size, from, to);
    if (kind == 1) /* the beginning was not captured */
        return mutator_drop(data, size, m->head, from);
    if (kind == 2) /* nor the end */
        return from > m->head ? from : 0;
    if (kind == 3)
        return mutator_repeat(data, size, most, at, from, to);
    return mutator_insert(data, size, most, at, made,
                          m->make(made, mutator_next(&seed), data, size));
}

/* Every other time whole records, else octets. */
static inline size_t mutator_change(const struct mutator *m, uint8_t *data, size_t size,
                                    size_t most, unsigned seed)
{
    size_t changed = (mutator_next(&seed) & 1) ? mutator_rearrange(m, data, size, most, seed) : 0;

    return changed ? changed : LLVMFuzzerMutate(data, size, most);
}

/* Types of notifications that end something or say something. */
static inline uint8_t mutator_error(unsigned number)
{
    static const uint8_t types[] = {1, 4, 7, 9, 11, 14, 16, 17, 18, 20, 23, 24, 28, 30};

    return types[number % G_N_ELEMENTS(types)];
}

#endif
