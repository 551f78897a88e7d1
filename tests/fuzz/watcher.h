/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For fuzzing: the checks of recorder.h without its log, and fast enough for millions of inputs. */
#ifndef IKELOG_TESTS_WATCHER_H
#define IKELOG_TESTS_WATCHER_H

#include "../unit/recorder.h"

/* What only checks is not to be explored, and costs less when the fuzzer does not count it. */
#define UNCOUNTED __attribute__((no_sanitize("coverage")))

/* As assert_clean_text, which looks at the text from where it is no longer plain ASCII. */
UNCOUNTED static inline void watch_text(const char *text)
{
    while (*text >= 0x20 && *text < 0x7f)
        text++;
    if (*text)
        assert_clean_text(text);
}

/* Lines of a log may have tabs and line feeds, as the dialect writes them (the wire's are escaped);
 * nothing else that controls. */
static inline void watch_line(const char *line)
{
    char *text = g_strdelimit(g_strdup(line), "\t\n", ' ');

    watch_text(text);
    g_free(text);
}

UNCOUNTED static inline void watch_item(void *context, const struct ikelog_item *item)
{
    struct recorder *recorder = context;
    const struct ikelog_field_row *row = ikelog_field_row(item->field);

    assert_inside(recorder, item->offset, item->length);
    if (item->text)
        watch_text(item->text);
    if (item->computed)
        return;
    if (row->type != IKELOG_FT_STRING)
        g_assert_cmpuint(item->length, >, 0);
    assert_width(row, item->length);
    memset(recorder->covered + item->offset, 1, item->length);
}

UNCOUNTED static inline void watch_open(void *context, enum ikelog_group_kind kind, uint32_t offset,
                                        uint32_t length, const char *label)
{
    struct recorder *recorder = context;

    g_assert_cmpint(kind, <, IKELOG_GROUP_KINDS);
    assert_inside(recorder, offset, length);
    watch_text(label);
    recorder->depth++;
}

UNCOUNTED static inline void watch_close(void *context, const char *suffix)
{
    struct recorder *recorder = context;

    g_assert_cmpint(recorder->depth, >, 0);
    recorder->depth--;
    if (suffix)
        watch_text(suffix);
}

UNCOUNTED static inline void watch_report(void *context, enum ikelog_status status, uint32_t offset,
                                          uint32_t length, const char *detail)
{
    struct recorder *recorder = context;

    g_assert_cmpint(status, !=, IKELOG_OK);
    assert_inside(recorder, offset, length);
    if (detail)
        watch_text(detail);
    recorder->reports++;
}

UNCOUNTED static inline void watch_certificate(void *context, uint8_t encoding, uint32_t offset,
                                               uint32_t length)
{
    (void)encoding;
    assert_inside(context, offset, length);
}

/* A sink over `data`; end with watch_end. */
static inline struct ikelog_sink watch_start(struct recorder *recorder, struct ikelog_octets data)
{
    *recorder = (struct recorder){.data = data, .covered = g_malloc0(data.length + 1)};
    return (struct ikelog_sink){recorder,     watch_item,        watch_open, watch_close,
                                watch_report, watch_certificate, NULL};
}

/* Groups that were opened are closed, and each of the first `length` octets is an item's. */
UNCOUNTED static inline void watch_end(struct recorder *recorder, uint32_t length)
{
    g_assert_cmpint(recorder->depth, ==, 0);
    for (uint32_t i = 0; i < length; i++)
        g_assert_cmpuint(recorder->covered[i], ==, 1);
    g_free(recorder->covered);
}

/* Decode a chain of payloads; every octet that it holds must be an item's. */
static inline void watch_chain(struct ikelog_octets data, const struct ikelog_chain *chain,
                               const struct ikelog_decode_context *context)
{
    struct recorder recorder;
    struct ikelog_sink sink = watch_start(&recorder, data);

    ikelog_decode_chain(data, chain, context, &sink);
    if (chain->status != IKELOG_OK && chain->status != IKELOG_TOO_MANY)
        g_assert_cmpuint(recorder.reports, >, 0);
    watch_end(&recorder, chain->status == IKELOG_OK ? chain->end : data.length);
}

/*
 * A number that follows from the input alone: what is dear is asked of some inputs only, and of the
 * same ones whenever they come again.
 */
UNCOUNTED static inline uint32_t watch_lot(const uint8_t *data, size_t size)
{
    uint32_t hash = 2166136261u; /* FNV-1a, with the high bits mixed in at the end */

    for (size_t i = 0; i < size; i++)
        hash = (uint32_t)((hash ^ data[i]) * (uint64_t)16777619u);
    return hash ^ hash >> 15;
}

#endif
