/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzzes what lies behind decryption: the input is what two peers say to each other under keys
 * that the keyring has, so that most of it is decrypted, checked, followed and told about.
 */
#include "mutator.h"
#include "presenting_beside.h"
#include "speaker.h"

#include "crypto/keyfile.h"
#include "wire/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Bits of a message's first octet. */
#define RESPONDER 1u
#define ENCRYPTED 2u
#define HASHED    4u
#define AGAIN     8u  /* the same octets once more */
#define LOST      16u /* said, but not captured */
#define FLOATED   32u /* from and to UDP 4500 */
#define OTHERS    64u /* an ICMP error and ESP besides */
#define SLOW      128u

/* X(cipher, octets of its key) */
static const struct {
    uint8_t cipher, key;
} ciphers[] = {{1, 8}, {3, 16}, {5, 24}, {6, 16}, {7, 16}, {7, 24}, {7, 32}, {8, 16}};
static const uint8_t hashes[] = {1, 2, 4, 5, 6};
static const uint16_t methods[] = {1, 3, 65001, 64221};
#define METHOD_ENCRYPTION 4

struct conversation {
    struct presenting show;
    struct speaker speaker;
    GByteArray *offer; /* body of the SA payload */
    bool aggressive, late;
};

static void append_attribute(GByteArray *out, uint16_t type, uint16_t value)
{
    const uint8_t octets[4] = {(uint8_t)(0x80 | type >> 8), (uint8_t)type, (uint8_t)(value >> 8),
                               (uint8_t)value};

    g_byte_array_append(out, octets, 4);
}

/* DOI, situation, one proposal with one transform. */
static GByteArray *make_offer(uint8_t choice, uint16_t method)
{
    const uint8_t cipher = choice % G_N_ELEMENTS(ciphers);
    const uint8_t hash = hashes[choice / 8 % G_N_ELEMENTS(hashes)];
    uint8_t head[] = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 1, 0, 0};
    GByteArray *out = g_byte_array_new();

    g_byte_array_append(out, head, sizeof head);
    append_attribute(out, 1, ciphers[cipher].cipher);
    append_attribute(out, 2, hash);
    append_attribute(out, 3, method);
    append_attribute(out, 4, 1);
    append_attribute(out, 11, 1);
    append_attribute(out, 12, 28800);
    if (ciphers[cipher].cipher != 1 && ciphers[cipher].cipher != 5)
        append_attribute(out, 14, (uint16_t)(ciphers[cipher].key * 8));
    out->data[11] = (uint8_t)(out->len - 8);
    out->data[19] = (uint8_t)(out->len - 16);
    return out;
}

/* Bits of the prologue: which secrets are withheld, so that others have to lead to the keys. */
#define AGGRESSIVE       1u
#define NO_SHARED_SECRET 2u
#define NO_SKEYID        4u
#define NO_PSK           8u
#define KA               16u
#define PUBLIC_KEY       32u  /* the method is RSA encryption, whatever the choice */
#define LATE_KEYS        64u  /* the keys come when the first message has been said under them */
#define LATE_START       128u /* phase 1 was before the capture */

static void add_secret(struct ikelog_keyring *keyring, const char *kind, const void *octets,
                       size_t length)
{
    GString *line = g_string_new(NULL);
    const char *expected;

    g_string_printf(line, "%s 4949494949494949 ", kind);
    ikelog_text_hex(speaker_octets(octets, length), 4096, line);
    ikelog_keyrecord_add(line->str, "fuzz", keyring, &expected);
    g_string_free(line, TRUE);
}

static void add_keys(struct ikelog_keyring *keyring, const struct speaker *speaker,
                     uint8_t prologue)
{
    const struct ikelog_digest *skeyid = &speaker->skeyids.skeyid;
    const char *expected;

    if (!(prologue & NO_SHARED_SECRET))
        add_secret(keyring, "SHARED_SECRET", speaker->g_xy, sizeof speaker->g_xy);
    if (!(prologue & NO_SKEYID))
        add_secret(keyring, "SKEYID", skeyid->octets, skeyid->length);
    if (!(prologue & NO_PSK))
        ikelog_keyrecord_add("PSK * \"secret\"", "fuzz", keyring, &expected);
    if (prologue & KA)
        add_secret(keyring, "KA", speaker->ka, speaker->ka_length);
}

