/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Logs, events and verdicts of captures, and of conversations that a test makes up. */
#ifndef IKELOG_TESTS_TRANSCRIPT_H
#define IKELOG_TESTS_TRANSCRIPT_H

#include "capture_reader.h"

#include "crypto/keyfile.h"
#include "dialects/dialect.h"
#include "events/packet.h"
#include "events/verdict.h"

/* A conversation that was fed, and what is needed to look at its frames again. */
struct talk {
    struct ikelog_keyring *keyring;
    struct ikelog_session *session;
    struct capture capture;
    GPtrArray *messages; /* GBytes *, one a frame fed; NULL: not ours */
    GPtrArray *records;  /* const struct ikelog_record * */
    struct ikelog_policy policy;
    bool final;
    uint32_t frame;
    int64_t now;
};

static inline void talk_open(struct talk *talk)
{
    memset(talk, 0, sizeof *talk);
    talk->keyring = ikelog_keyring_new();
    talk->session = ikelog_session_new(talk->keyring);
    talk->messages = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    talk->records = g_ptr_array_new();
    talk->policy.default_connection = "Other Connections";
    talk->final = true;
}

static inline void talk_close(struct talk *talk)
{
    ikelog_session_free(talk->session);
    ikelog_keyring_free(talk->keyring);
    g_ptr_array_unref(talk->messages);
    g_ptr_array_unref(talk->records);
    g_free(talk->capture.octets);
}

static inline void talk_feed(struct talk *talk, const struct ikelog_datagram *d)
{
    const struct ikelog_record *record = ikelog_session_feed(talk->session, d);

    g_ptr_array_add(talk->messages, g_bytes_new(d->message.data, d->message.length));
    g_ptr_array_add(talk->records, (gpointer)record);
}

/* Feed NAME.pcap of test-captures/ with NAME.keys (with_keys false: without); `each` is called
 * after every frame, NULL: it is not. */
static inline void talk_read_each(struct talk *talk, const char *name, bool with_keys,
                                  void (*each)(struct talk *talk))
{
    const struct ikelog_complaints none = {NULL, NULL};
    char *path = capture_path_of(name, ".pcap");
    char *keypath = capture_path_of(name, ".keys"), *text;
    struct ikelog_keysource *source = ikelog_keysource_new(name);
    struct ikelog_datagram d;
    gsize length;

    if (with_keys && g_file_get_contents(keypath, &text, &length, NULL)) {
        ikelog_keysource_feed(source, text, length, talk->keyring, &none);
        ikelog_keysource_end(source, talk->keyring, &none);
        g_free(text);
    }
    g_assert_true(capture_open(&talk->capture, path));
    while (capture_next(&talk->capture, &d)) {
        talk_feed(talk, &d);
        if (each)
            each(talk);
    }
    ikelog_keysource_free(source);
    g_free(keypath);
    g_free(path);
}

static inline void talk_read(struct talk *talk, const char *name, bool with_keys)
{
    talk_read_each(talk, name, with_keys, NULL);
}

/* One message of a made-up conversation. Endpoints are 192.0.2.1 (I) and 192.0.2.2 (R). */
struct spoken {
    char who;            /* 'I' or 'R' of the addresses */
    unsigned wait_ms;    /* since the message before */
    const char *cookies; /* "i" or "i r": two hex digits each, repeated eight times */
    uint8_t exchange, flags;
    uint32_t message_id;
    uint8_t first;    /* type of the first payload */
    const char *body; /* hex of everything behind the header */
};

static inline void append_hex(GByteArray *out, const char *hex)
{
    for (; *hex; hex++) {
        guint8 octet;

        if (*hex == ' ')
            continue;
        octet = (guint8)(g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]));
        g_byte_array_append(out, &octet, 1);
        hex++;
    }
}

static inline void append_cookies(GByteArray *out, const char *cookies)
{
    guint8 pair[2] = {(guint8)cookies[0], cookies[1] ? (guint8)cookies[2] : 0};

    for (unsigned i = 0; i < 16; i++)
        g_byte_array_append(out, &pair[i / 8], 1);
}

static inline void append_u32(GByteArray *out, uint32_t value)
{
    guint8 octets[4] = {(guint8)(value >> 24), (guint8)(value >> 16), (guint8)(value >> 8),
                        (guint8)value};

    g_byte_array_append(out, octets, 4);
}

