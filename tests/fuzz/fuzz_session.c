/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzes the session: a sequence of datagrams, with keys that may or may not belong to them. */
#include "presenting_beside.h"

#include "crypto/keyfile.h"
#include "wire/reader.h"

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

/* A time that only a file can claim. */
static int64_t impossible_time(uint32_t frame)
{
    return ikelog_time_ns((frame & 1) ? INT64_MAX : INT64_MIN, (frame & 2) ? INT32_MAX : INT32_MIN);
}

/* Who speaks to whom, when, comes from one octet; the rest of a datagram is its message. */
static void set_scene(struct ikelog_datagram *d, uint8_t control, uint32_t frame)
{
    memset(d, 0, sizeof *d);
    d->frame = frame;
    d->time_ns = (control & 128) ? impossible_time(frame)
                                 : (int64_t)frame * ((control & 8) ? 1000000 : 1000000000);
    d->src.family = d->dst.family = (control & 4) ? 6 : 4;
    d->src.address[0] = 10;
    d->dst.address[0] = 10;
    d->src.address[3] = (control & 1) ? 2 : 1;
    d->dst.address[3] = (control & 2) ? d->src.address[3] : (control & 1) ? 1 : 2;
    d->src.port = d->dst.port = (control & 16) ? 4500 : 500;
    d->ip_id = (control & 32) ? -1 : 7;
    d->ttl = 64;
}

/* Beside the length of a message, in its field. */
#define CUT    0x8000u /* the capture kept less than was sent */
#define MARKER 0x4000u /* a non-ESP marker was before it */

/* Of the first control: the keys come when some of the messages are already there. */
#define LATE_KEYS 8u

/* Datagrams are: control(1) length(2) message. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ikelog_reader r = ikelog_reader_over(data, (uint32_t)size);
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    const bool late = data && size && (data[0] & LATE_KEYS);
    struct presenting p;

    if (!late)
        add_keys(keyring, data, size);
    presenting_start(&p, keyring, watch_lot(data, size));
    while (ikelog_reader_left(&r) > 3 && p.count < PRESENTING_MAX_FRAMES) {
        uint8_t control = ikelog_read_u8(&r);
        uint32_t field = ikelog_read_u16(&r), length = field & (MARKER - 1);
        struct ikelog_datagram d;

        if (length > ikelog_reader_left(&r))
            length = ikelog_reader_left(&r);
        set_scene(&d, control, p.count + 1);
        d.message = (struct ikelog_octets){ikelog_read_bytes(&r, length), length};
        d.on_wire = length + ((field & CUT) ? 40 : 0);
        d.marker = field & MARKER;
        if (control & 64)
            presenting_others(&p, &d, (uint8_t)length);
        presenting_feed(&p, &d);
        if (late && p.count == 3)
            add_keys(keyring, data, size);
    }
    presenting_end(&p);
    ikelog_keyring_free(keyring);
    return 0;
}
