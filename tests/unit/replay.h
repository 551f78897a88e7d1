/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames of a capture in an order of our own, with all, some or none of its keys. */
#ifndef IKELOG_TESTS_REPLAY_H
#define IKELOG_TESTS_REPLAY_H

#include "transcript.h"

/* A keyring with nothing but the Ka that opened an IKE SA. */
static inline struct ikelog_keyring *only_ka(const struct ikelog_sa *sa)
{
    const struct ikelog_complaints none = {NULL, NULL};
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_keysource *source = ikelog_keysource_new("keys");
    GString *line = g_string_new("KA ");

    ikelog_text_hex((struct ikelog_octets){sa->cky_i, IKELOG_COOKIE_LEN}, UINT32_MAX, line);
    g_string_append_c(line, ' ');
    ikelog_text_hex((struct ikelog_octets){sa->keysets[0].ka, sa->keysets[0].ka_length}, UINT32_MAX,
                    line);
    g_string_append_c(line, '\n');
    ikelog_keysource_feed(source, line->str, line->len, keyring, &none);
    ikelog_keysource_end(source, keyring, &none);
    ikelog_keysource_free(source);
    g_string_free(line, TRUE);
    return keyring;
}

enum keys { ALL_KEYS, KA_ONLY, NO_KEYS };

static inline struct ikelog_keyring *keys_of(struct talk *whole, enum keys keys)
{
    return keys == ALL_KEYS  ? g_steal_pointer(&whole->keyring)
           : keys == KA_ONLY ? only_ka(ikelog_session_sa(whole->session, 0))
                             : ikelog_keyring_new();
}

/*
 * Frames of a capture in an order of our own: "1 2 9 7c 7". With `c` the last octets of a frame are
 * missing. A frame of the talk has its number in `order`, from 0.
 */
static inline void play(struct talk *talk, const char *name, const char *order, enum keys keys)
{
    char **words = g_strsplit(order, " ", -1);
    struct talk whole;

    talk_open(&whole);
    talk_read(&whole, name, true);
    talk_open(talk);
    ikelog_session_free(talk->session);
    ikelog_keyring_free(talk->keyring);
    talk->keyring = keys_of(&whole, keys);
    talk->session = ikelog_session_new(talk->keyring);
    for (unsigned n = 0; words[n]; n++) {
        uint32_t wanted = (uint32_t)strtoul(words[n], NULL, 10);
        struct ikelog_datagram d = {.frame = 0};

        whole.capture.at = 24;
        whole.capture.frame = 0;
        while (d.frame != wanted && capture_next(&whole.capture, &d))
            continue;
        g_assert_cmpuint(d.frame, ==, wanted);
        d.frame = n + 1;
        d.time_ns = (int64_t)n * 1000000000;
        d.message.length -= strchr(words[n], 'c') ? 20 : 0;
        talk_feed(talk, &d);
    }
    talk_close(&whole);
    g_strfreev(words);
}

static inline const struct ikelog_record *record_at(const struct talk *talk, unsigned n)
{
    return g_ptr_array_index(talk->records, n);
}

#endif
