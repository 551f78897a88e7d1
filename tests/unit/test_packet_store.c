/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets that are set aside come back as they were, from the file, from memory, and from both. */
#include "reports/packet_store.h"

#include <string.h>

#define PACKETS 3000u

/* Number n: a message of a length of its own, or something that has none. */
static struct ikelog_packet make(guint n, GByteArray *octets)
{
    struct ikelog_packet packet = {.frame = n + 1, .time_ns = (int64_t)n * 1000};

    packet.kind = n % 7 == 0 ? IKELOG_PACKET_ESP : IKELOG_PACKET_MESSAGE;
    packet.src.port = (uint16_t)n;
    g_byte_array_set_size(octets, n % 200);
    if (octets->len)
        memset(octets->data, (int)(n & 255u), octets->len);
    if (packet.kind == IKELOG_PACKET_MESSAGE)
        packet.message = (struct ikelog_octets){octets->data, octets->len};
    else
        packet.esp.finding = IKELOG_ESP_KNOWN;
    return packet;
}

static void fill(struct ikelog_packet_store *store)
{
    GByteArray *octets = g_byte_array_new();

    for (guint n = 0; n < PACKETS; n++) {
        const struct ikelog_packet packet = make(n, octets);

        ikelog_packet_store_add(store, &packet);
    }
    g_byte_array_unref(octets);
}

static void expect(struct ikelog_packet_store *store, guint n)
{
    GByteArray *octets = g_byte_array_new();
    const struct ikelog_packet wanted = make(n, octets), *got = ikelog_packet_store_at(store, n);

    g_assert_nonnull(got);
    g_assert_cmpint(got->kind, ==, wanted.kind);
    g_assert_cmpuint(got->frame, ==, wanted.frame);
    g_assert_cmpuint(got->src.port, ==, wanted.src.port);
    g_assert_null(got->view);
    if (wanted.kind == IKELOG_PACKET_MESSAGE)
        g_assert_true(got->message.length == wanted.message.length &&
                      (wanted.message.length == 0 ||
                       memcmp(got->message.data, wanted.message.data, wanted.message.length) == 0));
    else
        g_assert_cmpint(got->esp.finding, ==, IKELOG_ESP_KNOWN);
    g_byte_array_unref(octets);
}

/* In order, backwards, and again after everything was forgotten. */
static void check(uint64_t most)
{
    struct ikelog_packet_store *store = ikelog_packet_store_new();

    ikelog_packet_store_limit(store, most);
    for (int round = 0; round < 2; round++) {
        g_assert_cmpuint(ikelog_packet_store_count(store), ==, 0);
        fill(store);
        g_assert_cmpuint(ikelog_packet_store_count(store), ==, PACKETS);
        for (guint n = 0; n < PACKETS; n++) {
            expect(store, n);
            expect(store, PACKETS - 1 - n);
        }
        ikelog_packet_store_clear(store);
    }
    ikelog_packet_store_free(store);
}

static void test_on_disk(void)
{
    check(UINT64_MAX);
}

static void test_disk_is_full_at_once(void)
{
    check(0);
}

static void test_disk_is_full_later(void)
{
    check(200000);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/packet-store/comes-back-from-disk", test_on_disk);
    g_test_add_func("/packet-store/comes-back-from-memory", test_disk_is_full_at_once);
    g_test_add_func("/packet-store/comes-back-from-both", test_disk_is_full_later);
    ikelog_packet_store_free(NULL);
    return g_test_run();
}
