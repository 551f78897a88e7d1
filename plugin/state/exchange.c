/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exchanges as their diagrams: which message is which, and when one is complete. */
#include "state/exchange.h"

#include "crypto/dh_weakness.h"
#include "state/record.h"
#include "state/script.h"
#include "wire/numbers.h"

const struct ikelog_trouble ikelog_no_trouble = {.last_repeat = NULL};

bool ikelog_exchange_is_phase1(const struct ikelog_exchange *exchange)
{
    return exchange->message_id == 0 && exchange->type >= IKELOG_EXCHANGE_BASE &&
           exchange->type <= IKELOG_EXCHANGE_AGGRESSIVE;
}

const struct ikelog_record *ikelog_exchange_step(const struct ikelog_exchange *exchange,
                                                 unsigned step)
{
    unsigned looked = 0;

    for (const struct ikelog_record *r = exchange->first; r && looked < IKELOG_MAX_MESSAGES;
         r = ikelog_record_next(r), looked++)
        if (r->step == step)
            return r;
    return NULL;
}

const struct ikelog_record *ikelog_exchange_proof(const struct ikelog_exchange *phase1,
                                                  enum ikelog_side side)
{
    return ikelog_exchange_step(phase1,
                                ikelog_script_proof_step(phase1->type, side == IKELOG_INITIATOR));
}

bool ikelog_exchange_is_pull(const struct ikelog_exchange *exchange)
{
    return exchange->sa->gdoi && exchange->type == IKELOG_EXCHANGE_QUICK;
}

bool ikelog_exchange_is_push(const struct ikelog_exchange *exchange)
{
    return exchange->sa->gdoi && exchange->type == IKELOG_EXCHANGE_NEW_GROUP;
}

const struct ikelog_record *ikelog_exchange_latest(const struct ikelog_exchange *exchange)
{
    const struct ikelog_record *repeat = exchange->trouble->last_repeat;

    return repeat && (!exchange->last || repeat->frame > exchange->last->frame) ? repeat
                                                                                : exchange->last;
}

bool ikelog_exchange_is_left(const struct ikelog_exchange *exchange, int64_t time_ns)
{
    const struct ikelog_record *latest = ikelog_exchange_latest(exchange);

    return latest && time_ns - latest->time_ns >= IKELOG_PATIENCE_NS;
}

unsigned ikelog_exchange_expected(const struct ikelog_exchange *exchange)
{
    if (exchange->sa->gdoi && exchange->type == IKELOG_EXCHANGE_QUICK)
        return 4; /* GROUPKEY-PULL, RFC 6407 3.2 */
    if (exchange->sa->gdoi && exchange->type == IKELOG_EXCHANGE_NEW_GROUP)
        return 1; /* GROUPKEY-PUSH, RFC 6407 4.2 */
    return ikelog_script_length(exchange->type, exchange->commit);
}

const struct ikelog_record *ikelog_record_original(const struct ikelog_record *record)
{
    const struct ikelog_record *first = ikelog_record_repeats(record);

    return first ? first : record;
}

enum ikelog_side ikelog_record_side_in(const struct ikelog_record *record,
                                       const struct ikelog_sa *sa)
{
    const struct ikelog_sa *own = record->exchange->sa;
    enum ikelog_side side = (enum ikelog_side)record->side;

    if (own == sa || ikelog_endpoint_same_address(&own->sides[side].last, &sa->sides[side].last))
        return side;
    return ikelog_side_other(side);
}

enum ikelog_status ikelog_record_decryption(const struct ikelog_record *record)
{
    return (enum ikelog_status)ikelog_record_original(record)->decryption;
}

enum ikelog_status ikelog_record_check(const struct ikelog_record *record)
{
    return (enum ikelog_status)ikelog_record_original(record)->check;
}

const struct ikelog_exchange *ikelog_record_quick_mode(const struct ikelog_record *record)
{
    const struct ikelog_record *original = ikelog_record_original(record);
    const struct ikelog_exchange *exchange = original->exchange;

    if (exchange->type == IKELOG_EXCHANGE_QUICK)
        return exchange;
    for (unsigned i = 0; i < exchange->sa->course->notify_seen_count; i++)
        if (exchange->sa->course->notifies_seen[i].record == original)
            return exchange->sa->course->notifies_seen[i].about;
    return NULL;
}

bool ikelog_status_is_decrypted(enum ikelog_status status)
{
    return status == IKELOG_DECRYPTED || status == IKELOG_DECRYPTED_NO_FIRST ||
           status == IKELOG_DECRYPTED_RECOVERED || status == IKELOG_CUT;
}

const struct ikelog_keyset *ikelog_record_keyset(const struct ikelog_record *record)
{
    const struct ikelog_record *original = ikelog_record_original(record);
    const struct ikelog_sa *sa = original->exchange->sa;

    if (!ikelog_status_is_decrypted((enum ikelog_status)original->decryption) ||
        original->keyset >= sa->keyset_count)
        return NULL;
    return &sa->keysets[original->keyset];
}

const uint8_t *ikelog_record_iv(const struct ikelog_record *record)
{
    const struct ikelog_record *original = ikelog_record_original(record);

    if (!ikelog_record_keyset(record) || (original->flags & IKELOG_RECORD_FIRST_UNKNOWN))
        return NULL;
    return ikelog_record_chained(original)->iv;
}

/* NULL: it is not known. */
static const struct ikelog_group *group_of(const struct ikelog_exchange *exchange)
{
    if (ikelog_exchange_quick(exchange))
        return ikelog_group_by_number(ikelog_exchange_quick(exchange)->group);
    return exchange == exchange->sa->phase1 ? exchange->sa->suite->group : NULL;
}

const char *ikelog_exchange_weak_public(const struct ikelog_exchange *exchange,
                                        struct ikelog_octets value)
{
    return ikelog_dh_weakness(group_of(exchange), value);
}

const char *ikelog_exchange_weak_publics(const struct ikelog_exchange *exchange,
                                         enum ikelog_side *side)
{
    const struct ikelog_group *group = group_of(exchange);
    enum ikelog_side starter = (enum ikelog_side)exchange->starter;
    const char *weakness = NULL;

    for (unsigned i = 0; i < 2 && !weakness; i++) {
        *side = i == 0 ? starter : ikelog_side_other(starter);
        weakness = ikelog_dh_weakness(
            group, ikelog_bytes_octets(ikelog_exchange_quick(exchange)
                                           ? ikelog_exchange_quick(exchange)->ke[i]
                                           : exchange->sa->sides[*side].said->ke));
    }
    return weakness;
}
