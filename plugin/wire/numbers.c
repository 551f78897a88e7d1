/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of exchanges and of notifications (RFC 2408, RFC 3706), and the lookup. */
#include "wire/number_rows.h"

#include <stdlib.h>

/* X(value, "name", "name in a log line" or NULL) */
/* clang-format off */
#define EXCHANGE_ROWS(X) \
    X(0, "None", NULL) \
    X(1, "Base", "BASE") \
    X(2, "Identity Protection (Main Mode)", "MM") \
    X(3, "Authentication Only", "AO") \
    X(4, "Aggressive", "AG") \
    X(5, "Informational", "INFO") \
    X(6, "Transaction (Config Mode)", "TRANS") \
    X(32, "Quick Mode", "QM") \
    X(33, "New Group Mode", "NGM") \
    X(243, "AuthIP Main Mode", NULL) \
    X(244, "AuthIP Quick Mode", NULL) \
    X(245, "AuthIP Extended Mode", NULL) \
    X(246, "AuthIP Notify", NULL)

#define NUMBER(value, name, short_name) {value, name},
#define SHORT(value, name, short_name) {value, short_name},

static const struct ikelog_number exchange_type_rows[] = {EXCHANGE_ROWS(NUMBER)};
static const struct ikelog_number exchange_short_rows[] = {EXCHANGE_ROWS(SHORT)};
/* clang-format on */

static const struct ikelog_number notify_type_rows[] = {
#define X(id, number, name, ...) {number, name},
    IKELOG_NOTIFY_ROWS(X)
#undef X
};

static const struct ikelog_number notify_short_rows[] = {
#define X(id, number, name, word, ...) {number, word},
    IKELOG_NOTIFY_ROWS(X)
#undef X
};

IKELOG_REGISTRY(exchange_type);
IKELOG_REGISTRY(notify_type);

static const struct ikelog_registry exchange_short = {
    exchange_short_rows, sizeof exchange_short_rows / sizeof exchange_short_rows[0]};
static const struct ikelog_registry notify_short = {
    notify_short_rows, sizeof notify_short_rows / sizeof notify_short_rows[0]};

static int compare(const void *key, const void *row)
{
    uint32_t value = *(const uint32_t *)key;
    const struct ikelog_number *number = row;

    return value < number->value ? -1 : value > number->value;
}

const char *ikelog_number_name(const struct ikelog_registry *registry, uint32_t value)
{
    const struct ikelog_number *row =
        bsearch(&value, registry->rows, registry->count, sizeof registry->rows[0], compare);

    return row ? row->name : NULL;
}

const char *ikelog_exchange_short_name(uint8_t exchange_type)
{
    return ikelog_number_name(&exchange_short, exchange_type);
}

const char *ikelog_exchange_gdoi_name(uint8_t exchange_type)
{
    if (exchange_type == IKELOG_EXCHANGE_QUICK)
        return "GROUPKEY-PULL";
    return exchange_type == IKELOG_EXCHANGE_NEW_GROUP ? "GROUPKEY-PUSH"
                                                      : ikelog_exchange_short_name(exchange_type);
}

const char *ikelog_notify_short_name(uint16_t type)
{
    return ikelog_number_name(&notify_short, type);
}

bool ikelog_notify_is_error(uint16_t type)
{
    return type >= 1 && type < IKELOG_NOTIFY_CONNECTED;
}