static void feed(struct conversation *c, const GByteArray *message, uint8_t control)
{
    struct ikelog_datagram d = {.frame = c->show.count + 1, .ip_id = -1, .ttl = 64};

    d.time_ns = (int64_t)d.frame * ((control & SLOW) ? 20000000000 : 10000000);
    d.src.family = d.dst.family = 4;
    d.src.address[0] = d.dst.address[0] = 10;
    d.src.address[3] = (control & RESPONDER) ? 2 : 1;
    d.dst.address[3] = (control & RESPONDER) ? 1 : 2;
    d.src.port = d.dst.port = (control & FLOATED) ? 4500 : 500;
    d.marker = control & FLOATED;
    d.message = speaker_octets(message->data, message->len);
    d.on_wire = message->len;
    if (control & OTHERS)
        presenting_others(&c->show, &d, message->data[message->len - 1]);
    presenting_feed(&c->show, &d);
    if (control & AGAIN)
        presenting_feed(&c->show, &d);
}

/* One of the messages that both sides need before anything can be encrypted. */
static void open_phase1(struct conversation *c, uint8_t side, const GByteArray *offer,
                        bool with_keys)
{
    static const uint8_t identity[] = {1, 17, 1, 244, 10, 0, 0, 1};
    struct speaker *s = &c->speaker;
    GByteArray *body = g_byte_array_new(), *message;
    struct speaker_words words = {.exchange_type = c->aggressive ? 4 : 2, .side = side};

    words.first = offer ? IKELOG_PAYLOAD_SA : IKELOG_PAYLOAD_KE;
    if (offer)
        speaker_payload(body, with_keys ? IKELOG_PAYLOAD_KE : 0, offer->data, offer->len);
    if (with_keys) {
        speaker_payload(body, IKELOG_PAYLOAD_NONCE, s->publics[side], SPEAKER_PUBLIC);
        speaker_payload(body, c->aggressive ? IKELOG_PAYLOAD_ID : 0, s->nonces[side],
                        SPEAKER_NONCE);
    }
    if (c->aggressive)
        speaker_payload(body, 0, identity, sizeof identity);
    words.body = speaker_octets(body->data, body->len);
    message = speaker_say(s, &words);
    if (side == 0 && offer)
        memset(message->data + 8, 0, 8); /* the responder's cookie is not known yet */
    if (!c->late)
        feed(c, message, side ? RESPONDER : 0);
    g_byte_array_unref(message);
    g_byte_array_unref(body);
}

/* A message: control(1) kind(1) first(1) length(1) body; eight octets a unit of length. */
static void say(struct conversation *c, struct ikelog_reader *r)
{
    static const uint8_t kinds[] = {32, 5, 6, 2};
    uint8_t control = ikelog_read_u8(r), kind = ikelog_read_u8(r);
    struct speaker_words words = {.exchange_type = kinds[kind >> 6],
                                  .first = ikelog_read_u8(r),
                                  .side = control & RESPONDER,
                                  .number = kind % SPEAKER_EXCHANGES,
                                  .encrypted = control & ENCRYPTED,
                                  .hashed = control & HASHED};
    uint32_t length = ikelog_read_u8(r) * 4u + (kind >> 3) % 4u;
    GByteArray *message;

    words.message_id = words.number * 0x01020304u;
    if (words.number == 0)
        words.exchange_type = c->aggressive ? 4 : 2;
    if (length > ikelog_reader_left(r))
        length = ikelog_reader_left(r);
    words.body = speaker_octets(ikelog_read_bytes(r, length), length);
    message = speaker_say(&c->speaker, &words);
    if (!(control & LOST))
        feed(c, message, control);
    g_byte_array_unref(message);
}

