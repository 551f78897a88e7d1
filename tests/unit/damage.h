/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Damage at random: packets are dropped, repeated, swapped and cut, and the beginning is missing.
 *
 * IKELOG_DAMAGE_RUNS: damaged copies of each capture and set of keys (3); IKELOG_DAMAGE_SEED (1).
 */
#ifndef IKELOG_TESTS_DAMAGE_H
#define IKELOG_TESTS_DAMAGE_H

#include "transcript.h"

static inline unsigned damage_setting(const char *name, unsigned usual)
{
    const char *text = g_getenv(name);

    return text ? (unsigned)g_ascii_strtoull(text, NULL, 10) : usual;
}

static inline struct ikelog_octets damage_octets(GBytes *bytes)
{
    gsize length;
    const uint8_t *data = g_bytes_get_data(bytes, &length);

    return (struct ikelog_octets){data, (uint32_t)length};
}

/* A packet of the damaged capture. */
struct packet {
    unsigned original; /* index */
    uint32_t length;
    bool cut, late; /* late: sent again, a second later */
};

/* Each packet has one chance in sixteen of each kind of damage; every other run begins late. */
static inline GArray *damage_packets(GBytes *const *messages, unsigned count, GRand *random)
{
    GArray *packets = g_array_new(FALSE, TRUE, sizeof(struct packet));
    unsigned first =
        g_rand_boolean(random) ? (unsigned)g_rand_int_range(random, 0, (gint32)MIN(count, 10u)) : 0;

    for (unsigned n = first; n < count; n++) {
        struct packet packet = {n, (uint32_t)g_bytes_get_size(messages[n]), false, false};
        gint32 chance = g_rand_int_range(random, 0, 64);

        if (chance < 4)
            continue;
        if (chance >= 4 && chance < 6 && packet.length > IKELOG_HEADER_LEN) {
            packet.length =
                (uint32_t)g_rand_int_range(random, IKELOG_HEADER_LEN, (gint32)packet.length);
            packet.cut = true;
        }
        g_array_append_val(packets, packet);
        if (chance >= 8 && chance < 12) {
            packet.late = g_rand_boolean(random);
            g_array_append_val(packets, packet);
        }
        if (chance >= 12 && chance < 16 && packets->len >= 2) {
            struct packet *last = &g_array_index(packets, struct packet, packets->len - 1);
            struct packet before = last[-1];

            last[-1] = *last;
            *last = before;
        }
    }
    return packets;
}

/* Packet n as it is captured now; *now is the time of the one before it. */
static inline struct ikelog_datagram damage_datagram(const struct packet *packet, unsigned n,
                                                     const struct ikelog_datagram *original,
                                                     GBytes *message, int64_t *now)
{
    struct ikelog_datagram d = *original;

    d.message = damage_octets(message);
    d.message.length = packet->length;
    d.frame = n + 1;
    d.ip_id = packet->late ? d.ip_id + 1 : d.ip_id;
    *now = MAX(*now, d.time_ns + (packet->late ? INT64_C(1000000000) : 0));
    d.time_ns = *now;
    return d;
}

/* The records of a capture's keys that open it without exponentiations; of `kind` only, or all. */
static inline struct ikelog_keyring *damage_keys(const char *text, const char *kind)
{
    static const char *const cheap[] = {"PSK ",      "SKEYID ",   "SHARED_SECRET ", "KA ",
                                        "SKEYID_A ", "SKEYID_D ", "SKEYID_E "};
    const struct ikelog_complaints none = {NULL, NULL};
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_keysource *source = ikelog_keysource_new("keys");
    char **lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line; line++)
        for (size_t i = 0; i < G_N_ELEMENTS(cheap); i++)
            if (g_str_has_prefix(*line, cheap[i]) && (!kind || g_str_has_prefix(*line, kind))) {
                ikelog_keysource_feed(source, *line, strlen(*line), keyring, &none);
                ikelog_keysource_feed(source, "\n", 1, keyring, &none);
            }
    ikelog_keysource_end(source, keyring, &none);
    ikelog_keysource_free(source);
    g_strfreev(lines);
    return keyring;
}

#endif