static inline void talk_say(struct talk *talk, const struct spoken *spoken)
{
    GByteArray *message = g_byte_array_new(), *body = g_byte_array_new();
    guint8 head[4] = {spoken->first, 0x10, spoken->exchange, spoken->flags};
    struct ikelog_datagram d = {.frame = ++talk->frame, .ip_id = (int32_t)talk->frame, .ttl = 64};
    bool initiator = spoken->who == 'I';

    append_hex(body, spoken->body);
    append_cookies(message, spoken->cookies);
    g_byte_array_append(message, head, 4);
    append_u32(message, spoken->message_id);
    append_u32(message, (uint32_t)(body->len + IKELOG_HEADER_LEN));
    g_byte_array_append(message, body->data, body->len);
    talk->now += (int64_t)spoken->wait_ms * 1000000;
    d.time_ns = talk->now;
    d.src = (struct ikelog_endpoint){
        .family = 4, .address = {192, 0, 2, initiator ? 1 : 2}, .port = 500};
    d.dst = (struct ikelog_endpoint){
        .family = 4, .address = {192, 0, 2, initiator ? 2 : 1}, .port = 500};
    d.message = (struct ikelog_octets){message->data, (uint32_t)message->len};
    d.on_wire = d.message.length;
    talk_feed(talk, &d);
    g_byte_array_unref(message);
    g_byte_array_unref(body);
}

/* Bodies of a main mode with a pre-shared key: an SA of one proposal, 3DES/SHA-1/DHG2. */
#define SA_BODY                                                                         \
    "00000034 00000001 00000001 00000028 01010001 00000020 01010000 80010005 80020002 " \
    "80030001 80040002 800b0001 800c7080"
#define KE_BODY       "0a000014 0102030405060708090a0b0c0d0e0f10 0000000c 1122334455667788"
#define CLOSED_A      "00112233445566778899aabbccddeeff0011223344556677"
#define CLOSED_B      "ffeeddccbbaa99887766554433221100ffeeddccbbaa9988"
#define CLOSED_OFFER  CLOSED_A CLOSED_B CLOSED_A /* room for HASH, SA and nonce */
#define CLOSED_ANSWER CLOSED_B CLOSED_A CLOSED_B
#define REFUSAL(type) "0000000c 00000001 01 00 " type

/* A rule of "number gateway local-first local-last remote-first remote-last". */
static inline struct ikelog_rule make_rule(const char *text)
{
    char **words = g_strsplit(text, " ", -1);
    struct ikelog_rule rule = {.number = (unsigned)g_ascii_strtoull(words[0], NULL, 10)};
    struct ikelog_prefix p;

    g_assert_cmpuint(g_strv_length(words), ==, 6);
    g_assert_true(ikelog_prefix_parse(words[1], &p));
    if (strcmp(words[1], "0.0.0.0") != 0) {
        rule.gateway.family = p.family;
        memcpy(rule.gateway.address, p.address, 16);
    }
    for (int i = 0; i < 2; i++) {
        struct ikelog_range *range = i ? &rule.remote : &rule.local;

        g_assert_true(ikelog_prefix_parse(words[2 + 2 * i], &p));
        range->family = p.family;
        memcpy(range->first, p.address, 16);
        g_assert_true(ikelog_prefix_parse(words[3 + 2 * i], &p));
        memcpy(range->last, p.address, 16);
    }
    g_strfreev(words);
    return rule;
}

/* The view of frame n (from 0) and its events; end with the usual functions. */
static inline void talk_look(struct talk *talk, unsigned n, struct ikelog_view *view,
                             struct ikelog_events *events)
{
    gsize length;
    const uint8_t *data = g_bytes_get_data(g_ptr_array_index(talk->messages, n), &length);

    ikelog_view_open(talk->session, g_ptr_array_index(talk->records, n),
                     (struct ikelog_octets){data, (uint32_t)length}, view);
    ikelog_events_collect(talk->session, view, &talk->policy, talk->final, events);
}

/* Frame n as Wireshark hands it on, not yet opened; its octets are the transcript's. */
static inline struct ikelog_packet talk_packet(const struct talk *talk, unsigned n)
{
    return (struct ikelog_packet){
        .session = talk->session,
        .record = g_ptr_array_index(talk->records, n),
        .message = ikelog_bytes_octets(g_ptr_array_index(talk->messages, n)),
        .frame = n + 1,
    };
}

