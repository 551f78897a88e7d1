/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way of a datagram through the session. */
#include "state/session_priv.h"

#include "wire/numbers.h"

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

/* The other side sent one since its request: this one may answer that, as with dead peer detection.
 */
static bool answers_information(const struct passage *p, const struct ikelog_exchange *request)
{
    const struct ikelog_record *theirs = p->entry->sa.closed_info[ikelog_side_other(p->side)];

    return theirs && request->last && theirs->frame > request->last->frame;
}

/* Of a closed informational message only who sent it, and when, can be known. */
static void remember_closed_information(struct passage *p)
{
    struct ikelog_exchange *about = NULL;

    if (p->exchange->type != IKELOG_EXCHANGE_INFORMATIONAL ||
        !(p->record->marks & IKELOG_MARK_ENCRYPTED) || p->view.readable)
        return;
    p->entry->sa.closed_info[p->side] = p->record;
    about = passage_open_request(p);
    if (!about || answers_information(p, about))
        return;
    if (!about->closed)
        about->closed = p->record;
    about->last_closed = p->record;
}

/* The first step behind phase 1 tells whether both sides took its last message. */
static void remember_next(struct passage *p)
{
    struct ikelog_sa *sa = &p->entry->sa;

    if (!sa->after_phase1 && sa->phase1 && sa->phase1->complete && p->exchange != sa->phase1)
        sa->after_phase1 = p->record;
}

static void read_message(struct passage *p)
{
    bool encrypted =
        (p->record->marks & IKELOG_MARK_ENCRYPTED) && !(p->record->marks & IKELOG_MARK_FRAGMENT);

    ikelog_view_open(p->session, NULL, p->datagram->message, &p->view);
    p->view.record = p->record;
    if (encrypted)
        passage_unlock(p);
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
    remember_closed_information(p);
    remember_next(p);
}

/* Packets count, whether or not they were sent before. */
static void note_carriage(struct passage *p)
{
    struct ikelog_contribution *side = &p->entry->sa.sides[p->side];

    side->latest = p->record;
    if (p->datagram->rejoined)
        side->parts.whole++;
    if (!p->datagram->marker)
        return;
    if (!side->floated)
        side->floated = p->record;
    side->on_natt++;
}

const struct ikelog_record *ikelog_session_feed(struct ikelog_session *session,
                                                const struct ikelog_datagram *datagram)
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
        ikelog_view_close(&p.view);
    }
    note_carriage(&p);
    if (!p.entry->sa.first)
        p.entry->sa.first = p.record;
    p.entry->sa.last = p.record;
    return p.record;
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

void ikelog_session_reach(struct ikelog_session *session, int64_t time_ns)
{
    session->now = time_ns;
    session->growing = true;
}

void ikelog_session_end(struct ikelog_session *session)
{
    session->growing = false;
}

bool ikelog_session_is_growing(const struct ikelog_session *session)
{
    return session->growing;
}

int64_t ikelog_session_now(const struct ikelog_session *session)
{
    return session->now;
}
