/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests of the decoder: a sink that writes down what it is told and checks what must always
 * hold. */
#ifndef IKELOG_TESTS_RECORDER_H
#define IKELOG_TESTS_RECORDER_H

#include "wire/decode.h"
#include "wire/message.h"

#include <glib.h>
#include <string.h>

/* A sink that writes down what it is told and checks what must always hold. */
struct recorder {
    struct ikelog_octets data;
    GString *log;    /* "filter=value" and "! STATUS" lines; groups as "{label" and "}suffix" */
    guint8 *covered; /* one for each octet of data */
    int depth;
    unsigned reports, certificates;
};

static inline void assert_clean_text(const char *text)
{
    g_assert_true(g_utf8_validate(text, -1, NULL));
    for (; *text; text = g_utf8_next_char(text))
        g_assert_false(g_unichar_iscntrl(g_utf8_get_char(text)));
}

static inline void assert_inside(const struct recorder *recorder, uint32_t offset, uint32_t length)
{
    g_assert_cmpuint(offset, <=, recorder->data.length);
    g_assert_cmpuint(length, <=, recorder->data.length - offset);
}

/* The octets that an item of a type may have. */
static inline void assert_width(const struct ikelog_field_row *row, uint32_t length)
{
    switch (row->type) {
    case IKELOG_FT_U8:
    case IKELOG_FT_BOOL8:
        g_assert_cmpuint(length, ==, 1);
        break;
    case IKELOG_FT_U16:
        g_assert_cmpuint(length, ==, 2);
        break;
    case IKELOG_FT_U32:
        g_assert_cmpuint(length, >=, 1);
        g_assert_cmpuint(length, <=, 4);
        break;
    case IKELOG_FT_U64:
        g_assert_cmpuint(length, >=, 1);
        g_assert_cmpuint(length, <=, 8);
        break;
    case IKELOG_FT_IPV4:
        g_assert_cmpuint(length, ==, 4);
        break;
    case IKELOG_FT_IPV6:
        g_assert_cmpuint(length, ==, 16);
        break;
    default:
        break;
    }
}

static inline void log_value(struct recorder *recorder, const struct ikelog_item *item,
                             const struct ikelog_field_row *row)
{
    uint64_t number = 0;

    if (row->type == IKELOG_FT_STRING) {
        g_string_append(recorder->log, item->text);
        return;
    }
    if (row->type == IKELOG_FT_BYTES || row->type == IKELOG_FT_IPV6) {
        for (uint32_t i = 0; i < item->length; i++)
            g_string_append_printf(recorder->log, "%02x", recorder->data.data[item->offset + i]);
        return;
    }
    for (uint32_t i = 0; i < item->length; i++)
        number = number << 8 | recorder->data.data[item->offset + i];
    if (row->mask)
        number &= row->mask;
    if (row->type == IKELOG_FT_BOOL8)
        number = number != 0;
    g_string_append_printf(recorder->log, "%" G_GUINT64_FORMAT, number);
    if (item->text)
        g_string_append_printf(recorder->log, " (%s)", item->text);
}

static inline void record_add(void *context, const struct ikelog_item *item)
{
    struct recorder *recorder = context;
    const struct ikelog_field_row *row = ikelog_field_row(item->field);

    assert_inside(recorder, item->offset, item->length);
    if (item->text)
        assert_clean_text(item->text);
    if (item->computed)
        return;
    if (row->type != IKELOG_FT_STRING)
        g_assert_cmpuint(item->length, >, 0);
    assert_width(row, item->length);
    memset(recorder->covered + item->offset, 1, item->length);
    g_string_append_printf(recorder->log, "%s=", row->filter + strlen("ikelog."));
    log_value(recorder, item, row);
    g_string_append_c(recorder->log, '\n');
}

static inline void record_open(void *context, enum ikelog_group_kind kind, uint32_t offset,
                               uint32_t length, const char *label)
{
    struct recorder *recorder = context;

    g_assert_cmpint(kind, <, IKELOG_GROUP_KINDS);
    assert_inside(recorder, offset, length);
    assert_clean_text(label);
    recorder->depth++;
    g_string_append_printf(recorder->log, "{%s\n", label);
}

static inline void record_close(void *context, const char *suffix)
{
    struct recorder *recorder = context;

    g_assert_cmpint(recorder->depth, >, 0);
    recorder->depth--;
    if (suffix)
        assert_clean_text(suffix);
    g_string_append_printf(recorder->log, "}%s\n", suffix ? suffix : "");
}

static inline void record_report(void *context, enum ikelog_status status, uint32_t offset,
                                 uint32_t length, const char *detail)
{
    struct recorder *recorder = context;

    assert_inside(recorder, offset, length);
    if (detail)
        assert_clean_text(detail);
    recorder->reports++;
    g_string_append_printf(recorder->log, "! %d @%u+%u %s\n", (int)status, offset, length,
                           detail ? detail : "");
}

static inline void record_certificate(void *context, uint8_t encoding, uint32_t offset,
                                      uint32_t length)
{
    struct recorder *recorder = context;

    assert_inside(recorder, offset, length);
    recorder->certificates++;
    g_string_append_printf(recorder->log, "certificate %u @%u+%u\n", encoding, offset, length);
}

static inline struct ikelog_sink sink_of(struct recorder *recorder, struct ikelog_octets data)
{
    *recorder = (struct recorder){data, g_string_new(NULL), g_malloc0(data.length + 1), 0, 0, 0};
    return (struct ikelog_sink){recorder,      record_add,         record_open, record_close,
                                record_report, record_certificate, NULL};
}

static inline void recorder_clear(struct recorder *recorder)
{
    g_string_free(recorder->log, TRUE);
    g_free(recorder->covered);
}

/* Decode a chain of payloads; every octet that the chain holds must be an item's. */
static inline void decode_octets(struct ikelog_octets data, uint8_t first,
                                 const struct ikelog_decode_context *context,
                                 struct recorder *recorder)
{
    struct ikelog_chain *chain = g_new(struct ikelog_chain, 1);
    struct ikelog_sink sink = sink_of(recorder, data);

    ikelog_chain_read(data.data, data.length, 0, first, chain);
    ikelog_decode_chain(data, chain, context, &sink);
    g_assert_cmpint(recorder->depth, ==, 0);
    for (uint32_t i = 0; i < (chain->status == IKELOG_OK ? chain->end : data.length); i++)
        g_assert_cmpuint(recorder->covered[i], ==, 1);
    if (chain->status != IKELOG_OK && chain->status != IKELOG_TOO_MANY)
        g_assert_cmpuint(recorder->reports, >, 0);
    g_free(chain);
}

#endif
