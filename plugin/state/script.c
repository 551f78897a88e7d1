/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which message of an exchange is which, by the rows of script_rows.h. */
#include "state/script.h"

#include "crypto/auth_method.h"
#include "state/script_rows.h"
#include "wire/numbers.h"

enum method { ANY, PSK, SIGNATURE, HYBRID, ENCRYPTION, OTHER_METHOD };
enum sender { STARTER, OTHER, CONFIRMER, EITHER };
enum cover { COVER_CLEAR, COVER_ENCRYPTED, COVER_EITHER };

#define NONE   UINT32_C(0)
#define SA     IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_SA)
#define KE     IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_KE)
#define ID     IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_ID)
#define HASH   IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_HASH)
#define SIG    IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_SIG)
#define NONCE  IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_NONCE)
#define NOTIFY IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_NOTIFY)
#define DELETE IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_DELETE)
#define CONFIG IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_CONFIG)

/* What a diagram says of a message beside what comes with any of them. */
#define TELLING (SA | KE | ID | HASH | SIG | NONCE | CONFIG)

static const struct row {
    uint8_t method, step, sender, cover;
    uint32_t must, one_of, may;
} rows[] = {
#define X(exchange, method, step, sender, cover, must, one_of, may) \
    {method, step, sender, COVER_##cover, must, one_of, may},
    IKELOG_SCRIPT_ROWS(X)
#undef X
};

/* Where each row is. */
enum {
#define X(exchange, method, step, sender, cover, must, one_of, may) \
    exchange##_##method##_##step##_##cover,
    IKELOG_SCRIPT_ROWS(X)
#undef X
        ALL_ROWS
};

/* The rows of an exchange stand together: the first one, and the one behind the last. */
struct script {
    const struct row *first, *end;
};

static struct script script_of(uint8_t exchange)
{
    static const struct script scripts[] = {
#define ROWS(first, end) {&rows[first], rows + (end)}
        [IKELOG_EXCHANGE_MAIN] = ROWS(MAIN_ANY_1_CLEAR, AGGRESSIVE_ANY_1_CLEAR),
        [IKELOG_EXCHANGE_AGGRESSIVE] = ROWS(AGGRESSIVE_ANY_1_CLEAR, BASE_ANY_1_CLEAR),
        [IKELOG_EXCHANGE_BASE] = ROWS(BASE_ANY_1_CLEAR, AUTH_ONLY_ANY_1_CLEAR),
        [IKELOG_EXCHANGE_AUTH_ONLY] = ROWS(AUTH_ONLY_ANY_1_CLEAR, QUICK_ANY_1_ENCRYPTED),
        [IKELOG_EXCHANGE_QUICK] = ROWS(QUICK_ANY_1_ENCRYPTED, NEW_GROUP_ANY_1_ENCRYPTED),
        [IKELOG_EXCHANGE_NEW_GROUP] =
            ROWS(NEW_GROUP_ANY_1_ENCRYPTED, INFORMATIONAL_ANY_0_ENCRYPTED),
        [IKELOG_EXCHANGE_INFORMATIONAL] =
            ROWS(INFORMATIONAL_ANY_0_ENCRYPTED, TRANSACTION_ANY_0_ENCRYPTED),
        [IKELOG_EXCHANGE_TRANSACTION] = ROWS(TRANSACTION_ANY_0_ENCRYPTED, ALL_ROWS),
#undef ROWS
    };

    return exchange < G_N_ELEMENTS(scripts) ? scripts[exchange] : (struct script){NULL, NULL};
}

static enum method method_of(uint16_t number)
{
    const struct ikelog_auth_method *method = ikelog_auth_method(number);

    if (number == 0)
        return ANY;
    if (method && method->hybrid)
        return HYBRID;
    switch (ikelog_auth_class(number)) {
    case IKELOG_AUTH_PSK:
        return PSK;
    case IKELOG_AUTH_SIGNATURE:
        return SIGNATURE;
    case IKELOG_AUTH_ENCRYPTION:
        return ENCRYPTION;
    default:
        return OTHER_METHOD;
    }
}

/* The methods agree on the numbers, and a message may have what another method wants. */
static bool can_be(const struct row *row, const struct ikelog_script_message *message)
{
    if ((row->sender == STARTER) != message->starter)
        return false;
    if (message->encrypted && row->cover == COVER_CLEAR)
        return false;
    return row->sender != CONFIRMER || message->commit || message->before > 0;
}

static int count_bits(uint32_t set)
{
    int count = 0;

    for (; set; set &= set - 1)
        count++;
    return count;
}

static uint32_t foreign(const struct row *row, uint32_t payloads)
{
    return payloads & TELLING & ~(row->must | row->one_of | row->may);
}

/* How well payloads fit a row; 0: not at all. What they share counts before what is too much. */
static int fit(const struct row *row, uint32_t payloads)
{
    int shared = count_bits(payloads & (row->must | row->one_of));
    int missing = count_bits(row->must & ~payloads);

    return shared ? 32 * shared - missing - count_bits(foreign(row, payloads)) : 0;
}

static uint8_t step_by_payloads(const struct ikelog_script_message *message)
{
    const struct script script = script_of(message->exchange);
    uint8_t step = 0;
    int best = 0;

    for (const struct row *row = script.first; row != script.end; row++) {
        int fits = can_be(row, message) ? fit(row, message->payloads) : 0;

        if (fits > best) {
            best = fits;
            step = row->step;
        }
    }
    return step;
}

/* The sender's first message is the first that it can be, the next one the next, to the last. */
static uint8_t step_by_place(const struct ikelog_script_message *message)
{
    const struct script script = script_of(message->exchange);
    uint8_t step = 0;
    unsigned skipped = 0;

    for (const struct row *row = script.first; row != script.end; row++) {
        if (!can_be(row, message) || row->step <= step)
            continue;
        if (step && ++skipped > message->before)
            break;
        step = row->step;
    }
    return step;
}

/* The header names the first payload, even of a message that was cut right after it. */
static uint32_t payloads_of(const struct ikelog_view *view)
{
    uint32_t set = 0;

    for (uint32_t i = 0; i < view->chain.count; i++)
        if (view->chain.payloads[i].type < IKELOG_PAYLOAD_BITS)
            set |= IKELOG_PAYLOAD_BIT(view->chain.payloads[i].type);
    if (view->chain.count == 0 && view->header.next_payload < IKELOG_PAYLOAD_BITS)
        set |= IKELOG_PAYLOAD_BIT(view->header.next_payload);
    return set & ~IKELOG_PAYLOAD_BIT(IKELOG_PAYLOAD_NONE);
}

static unsigned messages_before(const struct ikelog_record *record)
{
    unsigned before = 0;

    for (const struct ikelog_record *r = record->exchange->first; r && r != record;
         r = ikelog_record_next(r))
        before += r->side == record->side;
    return before;
}

void ikelog_script_message_read(const struct ikelog_view *view,
                                struct ikelog_script_message *message)
{
    const struct ikelog_record *record = view->record;
    const struct ikelog_exchange *exchange = record->exchange;
    bool phase1 = ikelog_exchange_is_phase1(exchange);

    *message = (struct ikelog_script_message){
        .exchange = exchange->type,
        .starter = record->side == (phase1 ? IKELOG_INITIATOR : exchange->starter),
        .encrypted = view->header.flags & IKELOG_FLAG_ENCRYPTION,
        .read = view->readable && view->unknown == 0,
        .commit = exchange->commit,
        .method = exchange->sa->suite->auth_method,
        .before = messages_before(record),
        .payloads = payloads_of(view)};
}

unsigned ikelog_script_length(uint8_t exchange, bool commit)
{
    const struct script script = script_of(exchange);
    unsigned length = 0;

    for (const struct row *row = script.first; row != script.end; row++)
        if (row->step > length && (row->sender != CONFIRMER || commit))
            length = row->step;
    return length;
}

uint8_t ikelog_script_proof_step(uint8_t exchange, bool starter)
{
    const struct script script = script_of(exchange);

    for (const struct row *row = script.first; row != script.end; row++)
        if ((row->sender == STARTER) == starter && ((row->must | row->one_of) & (HASH | SIG)))
            return row->step;
    return 0;
}

uint8_t ikelog_script_step(const struct ikelog_script_message *message)
{
    uint8_t step = message->read ? step_by_payloads(message) : 0;

    return step || (message->read && !message->encrypted) ? step : step_by_place(message);
}

/* Whether a row is about this message, whose number is known. */
static bool is_about(const struct row *row, const struct ikelog_script_message *message,
                     unsigned step)
{
    enum method method;

    if (row->step != step)
        return false;
    method = method_of(message->method);
    return (row->method == ANY || method == ANY || row->method == method) &&
           (step > 0 || row->cover == (message->encrypted ? COVER_ENCRYPTED : COVER_CLEAR));
}

static uint32_t lacking(const struct row *row, uint32_t payloads, bool *any)
{
    *any = !(row->must & ~payloads) && row->one_of && !(row->one_of & payloads);
    return *any ? row->one_of : row->must & ~payloads;
}

/* Just what a later message of the script has: one that was not captured may be missing before it.
 */
static bool is_later_one(const struct ikelog_script_message *message, unsigned step)
{
    const struct script script = script_of(message->exchange);
    enum method method = method_of(message->method);
    bool any;

    for (const struct row *row = script.first; step > 0 && row != script.end; row++)
        if (row->step > step && (row->method == ANY || row->method == method) &&
            !lacking(row, message->payloads, &any) && !foreign(row, message->payloads))
            return true;
    return false;
}

bool ikelog_script_satisfied(const struct ikelog_script_message *message, unsigned step)
{
    const struct script script = script_of(message->exchange);
    bool found = false, any;

    for (const struct row *row = script.first; row != script.end; row++) {
        if (!is_about(row, message, step))
            continue;
        if (!lacking(row, message->payloads, &any))
            return true;
        found = true;
    }
    return !found;
}

uint32_t ikelog_script_missing(const struct ikelog_script_message *message, unsigned step,
                               bool *any)
{
    const struct script script = script_of(message->exchange);
    uint32_t missing = UINT32_MAX;
    bool found = false;

    *any = false;
    for (const struct row *row = script.first; row != script.end; row++) {
        bool choice;

        if (!is_about(row, message, step))
            continue;
        missing &= lacking(row, message->payloads, &choice);
        *any = *any || choice;
        found = true;
    }
    if (!found || (missing && is_later_one(message, step)))
        missing = 0;
    *any = *any && missing;
    return missing;
}
