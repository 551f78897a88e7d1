/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of payload types and the lookup in it. */
#include "wire/payload_table.h"

#include "wire/decode_priv.h"
#include "wire/number_rows.h"

enum meaning { ANY, GDOI, OTHER };

/* The two columns about the body. */
#define COLUMN_PARSER(function)  .parse = function
#define COLUMN_FIELD(identifier) .field = identifier
#define COLUMN_NOTHING           .parse = NULL
#define COLUMN_VALUE(function)   .value = function
#define COLUMN_TELLING(function) .telling = true, .value = function
#define COLUMN_NO_VALUE          .value = NULL

/* clang-format off */
static const struct {
    enum meaning meaning;
    struct ikelog_payload_row row;
} rows[] = {
#define X(id, number, doi, kind, long_name, short_name, body, say, first, later) \
    {doi, {.type = number, .shared = (doi) != ANY, .class = IKELOG_CLASS_##kind, \
           .name = long_name, .word = short_name, COLUMN_##body, COLUMN_##say, \
           .meaning = {first, later}}},
    IKELOG_PAYLOAD_ROWS(X)
#undef X
};
/* clang-format on */

/* A number with two meanings is listed by that of the NAT drafts. */
#define LISTED_ANY(number, name)   {number, name},
#define LISTED_OTHER(number, name) {number, name ", or GDOI's"},
#define LISTED_GDOI(number, name)

static const struct ikelog_number payload_type_rows[] = {
#define X(id, number, doi, class, name, ...) LISTED_##doi(number, name)
    IKELOG_PAYLOAD_ROWS(X)
#undef X
};
IKELOG_REGISTRY(payload_type);

const struct ikelog_payload_row *ikelog_payload_row(uint8_t type, bool gdoi)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        if (rows[i].row.type == type && rows[i].meaning != (gdoi ? OTHER : GDOI))
            return &rows[i].row;
    return NULL;
}
