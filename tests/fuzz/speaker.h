/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two peers that hold real keys and encrypt and hash whatever they are told to say. */
#ifndef IKELOG_TESTS_SPEAKER_H
#define IKELOG_TESTS_SPEAKER_H

#include "crypto/derive.h"
#include "wire/message.h"
#include "wire/numbers.h"

#include <gcrypt.h>
#include <glib.h>
#include <string.h>

#define SPEAKER_PUBLIC    96u /* octets of a public value of group 1 */
#define SPEAKER_NONCE     16u
#define SPEAKER_EXCHANGES 8u
#define SPEAKER_MAX       4096u /* octets of a message */

/* What a pair of peers knows of an exchange behind phase 1. */
struct speaker_exchange {
    bool used;
    uint8_t last[IKELOG_MAX_BLOCK]; /* last cipher block sent; of phase 1 its IV at first */
    uint8_t nonce[2][64];
    uint32_t nonce_length[2];
};

struct speaker {
    const struct ikelog_cipher *cipher;
    const struct ikelog_hash *hash;
    struct ikelog_skeyids skeyids;
    uint8_t ka[IKELOG_MAX_KEY];
    uint32_t ka_length;
    uint8_t cookies[2 * IKELOG_COOKIE_LEN];
    uint8_t publics[2][SPEAKER_PUBLIC], nonces[2][SPEAKER_NONCE], g_xy[SPEAKER_PUBLIC];
    struct speaker_exchange exchanges[SPEAKER_EXCHANGES]; /* 0: phase 1 */
};

/* What is to be said in one message. */
struct speaker_words {
    uint8_t exchange_type, first, side, number; /* number: of the exchange */
    bool encrypted, hashed;
    uint32_t message_id;
    struct ikelog_octets body; /* a chain of payloads, or anything else */
};

static inline struct ikelog_octets speaker_octets(const void *data, size_t length)
{
    return (struct ikelog_octets){(const uint8_t *)data, (uint32_t)length};
}

/* Keys from made-up public values, nonces and shared secret; `number` tells pairs apart. */
static inline void speaker_start(struct speaker *s, const struct ikelog_cipher *cipher,
                                 uint32_t key_length, const struct ikelog_hash *hash,
                                 uint32_t number)
{
    memset(s, 0, sizeof *s);
    s->cipher = cipher;
    s->hash = hash;
    s->ka_length = key_length;
    for (int side = 0; side < 2; side++) {
        memset(s->cookies + side * 8, side ? 'R' : 'I', 8);
        for (int i = 0; i < 4 && number; i++)
            s->cookies[side * 8 + 4 + i] = (uint8_t)(number >> (24 - 8 * i));
        memset(s->publics[side], side ? 0x72 : 0x69, SPEAKER_PUBLIC);
        memset(s->nonces[side], side ? 0x6e : 0x4e, SPEAKER_NONCE);
    }
    memset(s->g_xy, 0x5a, sizeof s->g_xy);
    ikelog_skeyid_psk(hash, speaker_octets("secret", 6), speaker_octets(s->nonces[0], 16),
                      speaker_octets(s->nonces[1], 16), &s->skeyids.skeyid);
    ikelog_skeyids_expand(hash, speaker_octets(s->g_xy, sizeof s->g_xy), s->cookies, &s->skeyids);
    ikelog_ka(hash, speaker_octets(s->skeyids.e.octets, s->skeyids.e.length), key_length, s->ka);
    ikelog_iv_phase1(hash, speaker_octets(s->publics[0], SPEAKER_PUBLIC),
                     speaker_octets(s->publics[1], SPEAKER_PUBLIC), cipher->block,
                     s->exchanges[0].last);
    s->exchanges[0].used = true;
}

static inline void speaker_payload(GByteArray *out, uint8_t next, const void *data, size_t length)
{
    const uint8_t head[4] = {next, 0, (uint8_t)((length + 4) >> 8), (uint8_t)(length + 4)};

    g_byte_array_append(out, head, 4);
    g_byte_array_append(out, data, (guint)length);
}