/* choice(1) prologue(1), then messages. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ikelog_reader r = ikelog_reader_over(data, (uint32_t)size);
    uint8_t choice = ikelog_read_u8(&r), prologue = ikelog_read_u8(&r);
    struct ikelog_keyring *keyring = ikelog_keyring_new();
    struct conversation *c = g_new0(struct conversation, 1);

    ikelog_crypto_init();
    c->aggressive = prologue & AGGRESSIVE;
    c->late = prologue & LATE_START;
    c->offer =
        make_offer(choice, (prologue & PUBLIC_KEY) ? METHOD_ENCRYPTION : methods[choice / 64]);
    speaker_start(&c->speaker, ikelog_cipher_by_number(ciphers[choice % 8].cipher),
                  ciphers[choice % 8].key,
                  ikelog_hash_by_number(hashes[choice / 8 % G_N_ELEMENTS(hashes)]), 0);
    if (!(prologue & LATE_KEYS))
        add_keys(keyring, &c->speaker, prologue);
    presenting_start(&c->show, keyring, watch_lot(data, size));
    open_phase1(c, 0, c->offer, c->aggressive);
    open_phase1(c, 1, c->offer, c->aggressive);
    for (uint8_t side = 0; side < 2 && !c->aggressive; side++)
        open_phase1(c, side, NULL, true);
    if (ikelog_reader_left(&r) > 4)
        say(c, &r);
    if (prologue & LATE_KEYS)
        add_keys(keyring, &c->speaker, prologue);
    while (ikelog_reader_left(&r) > 4)
        say(c, &r);
    presenting_end(&c->show);
    g_byte_array_unref(c->offer);
    g_free(c);
    ikelog_keyring_free(keyring);
    return 0;
}

static size_t words_length(const uint8_t *record, size_t left)
{
    return left < 4 ? left : MIN(left, 4u + record[3] * 4u + (record[1] >> 3) % 4u);
}

#define QUICK_WORDS 0x00u /* of a kind's octet, beside the number of the exchange */
#define INFO_WORDS  0x40u

struct typical {
    uint8_t control, kind, first;
    size_t length; /* a multiple of 4 */
    uint8_t body[80];
};

/* What either side may say at any time, as speakers of a Quick Mode and others. */
static const struct typical typicals[] = {
    {0, QUICK_WORDS, IKELOG_PAYLOAD_FRAGMENT, 12, {0, 0, 0, 12, 0, 1, 1, 0, 1, 2, 3, 4}},
    {ENCRYPTED | HASHED,
     INFO_WORDS,
     IKELOG_PAYLOAD_NOTIFY,
     12,
     {0, 0, 0, 12, 0, 0, 0, 1, 3, 0, 0, 14}},
    {0, INFO_WORDS, IKELOG_PAYLOAD_NOTIFY, 12, {0, 0, 0, 12, 0, 0, 0, 1, 1, 0, 0, 14}},
    {ENCRYPTED | HASHED,
     INFO_WORDS,
     IKELOG_PAYLOAD_DELETE,
     16,
     {0, 0, 0, 16, 0, 0, 0, 1, 3, 4, 0, 1, 1, 2, 3, 4}},
    {ENCRYPTED | HASHED,
     QUICK_WORDS,
     IKELOG_PAYLOAD_NONCE,
     52,
     {5,  0,  0, 20, 1, 2,  3, 4, 5,   6,   7,   8,   9,   10,  11,  12,  13,  14,
      15, 16, 5, 0,  0, 16, 4, 0, 0,   0,   192, 168, 1,   0,   255, 255, 255, 0,
      0,  0,  0, 16, 4, 0,  0, 0, 192, 168, 2,   0,   255, 255, 255, 0}},
    {ENCRYPTED | HASHED, QUICK_WORDS, 0, 0, {0}},
};

static size_t make_words(uint8_t out[MUTATOR_RECORD], unsigned number, const uint8_t *data,
                         size_t size)
{
    const struct typical *typical = &typicals[number % G_N_ELEMENTS(typicals)];

    (void)data;
    (void)size;
    number /= G_N_ELEMENTS(typicals);
    out[0] = typical->control | (number & RESPONDER);
    out[1] = typical->kind | (uint8_t)(number >> 1) % SPEAKER_EXCHANGES;
    out[2] = typical->first;
    out[3] = (uint8_t)(typical->length / 4);
    memcpy(out + 4, typical->body, typical->length);
    if (typical->first == IKELOG_PAYLOAD_NOTIFY)
        out[15] = mutator_error(number >> 4);
    return 4 + typical->length;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    static const struct mutator words = {2, words_length, make_words};

    return mutator_change(&words, data, size, most, seed);
}
