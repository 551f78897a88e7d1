/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Writes a capture of valid IKEv1: many IKE SAs with real keys, vendor IDs and NAT-D of their own,
 * Quick Modes, informational exchanges and repeats, with the keys as our records and as rows of the
 * stock dissector's table. Each negotiation is a new one: cookies, keys, hashes and nonces differ.
 * Or a flood: first messages only, each with a cookie and a sender of its own.
 */
#include "../fuzz/speaker.h"

#include "crypto/hex.h"

#include <stdio.h>
#include <stdlib.h>

#define FRAMES_OF_PHASE1 7u /* a repeat included */
#define TUNNELS          2u /* of an IKE SA; each Quick Mode behind them sets one up again */
#define REPEATED         8u /* of so many questions of DPD one is sent twice */

/* What the stock dissector can decrypt, too: X(cipher, octets of its key, hash) */
static const struct {
    uint8_t cipher, key, hash;
} suites[] = {{5, 24, 2}, {7, 16, 2}, {7, 32, 4}, {1, 8, 1}, {7, 24, 4}, {7, 16, 6}};

/* What both announce: DPD, XAUTH, NAT traversal by RFC 3947 and by a draft, fragmentation. */
static const char *const vendors[] = {
    "afcad71368a1f1c96b8696fc77570100", "09002689dfd6b712", "4a131c81070358455c5728f20e95452f",
    "90cb80913ebb696e086381b5ec427b1f", "4048b7d56ebce88525e7de7f00d6c2d3"};

struct output {
    FILE *capture, *keys, *table;
    uint32_t frames;
};

static void write_le32(FILE *file, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        fputc((int)(value >> (8 * i) & 255), file);
}

static void append_u16(GByteArray *out, uint32_t value)
{
    const uint8_t octets[] = {(uint8_t)(value >> 8), (uint8_t)value};

    g_byte_array_append(out, octets, 2);
}

/* The responder is the same gateway for all. */
static void address_of(uint32_t number, uint8_t side, uint8_t out[4])
{
    const uint8_t peer[] = {10, (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number};
    const uint8_t gateway[] = {192, 0, 2, 1};

    memcpy(out, side ? gateway : peer, 4);
}

/* One frame of raw IPv4 and UDP, a millisecond behind the one before it. */
static void write_frame(struct output *o, const GByteArray *message, uint32_t number, uint8_t side)
{
    const uint8_t begin[] = {0x45, 0}, middle[] = {0, 0, 0, 0, 64, 17, 0, 0};
    uint8_t addresses[2][4];
    GByteArray *frame = g_byte_array_new();

    g_byte_array_append(frame, begin, sizeof begin);
    append_u16(frame, message->len + 28);
    g_byte_array_append(frame, middle, sizeof middle);
    address_of(number, side, addresses[0]);
    address_of(number, !side, addresses[1]);
    g_byte_array_append(frame, addresses[0], sizeof addresses);
    append_u16(frame, 500);
    append_u16(frame, 500);
    append_u16(frame, message->len + 8);
    append_u16(frame, 0);
    g_byte_array_append(frame, message->data, message->len);
    write_le32(o->capture, 1000000000 + o->frames / 1000);
    write_le32(o->capture, o->frames % 1000 * 1000);
    write_le32(o->capture, frame->len);
    write_le32(o->capture, frame->len);
    fwrite(frame->data, 1, frame->len, o->capture);
    g_byte_array_unref(frame);
    o->frames++;
}

static void append_attribute(GByteArray *out, uint32_t type, uint32_t value)
{
    append_u16(out, 0x8000 | type);
    append_u16(out, value);
}

/* Body of an SA payload with one proposal and one transform, whose attributes follow `head`. */
static void finish_offer(GByteArray *out)
{
    const uint32_t spi_size = out->data[14];

    out->data[11] = (uint8_t)(out->len - 8);
    out->data[19 + spi_size] = (uint8_t)(out->len - 16 - spi_size);
}

static GByteArray *phase1_offer(unsigned suite)
{
    const uint8_t head[] = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0};
    GByteArray *out = g_byte_array_new();

    g_byte_array_append(out, head, sizeof head);
    append_attribute(out, 1, suites[suite].cipher);
    append_attribute(out, 2, suites[suite].hash);
    append_attribute(out, 3, 1);
    append_attribute(out, 4, 1);
    append_attribute(out, 11, 1);
    append_attribute(out, 12, 28800);
    if (suites[suite].cipher == 7)
        append_attribute(out, 14, suites[suite].key * 8u);
    finish_offer(out);
    return out;
}