/* The nonce of a Quick Mode's message, which later HASH payloads cover. */
static inline void speaker_learn(struct speaker *s, const struct speaker_words *words)
{
    struct speaker_exchange *exchange = &s->exchanges[words->number];
    const struct ikelog_payload *nonce;
    struct ikelog_chain chain;
    const uint8_t *body;
    uint32_t length;

    ikelog_chain_read(words->body.data, words->body.length, 0, words->first, &chain);
    nonce = ikelog_chain_find(&chain, IKELOG_PAYLOAD_NONCE, 0);
    body = nonce ? ikelog_payload_body(words->body.data, nonce, &length) : NULL;
    if (!body || length > sizeof exchange->nonce[0])
        return;
    memcpy(exchange->nonce[words->side], body, length);
    exchange->nonce_length[words->side] = length;
}

/* HASH(1) of the first speaker, HASH(2) of the other; HASH(3) when there is nothing else to say. */
static inline void speaker_hash(struct speaker *s, const struct speaker_words *words,
                                struct ikelog_digest *digest)
{
    const struct speaker_exchange *exchange = &s->exchanges[words->number];
    const struct ikelog_octets a = speaker_octets(s->skeyids.a.octets, s->skeyids.a.length);
    struct ikelog_octets both[2] = {speaker_octets(exchange->nonce[0], exchange->nonce_length[0]),
                                    words->body};

    if (words->exchange_type != 32 || both[0].length == 0) {
        ikelog_hash_1(s->hash, a, words->message_id, words->body, digest);
    } else if (words->body.length == 0) {
        both[1] = speaker_octets(exchange->nonce[1], exchange->nonce_length[1]);
        ikelog_hash_3(s->hash, a, words->message_id, both, digest);
    } else if (words->side == 1) {
        ikelog_hash_2(s->hash, a, words->message_id, both, digest);
    } else {
        ikelog_hash_1(s->hash, a, words->message_id, words->body, digest);
    }
}

/* Encrypt body[28 ..) in place, padded, along the chain of its exchange. */
static inline void speaker_encrypt(struct speaker *s, const struct speaker_words *words,
                                   GByteArray *message)
{
    struct speaker_exchange *exchange = &s->exchanges[words->number];
    uint32_t block = s->cipher->block;
    static const uint8_t zeros[IKELOG_MAX_BLOCK];
    gcry_cipher_hd_t handle;

    g_byte_array_append(message, zeros, block - (message->len - IKELOG_HEADER_LEN) % block);
    if (!exchange->used)
        ikelog_iv_phase2(s->hash, s->exchanges[0].last, block, words->message_id, exchange->last);
    exchange->used = true;
    ikelog_crypto_init();
    if (gcry_cipher_open(&handle, ikelog_cipher_gcry(s->cipher, s->ka_length), GCRY_CIPHER_MODE_CBC,
                         0))
        return;
    gcry_cipher_setkey(handle, s->ka, s->ka_length);
    gcry_cipher_setiv(handle, exchange->last, block);
    gcry_cipher_encrypt(handle, message->data + IKELOG_HEADER_LEN, message->len - IKELOG_HEADER_LEN,
                        NULL, 0);
    gcry_cipher_close(handle);
    memcpy(exchange->last, message->data + message->len - block, block);
}

/* The message as it goes over the wire; g_byte_array_unref. */
static inline GByteArray *speaker_say(struct speaker *s, const struct speaker_words *words)
{
    GByteArray *message = g_byte_array_new();
    uint8_t header[IKELOG_HEADER_LEN] = {0};
    uint32_t mid = words->message_id;
    struct ikelog_digest digest;

    memcpy(header, s->cookies, sizeof s->cookies);
    header[16] = words->hashed ? IKELOG_PAYLOAD_HASH : words->first;
    header[17] = 0x10;
    header[18] = words->exchange_type;
    header[19] = words->encrypted ? IKELOG_FLAG_ENCRYPTION : 0;
    for (int i = 0; i < 4; i++)
        header[20 + i] = (uint8_t)(mid >> (24 - 8 * i));
    g_byte_array_append(message, header, sizeof header);
    if (words->number > 0)
        speaker_learn(s, words);
    if (words->hashed) {
        speaker_hash(s, words, &digest);
        speaker_payload(message, words->body.length ? words->first : 0, digest.octets,
                        digest.length);
    }
    g_byte_array_append(message, words->body.data, words->body.length);
    if (words->encrypted)
        speaker_encrypt(s, words, message);
    for (int i = 0; i < 4; i++)
        message->data[24 + i] = (uint8_t)(message->len >> (24 - 8 * i));
    return message;
}

#endif
