/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A device that does one thing after the other: what it received meanwhile comes afterwards. */
#include "transcript.h"

#include "reports/turns.h"

static const char one_by_one[] = "[dialect]\nname=t\n[log]\nturns=true\n[packet]\nboth=x\n";
static const char as_captured[] = "[dialect]\nname=t\n[packet]\nboth=x\n";

/* The frames of a capture in the order of a side's log. */
static const struct {
    const char *capture;
    enum ikelog_side us;
    const char *order;
} rows[] = {
    /* 7 came between the end of phase 1 and the Quick Mode that is begun then */
    {"racoon-answers", IKELOG_INITIATOR, "1 2 3 4 5 6 8 7 9 10 11 12"},
    {"racoon-answers", IKELOG_RESPONDER, "1 2 3 4 5 6 7 8 9 10 11 12"},
    /* 11 came between the Delete of the IPsec SA and that of the IKE SA */
    {"libreswan-answers", IKELOG_INITIATOR, "1 2 3 4 5 6 7 8 9 10 12 13"},
    {"libreswan-answers", IKELOG_RESPONDER, "1 2 3 4 5 6 7 8 9 10 11 12 13"},
    /* 12 begins a Quick Mode before 13 ends another */
    {"ok-two-children-at-once", IKELOG_INITIATOR, "1 2 3 4 5 6 7 8 9 10 11 13 12 14 15"},
};

static struct ikelog_packet_store *store_of(struct talk *talk)
{
    struct ikelog_packet_store *store = ikelog_packet_store_new();

    for (guint n = 0; n < talk->records->len; n++) {
        struct ikelog_packet packet = talk_packet(talk, n);

        ikelog_packet_store_add(store, &packet);
    }
    return store;
}

static char *order_by(struct talk *talk, const struct ikelog_dialect *dialect)
{
    struct ikelog_packet_store *store = store_of(talk);
    GArray *turns = ikelog_turns_of(store, NULL, dialect, &talk->policy);
    GString *order = g_string_new(NULL);

    for (guint i = 0; i < turns->len; i++)
        g_string_append_printf(order, "%s%u", i ? " " : "", g_array_index(turns, guint, i) + 1);
    g_array_unref(turns);
    ikelog_packet_store_free(store);
    return g_string_free(order, FALSE);
}

static char *order_of(struct talk *talk, const char *text)
{
    struct ikelog_dialect *dialect = talk_dialect(text);
    char *order = order_by(talk, dialect);

    ikelog_dialect_free(dialect);
    return order;
}

static void test_what_came_meanwhile_waits(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct talk talk;
        char *order;

        talk_open(&talk);
        talk.policy.perspective = rows[i].us;
        talk_read(&talk, rows[i].capture, true);
        order = order_of(&talk, one_by_one);
        if (strcmp(order, rows[i].order) != 0)
            g_test_fail_printf("%s: %s", rows[i].capture, order);
        g_free(order);
        talk_close(&talk);
    }
}

/* Between the first message and its answer come `count` others. */
static char *order_after(unsigned count)
{
    struct talk talk;
    char *order;

    talk_open(&talk);
    talk.policy.perspective = IKELOG_RESPONDER;
    talk_say(&talk, &(struct spoken){'I', 0, "i", 2, 0, 0, 1, SA_BODY});
    for (unsigned n = 1; n <= count; n++)
        talk_say(&talk, &(struct spoken){'I', 1, "i", 5, 0, n, 11, REFUSAL("4000")});
    talk_say(&talk, &(struct spoken){'R', 1, "i r", 2, 0, 0, 1, SA_BODY});
    order = order_of(&talk, one_by_one);
    talk_close(&talk);
    return order;
}

static void test_look_back_is_bounded(void)
{
    char *within = order_after(IKELOG_TURNS_LOOK_BACK - 1);
    char *beyond = order_after(IKELOG_TURNS_LOOK_BACK);

    g_assert_cmpstr(within, ==, "1 17 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16");
    g_assert_cmpstr(beyond, ==, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18");
    g_free(within);
    g_free(beyond);
}

static void test_other_devices_take_packets_as_they_come(void)
{
    struct talk talk;
    char *order;

    talk_open(&talk);
    talk_read(&talk, "racoon-answers", true);
    order = order_of(&talk, as_captured);
    g_assert_cmpstr(order, ==, "1 2 3 4 5 6 7 8 9 10 11 12");
    g_free(order);
    talk_close(&talk);
}

/* In racoon-answers charon begins, as its vendor IDs tell, and racoon answers. */
static void test_each_product_has_its_own_order(void)
{
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    const struct ikelog_dialect *each = ikelog_dialects_find(dialects, IKELOG_AUTO_DIALECT);
    struct talk talk;
    char *order;

    talk_open(&talk);
    talk_read(&talk, "racoon-answers", true);
    order = order_by(&talk, each);
    g_assert_cmpstr(order, ==, rows[0].order);
    g_free(order);
    talk.policy.perspective = IKELOG_RESPONDER;
    order = order_by(&talk, each);
    g_assert_cmpstr(order, ==, rows[1].order);
    g_free(order);
    talk_close(&talk);
    ikelog_dialects_free(dialects);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/turns/what-came-meanwhile-waits", test_what_came_meanwhile_waits);
    g_test_add_func("/turns/look-back-is-bounded", test_look_back_is_bounded);
    g_test_add_func("/turns/other-devices-take-packets-as-they-come",
                    test_other_devices_take_packets_as_they_come);
    g_test_add_func("/turns/each-product-has-its-own-order", test_each_product_has_its_own_order);
    return g_test_run();
}
