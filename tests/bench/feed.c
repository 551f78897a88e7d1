/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Feeds a capture to a session, without Wireshark, and prints what a frame costs as it goes on. */
#include "../unit/capture_reader.h"

#include "crypto/keyfile.h"

#include <malloc.h>
#include <stdio.h>
#include <time.h>

#define STEPS 4u /* parts of the capture that are measured by themselves */

/* Where the meter stood. */
struct reading {
    uint32_t frame;
    double seconds;
    size_t octets;
};

static struct reading take_reading(uint32_t frame)
{
    const struct mallinfo2 heap = mallinfo2();

    return (struct reading){frame, (double)clock() / CLOCKS_PER_SEC, heap.uordblks + heap.hblkhd};
}

static void print_since(const struct reading *from, uint32_t frame)
{
    const struct reading now = take_reading(frame);
    double frames = frame > from->frame ? frame - from->frame : 1;

    printf("frames %7u to %7u: %6.2f µs, %7.1f octets each\n", from->frame, frame,
           (now.seconds - from->seconds) / frames * 1e6,
           ((double)now.octets - (double)from->octets) / frames);
}

static bool read_keys(const char *path, struct ikelog_keyring *keyring)
{
    struct ikelog_keysource *source = ikelog_keysource_new("keys");
    struct reading start;
    gsize length;
    char *text;

    if (!g_file_get_contents(path, &text, &length, NULL))
        return false;
    start = take_reading(0);
    ikelog_keysource_feed(source, text, length, keyring, NULL);
    ikelog_keysource_end(source, keyring, NULL);
    printf("keys: %zu records in %.3f s\n", ikelog_keyring_count(keyring),
           take_reading(0).seconds - start.seconds);
    ikelog_keysource_free(source);
    g_free(text);
    return true;
}

/* As the plugin does: feed, and open the message for whoever shows it. */
static void feed_all(struct capture *capture, struct ikelog_session *session, uint32_t frames)
{
    struct reading start = take_reading(0), part = start;
    struct ikelog_datagram datagram;
    struct ikelog_view view;

    while (capture_next(capture, &datagram)) {
        const struct ikelog_record *record = ikelog_session_feed(session, &datagram);

        ikelog_view_open(session, record, datagram.message, &view);
        ikelog_view_close(&view);
        if (capture->frame % MAX(frames / STEPS, 1u) == 0) {
            print_since(&part, capture->frame);
            part = take_reading(capture->frame);
        }
    }
    print_since(&start, capture->frame);
    printf("%u IKE SAs\n", ikelog_session_sa_count(session));
}

static uint32_t count_frames(const char *path)
{
    struct ikelog_datagram datagram;
    struct capture capture;

    if (!capture_open(&capture, path))
        return 0;
    while (capture_next(&capture, &datagram))
        ;
    g_free(capture.octets);
    return capture.frame;
}

int main(int argc, char **argv)
{
    struct ikelog_keyring *keyring;
    struct ikelog_session *session;
    struct capture capture;

    if (argc < 2 || !capture_open(&capture, argv[1])) {
        fputs("usage: feed CAPTURE [KEYS]\n", stderr);
        return 2;
    }
    keyring = ikelog_keyring_new();
    if (argc > 2 && !read_keys(argv[2], keyring))
        return 1;
    session = ikelog_session_new(keyring);
    feed_all(&capture, session, count_frames(argv[1]));
    ikelog_session_free(session);
    ikelog_keyring_free(keyring);
    g_free(capture.octets);
    return 0;
}
