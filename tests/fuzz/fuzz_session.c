/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzes the session: a sequence of datagrams, with keys that may or may not belong to them. */
#include "crypto/keyfile.h"
#include "state/consistency.h"
#include "state/session.h"
#include "wire/reader.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Secrets of every kind for the first cookie of the input. */
static void add_keys(struct ikelog_keyring *keyring, const uint8_t *data, size_t size)
{
    static const char *const records[] = {
        "KA %s 00112233445566778899aabbccddeeff",
        "KA %s 00112233445566778899aabbccddeeff0011223344556677",
        "SKEYID_E %s 000102030405060708090a0b0c0d0e0f10111213",
        "SKEYID_A %s 000102030405060708090a0b0c0d0e0f10111213",
        "SKEYID_D %s 000102030405060708090a0b0c0d0e0f10111213",
        "SHARED_SECRET %s 0102030405060708",
        "DH_PRIVATE %s 03",
        "PSK * \"secret\"%.0s",
    };
    char cookie[17];
    const char *expected;

    if (size < 3 + IKELOG_COOKIE_LEN)
        return;
    for (unsigned i = 0; i < IKELOG_COOKIE_LEN; i++)
        g_snprintf(cookie + 2 * i, 3, "%02x", data[3 + i]);
    for (size_t i = 0; i < G_N_ELEMENTS(records); i++) {
        char line[160];

        g_snprintf(line, sizeof line, records[i], cookie);
        ikelog_keyrecord_add(line, "fuzz", keyring, &expected);
    }
}

/* Who speaks to whom, when, comes from one octet; the rest of a datagram is its message. */
static void set_scene(struct ikelog_datagram *d, uint8_t control, uint32_t frame)
{
    memset(d, 0, sizeof *d);
    d->frame = frame;
    d->time_ns = (int64_t)frame * ((control & 8) ? 1000000 : 1000000000);
    d->src.family = d->dst.family = (control & 4) ? 6 : 4;
    d->src.address[0] = 10;
    d->dst.address[0] = 10;
    d->src.address[3] = (control & 1) ? 2 : 1;
    d->dst.address[3] = (control & 2) ? d->src.address[3] : (control & 1) ? 1 : 2;
    d->src.port = d->dst.port = (control & 16) ? 4500 : 500;
    d->ip_id = (control & 32) ? -1 : 7;
    d->ttl = 64;
}

static void present(struct ikelog_session *session, const struct ikelog_record *record,
                    struct ikelog_octets message)
{
    struct ikelog_contradiction found[IKELOG_MAX_CONTRADICTIONS];
    GString *text = g_string_new(NULL);
    struct ikelog_view view;

    ikelog_view_open(session, record, message, &view);
    ikelog_view_summarise(&view, text);
    ikelog_view_contradictions(session, &view, found);
    ikelog_view_close(&view);
    g_string_free(text, TRUE);
}

static void other_protocols(struct ikelog_session *session, const struct ikelog_datagram *d,
                            uint8_t control)
{
    const struct ikelog_icmp icmp = {.frame = d->frame,
                                     .family = 4,
                                     .type = 3,
                                     .code = 3,
                                     .quoted_src = d->src,
                                     .quoted_dst = d->dst,
                                     .quoted = d->message};
    const struct ikelog_esp esp = {
        .frame = d->frame, .src = d->src, .dst = d->dst, .spi = control, .sequence = d->frame};
    const struct ikelog_exchange *exchange;

    ikelog_session_icmp(session, &icmp);
    ikelog_session_esp(session, &esp, &exchange);
}

/* Datagrams are: control(1) length(2) message. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ikelog_reader r = ikelog_reader_over(data, (uint32_t)size);
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct ikelog_session *session;
    uint32_t frame = 0;

    add_keys(keyring, data, size);
    session = ikelog_session_new(keyring);
    while (ikelog_reader_left(&r) > 3 && frame < 64) {
        uint8_t control = ikelog_read_u8(&r);
        uint32_t length = ikelog_read_u16(&r);
        struct ikelog_datagram d;
        const struct ikelog_record *record;

        if (length > ikelog_reader_left(&r))
            length = ikelog_reader_left(&r);
        set_scene(&d, control, ++frame);
        d.message = (struct ikelog_octets){ikelog_read_bytes(&r, length), length};
        d.on_wire = length;
        if (control & 64)
            other_protocols(session, &d, control);
        record = ikelog_session_feed(session, &d);
        present(session, record, d.message);
    }
    ikelog_session_free(session);
    ikelog_keyring_free(keyring);
    return 0;
}