/* ESP with AES-CBC 128 and HMAC-SHA-1 in a tunnel. */
static GByteArray *phase2_offer(uint32_t spi)
{
    const uint8_t head[] = {0,
                            0,
                            0,
                            1,
                            0,
                            0,
                            0,
                            1,
                            0,
                            0,
                            0,
                            0,
                            1,
                            3,
                            4,
                            1,
                            (uint8_t)(spi >> 24),
                            (uint8_t)(spi >> 16),
                            (uint8_t)(spi >> 8),
                            (uint8_t)spi,
                            0,
                            0,
                            0,
                            0,
                            1,
                            12,
                            0,
                            0};
    GByteArray *out = g_byte_array_new();

    g_byte_array_append(out, head, sizeof head);
    append_attribute(out, 1, 1);
    append_attribute(out, 2, 3600);
    append_attribute(out, 4, 1);
    append_attribute(out, 5, 2);
    append_attribute(out, 6, 128);
    finish_offer(out);
    return out;
}

static bool is_first(const struct speaker_words *words)
{
    return words->number == 0 && words->side == 0 && words->first == IKELOG_PAYLOAD_SA;
}

/* Sent twice: the first message of all, and some questions of DPD. */
static bool is_repeated(const struct speaker_words *words)
{
    if (words->exchange_type == 5)
        return words->side == 0 && words->message_id / 2 % REPEATED == 0;
    return is_first(words);
}

static GByteArray *any_message(struct speaker *s, struct speaker_words words,
                               const GByteArray *body)
{
    words.body = speaker_octets(body->data, body->len);
    return speaker_say(s, &words);
}

/* The responder's cookie is not known yet. */
static GByteArray *first_message(struct speaker *s, struct speaker_words words,
                                 const GByteArray *body)
{
    GByteArray *message = any_message(s, words, body);

    memset(message->data + IKELOG_COOKIE_LEN, 0, IKELOG_COOKIE_LEN);
    return message;
}

static void say(struct output *o, struct speaker *s, uint32_t pair, struct speaker_words words,
                GByteArray *body)
{
    bool again = is_repeated(&words);
    GByteArray *message;

    message = is_first(&words) ? first_message(s, words, body) : any_message(s, words, body);
    write_frame(o, message, pair, words.side);
    if (again)
        write_frame(o, message, pair, words.side);
    g_byte_array_unref(message);
    g_byte_array_unref(body);
}

static GByteArray *identity_and_hash(const struct speaker *s, uint8_t side, const GByteArray *offer)
{
    const uint8_t id[] = {1, 17, 1, 244, 192, 0, 2, (uint8_t)(side + 1)};
    const struct ikelog_octets skeyid =
        speaker_octets(s->skeyids.skeyid.octets, s->skeyids.skeyid.length);
    const struct ikelog_phase1_facts facts = {.g_xi = speaker_octets(s->publics[0], SPEAKER_PUBLIC),
                                              .g_xr = speaker_octets(s->publics[1], SPEAKER_PUBLIC),
                                              .cky_i = s->cookies,
                                              .cky_r = s->cookies + IKELOG_COOKIE_LEN,
                                              .sa_i = speaker_octets(offer->data, offer->len),
                                              .id_i = speaker_octets(id, sizeof id),
                                              .id_r = speaker_octets(id, sizeof id)};
    GByteArray *body = g_byte_array_new();
    struct ikelog_digest digest;

    (side ? ikelog_hash_r : ikelog_hash_i)(s->hash, skeyid, &facts, &digest);
    speaker_payload(body, IKELOG_PAYLOAD_HASH, id, sizeof id);
    speaker_payload(body, 0, digest.octets, digest.length);
    return body;
}

/* The offer and, behind it, vendor IDs. */
static void append_offer(GByteArray *body, const GByteArray *offer)
{
    speaker_payload(body, IKELOG_PAYLOAD_VID, offer->data, offer->len);
    for (size_t i = 0; i < G_N_ELEMENTS(vendors); i++) {
        uint8_t id[16];
        size_t length;

        ikelog_hex_read(vendors[i], strlen(vendors[i]), id, sizeof id, &length);
        speaker_payload(body, i + 1 < G_N_ELEMENTS(vendors) ? IKELOG_PAYLOAD_VID : 0, id, length);
    }
}

