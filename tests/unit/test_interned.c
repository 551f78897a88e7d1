/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the session keeps in little memory is still all there. */
#include "transcript.h"

#include "state/interned.h"
#include "state/pool.h"

#define INFORMATIONAL 5
#define FRAGMENT      132
#define MANY          (3u * IKELOG_MAX_MESSAGES)

static void test_equal_texts_are_kept_once(void)
{
    char text[] = "3DES/SHA-1/DHG2";
    struct interned interned;
    const char *first;

    interned_init(&interned);
    first = interned_text(&interned, text);
    text[0] = 'X'; /* it is a copy */
    g_assert_cmpstr(first, ==, "3DES/SHA-1/DHG2");
    g_assert_true(interned_text(&interned, "3DES/SHA-1/DHG2") == first);
    g_assert_cmpstr(interned_text(&interned, text), ==, "XDES/SHA-1/DHG2");
    g_assert_null(interned_text(&interned, ""));
    interned_clear(&interned);
}

static void test_equal_bodies_are_kept_once(void)
{
    uint8_t octets[] = {1, 0, 2};
    struct interned interned;
    GBytes *first, *second, *shorter;

    interned_init(&interned);
    first = interned_body(&interned, (struct ikelog_octets){octets, 3});
    second = interned_body(&interned, (struct ikelog_octets){octets, 3});
    shorter = interned_body(&interned, (struct ikelog_octets){octets, 2});
    g_assert_true(first == second);
    g_assert_true(first != shorter);
    interned_clear(&interned); /* references outlive it */
    g_assert_cmpuint(g_bytes_get_size(first), ==, 3);
    g_assert_true(memcmp(g_bytes_get_data(first, NULL), octets, 3) == 0);
    g_bytes_unref(first);
    g_bytes_unref(second);
    g_bytes_unref(shorter);
}

static void test_body_is_a_copy(void)
{
    uint8_t octets[] = {1, 2, 3};
    struct ikelog_body *body, *empty;
    struct arena arena;

    arena_init(&arena);
    body = body_new(&arena, (struct ikelog_octets){octets, 3});
    empty = body_new(&arena, (struct ikelog_octets){NULL, 0});
    octets[0] = 9;
    g_assert_cmpuint(body_octets(body).length, ==, 3);
    g_assert_cmpuint(body_octets(body).data[0], ==, 1);
    g_assert_cmpuint(body_octets(empty).length, ==, 0);
    g_assert_cmpuint(body_octets(NULL).length, ==, 0);
    arena_clear(&arena);
}

static void test_arena_gives_pieces_of_any_size(void)
{
    static const size_t sizes[] = {1, 7, 8, 200000, 3, 0, 65536, 60000, 60000};
    uint8_t *pieces[G_N_ELEMENTS(sizes)];
    struct arena arena;

    arena_init(&arena);
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
        pieces[i] = arena_take(&arena, sizes[i]);
        g_assert_cmpuint((uintptr_t)pieces[i] % 8, ==, 0);
        memset(pieces[i], (int)i, sizes[i]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++)
        for (size_t n = 0; n < sizes[i]; n++)
            g_assert_cmpuint(pieces[i][n], ==, i);
    arena_clear(&arena);
}

static void count_item(void *item)
{
    unsigned **counter = item;

    ++**counter;
}

static void test_pool_keeps_structs_in_place(void)
{
    unsigned **items[1000], cleared = 0;
    struct pool pool;

    pool_init(&pool, sizeof *items[0]);
    for (size_t i = 0; i < G_N_ELEMENTS(items); i++) {
        items[i] = pool_add(&pool);
        g_assert_null(*items[i]);
        *items[i] = &cleared;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(items); i++)
        g_assert_true(*items[i] == &cleared);
    pool_clear(&pool, count_item);
    g_assert_cmpuint(cleared, ==, G_N_ELEMENTS(items));
}

/* Message n of an exchange that never ends, from either side in turn. */
static const struct ikelog_record *say_nth(struct talk *talk, unsigned n, uint8_t first)
{
    char *body = g_strdup_printf("0000000c 00000001 0100%04x", n);
    const struct spoken spoken = {.who = n % 2 ? 'R' : 'I',
                                  .wait_ms = 100,
                                  .cookies = "a b",
                                  .exchange = INFORMATIONAL,
                                  .message_id = 7,
                                  .first = first,
                                  .body = body};

    talk_say(talk, &spoken);
    g_free(body);
    return g_ptr_array_index(talk->records, talk->records->len - 1);
}

/* The list of an exchange is bounded; what is not in it must be found all the same. */
static void test_repeat_is_found_behind_the_bound(gconstpointer data)
{
    uint8_t first = (uint8_t)GPOINTER_TO_UINT(data);
    const struct ikelog_record *said[MANY];
    struct talk talk;

    talk_open(&talk);
    for (unsigned n = 0; n < MANY; n++) {
        said[n] = say_nth(&talk, n, first);
        g_assert_null(ikelog_record_repeats(said[n]));
    }
    for (unsigned n = MANY; n > 0; n--)
        g_assert_true(ikelog_record_repeats(say_nth(&talk, n - 1, first)) == said[n - 1]);
    talk_close(&talk);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/interned/equal-texts-are-kept-once", test_equal_texts_are_kept_once);
    g_test_add_func("/interned/equal-bodies-are-kept-once", test_equal_bodies_are_kept_once);
    g_test_add_func("/interned/body-is-a-copy", test_body_is_a_copy);
    g_test_add_func("/interned/pool-keeps-structs-in-place", test_pool_keeps_structs_in_place);
    g_test_add_func("/interned/arena-gives-pieces-of-any-size",
                    test_arena_gives_pieces_of_any_size);
    g_test_add_data_func("/interned/repeat-is-found-behind-the-bound", GUINT_TO_POINTER(11),
                         test_repeat_is_found_behind_the_bound);
    g_test_add_data_func("/interned/repeated-fragment-is-found-behind-the-bound",
                         GUINT_TO_POINTER(FRAGMENT), test_repeat_is_found_behind_the_bound);
    return g_test_run();
}
