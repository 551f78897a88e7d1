/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way of a datagram through the session. */
#include "state/decrypt.h"

struct ikelog_session *ikelog_session_new(const struct ikelog_keyring *keyring)
{
    struct ikelog_session *session = g_new0(struct ikelog_session, 1);

    ikelog_crypto_init();
    session->keyring = keyring;
    session->fingerprints = ikelog_fingerprints_new();
    tables_init(&session->tables);
    arena_init(&session->bodies);
    interned_init(&session->interned);
    session->traffic = g_hash_table_new_full(tables_hash_spi, g_direct_equal, NULL, g_free);
    history_init(session);
    session->plaintext.octets = g_byte_array_new();
    session->scratch_sa = g_new0(struct ikelog_sa_payload, 1);
    ikelog_session_limit(session, IKELOG_MAX_SAS, IKELOG_MAX_DH_WORK);
    return session;
}

void ikelog_session_limit(struct ikelog_session *session, unsigned sas, uint64_t dh_work)
{
    session->most_sas = sas;
    session->dh_work_left = dh_work;
    session->lone_work_left = IKELOG_MAX_LONE_WORK;
}

void ikelog_session_free(struct ikelog_session *session)
{
    if (!session)
        return;
    ikelog_fingerprints_free(session->fingerprints);
    ciphers_clear(&session->ciphers);
    tables_clear(&session->tables);
    arena_clear(&session->bodies);
    history_clear(session);
    interned_clear(&session->interned);
    g_hash_table_destroy(session->traffic);
    plaintext_cache_clear(session);
    g_byte_array_unref(session->plaintext.octets);
    g_free(session->scratch_sa);
    g_free(session);
}

static void remember_undecryptable(struct packet_context *p)
{
    struct ikelog_sa *sa = &p->entry->sa;
    struct ikelog_course *course;

    if (sa->course->undecryptable || !(p->record->flags & IKELOG_RECORD_ENCRYPTED) ||
        p->view->readable)
        return;
    course = tables_course(&p->session->tables, sa);
    course->undecryptable = p->record;
    course->undecryptable_status = p->record->decryption;
}

static void read_message(struct packet_context *p)
{
    bool encrypted = (p->record->flags & IKELOG_RECORD_ENCRYPTED) &&
                     !(p->record->flags & IKELOG_RECORD_FRAGMENT);

    ikelog_view_open(p->session, NULL, p->datagram->message, p->view);
    p->view->record = p->record;
    process_sides_before(p);
    if (encrypted)
        process_decrypt(p);
    process_sides_after(p);
    process_step(p);
    process_sides_of_quick_mode(p);
    process_answer(p);
    if (p->record->flags & IKELOG_RECORD_FRAGMENT) {
        note_fragment(p);
        return;
    }
    process_phase1(p);
    process_established(p);
    process_quick_mode(p);
    process_notifies(p);
    process_check(p);
    if (encrypted || p->exchange == p->entry->sa.phase1)
        process_pending(p);
    remember_undecryptable(p);
    process_trace(p);
}

/* The record, or NULL. A message that is new is opened: *opened is set then. */
static const struct ikelog_record *feed(struct ikelog_session *session,
                                        const struct ikelog_datagram *datagram,
                                        struct ikelog_view *view, bool *opened)
{
    struct packet_context p = {.session = session, .datagram = datagram, .view = view};
    enum ikelog_status status =
        ikelog_header_read(datagram->message.data, datagram->message.length, &p.header);

    *opened = false;
    if (status == IKELOG_TRUNCATED || status == IKELOG_BAD_VERSION)
        return NULL;
    session->now = datagram->time_ns;
    p.fingerprint = ikelog_fingerprint_of(session->fingerprints, datagram->message);
    if (!process_locate(&p))
        return NULL;
    process_exchange(&p);
    if (process_repeat(&p)) {
        process_established_again(&p);
    } else {
        process_new_message(&p);
        read_message(&p);
        *opened = true;
    }
    process_carriage(&p);
    if (!p.entry->sa.first)
        p.entry->sa.first = p.record;
    p.entry->sa.last = p.record;
    return p.record;
}

const struct ikelog_record *ikelog_session_feed(struct ikelog_session *session,
                                                const struct ikelog_datagram *datagram)
{
    struct ikelog_view view;
    bool opened;
    const struct ikelog_record *record = feed(session, datagram, &view, &opened);

    if (opened)
        ikelog_view_close(&view);
    return record;
}

const struct ikelog_record *ikelog_session_feed_open(struct ikelog_session *session,
                                                     const struct ikelog_datagram *datagram,
                                                     struct ikelog_view *view)
{
    bool opened;
    const struct ikelog_record *record = feed(session, datagram, view, &opened);

    if (!opened)
        ikelog_view_open(session, record, datagram->message, view);
    return record;
}

unsigned ikelog_session_sa_count(const struct ikelog_session *session)
{
    return session->tables.sas->len;
}

const struct ikelog_sa *ikelog_session_sa(const struct ikelog_session *session, unsigned number)
{
    const struct sa_entry *entry;

    if (number >= session->tables.sas->len)
        return NULL;
    entry = g_ptr_array_index(session->tables.sas, number);
    return &entry->sa;
}

void ikelog_session_ask_for_keys(struct ikelog_session *session, bool (*more)(void *context),
                                 void *context)
{
    session->more_keys = more;
    session->more_keys_context = context;
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
