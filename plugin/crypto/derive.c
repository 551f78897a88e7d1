/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RFC 2409's formulas over libgcrypt's hashes and HMACs. */
#include "crypto/derive.h"

#include <gcrypt.h>
#include <glib.h>
#include <string.h>

/* Parts that the longest formula puts together, and room for more. */
#define MAX_PARTS 12u

static struct ikelog_octets octets_of(const void *data, uint32_t length)
{
    return (struct ikelog_octets){data, length};
}

static void put_u32(uint8_t out[4], uint32_t value)
{
    uint32_t big_endian = GUINT32_TO_BE(value);

    memcpy(out, &big_endian, sizeof(big_endian));
}

void ikelog_wipe(void *secret, size_t length)
{
    /* A compiler does not know what it calls here, so it may not leave the call out. */
    static void *(*const volatile set)(void *, int, size_t) = memset;

    if (length > 0)
        set(secret, 0, length);
}

static gcry_buffer_t buffer_of(struct ikelog_octets octets)
{
    return (gcry_buffer_t){.len = octets.length,
                           .data = (void *)(octets.length ? octets.data : (const uint8_t *)"")};
}

/* The one place that runs a hash; with a key HMAC, whose key libgcrypt takes as the first buffer.
 */
static enum ikelog_status run_hash(const struct ikelog_hash *hash, const struct ikelog_octets *key,
                                   const struct ikelog_octets *parts, size_t count,
                                   struct ikelog_digest *out)
{
    gcry_buffer_t buffers[MAX_PARTS + 1];
    int n = 0;

    out->length = 0;
    if (count > MAX_PARTS)
        return IKELOG_CRYPTO;
    ikelog_crypto_init();
    if (key)
        buffers[n++] = buffer_of(*key);
    for (size_t i = 0; i < count; i++)
        buffers[n++] = buffer_of(parts[i]);
    if (gcry_md_hash_buffers(hash->gcry, key ? GCRY_MD_FLAG_HMAC : 0, out->octets, buffers, n) != 0)
        return IKELOG_CRYPTO;
    out->length = hash->length;
    return IKELOG_OK;
}

enum ikelog_status ikelog_prf(const struct ikelog_hash *hash, struct ikelog_octets key,
                              const struct ikelog_octets *parts, size_t count,
                              struct ikelog_digest *out)
{
    return run_hash(hash, &key, parts, count, out);
}

enum ikelog_status ikelog_digest_of(const struct ikelog_hash *hash,
                                    const struct ikelog_octets *parts, size_t count,
                                    struct ikelog_digest *out)
{
    return run_hash(hash, NULL, parts, count, out);
}

enum ikelog_status ikelog_skeyid_psk(const struct ikelog_hash *hash, struct ikelog_octets psk,
                                     struct ikelog_octets ni, struct ikelog_octets nr,
                                     struct ikelog_digest *skeyid)
{
    const struct ikelog_octets nonces[] = {ni, nr};

    return ikelog_prf(hash, psk, nonces, G_N_ELEMENTS(nonces), skeyid);
}

/* Ni_b | Nr_b as a key: the one secret that libgcrypt cannot be given in parts. */
static uint8_t *join_nonces(struct ikelog_octets ni, struct ikelog_octets nr)
{
    uint8_t *joined = g_malloc((size_t)ni.length + nr.length + 1);

    if (ni.length > 0)
        memcpy(joined, ni.data, ni.length);
    if (nr.length > 0)
        memcpy(joined + ni.length, nr.data, nr.length);
    return joined;
}

enum ikelog_status ikelog_skeyid_signature(const struct ikelog_hash *hash, struct ikelog_octets ni,
                                           struct ikelog_octets nr, struct ikelog_octets g_xy,
                                           struct ikelog_digest *skeyid)
{
    uint8_t *nonces = join_nonces(ni, nr);
    enum ikelog_status status =
        ikelog_prf(hash, octets_of(nonces, ni.length + nr.length), &g_xy, 1, skeyid);

    g_free(nonces); /* nonces travel in clear: nothing to wipe */
    return status;
}

enum ikelog_status ikelog_skeyid_encryption(const struct ikelog_hash *hash, struct ikelog_octets ni,
                                            struct ikelog_octets nr, const uint8_t cookies[16],
                                            struct ikelog_digest *skeyid)
{
    const struct ikelog_octets nonces[] = {ni, nr};
    const struct ikelog_octets both_cookies = {cookies, 16};
    struct ikelog_digest key;
    enum ikelog_status status = ikelog_digest_of(hash, nonces, G_N_ELEMENTS(nonces), &key);