/* HASH(CKY-I | CKY-R | IP | port) of the receiver, then of the sender (RFC 3947 3.2). */
static void append_natd(GByteArray *body, const struct speaker *s, uint32_t pair, uint8_t side)
{
    static const uint8_t port[] = {500 >> 8, 500 & 255};

    for (uint8_t i = 0; i < 2; i++) {
        uint8_t address[4];
        const struct ikelog_octets parts[] = {
            {s->cookies, sizeof s->cookies}, {address, sizeof address}, {port, sizeof port}};
        struct ikelog_digest digest;

        address_of(pair, i == 0 ? !side : side, address);
        ikelog_digest_of(s->hash, parts, G_N_ELEMENTS(parts), &digest);
        speaker_payload(body, i == 0 ? IKELOG_PAYLOAD_NATD : 0, digest.octets, digest.length);
    }
}

static void main_mode(struct output *o, struct speaker *s, uint32_t pair, unsigned suite)
{
    GByteArray *offer = phase1_offer(suite);
    struct speaker_words words = {.exchange_type = 2};

    for (int step = 0; step < 6; step++) {
        GByteArray *body = g_byte_array_new();

        words.side = (uint8_t)(step % 2);
        words.encrypted = step >= 4;
        words.first = step < 2   ? IKELOG_PAYLOAD_SA
                      : step < 4 ? IKELOG_PAYLOAD_KE
                                 : IKELOG_PAYLOAD_ID;
        if (step < 2) {
            append_offer(body, offer);
        } else if (step < 4) {
            speaker_payload(body, IKELOG_PAYLOAD_NONCE, s->publics[words.side], SPEAKER_PUBLIC);
            speaker_payload(body, IKELOG_PAYLOAD_NATD, s->nonces[words.side], SPEAKER_NONCE);
            append_natd(body, s, pair, words.side);
        } else {
            g_byte_array_unref(body);
            body = identity_and_hash(s, words.side, offer);
        }
        say(o, s, pair, words, body);
    }
    g_byte_array_unref(offer);
}

static void quick_mode(struct output *o, struct speaker *s, uint32_t pair, uint32_t message_id)
{
    struct speaker_words words = {.exchange_type = 32,
                                  .number = 1,
                                  .encrypted = true,
                                  .hashed = true,
                                  .message_id = message_id};

    memset(&s->exchanges[1], 0, sizeof s->exchanges[1]);
    for (int step = 0; step < 3; step++) {
        const uint8_t ids[2][12] = {
            {4, 0, 0, 0, 10, (uint8_t)(pair >> 8), (uint8_t)pair, 0, 255, 255, 255, 0},
            {4, 0, 0, 0, 172, 16, (uint8_t)(message_id % TUNNELS), 0, 255, 255, 255, 0}};
        uint8_t nonce[SPEAKER_NONCE];
        GByteArray *body = g_byte_array_new(), *offer;

        words.side = (uint8_t)(step % 2);
        words.first = step < 2 ? IKELOG_PAYLOAD_SA : 0;
        if (step < 2) {
            offer = phase2_offer(message_id * 2654435761u + (uint32_t)step);
            speaker_payload(body, IKELOG_PAYLOAD_NONCE, offer->data, offer->len);
            memcpy(nonce, s->nonces[words.side], sizeof nonce);
            memcpy(nonce, &message_id, sizeof message_id); /* as good as chance here */
            memcpy(nonce + sizeof message_id, &pair, sizeof pair);
            speaker_payload(body, IKELOG_PAYLOAD_ID, nonce, sizeof nonce);
            speaker_payload(body, IKELOG_PAYLOAD_ID, ids[0], sizeof ids[0]);
            speaker_payload(body, 0, ids[1], sizeof ids[1]);
            g_byte_array_unref(offer);
        }
        say(o, s, pair, words, body);
    }
}

/* DPD: R-U-THERE of one side, or the answer of the other. */
static void informational(struct output *o, struct speaker *s, uint32_t pair, uint32_t message_id)
{
    uint8_t side = message_id & 1;
    uint8_t notify[28] = {0, 0, 0, 1, 1, 16, 0x8d, (uint8_t)(0x28 + side)};
    struct speaker_words words = {.exchange_type = 5,
                                  .first = IKELOG_PAYLOAD_NOTIFY,
                                  .side = side,
                                  .number = 2,
                                  .encrypted = true,
                                  .hashed = true,
                                  .message_id = message_id};
    GByteArray *body = g_byte_array_new();

    memset(&s->exchanges[2], 0, sizeof s->exchanges[2]);
    memcpy(notify + 8, s->cookies, sizeof s->cookies);
    notify[27] = (uint8_t)(message_id >> 1);
    speaker_payload(body, 0, notify, sizeof notify);
    say(o, s, pair, words, body);
}

