/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exchanges as their diagrams: which message is which, and when one is complete. */
#include "state/exchange.h"

#include "state/record.h"
#include "wire/numbers.h"

const struct ikelog_record *ikelog_exchange_step(const struct ikelog_exchange *exchange,
                                                 unsigned step)
{
    unsigned looked = 0;

    for (const struct ikelog_record *r = exchange->first; r && looked < IKELOG_MAX_MESSAGES;
         r = r->next, looked++)
        if (r->step == step)
            return r;
    return NULL;
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
    const struct ikelog_record *repeat = exchange->last_repeat;

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
    switch (exchange->type) {
    case IKELOG_EXCHANGE_MAIN:
        return 6;
    case IKELOG_EXCHANGE_BASE:
        return 4;
    case IKELOG_EXCHANGE_AGGRESSIVE:
    case IKELOG_EXCHANGE_AUTH_ONLY:
        return 3;
    case IKELOG_EXCHANGE_QUICK:
        return exchange->commit || exchange->sa->gdoi ? 4 : 3;
    case IKELOG_EXCHANGE_NEW_GROUP:
        return exchange->sa->gdoi ? 1 : 2;
    default:
        return 0;
    }
}

const struct ikelog_record *ikelog_record_original(const struct ikelog_record *record)
{
    return record->original ? record->original : record;
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
    for (unsigned i = 0; i < exchange->sa->remark_count; i++)
        if (exchange->sa->remarks[i].record == original)
            return exchange->sa->remarks[i].about;
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
