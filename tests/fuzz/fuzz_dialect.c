/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzes dialect files: what is accepted must be able to speak of every kind of event. */
#include "presenting.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A first message of main mode: header, SA with one proposal and transform. */
static const uint8_t message[] = {
    'I', 'I', 'I',  'I', 'I', 'I', 'I',  'I', 0, 0,  0,    0, 0, 0,  0,    0,  1, 0x10,
    2,   0,   0,    0,   0,   0,   0,    0,   0, 72, 0,    0, 0, 44, 0,    0,  0, 1,
    0,   0,   0,    1,   0,   0,   0,    32,  1, 1,  0,    1, 0, 0,  0,    24, 1, 1,
    0,   0,   0x80, 1,   0,   5,   0x80, 2,   0, 2,  0x80, 3, 0, 1,  0x80, 4,  0, 2};

static void speak(const struct ikelog_dialect *dialect, const struct ikelog_view *view,
                  const struct ikelog_sa *sa)
{
    const struct ikelog_policy policy = presenting_policy(IKELOG_INITIATOR, 0);
    struct ikelog_events events = {.rows = g_array_new(FALSE, TRUE, sizeof(struct ikelog_event)),
                                   .sa = sa};
    const struct ikelog_line_place place = {1, 1000000000, NULL, "name"};
    GString *text = g_string_new(NULL);
    GArray *lines;

    for (int kind = 0; kind < IKELOG_EVENT_COUNT; kind++) {
        const struct ikelog_event event = {.kind = (enum ikelog_event_kind)kind, .number = 7};

        if (view || kind != IKELOG_EVENT_PACKET) /* ICMP and ESP are no packets of ISAKMP */
            g_array_append_val(events.rows, event);
    }
    lines = ikelog_dialect_render(dialect, view, &events, &policy);
    for (guint i = 0; i < lines->len; i++)
        ikelog_dialect_prefix(dialect, &g_array_index(lines, struct ikelog_line, i), &place, text);
    g_array_unref(lines);
    g_string_free(text, TRUE);
    ikelog_events_clear(&events);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ikelog_datagram d = {.frame = 1, .time_ns = 1000000000, .ip_id = 1, .ttl = 64};
    char *text = g_strndup((const char *)data, size), *error = NULL;
    struct ikelog_dialect *dialect = ikelog_dialect_load("fuzz", text, &error);
    struct ikelog_session *session;
    const struct ikelog_record *record;
    struct ikelog_view view;

    g_assert_true((dialect == NULL) == (error != NULL));
    if (dialect) {
        session = ikelog_session_new(NULL);
        d.message = (struct ikelog_octets){message, sizeof message};
        d.on_wire = sizeof message;
        record = ikelog_session_feed(session, &d);
        ikelog_view_open(session, record, d.message, &view);
        speak(dialect, &view, record ? record->exchange->sa : NULL);
        speak(dialect, NULL, NULL);
        ikelog_view_close(&view);
        ikelog_session_free(session);
    }
    g_free(error);
    ikelog_dialect_free(dialect);
    g_free(text);
    return 0;
}
