/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Packets in a temporary file, one behind the other, and where each of them begins. */
#include "reports/packet_store.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#define WRITTEN_AT_ONCE 65536u

struct ikelog_packet_store {
    FILE *file;          /* NULL: none yet, or none can be made */
    bool full;           /* nothing more is written to the file */
    uint64_t on_file;    /* octets */
    uint64_t most;       /* that may be */
    GByteArray *recent;  /* what follows the file's octets */
    GArray *places;      /* uint64_t: where each packet begins */
    GByteArray *message; /* of the packet that was asked for last */
    struct ikelog_packet packet;
};

struct ikelog_packet_store *ikelog_packet_store_new(void)
{
    struct ikelog_packet_store *store = g_new0(struct ikelog_packet_store, 1);

    store->most = LONG_MAX;
    store->recent = g_byte_array_new();
    store->places = g_array_new(FALSE, FALSE, sizeof(uint64_t));
    store->message = g_byte_array_new();
    return store;
}

static void close_file(struct ikelog_packet_store *store)
{
    if (store->file)
        fclose(store->file);
    store->file = NULL;
    store->full = false;
    store->on_file = 0;
}

void ikelog_packet_store_free(struct ikelog_packet_store *store)
{
    if (!store)
        return;
    close_file(store);
    g_byte_array_unref(store->recent);
    g_array_unref(store->places);
    g_byte_array_unref(store->message);
    g_free(store);
}

void ikelog_packet_store_clear(struct ikelog_packet_store *store)
{
    close_file(store);
    g_byte_array_set_size(store->recent, 0);
    g_array_set_size(store->places, 0);
}

void ikelog_packet_store_limit(struct ikelog_packet_store *store, uint64_t most)
{
    store->most = MIN(most, LONG_MAX);
}

/* Without a buffer: what cannot be written is known at once. */
static FILE *open_file(void)
{
    FILE *file = tmpfile();

    if (file)
        setvbuf(file, NULL, _IONBF, 0);
    return file;
}

/* What does not get onto the disk stays in memory. */
static void write_recent(struct ikelog_packet_store *store)
{
    const size_t length = store->recent->len;

    if (!store->file && store->on_file == 0)
        store->file = open_file();
    store->full = !store->file || store->on_file + length > store->most ||
                  fseek(store->file, (long)store->on_file, SEEK_SET) != 0 ||
                  fwrite(store->recent->data, 1, length, store->file) != length;
    if (store->full)
        return;
    store->on_file += length;
    g_byte_array_set_size(store->recent, 0);
}

static uint32_t message_length(const struct ikelog_packet *packet)
{
    return ikelog_packet_has_message(packet) ? packet->message.length : 0;
}

void ikelog_packet_store_add(struct ikelog_packet_store *store, const struct ikelog_packet *packet)
{
    const uint64_t place = store->on_file + store->recent->len;
    const struct ikelog_packet closed = ikelog_packet_closed(packet);

    g_array_append_val(store->places, place);
    g_byte_array_append(store->recent, (const guint8 *)&closed, sizeof closed);
    if (message_length(&closed) > 0)
        g_byte_array_append(store->recent, packet->message.data, message_length(&closed));
    if (!store->full && store->recent->len >= WRITTEN_AT_ONCE)
        write_recent(store);
}

guint ikelog_packet_store_count(const struct ikelog_packet_store *store)
{
    return store->places->len;
}

/* A packet is whole in the file or whole in memory. */
static bool read_octets(struct ikelog_packet_store *store, uint64_t place, void *to, size_t length)
{
    if (length == 0)
        return true;
    if (place >= store->on_file) {
        memcpy(to, store->recent->data + (place - store->on_file), length);
        return true;
    }
    return fseek(store->file, (long)place, SEEK_SET) == 0 &&
           fread(to, 1, length, store->file) == length;
}

struct ikelog_packet *ikelog_packet_store_at(struct ikelog_packet_store *store, guint n)
{
    const uint64_t place = g_array_index(store->places, uint64_t, n);
    struct ikelog_packet *packet = &store->packet;

    if (!read_octets(store, place, packet, sizeof *packet))
        return NULL;
    g_byte_array_set_size(store->message, message_length(packet));
    if (!read_octets(store, place + sizeof *packet, store->message->data, store->message->len))
        return NULL;
    if (ikelog_packet_has_message(packet))
        packet->message.data = store->message->data;
    return packet;
}
