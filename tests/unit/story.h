/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests of reports: a capture read to its end, and what a report says about it. */
#ifndef IKELOG_TESTS_STORY_H
#define IKELOG_TESTS_STORY_H

#include "capture_reader.h"

#include "crypto/keyfile.h"
#include "reports/report.h"

/* A capture read to its end, and the report on it. */
struct story {
    struct ikelog_keyring *keyring;
    struct ikelog_session *session;
    struct ikelog_report *report;
    struct capture capture;
};

static const struct ikelog_policy story_policy = {.default_connection = "Other Connections"};

static inline void load_keys(struct ikelog_keyring *keyring, const char *text)
{
    const struct ikelog_complaints none = {NULL, NULL};
    struct ikelog_keysource *source = ikelog_keysource_new("test");

    ikelog_keysource_feed(source, text, strlen(text), keyring, &none);
    ikelog_keysource_end(source, keyring, &none);
    ikelog_keysource_free(source);
}

static inline void read_frames(struct story *story)
{
    struct ikelog_datagram datagram;

    while (capture_next(&story->capture, &datagram)) {
        struct ikelog_packet packet = {.frame = datagram.frame,
                                       .time_ns = datagram.time_ns,
                                       .src = datagram.src,
                                       .dst = datagram.dst,
                                       .session = story->session,
                                       .message = datagram.message};

        packet.record = ikelog_session_feed(story->session, &datagram);
        if (packet.record)
            ikelog_report_keep(story->report, &packet);
    }
}

/* `keys` NULL: the capture's own. */
static inline void story_open(struct story *story, const char *name, const char *keys)
{
    char *path = capture_path_of(name, ".pcap"), *text = NULL;

    memset(story, 0, sizeof *story);
    g_assert_true(capture_open(&story->capture, path));
    g_free(path);
    story->keyring = ikelog_keyring_new();
    path = capture_path_of(name, ".keys");
    if (keys)
        load_keys(story->keyring, keys);
    else if (g_file_get_contents(path, &text, NULL, NULL))
        load_keys(story->keyring, text);
    g_free(text);
    g_free(path);
    story->session = ikelog_session_new(story->keyring);
    story->report = ikelog_report_new();
    read_frames(story);
    story->report->session = story->session;
    story->report->policy = &story_policy;
    story->report->keyring = story->keyring;
    ikelog_report_sort(story->report);
}

static inline void story_close(struct story *story)
{
    ikelog_report_free(story->report);
    ikelog_session_free(story->session);
    ikelog_keyring_free(story->keyring);
    g_free(story->capture.octets);
}

/* What a report says about a capture; the caller frees it. */
static inline char *told(const char *name, const char *keys,
                         void (*write)(const struct ikelog_report *, GString *))
{
    GString *text = g_string_new(NULL);
    struct story story;

    story_open(&story, name, keys);
    write(story.report, text);
    story_close(&story);
    return g_string_free(text, FALSE);
}

static inline void expect_holds(const char *text, const char *wanted)
{
    if (!strstr(text, wanted)) {
        g_test_message("\"%s\" is not in:\n%s", wanted, text);
        g_test_fail();
    }
}

static inline void expect_lacks(const char *text, const char *unwanted)
{
    if (strstr(text, unwanted)) {
        g_test_message("\"%s\" should not be in:\n%s", unwanted, text);
        g_test_fail();
    }
}

#endif