/* The names of the events of frame n, blanks between; g_free. */
static inline char *talk_events(struct talk *talk, unsigned n)
{
    GString *names = g_string_new(NULL);
    struct ikelog_events events;
    struct ikelog_view view;

    talk_look(talk, n, &view, &events);
    for (guint i = 0; i < events.rows->len; i++)
        g_string_append_printf(
            names, "%s%s", i ? " " : "",
            ikelog_event_name(g_array_index(events.rows, struct ikelog_event, i).kind));
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
    return g_string_free(names, FALSE);
}

/* A dialect of this text, without a complaint; ikelog_dialect_free. */
static inline struct ikelog_dialect *talk_dialect(const char *text)
{
    char *error = NULL;
    struct ikelog_dialect *dialect = ikelog_dialect_load("test", text, &error);

    g_assert_cmpstr(error, ==, NULL);
    return dialect;
}

/* Append the lines of frame n, one below the other, continuation lines indented. */
static inline void talk_lines(struct talk *talk, unsigned n, const struct ikelog_dialect *dialect,
                              GString *text)
{
    struct ikelog_events events;
    struct ikelog_view view;
    GArray *lines;

    talk_look(talk, n, &view, &events);
    lines = ikelog_dialect_render(dialect, &view, &events, &talk->policy);
    for (guint i = 0; i < lines->len; i++) {
        const struct ikelog_line *line = &g_array_index(lines, struct ikelog_line, i);

        g_string_append_printf(text, "%s%s\n", line->continuation ? "   " : "", line->text);
    }
    g_array_unref(lines);
    ikelog_events_clear(&events);
    ikelog_view_close(&view);
}

/* The log without prefixes; g_free. */
static inline char *talk_log(struct talk *talk, const char *dialect)
{
    struct ikelog_dialects *dialects = ikelog_dialects_new();
    const struct ikelog_dialect *chosen = ikelog_dialects_find(dialects, dialect);
    GString *log = g_string_new(NULL);

    g_assert_nonnull(chosen);
    for (unsigned n = 0; n < talk->messages->len; n++)
        talk_lines(talk, n, chosen, log);
    ikelog_dialects_free(dialects);
    return g_string_free(log, FALSE);
}

/* The lines of a dialect about a frame (from 0) of a capture, with keys, " | " between; g_free. */
static inline char *talk_said_by(const struct ikelog_dialect *dialect, const char *capture,
                                 unsigned frame, enum ikelog_side us)
{
    GString *text = g_string_new(NULL);
    char **lines, *said;
    struct talk talk;

    talk_open(&talk);
    talk.policy.perspective = us;
    talk_read(&talk, capture, true);
    talk_lines(&talk, frame, dialect, text);
    talk_close(&talk);
    lines = g_strsplit(g_strchomp(text->str), "\n", -1);
    said = g_strjoinv(" | ", lines);
    g_strfreev(lines);
    g_string_free(text, TRUE);
    return said;
}

/* The same of a dialect of this text. */
static inline char *talk_said(const char *capture, unsigned frame, enum ikelog_side us,
                              const char *text)
{
    struct ikelog_dialect *dialect = talk_dialect(text);
    char *said = talk_said_by(dialect, capture, frame, us);

    ikelog_dialect_free(dialect);
    return said;
}

/* A row of a table: a frame (from 0) of a capture, whose log, and what a dialect says of it. */
struct talk_row {
    const char *capture;
    unsigned frame;
    enum ikelog_side us;
    const char *dialect, *said;
};

static inline void talk_expect_said(const struct talk_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *said = talk_said(rows[i].capture, rows[i].frame, rows[i].us, rows[i].dialect);

        if (strcmp(said, rows[i].said) != 0)
            g_test_fail_printf("row %zu, %s: %s\nis not %s", i, rows[i].capture, said,
                               rows[i].said);
        g_free(said);
    }
}

/* The names of the captures, in order, but for those of which one thing is claimed: their verdict,
 * or what their fault was. g_ptr_array_unref. */
static inline GPtrArray *talk_captures(void)
{
    GPtrArray *names = capture_names(".pcap");

    for (guint i = names->len; i-- > 0;) {
        char *path = capture_path_of(g_ptr_array_index(names, i), ".pcap");
        char *verdict = capture_path_of(g_ptr_array_index(names, i), ".verdict");

        if (capture_is_fault(path) || g_file_test(verdict, G_FILE_TEST_EXISTS))
            g_ptr_array_remove_index(names, i);
        g_free(verdict);
        g_free(path);
    }
    g_ptr_array_sort(names, capture_compare_names);
    return names;
}

#endif
