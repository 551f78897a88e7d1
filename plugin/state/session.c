/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way of a datagram through the session. */
#include "state/session_priv.h"

#include <gcrypt.h>
#include <string.h>

struct ikelog_session *ikelog_session_new(const struct ikelog_keyring *keyring)
{
    struct ikelog_session *session = g_new0(struct ikelog_session, 1);

    ikelog_crypto_init();
    session->keyring = keyring;
    session_tables_init(session);
    ikelog_session_limit(session, IKELOG_MAX_SAS, IKELOG_MAX_DH_WORK);
    return session;
}

void ikelog_session_limit(struct ikelog_session *session, unsigned sas, uint64_t dh_work)
{
    session->most_sas = sas;
    session->dh_work_left = dh_work;
}

void ikelog_session_free(struct ikelog_session *session)
{
    if (!session)
        return;
    session_tables_free(session);
    g_free(session);
}

/* Repeats are octet for octet the same; the first octets of SHA-1 stand for them. */
static uint64_t digest_of(struct ikelog_octets message)
{
    uint8_t sha1[20];
    uint64_t digest;

    gcry_md_hash_buffer(GCRY_MD_SHA1, sha1, message.data, message.length);
    memcpy(&digest, sha1, sizeof digest);
    return digest;
}

static void remember_closed(struct passage *p)
{
    struct ikelog_sa *sa = &p->entry->sa;

    if (sa->closed || !(p->record->marks & IKELOG_MARK_ENCRYPTED) || p->view.readable)
        return;
    sa->closed = p->record;
    sa->closed_status = p->record->decryption;
}

static void read_message(struct passage *p)
{
    bool encrypted =
        (p->record->marks & IKELOG_MARK_ENCRYPTED) && !(p->record->marks & IKELOG_MARK_FRAGMENT);

    ikelog_view_open(p->session, NULL, p->datagram->message, &p->view);
    p->view.record = p->record;
    if (encrypted)
        passage_decrypt(p);
    passage_assign_step(p);
    passage_pair_answer(p);
    if (p->record->marks & IKELOG_MARK_FRAGMENT)
        return;
    passage_learn(p);
    passage_learn_quick(p);
    passage_notice(p);
    passage_check(p);
    if (encrypted)
        passage_retry_pending(p);
    remember_closed(p);
}

/* What was opened goes to the caller when `view` is there. */
static void hand_on(struct passage *p, struct ikelog_view *view)
{
    if (view)
        *view = p->view;
    else
        ikelog_view_close(&p->view);
}

/* The record, or NULL; *view (or NULL) is opened when the message is a new one. */
static const struct ikelog_record *feed(struct ikelog_session *session,
                                        const struct ikelog_datagram *datagram,
                                        struct ikelog_view *view, bool *opened)
{
    struct passage p = {.session = session, .datagram = datagram};
    enum ikelog_status status =
        ikelog_header_read(datagram->message.data, datagram->message.length, &p.header);

    if (status == IKELOG_TRUNCATED || status == IKELOG_BAD_VERSION)
        return NULL;
    session->now = datagram->time_ns;
    p.digest = digest_of(datagram->message);
    if (!passage_locate(&p))
        return NULL;
    passage_find_exchange(&p);
    if (!passage_is_repeat(&p)) {
        passage_new_message(&p);
        read_message(&p);
        hand_on(&p, view);
        *opened = view != NULL;
    }
    if (!p.entry->sa.first)
        p.entry->sa.first = p.record;
    p.entry->sa.last = p.record;
    return p.record;
}

const struct ikelog_record *ikelog_session_feed(struct ikelog_session *session,
                                                const struct ikelog_datagram *datagram)
{
    bool opened = false;

    return feed(session, datagram, NULL, &opened);
}

const struct ikelog_record *ikelog_session_feed_open(struct ikelog_session *session,
                                                     const struct ikelog_datagram *datagram,
                                                     struct ikelog_view *view)
{
    bool opened = false;
    const struct ikelog_record *record = feed(session, datagram, view, &opened);

    if (!opened)
        ikelog_view_open(session, record, datagram->message, view);
    return record;
}

unsigned ikelog_session_sa_count(const struct ikelog_session *session)
{
    return session->sas->len;
}

const struct ikelog_sa *ikelog_session_sa(const struct ikelog_session *session, unsigned number)
{
    const struct sa_entry *entry;

    if (number >= session->sas->len)
        return NULL;
    entry = g_ptr_array_index(session->sas, number);
    return &entry->sa;
}

int64_t ikelog_session_now(const struct ikelog_session *session)
{
    return session->now;
}
