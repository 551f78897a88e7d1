/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The decoder over what real daemons sent: every octet named, nothing to complain about. */
#include "wire/decode.h"
#include "wire/numbers.h"

#include "capture_reader.h"
#include "recorder.h"
#include "wire_hex.h"

/* What the messages said, summed up. */
struct tally {
    unsigned messages, bodies, certificates;
    GString *complaints;
};

/* Reports on a message that the capture holds in part only are its due. */
static void tally_add(struct tally *tally, const struct ikelog_datagram *datagram,
                      struct recorder *recorder)
{
    bool whole = datagram->message.length == datagram->on_wire;

    tally->certificates += recorder->certificates;
    for (const char *at = strstr(recorder->log->str, "! "); whole && at;
         at = strstr(at + 1, "\n! "))
        g_string_append_printf(tally->complaints, "frame %u: %.*s\n", datagram->frame,
                               (int)strcspn(at + 1, "\n") + 1, at);
    recorder_clear(recorder);
}

/* A sink that keeps every other field, and may say so beforehand. */
struct half {
    struct recorder recorder; /* first: the functions that record are given the half */
    unsigned which;
};

static bool half_wants(void *context, enum ikelog_field field)
{
    const struct half *half = context;

    return field % 2 == half->which;
}

static void half_add(void *context, const struct ikelog_item *item)
{
    if (half_wants(context, item->field))
        record_add(context, item);
}

/* What it kept of a header, or of a body with this context. */
static char *kept_by_half(struct ikelog_octets data, uint8_t first,
                          const struct ikelog_decode_context *context, unsigned which, bool says_so)
{
    struct half half = {.which = which};
    struct ikelog_sink sink = sink_of(&half.recorder, data);
    char *kept;

    sink.add = half_add;
    sink.wants = says_so ? half_wants : NULL;
    if (context) {
        struct ikelog_chain chain;

        ikelog_chain_read(data.data, data.length, 0, first, &chain);
        ikelog_decode_chain(data, &chain, context, &sink);
    } else {
        ikelog_decode_header(data, false, &sink);
    }
    kept = g_strdup(half.recorder.log->str);
    recorder_clear(&half.recorder);
    return kept;
}

/* What nobody wants is left out, and nothing else changes. */
static void expect_halves(struct ikelog_octets data, uint8_t first,
                          const struct ikelog_decode_context *context)
{
    for (unsigned which = 0; which < 2; which++) {
        char *all = kept_by_half(data, first, context, which, false);
        char *wanted = kept_by_half(data, first, context, which, true);

        g_assert_cmpstr(wanted, ==, all);
        g_free(all);
        g_free(wanted);
    }
}

/* Lines of NAME.plain: the frame, a tab, the decrypted body in hex. */
static char *plain_of(char **lines, uint32_t frame)
{
    for (; lines && *lines; lines++)
        if (g_ascii_strtoull(*lines, NULL, 10) == frame && strchr(*lines, '\t'))
            return strchr(*lines, '\t') + 1;
    return NULL;
}

static void decode_message(struct tally *tally, const struct ikelog_datagram *datagram,
                           char **lines)
{
    struct ikelog_decode_context context = {0};
    struct recorder recorder;
    struct ikelog_sink sink = sink_of(&recorder, datagram->message);
    struct ikelog_header header;
    const char *plain = plain_of(lines, datagram->frame);

    if (ikelog_header_read(datagram->message.data, datagram->message.length, &header) != IKELOG_OK)
        goto done;
    ikelog_decode_header(datagram->message, false, &sink);
    expect_halves(datagram->message, 0, NULL);
    tally->messages++;
    context.exchange_type = header.exchange_type;
    context.phase = header.message_id ? 2 : 1;
    if (plain || !(header.flags & IKELOG_FLAG_ENCRYPTION)) {
        struct ikelog_octets body = octets_of(plain ? plain : "");
        struct recorder inner;

        if (!plain) {
            body.length = MIN(header.length, datagram->message.length) - IKELOG_HEADER_LEN;
            body.data = g_memdup2(datagram->message.data + IKELOG_HEADER_LEN, body.length);
        }
        decode_octets(body, header.next_payload, &context, &inner);
        expect_halves(body, header.next_payload, &context);
        tally->bodies++;
        tally_add(tally, datagram, &inner);
        g_free((gpointer)body.data);
    }
done:
    tally_add(tally, datagram, &recorder);
}

static void decode_capture(const char *path, struct tally *tally)
{
    char *plain_path = g_strndup(path, strlen(path) - strlen(".pcap"));
    char *plain_name = g_strconcat(plain_path, ".plain", NULL);
    char *plain = NULL, **lines = NULL;
    struct ikelog_datagram datagram;
    struct capture capture;

    if (g_file_get_contents(plain_name, &plain, NULL, NULL))
        lines = g_strsplit(plain, "\n", -1);
    g_assert_true(capture_open(&capture, path));
    while (capture_next(&capture, &datagram))
        decode_message(tally, &datagram, lines);
    g_free(capture.octets);
    g_strfreev(lines);
    g_free(plain);
    g_free(plain_name);
    g_free(plain_path);
}

/* What real daemons get wrong: racoon's CONNECTED claims an SPI of eight octets and carries four.
 */
static const struct {
    const char *capture, *complaints;
} lies[] = {
    {"quick-mode-commit-bit", "frame 10: ! 7 @36+4 SPI: 8 octets expected, 4 there\n"},
};

static const char *known_lie(const char *capture)
{
    for (size_t i = 0; i < G_N_ELEMENTS(lies); i++)
        if (g_str_equal(lies[i].capture, capture))
            return lies[i].complaints;
    return "";
}

/* Nothing else to complain about in what they sent, as long as it was captured whole. */
static void test_captures(void)
{
    struct tally tally = {.complaints = g_string_new(NULL)};
    GPtrArray *names = capture_names(".pcap");

    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        char *path = capture_path_of(name, ".pcap");

        g_string_assign(tally.complaints, "");
        decode_capture(path, &tally);
        g_test_message("%s", name);
        if (!capture_is_fault(path))
            g_assert_cmpstr(tally.complaints->str, ==, known_lie(name));
        g_free(path);
    }
    g_assert_cmpuint(tally.messages, >, 500);
    g_assert_cmpuint(tally.bodies, >, 500);
    g_assert_cmpuint(tally.certificates, >, 2);
    g_ptr_array_unref(names);
    g_string_free(tally.complaints, TRUE);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/decode/real-messages-raise-no-report", test_captures);
    return g_test_run();
}
