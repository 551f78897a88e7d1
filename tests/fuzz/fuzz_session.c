/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fuzzes the session: a sequence of datagrams, with keys that may or may not belong to them. */
#include "mutator.h"
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

static size_t datagram_length(const uint8_t *record, size_t left)
{
    if (left < 3)
        return left;
    return MIN(left, 3 + (((size_t)record[1] << 8 | record[2]) & (MARKER - 1)));
}

/* What a daemon may send at any time, in clear: payload 132, refusals, a delete, a first message.
 */
static size_t typical_body(uint8_t *body, unsigned number, uint8_t *first, uint8_t *exchange)
{
    static const uint8_t exchanges[] = {2, 4, 1, 3, 32, 5, 6};
    static const uint8_t fragment[] = {0, 0, 0, 12, 0, 1, 1, 0, 1, 2, 3, 4};
    static const uint8_t refusal[] = {0, 0, 0, 12, 0, 0, 0, 1, 1, 0, 0, 0};
    static const uint8_t delete[] = {0, 0, 0, 28, 0, 0, 0, 1, 1, 16, 0, 1};
    static const uint8_t offer[] = {0,  0, 0,    44, 0, 0, 0,    1, 0,  0, 0,    1, 0, 0,    0,
                                    32, 1, 1,    0,  1, 0, 0,    0, 24, 1, 1,    0, 0, 0x80, 1,
                                    0,  5, 0x80, 2,  0, 2, 0x80, 3, 0,  1, 0x80, 4, 0, 2};

    *exchange = exchanges[number / 4 % G_N_ELEMENTS(exchanges)];
    *first = IKELOG_PAYLOAD_FRAGMENT;
    memcpy(body, fragment, sizeof fragment);
    if (number % 4 == 0)
        return sizeof fragment;
    if (number % 4 == 1) {
        *first = IKELOG_PAYLOAD_SA;
        memcpy(body, offer, sizeof offer);
        return sizeof offer;
    }
    *exchange = IKELOG_EXCHANGE_INFORMATIONAL;
    if (number % 4 == 2) {
        *first = IKELOG_PAYLOAD_NOTIFY;
        memcpy(body, refusal, sizeof refusal);
        body[11] = mutator_error(number / 4);
        return sizeof refusal;
    }
    *first = IKELOG_PAYLOAD_DELETE;
    memcpy(body, delete, sizeof delete);
    memset(body + sizeof delete, 'I', 16);
    return sizeof delete + 16;
}

/* A datagram with the cookies of the first one, or with the initiator's alone. */
static size_t make_datagram(uint8_t out[MUTATOR_RECORD], unsigned number, const uint8_t *data,
                            size_t size)
{
    uint8_t *message = out + 3;
    size_t length;

    memset(out, 0, MUTATOR_RECORD);
    memset(message, 'I', IKELOG_COOKIE_LEN);
    if (size >= 3 + 2 * IKELOG_COOKIE_LEN)
        memcpy(message, data + 3, (number & 1 ? 2u : 1u) * IKELOG_COOKIE_LEN);
    out[0] = number >> 1 & 1; /* who sends it */
    message[17] = 0x10;
    length = IKELOG_HEADER_LEN +
             typical_body(message + IKELOG_HEADER_LEN, number >> 2, &message[16], &message[18]);
    if (message[18] >= IKELOG_EXCHANGE_QUICK)
        message[23] = (uint8_t)(number >> 9 & 3);
    message[27] = (uint8_t)length;
    out[2] = (uint8_t)length;
    return 3 + length;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    static const struct mutator datagrams = {0, datagram_length, make_datagram};

    return mutator_change(&datagrams, data, size, most, seed);
}
