/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exchanges are found by type and message ID, however many there are. */
#include "state/exchange_set.h"

#define MANY 1000u

static void test_nothing_is_in_an_empty_set(void)
{
    g_assert_null(exchange_set_find(NULL, 5, 1));
    g_assert_cmpuint(exchange_set_count(NULL), ==, 0);
}

static void test_each_of_many_is_found(void)
{
    struct ikelog_exchange *exchanges = g_new0(struct ikelog_exchange, MANY);
    struct exchange_set *set = NULL;

    for (uint32_t i = 0; i < MANY; i++) {
        exchanges[i].type = i % 2 ? 32 : 5;
        exchanges[i].message_id = i / 2; /* each under two types */
        g_assert_null(exchange_set_find(set, exchanges[i].type, exchanges[i].message_id));
        exchange_set_add(&set, &exchanges[i]);
        g_assert_cmpuint(exchange_set_count(set), ==, i + 1);
    }
    for (uint32_t i = 0; i < MANY; i++)
        g_assert_true(exchange_set_find(set, exchanges[i].type, exchanges[i].message_id) ==
                      &exchanges[i]);
    g_assert_null(exchange_set_find(set, 5, MANY));
    g_assert_null(exchange_set_find(set, 6, 0));
    g_free(set);
    g_free(exchanges);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/exchange-set/nothing-is-in-an-empty-set", test_nothing_is_in_an_empty_set);
    g_test_add_func("/exchange-set/each-of-many-is-found", test_each_of_many_is_found);
    return g_test_run();
}
