/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finds out whose logs a capture holds, and which packets each device saw. */
#include "reports/devices.h"

#include "events/moved.h"

#include <string.h>

/* The search: all devices by each of their addresses. */
struct search {
    GPtrArray *devices; /* struct ikelog_device * */
    GHashTable
        *by_address;     /* struct ikelog_endpoint *, ports are ignored -> struct ikelog_device */
    GHashTable *settled; /* IKE SAs whose device is known */
};

static guint hash_address(gconstpointer key)
{
    const struct ikelog_endpoint *end = key;
    guint hash = end->family;

    for (unsigned i = 0; i < sizeof end->address; i++)
        hash = hash * 31u + end->address[i];
    return hash;
}

static gboolean equal_address(gconstpointer a, gconstpointer b)
{
    return ikelog_endpoint_same_address(a, b);
}

static void free_device(gpointer data)
{
    struct ikelog_device *device = data;

    g_array_unref(device->addresses);
    g_array_unref(device->packets);
    g_free(device);
}

static struct ikelog_device *find(const struct search *search, const struct ikelog_endpoint *end)
{
    return g_hash_table_lookup(search->by_address, end);
}

static void add_address(struct search *search, struct ikelog_device *device,
                        const struct ikelog_endpoint *end)
{
    struct ikelog_prefix prefix = ikelog_prefix_of(end);

    if (end->family == 0 || find(search, end))
        return;
    g_array_append_val(device->addresses, prefix);
    g_hash_table_insert(search->by_address, g_memdup2(end, sizeof *end), device);
}

static struct ikelog_device *new_device(struct search *search, const struct ikelog_endpoint *end)
{
    struct ikelog_device *device = g_new0(struct ikelog_device, 1);

    device->address = *end;
    device->addresses = g_array_new(FALSE, FALSE, sizeof(struct ikelog_prefix));
    device->packets = g_array_new(FALSE, FALSE, sizeof(guint));
    g_ptr_array_add(search->devices, device);
    return device;
}

/* The device that our side of an IKE SA is: known by an address, or by what it was before. */
static void settle(struct search *search, const struct ikelog_session *session,
                   const struct ikelog_sa *sa, enum ikelog_side us)
{
    const struct ikelog_peer *side = &sa->sides[us];
    struct ikelog_device *device = find(search, &side->first);
    const struct ikelog_sa *before = NULL;

    if (side->first.family == 0 || !g_hash_table_add(search->settled, (void *)(uintptr_t)sa))
        return;
    if (!device)
        device = find(search, &side->last);
    if (!device && us == IKELOG_INITIATOR)
        before = ikelog_sa_moved_from(session, sa);
    if (before)
        device = find(search, &before->sides[IKELOG_INITIATOR].last);
    if (!device)
        device = new_device(search, &side->first);
    add_address(search, device, &side->first);
    add_address(search, device, &side->last);
}

static void give(struct ikelog_device *device, guint n)
{
    GArray *packets = device ? device->packets : NULL;

    if (packets && (packets->len == 0 || g_array_index(packets, guint, packets->len - 1) != n))
        g_array_append_val(packets, n);
}

/* To the devices at both ends of its IKE SA; what has none, by its own addresses. */
static void distribute(const struct search *search, const struct ikelog_packet *packet, guint n)
{
    const struct ikelog_sa *sa = ikelog_packet_sa(packet);

    for (int end = 0; end < 2; end++)
        give(find(search, sa ? &sa->sides[end].first : end ? &packet->dst : &packet->src), n);
}

GPtrArray *ikelog_devices_find(struct ikelog_packet_store *packets,
                               const struct ikelog_policy *policy)
{
    struct search search = {.devices = g_ptr_array_new_with_free_func(free_device),
                            .by_address =
                                g_hash_table_new_full(hash_address, equal_address, g_free, NULL),
                            .settled = g_hash_table_new(NULL, NULL)};
    const guint count = ikelog_packet_store_count(packets);

    for (guint i = 0; i < count; i++) {
        const struct ikelog_packet *packet = ikelog_packet_store_at(packets, i);
        const struct ikelog_sa *sa = packet ? ikelog_packet_sa(packet) : NULL;

        if (sa)
            settle(&search, packet->session, sa, ikelog_policy_us(policy, sa));
    }
    for (guint i = 0; search.devices->len > 1 && i < count; i++) {
        const struct ikelog_packet *packet = ikelog_packet_store_at(packets, i);

        if (packet)
            distribute(&search, packet, i);
    }
    g_hash_table_unref(search.settled);
    g_hash_table_unref(search.by_address);
    return search.devices;
}