    skeyid->length = 0;
    if (status == IKELOG_OK)
        status = ikelog_prf(hash, ikelog_digest_octets(&key), &both_cookies, 1, skeyid);
    ikelog_wipe(&key, sizeof(key));
    return status;
}

enum ikelog_status ikelog_skeyids_expand(const struct ikelog_hash *hash, struct ikelog_octets g_xy,
                                         const uint8_t cookies[16], struct ikelog_skeyids *s)
{
    struct ikelog_digest *const outs[] = {&s->d, &s->a, &s->e};
    struct ikelog_octets before = {NULL, 0};
    bool ok = s->skeyid.length > 0;

    for (uint8_t n = 0; ok && n < G_N_ELEMENTS(outs); n++) {
        /* prf(SKEYID, the one before | g^xy | CKY-I | CKY-R | n) */
        const struct ikelog_octets parts[] = {before, g_xy, octets_of(cookies, 16),
                                              octets_of(&n, 1)};

        ok = ikelog_prf(hash, ikelog_digest_octets(&s->skeyid), parts, G_N_ELEMENTS(parts),
                        outs[n]) == IKELOG_OK;
        before = ikelog_digest_octets(outs[n]);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(outs) && !ok; i++)
        ikelog_wipe(outs[i], sizeof(*outs[i]));
    return ok ? IKELOG_OK : IKELOG_CRYPTO;
}

/*
 * Ka = K1 | K2 | …, K1 = prf(SKEYID_e, 0), Kn = prf(SKEYID_e, Kn-1): unlike KEYMAT, the 0 is not
 * repeated.
 */
static enum ikelog_status expand_ka(const struct ikelog_hash *hash, struct ikelog_octets skeyid_e,
                                    uint32_t key_len, uint8_t *ka)
{
    struct ikelog_digest last = {.length = 1}, k = {0};
    enum ikelog_status status = IKELOG_OK;

    for (uint32_t done = 0; done < key_len && status == IKELOG_OK; done += hash->length) {
        struct ikelog_octets seed = ikelog_digest_octets(&last);

        status = ikelog_prf(hash, skeyid_e, &seed, 1, &k);
        if (status == IKELOG_OK)
            memcpy(ka + done, k.octets, MIN(hash->length, key_len - done));
        last = k;
    }
    if (status != IKELOG_OK)
        ikelog_wipe(ka, key_len);
    ikelog_wipe(&k, sizeof(k));
    ikelog_wipe(&last, sizeof(last));
    return status;
}

enum ikelog_status ikelog_ka(const struct ikelog_hash *hash, struct ikelog_octets skeyid_e,
                             uint32_t key_len, uint8_t *ka)
{
    if (key_len == 0 || key_len > IKELOG_MAX_KEY)
        return IKELOG_TOO_LONG;
    if (skeyid_e.length == 0)
        return IKELOG_CRYPTO;
    if (skeyid_e.length < key_len)
        return expand_ka(hash, skeyid_e, key_len, ka);
    memcpy(ka, skeyid_e.data, key_len);
    return IKELOG_OK;
}

/* The first `block` octets of hash(a | b). */
static enum ikelog_status short_hash(const struct ikelog_hash *hash,
                                     const struct ikelog_octets parts[2], uint32_t block,
                                     uint8_t *iv)
{
    struct ikelog_digest digest;

    if (block > hash->length || ikelog_digest_of(hash, parts, 2, &digest) != IKELOG_OK)
        return IKELOG_CRYPTO;
    memcpy(iv, digest.octets, block);
    return IKELOG_OK;
}

enum ikelog_status ikelog_iv_phase1(const struct ikelog_hash *hash, struct ikelog_octets g_xi,
                                    struct ikelog_octets g_xr, uint32_t block, uint8_t *iv)
{
    const struct ikelog_octets parts[] = {g_xi, g_xr};

    return short_hash(hash, parts, block, iv);
}

enum ikelog_status ikelog_iv_phase2(const struct ikelog_hash *hash, const uint8_t *last_block,
                                    uint32_t block, uint32_t message_id, uint8_t *iv)
{
    uint8_t m_id[4] = {0};
    const struct ikelog_octets parts[] = {octets_of(last_block, block),
                                          octets_of(m_id, sizeof(m_id))};

    put_u32(m_id, message_id);
    return short_hash(hash, parts, block, iv);
}

