/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The IV of an encrypted message, by the rule that it follows, and its decryption. */
#include "reports/page/derivation.h"

#include <string.h>

/* An IV that is explained: what is compared with, and what it was made from. */
struct explained {
    struct ikelog_page_derivation d;
    uint8_t m_id[4];
    uint8_t first[IKELOG_MAX_BLOCK];
    char remark[64];
};

static struct ikelog_octets last_block(const struct ikelog_record *record, uint32_t block)
{
    return (struct ikelog_octets){ikelog_record_chained(record)->last + IKELOG_MAX_BLOCK - block,
                                  block};
}

static bool same(const uint8_t *iv, struct ikelog_octets other)
{
    return memcmp(iv, other.data, other.length) == 0;
}

/* The last cipher block of a message before it in its exchange. */
static bool is_next(const struct ikelog_record *record, const uint8_t *iv, uint32_t block,
                    struct explained *e)
{
    for (const struct ikelog_record *r = record->exchange->first; r && r != record;
         r = ikelog_record_next(r)) {
        if (!(r->flags & IKELOG_RECORD_ENCRYPTED) || !same(iv, last_block(r, block)))
            continue;
        e->d.formula = IKELOG_PAGE_IV_NEXT;
        e->d.method = IKELOG_METHOD_CUT;
        ikelog_page_input(&e->d, IKELOG_Q_LAST, last_block(r, block));
        g_snprintf(e->remark, sizeof e->remark, "from frame %u", r->frame);
        return true;
    }
    return false;
}

static bool first_iv(const struct ikelog_record *record, const struct ikelog_keyset *keyset,
                     uint8_t *iv)
{
    const struct ikelog_sa *sa = record->exchange->sa;

    return sa->sides[0].said->ke && sa->sides[1].said->ke &&
           ikelog_iv_phase1(keyset->hash, ikelog_bytes_octets(sa->sides[0].said->ke),
                            ikelog_bytes_octets(sa->sides[1].said->ke), keyset->cipher->block,
                            iv) == IKELOG_OK;
}

static bool is_first(const struct ikelog_record *record, const struct ikelog_keyset *keyset,
                     const uint8_t *iv, struct explained *e)
{
    const struct ikelog_sa *sa = record->exchange->sa;

    if (!first_iv(record, keyset, e->first) ||
        !same(iv, (struct ikelog_octets){e->first, keyset->cipher->block}))
        return false;
    e->d.formula = IKELOG_PAGE_IV_FIRST;
    e->d.method = IKELOG_METHOD_DIGEST;
    ikelog_page_input(&e->d, IKELOG_Q_G_XI, ikelog_bytes_octets(sa->sides[0].said->ke));
    ikelog_page_input(&e->d, IKELOG_Q_G_XR, ikelog_bytes_octets(sa->sides[1].said->ke));
    return true;
}

/* hash(block | M-ID), where block is the last of some message of phase 1, or phase 1's first IV. */
static bool is_after(const struct ikelog_record *record, const struct ikelog_keyset *keyset,
                     const uint8_t *iv, struct ikelog_octets block, struct explained *e)
{
    uint8_t computed[IKELOG_MAX_BLOCK];

    if (ikelog_iv_phase2(keyset->hash, block.data, block.length, record->exchange->message_id,
                         computed) != IKELOG_OK ||
        !same(iv, (struct ikelog_octets){computed, block.length}))
        return false;
    e->d.method = IKELOG_METHOD_DIGEST;
    ikelog_page_input(&e->d, e->d.formula == IKELOG_PAGE_IV_EARLY ? IKELOG_Q_IV : IKELOG_Q_LAST,
                      block);
    ikelog_page_input(&e->d, IKELOG_Q_M_ID, (struct ikelog_octets){e->m_id, sizeof e->m_id});
    return true;
}

static bool is_after_phase1(const struct ikelog_record *record, const struct ikelog_keyset *keyset,
                            const uint8_t *iv, struct explained *e)
{
    const struct ikelog_exchange *phase1 = record->exchange->sa->phase1;
    uint32_t block = keyset->cipher->block;

    e->d.formula = IKELOG_PAGE_IV_PHASE2;
    for (const struct ikelog_record *r = phase1 ? phase1->first : NULL; r;
         r = ikelog_record_next(r)) {
        if (!(r->flags & IKELOG_RECORD_ENCRYPTED) ||
            !is_after(record, keyset, iv, last_block(r, block), e))
            continue;
        g_snprintf(e->remark, sizeof e->remark, "with the last cipher block of frame %u", r->frame);
        return true;
    }
    e->d.formula = IKELOG_PAGE_IV_EARLY;
    return first_iv(record, keyset, e->first) &&
           is_after(record, keyset, iv, (struct ikelog_octets){e->first, block}, e);
}

static void put_message_id(uint32_t id, uint8_t octets[4])
{
    uint32_t big_endian = GUINT32_TO_BE(id);

    memcpy(octets, &big_endian, sizeof big_endian);
}

void ikelog_page_iv(const struct ikelog_page *page, const struct ikelog_view *view, GString *out)
{
    const struct ikelog_record *record = ikelog_record_original(view->record);
    const struct ikelog_keyset *keyset = ikelog_record_keyset(record);
    const uint8_t *iv = ikelog_record_iv(record);
    struct explained e = {.d = {.formula = IKELOG_PAGE_IV_FOUND}};

    if (!iv || !keyset || !keyset->cipher)
        return;
    put_message_id(record->exchange->message_id, e.m_id);
    e.d.hash = keyset->hash;
    if (!is_next(record, iv, keyset->cipher->block, &e) &&
        !(keyset->hash &&
          (is_first(record, keyset, iv, &e) || is_after_phase1(record, keyset, iv, &e))))
        e.d.formula = IKELOG_PAGE_IV_FOUND;
    e.d.value = (struct ikelog_octets){iv, keyset->cipher->block};
    e.d.remark = *e.remark ? e.remark : NULL;
    ikelog_page_derive(page, &e.d, out);
}

void ikelog_page_decryption(const struct ikelog_page *page, const struct ikelog_view *view,
                            GString *out)
{
    const struct ikelog_keyset *keyset = ikelog_record_keyset(view->record);
    const uint8_t *iv = ikelog_record_iv(view->record);
    struct ikelog_page_derivation d = {
        .formula = IKELOG_PAGE_PLAINTEXT, .method = IKELOG_METHOD_CBC, .value = view->octets};

    if (!iv || !keyset || !keyset->cipher)
        return;
    d.cipher = keyset->cipher;
    d.remark = keyset->cipher->name;
    ikelog_page_input(&d, IKELOG_Q_KA, (struct ikelog_octets){keyset->ka, keyset->ka_length});
    ikelog_page_input(&d, IKELOG_Q_IV, (struct ikelog_octets){iv, keyset->cipher->block});
    ikelog_page_input(
        &d, IKELOG_Q_CIPHERTEXT,
        (struct ikelog_octets){view->message.data + IKELOG_HEADER_LEN, view->octets.length});
    ikelog_page_derive(page, &d, out);
}