static void write_hex(FILE *file, const uint8_t *octets, size_t length)
{
    for (size_t i = 0; i < length; i++)
        fprintf(file, "%02x", octets[i]);
}

/* The pre-shared key is the same for all; the shared secret makes the rest of it. */
static void write_keys(struct output *o, const struct speaker *s, bool secrets)
{
    fputs(secrets ? "SHARED_SECRET " : "KA ", o->keys);
    write_hex(o->keys, s->cookies, IKELOG_COOKIE_LEN);
    fputc(' ', o->keys);
    if (secrets)
        write_hex(o->keys, s->g_xy, sizeof s->g_xy);
    else
        write_hex(o->keys, s->ka, s->ka_length);
    fputs("\n", o->keys);
    write_hex(o->table, s->cookies, IKELOG_COOKIE_LEN);
    fputc(',', o->table);
    write_hex(o->table, s->ka, s->ka_length);
    fputc('\n', o->table);
}

static FILE *create(const char *stem, const char *ending)
{
    char *path = g_strconcat(stem, ending, NULL);
    FILE *file = fopen(path, "wb");

    if (!file)
        perror(path);
    g_free(path);
    return file;
}

/* One IKE SA of `frames` frames: main mode, Quick Modes for half of the rest, then DPD. */
static void converse(struct output *o, uint32_t pair, uint32_t frames, bool secrets)
{
    const unsigned suite = pair % G_N_ELEMENTS(suites);
    uint32_t last = o->frames + frames, message_id = 1;
    struct speaker speaker;

    speaker_start(&speaker, ikelog_cipher_by_number(suites[suite].cipher), suites[suite].key,
                  ikelog_hash_by_number(suites[suite].hash), pair);
    write_keys(o, &speaker, secrets);
    main_mode(o, &speaker, pair, suite);
    for (uint32_t n = 0; n < (frames - FRAMES_OF_PHASE1) / 6 || n == 0; n++)
        quick_mode(o, &speaker, pair, message_id++);
    while (o->frames < last)
        informational(o, &speaker, pair, message_id++);
}

static void flood(struct output *o, uint32_t frames)
{
    GByteArray *offer = phase1_offer(0);
    struct speaker speaker;

    speaker_start(&speaker, ikelog_cipher_by_number(suites[0].cipher), suites[0].key,
                  ikelog_hash_by_number(suites[0].hash), 1);
    for (uint32_t pair = 1; o->frames < frames; pair++) {
        const struct speaker_words words = {.exchange_type = 2, .first = IKELOG_PAYLOAD_SA};
        GByteArray *body = g_byte_array_new(), *message;

        speaker_payload(body, 0, offer->data, offer->len);
        message = first_message(&speaker, words, body);
        memcpy(message->data, &pair, sizeof pair);
        write_frame(o, message, pair, 0);
        g_byte_array_unref(message);
        g_byte_array_unref(body);
    }
    g_byte_array_unref(offer);
}

int main(int argc, char **argv)
{
    const uint32_t head[] = {0xa1b2c3d4, 0x00040002, 0, 0, 65535, 101};
    struct output o = {0};
    uint32_t frames, each;
    bool secrets;

    if (argc < 4) {
        fputs("usage: generate STEM FRAMES FRAMES_OF_EACH_SA [keys | secrets | flood]\n", stderr);
        return 2;
    }
    frames = (uint32_t)strtoul(argv[2], NULL, 10);
    each = MAX((uint32_t)strtoul(argv[3], NULL, 10), FRAMES_OF_PHASE1 + 3);
    o.capture = create(argv[1], ".pcap");
    o.keys = create(argv[1], ".keys");
    o.table = create(argv[1], ".table");
    if (!o.capture || !o.keys || !o.table)
        return 1;
    secrets = argc > 4 && strcmp(argv[4], "secrets") == 0;
    if (secrets)
        fputs("PSK * \"secret\"\n", o.keys);
    for (size_t i = 0; i < G_N_ELEMENTS(head); i++)
        write_le32(o.capture, head[i]);
    if (argc > 4 && strcmp(argv[4], "flood") == 0)
        flood(&o, frames);
    for (uint32_t pair = 1; o.frames < frames; pair++)
        converse(&o, pair, each, secrets);
    return fclose(o.capture) || fclose(o.keys) || fclose(o.table);
}