enum ikelog_status ikelog_hash_i(const struct ikelog_hash *hash, struct ikelog_octets skeyid,
                                 const struct ikelog_phase1_facts *facts, struct ikelog_digest *out)
{
    const struct ikelog_octets parts[] = {
        facts->g_xi, facts->g_xr, octets_of(facts->cky_i, 8), octets_of(facts->cky_r, 8),
        facts->sa_i, facts->id_i,
    };

    return ikelog_prf(hash, skeyid, parts, G_N_ELEMENTS(parts), out);
}

enum ikelog_status ikelog_hash_r(const struct ikelog_hash *hash, struct ikelog_octets skeyid,
                                 const struct ikelog_phase1_facts *facts, struct ikelog_digest *out)
{
    const struct ikelog_octets parts[] = {
        facts->g_xr, facts->g_xi, octets_of(facts->cky_r, 8), octets_of(facts->cky_i, 8),
        facts->sa_i, facts->id_r,
    };

    return ikelog_prf(hash, skeyid, parts, G_N_ELEMENTS(parts), out);
}

enum ikelog_status ikelog_hash_1(const struct ikelog_hash *hash, struct ikelog_octets skeyid_a,
                                 uint32_t message_id, struct ikelog_octets rest,
                                 struct ikelog_digest *out)
{
    uint8_t m_id[4] = {0};
    const struct ikelog_octets parts[] = {octets_of(m_id, sizeof(m_id)), rest};

    put_u32(m_id, message_id);
    return ikelog_prf(hash, skeyid_a, parts, G_N_ELEMENTS(parts), out);
}

enum ikelog_status ikelog_hash_2(const struct ikelog_hash *hash, struct ikelog_octets skeyid_a,
                                 uint32_t message_id, const struct ikelog_octets ni_rest[2],
                                 struct ikelog_digest *out)
{
    uint8_t m_id[4] = {0};
    const struct ikelog_octets parts[] = {octets_of(m_id, sizeof(m_id)), ni_rest[0], ni_rest[1]};

    put_u32(m_id, message_id);
    return ikelog_prf(hash, skeyid_a, parts, G_N_ELEMENTS(parts), out);
}

enum ikelog_status ikelog_hash_3(const struct ikelog_hash *hash, struct ikelog_octets skeyid_a,
                                 uint32_t message_id, const struct ikelog_octets ni_nr[2],
                                 struct ikelog_digest *out)
{
    static const uint8_t zero = 0;
    uint8_t m_id[4] = {0};
    const struct ikelog_octets parts[] = {octets_of(&zero, 1), octets_of(m_id, sizeof(m_id)),
                                          ni_nr[0], ni_nr[1]};

    put_u32(m_id, message_id);
    return ikelog_prf(hash, skeyid_a, parts, G_N_ELEMENTS(parts), out);
}

enum ikelog_status ikelog_keymat(const struct ikelog_hash *hash,
                                 const struct ikelog_keymat_facts *facts, uint32_t length,
                                 uint8_t *keymat)
{
    struct ikelog_digest last = {0}, k = {0};
    enum ikelog_status status = IKELOG_OK;

    if (length > IKELOG_MAX_KEYMAT)
        return IKELOG_TOO_LONG;
    for (uint32_t done = 0; done < length && status == IKELOG_OK; done += hash->length) {
        /* Kn = prf(SKEYID_d, Kn-1 | [g(qm)^xy |] protocol | SPI | Ni_b | Nr_b) */
        const struct ikelog_octets parts[] = {
            ikelog_digest_octets(&last),
            facts->g_qm_xy,
            octets_of(&facts->protocol, 1),
            facts->spi,
            facts->ni,
            facts->nr,
        };

        status = ikelog_prf(hash, facts->skeyid_d, parts, G_N_ELEMENTS(parts), &k);
        if (status == IKELOG_OK)
            memcpy(keymat + done, k.octets, MIN(hash->length, length - done));
        last = k;
    }
    if (status != IKELOG_OK)
        ikelog_wipe(keymat, length);
    ikelog_wipe(&k, sizeof(k));
    ikelog_wipe(&last, sizeof(last));
    return status;
}

bool ikelog_digest_equal(const struct ikelog_digest *a, struct ikelog_octets b)
{
    uint8_t differences = 0;

    if (a->length == 0 || a->length != b.length)
        return false;
    for (uint32_t i = 0; i < a->length; i++)
        differences |= (uint8_t)(a->octets[i] ^ b.data[i]);
    return differences == 0;
}
